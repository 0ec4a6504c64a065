/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The software floating point against what the Arm ARM and the RISC-V manual
 * say. test-softfp-fpu.c has the comparison with the host's FPU, and
 * tests/softfp/cross.sh the one with the guests' instructions.
 */
#include "config.h"

#include <math.h>
#include <stddef.h>

#include "base/softfp.h"
#include "test-softfp.h"

/* ---- NaNs ---- */

/* Arm ARM, FPProcessNaNs and FPProcessNaNs3; Q and S are quiet and signalling
 * NaNs with the operand's number as payload. */
#define Q(n) (0xffc00000u + (n))
#define S(n) (0x7f800000u + (n))
#define ONE  0x3f800000u
#define INF  0x7f800000u
#define DEF  0x7fc00000u

static const struct {
    uint32_t a, b, result;
    uint8_t flags;
} nan_pairs[] = {
    {Q(1), ONE, Q(1), 0},
    {ONE, Q(2), Q(2), 0},
    {Q(1), Q(2), Q(1), 0},
    {Q(1), S(2), S(2) | 0x400000, SOFTFP_INVALID},
    {S(1), Q(2), S(1) | 0x400000, SOFTFP_INVALID},
    {S(1), S(2), S(1) | 0x400000, SOFTFP_INVALID},
    {ONE, S(2), S(2) | 0x400000, SOFTFP_INVALID},
    {S(1), ONE, S(1) | 0x400000, SOFTFP_INVALID},
};

START_TEST(test_nan_pairs)
{
    static uint64_t (*const ops[])(
        struct softfp_env *, const struct softfp_fmt *, uint64_t, uint64_t) = {
        softfp_add, softfp_sub, softfp_mul,  softfp_div,
        softfp_min, softfp_max, softfp_mulx,
    };
    uint64_t a = nan_pairs[_i].a, b = nan_pairs[_i].b;
    size_t k;

    for (k = 0; k < sizeof ops / sizeof ops[0]; k++) {
        struct softfp_env env = {.nan = SFP_NAN_ARM};

        ck_assert_uint_eq(ops[k](&env, &softfp_f32, a, b),
                          nan_pairs[_i].result);
        ck_assert_uint_eq(env.flags, nan_pairs[_i].flags);
        env.nan = SFP_NAN_DEFAULT;
        ck_assert_uint_eq(ops[k](&env, &softfp_f32, a, b), DEF);
        env.nan = SFP_NAN_LARGEST;
        ck_assert_uint_eq(ops[k](&env, &softfp_f32, a, b), DEF);
    }
}
END_TEST

static const struct {
    uint32_t a, b, c, result;
    uint8_t flags;
} nan_triples[] = {
    {Q(1), Q(2), Q(3), Q(3), 0},
    {Q(1), Q(2), ONE, Q(1), 0},
    {ONE, Q(2), ONE, Q(2), 0},
    {S(1), Q(2), Q(3), S(1) | 0x400000, SOFTFP_INVALID},
    {Q(1), S(2), Q(3), S(2) | 0x400000, SOFTFP_INVALID},
    {S(1), S(2), S(3), S(3) | 0x400000, SOFTFP_INVALID},
    {S(1), S(2), Q(3), S(1) | 0x400000, SOFTFP_INVALID},
    {INF, 0, Q(3), DEF, SOFTFP_INVALID},
    {0x80000000u, INF, Q(3), DEF, SOFTFP_INVALID},
    {INF, 0, S(3), S(3) | 0x400000, SOFTFP_INVALID},
    {INF, 0, ONE, DEF, SOFTFP_INVALID},
    {INF, ONE, INF | 0x80000000u, DEF, SOFTFP_INVALID},
};

START_TEST(test_nan_triples)
{
    struct softfp_env env = {.nan = SFP_NAN_ARM};
    uint64_t r = softfp_fma(&env, &softfp_f32, nan_triples[_i].a,
                            nan_triples[_i].b, nan_triples[_i].c);

    ck_assert_uint_eq(r, nan_triples[_i].result);
    ck_assert_uint_eq(env.flags, nan_triples[_i].flags);
}
END_TEST

/* ---- Cases from the manuals ---- */

