/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/softfp-core.h"

const struct softfp_fmt softfp_f16 = {.exp_bits = 5, .frac_bits = 10};
const struct softfp_fmt softfp_bf16 = {.exp_bits = 8, .frac_bits = 7};
const struct softfp_fmt softfp_f32 = {.exp_bits = 8, .frac_bits = 23};
const struct softfp_fmt softfp_f64 = {.exp_bits = 11, .frac_bits = 52};

bool sfp_rounds_up(unsigned round, bool sign, uint64_t sig, unsigned drop)
{
    uint64_t half = UINT64_C(1) << (drop - 1);
    uint64_t rest = sig & (2 * half - 1);

    switch (round) {
    case SOFTFP_RNE: return rest > half || (rest == half && (sig >> drop & 1));
    case SOFTFP_RMM: return rest >= half;
    case SOFTFP_RUP: return rest != 0 && !sign;
    case SOFTFP_RDN: return rest != 0 && sign;
    default: return false;
    }
}

uint64_t sfp_round_sig(unsigned round, bool sign, uint64_t sig, unsigned drop)
{
    if (drop == 0)
        return sig;
    if (round == SOFTFP_RTO)
        return sfp_shr_jam(sig, drop);
    return (sig >> drop) + sfp_rounds_up(round, sign, sig, drop);
}

uint64_t sfp_operand(struct softfp_env *env, const struct softfp_fmt *fmt,
                     uint64_t a)
{
    uint64_t mag = sfp_magnitude(fmt, a);

    if (mag == 0 || mag > sfp_frac_mask(fmt))
        return a;
    if (sfp_is_half(fmt))
        return env->flush16 ? a ^ mag : a;
    if (!env->flush_in)
        return a;
    sfp_raise(env, SOFTFP_INPUT_DENORMAL);
    return a ^ mag;
}

struct sfp_num sfp_unpack_raw(const struct softfp_fmt *fmt, uint64_t a)
{
    uint64_t frac = a & sfp_frac_mask(fmt);
    int32_t exp = (int32_t)(a >> fmt->frac_bits) & sfp_exp_max(fmt);
    struct sfp_num num = {.cls = SFP_NUMBER, .sign = sfp_is_negative(fmt, a)};
    unsigned shift = 63u - fmt->frac_bits;

    if (exp == sfp_exp_max(fmt)) {
        num.cls = frac ? SFP_NAN : SFP_INF;
    } else if (exp != 0) {
        num.exp = exp - sfp_bias(fmt);
        num.sig = UINT64_C(1) << 63 | frac << shift;
    } else if (frac != 0) {
        shift = (unsigned)__builtin_clzll(frac);
        num.exp = 1 - sfp_bias(fmt) - (int32_t)(shift + fmt->frac_bits - 63);
        num.sig = frac << shift;
    } else {
        num.cls = SFP_ZERO;
    }
    return num;
}

struct sfp_num sfp_unpack(struct softfp_env *env, const struct softfp_fmt *fmt,
                          uint64_t a)
{
    return sfp_unpack_raw(fmt, sfp_operand(env, fmt, a));
}

/* IEEE 754 section 7.4; ahp: Arm FPRoundBase, alternative half precision. */
static uint64_t overflow(struct softfp_env *env, const struct softfp_fmt *fmt,
                         unsigned round, bool sign, bool ahp)
{
    if (ahp) {
        sfp_raise(env, SOFTFP_INVALID);
        return sfp_zero(fmt, sign) | (sfp_sign_bit(fmt) - 1);
    }
    sfp_raise(env, SOFTFP_OVERFLOW | SOFTFP_INEXACT);
    if (round == SOFTFP_RTZ || round == SOFTFP_RTO ||
        round == (sign ? SOFTFP_RUP : SOFTFP_RDN))
        return sfp_huge(fmt, sign);
    return sfp_inf(fmt, sign);
}

/* Whether a number below the normal range is tiny still after it has been
 * rounded to the format's precision, its exponent unbounded. */
