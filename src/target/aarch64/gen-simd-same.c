/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector integers: three registers of one type, and the same by element. */
#include "config.h"

#include "target/aarch64/gen-simd.h"

/* The element of a form by element, in all lanes. */
static struct ir_val element(struct translate *t, const struct aarch64_args *a,
                             int64_t size)
{
    return gen_vop1(t, VOP_DUPLANE, size, VOP_FULL, get_q(t, a->rm),
                    (uint64_t)a->idx);
}

static bool same(struct translate *t, const struct aarch64_args *a, enum vop op)
{
    put_v(t, a->rd,
          gen_vop2(t, op, a->size, q_lanes(a->q), get_q(t, a->rn),
                   get_q(t, a->rm)));
    return true;
}

/* Onto the destination. */
static bool accumulate(struct translate *t, const struct aarch64_args *a,
                       enum vop op, int64_t esz, struct ir_val y)
{
    put_v(t, a->rd,
          gen_vop(t, op, esz, q_lanes(a->q), get_q(t, a->rn), y,
                  get_q(t, a->rd), 0));
    return true;
}

#define SAME(OP)                                                               \
    OP(shadd, SHADD)                                                           \
    OP(uhadd, UHADD)                                                           \
    OP(sqadd, SQADD)                                                           \
    OP(uqadd, UQADD)                                                           \
    OP(srhadd, SRHADD)                                                         \
    OP(urhadd, URHADD)                                                         \
    OP(shsub, SHSUB)                                                           \
    OP(uhsub, UHSUB)                                                           \
    OP(sqsub, SQSUB)                                                           \
    OP(uqsub, UQSUB)                                                           \
    OP(cmgt, CMPGT)                                                            \
    OP(cmhi, CMPHI)                                                            \
    OP(cmge, CMPGE)                                                            \
    OP(cmhs, CMPHS)                                                            \
    OP(sshl, SSHL)                                                             \
    OP(ushl, USHL)                                                             \
    OP(sqshl, SQSHL)                                                           \
    OP(uqshl, UQSHL)                                                           \
    OP(srshl, SRSHL)                                                           \
    OP(urshl, URSHL)                                                           \
    OP(sqrshl, SQRSHL)                                                         \
    OP(uqrshl, UQRSHL)                                                         \
    OP(smax, SMAX)                                                             \
    OP(umax, UMAX)                                                             \
    OP(smin, SMIN)                                                             \
    OP(umin, UMIN)                                                             \
    OP(sabd, SABD)                                                             \
    OP(uabd, UABD)                                                             \
    OP(add, ADD)                                                               \
    OP(sub, SUB)                                                               \
    OP(cmtst, CMPTST)                                                          \
    OP(cmeq, CMPEQ)                                                            \
    OP(mul, MUL)                                                               \
    OP(pmul, PMUL)                                                             \
    OP(smaxp, SMAXP)                                                           \
    OP(umaxp, UMAXP)                                                           \
    OP(sminp, SMINP)                                                           \
    OP(uminp, UMINP)                                                           \
    OP(sqdmulh, SQDMULH)                                                       \
    OP(sqrdmulh, SQRDMULH)                                                     \
    OP(addp, ADDP)

#define DEFINE_SAME(name, op)                                                  \
    GEN(v_##name)                                                              \
    {                                                                          \
        return same(t, a, VOP_##op);                                           \
    }
SAME(DEFINE_SAME)

#define ACCUMULATE(OP)                                                         \
    OP(saba, SABA)                                                             \
    OP(uaba, UABA)                                                             \
    OP(mla, MLA)                                                               \
    OP(mls, MLS)                                                               \
    OP(sqrdmlah, SQRDMLAH)                                                     \
    OP(sqrdmlsh, SQRDMLSH)

#define DEFINE_ACCUMULATE(name, op)                                            \
    GEN(v_##name)                                                              \
    {                                                                          \
        return accumulate(t, a, VOP_##op, a->size, get_q(t, a->rm));           \
    }
ACCUMULATE(DEFINE_ACCUMULATE)

#define SAME_ELEMENT(OP)                                                       \
    OP(mul, MUL)                                                               \
    OP(sqdmulh, SQDMULH)                                                       \
    OP(sqrdmulh, SQRDMULH)

#define DEFINE_SAME_ELEMENT(name, op)                                          \
    GEN(v_##name##_e)                                                          \
    {                                                                          \
        put_v(t, a->rd,                                                        \
              gen_vop2(t, VOP_##op, a->size, q_lanes(a->q), get_q(t, a->rn),   \
                       element(t, a, a->size)));                               \
        return true;                                                           \
    }
SAME_ELEMENT(DEFINE_SAME_ELEMENT)

#define ACCUMULATE_ELEMENT(OP)                                                 \
    OP(mla, MLA)                                                               \
    OP(mls, MLS)                                                               \
    OP(sqrdmlah, SQRDMLAH)                                                     \
    OP(sqrdmlsh, SQRDMLSH)

#define DEFINE_ACCUMULATE_ELEMENT(name, op)                                    \
    GEN(v_##name##_e)                                                          \
    {                                                                          \
        return accumulate(t, a, VOP_##op, a->size, element(t, a, a->size));    \
    }
ACCUMULATE_ELEMENT(DEFINE_ACCUMULATE_ELEMENT)

/* Dot products of bytes, the element being four of them. */
GEN(v_sdot)
{
    return accumulate(t, a, VOP_SDOT, 2, get_q(t, a->rm));
}

GEN(v_udot)
{
    return accumulate(t, a, VOP_UDOT, 2, get_q(t, a->rm));
}

GEN(v_sdot_e)
{
    return accumulate(t, a, VOP_SDOT, 2, element(t, a, 2));
}

GEN(v_udot_e)
{
    return accumulate(t, a, VOP_UDOT, 2, element(t, a, 2));
}

/* ---- Bitwise ---- */

static bool logic(struct translate *t, const struct aarch64_args *a,
                  enum vop op)
{
    put_v(t, a->rd,
          gen_vop2(t, op, 3, q_lanes(a->q), get_q(t, a->rn), get_q(t, a->rm)));
    return true;
}

GEN(v_and)
{
    return logic(t, a, VOP_AND);
}

GEN(v_bic)
{
    return logic(t, a, VOP_ANDN);
}

/* MOV (vector) is ORR of a register with itself. */
GEN(v_orr)
{
    if (a->rn != a->rm)
        return logic(t, a, VOP_OR);
    put_v(t, a->rd, get_v(t, a->rn, a->q ? IR_V128 : IR_F64));
    return true;
}

GEN(v_orn)
{
    return logic(t, a, VOP_ORN);
}

GEN(v_eor)
{
    return logic(t, a, VOP_XOR);
}

/* mask ? x : y */
static bool select(struct translate *t, const struct aarch64_args *a,
                   int64_t mask, int64_t x, int64_t y)
{
    put_v(t, a->rd,
          gen_vop(t, VOP_BSL, 3, q_lanes(a->q), get_q(t, mask), get_q(t, x),
                  get_q(t, y), 0));
    return true;
}

GEN(v_bsl)
{
    return select(t, a, a->rd, a->rn, a->rm);
}

GEN(v_bit)
{
    return select(t, a, a->rm, a->rn, a->rd);
}

GEN(v_bif)
{
    return select(t, a, a->rm, a->rd, a->rn);
}
