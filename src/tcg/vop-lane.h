/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lanes of vectors, for the functions of vop.def. Private to them.
 */
#ifndef CALQUE_TCG_VOP_LANE_H
#define CALQUE_TCG_VOP_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bits.h"
#include "tcg/vop.h"

__extension__ typedef __int128 wide; /* holds any result before saturation */

static inline uint64_t lane_u(const union v128 *v, unsigned esz, unsigned i)
{
    switch (esz) {
    case 0: return v->u8[i];
    case 1: return v->u16[i];
    case 2: return v->u32[i];
    default: return v->u64[i];
    }
}

static inline int64_t lane_s(const union v128 *v, unsigned esz, unsigned i)
{
    switch (esz) {
    case 0: return v->s8[i];
    case 1: return v->s16[i];
    case 2: return v->s32[i];
    default: return v->s64[i];
    }
}

static inline void lane_set(union v128 *v, unsigned esz, unsigned i, uint64_t x)
{
    switch (esz) {
    case 0: v->u8[i] = (uint8_t)x; break;
    case 1: v->u16[i] = (uint16_t)x; break;
    case 2: v->u32[i] = (uint32_t)x; break;
    default: v->u64[i] = x; break;
    }
}

/* The number of lanes of 1 << esz bytes to work on. */
static inline unsigned lane_count(const struct vop_ctx *ctx, unsigned esz)
{
    return ctx->half == VOP_SCALAR ? 1
                                   : (ctx->half == VOP_HALF ? 8u : 16u) >> esz;
}

static inline void lane_zero(union v128 *d)
{
    d->u64[0] = 0;
    d->u64[1] = 0;
}

static inline void lane_saturated(const struct vop_ctx *ctx)
{
    if (ctx->sat != NULL)
        *ctx->sat |= 1;
}

/* x limited to `bits` signed or unsigned bits, with the sticky flag. */
static inline uint64_t lane_sat_s(const struct vop_ctx *ctx, unsigned bits,
                                  wide x)
{
    wide max = (wide)bits_mask(bits - 1);

    if (x <= max && x >= -max - 1)
        return (uint64_t)x;
    lane_saturated(ctx);
    return (uint64_t)(x < 0 ? -max - 1 : max);
}

static inline uint64_t lane_sat_u(const struct vop_ctx *ctx, unsigned bits,
                                  wide x)
{
    wide max = (wide)bits_mask(bits);

    if (x <= max && x >= 0)
        return (uint64_t)x;
    lane_saturated(ctx);
    return x < 0 ? 0 : (uint64_t)max;
}

/* x >> n with rounding to nearest, halves up; n up to 64. */
static inline wide lane_rshift(wide x, unsigned n)
{
    return n == 0 ? x : ((x >> (n - 1)) + 1) >> 1;
}

#endif
