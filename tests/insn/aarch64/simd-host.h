/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host engine for one block, of simd-host.c. */
#ifndef CALQUE_TESTS_SIMD_HOST_H
#define CALQUE_TESTS_SIMD_HOST_H

#include <stdbool.h>

struct aarch64_cpu;
struct ir_block;

/* Once, before the first block; level: of the host (tcg/backend.h), the native
 * one where it lacks that. */
void host_init(unsigned level);

/* Runs the block, which ends with a direct jump, on *cpu. False where it cannot
 * be compiled. */
bool host_run(struct aarch64_cpu *cpu, const struct ir_block *b);

#endif
