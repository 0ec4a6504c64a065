/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Complex numbers in pairs of elements, real part first.  A rotation by a
 * quarter swaps the parts and changes one's sign, which is done to the second
 * operand.
 */
#include "config.h"

#include "target/aarch64/gen-simd.h"

/* Which elements of each pair have their sign changed. */
enum { EVEN = 1, ODD = 2 };

static struct ir_val change_signs(struct translate *t,
                                  const struct aarch64_args *a, struct ir_val x,
                                  unsigned which)
{
    uint64_t sign = UINT64_C(1) << ((8 << a->size) - 1), mask = 0;
    struct ir_val m;
    if (a->size == 3) {
        struct ir_val zero = ir_const(t->ir, IR_V128, 0);
        struct ir_val low = ir_const(t->ir, IR_V128, (int64_t)sign);
        m = gen_vop2(t, VOP_ZIP1, 3, VOP_FULL, which & EVEN ? low : zero,
                     which & ODD ? low : zero);
    } else {
        for (unsigned at = 0; at < 64; at += 8u << a->size)
            if (which >> (at >> (a->size + 3) & 1) & 1)
                mask |= sign << at;
        m = gen_const_q(t, a->q, mask);
    }
    return gen_vop2(t, VOP_XOR, 3, VOP_FULL, x, m);
}

static struct ir_val swap_parts(struct translate *t,
                                const struct aarch64_args *a, struct ir_val x)
{
    if (a->size == 3)
        return gen_vop(t, VOP_EXT, 0, VOP_FULL, x, x, IR_NONE, 8);
    return gen_vop1(t, VOP_REV, a->size, VOP_FULL, x, (uint64_t)a->size + 1);
}

static bool put_result(struct translate *t, const struct aarch64_args *a,
                       enum ir_opcode op, struct ir_val x, struct ir_val y,
                       struct ir_val z)
{
    put_v(
        t, a->rd,
        ir_fp(t->ir, op, IR_V128, (unsigned)a->size, a->q == Q_HALF, x, y, z));
    return true;
}

/* rot: a quarter to the left, or to the right. */
GEN(v_fcadd)
{
    struct ir_val y = swap_parts(t, a, get_q(t, a->rm));
    y = change_signs(t, a, y, a->rot ? ODD : EVEN);
    return put_result(t, a, IR_FADD, get_q(t, a->rn), y, IR_NONE);
}

/* Half of a complex product: that with the first operand's real part, or, with
 * odd quarters, its imaginary part. */
static bool fcmla(struct translate *t, const struct aarch64_args *a,
                  struct ir_val y)
{
    static const uint8_t signs[] = {0, EVEN, EVEN | ODD, ODD};
    struct ir_val n = get_q(t, a->rn);
    struct ir_val x =
        gen_vop2(t, a->rot & 1 ? VOP_TRN2 : VOP_TRN1, a->size, VOP_FULL, n, n);
    if (a->rot & 1)
        y = swap_parts(t, a, y);
    if (a->rot)
        y = change_signs(t, a, y, signs[a->rot]);
    return put_result(t, a, IR_FMA, x, y, get_q(t, a->rd));
}

GEN(v_fcmla)
{
    return fcmla(t, a, get_q(t, a->rm));
}

GEN(v_fcmla_e)
{
    return fcmla(t, a,
                 gen_vop1(t, VOP_DUPLANE, a->size + 1, VOP_FULL,
                          get_q(t, a->rm), (uint64_t)a->idx));
}