enum fn {
    ADD,
    MUL,
    RECIP_STEP,
    RSQRT_STEP,
    RECIP_ESTIMATE,
    RSQRT_ESTIMATE,
    RECIP_EXPONENT,
    MULX,
    MIN,
    MAX,
    MINNUM,
    MAXNUM,
    MINIMUM_NUMBER,
    MAXIMUM_NUMBER,
    TO_I32,
    TO_U32,
    TO_I64,
    TO_U64,
    TO_I16_F8,
    MODULO,
    RANGE32,
    TO_F16,
    TO_F32_ODD,
};

#define SUBNORMAL 0x00400000u
#define NEG       0x80000000u

static const struct {
    uint64_t a, b, result;
    uint8_t fn, flags, round, nan;
    bool fz, f64;
} cases[] = {
    /* Arm FPMulX, FPRecipStepFused, FPRSqrtStepFused */
    {INF, NEG, 0xc0000000, MULX, .flags = 0},
    {ONE, ONE, ONE, MULX, .flags = 0},
    {INF, 0, 0x40000000, RECIP_STEP, .flags = 0},
    {0, INF, 0x3fc00000, RSQRT_STEP, .flags = 0},
    {ONE, ONE, ONE, RECIP_STEP, .flags = 0},
    {ONE, ONE, ONE, RSQRT_STEP, .flags = 0},
    {0x40000000, ONE, 0, RECIP_STEP, .flags = 0},
    {0x40000000, ONE, NEG, RECIP_STEP, .flags = 0, .round = SOFTFP_RDN},
    {Q(1), ONE, Q(1) ^ NEG, RECIP_STEP, .flags = 0},
    /* Arm FPRecipEstimate, FPRSqrtEstimate, FPRecpX */
    {ONE, 0, 0x3f7f8000, RECIP_ESTIMATE, .flags = 0},
    {NEG, 0, NEG | INF, RECIP_ESTIMATE, .flags = SOFTFP_DIVZERO},
    {NEG | INF, 0, NEG, RECIP_ESTIMATE, .flags = 0},
    {0x001fffff, 0, INF, RECIP_ESTIMATE,
     .flags = SOFTFP_OVERFLOW | SOFTFP_INEXACT},
    {0x001fffff, 0, 0x7f7fffff, RECIP_ESTIMATE,
     .flags = SOFTFP_OVERFLOW | SOFTFP_INEXACT, .round = SOFTFP_RTZ},
    {0x00200000, 0, 0x7f7f8000, RECIP_ESTIMATE, .flags = 0},
    {0x7e800000, 0, 0x007fc000, RECIP_ESTIMATE, .flags = 0},
    {0x7e800000, 0, 0, RECIP_ESTIMATE, .flags = SOFTFP_UNDERFLOW, .fz = true},
    {SUBNORMAL, 0, INF, RECIP_ESTIMATE,
     .flags = SOFTFP_DIVZERO | SOFTFP_INPUT_DENORMAL, .fz = true},
    {ONE, 0, 0x3f7f8000, RSQRT_ESTIMATE, .flags = 0},
    {0x40800000, 0, 0x3eff8000, RSQRT_ESTIMATE, .flags = 0},
    {NEG, 0, NEG | INF, RSQRT_ESTIMATE, .flags = SOFTFP_DIVZERO},
    {NEG | ONE, 0, DEF, RSQRT_ESTIMATE, .flags = SOFTFP_INVALID},
    {INF, 0, 0, RSQRT_ESTIMATE, .flags = 0},
    {ONE, 0, 0x40000000, RECIP_EXPONENT, .flags = 0},
    {NEG, 0, 0xff000000, RECIP_EXPONENT, .flags = 0},
    {INF, 0, 0, RECIP_EXPONENT, .flags = 0},
    /* Arm FZ */
    {SUBNORMAL, SUBNORMAL, 0, ADD, .flags = SOFTFP_INPUT_DENORMAL, .fz = true},
    {0x00800000, 0x3f000000, 0, MUL, .flags = SOFTFP_UNDERFLOW, .fz = true},
    {0x00800000, 0x3f000000, SUBNORMAL, MUL, .flags = 0},
    /* Minimum and maximum */
    {0, NEG, NEG, MIN, .flags = 0},
    {NEG, 0, 0, MAX, .flags = 0},
    {NEG, 0, NEG, MINIMUM_NUMBER, .flags = 0},
    {0, NEG, 0, MAXIMUM_NUMBER, .flags = 0},
    {NEG | ONE, ONE, NEG | ONE, MIN, .flags = 0},
    {NEG | ONE, NEG | INF, NEG | ONE, MAX, .flags = 0},
    {Q(1), ONE, ONE, MINNUM, .flags = 0},
    {ONE, Q(2), ONE, MAXNUM, .flags = 0},
    {Q(1), Q(2), Q(1), MAXNUM, .flags = 0},
    {Q(1), S(2), S(2) | 0x400000, MINNUM, .flags = SOFTFP_INVALID},
    {ONE, S(2), S(2) | 0x400000, MAXNUM, .flags = SOFTFP_INVALID},
    {ONE, S(2), ONE, MINIMUM_NUMBER, .flags = SOFTFP_INVALID,
     .nan = SFP_NAN_LARGEST},
    {S(1), Q(2), DEF, MAXIMUM_NUMBER, .flags = SOFTFP_INVALID,
     .nan = SFP_NAN_LARGEST},
    {Q(1), ONE, ONE, MAXIMUM_NUMBER, .flags = 0, .nan = SFP_NAN_LARGEST},
    {Q(1), Q(2), DEF, MINIMUM_NUMBER, .flags = 0, .nan = SFP_NAN_LARGEST},
    /* Integers: RISC-V manual, table of fcvt limits; Arm FPToFixed */
    {Q(1), 0, 0, TO_I32, .flags = SOFTFP_INVALID},
    {Q(1), 0, 0x7fffffff, TO_I32, .flags = SOFTFP_INVALID,
     .nan = SFP_NAN_LARGEST},
    {Q(1), 0, UINT32_MAX, TO_U32, .flags = SOFTFP_INVALID,
     .nan = SFP_NAN_LARGEST},
    {Q(1), 0, INT64_MAX, TO_I64, .flags = SOFTFP_INVALID,
     .nan = SFP_NAN_LARGEST},
    {Q(1), 0, UINT64_MAX, TO_U64, .flags = SOFTFP_INVALID,
     .nan = SFP_NAN_LARGEST},
    {0x4f000000, 0, 0x7fffffff, TO_I32, .flags = SOFTFP_INVALID},
    {0xcf000000, 0, (uint64_t)INT32_MIN, TO_I32, .flags = 0},
    {0xcf000001, 0, (uint64_t)INT32_MIN, TO_I32, .flags = SOFTFP_INVALID},
    {NEG | INF, 0, (uint64_t)INT64_MIN, TO_I64, .flags = SOFTFP_INVALID},
    {0x5f800000, 0, UINT64_MAX, TO_U64, .flags = SOFTFP_INVALID},
    {0x5f7fffff, 0, UINT64_C(0xffffff0000000000), TO_U64, .flags = 0},
    {NEG | ONE, 0, 0, TO_U32, .flags = SOFTFP_INVALID},
    {0xbf000000, 0, 0, TO_U32, .flags = SOFTFP_INEXACT},
    {0xbf000000, 0, 0, TO_U32, .flags = SOFTFP_INVALID, .round = SOFTFP_RMM},
    {0x3f000000, 0, 0, TO_I32, .flags = SOFTFP_INEXACT},
    {0x3f000000, 0, 1, TO_I32, .flags = SOFTFP_INEXACT, .round = SOFTFP_RMM},
    {0x40200000, 0, 2, TO_I64, .flags = SOFTFP_INEXACT},
    {0x40200000, 0, 3, TO_I64, .flags = SOFTFP_INEXACT, .round = SOFTFP_RMM},
    {0x40000000, 0, 3 & ~1, TO_I64, .flags = 0, .round = SOFTFP_RTO},
    {0x40200000, 0, 3, TO_I64, .flags = SOFTFP_INEXACT, .round = SOFTFP_RTO},
    {0x3fc00000, 0, 0x180, TO_I16_F8, .flags = 0},
    {0x43000000, 0, 0x7fff, TO_I16_F8, .flags = SOFTFP_INVALID},
    /* Arm FPToFixedJS: the low half is the result, the high one Z */
    {UINT64_C(0x41f0000000100000), 0, 1, MODULO, .flags = SOFTFP_INVALID,
     .f64 = true},
    {UINT64_C(0xc1f0000000100000), 0, UINT32_MAX, MODULO,
     .flags = SOFTFP_INVALID, .f64 = true},
    {UINT64_C(0x43e0000000000001), 0, 2048, MODULO, .flags = SOFTFP_INVALID,
     .f64 = true},
    {UINT64_C(0x43f0000000000001), 0, 4096, MODULO, .flags = SOFTFP_INVALID,
     .f64 = true},
    {UINT64_C(0x4520000000000001), 0, 0x80000000, MODULO,
     .flags = SOFTFP_INVALID, .f64 = true},
    {UINT64_C(0x4530000000000001), 0, 0, MODULO, .flags = SOFTFP_INVALID,
     .f64 = true},
    {UINT64_C(0x7fe0000000000001), 0, 0, MODULO, .flags = SOFTFP_INVALID,
     .f64 = true},
    {UINT64_C(0xc000000000000000), 0, UINT64_C(0x1fffffffe), MODULO, .flags = 0,
     .f64 = true},
    {UINT64_C(0x3ff8000000000000), 0, 1, MODULO, .flags = SOFTFP_INEXACT,
     .f64 = true},
    {0, 0, UINT64_C(0x100000000), MODULO, .flags = 0, .f64 = true},
    {UINT64_C(1) << 63, 0, 0, MODULO, .flags = 0, .f64 = true},
    {1, 0, 0, MODULO, .flags = SOFTFP_INPUT_DENORMAL, .fz = true, .f64 = true},
    /* Arm FPRoundIntN */
    {0x4f000000, 0, 0xcf000000, RANGE32, .flags = SOFTFP_INVALID},
    {Q(1), 0, 0xcf000000, RANGE32, .flags = SOFTFP_INVALID},
    {0xcf000000, 0, 0xcf000000, RANGE32, .flags = 0},
    {0xbe800000, 0, NEG, RANGE32, .flags = SOFTFP_INEXACT},
    /* Arm FPConvert, FPConvertNaN; round to odd never overflows to infinity */
    {0xff812345, 0, 0xfe09, TO_F16, .flags = SOFTFP_INVALID},
    {SUBNORMAL, 0, 0, TO_F16, .flags = SOFTFP_INPUT_DENORMAL, .fz = true},
    {0x33800000, 0, 1, TO_F16, .flags = 0, .fz = true},
    {UINT64_C(0x7fe0000000000000), 0, 0x7f7fffff, TO_F32_ODD,
     .flags = SOFTFP_OVERFLOW | SOFTFP_INEXACT, .f64 = true},
    {UINT64_C(0x3ff0000000000001), 0, 0x3f800001, TO_F32_ODD,
     .flags = SOFTFP_INEXACT, .f64 = true},
    {1, 0, 1, TO_F32_ODD, .flags = SOFTFP_UNDERFLOW | SOFTFP_INEXACT,
     .f64 = true},
};

