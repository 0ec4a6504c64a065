/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The arithmetic of RV64F, RV64D and Zfh.
 *
 * Arithmetic that rounds in the current mode is IR and runs on the host's FPU,
 * whether the instruction names the mode, as those of V8 and Go do, or leaves
 * it to frm.  Another mode, and the mode that the host has not, go to a helper
 * that computes in software; compilers emit the former for conversions to
 * integers, which the IR has in all modes.
 */
#include "config.h"

#include "target/riscv/gen-float.h"

#include "tcg/vop.h"

/* Lane 0 of v, of 1 << esz bytes, as a number of 1 << to bytes. */
static struct ir_val convert_lane(struct ir_block *b, unsigned esz, unsigned to,
                                  struct ir_val v)
{
    v = ir_op1(b, IR_BITCAST, IR_V128, v);
    return ir_vop(b, VOP_FCVTS, esz, VOP_SCALAR, v, IR_NONE, IR_NONE, to);
}

struct ir_val fp_get(struct translate *t, int64_t fmt, int64_t r)
{
    struct ir_block *b = t->ir;

    switch (fmt) {
    case RISCV_FMT_D: return ir_get(b, fp_slot(r), IR_F64);
    case RISCV_FMT_S:
        return ir_op1(b, IR_NANUNBOX, IR_F32, ir_get(b, fp_slot(r), IR_F64));
    default:
        return ir_op1(b, IR_BITCAST, IR_F32,
                      convert_lane(b, 1, 2, fp_get_bits(t, fmt, r)));
    }
}

void fp_put(struct translate *t, int64_t fmt, int64_t rd, struct ir_val v)
{
    struct ir_block *b = t->ir;

    if (fmt == RISCV_FMT_H) {
        v = ir_vext(b, IR_I64, 1, false, convert_lane(b, 2, 1, v), 0);
        fp_put_bits(t, fmt, rd, v);
        return;
    }
    if (fmt == RISCV_FMT_S)
        v = ir_op1(b, IR_NANBOX, IR_F64, v);
    ir_put(b, fp_slot(rd), v);
}

static struct ir_val half_bits(struct translate *t, int64_t r)
{
    struct ir_block *b = t->ir;
    struct ir_val v = ir_get(b, fp_slot(r), IR_I64);

    return ir_select(b, CC_EQ, ir_op2i(b, IR_SAR, IR_I64, v, 16),
                     gen_const(t, -1), ir_op1(b, IR_ZEXT16, IR_I64, v),
                     gen_const(t, 0x7e00));
}

struct ir_val fp_get_bits(struct translate *t, int64_t fmt, int64_t r)
{
    struct ir_block *b = t->ir;

    if (fmt == RISCV_FMT_H)
        return half_bits(t, r);
    struct ir_val v = fp_get(t, fmt, r);
    if (fmt == RISCV_FMT_D)
        return ir_op1(b, IR_BITCAST, IR_I64, v);
    return ir_op1(b, IR_ZEXT32, IR_I64, ir_op1(b, IR_BITCAST, IR_I32, v));
}

void fp_put_bits(struct translate *t, int64_t fmt, int64_t rd, struct ir_val v)
{
    struct ir_block *b = t->ir;

    switch (fmt) {
    case RISCV_FMT_D: v = ir_op1(b, IR_BITCAST, IR_F64, v); break;
    case RISCV_FMT_S:
        v = ir_op1(b, IR_TRUNC, IR_I32, v);
        v = ir_op1(b, IR_NANBOX, IR_F64, ir_op1(b, IR_BITCAST, IR_F32, v));
        break;
    default: v = ir_op2i(b, IR_OR, IR_I64, v, FP_HALF_BOX); break;
    }
    ir_put(b, fp_slot(rd), v);
}

bool fp_rounding(const struct translate *t, const struct riscv_args *a,
                 unsigned *mode)
{
    unsigned frm = t->key & RISCV_KEY_FRM;

    *mode = a->rm == IR_RM_DYN ? frm : (unsigned)a->rm;
    if (*mode > IR_RM_RMM)
        return false;
    if (*mode == frm && frm != IR_RM_RMM)
        *mode = IR_RM_DYN;
    return true;
}

