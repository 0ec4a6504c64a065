/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/softfp-core.h"

typedef unsigned __int128 u128;

/* As struct sfp_num, wide enough for an exact product: sig * 2^(exp - 127),
 * the top bit set. */
struct wide {
    bool sign;
    int32_t exp;
    u128 sig;
};

static u128 shr_jam_wide(u128 sig, uint32_t n)
{
    if (n == 0)
        return sig;
    if (n >= 128)
        return sig != 0;
    return sig >> n | (sig << (128 - n) != 0);
}

static unsigned clz_wide(u128 sig)
{
    uint64_t high = (uint64_t)(sig >> 64);

    if (high)
        return (unsigned)__builtin_clzll(high);
    return 64 + (unsigned)__builtin_clzll((uint64_t)sig);
}

static uint64_t narrow(u128 sig)
{
    return (uint64_t)(sig >> 64) | ((uint64_t)sig != 0);
}

static struct wide widen(const struct sfp_num *a)
{
    return (struct wide){a->sign, a->exp, (u128)a->sig << 64};
}

static struct wide product(const struct sfp_num *a, const struct sfp_num *b)
{
    struct wide r = {a->sign != b->sign, a->exp + b->exp + 1,
                     (u128)a->sig * b->sig};

    if (!(r.sig >> 127)) {
        r.sig <<= 1;
        r.exp--;
    }
    return r;
}

/* The sign of an exact zero that is no operand's (IEEE 754 section 6.3). */
static uint64_t cancelled(const struct softfp_env *env,
                          const struct softfp_fmt *fmt)
{
    return sfp_zero(fmt, env->round == SOFTFP_RDN);
}

/*
 * (a + b) * 2^scale. At least 22 low bits of both significands are zero, so
 * one can go for the carry. Where a low part of b is lost to the jam, b is so
 * much the smaller that at most one leading bit cancels.
 */
static uint64_t sum(struct softfp_env *env, const struct softfp_fmt *fmt,
                    struct wide a, struct wide b, int32_t scale)
{
    unsigned shift;
    u128 sig;

    if (a.exp < b.exp || (a.exp == b.exp && a.sig < b.sig)) {
        struct wide t = a;
        a = b;
        b = t;
    }
    sig = shr_jam_wide(b.sig, 1 + (uint32_t)(a.exp - b.exp));
    sig = (a.sig >> 1) + (a.sign == b.sign ? sig : -sig);
    if (sig == 0)
        return cancelled(env, fmt);
    shift = clz_wide(sig);
    return sfp_pack(env, fmt, env->round, a.sign,
                    a.exp + 1 - (int32_t)shift + scale, narrow(sig << shift));
}

/* a + b, where subtraction has flipped b's sign after the NaNs were chosen. */
static uint64_t add(struct softfp_env *env, const struct softfp_fmt *fmt,
                    const struct sfp_num *a, const struct sfp_num *b)
{
    if (a->cls == SFP_NUMBER && b->cls == SFP_NUMBER)
        return sum(env, fmt, widen(a), widen(b), 0);
    if (a->cls == SFP_INF && b->cls == SFP_INF && a->sign != b->sign)
        return sfp_invalid(env, fmt);
    if (a->cls == SFP_INF || b->cls == SFP_INF)
        return sfp_inf(fmt, a->cls == SFP_INF ? a->sign : b->sign);
    if (a->cls == SFP_NUMBER)
        return sfp_pack(env, fmt, env->round, a->sign, a->exp, a->sig);
    if (b->cls == SFP_NUMBER)
        return sfp_pack(env, fmt, env->round, b->sign, b->exp, b->sig);
    return a->sign == b->sign ? sfp_zero(fmt, a->sign) : cancelled(env, fmt);
}

uint64_t softfp_add(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b)
{
    struct sfp_num x = sfp_unpack(env, fmt, a), y = sfp_unpack(env, fmt, b);

    if (x.cls == SFP_NAN || y.cls == SFP_NAN)
        return sfp_nan2(env, fmt, a, b);
    return add(env, fmt, &x, &y);
}

uint64_t softfp_sub(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b)
{
    struct sfp_num x = sfp_unpack(env, fmt, a), y = sfp_unpack(env, fmt, b);

    if (x.cls == SFP_NAN || y.cls == SFP_NAN)
        return sfp_nan2(env, fmt, a, b);
    y.sign = !y.sign;
    return add(env, fmt, &x, &y);
}

/* Neither is a NaN. */
static bool inf_times_zero(const struct sfp_num *a, const struct sfp_num *b)
{
    return (a->cls == SFP_INF && b->cls == SFP_ZERO) ||
           (a->cls == SFP_ZERO && b->cls == SFP_INF);
}

