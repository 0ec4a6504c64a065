/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/softfp-core.h"

/*
 * The magnitude of x * 2^fbits as an integer; false if it is 2^64 or more.
 * *inexact tells whether it was rounded.
 */
static bool integral(const struct sfp_num *x, unsigned round, unsigned fbits,
                     uint64_t *result, bool *inexact)
{
    int32_t exp = x->exp + (int32_t)fbits;
    uint64_t sig = x->sig;
    unsigned drop = 63;

    *inexact = false;
    *result = 0;
    if (x->cls == SFP_ZERO)
        return true;
    if (exp > 63)
        return false;
    if (exp < 0)
        sig = sfp_shr_jam(sig, (uint32_t)-exp);
    else
        drop -= (unsigned)exp;
    *inexact = sig & ((UINT64_C(1) << drop) - 1);
    *result = sfp_round_sig(round, x->sign, sig, drop);
    return true;
}

/* The format's number of that magnitude, which it can hold exactly. */
static uint64_t from_integral(struct softfp_env *env,
                              const struct softfp_fmt *fmt, bool sign,
                              uint64_t mag)
{
    int shift;

    if (mag == 0)
        return sfp_zero(fmt, sign);
    shift = __builtin_clzll(mag);
    return sfp_pack(env, fmt, SOFTFP_RTZ, sign, 63 - shift, mag << shift);
}

uint64_t softfp_round_int(struct softfp_env *env, const struct softfp_fmt *fmt,
                          uint64_t a, unsigned round, bool exact)
{
    struct sfp_num x = sfp_unpack(env, fmt, a);
    uint64_t mag;
    bool inexact;

    if (x.cls == SFP_NAN)
        return sfp_nan1(env, fmt, a);
    if (x.cls == SFP_INF || (x.cls == SFP_NUMBER && x.exp >= fmt->frac_bits))
        return a;
    (void)integral(&x, round, 0, &mag, &inexact);
    if (inexact && exact)
        sfp_raise(env, SOFTFP_INEXACT);
    return from_integral(env, fmt, x.sign, mag);
}

uint64_t softfp_round_int_range(struct softfp_env *env,
                                const struct softfp_fmt *fmt, uint64_t a,
                                unsigned round, unsigned bits)
{
    struct sfp_num x = sfp_unpack(env, fmt, a);
    uint64_t limit = UINT64_C(1) << (bits - 1), mag;
    bool inexact;

    if (x.cls == SFP_NAN || x.cls == SFP_INF ||
        !integral(&x, round, 0, &mag, &inexact) || mag > limit - !x.sign) {
        sfp_raise(env, SOFTFP_INVALID);
        return from_integral(env, fmt, true, limit);
    }
    if (inexact)
        sfp_raise(env, SOFTFP_INEXACT);
    return from_integral(env, fmt, x.sign, mag);
}

/* Arm FPConvertNaN: the sign and the leading fraction bits stay. */
static uint64_t convert_nan(struct softfp_env *env, const struct softfp_fmt *to,
                            const struct softfp_fmt *from, uint64_t a)
{
    bool sign = sfp_is_negative(from, a);

    if (sfp_is_signalling(from, a))
        sfp_raise(env, SOFTFP_INVALID);
    if (env->nan != SFP_NAN_ARM)
        return sfp_default_nan(to);
    a = (a & sfp_frac_mask(from)) << (64 - from->frac_bits);
    return sfp_inf(to, sign) | sfp_quiet_bit(to) | a >> (64 - to->frac_bits);
}

/* Arm FPUnpackCV: flush16 does not apply, and ahp does. */
static struct sfp_num unpack_converted(struct softfp_env *env,
                                       const struct softfp_fmt *from,
                                       uint64_t a)
{
    if (!sfp_is_half(from))
        return sfp_unpack(env, from, a);
    if (env->ahp && sfp_magnitude(from, a) >= sfp_inf(from, false)) {
        return (struct sfp_num){
            SFP_NUMBER, sfp_is_negative(from, a), sfp_bias(from) + 1,
            UINT64_C(1) << 63 | (a & sfp_frac_mask(from))
                                    << (63 - from->frac_bits)};
    }
    return sfp_unpack_raw(from, a);
}

uint64_t softfp_convert(struct softfp_env *env, const struct softfp_fmt *to,
                        const struct softfp_fmt *from, uint64_t a,
                        unsigned round)
{
    struct sfp_num x = unpack_converted(env, from, a);
    bool alternative = env->ahp && sfp_is_half(to);

    if (alternative && (x.cls == SFP_NAN || x.cls == SFP_INF)) {
        sfp_raise(env, SOFTFP_INVALID);
        return sfp_zero(to, x.sign) |
               (x.cls == SFP_INF ? sfp_sign_bit(to) - 1 : 0);
    }
    switch (x.cls) {
    case SFP_ZERO: return sfp_zero(to, x.sign);
    case SFP_NUMBER: return sfp_pack_converted(env, to, round, &x);
    case SFP_INF: return sfp_inf(to, x.sign);
    case SFP_NAN: break;
    }
    return convert_nan(env, to, from, a);
}

