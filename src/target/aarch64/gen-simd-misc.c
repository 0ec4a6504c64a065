/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector integers: one operand, reductions, shifts by an immediate. */
#include "config.h"

#include "target/aarch64/gen-simd.h"

static bool unary(struct translate *t, const struct aarch64_args *a,
                  enum vop op, int64_t esz, uint64_t imm)
{
    put_v(t, a->rd, gen_vop1(t, op, esz, q_lanes(a->q), get_q(t, a->rn), imm));
    return true;
}

/* Name, operation, lane size, immediate. */
#define UNARY(OP)                                                              \
    OP(rev64, REV, a->size, 3)                                                 \
    OP(rev32, REV, a->size, 2)                                                 \
    OP(rev16, REV, a->size, 1)                                                 \
    OP(cls, CLS, a->size, 0)                                                   \
    OP(clz, CLZ, a->size, 0)                                                   \
    OP(cnt, CNT, 0, 0)                                                         \
    OP(not, NOT, 3, 0)                                                         \
    OP(rbit, RBIT, 0, 0)                                                       \
    OP(sqabs, SQABS, a->size, 0)                                               \
    OP(sqneg, SQNEG, a->size, 0)                                               \
    OP(abs, ABS, a->size, 0)                                                   \
    OP(neg, NEG, a->size, 0)                                                   \
    OP(urecpe, URECPE, 2, 0)                                                   \
    OP(ursqrte, URSQRTE, 2, 0)                                                 \
    OP(saddlv, SADDLV, a->size, 0)                                             \
    OP(uaddlv, UADDLV, a->size, 0)                                             \
    OP(smaxv, SMAXV, a->size, 0)                                               \
    OP(umaxv, UMAXV, a->size, 0)                                               \
    OP(sminv, SMINV, a->size, 0)                                               \
    OP(uminv, UMINV, a->size, 0)                                               \
    OP(addv, ADDV, a->size, 0)

#define DEFINE_UNARY(name, op, esz, imm)                                       \
    GEN(v_##name)                                                              \
    {                                                                          \
        return unary(t, a, VOP_##op, esz, imm);                                \
    }
UNARY(DEFINE_UNARY)

GEN(s_addp)
{
    struct ir_val x = get_q(t, a->rn);
    put_v(t, a->rd,
          gen_vop2(t, VOP_ADD, 3, VOP_SCALAR, x,
                   gen_vop1(t, VOP_DUPLANE, 3, VOP_FULL, x, 1)));
    return true;
}

/* Onto the destination, with the other signedness than that. */
GEN(v_suqadd)
{
    put_v(t, a->rd,
          gen_vop2(t, VOP_SUQADD, a->size, q_lanes(a->q), get_q(t, a->rd),
                   get_q(t, a->rn)));
    return true;
}

GEN(v_usqadd)
{
    put_v(t, a->rd,
          gen_vop2(t, VOP_USQADD, a->size, q_lanes(a->q), get_q(t, a->rd),
                   get_q(t, a->rn)));
    return true;
}

/* Comparisons with zero; swap puts the zero first. */
static bool compare0(struct translate *t, const struct aarch64_args *a,
                     enum vop op, bool swap)
{
    struct ir_val x = get_q(t, a->rn), zero = ir_const(t->ir, IR_V128, 0);
    put_v(t, a->rd,
          gen_vop2(t, op, a->size, q_lanes(a->q), swap ? zero : x,
                   swap ? x : zero));
    return true;
}

#define COMPARE0(OP)                                                           \
    OP(cmgt0, CMPGT, false)                                                    \
    OP(cmge0, CMPGE, false)                                                    \
    OP(cmeq0, CMPEQ, false)                                                    \
    OP(cmle0, CMPGE, true)                                                     \
    OP(cmlt0, CMPGT, true)                                                     \
    OP(fcmgt0, FCMGT, false)                                                   \
    OP(fcmge0, FCMGE, false)                                                   \
    OP(fcmeq0, FCMEQ, false)                                                   \
    OP(fcmle0, FCMGE, true)                                                    \
    OP(fcmlt0, FCMGT, true)

#define DEFINE_COMPARE0(name, op, swap)                                        \
    GEN(v_##name)                                                              \
    {                                                                          \
        return compare0(t, a, VOP_##op, swap);                                 \
    }
COMPARE0(DEFINE_COMPARE0)

/* ---- Shifts by an immediate ---- */

static uint64_t right(const struct aarch64_args *a)
{
    return (uint64_t)((8 << a->size) - a->n);
}

#define SHIFT(OP)                                                              \
    OP(sshr_i, SARI, right(a))                                                 \
    OP(ushr_i, SHRI, right(a))                                                 \
    OP(srshr, SRSHRI, right(a))                                                \
    OP(urshr, URSHRI, right(a))                                                \
    OP(shl_i, SHLI, (uint64_t)a->n)                                            \
    OP(sqshl_i, SQSHLI, (uint64_t)a->n)                                        \
    OP(uqshl_i, UQSHLI, (uint64_t)a->n)                                        \
    OP(sqshlu, SQSHLUI, (uint64_t)a->n)

#define DEFINE_SHIFT(name, op, count)                                          \
    GEN(v_##name)                                                              \
    {                                                                          \
        return unary(t, a, VOP_##op, a->size, count);                          \
    }
SHIFT(DEFINE_SHIFT)

/* Added to the destination. */
static bool shift_add(struct translate *t, const struct aarch64_args *a,
                      enum vop op)
{
    struct ir_val x =
        gen_vop1(t, op, a->size, q_lanes(a->q), get_q(t, a->rn), right(a));
    put_v(t, a->rd,
          gen_vop2(t, VOP_ADD, a->size, q_lanes(a->q), x, get_q(t, a->rd)));
    return true;
}

GEN(v_ssra)
{
    return shift_add(t, a, VOP_SARI);
}

GEN(v_usra)
{
    return shift_add(t, a, VOP_SHRI);
}

GEN(v_srsra)
{
    return shift_add(t, a, VOP_SRSHRI);
}

GEN(v_ursra)
{
    return shift_add(t, a, VOP_URSHRI);
}

/* Inserted into the destination. */
GEN(v_sri)
{
    put_v(t, a->rd,
          gen_vop(t, VOP_SRI, a->size, q_lanes(a->q), get_q(t, a->rn),
                  get_q(t, a->rd), IR_NONE, right(a)));
    return true;
}

GEN(v_sli)
{
    put_v(t, a->rd,
          gen_vop(t, VOP_SLI, a->size, q_lanes(a->q), get_q(t, a->rn),
                  get_q(t, a->rd), IR_NONE, (uint64_t)a->n));
    return true;
}
