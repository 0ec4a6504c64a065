/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations on floating-point lanes. */
#include "config.h"

#include <stddef.h>

#include "base/softfp.h"
#include "tcg/vop-lane.h"

static const struct softfp_fmt *const formats[] = {NULL, &softfp_f16,
                                                   &softfp_f32, &softfp_f64};

typedef struct softfp_env env_t;
typedef const struct softfp_fmt fmt_t;

static uint64_t magnitude(unsigned esz, uint64_t x)
{
    return x & bits_mask((8u << esz) - 1);
}

static uint64_t fabd(env_t *e, fmt_t *f, unsigned esz, uint64_t x, uint64_t y)
{
    return magnitude(esz, softfp_sub(e, f, x, y));
}

static uint64_t ones(bool set)
{
    return -(uint64_t)set;
}

/* >=, > ; comparisons other than equality are invalid on quiet NaNs too. */
static uint64_t ge(env_t *e, fmt_t *f, uint64_t x, uint64_t y)
{
    enum softfp_rel r = softfp_compare(e, f, x, y, true);

    return ones(r == SOFTFP_GT || r == SOFTFP_EQ);
}

static uint64_t gt(env_t *e, fmt_t *f, uint64_t x, uint64_t y)
{
    return ones(softfp_compare(e, f, x, y, true) == SOFTFP_GT);
}

static unsigned round_of(const struct vop_ctx *ctx)
{
    unsigned r = ctx->imm & 7;

    return r == 7 ? ctx->fp->round : r;
}

static unsigned fbits_of(const struct vop_ctx *ctx)
{
    return (ctx->imm >> 8) & 0xff;
}

/* The width of the integer, w unless imm says otherwise. */
static unsigned int_width(const struct vop_ctx *ctx, unsigned w)
{
    unsigned n = (ctx->imm >> 16) & 0xff;

    return n != 0 ? n : w;
}

/* Lane i of a as an integer operand of a lane of w bits. */
static uint64_t int_operand(const struct vop_ctx *ctx, const union v128 *a,
                            unsigned w, unsigned i)
{
    unsigned n = int_width(ctx, w);

    return n == w ? lane_u(a, ctx->esz, i) : a->u64[0] & bits_mask(n);
}

static int64_t signed_operand(const struct vop_ctx *ctx, const union v128 *a,
                              unsigned w, unsigned i)
{
    return bits_sext(int_operand(ctx, a, w, i), int_width(ctx, w));
}

/* OP(name, expression): e the environment, f the format, w the width. */
#define FP_OPS(OP)                                                             \
    OP(fcmeq, ones(softfp_compare(e, f, x, y, false) == SOFTFP_EQ))            \
    OP(fcmge, ge(e, f, x, y))                                                  \
    OP(fcmgt, gt(e, f, x, y))                                                  \
    OP(facge, ge(e, f, magnitude(esz, x), magnitude(esz, y)))                  \
    OP(facgt, gt(e, f, magnitude(esz, x), magnitude(esz, y)))                  \
    OP(fabd, fabd(e, f, esz, x, y))                                            \
    OP(fmulx, softfp_mulx(e, f, x, y))                                         \
    OP(frecpe, softfp_recip_estimate(e, f, x))                                 \
    OP(frsqrte, softfp_rsqrt_estimate(e, f, x))                                \
    OP(frecpx, softfp_recip_exponent(e, f, x))                                 \
    OP(frecps, softfp_recip_step(e, f, x, y))                                  \
    OP(frsqrts, softfp_rsqrt_step(e, f, x, y))                                 \
    OP(ftos, (uint64_t)softfp_to_sint(e, f, x, round_of(ctx),                  \
                                      int_width(ctx, w), fbits_of(ctx)))       \
    OP(ftou, softfp_to_uint(e, f, x, round_of(ctx), int_width(ctx, w),         \
                            fbits_of(ctx)))                                    \
    OP(stof, softfp_from_sint(e, f, signed_operand(ctx, a, w, i),              \
                              round_of(ctx), fbits_of(ctx)))                   \
    OP(utof, softfp_from_uint(e, f, int_operand(ctx, a, w, i), round_of(ctx),  \
                              fbits_of(ctx)))                                  \
    OP(frintr, softfp_round_int_range(e, f, x, round_of(ctx), fbits_of(ctx)))

#define DEFINE_FP(name, expression)                                            \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        const unsigned esz = ctx->esz, w = 8u << esz;                          \
        fmt_t *f = formats[esz];                                               \
        env_t *e = ctx->fp;                                                    \
                                                                               \
        (void)c, (void)w;                                                      \
        lane_zero(d);                                                          \
        for (unsigned i = 0; i < lane_count(ctx, esz); i++) {                  \
            uint64_t x = lane_u(a, esz, i);                                    \
            uint64_t y = b != NULL ? lane_u(b, esz, i) : 0;                    \
                                                                               \
            (void)x, (void)y;                                                  \
            lane_set(d, esz, i, expression);                                   \
        }                                                                      \
    }
FP_OPS(DEFINE_FP)

/* ---- Pairs and reductions ---- */

typedef uint64_t fp2_fn(env_t *e, fmt_t *f, uint64_t x, uint64_t y);

