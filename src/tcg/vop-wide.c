/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations that widen and narrow lanes. */
#include "config.h"

#include <stddef.h>

#include "tcg/vop-lane.h"

typedef uint64_t lane_of_u;
typedef int64_t lane_of_s;

/* Lane i of the half that imm selects. */
static uint64_t narrow_u(const struct vop_ctx *ctx, const union v128 *v,
                         unsigned i)
{
    return v == NULL ? 0
                     : lane_u(v, ctx->esz,
                              i + (ctx->imm & 1 ? 8u : 0u) / (1u << ctx->esz));
}

static int64_t narrow_s(const struct vop_ctx *ctx, const union v128 *v,
                        unsigned i)
{
    return bits_sext(narrow_u(ctx, v, i), 8u << ctx->esz);
}

static uint64_t wide_u(const struct vop_ctx *ctx, const union v128 *v,
                       unsigned i)
{
    return v == NULL ? 0 : lane_u(v, ctx->esz + 1u, i);
}

static int64_t wide_s(const struct vop_ctx *ctx, const union v128 *v,
                      unsigned i)
{
    return v == NULL ? 0 : lane_s(v, ctx->esz + 1u, i);
}

static unsigned wide_count(const struct vop_ctx *ctx)
{
    return ctx->half == VOP_SCALAR ? 1 : 8u >> ctx->esz;
}

/*
 * OP(name, kind, expression): x and y are the narrow lanes of a and b, z the
 * wide lane of c, v that of a; w is the width of the result's lanes.
 */
#define WIDENING_OPS(OP)                                                       \
    OP(saddl, s, x + y)                                                        \
    OP(uaddl, u, x + y)                                                        \
    OP(ssubl, s, x - y)                                                        \
    OP(usubl, u, x - y)                                                        \
    OP(saddw, s, (uint64_t)v + (uint64_t)y)                                    \
    OP(uaddw, u, v + y)                                                        \
    OP(ssubw, s, (uint64_t)v - (uint64_t)y)                                    \
    OP(usubw, u, v - y)                                                        \
    OP(sabdl, s, x > y ? x - y : y - x)                                        \
    OP(uabdl, u, x > y ? x - y : y - x)                                        \
    OP(sabal, s, (uint64_t)z + (uint64_t)(x > y ? x - y : y - x))              \
    OP(uabal, u, z + (x > y ? x - y : y - x))                                  \
    OP(smull, s, x *y)                                                         \
    OP(umull, u, x *y)                                                         \
    OP(smlal, s, (uint64_t)z + (uint64_t)(x * y))                              \
    OP(umlal, u, z + x * y)                                                    \
    OP(smlsl, s, (uint64_t)z - (uint64_t)(x * y))                              \
    OP(umlsl, u, z - x * y)                                                    \
    OP(sshll, s, (uint64_t)x << (ctx->imm >> 8))                               \
    OP(ushll, u, x << (ctx->imm >> 8))                                         \
    OP(sqdmull, s, lane_sat_s(ctx, w, 2 * (wide)x * y))                        \
    OP(sqdmlal, s, mul_acc(ctx, w, z, 2 * (wide)x * y, false))                 \
    OP(sqdmlsl, s, mul_acc(ctx, w, z, 2 * (wide)x * y, true))

static uint64_t mul_acc(const struct vop_ctx *ctx, unsigned w, int64_t z,
                        wide product, bool sub)
{
    int64_t p = (int64_t)lane_sat_s(ctx, w, product);

    return lane_sat_s(ctx, w, sub ? (wide)z - p : (wide)z + p);
}

#define DEFINE_WIDENING(name, kind, expression)                                \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        const unsigned w = 16u << ctx->esz;                                    \
                                                                               \
        lane_zero(d);                                                          \
        for (unsigned i = 0; i < wide_count(ctx); i++) {                       \
            lane_of_##kind x = narrow_##kind(ctx, a, i);                       \
            lane_of_##kind y = narrow_##kind(ctx, b, i);                       \
            lane_of_##kind z = wide_##kind(ctx, c, i);                         \
            lane_of_##kind v = wide_##kind(ctx, a, i);                         \
                                                                               \
            (void)x, (void)y, (void)z, (void)v, (void)w;                       \
            lane_set(d, ctx->esz + 1u, i, (uint64_t)(expression));             \
        }                                                                      \
    }
WIDENING_OPS(DEFINE_WIDENING)

/* ---- Neighbours added; y is the accumulator's lane ---- */

#define ADDLP_OPS(OP) OP(saddlp, s) OP(uaddlp, u) OP(sadalp, s) OP(uadalp, u)

