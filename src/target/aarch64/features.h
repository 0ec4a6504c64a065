/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Private: the processor models, and what Linux says of their features.  One
 * table, features.def, has the three ways of saying it: AT_HWCAP, /proc/cpuinfo
 * and the identification registers whose reads the kernel emulates.
 * Constant; any thread.
 */
#ifndef CALQUE_TARGET_AARCH64_FEATURES_H
#define CALQUE_TARGET_AARCH64_FEATURES_H

#include <stdint.h>

#include "cpu/target.h"

struct fmt_sink;

/* Models by name; the first is the default. */
extern const struct cpu_model aarch64_models[];

/* Switches by name. */
extern const struct cpu_switch aarch64_switches[];

/* MIDR_EL1 of a model. */
uint64_t aarch64_midr(const struct cpu_model *model);

/* AT_HWCAP (word 0) or AT_HWCAP2 (word 1). */
uint64_t aarch64_hwcap(uint64_t features, unsigned word);

/* The line "Features" of /proc/cpuinfo. */
void aarch64_print_features(struct fmt_sink *out, uint64_t features);

/* An identification register of features, as EL0 reads it: fields that Linux
 * hides have the values that it puts in their place (kernel documentation,
 * arch/arm64: cpu-feature-registers). */
uint64_t aarch64_id_register(uint64_t features, unsigned reg);

#endif
