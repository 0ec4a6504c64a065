/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The software floating point against the host's FPU (binary32 and binary64),
 * and against a search through all values (binary16, every rounding mode).
 */
#include "config.h"

#include <fenv.h>
#include <math.h>
#include <string.h>

#include "../softfp/vectors.h"
#include "test-softfp.h"

enum {
    RANDOM_CASES = 60000, /* an operation and mode */
    HALF_CASES = 30000,
};

static const struct {
    uint8_t soft;
    int host;
} modes[] = {
    {SOFTFP_RNE, FE_TONEAREST},
    {SOFTFP_RTZ, FE_TOWARDZERO},
    {SOFTFP_RDN, FE_DOWNWARD},
    {SOFTFP_RUP, FE_UPWARD},
};

#if defined(__x86_64__) || defined(__riscv)
static const bool host_tiny_before = false;
#else
static const bool host_tiny_before = true;
#endif

static double f64_of(uint64_t a)
{
    double d;

    memcpy(&d, &a, sizeof d);
    return d;
}

static uint64_t bits_of_f64(double d)
{
    uint64_t a;

    memcpy(&a, &d, sizeof a);
    return a;
}

static float f32_of(uint64_t a)
{
    uint32_t low = (uint32_t)a;
    float f;

    memcpy(&f, &low, sizeof f);
    return f;
}

static uint64_t bits_of_f32(float f)
{
    uint32_t a;

    memcpy(&a, &f, sizeof a);
    return a;
}

static unsigned host_flags(void)
{
    int flags = fetestexcept(FE_ALL_EXCEPT);

    return (flags & FE_INVALID ? SOFTFP_INVALID : 0) |
           (flags & FE_DIVBYZERO ? SOFTFP_DIVZERO : 0) |
           (flags & FE_OVERFLOW ? SOFTFP_OVERFLOW : 0) |
           (flags & FE_UNDERFLOW ? SOFTFP_UNDERFLOW : 0) |
           (flags & FE_INEXACT ? SOFTFP_INEXACT : 0);
}

static bool is_nan(const struct softfp_fmt *fmt, uint64_t a)
{
    return softfp_class(fmt, a) & 0x300;
}

static void expect(const char *what, unsigned mode, const uint64_t in[3],
                   uint64_t got, unsigned got_flags, uint64_t want,
                   unsigned want_flags)
{
    if (got == want && got_flags == want_flags)
        return;
    ck_abort_msg("%s, mode %u, of %#llx %#llx %#llx: %#llx flags %#x, "
                 "not %#llx flags %#x",
                 what, mode, (unsigned long long)in[0],
                 (unsigned long long)in[1], (unsigned long long)in[2],
                 (unsigned long long)got, got_flags, (unsigned long long)want,
                 want_flags);
}

/* ---- The host's operations ----
 * Operands and results go through volatile objects, which ties the operation
 * to its place between the calls that set and read the environment. What the
 * compiler puts in place of rint() heeds no rounding mode.
 */

enum op {
    ADD,
    SUB,
    MUL,
    DIV,
    SQRT,
    FMA,
    ROUND_INT,
    OPS,
};

static const char *const op_names[OPS] = {"add",  "sub", "mul",      "div",
                                          "sqrt", "fma", "round_int"};

static uint64_t soft(struct softfp_env *env, const struct softfp_fmt *fmt,
                     enum op op, const uint64_t in[3])
{
    switch (op) {
    case ADD: return softfp_add(env, fmt, in[0], in[1]);
    case SUB: return softfp_sub(env, fmt, in[0], in[1]);
    case MUL: return softfp_mul(env, fmt, in[0], in[1]);
    case DIV: return softfp_div(env, fmt, in[0], in[1]);
    case SQRT: return softfp_sqrt(env, fmt, in[0]);
    case FMA: return softfp_fma(env, fmt, in[0], in[1], in[2]);
    default: return softfp_round_int(env, fmt, in[0], env->round, true);
    }
}

