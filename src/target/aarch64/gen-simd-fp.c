/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector floating point, and the scalar forms of it. */
#include "config.h"

#include "target/aarch64/gen-simd.h"

/* How much of a register, in aux of the IR's operations; scalars that are no
 * halves have types of their own. */
static unsigned lanes_aux(const struct aarch64_args *a)
{
    static const uint8_t aux[] = {[Q_HALF] = 1, [Q_FULL] = 0, [Q_SCALAR] = 8};
    return aux[a->q];
}

static struct ir_val element(struct translate *t, const struct aarch64_args *a)
{
    return gen_vop1(t, VOP_DUPLANE, a->size, VOP_FULL, get_q(t, a->rm),
                    (uint64_t)a->idx);
}

/* ---- Arithmetic of the IR ---- */

/* aux: bits of the operation besides the width. */
static bool arith(struct translate *t, const struct aarch64_args *a,
                  enum ir_opcode op, unsigned aux, struct ir_val y,
                  struct ir_val z)
{
    put_v(t, a->rd,
          ir_fp(t->ir, op, IR_V128, (unsigned)a->size, aux | lanes_aux(a),
                get_q(t, a->rn), y, z));
    return true;
}

/* Name, operation, aux. */
#define BINARY(OP)                                                             \
    OP(fadd, IR_FADD, 0)                                                       \
    OP(fsub, IR_FSUB, 0)                                                       \
    OP(fmul, IR_FMUL, 0)                                                       \
    OP(fdiv, IR_FDIV, 0)                                                       \
    OP(fmax, IR_FMAX, 0)                                                       \
    OP(fmin, IR_FMIN, 0)                                                       \
    OP(fmaxnm, IR_FMAX, 2)                                                     \
    OP(fminnm, IR_FMIN, 2)

