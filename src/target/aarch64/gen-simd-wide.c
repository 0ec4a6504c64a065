/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector integers of two sizes: widening and narrowing instructions. */
#include "config.h"

#include "target/aarch64/gen-simd.h"

/* All of the result is written; q 1 takes upper halves of narrow operands. */
static bool widen(struct translate *t, const struct aarch64_args *a,
                  enum vop op, struct ir_val y, bool onto)
{
    put_v(t, a->rd,
          gen_vop(t, op, a->size, a->q == Q_SCALAR ? VOP_SCALAR : VOP_FULL,
                  get_q(t, a->rn), y, onto ? get_q(t, a->rd) : IR_NONE,
                  a->q == Q_FULL));
    return true;
}

/* Widening takes the upper half of the other operand too: the element is in
 * all lanes. */
static struct ir_val element(struct translate *t, const struct aarch64_args *a)
{
    return gen_vop1(t, VOP_DUPLANE, a->size, VOP_FULL, get_q(t, a->rm),
                    (uint64_t)a->idx);
}

/* Name, operation, whether it adds to the destination. */
#define WIDEN(OP)                                                              \
    OP(saddl, SADDL, false)                                                    \
    OP(uaddl, UADDL, false)                                                    \
    OP(ssubl, SSUBL, false)                                                    \
    OP(usubl, USUBL, false)                                                    \
    OP(saddw, SADDW, false)                                                    \
    OP(uaddw, UADDW, false)                                                    \
    OP(ssubw, SSUBW, false)                                                    \
    OP(usubw, USUBW, false)                                                    \
    OP(sabdl, SABDL, false)                                                    \
    OP(uabdl, UABDL, false)                                                    \
    OP(sabal, SABAL, true)                                                     \
    OP(uabal, UABAL, true)                                                     \
    OP(pmull, PMULL, false)

#define WIDEN_ELEMENT(OP)                                                      \
    OP(smull, SMULL, false)                                                    \
    OP(umull, UMULL, false)                                                    \
    OP(smlal, SMLAL, true)                                                     \
    OP(umlal, UMLAL, true)                                                     \
    OP(smlsl, SMLSL, true)                                                     \
    OP(umlsl, UMLSL, true)                                                     \
    OP(sqdmull, SQDMULL, false)                                                \
    OP(sqdmlal, SQDMLAL, true)                                                 \
    OP(sqdmlsl, SQDMLSL, true)

#define DEFINE_WIDEN(name, op, onto)                                           \
    GEN(v_##name)                                                              \
    {                                                                          \
        return widen(t, a, VOP_##op, get_q(t, a->rm), onto);                   \
    }
WIDEN(DEFINE_WIDEN)
WIDEN_ELEMENT(DEFINE_WIDEN)

#define DEFINE_WIDEN_ELEMENT(name, op, onto)                                   \
    GEN(v_##name##_e)                                                          \
    {                                                                          \
        return widen(t, a, VOP_##op, element(t, a), onto);                     \
    }
WIDEN_ELEMENT(DEFINE_WIDEN_ELEMENT)

static unsigned narrow_lanes(const struct aarch64_args *a)
{
    return a->q == Q_SCALAR ? VOP_SCALAR : VOP_FULL;
}

#define NARROW2(OP)                                                            \
    OP(addhn, ADDHN)                                                           \
    OP(raddhn, RADDHN)                                                         \
    OP(subhn, SUBHN)                                                           \
    OP(rsubhn, RSUBHN)

#define DEFINE_NARROW2(name, op)                                               \
    GEN(v_##name)                                                              \
    {                                                                          \
        put_narrow(t, a,                                                       \
                   gen_vop2(t, VOP_##op, a->size, narrow_lanes(a),             \
                            get_q(t, a->rn), get_q(t, a->rm)));                \
        return true;                                                           \
    }
NARROW2(DEFINE_NARROW2)

static bool narrow(struct translate *t, const struct aarch64_args *a,
                   enum vop op, uint64_t shift)
{
    put_narrow(
        t, a,
        gen_vop1(t, op, a->size, narrow_lanes(a), get_q(t, a->rn), shift));
    return true;
}

#define NARROW(OP)                                                             \
    OP(xtn, XTN)                                                               \
    OP(sqxtn, SQXTN)                                                           \
    OP(uqxtn, UQXTN)                                                           \
    OP(sqxtun, SQXTUN)

#define DEFINE_NARROW(name, op)                                                \
    GEN(v_##name)                                                              \
    {                                                                          \
        return narrow(t, a, VOP_##op, 0);                                      \
    }
NARROW(DEFINE_NARROW)

#define SHIFT_NARROW(OP)                                                       \
    OP(shrn, SHRN)                                                             \
    OP(rshrn, RSHRN)                                                           \
    OP(sqshrn, SQSHRN)                                                         \
    OP(uqshrn, UQSHRN)                                                         \
    OP(sqrshrn, SQRSHRN)                                                       \
    OP(uqrshrn, UQRSHRN)                                                       \
    OP(sqshrun, SQSHRUN)                                                       \
    OP(sqrshrun, SQRSHRUN)

#define DEFINE_SHIFT_NARROW(name, op)                                          \
    GEN(v_##name)                                                              \
    {                                                                          \
        return narrow(t, a, VOP_##op, (uint64_t)((8 << a->size) - a->n));      \
    }
SHIFT_NARROW(DEFINE_SHIFT_NARROW)

static bool shift_long(struct translate *t, const struct aarch64_args *a,
                       enum vop op, int64_t shift)
{
    put_v(t, a->rd,
          gen_vop1(t, op, a->size, VOP_FULL, get_q(t, a->rn),
                   (uint64_t)shift << 8 | (a->q == Q_FULL)));
    return true;
}

GEN(v_sshll)
{
    return shift_long(t, a, VOP_SSHLL, a->n);
}

GEN(v_ushll)
{
    return shift_long(t, a, VOP_USHLL, a->n);
}

GEN(v_shll)
{
    return shift_long(t, a, VOP_USHLL, 8 << a->size);
}

/* Neighbours added. */
static bool add_pairs(struct translate *t, const struct aarch64_args *a,
                      enum vop op, bool onto)
{
    put_v(t, a->rd,
          gen_vop2(t, op, a->size, q_lanes(a->q), get_q(t, a->rn),
                   onto ? get_q(t, a->rd) : IR_NONE));
    return true;
}

GEN(v_saddlp)
{
    return add_pairs(t, a, VOP_SADDLP, false);
}

GEN(v_uaddlp)
{
    return add_pairs(t, a, VOP_UADDLP, false);
}

GEN(v_sadalp)
{
    return add_pairs(t, a, VOP_SADALP, true);
}

GEN(v_uadalp)
{
    return add_pairs(t, a, VOP_UADALP, true);
}