static double host_f64(enum op op, double x, double y, double z)
{
    double (*volatile to_integral)(double) = rint;
    volatile double a = x, b = y, c = z, r;

    feclearexcept(FE_ALL_EXCEPT);
    switch (op) {
    case ADD: r = a + b; break;
    case SUB: r = a - b; break;
    case MUL: r = a * b; break;
    case DIV: r = a / b; break;
    case SQRT: r = sqrt(a); break;
    case FMA: r = fma(a, b, c); break;
    default: r = to_integral(a); break;
    }
    return r;
}

static float host_f32(enum op op, float x, float y, float z)
{
    float (*volatile to_integral)(float) = rintf;
    volatile float a = x, b = y, c = z, r;

    feclearexcept(FE_ALL_EXCEPT);
    switch (op) {
    case ADD: r = a + b; break;
    case SUB: r = a - b; break;
    case MUL: r = a * b; break;
    case DIV: r = a / b; break;
    case SQRT: r = sqrtf(a); break;
    case FMA: r = fmaf(a, b, c); break;
    default: r = to_integral(a); break;
    }
    return r;
}

static uint64_t host(const struct softfp_fmt *fmt, enum op op,
                     const uint64_t in[3], unsigned *flags)
{
    uint64_t r;

    if (fmt == &softfp_f64)
        r = bits_of_f64(
            host_f64(op, f64_of(in[0]), f64_of(in[1]), f64_of(in[2])));
    else
        r = bits_of_f32(
            host_f32(op, f32_of(in[0]), f32_of(in[1]), f32_of(in[2])));
    *flags = host_flags();
    return r;
}

/* The host's choice of NaN is its own; so is whether infinity times zero plus
 * a quiet NaN is invalid. */
static bool host_disagrees(const struct softfp_fmt *fmt, enum op op,
                           const uint64_t in[3])
{
    return op == FMA && is_nan(fmt, in[2]);
}

static void compare_with_host(const struct softfp_fmt *fmt, enum op op,
                              unsigned mode)
{
    uint64_t seed = 1 + (uint64_t)op * 4 + mode;
    int i, k;

    for (i = 0; i < RANDOM_CASES; i++) {
        struct softfp_env env = {.round = modes[mode].soft,
                                 .tiny_before = host_tiny_before};
        uint64_t in[3], want, got;
        unsigned flags;

        for (k = 0; k < 3; k++)
            in[k] = vector_operand(&seed, fmt);
        if (host_disagrees(fmt, op, in))
            continue;
        want = host(fmt, op, in, &flags);
        got = soft(&env, fmt, op, in);
        if (is_nan(fmt, got) && is_nan(fmt, want))
            want = got;
        expect(op_names[op], mode, in, got, env.flags, want, flags);
    }
}

START_TEST(test_host_arithmetic)
{
    unsigned mode = (unsigned)_i % 4, op = (unsigned)_i / 4;

    fesetround(modes[mode].host);
    compare_with_host(&softfp_f32, op, mode);
    compare_with_host(&softfp_f64, op, mode);
    fesetround(FE_TONEAREST);
}
END_TEST

START_TEST(test_host_convert)
{
    uint64_t seed = 99;
    int i;

    fesetround(modes[_i].host);
    for (i = 0; i < RANDOM_CASES; i++) {
        struct softfp_env env = {.tiny_before = host_tiny_before};
        uint64_t in[3] = {vector_operand(&seed, &softfp_f64), 0, 0}, got;
        volatile double d = f64_of(in[0]);
        volatile float f;
        unsigned flags;

        feclearexcept(FE_ALL_EXCEPT);
        f = (float)d;
        flags = host_flags();
        got = softfp_convert(&env, &softfp_f32, &softfp_f64, in[0],
                             modes[_i].soft);
        expect("f64 to f32", (unsigned)_i, in, got, env.flags,
               is_nan(&softfp_f32, got) && isnan(f) ? got : bits_of_f32(f),
               flags);

        in[0] = vector_operand(&seed, &softfp_f32);
        f = f32_of(in[0]);
        env.flags = 0;
        feclearexcept(FE_ALL_EXCEPT);
        d = (double)f;
        flags = host_flags();
        got = softfp_convert(&env, &softfp_f64, &softfp_f32, in[0],
                             modes[_i].soft);
        expect("f32 to f64", (unsigned)_i, in, got, env.flags,
               is_nan(&softfp_f64, got) && isnan(d) ? got : bits_of_f64(d),
               flags);
    }
    fesetround(FE_TONEAREST);
}
END_TEST