#define DEFINE_ADDLP(name, kind)                                               \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        const unsigned esz = ctx->esz;                                         \
                                                                               \
        (void)c;                                                               \
        lane_zero(d);                                                          \
        for (unsigned i = 0; i < lane_count(ctx, esz + 1); i++)                \
            lane_set(d, esz + 1, i,                                            \
                     wide_u(ctx, b, i) +                                       \
                         (uint64_t)(lane_##kind(a, esz, 2 * i) +               \
                                    lane_##kind(a, esz, 2 * i + 1)));          \
    }
ADDLP_OPS(DEFINE_ADDLP)

void vop_pmull(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    (void)c;
    lane_zero(d);
    for (unsigned i = 0; i < wide_count(ctx); i++) {
        uint64_t x = narrow_u(ctx, a, i);
        unsigned __int128 r = 0;

        for (uint64_t y = narrow_u(ctx, b, i); y != 0; y &= y - 1)
            r ^= (unsigned __int128)x << ctz64(y);
        if (ctx->esz == 3) {
            d->u64[0] = (uint64_t)r;
            d->u64[1] = (uint64_t)(r >> 64);
        } else {
            lane_set(d, ctx->esz + 1u, i, (uint64_t)r);
        }
    }
}

void vop_sdot(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
              const union v128 *b, const union v128 *c)
{
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, 2); i++) {
        uint32_t sum = c->u32[i];

        for (unsigned k = 4 * i; k < 4 * i + 4; k++)
            sum += (uint32_t)(a->s8[k] * b->s8[k]);
        d->u32[i] = sum;
    }
}

void vop_udot(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
              const union v128 *b, const union v128 *c)
{
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, 2); i++) {
        uint32_t sum = c->u32[i];

        for (unsigned k = 4 * i; k < 4 * i + 4; k++)
            sum += (uint32_t)a->u8[k] * b->u8[k];
        d->u32[i] = sum;
    }
}

void vop_usdot(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, 2); i++) {
        uint32_t sum = c->u32[i];

        for (unsigned k = 4 * i; k < 4 * i + 4; k++)
            sum += (uint32_t)(a->u8[k] * b->s8[k]);
        d->u32[i] = sum;
    }
}

/*
 * Narrowing: OP(name, kind, expression): x and y are the wide lanes of a and b,
 * w is the width of the result's lanes.
 */
#define NARROWING_OPS(OP)                                                      \
    OP(xtn, u, x)                                                              \
    OP(addhn, u, (x + y) >> w)                                                 \
    OP(subhn, u, (x - y) >> w)                                                 \
    OP(raddhn, u, (x + y + half) >> w)                                         \
    OP(rsubhn, u, (x - y + half) >> w)                                         \
    OP(shrn, u, x >> imm)                                                      \
    OP(rshrn, u, lane_rshift((wide)x, imm))                                    \
    OP(sqxtn, s, lane_sat_s(ctx, w, x))                                        \
    OP(uqxtn, u, lane_sat_u(ctx, w, (wide)x))                                  \
    OP(sqxtun, s, lane_sat_u(ctx, w, x))                                       \
    OP(sqshrn, s, lane_sat_s(ctx, w, x >> imm))                                \
    OP(uqshrn, u, lane_sat_u(ctx, w, (wide)(x >> imm)))                        \
    OP(sqrshrn, s, lane_sat_s(ctx, w, lane_rshift(x, imm)))                    \
    OP(uqrshrn, u, lane_sat_u(ctx, w, lane_rshift((wide)x, imm)))              \
    OP(sqshrun, s, lane_sat_u(ctx, w, x >> imm))                               \
    OP(sqrshrun, s, lane_sat_u(ctx, w, lane_rshift(x, imm)))

#define DEFINE_NARROWING(name, kind, expression)                               \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        const unsigned w = 8u << ctx->esz, imm = (unsigned)ctx->imm;           \
        const uint64_t half = (uint64_t)1 << (w - 1);                          \
                                                                               \
        (void)c, (void)imm, (void)half;                                        \
        lane_zero(d);                                                          \
        for (unsigned i = 0; i < wide_count(ctx); i++) {                       \
            lane_of_##kind x = wide_##kind(ctx, a, i);                         \
            lane_of_##kind y = wide_##kind(ctx, b, i);                         \
                                                                               \
            (void)y;                                                           \
            lane_set(d, ctx->esz, i, (uint64_t)(expression));                  \
        }                                                                      \
    }
NARROWING_OPS(DEFINE_NARROWING)
