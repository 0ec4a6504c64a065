/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations in which each lane depends on the same lane of the operands
 * alone: integers. */
#include "config.h"

#include <stddef.h>

#include "base/softfp.h"
#include "tcg/vop-lane.h"

/*
 * OP(name, kind, expression): x, y, z are the lanes of a, b, c; `w` is the lane
 * width in bits. Kind u: zero-extended lanes, s: sign-extended ones.
 */
#define LANE_OPS(OP)                                                           \
    OP(add, u, x + y)                                                          \
    OP(sub, u, x - y)                                                          \
    OP(mul, u, x *y)                                                           \
    OP(mla, u, z + x * y)                                                      \
    OP(mls, u, z - x * y)                                                      \
    OP(neg, u, -x)                                                             \
    OP(abs, s, x < 0 ? -(uint64_t)x : (uint64_t)x)                             \
    OP(cmpeq, u, -(uint64_t)(x == y))                                          \
    OP(cmpgt, s, -(uint64_t)(x > y))                                           \
    OP(cmpge, s, -(uint64_t)(x >= y))                                          \
    OP(cmphi, u, -(uint64_t)(x > y))                                           \
    OP(cmphs, u, -(uint64_t)(x >= y))                                          \
    OP(cmptst, u, -(uint64_t)((x & y) != 0))                                   \
    OP(smin, s, x < y ? x : y)                                                 \
    OP(smax, s, x > y ? x : y)                                                 \
    OP(umin, u, x < y ? x : y)                                                 \
    OP(umax, u, x > y ? x : y)                                                 \
    OP(shadd, s, ((wide)x + y) >> 1)                                           \
    OP(uhadd, u, ((wide)x + y) >> 1)                                           \
    OP(shsub, s, ((wide)x - y) >> 1)                                           \
    OP(uhsub, u, ((wide)x - y) >> 1)                                           \
    OP(srhadd, s, ((wide)x + y + 1) >> 1)                                      \
    OP(urhadd, u, ((wide)x + y + 1) >> 1)                                      \
    OP(sabd, s, x > y ? (wide)x - y : (wide)y - x)                             \
    OP(uabd, u, x > y ? x - y : y - x)                                         \
    OP(saba, s, z + (x > y ? (wide)x - y : (wide)y - x))                       \
    OP(uaba, u, z + (x > y ? x - y : y - x))                                   \
    OP(pmul, u, poly_mul(x, y))                                                \
    OP(clz, u, clz64(x) - (64 - w))                                            \
    OP(cls, s, clz64((uint64_t)(x ^ (x >> 63))) - (64 - w) - 1)                \
    OP(rbit, u, bitrev64(x) >> (64 - w))                                       \
    OP(urecpe, u, softfp_urecip_estimate((uint32_t)x))                         \
    OP(ursqrte, u, softfp_ursqrt_estimate((uint32_t)x))                        \
    OP(shli, u, x << imm)                                                      \
    OP(shri, u, (wide)x >> imm)                                                \
    OP(sari, s, (wide)x >> imm)                                                \
    OP(srshri, s, lane_rshift(x, imm))                                         \
    OP(urshri, u, lane_rshift(x, imm))                                         \
    OP(sli, u, x << imm | (y & bits_mask(imm)))                                \
    OP(sri, u,                                                                 \
       (uint64_t)((wide)x >> imm) |                                            \
           (y & ~(uint64_t)((wide)bits_mask(w) >> imm)))                       \
    OP(sshl, s, shift(x, y, w, false))                                         \
    OP(ushl, u, shift((wide)x, (int64_t)y, w, false))                          \
    OP(srshl, s, shift(x, y, w, true))                                         \
    OP(urshl, u, shift((wide)x, (int64_t)y, w, true))                          \
    OP(sqadd, s, lane_sat_s(ctx, w, (wide)x + y))                              \
    OP(uqadd, u, lane_sat_u(ctx, w, (wide)x + y))                              \
    OP(sqsub, s, lane_sat_s(ctx, w, (wide)x - y))                              \
    OP(uqsub, u, lane_sat_u(ctx, w, (wide)x - y))                              \
    OP(suqadd, s, lane_sat_s(ctx, w, (wide)x + ((uint64_t)y & bits_mask(w))))  \
    OP(usqadd, u, lane_sat_u(ctx, w, (wide)x + bits_sext(y, w)))               \
    OP(sqabs, s, lane_sat_s(ctx, w, x < 0 ? -(wide)x : x))                     \
    OP(sqneg, s, lane_sat_s(ctx, w, -(wide)x))                                 \
    OP(sqdmulh, s, lane_sat_s(ctx, w, (2 * (wide)x * y) >> w))                 \
    OP(sqrdmulh, s, lane_sat_s(ctx, w, lane_rshift(2 * (wide)x * y, w)))       \
    OP(sqrdmlah, s,                                                            \
       lane_sat_s(ctx, w,                                                      \
                  lane_rshift((wide)z *((wide)1 << w) + 2 * (wide)x * y, w)))  \
    OP(sqrdmlsh, s,                                                            \
       lane_sat_s(ctx, w,                                                      \
                  lane_rshift((wide)z *((wide)1 << w) - 2 * (wide)x * y, w)))  \
    OP(sqshl, s, lane_sat_s(ctx, w, shift(x, y, w, false)))                    \
    OP(uqshl, u, lane_sat_u(ctx, w, shift((wide)x, (int64_t)y, w, false)))     \
    OP(sqrshl, s, lane_sat_s(ctx, w, shift(x, y, w, true)))                    \
    OP(uqrshl, u, lane_sat_u(ctx, w, shift((wide)x, (int64_t)y, w, true)))     \
    OP(sqshli, s, lane_sat_s(ctx, w, (wide)x *((wide)1 << imm)))               \
    OP(uqshli, u, lane_sat_u(ctx, w, shift((wide)x, (int)imm, w, false)))      \
    OP(sqshlui, s, lane_sat_u(ctx, w, (wide)x *((wide)1 << imm)))

