/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the softfp-*.c files share: the unpacked number, and the way in and
 * out of it. Private to them. Ownership, threads and errors: as softfp.h.
 */
#ifndef CALQUE_BASE_SOFTFP_CORE_H
#define CALQUE_BASE_SOFTFP_CORE_H

#include "base/softfp.h"

enum sfp_class {
    SFP_ZERO,
    SFP_NUMBER,
    SFP_INF,
    SFP_NAN,
};

/*
 * A SFP_NUMBER is sig * 2^(exp - 63), with the top bit of sig set. The widest
 * format leaves the low 11 bits of sig free: an inexact result is truncated
 * there and its lowest bit set, which no rounding can tell from the exact one.
 */
struct sfp_num {
    enum sfp_class cls;
    bool sign;
    int32_t exp;
    uint64_t sig;
};

static inline int32_t sfp_bias(const struct softfp_fmt *fmt)
{
    return (1 << (fmt->exp_bits - 1)) - 1;
}

/* The biased exponent of infinities and NaNs. */
static inline int32_t sfp_exp_max(const struct softfp_fmt *fmt)
{
    return (1 << fmt->exp_bits) - 1;
}

static inline uint64_t sfp_sign_bit(const struct softfp_fmt *fmt)
{
    return UINT64_C(1) << (fmt->exp_bits + fmt->frac_bits);
}

static inline uint64_t sfp_quiet_bit(const struct softfp_fmt *fmt)
{
    return UINT64_C(1) << (fmt->frac_bits - 1);
}

static inline uint64_t sfp_frac_mask(const struct softfp_fmt *fmt)
{
    return (UINT64_C(1) << fmt->frac_bits) - 1;
}

static inline uint64_t sfp_magnitude(const struct softfp_fmt *fmt, uint64_t a)
{
    return a & (sfp_sign_bit(fmt) - 1);
}

static inline bool sfp_is_negative(const struct softfp_fmt *fmt, uint64_t a)
{
    return a & sfp_sign_bit(fmt);
}

/* Zero, infinity, largest finite number and default NaN. */
static inline uint64_t sfp_zero(const struct softfp_fmt *fmt, bool sign)
{
    return sign ? sfp_sign_bit(fmt) : 0;
}

static inline uint64_t sfp_inf(const struct softfp_fmt *fmt, bool sign)
{
    return sfp_zero(fmt, sign) | (sfp_sign_bit(fmt) - sfp_frac_mask(fmt) - 1);
}

static inline uint64_t sfp_huge(const struct softfp_fmt *fmt, bool sign)
{
    return sfp_inf(fmt, sign) - 1;
}

static inline uint64_t sfp_default_nan(const struct softfp_fmt *fmt)
{
    return sfp_inf(fmt, false) | sfp_quiet_bit(fmt);
}

static inline bool sfp_is_nan(const struct softfp_fmt *fmt, uint64_t a)
{
    return sfp_magnitude(fmt, a) > sfp_inf(fmt, false);
}

static inline bool sfp_is_signalling(const struct softfp_fmt *fmt, uint64_t a)
{
    return sfp_is_nan(fmt, a) && !(a & sfp_quiet_bit(fmt));
}

static inline bool sfp_is_half(const struct softfp_fmt *fmt)
{
    return fmt->exp_bits == softfp_f16.exp_bits;
}

static inline void sfp_raise(struct softfp_env *env, unsigned flags)
{
    env->flags |= (uint8_t)flags;
}

/* Shifts right; the lowest bit of the result collects what falls off. */
static inline uint64_t sfp_shr_jam(uint64_t sig, uint32_t n)
{
    if (n == 0)
        return sig;
    if (n >= 64)
        return sig != 0;
    return sig >> n | (sig << (64 - n) != 0);
}

/* Whether sig, of which the low drop bits (1 to 63) go, is rounded up in
 * magnitude. Round to odd is not: see sfp_round_sig. */
bool sfp_rounds_up(unsigned round, bool sign, uint64_t sig, unsigned drop);

/* sig without its low drop bits (0 to 63), rounded. */
uint64_t sfp_round_sig(unsigned round, bool sign, uint64_t sig, unsigned drop);

/* The operand an operation sees: denormals are flushed if env says so. */
uint64_t sfp_operand(struct softfp_env *env, const struct softfp_fmt *fmt,
                     uint64_t a);

/* Unpacks; sfp_unpack flushes as sfp_operand does, sfp_unpack_raw never. */
struct sfp_num sfp_unpack_raw(const struct softfp_fmt *fmt, uint64_t a);
struct sfp_num sfp_unpack(struct softfp_env *env, const struct softfp_fmt *fmt,
                          uint64_t a);

/* Rounds and packs a SFP_NUMBER. */
uint64_t sfp_pack(struct softfp_env *env, const struct softfp_fmt *fmt,
                  unsigned round, bool sign, int32_t exp, uint64_t sig);

/* The same for the destination of a conversion between formats, where flush16
 * does not apply and ahp does. */
uint64_t sfp_pack_converted(struct softfp_env *env,
                            const struct softfp_fmt *fmt, unsigned round,
                            const struct sfp_num *num);

/* Raises invalid and returns the NaN that an invalid operation yields. */
uint64_t sfp_invalid(struct softfp_env *env, const struct softfp_fmt *fmt);

/* The result of an operation at least one of whose operands is a NaN, given in
 * the order in which NaNs are looked for. Raises invalid if one signals. */
uint64_t sfp_nan1(struct softfp_env *env, const struct softfp_fmt *fmt,
                  uint64_t a);
uint64_t sfp_nan2(struct softfp_env *env, const struct softfp_fmt *fmt,
                  uint64_t a, uint64_t b);
uint64_t sfp_nan3(struct softfp_env *env, const struct softfp_fmt *fmt,
                  uint64_t a, uint64_t b, uint64_t c);

#endif