static void pairs(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                  const union v128 *b, fp2_fn *fn)
{
    unsigned n = lane_count(ctx, ctx->esz);

    lane_zero(d);
    for (unsigned i = 0; i < n; i++) {
        const union v128 *from = n == 1 || i < n / 2 ? a : b;
        unsigned at = n == 1 ? 0 : 2 * i % n;

        lane_set(d, ctx->esz, i,
                 fn(ctx->fp, formats[ctx->esz], lane_u(from, ctx->esz, at),
                    lane_u(from, ctx->esz, at + 1)));
    }
}

/* Arm's order: the halves are reduced, then their results combined. */
static uint64_t reduce(const struct vop_ctx *ctx, const union v128 *a,
                       unsigned first, unsigned n, fp2_fn *fn)
{
    if (n == 1)
        return lane_u(a, ctx->esz, first);
    return fn(ctx->fp, formats[ctx->esz], reduce(ctx, a, first, n / 2, fn),
              reduce(ctx, a, first + n / 2, n / 2, fn));
}

#define PAIR_OPS(OP)                                                           \
    OP(faddp, softfp_add)                                                      \
    OP(fmaxp, softfp_max)                                                      \
    OP(fminp, softfp_min)                                                      \
    OP(fmaxnmp, softfp_maxnum)                                                 \
    OP(fminnmp, softfp_minnum)

#define DEFINE_PAIR(name, fn)                                                  \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        (void)c;                                                               \
        pairs(ctx, d, a, b, fn);                                               \
    }
PAIR_OPS(DEFINE_PAIR)

#define REDUCTIONS(OP)                                                         \
    OP(fmaxv, softfp_max)                                                      \
    OP(fminv, softfp_min)                                                      \
    OP(fmaxnmv, softfp_maxnum)                                                 \
    OP(fminnmv, softfp_minnum)

#define DEFINE_REDUCTION(name, fn)                                             \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        (void)b, (void)c;                                                      \
        lane_zero(d);                                                          \
        lane_set(d, ctx->esz, 0,                                               \
                 reduce(ctx, a, 0, lane_count(ctx, ctx->esz), fn));            \
    }
REDUCTIONS(DEFINE_REDUCTION)

/* ---- Between formats ---- */

static unsigned wide_count(const struct vop_ctx *ctx)
{
    return ctx->half == VOP_SCALAR ? 1 : 8u >> ctx->esz;
}

void vop_fcvtl(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    unsigned first = ctx->imm & 1 ? 8u >> ctx->esz : 0;

    (void)b, (void)c;
    lane_zero(d);
    for (unsigned i = 0; i < wide_count(ctx); i++)
        lane_set(
            d, ctx->esz + 1u, i,
            softfp_convert(ctx->fp, formats[ctx->esz + 1], formats[ctx->esz],
                           lane_u(a, ctx->esz, first + i), ctx->fp->round));
}

void vop_fwiden(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                const union v128 *b, const union v128 *c)
{
    (void)b, (void)c;
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, 2); i++)
        d->u32[i] = (uint32_t)softfp_widen(ctx->fp, &softfp_f32, &softfp_f16,
                                           a->u16[ctx->imm + i]);
}

static void narrow(const struct vop_ctx *ctx, union v128 *d,
                   const union v128 *a, fmt_t *to, unsigned round)
{
    lane_zero(d);
    for (unsigned i = 0; i < wide_count(ctx); i++)
        lane_set(d, ctx->esz, i,
                 softfp_convert(ctx->fp, to, formats[ctx->esz + 1],
                                lane_u(a, ctx->esz + 1u, i), round));
}

void vop_fcvtn(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    (void)b, (void)c;
    narrow(ctx, d, a, formats[ctx->esz], ctx->fp->round);
}

void vop_bfcvtn(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                const union v128 *b, const union v128 *c)
{
    (void)b, (void)c;
    narrow(ctx, d, a, &softfp_bf16, ctx->fp->round);
}

void vop_fcvtxn(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                const union v128 *b, const union v128 *c)
{
    (void)b, (void)c;
    narrow(ctx, d, a, formats[ctx->esz], SOFTFP_RTO);
}

void vop_fcvts(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    (void)b, (void)c;
    lane_zero(d);
    lane_set(d, (unsigned)ctx->imm, 0,
             softfp_convert(ctx->fp, formats[ctx->imm], formats[ctx->esz],
                            lane_u(a, ctx->esz, 0), ctx->fp->round));
}

void vop_fjcvtzs(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                 const union v128 *b, const union v128 *c)
{
    bool exact;
    uint32_t r =
        softfp_to_int32_modulo(ctx->fp, &softfp_f64, a->u64[0], &exact);

    (void)b, (void)c;
    d->u64[0] = (uint64_t)exact << 32 | r;
    d->u64[1] = 0;
}

/* ---- bfloat16 products ---- */

void vop_bfdot(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, 2); i++)
        d->u32[i] = softfp_bfdot(c->u32[i], a->u32[i], b->u32[i]);
}

void vop_bfmmla(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                const union v128 *b, const union v128 *c)
{
    (void)ctx;
    for (unsigned i = 0; i < 4; i++) {
        unsigned row = i & 2, column = 2 * (i & 1);
        uint32_t sum = softfp_bfdot(c->u32[i], a->u32[row], b->u32[column]);

        d->u32[i] = softfp_bfdot(sum, a->u32[row + 1], b->u32[column + 1]);
    }
}