static uint64_t poly_mul(uint64_t x, uint64_t y)
{
    uint64_t r = 0;

    for (; y != 0; y &= y - 1)
        r ^= x << ctz64(y);
    return r;
}

/* x, a number of w bits, shifted left by the signed low byte of n, right when
 * it is negative. A shift by w or more leaves a number that is out of range and
 * has no low bits, or zero, or the sign. */
static wide shift(wide x, int64_t n, unsigned w, bool round)
{
    int by = (int8_t)n;
    wide beyond = (wide)1 << w;

    if (by >= (int)w)
        return x == 0 ? 0 : x < 0 ? -beyond : beyond;
    if (by >= 0)
        return x * ((wide)1 << by);
    by = -by > (int)w + 1 ? (int)w + 1 : -by;
    return round ? lane_rshift(x, (unsigned)by) : x >> by;
}

static uint64_t get_u(const union v128 *v, unsigned esz, unsigned i)
{
    return v != NULL ? lane_u(v, esz, i) : 0;
}

static int64_t get_s(const union v128 *v, unsigned esz, unsigned i)
{
    return v != NULL ? lane_s(v, esz, i) : 0;
}

typedef uint64_t lane_of_u;
typedef int64_t lane_of_s;

#define DEFINE(name, kind, expression)                                         \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        const unsigned esz = ctx->esz, w = 8u << esz;                          \
        const unsigned imm = (unsigned)ctx->imm;                               \
                                                                               \
        lane_zero(d);                                                          \
        for (unsigned i = 0; i < lane_count(ctx, esz); i++) {                  \
            lane_of_##kind x = get_##kind(a, esz, i);                          \
            lane_of_##kind y = get_##kind(b, esz, i);                          \
            lane_of_##kind z = get_##kind(c, esz, i);                          \
                                                                               \
            (void)y, (void)z, (void)w, (void)imm;                              \
            lane_set(d, esz, i, (uint64_t)(expression));                       \
        }                                                                      \
    }
LANE_OPS(DEFINE)

/* ---- Whole registers ---- */

/* OP(name, expression on 64-bit parts x, y, z) */
#define BIT_OPS(OP)                                                            \
    OP(and, x &y)                                                              \
    OP(or, x | y)                                                              \
    OP(xor, x ^ y)                                                             \
    OP(andn, x & ~y)                                                           \
    OP(orn, x | ~y)                                                            \
    OP(not, ~x)                                                                \
    OP(bsl, (x & y) | (~x & z))

#define DEFINE_BITS(name, expression)                                          \
    void vop_##name(const struct vop_ctx *ctx, union v128 *d,                  \
                    const union v128 *a, const union v128 *b,                  \
                    const union v128 *c)                                       \
    {                                                                          \
        lane_zero(d);                                                          \
        for (unsigned i = 0; i < (ctx->half == VOP_FULL ? 2 : 1); i++) {       \
            uint64_t x = a->u64[i];                                            \
            uint64_t y = b != NULL ? b->u64[i] : 0;                            \
            uint64_t z = c != NULL ? c->u64[i] : 0;                            \
                                                                               \
            (void)y, (void)z;                                                  \
            d->u64[i] = expression;                                            \
        }                                                                      \
    }
BIT_OPS(DEFINE_BITS)

void vop_cnt(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
             const union v128 *b, const union v128 *c)
{
    (void)b, (void)c;
    lane_zero(d);
    for (unsigned i = 0; i < lane_count(ctx, 0); i++)
        d->u8[i] = (uint8_t)popcount32(a->u8[i]);
}
