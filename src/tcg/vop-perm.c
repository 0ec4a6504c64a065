/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations that move lanes: permutations, tables, reductions. */
#include "config.h"

#include <stddef.h>

#include "tcg/vop-lane.h"

/* Lane i of the lanes of a followed by those of b, n lanes each. */
static uint64_t pick(const struct vop_ctx *ctx, const union v128 *a,
                     const union v128 *b, unsigned n, unsigned i)
{
    return i < n ? lane_u(a, ctx->esz, i) : lane_u(b, ctx->esz, i - n);
}

/* d's lane i is lane from(i, n) of a:b. */
static inline void permute(const struct vop_ctx *ctx, union v128 *d,
                           const union v128 *a, const union v128 *b,
                           unsigned (*from)(unsigned i, unsigned n))
{
    unsigned n = lane_count(ctx, ctx->esz);

    lane_zero(d);
    for (unsigned i = 0; i < n; i++)
        lane_set(d, ctx->esz, i, pick(ctx, a, b, n, from(i, n)));
}

static unsigned from_zip1(unsigned i, unsigned n)
{
    return i / 2 + (i & 1) * n;
}

static unsigned from_zip2(unsigned i, unsigned n)
{
    return n / 2 + i / 2 + (i & 1) * n;
}

static unsigned from_uzp1(unsigned i, unsigned n)
{
    (void)n;
    return 2 * i;
}

static unsigned from_uzp2(unsigned i, unsigned n)
{
    (void)n;
    return 2 * i + 1;
}

static unsigned from_trn1(unsigned i, unsigned n)
{
    return (i & ~1u) + (i & 1) * n;
}

static unsigned from_trn2(unsigned i, unsigned n)
{
    return (i | 1u) + (i & 1) * n;
}

#define PERMUTATIONS(OP) OP(zip1) OP(zip2) OP(uzp1) OP(uzp2) OP(trn1) OP(trn2)

#define DEFINE_PERMUTE(name)                                                   \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        (void)c;                                                               \
        permute(ctx, d, a, b, from_##name);                                    \
    }
PERMUTATIONS(DEFINE_PERMUTE)

void vop_ext(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
             const union v128 *b, const union v128 *c)
{
    unsigned n = lane_count(ctx, 0);

    (void)c;
    lane_zero(d);
    for (unsigned i = 0; i < n; i++) {
        unsigned from = i + (unsigned)ctx->imm;

        d->u8[i] = from < n ? a->u8[from] : b->u8[from - n];
    }
}

void vop_duplane(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                 const union v128 *b, const union v128 *c)
{
    uint64_t x = lane_u(a, ctx->esz, (unsigned)ctx->imm);

    (void)b, (void)c;
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, ctx->esz); i++)
        lane_set(d, ctx->esz, i, x);
}

void vop_inslane(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                 const union v128 *b, const union v128 *c)
{
    (void)c;
    *d = *a;
    lane_set(d, ctx->esz, ctx->imm & 0xff,
             lane_u(b, ctx->esz, (unsigned)(ctx->imm >> 8)));
    if (ctx->half != VOP_FULL)
        d->u64[1] = 0;
}

void vop_rev(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
             const union v128 *b, const union v128 *c)
{
    unsigned flip = (1u << (ctx->imm - ctx->esz)) - 1;

    (void)b, (void)c;
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, ctx->esz); i++)
        lane_set(d, ctx->esz, i, lane_u(a, ctx->esz, i ^ flip));
}

/* ---- Tables ---- */

static void look_up(const struct vop_ctx *ctx, union v128 *d,
                    const union v128 *table, const union v128 *index,
                    const union v128 *other)
{
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, 0); i++) {
        uint64_t at = index->u8[i] - 16 * ctx->imm;

        if (at < 16)
            d->u8[i] = table->u8[at];
        else if (other != NULL)
            d->u8[i] = other->u8[i];
    }
}

void vop_tbl(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
             const union v128 *b, const union v128 *c)
{
    (void)c;
    look_up(ctx, d, a, b, NULL);
}

void vop_tbx(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
             const union v128 *b, const union v128 *c)
{
    look_up(ctx, d, a, b, c);
}

/* ---- Pairs and reductions: OP(name, kind, expression on x and y) ---- */

#define PAIR_OPS(OP)                                                           \
    OP(addp, u, x + y)                                                         \
    OP(smaxp, s, x > y ? x : y)                                                \
    OP(sminp, s, x < y ? x : y)                                                \
    OP(umaxp, u, x > y ? x : y)                                                \
    OP(uminp, u, x < y ? x : y)

typedef uint64_t lane_of_u;
typedef int64_t lane_of_s;

/* A scalar pair operation takes both lanes from a. */
#define DEFINE_PAIR(name, kind, expression)                                    \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        unsigned n = lane_count(ctx, ctx->esz);                                \
                                                                               \
        (void)c;                                                               \
        lane_zero(d);                                                          \
        for (unsigned i = 0; i < n; i++) {                                     \
            const union v128 *from = n == 1 || i < n / 2 ? a : b;              \
            unsigned at = n == 1 ? 0 : 2 * i % n;                              \
            lane_of_##kind x = lane_##kind(from, ctx->esz, at);                \
            lane_of_##kind y = lane_##kind(from, ctx->esz, at + 1);            \
                                                                               \
            lane_set(d, ctx->esz, i, (uint64_t)(expression));                  \
        }                                                                      \
    }
PAIR_OPS(DEFINE_PAIR)

#define REDUCTIONS(OP)                                                         \
    OP(addv, u, x + y, 0)                                                      \
    OP(smaxv, s, x > y ? x : y, 0)                                             \
    OP(sminv, s, x < y ? x : y, 0)                                             \
    OP(umaxv, u, x > y ? x : y, 0)                                             \
    OP(uminv, u, x < y ? x : y, 0)                                             \
    OP(saddlv, s, x + y, 1)                                                    \
    OP(uaddlv, u, x + y, 1)

#define DEFINE_REDUCTION(name, kind, expression, widen)                        \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        lane_of_##kind x = lane_##kind(a, ctx->esz, 0);                        \
                                                                               \
        (void)b, (void)c;                                                      \
        for (unsigned i = 1; i < lane_count(ctx, ctx->esz); i++) {             \
            lane_of_##kind y = lane_##kind(a, ctx->esz, i);                    \
                                                                               \
            x = expression;                                                    \
        }                                                                      \
        lane_zero(d);                                                          \
        lane_set(d, ctx->esz + widen, 0, (uint64_t)x);                         \
    }
REDUCTIONS(DEFINE_REDUCTION)
