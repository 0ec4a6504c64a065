/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stddef.h>

#include "base/bits.h"
#include "tcg/flags.h"
#include "tcg/interp-private.h"
#include "tcg/vop-lane.h"

/* ---- Environment: MXCSR and soft-float (Intel SDM volume 1, 10.2.3) ---- */

struct softfp_env interp_fp_begin(const struct interp *it)
{
    static const uint8_t round[] = {SOFTFP_RNE, SOFTFP_RDN, SOFTFP_RUP,
                                    SOFTFP_RTZ};
    uint32_t mxcsr = it->env->mxcsr;

    return (struct softfp_env){
        .round = round[mxcsr >> 13 & 3],
        .nan = it->rules->nan,
        .tiny_before = it->rules->tiny_before,
        .flush_in = mxcsr >> 6 & 1,
        .flush_out = mxcsr >> 15 & 1,
        .ahp = it->rules->ahp,
        .flush16 = it->rules->flush16,
    };
}

void interp_fp_end(struct interp *it, const struct softfp_env *fp)
{
    static const struct {
        uint8_t soft, host;
    } map[] = {
        {SOFTFP_INVALID, 0x01},   {SOFTFP_INPUT_DENORMAL, 0x02},
        {SOFTFP_DIVZERO, 0x04},   {SOFTFP_OVERFLOW, 0x08},
        {SOFTFP_UNDERFLOW, 0x10}, {SOFTFP_INEXACT, 0x20},
    };

    for (unsigned i = 0; i < sizeof(map) / sizeof(map[0]); i++)
        if (fp->flags & map[i].soft)
            it->env->mxcsr |= map[i].host;
}

/* ---- Scalars ---- */

static const struct softfp_fmt *format(uint64_t type)
{
    return type == IR_F32 ? &softfp_f32 : &softfp_f64;
}

static unsigned round_mode(const struct softfp_env *fp, unsigned ir_round)
{
    return ir_round == IR_RM_DYN ? fp->round : ir_round;
}

static uint64_t min_max(struct softfp_env *fp, const struct softfp_fmt *f,
                        const struct ir_insn *in, uint64_t a, uint64_t b)
{
    bool max = in->op == IR_FMAX;

    if (!(in->aux & 2))
        return max ? softfp_max(fp, f, a, b) : softfp_min(fp, f, a, b);
    if (fp->nan == SFP_NAN_LARGEST)
        return max ? softfp_maximum_number(fp, f, a, b)
                   : softfp_minimum_number(fp, f, a, b);
    return max ? softfp_maxnum(fp, f, a, b) : softfp_minnum(fp, f, a, b);
}

/* One lane of an operation on numbers of one format. */
static uint64_t arith(struct softfp_env *fp, const struct softfp_fmt *f,
                      const struct ir_insn *in, uint64_t a, uint64_t b,
                      uint64_t c)
{
    uint64_t sign = softfp_neg(f, 0);

    switch (in->op) {
    case IR_FADD: return softfp_add(fp, f, a, b);
    case IR_FSUB: return softfp_sub(fp, f, a, b);
    case IR_FMUL: return softfp_mul(fp, f, a, b);
    case IR_FDIV: return softfp_div(fp, f, a, b);
    case IR_FSQRT: return softfp_sqrt(fp, f, a);
    case IR_FMA:
        return softfp_fma(fp, f, in->aux & 2 ? a ^ sign : a, b,
                          in->aux & 4 ? c ^ sign : c);
    case IR_FMIN:
    case IR_FMAX: return min_max(fp, f, in, a, b);
    case IR_FNEG: return a ^ sign;
    case IR_FABS: return a & ~sign;
    default: /* FRINT */
        return softfp_round_int(fp, f, a, round_mode(fp, in->aux >> 4),
                                in->aux & 2);
    }
}

static uint64_t compare(struct softfp_env *fp, const struct ir_insn *in,
                        uint64_t a, uint64_t b)
{
    bool signal = in->op == IR_FL_FCMP ? in->sub & 1 : in->aux & 1;
    enum softfp_rel r =
        softfp_compare(fp, format((uint64_t)in->imm), a, b, signal);

    if (in->op == IR_FL_FCMP)
        return r == SOFTFP_LT   ? FLAGS_N
               : r == SOFTFP_EQ ? FLAGS_Z | FLAGS_C
               : r == SOFTFP_GT ? FLAGS_C
                                : FLAGS_C | FLAGS_V;
    switch (in->sub) {
    case FCC_EQ: return r == SOFTFP_EQ;
    case FCC_LT: return r == SOFTFP_LT;
    case FCC_LE: return r == SOFTFP_LT || r == SOFTFP_EQ;
    case FCC_GT: return r == SOFTFP_GT;
    case FCC_GE: return r == SOFTFP_GT || r == SOFTFP_EQ;
    default: return r == SOFTFP_UNORDERED;
    }
}

