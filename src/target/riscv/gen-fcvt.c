/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conversions and moves of floating point, and what Zfa adds to them. */
#include "config.h"

#include "base/softfp.h"
#include "target/riscv/gen-float.h"

/* 32-bit results are sign-extended, unsigned ones too (F extension:
 * Single-Precision Floating-Point Conversion and Move Instructions). */
bool riscv_gen_fcvt_to_int(struct translate *t, const struct riscv_args *a)
{
    unsigned mode;

    if (!fp_rounding(t, a, &mode))
        return false;
    struct ir_val v = ir_fp(t->ir, IR_FTOI, a->xl ? IR_I64 : IR_I32, 0,
                            mode << 4 | (a->uns ? 2 : 0),
                            fp_get(t, a->fmt, a->rs1), IR_NONE, IR_NONE);
    if (a->xl)
        gen_put(t, a->rd, v);
    else
        gen_put32(t, a->rd, v);
    return true;
}

/* An integer that a single cannot hold is too large for a half, rounded or
 * not. */
bool riscv_gen_fcvt_from_int(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    bool exact = a->fmt == RISCV_FMT_D && !a->xl;
    unsigned mode;

    if (!fp_rounding(t, a, &mode))
        return false;
    struct ir_val x = a->xl ? gen_get(t, a->rs1) : gen_get32(t, a->rs1);
    if (exact || mode == IR_RM_DYN) {
        fp_put(t, a->fmt, a->rd,
               ir_fp(b, IR_ITOF, fp_type(a->fmt), 0, a->uns ? 2 : 0, x, IR_NONE,
                     IR_NONE));
        return true;
    }
    if (!a->xl)
        x = ir_op1(b, a->uns ? IR_ZEXT32 : IR_SEXT32, IR_I64, x);
    fp_put_bits(
        t, a->fmt, a->rd,
        fp_by_helper(t, a->fmt, mode,
                     RISCV_FP_FROM_INT | (a->uns ? RISCV_FP_UNSIGNED : 0), x,
                     IR_NONE, IR_NONE));
    return true;
}

/* By the helper, from a pattern in format `from`. */
static bool convert(struct translate *t, const struct riscv_args *a,
                    unsigned mode, unsigned from, unsigned to)
{
    fp_put_bits(t, to, a->rd,
                fp_by_helper(t, to, mode,
                             RISCV_FP_CONVERT | from << RISCV_FP_FROM,
                             fp_get_bits(t, from, a->rs1), IR_NONE, IR_NONE));
    return true;
}

bool riscv_gen_fcvt_s_d(struct translate *t, const struct riscv_args *a)
{
    unsigned mode;

    if (!fp_rounding(t, a, &mode))
        return false;
    if (mode != IR_RM_DYN)
        return convert(t, a, mode, RISCV_FMT_D, RISCV_FMT_S);
    fp_put(t, RISCV_FMT_S, a->rd,
           ir_fp(t->ir, IR_FCVT, IR_F32, 0, 0, fp_get(t, RISCV_FMT_D, a->rs1),
                 IR_NONE, IR_NONE));
    return true;
}

/* From a double at once: a single between would round twice. */
bool riscv_gen_fcvt_to_half(struct translate *t, const struct riscv_args *a)
{
    unsigned mode;

    if (!fp_rounding(t, a, &mode))
        return false;
    if (mode != IR_RM_DYN || a->fmt == RISCV_FMT_D)
        return convert(t, a, mode, (unsigned)a->fmt, RISCV_FMT_H);
    fp_put(t, RISCV_FMT_H, a->rd, fp_get(t, RISCV_FMT_S, a->rs1));
    return true;
}

/* Exact; the mode must be valid all the same. */
static bool widen(struct translate *t, const struct riscv_args *a, int64_t from,
                  int64_t to)
{
    unsigned mode;

    if (!fp_rounding(t, a, &mode))
        return false;
    struct ir_val v = fp_get(t, from, a->rs1);
    if (to == RISCV_FMT_D)
        v = ir_fp(t->ir, IR_FCVT, IR_F64, 0, 0, v, IR_NONE, IR_NONE);
    fp_put(t, to, a->rd, v);
    return true;
}