struct ir_val fp_by_helper(struct translate *t, int64_t fmt, unsigned mode,
                           unsigned what, struct ir_val x, struct ir_val y,
                           struct ir_val z)
{
    what |= mode << RISCV_FP_MODE | (unsigned)fmt << RISCV_FP_FMT;
    return ir_helper(t->ir, IR_I64, RISCV_HELPER_FP, x, y, z,
                     gen_const(t, what));
}

/* rd = IR operation `op`, or its software twin `soft`, of n registers. */
static bool arithmetic(struct translate *t, const struct riscv_args *a,
                       enum ir_opcode op, unsigned soft, unsigned aux,
                       unsigned n)
{
    struct ir_val v[3] = {IR_NONE, IR_NONE, IR_NONE};
    const int64_t reg[3] = {a->rs1, a->rs2, a->rs3};
    /* A product and a sum are more than singles can hold. */
    bool inline_op = a->fmt != RISCV_FMT_H || op != IR_FMA;
    unsigned mode;

    if (!fp_rounding(t, a, &mode))
        return false;
    if (mode == IR_RM_DYN && inline_op) {
        for (unsigned i = 0; i < n; i++)
            v[i] = fp_get(t, a->fmt, reg[i]);
        fp_put(t, a->fmt, a->rd,
               ir_fp(t->ir, op, fp_type(a->fmt), 0, aux, v[0], v[1], v[2]));
        return true;
    }
    for (unsigned i = 0; i < n; i++)
        v[i] = fp_get_bits(t, a->fmt, reg[i]);
    fp_put_bits(t, a->fmt, a->rd,
                fp_by_helper(t, a->fmt, mode, soft, v[0], v[1], v[2]));
    return true;
}

bool riscv_gen_fadd(struct translate *t, const struct riscv_args *a)
{
    return arithmetic(t, a, IR_FADD, RISCV_FP_ADD, 0, 2);
}

bool riscv_gen_fsub(struct translate *t, const struct riscv_args *a)
{
    return arithmetic(t, a, IR_FSUB, RISCV_FP_SUB, 0, 2);
}

bool riscv_gen_fmul(struct translate *t, const struct riscv_args *a)
{
    return arithmetic(t, a, IR_FMUL, RISCV_FP_MUL, 0, 2);
}

bool riscv_gen_fdiv(struct translate *t, const struct riscv_args *a)
{
    return arithmetic(t, a, IR_FDIV, RISCV_FP_DIV, 0, 2);
}

bool riscv_gen_fsqrt(struct translate *t, const struct riscv_args *a)
{
    return arithmetic(t, a, IR_FSQRT, RISCV_FP_SQRT, 0, 1);
}

/* IR_FMA's aux: bit 1 negates the product, bit 2 the addend. */
static bool fused(struct translate *t, const struct riscv_args *a, bool product,
                  bool addend)
{
    unsigned soft = RISCV_FP_FMA | (product ? RISCV_FP_NEG_PRODUCT : 0) |
                    (addend ? RISCV_FP_NEG_ADDEND : 0);

    return arithmetic(t, a, IR_FMA, soft, product * 2u | addend * 4u, 3);
}

bool riscv_gen_fmadd(struct translate *t, const struct riscv_args *a)
{
    return fused(t, a, false, false);
}

bool riscv_gen_fmsub(struct translate *t, const struct riscv_args *a)
{
    return fused(t, a, false, true);
}

bool riscv_gen_fnmsub(struct translate *t, const struct riscv_args *a)
{
    return fused(t, a, true, false);
}

bool riscv_gen_fnmadd(struct translate *t, const struct riscv_args *a)
{
    return fused(t, a, true, true);
}

/* IEEE 754-2019 minimumNumber and maximumNumber, or minimum and maximum. */
static bool choose(struct translate *t, const struct riscv_args *a,
                   enum ir_opcode op, bool number)
{
    struct ir_val x = fp_get(t, a->fmt, a->rs1), y = fp_get(t, a->fmt, a->rs2);