static uint64_t modulo(struct softfp_env *env, const struct softfp_fmt *fmt,
                       uint64_t a)
{
    bool exact;
    uint32_t low = softfp_to_int32_modulo(env, fmt, a, &exact);

    return (uint64_t)exact << 32 | low;
}

static uint64_t apply(struct softfp_env *env, const struct softfp_fmt *f,
                      unsigned fn, uint64_t a, uint64_t b)
{
    unsigned round = env->round;

    switch (fn) {
    case RECIP_STEP: return softfp_recip_step(env, f, a, b);
    case RSQRT_STEP: return softfp_rsqrt_step(env, f, a, b);
    case RECIP_ESTIMATE: return softfp_recip_estimate(env, f, a);
    case RSQRT_ESTIMATE: return softfp_rsqrt_estimate(env, f, a);
    case RECIP_EXPONENT: return softfp_recip_exponent(env, f, a);
    case MULX: return softfp_mulx(env, f, a, b);
    case MIN: return softfp_min(env, f, a, b);
    case MAX: return softfp_max(env, f, a, b);
    case MINNUM: return softfp_minnum(env, f, a, b);
    case MAXNUM: return softfp_maxnum(env, f, a, b);
    case MINIMUM_NUMBER: return softfp_minimum_number(env, f, a, b);
    case MAXIMUM_NUMBER: return softfp_maximum_number(env, f, a, b);
    case TO_I32: return (uint64_t)softfp_to_sint(env, f, a, round, 32, 0);
    case TO_U32: return softfp_to_uint(env, f, a, round, 32, 0);
    case TO_I64: return (uint64_t)softfp_to_sint(env, f, a, round, 64, 0);
    case TO_U64: return softfp_to_uint(env, f, a, round, 64, 0);
    case TO_I16_F8: return (uint64_t)softfp_to_sint(env, f, a, round, 16, 8);
    case MODULO: return modulo(env, f, a);
    case RANGE32: return softfp_round_int_range(env, f, a, round, 32);
    case TO_F16: return softfp_convert(env, &softfp_f16, f, a, round);
    case TO_F32_ODD: return softfp_convert(env, &softfp_f32, f, a, SOFTFP_RTO);
    case ADD: return softfp_add(env, f, a, b);
    default: return softfp_mul(env, f, a, b);
    }
}

