/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * RV64F and RV64D.
 *
 * Arithmetic that rounds in the current mode is IR and runs on the host's FPU,
 * whether the instruction names the mode, as those of V8 and Go do, or leaves
 * it to frm.  Another mode, and the mode that the host has not, go to a helper
 * that computes in software; compilers emit the former for conversions to
 * integers, which the IR has in all modes.
 */
#include "config.h"

#include "target/riscv/gen.h"

static unsigned slot(int64_t r)
{
    return RISCV_SLOT_F + (unsigned)r;
}

static struct ir_val get(struct translate *t, const struct riscv_args *a,
                         int64_t r)
{
    struct ir_val v = ir_get(t->ir, slot(r), IR_F64);

    return a->wide ? v : ir_op1(t->ir, IR_NANUNBOX, IR_F32, v);
}

static void put(struct translate *t, const struct riscv_args *a,
                struct ir_val v)
{
    if (!a->wide)
        v = ir_op1(t->ir, IR_NANBOX, IR_F64, v);
    ir_put(t->ir, slot(a->rd), v);
}

static enum ir_type type_of(const struct riscv_args *a)
{
    return a->wide ? IR_F64 : IR_F32;
}

/* The pattern of a float as an i64, and back. */
static struct ir_val to_bits(struct ir_block *b, struct ir_val v)
{
    if (ir_type_of(b, v) == IR_F64)
        return ir_op1(b, IR_BITCAST, IR_I64, v);
    return ir_op1(b, IR_ZEXT32, IR_I64, ir_op1(b, IR_BITCAST, IR_I32, v));
}

static struct ir_val from_bits(struct ir_block *b, enum ir_type t,
                               struct ir_val v)
{
    if (t == IR_F32)
        v = ir_op1(b, IR_TRUNC, IR_I32, v);
    return ir_op1(b, IR_BITCAST, t, v);
}

/* The mode to round in: IR_RM_DYN when MXCSR holds it, which is also so if the
 * instruction names the current mode. False if the mode is reserved (21.2). */
static bool rounding(const struct translate *t, const struct riscv_args *a,
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

static struct ir_val by_helper(struct translate *t, enum ir_type type,
                               unsigned what, struct ir_val x, struct ir_val y,
                               struct ir_val z)
{
    return from_bits(
        t->ir, type,
        ir_helper(t->ir, IR_I64, RISCV_HELPER_FP, x, y, z, gen_const(t, what)));
}

/* rd = IR operation `op`, or its software twin `soft`, of n registers. */
static bool arithmetic(struct translate *t, const struct riscv_args *a,
                       enum ir_opcode op, unsigned soft, unsigned aux,
                       unsigned n)
{
    struct ir_val v[3] = {IR_NONE, IR_NONE, IR_NONE};
    const int64_t reg[3] = {a->rs1, a->rs2, a->rs3};
    unsigned mode;

    if (!rounding(t, a, &mode))
        return false;
    for (unsigned i = 0; i < n; i++)
        v[i] = get(t, a, reg[i]);
    if (mode == IR_RM_DYN) {
        put(t, a, ir_fp(t->ir, op, type_of(a), 0, aux, v[0], v[1], v[2]));
        return true;
    }
    for (unsigned i = 0; i < n; i++)
        v[i] = to_bits(t->ir, v[i]);
    soft |= mode << RISCV_FP_MODE | (a->wide ? RISCV_FP_WIDE : 0);
    put(t, a, by_helper(t, type_of(a), soft, v[0], v[1], v[2]));
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

/* IEEE 754-2019 minimumNumber and maximumNumber (21.6). */
static bool choose(struct translate *t, const struct riscv_args *a,
                   enum ir_opcode op)
{
    put(t, a,
        ir_fp(t->ir, op, type_of(a), 0, 2, get(t, a, a->rs1), get(t, a, a->rs2),
              IR_NONE));
    return true;
}

bool riscv_gen_fmin(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, IR_FMIN);
}

bool riscv_gen_fmax(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, IR_FMAX);
}

static bool compare(struct translate *t, const struct riscv_args *a,
                    enum ir_fcc cc, bool signalling)
{
    gen_put(t, a->rd,
            ir_fp(t->ir, IR_FSETCC, IR_I64, cc, signalling, get(t, a, a->rs1),
                  get(t, a, a->rs2), IR_NONE));
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

bool riscv_gen_fclass(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v = to_bits(t->ir, get(t, a, a->rs1));

    gen_put(t, a->rd,
            ir_helper(t->ir, IR_I64, RISCV_HELPER_FCLASS, v,
                      gen_const(t, a->wide), IR_NONE, IR_NONE));
    return true;
}

/* rs1 with the sign of: rs2, its opposite, the product. The forms with equal
 * operands are the moves, negations and absolute values. */
enum sign { SIGN_COPY, SIGN_NOT, SIGN_XOR };

static bool inject_same(struct translate *t, const struct riscv_args *a,
                        enum sign how)
{
    struct ir_val v = get(t, a, a->rs1);