START_TEST(test_host_integers)
{
    uint64_t seed = 7;
    int i;

    fesetround(modes[_i].host);
    for (i = 0; i < RANDOM_CASES; i++) {
        struct softfp_env env = {0};
        uint64_t in[3] = {vector_integer(&seed), 0, 0}, got;
        volatile int64_t n = (int64_t)in[0];
        volatile double d;
        volatile float f;
        unsigned flags;

        feclearexcept(FE_ALL_EXCEPT);
        d = (double)n;
        flags = host_flags();
        got = softfp_from_sint(&env, &softfp_f64, n, modes[_i].soft, 0);
        expect("i64 to f64", (unsigned)_i, in, got, env.flags, bits_of_f64(d),
               flags);
        feclearexcept(FE_ALL_EXCEPT);
        f = (float)n;
        flags = host_flags();
        env.flags = 0;
        got = softfp_from_sint(&env, &softfp_f32, n, modes[_i].soft, 0);
        expect("i64 to f32", (unsigned)_i, in, got, env.flags, bits_of_f32(f),
               flags);

        in[0] = vector_operand(&seed, &softfp_f64);
        d = f64_of(in[0]);
        if (!(fabs(d) < 0x1p63))
            continue;
        feclearexcept(FE_ALL_EXCEPT);
        n = llrint(d);
        flags = host_flags();
        env.flags = 0;
        got = (uint64_t)softfp_to_sint(&env, &softfp_f64, in[0], modes[_i].soft,
                                       64, 0);
        expect("f64 to i64", (unsigned)_i, in, got, env.flags, (uint64_t)n,
               flags);
    }
    fesetround(FE_TONEAREST);
}
END_TEST

START_TEST(test_host_compare)
{
    static const struct softfp_fmt *const fmts[] = {&softfp_f32, &softfp_f64};
    uint64_t seed = 31;
    int i;

    for (i = 0; i < 4 * RANDOM_CASES; i++) {
        const struct softfp_fmt *fmt = fmts[i & 1];
        struct softfp_env env = {0};
        uint64_t in[3] = {vector_operand(&seed, fmt),
                          vector_operand(&seed, fmt), 0};
        /* To binary64 and back is exact, but quiets: see test_compare. */
        double a = fmt == &softfp_f64 ? f64_of(in[0]) : (double)f32_of(in[0]);
        double b = fmt == &softfp_f64 ? f64_of(in[1]) : (double)f32_of(in[1]);
        int want = isunordered(a, b) ? SOFTFP_UNORDERED : (a > b) - (a < b);

        ck_assert_int_eq(softfp_compare(&env, fmt, in[0], in[1], true), want);
        ck_assert_uint_eq(env.flags,
                          want == SOFTFP_UNORDERED ? SOFTFP_INVALID : 0);
    }
}
END_TEST

/* ---- binary16 by search ---- */

/* The value of a finite binary16 magnitude; 0x7c00 counts as the next power of
 * two, as if the exponent went on. */
static double half_value(unsigned mag)
{
    unsigned exp = mag >> 10, frac = mag & 0x3ff;

    return exp ? ldexp(1024 + frac, (int)exp - 25) : ldexp(frac, -24);
}

/* The last magnitude whose value is at most x, from 0 to limit. */
static unsigned half_below(double x, unsigned limit)
{
    unsigned low = 0, high = limit, mid;

    while (low < high) {
        mid = (low + high + 1) / 2;
        if (half_value(mid) <= x)
            low = mid;
        else
            high = mid - 1;
    }
    return low;
}

/* Rounds by comparing with both neighbours. */
static unsigned half_round(double x, bool sign, unsigned mode, unsigned limit)
{
    unsigned low = half_below(x, limit);
    double below = half_value(low), above = half_value(low + 1);

    if (x == below)
        return low;
    switch (mode) {
    case SOFTFP_RNE:
        if (x - below == above - x)
            return low + (low & 1);
        return low + (x - below > above - x);
    case SOFTFP_RMM: return low + (x - below >= above - x);
    case SOFTFP_RUP: return low + !sign;
    case SOFTFP_RDN: return low + sign;
    case SOFTFP_RTO: return low | 1;
    default: return low;
    }
}