START_TEST(test_cases)
{
    struct softfp_env env = {.round = cases[_i].round,
                             .nan = cases[_i].nan,
                             .tiny_before = true,
                             .flush_in = cases[_i].fz,
                             .flush_out = cases[_i].fz};
    uint64_t r = apply(&env, cases[_i].f64 ? &softfp_f64 : &softfp_f32,
                       cases[_i].fn, cases[_i].a, cases[_i].b);

    ck_assert_uint_eq(r, cases[_i].result);
    ck_assert_uint_eq(env.flags, cases[_i].flags);
}
END_TEST

/* Half precision: FZ leaves it alone, FZ16 flushes and says nothing of
 * operands, conversions are exempt. */
START_TEST(test_half_flush)
{
    struct softfp_env env = {.flush_in = true, .flush_out = true};

    ck_assert_uint_eq(softfp_add(&env, &softfp_f16, 1, 1), 2);
    ck_assert_uint_eq(env.flags, 0);
    env.flush16 = true;
    ck_assert_uint_eq(softfp_add(&env, &softfp_f16, 1, 1), 0);
    ck_assert_uint_eq(env.flags, 0);
    ck_assert_uint_eq(
        softfp_convert(&env, &softfp_f32, &softfp_f16, 1, SOFTFP_RNE),
        0x33800000);
    ck_assert_uint_eq(env.flags, 0);
    ck_assert_uint_eq(softfp_mul(&env, &softfp_f16, 0x8400, 0x3800), 0x8000);
    ck_assert_uint_eq(env.flags, SOFTFP_UNDERFLOW);
}
END_TEST