    fp_put(t, a->fmt, a->rd,
           ir_fp(t->ir, op, fp_type(a->fmt), 0, number ? 2 : 0, x, y, IR_NONE));
    return true;
}

bool riscv_gen_fmin(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, IR_FMIN, true);
}

bool riscv_gen_fmax(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, IR_FMAX, true);
}

bool riscv_gen_fminm(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, IR_FMIN, false);
}

bool riscv_gen_fmaxm(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, IR_FMAX, false);
}

static bool compare(struct translate *t, const struct riscv_args *a,
                    enum ir_fcc cc, bool signalling)
{
    gen_put(t, a->rd,
            ir_fp(t->ir, IR_FSETCC, IR_I64, cc, signalling,
                  fp_get(t, a->fmt, a->rs1), fp_get(t, a->fmt, a->rs2),
                  IR_NONE));
    return true;
}

bool riscv_gen_feq(struct translate *t, const struct riscv_args *a)
{
    return compare(t, a, FCC_EQ, false);
}

bool riscv_gen_flt(struct translate *t, const struct riscv_args *a)
{
    return compare(t, a, FCC_LT, true);
}

bool riscv_gen_fle(struct translate *t, const struct riscv_args *a)
{
    return compare(t, a, FCC_LE, true);
}

bool riscv_gen_fltq(struct translate *t, const struct riscv_args *a)
{
    return compare(t, a, FCC_LT, false);
}

bool riscv_gen_fleq(struct translate *t, const struct riscv_args *a)
{
    return compare(t, a, FCC_LE, false);
}

bool riscv_gen_fclass(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd,
            ir_helper(t->ir, IR_I64, RISCV_HELPER_FCLASS,
                      fp_get_bits(t, a->fmt, a->rs1), gen_const(t, a->fmt),
                      IR_NONE, IR_NONE));
    return true;
}

/* rs1 with the sign of: rs2, its opposite, the product. The forms with equal
 * operands are the moves, negations and absolute values. */
enum sign { SIGN_COPY, SIGN_NOT, SIGN_XOR };

static bool inject_same(struct translate *t, const struct riscv_args *a,
                        enum sign how)
{
    struct ir_val v = fp_get(t, a->fmt, a->rs1);

    if (how != SIGN_COPY)
        v = ir_op1(t->ir, how == SIGN_NOT ? IR_FNEG : IR_FABS, fp_type(a->fmt),
                   v);
    fp_put(t, a->fmt, a->rd, v);
    return true;
}

static bool inject(struct translate *t, const struct riscv_args *a,
                   enum sign how)
{
    static const int64_t sign_bit[] = {
        [RISCV_FMT_S] = INT64_C(1) << 31,
        [RISCV_FMT_D] = INT64_MIN,
        [RISCV_FMT_H] = 1 << 15,
    };
    struct ir_block *b = t->ir;
    const int64_t bit = sign_bit[a->fmt];

    if (a->rs1 == a->rs2 && a->fmt != RISCV_FMT_H)
        return inject_same(t, a, how);
    struct ir_val x = fp_get_bits(t, a->fmt, a->rs1);
    struct ir_val y = fp_get_bits(t, a->fmt, a->rs2);
    if (how == SIGN_NOT)
        y = ir_op1(b, IR_NOT, IR_I64, y);
    y = ir_op2i(b, IR_AND, IR_I64, y, bit);
    if (how != SIGN_XOR)
        x = ir_op2i(b, IR_AND, IR_I64, x, ~bit);
    fp_put_bits(t, a->fmt, a->rd,
                ir_op2(b, how == SIGN_XOR ? IR_XOR : IR_OR, IR_I64, x, y));
    return true;
}

bool riscv_gen_fsgnj(struct translate *t, const struct riscv_args *a)
{
    return inject(t, a, SIGN_COPY);
}

bool riscv_gen_fsgnjn(struct translate *t, const struct riscv_args *a)
{
    return inject(t, a, SIGN_NOT);
}

bool riscv_gen_fsgnjx(struct translate *t, const struct riscv_args *a)
{
    return inject(t, a, SIGN_XOR);
}
