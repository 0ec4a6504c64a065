/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dot products and matrix products of bfloat16 and of bytes. */
#include "config.h"

#include "target/aarch64/gen-simd.h"

static struct ir_val element(struct translate *t, const struct aarch64_args *a,
                             int64_t esz)
{
    return gen_vop1(t, VOP_DUPLANE, esz, VOP_FULL, get_q(t, a->rm),
                    (uint64_t)a->idx);
}

/* Onto singles or words of the destination. */
static bool accumulate(struct translate *t, const struct aarch64_args *a,
                       enum vop op, unsigned lanes, struct ir_val x,
                       struct ir_val y)
{
    put_v(t, a->rd, gen_vop(t, op, 2, lanes, x, y, get_q(t, a->rd), 0));
    return true;
}

/* ---- bfloat16 ---- */

GEN(bfcvt)
{
    put_v(t, a->rd, gen_vop1(t, VOP_BFCVTN, 1, VOP_SCALAR, get_q(t, a->rn), 0));
    return true;
}

GEN(v_bfcvtn)
{
    put_narrow(t, a, gen_vop1(t, VOP_BFCVTN, 1, VOP_FULL, get_q(t, a->rn), 0));
    return true;
}

GEN(v_bfdot)
{
    return accumulate(t, a, VOP_BFDOT, q_lanes(a->q), get_q(t, a->rn),
                      get_q(t, a->rm));
}

GEN(v_bfdot_e)
{
    return accumulate(t, a, VOP_BFDOT, q_lanes(a->q), get_q(t, a->rn),
                      element(t, a, 2));
}

GEN(v_bfmmla)
{
    return accumulate(t, a, VOP_BFMMLA, VOP_FULL, get_q(t, a->rn),
                      get_q(t, a->rm));
}

/* The odd or even elements as singles, of which they are the upper halves. */
static struct ir_val singles(struct translate *t, const struct aarch64_args *a,
                             struct ir_val x)
{
    if (!a->top)
        return gen_vop1(t, VOP_SHLI, 2, VOP_FULL, x, 16);
    return gen_vop2(t, VOP_AND, 3, VOP_FULL, x,
                    gen_const_q(t, Q_FULL, UINT64_C(0xffff0000ffff0000)));
}

static bool bfmlal(struct translate *t, const struct aarch64_args *a,
                   struct ir_val y)
{
    put_v(t, a->rd,
          ir_fp(t->ir, IR_FMA, IR_V128, 2, 0, singles(t, a, get_q(t, a->rn)),
                singles(t, a, y), get_q(t, a->rd)));
    return true;
}

GEN(v_bfmlal)
{
    return bfmlal(t, a, get_q(t, a->rm));
}

GEN(v_bfmlal_e)
{
    return bfmlal(t, a, element(t, a, 1));
}

/* ---- Bytes ---- */

GEN(v_usdot)
{
    return accumulate(t, a, VOP_USDOT, q_lanes(a->q), get_q(t, a->rn),
                      get_q(t, a->rm));
}

GEN(v_usdot_e)
{
    return accumulate(t, a, VOP_USDOT, q_lanes(a->q), get_q(t, a->rn),
                      element(t, a, 2));
}

/* The element is the unsigned one. */
GEN(v_sudot_e)
{
    return accumulate(t, a, VOP_USDOT, q_lanes(a->q), element(t, a, 2),
                      get_q(t, a->rn));
}

/* Row i of the product: the dot products of row i of x with both rows of y, in
 * two parts each. */
static struct ir_val row(struct translate *t, enum vop dot, struct ir_val x,
                         struct ir_val y, uint64_t i)
{
    return gen_vop(t, dot, 2, VOP_FULL,
                   gen_vop1(t, VOP_DUPLANE, 3, VOP_FULL, x, i), y,
                   ir_const(t->ir, IR_V128, 0), 0);
}

static bool matrix(struct translate *t, const struct aarch64_args *a,
                   enum vop dot)
{
    struct ir_val x = get_q(t, a->rn), y = get_q(t, a->rm);
    struct ir_val first = row(t, dot, x, y, 0), second = row(t, dot, x, y, 1);
    struct ir_val sums = gen_vop2(t, VOP_ADDP, 2, VOP_FULL, first, second);
    put_v(t, a->rd, gen_vop2(t, VOP_ADD, 2, VOP_FULL, get_q(t, a->rd), sums));
    return true;
}

GEN(v_smmla)
{
    return matrix(t, a, VOP_SDOT);
}

GEN(v_ummla)
{
    return matrix(t, a, VOP_UDOT);
}

GEN(v_usmmla)
{
    return matrix(t, a, VOP_USDOT);
}