static uint64_t to_int(const struct interp *it, struct softfp_env *fp,
                       const struct ir_insn *in, uint64_t a)
{
    const struct softfp_fmt *f = format((uint64_t)in->imm);
    unsigned bits = in->type == IR_I32 ? 32 : 64;
    unsigned round = round_mode(fp, in->aux >> 4);
    uint64_t r;

    fp->nan = it->rules->fcvt_nan_max ? SFP_NAN_LARGEST : SFP_NAN_ARM;
    r = in->aux & 2 ? softfp_to_uint(fp, f, a, round, bits, 0)
                    : (uint64_t)softfp_to_sint(fp, f, a, round, bits, 0);
    return r & bits_mask(bits);
}

static uint64_t from_int(struct softfp_env *fp, const struct ir_insn *in,
                         uint64_t a)
{
    const struct softfp_fmt *f = format(in->type);

    if (in->aux & 2)
        return softfp_from_uint(fp, f, a, fp->round, 0);
    return softfp_from_sint(fp, f, in->imm == IR_I32 ? (int32_t)a : (int64_t)a,
                            fp->round, 0);
}

static uint64_t scalar(const struct interp *it, struct softfp_env *fp,
                       const struct ir_insn *in)
{
    uint64_t a = interp_arg(it, in, 0);
    uint64_t b = interp_arg(it, in, 1);

    switch (in->op) {
    case IR_FL_FCMP:
    case IR_FSETCC: return compare(fp, in, a, b);
    case IR_FCVT:
        return softfp_convert(fp, format(in->type),
                              in->type == IR_F32 ? &softfp_f64 : &softfp_f32, a,
                              fp->round);
    case IR_FTOI: return to_int(it, fp, in, a);
    case IR_ITOF: return from_int(fp, in, a);
    case IR_NANBOX: return a | 0xffffffff00000000;
    case IR_NANUNBOX: return a >> 32 == UINT32_MAX ? (uint32_t)a : 0x7fc00000;
    default:
        return arith(fp, format(in->type), in, a, b, interp_arg(it, in, 2));
    }
}

void interp_fp(struct interp *it, const struct ir_insn *in, union v128 *r)
{
    struct softfp_env fp = interp_fp_begin(it);
    static const struct softfp_fmt *const formats[] = {
        NULL, &softfp_f16, &softfp_f32, &softfp_f64};
    unsigned lanes = in->aux & 8 ? 1 : (in->aux & 1 ? 8u : 16u) >> in->sub;
    union v128 zero = {.u64 = {0, 0}};
    const union v128 *v[3];

    if (in->op == IR_BITCAST) {
        *r = it->val[in->arg[0]];
        if (in->type != IR_V128)
            r->u64[1] = 0;
        if (in->type == IR_F32 || in->type == IR_I32)
            r->u64[0] = (uint32_t)r->u64[0];
        return;
    }
    if (in->type != IR_V128) {
        r->u64[0] = scalar(it, &fp, in);
        interp_fp_end(it, &fp);
        return;
    }
    for (unsigned k = 0; k < 3; k++)
        v[k] = in->arg[k] == IR_NOID ? &zero : &it->val[in->arg[k]];
    for (unsigned i = 0; i < lanes; i++)
        lane_set(r, in->sub, i,
                 arith(&fp, formats[in->sub], in, lane_u(v[0], in->sub, i),
                       lane_u(v[1], in->sub, i), lane_u(v[2], in->sub, i)));
    interp_fp_end(it, &fp);
}

/* ---- Vectors ---- */

static void vop(struct interp *it, const struct ir_insn *in, union v128 *r)
{
    struct softfp_env fp = interp_fp_begin(it);
    struct vop_ctx ctx = {
        .fp = &fp,
        .sat = it->host->sat,
        .esz = in->sub,
        .half = in->aux & 3,
        .imm = (uint64_t)in->imm,
    };
    const union v128 *v[3];

    for (unsigned k = 0; k < 3; k++)
        v[k] = in->arg[k] == IR_NOID ? NULL : &it->val[in->arg[k]];
    vop_info[in->aux2].fn(&ctx, r, v[0], v[1], v[2]);
    interp_fp_end(it, &fp);
}

void interp_vec(struct interp *it, const struct ir_insn *in, union v128 *r)
{
    const union v128 *a = &it->val[in->arg[0]];
    unsigned lane = (unsigned)in->imm;

    switch (in->op) {
    case IR_VOP: vop(it, in, r); break;
    case IR_VDUP:
        for (unsigned i = 0; i < (in->aux & 1 ? 8u : 16u) >> in->sub; i++)
            lane_set(r, in->sub, i, a->u64[0]);
        break;
    case IR_VINS:
        *r = *a;
        lane_set(r, in->sub, lane, interp_arg(it, in, 1));
        break;
    default:
        r->u64[0] = in->aux & 2 ? (uint64_t)lane_s(a, in->sub, lane)
                                : lane_u(a, in->sub, lane);
        if (in->type == IR_I32)
            r->u64[0] = (uint32_t)r->u64[0];
        break;
    }
}
