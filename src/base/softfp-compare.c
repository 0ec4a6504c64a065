/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/softfp-core.h"

/* A key that orders all patterns but NaNs by value, -0 just below +0. */
static int64_t order_key(const struct softfp_fmt *fmt, uint64_t a)
{
    int64_t mag = (int64_t)sfp_magnitude(fmt, a);

    return sfp_is_negative(fmt, a) ? -1 - mag : mag;
}

enum softfp_rel softfp_compare(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a,
                               uint64_t b, bool signal)
{
    int64_t x, y;

    a = sfp_operand(env, fmt, a);
    b = sfp_operand(env, fmt, b);
    if (sfp_is_nan(fmt, a) || sfp_is_nan(fmt, b)) {
        if (signal || sfp_is_signalling(fmt, a) || sfp_is_signalling(fmt, b))
            sfp_raise(env, SOFTFP_INVALID);
        return SOFTFP_UNORDERED;
    }
    if (sfp_magnitude(fmt, a | b) == 0)
        return SOFTFP_EQ;
    x = order_key(fmt, a);
    y = order_key(fmt, b);
    return x < y ? SOFTFP_LT : x > y ? SOFTFP_GT : SOFTFP_EQ;
}

/* Which NaNs give way to a number. */
enum nan_loses {
    NONE,
    QUIET,
    ANY,
};

static uint64_t pick(struct softfp_env *env, const struct softfp_fmt *fmt,
                     uint64_t a, uint64_t b, bool max, enum nan_loses loses)
{
    bool nan_a, nan_b, signalling;

    a = sfp_operand(env, fmt, a);
    b = sfp_operand(env, fmt, b);
    nan_a = sfp_is_nan(fmt, a);
    nan_b = sfp_is_nan(fmt, b);
    if (!nan_a && !nan_b)
        return (order_key(fmt, a) > order_key(fmt, b)) == max ? a : b;

    signalling = sfp_is_signalling(fmt, a) || sfp_is_signalling(fmt, b);
    if ((nan_a && nan_b) || loses == NONE || (loses == QUIET && signalling))
        return sfp_nan2(env, fmt, a, b);
    if (signalling)
        sfp_raise(env, SOFTFP_INVALID);
    return nan_a ? b : a;
}

uint64_t softfp_min(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b)
{
    return pick(env, fmt, a, b, false, NONE);
}

uint64_t softfp_max(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b)
{
    return pick(env, fmt, a, b, true, NONE);
}

uint64_t softfp_minnum(struct softfp_env *env, const struct softfp_fmt *fmt,
                       uint64_t a, uint64_t b)
{
    return pick(env, fmt, a, b, false, QUIET);
}

uint64_t softfp_maxnum(struct softfp_env *env, const struct softfp_fmt *fmt,
                       uint64_t a, uint64_t b)
{
    return pick(env, fmt, a, b, true, QUIET);
}

uint64_t softfp_minimum_number(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a,
                               uint64_t b)
{
    return pick(env, fmt, a, b, false, ANY);
}

uint64_t softfp_maximum_number(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a,
                               uint64_t b)
{
    return pick(env, fmt, a, b, true, ANY);
}

unsigned softfp_class(const struct softfp_fmt *fmt, uint64_t a)
{
    uint64_t mag = sfp_magnitude(fmt, a);
    unsigned rank; /* by magnitude: zero, denormal, normal, infinity */

    if (sfp_is_nan(fmt, a))
        return sfp_is_signalling(fmt, a) ? 1u << 8 : 1u << 9;
    if (mag <= sfp_frac_mask(fmt))
        rank = mag != 0;
    else
        rank = mag < sfp_inf(fmt, false) ? 2 : 3;
    return 1u << (sfp_is_negative(fmt, a) ? 3 - rank : 4 + rank);
}