START_TEST(test_compare)
{
    struct softfp_env env = {0};

    ck_assert_int_eq(softfp_compare(&env, &softfp_f32, 0, NEG, true),
                     SOFTFP_EQ);
    ck_assert_int_eq(softfp_compare(&env, &softfp_f32, Q(1), ONE, false),
                     SOFTFP_UNORDERED);
    ck_assert_uint_eq(env.flags, 0);
    ck_assert_int_eq(softfp_compare(&env, &softfp_f32, ONE, S(1), false),
                     SOFTFP_UNORDERED);
    ck_assert_uint_eq(env.flags, SOFTFP_INVALID);
    env = (struct softfp_env){.flush_in = true};
    ck_assert_int_eq(softfp_compare(&env, &softfp_f32, NEG | 1, 0, false),
                     SOFTFP_EQ);
    ck_assert_uint_eq(env.flags, SOFTFP_INPUT_DENORMAL);
}
END_TEST

/* RISC-V manual, table of fclass results, in its order. */
START_TEST(test_class)
{
    static const uint32_t in[] = {
        NEG | INF, NEG | ONE, NEG | SUBNORMAL, NEG, 0, SUBNORMAL, ONE, INF,
        S(1),      Q(1),
    };

    ck_assert_uint_eq(softfp_class(&softfp_f32, in[_i]), 1u << _i);
}
END_TEST

/* The estimates are defined by real arithmetic on the middle of the interval
 * that the operand's leading bits stand for. */
