/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scalar floating point (Arm ARM, A64 Advanced SIMD and Floating-point
 * Instruction Descriptions). */
#include "config.h"

#include "target/aarch64/gen-simd.h"

/* Register r as an operand: what halves are converted to and compared as is the
 * single of the same value. */
static struct ir_val get_f(struct translate *t, int64_t r, int64_t size)
{
    if (size == 1)
        return gen_widen_half(t, get_q(t, r));
    return get_v(t, r, type_fp(size));
}

static struct ir_val fp(struct translate *t, enum ir_opcode op, enum ir_type ty,
                        unsigned aux, struct ir_val x, struct ir_val y)
{
    return ir_fp(t->ir, op, ty, 0, aux, x, y, IR_NONE);
}

/* 2 to the power of n, as F64 or F32. */
static struct ir_val power2(struct translate *t, enum ir_type ty, int n)
{
    int64_t bits =
        ty == IR_F64 ? (int64_t)(1023 + n) << 52 : (int64_t)(127 + n) << 23;
    return ir_const(t->ir, ty, bits);
}

/* ---- To and from integers ---- */

static unsigned ftoi_aux(const struct aarch64_args *a)
{
    return (unsigned)a->round << 4 | (unsigned)a->unsig << 1;
}

GEN(f_fcvt)
{
    struct ir_val x = get_f(t, a->rn, a->size);
    put_x(t, a->rd, fp(t, IR_FTOI, type_sf(a->sf), ftoi_aux(a), x, IR_NONE));
    return true;
}

/* The operand scaled by a power of two, towards zero.  A single or half fits a
 * double exactly, and so does its product. */
GEN(f_fcvt_fix)
{
    int fbits = 64 - (int)a->scale;
    enum ir_type ty = type_sf(a->sf);
    struct ir_val r;
    if (a->size < 3) {
        struct ir_val x = get_f(t, a->rn, a->size);
        x = fp(t, IR_FCVT, IR_F64, 0, x, IR_NONE);
        x = fp(t, IR_FMUL, IR_F64, 0, x, power2(t, IR_F64, fbits));
        r = fp(t, IR_FTOI, ty, IR_RM_RTZ << 4 | (unsigned)a->unsig << 1, x,
               IR_NONE);
    } else {
        uint64_t bits = a->sf ? 64 : 32;
        r = gen_vop1(t, a->unsig ? VOP_FTOU : VOP_FTOS, 3, VOP_SCALAR,
                     get_q(t, a->rn),
                     IR_RM_RTZ | (uint64_t)fbits << 8 | bits << 16);
        r = ir_op1(t->ir, IR_BITCAST, IR_I64, r);
        if (!a->sf)
            r = ir_op1(t->ir, IR_TRUNC, IR_I32, r);
    }
    put_x(t, a->rd, r);
    return true;
}

/* The quotient by a power of two is exact, so that there is one rounding: that
 * of ITOF, or, where a double holds the integer, that to the single. */
GEN(f_cvtf)
{
    struct ir_val x = get_x(t, a->rn, a->sf);
    int fbits = 64 - (int)a->scale;
    unsigned aux = (unsigned)a->unsig << 1;
    enum ir_type ty = type_fp(a->size);
    struct ir_val r = fp(t, IR_ITOF, ty, aux, x, IR_NONE);
    if (fbits)
        r = fp(t, IR_FMUL, ty, 0, r, power2(t, ty, -fbits));
    put_v(t, a->rd, r);
    return true;
}

/* The scalar forms of the vector instructions: integers in vector registers. */
GEN(s_fcvt)
{
    enum ir_type it = a->size == 3 ? IR_I64 : IR_I32;
    struct ir_val x = get_f(t, a->rn, a->size);
    x = fp(t, IR_FTOI, it, ftoi_aux(a), x, IR_NONE);
    put_v(t, a->rd, ir_op1(t->ir, IR_BITCAST, type_fp(a->size), x));
    return true;
}

