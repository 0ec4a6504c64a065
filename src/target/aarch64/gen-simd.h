/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Private: what the semantic functions of vector and floating-point
 * instructions share.  The field q of their rows says how much of a register an
 * instruction works on, see simd.decode.
 */
#ifndef CALQUE_TARGET_AARCH64_GEN_SIMD_H
#define CALQUE_TARGET_AARCH64_GEN_SIMD_H

#include "target/aarch64/translate.h"
#include "tcg/vop.h"

enum { Q_HALF, Q_FULL, Q_SCALAR }; /* values of q */

static inline unsigned q_lanes(int64_t q)
{
    static const uint8_t lanes[] = {VOP_HALF, VOP_FULL, VOP_SCALAR};
    return lanes[q];
}

/* F32 or F64, of 1 << size bytes. */
static inline enum ir_type type_fp(int64_t size)
{
    return size == 3 ? IR_F64 : IR_F32;
}

/* Operation of vop.def with up to three operands; lanes is an enum vop_lanes.
 */
struct ir_val gen_vop(struct translate *t, enum vop op, int64_t esz,
                      unsigned lanes, struct ir_val x, struct ir_val y,
                      struct ir_val z, uint64_t imm);
static inline struct ir_val gen_vop1(struct translate *t, enum vop op,
                                     int64_t esz, unsigned lanes,
                                     struct ir_val x, uint64_t imm)
{
    return gen_vop(t, op, esz, lanes, x, IR_NONE, IR_NONE, imm);
}
static inline struct ir_val gen_vop2(struct translate *t, enum vop op,
                                     int64_t esz, unsigned lanes,
                                     struct ir_val x, struct ir_val y)
{
    return gen_vop(t, op, esz, lanes, x, y, IR_NONE, 0);
}

/* The whole of vector register r. */
static inline struct ir_val get_q(struct translate *t, int64_t r)
{
    return get_v(t, r, IR_V128);
}

/* The narrow result r of an instruction goes to the lower half of rd, the rest
 * zero, or (q 1) to the upper half. */
void put_narrow(struct translate *t, const struct aarch64_args *a,
                struct ir_val r);

/* Element idx of register r as a scalar. */
struct ir_val get_fp_lane(struct translate *t, int64_t r, int64_t size,
                          int64_t idx);

/* The half in lane 0 of x as the single of the same value, as arithmetic reads
 * it (VOP_FWIDEN). */
struct ir_val gen_widen_half(struct translate *t, struct ir_val x);

/* 64 bits in each half of the vector (q 1) or in the lower one. */
struct ir_val gen_const_q(struct translate *t, int64_t q, uint64_t bits);

/* The floating-point constant of an 8-bit immediate (VFPExpandImm, J1.1.3). */
uint64_t fp_expand_imm(int64_t size, int64_t imm);

#endif