/* a * b, except for NaNs and infinity times zero. */
static uint64_t multiply(struct softfp_env *env, const struct softfp_fmt *fmt,
                         const struct sfp_num *a, const struct sfp_num *b)
{
    bool sign = a->sign != b->sign;
    struct wide p;

    if (a->cls == SFP_NUMBER && b->cls == SFP_NUMBER) {
        p = product(a, b);
        return sfp_pack(env, fmt, env->round, sign, p.exp, narrow(p.sig));
    }
    if (a->cls == SFP_INF || b->cls == SFP_INF)
        return sfp_inf(fmt, sign);
    return sfp_zero(fmt, sign);
}

uint64_t softfp_mul(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b)
{
    struct sfp_num x = sfp_unpack(env, fmt, a), y = sfp_unpack(env, fmt, b);

    if (x.cls == SFP_NAN || y.cls == SFP_NAN)
        return sfp_nan2(env, fmt, a, b);
    if (inf_times_zero(&x, &y))
        return sfp_invalid(env, fmt);
    return multiply(env, fmt, &x, &y);
}

/* +-1.0 * 2^exp or +-1.5 * 2^exp, both exact in every format. */
static uint64_t constant(const struct softfp_fmt *fmt, bool sign, int32_t exp,
                         bool and_half)
{
    return sfp_zero(fmt, sign) |
           (uint64_t)(exp + sfp_bias(fmt)) << fmt->frac_bits |
           (and_half ? sfp_quiet_bit(fmt) : 0);
}

uint64_t softfp_mulx(struct softfp_env *env, const struct softfp_fmt *fmt,
                     uint64_t a, uint64_t b)
{
    struct sfp_num x = sfp_unpack(env, fmt, a), y = sfp_unpack(env, fmt, b);

    if (x.cls == SFP_NAN || y.cls == SFP_NAN)
        return sfp_nan2(env, fmt, a, b);
    if (inf_times_zero(&x, &y))
        return constant(fmt, x.sign != y.sign, 1, false);
    return multiply(env, fmt, &x, &y);
}

/* a * b + c with a number or zero for each. */
static uint64_t fused(struct softfp_env *env, const struct softfp_fmt *fmt,
                      const struct sfp_num *a, const struct sfp_num *b,
                      const struct sfp_num *c, int32_t scale)
{
    bool sign = a->sign != b->sign;
    struct wide p;

    if (a->cls == SFP_NUMBER && b->cls == SFP_NUMBER) {
        p = product(a, b);
        if (c->cls == SFP_NUMBER)
            return sum(env, fmt, p, widen(c), scale);
        return sfp_pack(env, fmt, env->round, sign, p.exp + scale,
                        narrow(p.sig));
    }
    if (c->cls == SFP_NUMBER)
        return sfp_pack(env, fmt, env->round, c->sign, c->exp + scale, c->sig);
    return sign == c->sign ? sfp_zero(fmt, sign) : cancelled(env, fmt);
}

uint64_t softfp_fma(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b, uint64_t c)
{
    struct sfp_num x = sfp_unpack(env, fmt, a), y = sfp_unpack(env, fmt, b),
                   z = sfp_unpack(env, fmt, c);
    bool sign = x.sign != y.sign;
    bool inf = x.cls == SFP_INF || y.cls == SFP_INF;

    /* Before a quiet c, but not before a signalling one (Arm FPMulAdd). */
    if (inf_times_zero(&x, &y) && !sfp_is_signalling(fmt, c))
        return sfp_invalid(env, fmt);
    if (x.cls == SFP_NAN || y.cls == SFP_NAN || z.cls == SFP_NAN)
        return sfp_nan3(env, fmt, c, a, b);
    if (inf && z.cls == SFP_INF && sign != z.sign)
        return sfp_invalid(env, fmt);
    if (inf || z.cls == SFP_INF)
        return sfp_inf(fmt, inf ? sign : z.sign);
    return fused(env, fmt, &x, &y, &z, 0);
}

/* (c - a * b) / 2^half, with c 2 or 3 (Arm FPRecipStepFused,
 * FPRSqrtStepFused): a is negated before all else, also as a NaN. */
static uint64_t newton_step(struct softfp_env *env,
                            const struct softfp_fmt *fmt, uint64_t a,
                            uint64_t b, bool half)
{
    struct sfp_num c = {SFP_NUMBER, false, 1,
                        half ? UINT64_C(3) << 62 : UINT64_C(1) << 63};
    struct sfp_num x, y;

    a = softfp_neg(fmt, a);
    x = sfp_unpack(env, fmt, a);
    y = sfp_unpack(env, fmt, b);
    if (x.cls == SFP_NAN || y.cls == SFP_NAN)
        return sfp_nan2(env, fmt, a, b);
    if (inf_times_zero(&x, &y))
        return constant(fmt, false, half ? 0 : 1, half);
    if (x.cls == SFP_INF || y.cls == SFP_INF)
        return sfp_inf(fmt, x.sign != y.sign);
    return fused(env, fmt, &x, &y, &c, half ? -1 : 0);
}