GEN(s_cvtf)
{
    enum ir_type it = a->size == 3 ? IR_I64 : IR_I32;
    struct ir_val x = get_f(t, a->rn, a->size);
    x = ir_op1(t->ir, IR_BITCAST, it, x);
    x = fp(t, IR_ITOF, type_fp(a->size), (unsigned)a->unsig << 1, x, IR_NONE);
    put_v(t, a->rd, x);
    return true;
}

/* JavaScript's conversion: Z tells whether it was exact. */
GEN(fjcvtzs)
{
    struct ir_val r =
        ir_op1(t->ir, IR_BITCAST, IR_I64,
               gen_vop1(t, VOP_FJCVTZS, 3, VOP_SCALAR, get_q(t, a->rn), 0));
    put_x(t, a->rd, ir_op1(t->ir, IR_TRUNC, IR_I32, r));
    r = ir_op2i(t->ir, IR_AND, IR_I64, r, INT64_C(1) << 32);
    put_flags(t, ir_op1(t->ir, IR_FL_PACK, IR_FLAGS,
                        ir_op2i(t->ir, IR_SHR, IR_I64, r, 2)));
    return true;
}

GEN(fmov_to_x)
{
    struct ir_val x = get_f(t, a->rn, a->size);
    put_x(t, a->rd, ir_op1(t->ir, IR_BITCAST, type_sf(a->sf), x));
    return true;
}

GEN(fmov_from_x)
{
    struct ir_val x = get_x(t, a->rn, a->sf);
    put_v(t, a->rd, ir_op1(t->ir, IR_BITCAST, type_fp(a->size), x));
    return true;
}

GEN(fmov_top_to)
{
    put_x(t, a->rd, gen_lane(t, get_q(t, a->rn), 3, 1));
    return true;
}

GEN(fmov_top_from)
{
    struct ir_val x = get_x(t, a->rn, 1);
    put_v(t, a->rd, ir_vins(t->ir, 3, get_q(t, a->rd), 1, x));
    return true;
}

/* ---- One source ---- */

GEN(f_fmov)
{
    put_v(t, a->rd, get_f(t, a->rn, a->size));
    return true;
}

static bool unary(struct translate *t, const struct aarch64_args *a,
                  enum ir_opcode op, unsigned aux)
{
    struct ir_val x = get_f(t, a->rn, a->size);
    put_v(t, a->rd, fp(t, op, type_fp(a->size), aux, x, IR_NONE));
    return true;
}

GEN(f_fabs)
{
    return unary(t, a, IR_FABS, 0);
}

GEN(f_fneg)
{
    return unary(t, a, IR_FNEG, 0);
}

GEN(f_fsqrt)
{
    return unary(t, a, IR_FSQRT, 0);
}

GEN(f_frint)
{
    return unary(t, a, IR_FRINT,
                 (unsigned)a->round << 4 | (unsigned)a->exact << 1);
}

GEN(f_fcvt_fp)
{
    struct ir_val r;
    if (a->size == 1 || a->to == 1)
        r = gen_vop1(t, VOP_FCVTS, a->size, VOP_SCALAR, get_q(t, a->rn),
                     (uint64_t)a->to);
    else
        r = fp(t, IR_FCVT, type_fp(a->to), 0, get_f(t, a->rn, a->size),
               IR_NONE);
    put_v(t, a->rd, r);
    return true;
}

/* ---- Compare, select, immediate ---- */

static struct ir_val compare(struct translate *t, const struct aarch64_args *a,
                             struct ir_val x, struct ir_val y)
{
    return ir_fp(t->ir, IR_FL_FCMP, IR_FLAGS, (unsigned)a->sig, 0, x, y,
                 IR_NONE);
}

GEN(f_fcmp)
{
    struct ir_val x = get_f(t, a->rn, a->size);
    put_flags(t, compare(t, a, x, get_f(t, a->rm, a->size)));
    return true;
}

