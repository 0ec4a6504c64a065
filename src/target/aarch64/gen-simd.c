/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What vector and floating-point instructions share. */
#include "config.h"

#include "target/aarch64/gen-simd.h"

struct ir_val gen_vop(struct translate *t, enum vop op, int64_t esz,
                      unsigned lanes, struct ir_val x, struct ir_val y,
                      struct ir_val z, uint64_t imm)
{
    /* One doubleword is half of a vector, which hosts know best. */
    if (lanes == VOP_SCALAR && esz == 3)
        lanes = VOP_HALF;
    return ir_emit(t->ir, (struct ir_insn){
                              .op = IR_VOP,
                              .type = IR_V128,
                              .sub = (uint8_t)esz,
                              .arg = {x.id, y.id, z.id, IR_NOID},
                              .aux = (uint16_t)lanes,
                              .aux2 = (int32_t)op,
                              .imm = (int64_t)imm,
                          });
}

void put_narrow(struct translate *t, const struct aarch64_args *a,
                struct ir_val r)
{
    if (a->q == Q_FULL)
        r = gen_vop(t, VOP_INSLANE, 3, VOP_FULL, get_q(t, a->rd), r, IR_NONE,
                    1);
    put_v(t, a->rd, r);
}

struct ir_val get_fp_lane(struct translate *t, int64_t r, int64_t size,
                          int64_t idx)
{
    if (idx == 0)
        return get_v(t, r, type_fp(size));
    return ir_op1(
        t->ir, IR_BITCAST, type_fp(size),
        gen_vop1(t, VOP_DUPLANE, size, VOP_FULL, get_q(t, r), (uint64_t)idx));
}

struct ir_val gen_widen_half(struct translate *t, struct ir_val x)
{
    return ir_op1(t->ir, IR_BITCAST, IR_F32,
                  gen_vop1(t, VOP_FWIDEN, 1, VOP_SCALAR, x, 0));
}

struct ir_val gen_const_q(struct translate *t, int64_t q, uint64_t bits)
{
    if (bits == 0 || q != Q_FULL)
        return ir_const(t->ir, IR_V128, (int64_t)bits);
    return ir_vdup(t->ir, 3, false, ir_const(t->ir, IR_I64, (int64_t)bits));
}

uint64_t fp_expand_imm(int64_t size, int64_t imm)
{
    uint64_t sign = imm >> 7 & 1, fraction = imm & 15;
    /* The exponent is NOT(b):Replicate(b):cd. */
    int64_t power = ((imm >> 4 & 7) ^ 4) - 3;
    if (size == 1)
        return sign << 15 | (uint64_t)(15 + power) << 10 | fraction << 6;
    if (size == 2)
        return sign << 31 | (uint64_t)(127 + power) << 23 | fraction << 19;
    return sign << 63 | (uint64_t)(1023 + power) << 52 | fraction << 48;
}
