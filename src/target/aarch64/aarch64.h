/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The AArch64 guest: A64 instructions at EL0 and the arm64 Linux ABI
 * (Arm ARM DDI 0487).  Constant; shared by all threads.
 */
#ifndef CALQUE_TARGET_AARCH64_H
#define CALQUE_TARGET_AARCH64_H

#include "cpu/target.h"

extern const struct target target_aarch64;

#endif
