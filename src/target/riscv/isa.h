/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a hart can do, in the forms in which programs are told, all from
 * isa.def. Features are RISCV_HAS_ bits.  Pure functions of any thread.
 */
#ifndef CALQUE_TARGET_RISCV_ISA_H
#define CALQUE_TARGET_RISCV_ISA_H

#include "base/fmt.h"
#include "cpu/target.h"

extern const struct cpu_model riscv_models[];
extern const struct cpu_switch riscv_switches[];

/* The ISA string of /proc/cpuinfo. */
void riscv_isa_print(uint64_t features, struct fmt_sink *out);
/* AT_HWCAP: one bit a letter of the extensions that have one. */
uint64_t riscv_isa_hwcap(uint64_t features);
/* riscv_hwprobe's key IMA_EXT_0. */
uint64_t riscv_isa_hwprobe(uint64_t features);

#endif