/*
 * x as binary16. It is exact, or has been rounded to odd in binary64, which no
 * rounding to 11 bits can tell from exact. What the result would be with the
 * exponent unbounded decides tininess after rounding: multiplied by 2^12, it
 * is far from the lower end.
 */
static uint64_t half_of(double x, const struct softfp_env *env, unsigned *flags)
{
    bool sign = signbit(x);
    unsigned mag, limit = env->ahp ? 0x7fff : 0x7bff;

    x = fabs(x);
    mag = half_round(x < 0x1p18 ? x : 0x1p18, sign, env->round, limit);
    *flags = 0;
    if (mag > limit || x >= half_value(limit + 1)) {
        bool up = env->round == SOFTFP_RNE || env->round == SOFTFP_RMM ||
                  env->round == (sign ? SOFTFP_RDN : SOFTFP_RUP);
        *flags = env->ahp ? SOFTFP_INVALID : SOFTFP_OVERFLOW | SOFTFP_INEXACT;
        mag = env->ahp ? 0x7fff : up ? 0x7c00 : 0x7bff;
    } else if (x != half_value(mag)) {
        *flags = SOFTFP_INEXACT;
        if (x < 0x1p-14 &&
            (env->tiny_before ||
             half_round(x * 0x1p12, sign, env->round, limit) < 13u << 10))
            *flags |= SOFTFP_UNDERFLOW;
    }
    return (uint64_t)sign << 15 | mag;
}

/* The operation in binary64, rounded to odd. */
static double odd_f64(enum op op, double a, double b, double c)
{
    double r;

    fesetround(FE_TOWARDZERO);
    r = host_f64(op, a, b, c);
    if (fetestexcept(FE_INEXACT))
        r = f64_of(bits_of_f64(r) | 1);
    fesetround(FE_TONEAREST);
    return r;
}

static double half_operand(uint64_t a)
{
    return a & 0x8000 ? -half_value(a & 0x7fff) : half_value(a & 0x7fff);
}

START_TEST(test_half_arithmetic)
{
    uint64_t seed = 5;
    int i, k;

    for (i = 0; i < HALF_CASES; i++) {
        struct softfp_env env = {.round = (uint8_t)(i % 6),
                                 .tiny_before = i / 6 & 1};
        uint64_t in[3], want, got;
        unsigned flags;
        double r;

        for (k = 0; k < 3; k++) {
            do
                in[k] = vector_operand(&seed, &softfp_f16);
            while ((in[k] & 0x7c00) == 0x7c00);
        }
        if (_i == SQRT)
            in[0] &= 0x7fff;
        r = odd_f64((enum op)_i, half_operand(in[0]), half_operand(in[1]),
                    half_operand(in[2]));
        if (!isfinite(r) || (r == 0 && env.round == SOFTFP_RDN))
            continue;
        want = half_of(r, &env, &flags);
        got = soft(&env, &softfp_f16, (enum op)_i, in);
        expect(op_names[_i], env.round, in, got, env.flags, want, flags);
    }
}
END_TEST

