/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the semantic functions of floating point share: numbers in registers as
 * IR values, and rounding.
 *
 * There is no half-precision type in the IR: such a number is widened to a
 * single, which is exact, and a result narrowed.  A sum, product, quotient or
 * square root that was rounded to 24 bits on the way is the one rounded at
 * once, as 24 is no less than twice 11 plus 2 (Figueroa, When is double
 * rounding innocuous?); exceptions are the same.  As gen.h otherwise.
 */
#ifndef CALQUE_TARGET_RISCV_GEN_FLOAT_H
#define CALQUE_TARGET_RISCV_GEN_FLOAT_H

#include "target/riscv/gen.h"

/* What a half's register has above it. */
#define FP_HALF_BOX (~INT64_C(0xffff))

/* Where register r lives. */
static inline unsigned fp_slot(int64_t r)
{
    return RISCV_SLOT_F + (unsigned)r;
}

/* The type that numbers of the format, enum riscv_fmt, have in the IR. */
static inline enum ir_type fp_type(int64_t fmt)
{
    return fmt == RISCV_FMT_D ? IR_F64 : IR_F32;
}

/* The number in a register; what is not boxed is the canonical NaN. Widening a
 * signalling half raises the invalid exception and makes it quiet. */
struct ir_val fp_get(struct translate *t, int64_t fmt, int64_t r);
/* Boxes the number, a half after rounding it in the current mode. */
void fp_put(struct translate *t, int64_t fmt, int64_t rd, struct ir_val v);

/* The pattern of the number in a register as an i64, zeros above it; and what
 * puts the low bits of an i64 as one. */
struct ir_val fp_get_bits(struct translate *t, int64_t fmt, int64_t r);
void fp_put_bits(struct translate *t, int64_t fmt, int64_t rd, struct ir_val v);

/* The mode to round in: IR_RM_DYN when MXCSR holds it, which is also so if the
 * instruction names the current mode. False if the mode is reserved (F
 * extension: Floating-Point Control and Status Register). */
bool fp_rounding(const struct translate *t, const struct riscv_args *a,
                 unsigned *mode);

/* What RISCV_HELPER_FP computes: operation and modifiers `what`, on patterns,
 * to one of format fmt. */
struct ir_val fp_by_helper(struct translate *t, int64_t fmt, unsigned mode,
                           unsigned what, struct ir_val x, struct ir_val y,
                           struct ir_val z);

#endif