bool riscv_gen_fcvt_d_s(struct translate *t, const struct riscv_args *a)
{
    return widen(t, a, RISCV_FMT_S, RISCV_FMT_D);
}

bool riscv_gen_fcvt_from_half(struct translate *t, const struct riscv_args *a)
{
    return widen(t, a, RISCV_FMT_H, a->fmt);
}

bool riscv_gen_fcvtmod_w_d(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd,
            fp_by_helper(t, RISCV_FMT_D, IR_RM_RTZ, RISCV_FP_MODULO,
                         fp_get_bits(t, RISCV_FMT_D, a->rs1), IR_NONE,
                         IR_NONE));
    return true;
}

/* A half is integral when the single is. */
static bool round_to_integer(struct translate *t, const struct riscv_args *a,
                             bool inexact)
{
    unsigned mode;

    if (!fp_rounding(t, a, &mode))
        return false;
    fp_put(t, a->fmt, a->rd,
           ir_fp(t->ir, IR_FRINT, fp_type(a->fmt), 0,
                 mode << 4 | (inexact ? 2 : 0), fp_get(t, a->fmt, a->rs1),
                 IR_NONE, IR_NONE));
    return true;
}

bool riscv_gen_fround(struct translate *t, const struct riscv_args *a)
{
    return round_to_integer(t, a, false);
}

bool riscv_gen_froundnx(struct translate *t, const struct riscv_args *a)
{
    return round_to_integer(t, a, true);
}

/* The numbers of fli as upper halves of singles, which all but the smallest
 * normal number are (Zfa extension: Load-Immediate Instructions). */
bool riscv_gen_fli(struct translate *t, const struct riscv_args *a)
{
    enum { SMALLEST = 1 };
    static const uint16_t table[32] = {
        0xbf80, 0,      0x3780, 0x3800, 0x3b80, 0x3c00, 0x3d80, 0x3e00,
        0x3e80, 0x3ea0, 0x3ec0, 0x3ee0, 0x3f00, 0x3f20, 0x3f40, 0x3f60,
        0x3f80, 0x3fa0, 0x3fc0, 0x3fe0, 0x4000, 0x4020, 0x4040, 0x4080,
        0x4100, 0x4180, 0x4300, 0x4380, 0x4700, 0x4780, 0x7f80, 0x7fc0,
    };
    const struct softfp_fmt *f = riscv_formats[a->fmt];
    struct softfp_env env = {.round = SOFTFP_RNE, .nan = SFP_NAN_LARGEST};
    uint64_t v = a->which == SMALLEST
                     ? UINT64_C(1) << f->frac_bits
                     : softfp_convert(&env, f, &softfp_bf16, table[a->which],
                                      SOFTFP_RNE);

    fp_put_bits(t, a->fmt, a->rd, gen_const(t, (int64_t)v));
    return true;
}

bool riscv_gen_fmv_x_w(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v = ir_get(t->ir, fp_slot(a->rs1), IR_F32);

    gen_put32(t, a->rd, ir_op1(t->ir, IR_BITCAST, IR_I32, v));
    return true;
}

bool riscv_gen_fmv_w_x(struct translate *t, const struct riscv_args *a)
{
    fp_put_bits(t, RISCV_FMT_S, a->rd, gen_get(t, a->rs1));
    return true;
}

bool riscv_gen_fmv_x_d(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, fp_get_bits(t, RISCV_FMT_D, a->rs1));
    return true;
}

bool riscv_gen_fmv_d_x(struct translate *t, const struct riscv_args *a)
{
    fp_put_bits(t, RISCV_FMT_D, a->rd, gen_get(t, a->rs1));
    return true;
}

bool riscv_gen_fmv_x_h(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v = ir_get(t->ir, fp_slot(a->rs1), IR_I64);

    gen_put(t, a->rd, ir_op1(t->ir, IR_SEXT16, IR_I64, v));
    return true;
}

bool riscv_gen_fmv_h_x(struct translate *t, const struct riscv_args *a)
{
    fp_put_bits(t, RISCV_FMT_H, a->rd, gen_get(t, a->rs1));
    return true;
}