uint64_t softfp_widen(struct softfp_env *env, const struct softfp_fmt *to,
                      const struct softfp_fmt *from, uint64_t a)
{
    struct sfp_num x = sfp_unpack(env, from, a);

    switch (x.cls) {
    case SFP_ZERO: return sfp_zero(to, x.sign);
    case SFP_NUMBER: return sfp_pack(env, to, SOFTFP_RTZ, x.sign, x.exp, x.sig);
    case SFP_INF: return sfp_inf(to, x.sign);
    case SFP_NAN: break;
    }
    if (sfp_is_signalling(from, a))
        sfp_raise(env, SOFTFP_INVALID);
    return sfp_inf(to, x.sign) | (a & sfp_frac_mask(from))
                                     << (to->frac_bits - from->frac_bits);
}

/*
 * The magnitude of the integer result, at most limit for the sign of *x, which
 * the caller works out by sign because of the lopsided range of two's
 * complement.
 */
static uint64_t saturate(struct softfp_env *env, const struct sfp_num *x,
                         unsigned round, unsigned fbits, uint64_t limit)
{
    uint64_t mag;
    bool inexact;

    if (x->cls == SFP_INF || !integral(x, round, fbits, &mag, &inexact) ||
        mag > limit) {
        sfp_raise(env, SOFTFP_INVALID);
        return limit;
    }
    if (inexact)
        sfp_raise(env, SOFTFP_INEXACT);
    return mag;
}

static uint64_t integer_of_nan(struct softfp_env *env, uint64_t largest)
{
    sfp_raise(env, SOFTFP_INVALID);
    return env->nan == SFP_NAN_LARGEST ? largest : 0;
}

int64_t softfp_to_sint(struct softfp_env *env, const struct softfp_fmt *fmt,
                       uint64_t a, unsigned round, unsigned bits,
                       unsigned fbits)
{
    struct sfp_num x = sfp_unpack(env, fmt, a);
    uint64_t limit = (UINT64_C(1) << (bits - 1)) - !x.sign, mag;

    if (x.cls == SFP_NAN)
        return (int64_t)integer_of_nan(env, (UINT64_C(1) << (bits - 1)) - 1);
    mag = saturate(env, &x, round, fbits, limit);
    return (int64_t)(x.sign ? -mag : mag);
}

uint64_t softfp_to_uint(struct softfp_env *env, const struct softfp_fmt *fmt,
                        uint64_t a, unsigned round, unsigned bits,
                        unsigned fbits)
{
    struct sfp_num x = sfp_unpack(env, fmt, a);
    uint64_t limit = UINT64_MAX >> (64 - bits);

    if (x.cls == SFP_NAN)
        return integer_of_nan(env, limit);
    return saturate(env, &x, round, fbits, x.sign ? 0 : limit);
}

uint32_t softfp_to_int32_modulo(struct softfp_env *env,
                                const struct softfp_fmt *fmt, uint64_t a,
                                bool *exact)
{
    struct sfp_num x = sfp_unpack(env, fmt, a);
    uint64_t mag;
    bool inexact;

    *exact = false;
    if (x.cls == SFP_NAN || x.cls == SFP_INF) {
        sfp_raise(env, SOFTFP_INVALID);
        return 0;
    }
    if (!integral(&x, SOFTFP_RTZ, 0, &mag, &inexact)) {
        /* All of sig counts, its lowest bit worth 2^(exp - 63). */
        sfp_raise(env, SOFTFP_INVALID);
        mag = x.exp < 63 + 32 ? x.sig << (x.exp - 63) : 0;
    } else if (mag > (UINT64_C(1) << 31) - !x.sign) {
        sfp_raise(env, SOFTFP_INVALID);
    } else if (inexact) {
        sfp_raise(env, SOFTFP_INEXACT);
    } else {
        /* Neither -0 nor a flushed denormal comes back. */
        *exact = x.cls == SFP_NUMBER || a == 0;
    }
    return (uint32_t)(x.sign ? -mag : mag);
}

static uint64_t from_magnitude(struct softfp_env *env,
                               const struct softfp_fmt *fmt, bool sign,
                               uint64_t mag, unsigned round, unsigned fbits)
{
    int shift;

    if (mag == 0)
        return 0;
    shift = __builtin_clzll(mag);
    return sfp_pack(env, fmt, round, sign, 63 - shift - (int32_t)fbits,
                    mag << shift);
}

uint64_t softfp_from_sint(struct softfp_env *env, const struct softfp_fmt *fmt,
                          int64_t a, unsigned round, unsigned fbits)
{
    return from_magnitude(env, fmt, a < 0, a < 0 ? -(uint64_t)a : (uint64_t)a,
                          round, fbits);
}

uint64_t softfp_from_uint(struct softfp_env *env, const struct softfp_fmt *fmt,
                          uint64_t a, unsigned round, unsigned fbits)
{
    return from_magnitude(env, fmt, false, a, round, fbits);
}