#define DEFINE_BINARY(name, op, aux)                                           \
    GEN(v_##name)                                                              \
    {                                                                          \
        return arith(t, a, op, aux, get_q(t, a->rm), IR_NONE);                 \
    }
BINARY(DEFINE_BINARY)

#define UNARY(OP)                                                              \
    OP(fabs, IR_FABS)                                                          \
    OP(fneg, IR_FNEG)                                                          \
    OP(fsqrt, IR_FSQRT)

#define DEFINE_UNARY(name, op)                                                 \
    GEN(v_##name)                                                              \
    {                                                                          \
        return arith(t, a, op, 0, IR_NONE, IR_NONE);                           \
    }
UNARY(DEFINE_UNARY)

GEN(v_frint)
{
    return arith(t, a, IR_FRINT,
                 (unsigned)a->round << 4 | (unsigned)a->exact << 1, IR_NONE,
                 IR_NONE);
}

GEN(v_frintr)
{
    put_v(t, a->rd,
          gen_vop1(t, VOP_FRINTR, a->size, q_lanes(a->q), get_q(t, a->rn),
                   (uint64_t)(a->round | a->bits << 8)));
    return true;
}

GEN(v_fmla)
{
    return arith(t, a, IR_FMA, 0, get_q(t, a->rm), get_q(t, a->rd));
}

GEN(v_fmls)
{
    return arith(t, a, IR_FMA, 2, get_q(t, a->rm), get_q(t, a->rd));
}

/* ---- By element ---- */

GEN(v_fmul_e)
{
    return arith(t, a, IR_FMUL, 0, element(t, a), IR_NONE);
}

GEN(v_fmla_e)
{
    return arith(t, a, IR_FMA, 0, element(t, a), get_q(t, a->rd));
}

GEN(v_fmls_e)
{
    return arith(t, a, IR_FMA, 2, element(t, a), get_q(t, a->rd));
}

GEN(v_fmulx_e)
{
    put_v(t, a->rd,
          gen_vop2(t, VOP_FMULX, a->size, q_lanes(a->q), get_q(t, a->rn),
                   element(t, a)));
    return true;
}

GEN(s_fmul_e)
{
    enum ir_type ty = type_fp(a->size);
    struct ir_val x = get_v(t, a->rn, ty);
    struct ir_val y = get_fp_lane(t, a->rm, a->size, a->idx);
    put_v(t, a->rd, ir_fp(t->ir, IR_FMUL, ty, 0, 0, x, y, IR_NONE));
    return true;
}

static bool scalar_fma(struct translate *t, const struct aarch64_args *a,
                       unsigned aux)
{
    enum ir_type ty = type_fp(a->size);
    struct ir_val x = get_v(t, a->rn, ty);
    struct ir_val y = get_fp_lane(t, a->rm, a->size, a->idx);
    put_v(t, a->rd,
          ir_fp(t->ir, IR_FMA, ty, 0, aux, x, y, get_v(t, a->rd, ty)));
    return true;
}

GEN(s_fmla_e)
{
    return scalar_fma(t, a, 0);
}

GEN(s_fmls_e)
{
    return scalar_fma(t, a, 2);
}

/* ---- Operations of vop.def ---- */

#define VOP2(OP)                                                               \
    OP(fmulx, FMULX)                                                           \
    OP(fcmeq, FCMEQ)                                                           \
    OP(fcmge, FCMGE)                                                           \
    OP(fcmgt, FCMGT)                                                           \
    OP(facge, FACGE)                                                           \
    OP(facgt, FACGT)                                                           \
    OP(fabd, FABD)                                                             \
    OP(frecps, FRECPS)                                                         \
    OP(frsqrts, FRSQRTS)                                                       \
    OP(faddp, FADDP)                                                           \
    OP(fmaxp, FMAXP)                                                           \
    OP(fminp, FMINP)                                                           \
    OP(fmaxnmp, FMAXNMP)                                                       \
    OP(fminnmp, FMINNMP)

#define DEFINE_VOP2(name, op)                                                  \
    GEN(v_##name)                                                              \
    {                                                                          \
        put_v(t, a->rd,                                                        \
              gen_vop2(t, VOP_##op, a->size, q_lanes(a->q), get_q(t, a->rn),   \
                       get_q(t, a->rm)));                                      \
        return true;                                                           \
    }
VOP2(DEFINE_VOP2)

static bool vop1(struct translate *t, const struct aarch64_args *a, enum vop op,
                 unsigned lanes, int64_t esz, uint64_t imm)
{
    put_v(t, a->rd, gen_vop1(t, op, esz, lanes, get_q(t, a->rn), imm));
    return true;
}

GEN(v_frecpe)
{
    return vop1(t, a, VOP_FRECPE, q_lanes(a->q), a->size, 0);
}

GEN(v_frsqrte)
{
    return vop1(t, a, VOP_FRSQRTE, q_lanes(a->q), a->size, 0);
}

GEN(s_frecpx)
{
    return vop1(t, a, VOP_FRECPX, VOP_SCALAR, a->size, 0);
}

/* ---- Reductions ---- */

GEN(v_fmaxv)
{
    return vop1(t, a, VOP_FMAXV, q_lanes(a->q), a->size, 0);
}

GEN(v_fminv)
{
    return vop1(t, a, VOP_FMINV, q_lanes(a->q), a->size, 0);
}

GEN(v_fmaxnmv)
{
    return vop1(t, a, VOP_FMAXNMV, q_lanes(a->q), a->size, 0);
}

GEN(v_fminnmv)
{
    return vop1(t, a, VOP_FMINNMV, q_lanes(a->q), a->size, 0);
}

/* Of a pair of elements. */
static bool pair(struct translate *t, const struct aarch64_args *a,
                 enum ir_opcode op, unsigned aux)
{
    enum ir_type ty = type_fp(a->size);
    struct ir_val x = get_fp_lane(t, a->rn, a->size, 0);
    struct ir_val y = get_fp_lane(t, a->rn, a->size, 1);
    put_v(t, a->rd, ir_fp(t->ir, op, ty, 0, aux, x, y, IR_NONE));
    return true;
}

GEN(s_faddp)
{
    return pair(t, a, IR_FADD, 0);
}

GEN(s_fmaxp)
{
    return pair(t, a, IR_FMAX, 0);
}

GEN(s_fminp)
{
    return pair(t, a, IR_FMIN, 0);
}

GEN(s_fmaxnmp)
{
    return pair(t, a, IR_FMAX, 2);
}

GEN(s_fminnmp)
{
    return pair(t, a, IR_FMIN, 2);
}

/* ---- Conversions ---- */

static bool to_int(struct translate *t, const struct aarch64_args *a,
                   int64_t fbits)
{
    return vop1(t, a, a->unsig ? VOP_FTOU : VOP_FTOS, q_lanes(a->q), a->size,
                (uint64_t)(a->round | fbits << 8));
}

static bool from_int(struct translate *t, const struct aarch64_args *a,
                     int64_t fbits)
{
    return vop1(t, a, a->unsig ? VOP_UTOF : VOP_STOF, q_lanes(a->q), a->size,
                (uint64_t)(IR_RM_DYN | fbits << 8));
}

GEN(v_fcvt)
{
    return to_int(t, a, 0);
}

GEN(v_cvtf)
{
    return from_int(t, a, 0);
}

GEN(v_fcvt_fix)
{
    return to_int(t, a, (8 << a->size) - a->n);
}

GEN(v_cvtf_fix)
{
    return from_int(t, a, (8 << a->size) - a->n);
}

GEN(v_fcvtl)
{
    return vop1(t, a, VOP_FCVTL, VOP_FULL, a->size, a->q == Q_FULL);
}

static bool convert_narrow(struct translate *t, const struct aarch64_args *a,
                           enum vop op)
{
    put_narrow(t, a,
               gen_vop1(t, op, a->size,
                        a->q == Q_SCALAR ? VOP_SCALAR : VOP_FULL,
                        get_q(t, a->rn), 0));
    return true;
}

GEN(v_fcvtn)
{
    return convert_narrow(t, a, VOP_FCVTN);
}

GEN(v_fcvtxn)
{
    return convert_narrow(t, a, VOP_FCVTXN);
}