START_TEST(test_half_convert)
{
    uint64_t seed = 6;
    int i;

    for (i = 0; i < 8 * HALF_CASES; i++) {
        struct softfp_env env = {.round = (uint8_t)(i % 6),
                                 .tiny_before = i / 6 & 1,
                                 .ahp = i / 12 & 1};
        const struct softfp_fmt *from = i & 1 ? &softfp_f64 : &softfp_f32;
        uint64_t in[3] = {vector_operand(&seed, from), 0, 0}, want, got;
        double d = i & 1 ? f64_of(in[0]) : (double)f32_of(in[0]);
        unsigned flags;

        if (!isfinite(d))
            continue;
        want = half_of(d, &env, &flags);
        got = softfp_convert(&env, &softfp_f16, from, in[0], env.round);
        expect("to f16", env.round, in, got, env.flags, want, flags);
    }
    for (i = 0; i < 0x20000; i++) {
        struct softfp_env env = {.ahp = i >> 16, .nan = SFP_NAN_DEFAULT};
        uint64_t in[3] = {i & 0xffff, 0, 0};
        uint64_t got =
            softfp_convert(&env, &softfp_f64, &softfp_f16, in[0], SOFTFP_RNE);

        if ((i & 0x7c00) != 0x7c00 || env.ahp)
            expect("from f16", 0, in, got, env.flags,
                   bits_of_f64(half_operand(in[0])), 0);
        else if ((i & 0x3ff) == 0)
            expect("from f16", 0, in, got, env.flags,
                   bits_of_f64(i & 0x8000 ? -INFINITY : INFINITY), 0);
        else
            expect("from f16", 0, in, got, env.flags, UINT64_C(0x7ff8) << 48,
                   i & 0x200 ? 0 : SOFTFP_INVALID);
    }
}
END_TEST

/* Every value to an integral one, in every mode. */
START_TEST(test_half_round_int)
{
    unsigned a, round;

    for (a = 0; a < 0x10000 * 6; a++) {
        uint64_t in[3] = {a / 6, 0, 0}, got, want;
        struct softfp_env env = {.round = (uint8_t)(round = a % 6)};
        bool sign = in[0] >> 15, up;
        double x = half_value(in[0] & 0x7fff), low = floor(x), part = x - low;

        if ((in[0] & 0x7fff) >= 0x7c00)
            continue;
        up = (round == SOFTFP_RNE &&
              (part > 0.5 || (part == 0.5 && fmod(low, 2) != 0))) ||
             (round == SOFTFP_RMM && part >= 0.5) ||
             (round == SOFTFP_RTO && part != 0 && fmod(low, 2) == 0) ||
             (round == (sign ? SOFTFP_RDN : SOFTFP_RUP) && part != 0);
        want = half_below(low + up, 0x7bff) | (uint64_t)sign << 15;
        got = softfp_round_int(&env, &softfp_f16, in[0], round, true);
        expect("round_int", round, in, got, env.flags, want,
               part != 0 ? SOFTFP_INEXACT : 0);
    }
}
END_TEST

/* ---- Ties away and to odd in binary32, from the host's binary64 ---- */

START_TEST(test_single_other_modes)
{
    uint64_t seed = 8;
    int i, k;

    for (i = 0; i < RANDOM_CASES; i++) {
        uint64_t in[3], got, low;
        struct softfp_env env = {.round = SOFTFP_RTO};
        volatile double r;
        volatile float f;
        double above;

        for (k = 0; k < 3; k++)
            in[k] = vector_operand(&seed, &softfp_f32);
        r = odd_f64((enum op)_i, f32_of(in[0]), f32_of(in[1]), f32_of(in[2]));
        if (!(fabs(r) < 0x1p127) || r == 0)
            continue;
        fesetround(FE_TOWARDZERO);
        f = (float)r;
        fesetround(FE_TONEAREST);
        low = bits_of_f32(f);
        got = soft(&env, &softfp_f32, (enum op)_i, in);
        ck_assert_uint_eq(got, low | (f != r));

        env.round = SOFTFP_RMM;
        got = soft(&env, &softfp_f32, (enum op)_i, in);
        above = f32_of(low + 1);
        ck_assert_uint_eq(got, low + (fabs(r - f) >= fabs(above - r)));
    }
}
END_TEST

TCase *tcase_softfp_fpu(void)
{
    TCase *tcase = tcase_create("fpu");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, test_host_arithmetic, 0, 4 * OPS);
    tcase_add_loop_test(tcase, test_host_convert, 0, 4);
    tcase_add_loop_test(tcase, test_host_integers, 0, 4);
    tcase_add_test(tcase, test_host_compare);
    tcase_add_loop_test(tcase, test_half_arithmetic, ADD, ROUND_INT);
    tcase_add_test(tcase, test_half_round_int);
    tcase_add_test(tcase, test_half_convert);
    tcase_add_loop_test(tcase, test_single_other_modes, ADD, ROUND_INT);
    return tcase;
}
