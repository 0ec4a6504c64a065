/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arm ARM, shared pseudocode: FPRecipEstimate, FPRSqrtEstimate, FPRecpX,
 * UnsignedRecipEstimate, UnsignedRSqrtEstimate. */
#include "config.h"

#include "base/softfp-core.h"

/* RecipEstimate: a is 256 to 511, in units of 1/512; so is the result, in
 * units of 1/256. */
static uint32_t recip_table(uint32_t a)
{
    return ((1u << 19) / (2 * a + 1) + 1) / 2;
}

/* RecipSqrtEstimate: a is 128 to 511, the result 256 to 511. */
static uint32_t rsqrt_table(uint32_t a)
{
    uint32_t b = 0, step;

    a = a < 256 ? 2 * a + 1 : 2 * (a | 1);
    /* The largest b with a * b^2 < 2^28; it is below 1024. */
    for (step = 512; step; step >>= 1) {
        if (a * (b + step) * (b + step) < 1u << 28)
            b += step;
    }
    return (b + 1) / 2;
}

/* A finite number's fraction without its leading one, as the top bits of a
 * 64-bit word, and its biased exponent as if it had no lower bound. */
static uint64_t fraction_of(const struct softfp_fmt *fmt,
                            const struct sfp_num *x, int32_t *exp)
{
    *exp = x->exp + sfp_bias(fmt);
    return x->sig << 1;
}

uint64_t softfp_recip_estimate(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a)
{
    struct sfp_num x = sfp_unpack(env, fmt, a);
    int32_t exp, bias = sfp_bias(fmt);
    bool flush = sfp_is_half(fmt) ? env->flush16 : env->flush_out;
    uint64_t frac;

    if (x.cls == SFP_NAN)
        return sfp_nan1(env, fmt, a);
    if (x.cls == SFP_INF)
        return sfp_zero(fmt, x.sign);
    if (x.cls == SFP_ZERO) {
        sfp_raise(env, SOFTFP_DIVZERO);
        return sfp_inf(fmt, x.sign);
    }
    /* The reciprocal is too large for the format, by however much. */
    if (x.exp < -bias - 1)
        return sfp_pack(env, fmt, env->round, x.sign, bias + 1, x.sig);
    if (flush && x.exp >= bias - 1) {
        sfp_raise(env, SOFTFP_UNDERFLOW);
        return sfp_zero(fmt, x.sign);
    }

    frac = fraction_of(fmt, &x, &exp);
    frac = (uint64_t)recip_table(256 | (uint32_t)(frac >> 56)) << 56;
    exp = 2 * bias - 1 - exp;
    if (exp <= 0) {
        /* A denormal result takes its leading one back; nothing is lost. */
        frac = (UINT64_C(1) << 63 | frac >> 1) >> -exp;
        exp = 0;
    }
    return sfp_zero(fmt, x.sign) | (uint64_t)exp << fmt->frac_bits |
           frac >> (64 - fmt->frac_bits);
}

uint64_t softfp_rsqrt_estimate(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a)
{
    struct sfp_num x = sfp_unpack(env, fmt, a);
    uint64_t frac;
    uint32_t scaled;
    int32_t exp;

    if (x.cls == SFP_NAN)
        return sfp_nan1(env, fmt, a);
    if (x.cls == SFP_ZERO) {
        sfp_raise(env, SOFTFP_DIVZERO);
        return sfp_inf(fmt, x.sign);
    }
    if (x.sign)
        return sfp_invalid(env, fmt);
    if (x.cls == SFP_INF)
        return sfp_zero(fmt, false);

    frac = fraction_of(fmt, &x, &exp);
    scaled =
        exp & 1 ? 128 | (uint32_t)(frac >> 57) : 256 | (uint32_t)(frac >> 56);
    frac = (uint64_t)rsqrt_table(scaled) << 56;
    exp = (3 * sfp_bias(fmt) - 1 - exp) / 2;
    return (uint64_t)exp << fmt->frac_bits | frac >> (64 - fmt->frac_bits);
}

uint64_t softfp_recip_exponent(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a)
{
    uint64_t exp = sfp_inf(fmt, false), mag;

    if (sfp_is_nan(fmt, a))
        return sfp_nan1(env, fmt, a);
    /* The flushing of a denormal shows in the flags alone. */
    mag = sfp_magnitude(fmt, sfp_operand(env, fmt, a));
    return sfp_zero(fmt, sfp_is_negative(fmt, a)) |
           (mag & exp ? ~mag & exp : sfp_huge(fmt, false) & exp);
}

uint32_t softfp_urecip_estimate(uint32_t a)
{
    return a >> 31 ? recip_table(a >> 23) << 23 : UINT32_MAX;
}

uint32_t softfp_ursqrt_estimate(uint32_t a)
{
    return a >> 30 ? rsqrt_table(a >> 23) << 23 : UINT32_MAX;
}