GEN(f_fcmp0)
{
    struct ir_val x = get_f(t, a->rn, a->size);
    put_flags(t, compare(t, a, x, ir_const(t->ir, type_fp(a->size), 0)));
    return true;
}

/* Where the condition fails, zeros are compared, which raises nothing. */
GEN(f_fccmp)
{
    enum ir_fc fc = cond_fc(a->cond);
    if (fc == FC_AL)
        return aarch64_gen_f_fcmp(t, a);
    enum ir_type ty = a->size == 1 ? IR_V128 : type_fp(a->size);
    struct ir_val fl = get_flags(t);
    struct ir_val zero = ir_const(t->ir, ty, 0);
    struct ir_val x = ir_selfl(t->ir, fc, fl, get_v(t, a->rn, ty), zero);
    struct ir_val y = ir_selfl(t->ir, fc, fl, get_v(t, a->rm, ty), zero);
    if (a->size == 1) {
        x = gen_widen_half(t, x);
        y = gen_widen_half(t, y);
    }
    struct ir_val other = ir_op1(t->ir, IR_FL_PACK, IR_FLAGS,
                                 ir_const(t->ir, IR_I64, a->nzcv << 28));
    put_flags(t, ir_selfl(t->ir, fc, fl, compare(t, a, x, y), other));
    return true;
}

GEN(f_fcsel)
{
    enum ir_fc fc = cond_fc(a->cond);
    struct ir_val x = get_f(t, a->rn, a->size);
    struct ir_val y = get_f(t, a->rm, a->size);
    if (fc != FC_AL)
        x = ir_selfl(t->ir, fc, get_flags(t), x, y);
    put_v(t, a->rd, x);
    return true;
}

GEN(f_fmov_imm)
{
    put_v(t, a->rd,
          ir_const(t->ir, type_fp(a->size),
                   (int64_t)fp_expand_imm(a->size, a->imm)));
    return true;
}

/* ---- Two and three sources ---- */

static bool binary(struct translate *t, const struct aarch64_args *a,
                   enum ir_opcode op, unsigned aux)
{
    struct ir_val x = get_f(t, a->rn, a->size);
    struct ir_val y = get_f(t, a->rm, a->size);
    put_v(t, a->rd, fp(t, op, type_fp(a->size), aux, x, y));
    return true;
}

/* Name, operation, aux. */
#define BINARY(OP)                                                             \
    OP(f_fadd, IR_FADD, 0)                                                     \
    OP(f_fsub, IR_FSUB, 0)                                                     \
    OP(f_fmul, IR_FMUL, 0)                                                     \
    OP(f_fdiv, IR_FDIV, 0)                                                     \
    OP(f_fmax, IR_FMAX, 0)                                                     \
    OP(f_fmin, IR_FMIN, 0)                                                     \
    OP(f_fmaxnm, IR_FMAX, 2)                                                   \
    OP(f_fminnm, IR_FMIN, 2)

#define DEFINE_BINARY(name, op, aux)                                           \
    GEN(name)                                                                  \
    {                                                                          \
        return binary(t, a, op, aux);                                          \
    }
BINARY(DEFINE_BINARY)

GEN(f_fnmul)
{
    struct ir_val x = get_f(t, a->rn, a->size);
    struct ir_val y = get_f(t, a->rm, a->size);
    x = fp(t, IR_FMUL, type_fp(a->size), 0, x, y);
    put_v(t, a->rd, fp(t, IR_FNEG, type_fp(a->size), 0, x, IR_NONE));
    return true;
}

GEN(f_fma)
{
    struct ir_val x = get_f(t, a->rn, a->size);
    struct ir_val y = get_f(t, a->rm, a->size);
    struct ir_val z = get_f(t, a->ra, a->size);
    put_v(t, a->rd,
          ir_fp(t->ir, IR_FMA, type_fp(a->size), 0,
                (unsigned)a->neg << 1 | (unsigned)a->nega << 2, x, y, z));
    return true;
}