static bool tiny_after(const struct softfp_fmt *fmt, unsigned round, bool sign,
                       int32_t biased, uint64_t sig)
{
    unsigned drop = 63u - fmt->frac_bits;

    return biased < 0 || sig < UINT64_MAX << drop ||
           !sfp_rounds_up(round, sign, sig, drop);
}

static uint64_t round_pack(struct softfp_env *env, const struct softfp_fmt *fmt,
                           unsigned round, const struct sfp_num *num,
                           bool flush, bool ahp)
{
    unsigned drop = 63u - fmt->frac_bits;
    int32_t biased = num->exp + sfp_bias(fmt);
    int32_t limit = sfp_exp_max(fmt) + ahp;
    uint64_t sig = num->sig, mag;
    bool tiny = biased <= 0;

    if (biased >= limit)
        return overflow(env, fmt, round, num->sign, ahp);
    if (tiny) {
        if (flush) {
            sfp_raise(env, SOFTFP_UNDERFLOW);
            return sfp_zero(fmt, num->sign);
        }
        if (!env->tiny_before)
            tiny = tiny_after(fmt, round, num->sign, biased, sig);
        sig = sfp_shr_jam(sig, (uint32_t)(1 - biased));
        biased = 1;
    }

    /* The leading one of sig, or the carry into it, counts in the exponent. */
    mag = ((uint64_t)(biased - 1) << fmt->frac_bits) +
          sfp_round_sig(round, num->sign, sig, drop);
    if (mag >> fmt->frac_bits >= (uint64_t)limit)
        return overflow(env, fmt, round, num->sign, ahp);
    if (sig & ((UINT64_C(1) << drop) - 1))
        sfp_raise(env, SOFTFP_INEXACT | (tiny ? SOFTFP_UNDERFLOW : 0));
    return sfp_zero(fmt, num->sign) | mag;
}

uint64_t sfp_pack(struct softfp_env *env, const struct softfp_fmt *fmt,
                  unsigned round, bool sign, int32_t exp, uint64_t sig)
{
    struct sfp_num num = {SFP_NUMBER, sign, exp, sig};
    bool flush = sfp_is_half(fmt) ? env->flush16 : env->flush_out;

    return round_pack(env, fmt, round, &num, flush, false);
}

uint64_t sfp_pack_converted(struct softfp_env *env,
                            const struct softfp_fmt *fmt, unsigned round,
                            const struct sfp_num *num)
{
    bool half = sfp_is_half(fmt);

    return round_pack(env, fmt, round, num, !half && env->flush_out,
                      half && env->ahp);
}

uint64_t sfp_invalid(struct softfp_env *env, const struct softfp_fmt *fmt)
{
    sfp_raise(env, SOFTFP_INVALID);
    return sfp_default_nan(fmt);
}

uint64_t sfp_nan1(struct softfp_env *env, const struct softfp_fmt *fmt,
                  uint64_t a)
{
    if (sfp_is_signalling(fmt, a))
        sfp_raise(env, SOFTFP_INVALID);
    if (env->nan != SFP_NAN_ARM)
        return sfp_default_nan(fmt);
    return a | sfp_quiet_bit(fmt);
}

uint64_t sfp_nan2(struct softfp_env *env, const struct softfp_fmt *fmt,
                  uint64_t a, uint64_t b)
{
    if (sfp_is_signalling(fmt, a))
        return sfp_nan1(env, fmt, a);
    if (sfp_is_signalling(fmt, b) || !sfp_is_nan(fmt, a))
        return sfp_nan1(env, fmt, b);
    return sfp_nan1(env, fmt, a);
}

uint64_t sfp_nan3(struct softfp_env *env, const struct softfp_fmt *fmt,
                  uint64_t a, uint64_t b, uint64_t c)
{
    bool bc = sfp_is_signalling(fmt, b) || sfp_is_signalling(fmt, c);

    if (sfp_is_signalling(fmt, a) || (sfp_is_nan(fmt, a) && !bc))
        return sfp_nan1(env, fmt, a);
    return sfp_nan2(env, fmt, b, c);
}
