/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The IR interpreter: the portable engine, and the shadow of the compiled one.
 *
 * It keeps the contract of compiled code: slots are read and written in memory
 * at their offsets in the target's state; on leaving, env->pc is the guest
 * address to go on at, and all slots hold the state there.  The thread that
 * owns the state calls it.  It needs 40 KiB of stack, allocates nothing and
 * uses no host floating point.
 *
 * FP: rounding (bits 14..13), flush to zero (15, results; 6, operands) come
 * from env->mxcsr, and the sticky flags accrue there (bits 5..0) with every
 * operation.
 */
#ifndef CALQUE_TCG_INTERP_H
#define CALQUE_TCG_INTERP_H

#include <stddef.h>
#include <stdint.h>

#include "tcg/env.h"
#include "tcg/ir.h"
#include "tcg/vop.h"

/* Result of a block left for another: go on at env->pc. */
enum { IR_EXIT_CHAIN = 0 };

/*
 * Guest memory and the numbers of the caller's exits.  The accessors return 0,
 * or another value for a fault, of which they keep what else is to be known.
 * Sizes are 1, 2, 4, 8 or 16; accesses of up to 8 aligned bytes must be
 * single-copy atomic.
 */
struct interp_host {
    void *opaque;
    int (*read)(void *opaque, void *dst, uint64_t addr, size_t size);
    int (*write)(void *opaque, uint64_t addr, const void *src, size_t size);
    /* Sequentially consistent: compares memory with *expected and, if equal,
     * stores *desired; *expected becomes what was there. */
    int (*cmpxchg)(void *opaque, uint64_t addr, void *expected,
                   const void *desired, size_t size);
    uint32_t *sat;         /* sticky saturation flag, may be NULL */
    uint32_t fault_reason; /* returned after a fault; env->fault_addr is set */
    uint32_t stop_reason;  /* returned by POLL when env->stop is set */
};

/*
 * Runs block b, which must pass ir_verify(). `state` is what slot offsets count
 * from and what helpers get. Returns IR_EXIT_CHAIN, the reason of the EXIT or
 * TRAP that was taken, or one of the reasons of `host`. A fault, a trap and a
 * stop leave env->pc at the instruction that they happened in; env->pc is also
 * set to it while a helper runs.
 */
uint32_t interp_run(struct tcg_env *env, void *state, const struct ir_block *b,
                    const struct interp_host *host);

/*
 * One pure operation (integer, floating-point or vector) on given operands:
 * what the compiled engine calls for operations without host code and for NaN
 * results. Any thread, on its own env.
 */
void interp_op(struct tcg_env *env, const struct ir_insn *in,
               const struct ir_rules *rules, const union v128 arg[4],
               union v128 *res);

#endif