START_TEST(test_estimates)
{
    uint32_t i;

    for (i = 0; i < 256; i++) {
        struct softfp_env env = {0};
        double mid = (256 + i + 0.5) / 512;
        unsigned want = (unsigned)(256 / mid + 0.5);
        uint64_t x = UINT64_C(0x3fe) << 52 | (uint64_t)i << 44;

        ck_assert_uint_eq(softfp_urecip_estimate((256 + i) << 23), want << 23);
        ck_assert_uint_eq(softfp_recip_estimate(&env, &softfp_f64, x),
                          UINT64_C(0x3ff) << 52 | (uint64_t)(want & 255) << 44);

        mid = ((256 + i) / 2 + 0.5) / 256;
        want = (unsigned)(256 / sqrt(mid) + 0.5);
        ck_assert_uint_eq(softfp_ursqrt_estimate((256 + i) << 23), want << 23);
        ck_assert_uint_eq(softfp_rsqrt_estimate(&env, &softfp_f64, x),
                          UINT64_C(0x3ff) << 52 | (uint64_t)(want & 255) << 44);

        mid = (128 + i / 2 + 0.5) / 512;
        want = (unsigned)(256 / sqrt(mid) + 0.5);
        ck_assert_uint_eq(softfp_ursqrt_estimate((128 + i / 2) << 23),
                          want << 23);
        ck_assert_uint_eq(env.flags, 0);
    }
    ck_assert_uint_eq(softfp_urecip_estimate(0x7fffffff), UINT32_MAX);
    ck_assert_uint_eq(softfp_ursqrt_estimate(0x3fffffff), UINT32_MAX);
}
END_TEST

START_TEST(test_fixed_point)
{
    struct softfp_env env = {0};

    ck_assert_uint_eq(
        softfp_from_uint(&env, &softfp_f64, UINT64_MAX, SOFTFP_RTZ, 64),
        UINT64_C(0x3fefffffffffffff));
    ck_assert_uint_eq(env.flags, SOFTFP_INEXACT);
    env.flags = 0;
    ck_assert_uint_eq(
        softfp_from_sint(&env, &softfp_f32, INT64_MIN, SOFTFP_RNE, 63),
        0xbf800000);
    ck_assert_uint_eq(softfp_from_sint(&env, &softfp_f16, -1, SOFTFP_RNE, 24),
                      0x8001);
    ck_assert_uint_eq(softfp_to_uint(&env, &softfp_f64,
                                     UINT64_C(0x3fe0000000000000), SOFTFP_RTZ,
                                     64, 64),
                      UINT64_C(1) << 63);
    ck_assert_uint_eq(env.flags, 0);
}
END_TEST

/* 2^130 - (2^76 + 1), the subtrahend as a product: its 1 is 130 places below
 * the leading bit and breaks a tie. */
START_TEST(test_far_tie)
{
    struct softfp_env env = {0};
    uint64_t a = softfp_from_sint(&env, &softfp_f64, -INT64_C(3081854129),
                                  SOFTFP_RNE, 0);
    uint64_t b = softfp_from_sint(&env, &softfp_f64, INT64_C(24517014940753),
                                  SOFTFP_RNE, 0);

    ck_assert_uint_eq(
        softfp_fma(&env, &softfp_f64, a, b, (UINT64_C(1023) + 130) << 52),
        ((UINT64_C(1023) + 130) << 52) - 1);
    ck_assert_uint_eq(env.flags, SOFTFP_INEXACT);
}
END_TEST

/* bfloat16 is the upper half of binary32. */
START_TEST(test_bfloat)
{
    struct softfp_env env = {0};

    ck_assert_uint_eq(softfp_add(&env, &softfp_bf16, 0x3f80, 0x4000), 0x4040);
    ck_assert_uint_eq(
        softfp_convert(&env, &softfp_bf16, &softfp_f32, 0x3f818000, SOFTFP_RNE),
        0x3f82);
    ck_assert_uint_eq(
        softfp_convert(&env, &softfp_f32, &softfp_bf16, 0x0001, SOFTFP_RNE),
        0x00010000);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof(table)[0])

Suite *suite_softfp(void)
{
    Suite *suite = suite_create("softfp");
    TCase *tcase = tcase_create("manuals");

    tcase_add_loop_test(tcase, test_nan_pairs, 0, COUNT(nan_pairs));
    tcase_add_loop_test(tcase, test_nan_triples, 0, COUNT(nan_triples));
    tcase_add_loop_test(tcase, test_cases, 0, COUNT(cases));
    tcase_add_test(tcase, test_half_flush);
    tcase_add_test(tcase, test_compare);
    tcase_add_loop_test(tcase, test_class, 0, 10);
    tcase_add_test(tcase, test_estimates);
    tcase_add_test(tcase, test_fixed_point);
    tcase_add_test(tcase, test_far_tie);
    tcase_add_test(tcase, test_bfloat);
    suite_add_tcase(suite, tcase);
    suite_add_tcase(suite, tcase_softfp_fpu());
    return suite;
}