uint64_t softfp_recip_step(struct softfp_env *env, const struct softfp_fmt *fmt,
                           uint64_t a, uint64_t b)
{
    return newton_step(env, fmt, a, b, false);
}

uint64_t softfp_rsqrt_step(struct softfp_env *env, const struct softfp_fmt *fmt,
                           uint64_t a, uint64_t b)
{
    return newton_step(env, fmt, a, b, true);
}

uint64_t softfp_neg(const struct softfp_fmt *fmt, uint64_t a)
{
    return a ^ sfp_sign_bit(fmt);
}

/*
 * One base-2^32 digit of a long division: *rem * 2^32 / b, where *rem < b and
 * b has its top bit set. The estimate from b's upper half is at most two too
 * large (Knuth, The Art of Computer Programming 2, 4.3.1, theorem B). The
 * compiler's 128-bit division is a library call that may use vector
 * registers.
 */
static uint64_t divide_digit(uint64_t *rem, uint64_t b)
{
    uint64_t digit = *rem / (b >> 32);
    u128 n = (u128)*rem << 32, took = (u128)digit * b;

    while (took > n) {
        digit--;
        took -= b;
    }
    *rem = (uint64_t)(n - took);
    return digit;
}

static uint64_t divide(struct softfp_env *env, const struct softfp_fmt *fmt,
                       const struct sfp_num *a, const struct sfp_num *b)
{
    bool ge = a->sig >= b->sig;
    /* The dividend in [1/2, 1) times b, so that 64 quotient bits have the
     * top one set. */
    uint64_t rem = ge ? a->sig >> 1 : a->sig, quotient;

    quotient = divide_digit(&rem, b->sig) << 32;
    quotient |= divide_digit(&rem, b->sig);
    return sfp_pack(env, fmt, env->round, a->sign != b->sign,
                    a->exp - b->exp - !ge, quotient | (rem != 0));
}

uint64_t softfp_div(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b)
{
    struct sfp_num x = sfp_unpack(env, fmt, a), y = sfp_unpack(env, fmt, b);
    bool sign = x.sign != y.sign;

    if (x.cls == SFP_NAN || y.cls == SFP_NAN)
        return sfp_nan2(env, fmt, a, b);
    if (x.cls == SFP_NUMBER && y.cls == SFP_NUMBER)
        return divide(env, fmt, &x, &y);
    if (x.cls == y.cls)
        return sfp_invalid(env, fmt);
    if (x.cls == SFP_INF)
        return sfp_inf(fmt, sign);
    if (y.cls == SFP_ZERO) {
        sfp_raise(env, SOFTFP_DIVZERO);
        return sfp_inf(fmt, sign);
    }
    return sfp_zero(fmt, sign);
}

/*
 * The square root of a number in [1, 4), digit by digit. All are fixed-point
 * with 60 fraction bits; at the turn that decides the root's bit 2^-k, rem is
 * 2^k * (x - root^2), which stays below 8. Two bits more than the format has
 * are enough, with the remainder as a third.
 */
static uint64_t root_of(const struct softfp_fmt *fmt, uint64_t x)
{
    uint64_t bit = UINT64_C(1) << 60, root = 0, rem = x;
    unsigned steps = fmt->frac_bits + 3u;

    while (steps--) {
        /* 2^k * ((root + bit)^2 - root^2) */
        uint64_t took = 2 * root + bit;
        /* No branch: the digits are as good as random. */
        uint64_t one = -(uint64_t)(rem >= took);

        rem = (rem - (took & one)) << 1;
        root += bit & one;
        bit >>= 1;
    }
    return root << 3 | (rem != 0);
}

uint64_t softfp_sqrt(struct softfp_env *env, const struct softfp_fmt *fmt,
                     uint64_t a)
{
    struct sfp_num x = sfp_unpack(env, fmt, a);
    bool odd = x.exp & 1;

    if (x.cls == SFP_NAN)
        return sfp_nan1(env, fmt, a);
    if (x.cls == SFP_ZERO)
        return sfp_zero(fmt, x.sign);
    if (x.sign)
        return sfp_invalid(env, fmt);
    if (x.cls == SFP_INF)
        return sfp_inf(fmt, false);
    return sfp_pack(env, fmt, env->round, false, (x.exp - odd) / 2,
                    root_of(fmt, odd ? x.sig >> 2 : x.sig >> 3));
}