    if (how != SIGN_COPY)
        v = ir_op1(t->ir, how == SIGN_NOT ? IR_FNEG : IR_FABS, type_of(a), v);
    put(t, a, v);
    return true;
}

static bool inject(struct translate *t, const struct riscv_args *a,
                   enum sign how)
{
    struct ir_block *b = t->ir;
    const int64_t bit = a->wide ? INT64_MIN : INT64_C(0x80000000);

    if (a->rs1 == a->rs2)
        return inject_same(t, a, how);
    struct ir_val x = to_bits(b, get(t, a, a->rs1));
    struct ir_val y = to_bits(b, get(t, a, a->rs2));
    if (how == SIGN_NOT)
        y = ir_op1(b, IR_NOT, IR_I64, y);
    y = ir_op2i(b, IR_AND, IR_I64, y, bit);
    if (how != SIGN_XOR)
        x = ir_op2i(b, IR_AND, IR_I64, x, ~bit);
    put(t, a,
        from_bits(b, type_of(a),
                  ir_op2(b, how == SIGN_XOR ? IR_XOR : IR_OR, IR_I64, x, y)));
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

/* 32-bit results are sign-extended, unsigned ones too (21.7). */
bool riscv_gen_fcvt_to_int(struct translate *t, const struct riscv_args *a)
{
    unsigned mode;

    if (!rounding(t, a, &mode))
        return false;
    struct ir_val v = ir_fp(t->ir, IR_FTOI, a->xl ? IR_I64 : IR_I32, 0,
                            mode << 4 | (a->uns ? 2 : 0), get(t, a, a->rs1),
                            IR_NONE, IR_NONE);
    if (a->xl)
        gen_put(t, a->rd, v);
    else
        gen_put32(t, a->rd, v);
    return true;
}

bool riscv_gen_fcvt_from_int(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    bool exact = a->wide && !a->xl;
    unsigned mode;

    if (!rounding(t, a, &mode))
        return false;
    struct ir_val x = a->xl ? gen_get(t, a->rs1) : gen_get32(t, a->rs1);
    if (exact || mode == IR_RM_DYN) {
        put(t, a,
            ir_fp(b, IR_ITOF, type_of(a), 0, a->uns ? 2 : 0, x, IR_NONE,
                  IR_NONE));
        return true;
    }
    if (!a->xl)
        x = ir_op1(b, a->uns ? IR_ZEXT32 : IR_SEXT32, IR_I64, x);
    put(t, a,
        by_helper(t, type_of(a),
                  RISCV_FP_FROM_INT | mode << RISCV_FP_MODE |
                      (a->wide ? RISCV_FP_WIDE : 0) |
                      (a->uns ? RISCV_FP_UNSIGNED : 0),
                  x, IR_NONE, IR_NONE));
    return true;
}

bool riscv_gen_fcvt_s_d(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    struct ir_val x = ir_get(b, slot(a->rs1), IR_F64), v;
    unsigned mode;

    if (!rounding(t, a, &mode))
        return false;
    if (mode == IR_RM_DYN)
        v = ir_fp(b, IR_FCVT, IR_F32, 0, 0, x, IR_NONE, IR_NONE);
    else
        v = by_helper(t, IR_F32, RISCV_FP_NARROW | mode << RISCV_FP_MODE,
                      to_bits(b, x), IR_NONE, IR_NONE);
    ir_put(b, slot(a->rd), ir_op1(b, IR_NANBOX, IR_F64, v));
    return true;
}

/* Exact; the mode must be valid all the same. */
bool riscv_gen_fcvt_d_s(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    unsigned mode;

    if (!rounding(t, a, &mode))
        return false;
    struct ir_val v =
        ir_op1(b, IR_NANUNBOX, IR_F32, ir_get(b, slot(a->rs1), IR_F64));
    ir_put(b, slot(a->rd),
           ir_fp(b, IR_FCVT, IR_F64, 0, 0, v, IR_NONE, IR_NONE));
    return true;
}

bool riscv_gen_fmv_x_w(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v = ir_get(t->ir, slot(a->rs1), IR_F32);

    gen_put32(t, a->rd, ir_op1(t->ir, IR_BITCAST, IR_I32, v));
    return true;
}

bool riscv_gen_fmv_w_x(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v = from_bits(t->ir, IR_F32, gen_get(t, a->rs1));

    ir_put(t->ir, slot(a->rd), ir_op1(t->ir, IR_NANBOX, IR_F64, v));
    return true;
}

bool riscv_gen_fmv_x_d(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, to_bits(t->ir, ir_get(t->ir, slot(a->rs1), IR_F64)));
    return true;
}

bool riscv_gen_fmv_d_x(struct translate *t, const struct riscv_args *a)
{
    ir_put(t->ir, slot(a->rd), from_bits(t->ir, IR_F64, gen_get(t, a->rs1)));
    return true;
}
