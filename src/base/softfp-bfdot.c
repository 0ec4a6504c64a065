/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arm ARM, shared pseudocode: BFDotAdd, BFMulH, BFAdd, BFRound, for FPCR.EBF
 * of 0. */
#include "config.h"

#include "base/softfp-core.h"

/* BFRound is round to odd and flush to zero, but overflows to infinity. */
static const struct softfp_env bf_env = {
    .round = SOFTFP_RTO,
    .nan = SFP_NAN_DEFAULT,
    .tiny_before = true,
    .flush_in = true,
    .flush_out = true,
};

static uint32_t rounded(const struct softfp_env *env, uint64_t x)
{
    if (env->flags & SOFTFP_OVERFLOW)
        x = sfp_inf(&softfp_f32, sfp_is_negative(&softfp_f32, x));
    return (uint32_t)x;
}

/* A bfloat16 is the upper half of a binary32. */
static uint32_t bf_mul(uint32_t a, uint32_t b)
{
    struct softfp_env env = bf_env;

    return rounded(&env, softfp_mul(&env, &softfp_f32, a << 16, b << 16));
}

static uint32_t bf_add(uint32_t a, uint32_t b)
{
    struct softfp_env env = bf_env;

    return rounded(&env, softfp_add(&env, &softfp_f32, a, b));
}

uint32_t softfp_bfdot(uint32_t sum, uint32_t a, uint32_t b)
{
    return bf_add(sum, bf_add(bf_mul(a, b), bf_mul(a >> 16, b >> 16)));
}
