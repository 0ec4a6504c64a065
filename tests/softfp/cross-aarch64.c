/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The software floating point against the instructions of an AArch64 CPU with
 * the half-precision, FRINTTS and JSCVT extensions, or an emulator of one:
 * results and FPSR for random operands under every rounding mode and every
 * combination of FZ, DN, AHP and FZ16. Prints the first differences of each
 * instruction; fails if there were any.
 */
#include "config.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "vectors.h"

enum {
    FPCR_FZ16 = 1 << 19,
    FPCR_RMODE_SHIFT = 22,
    FPCR_FZ = 1 << 24,
    FPCR_DN = 1 << 25,
    FPCR_AHP = 1 << 26,
    FPSR_CUMULATIVE = 0x9f,
};

struct in {
    uint64_t a, b, c;
};

static void enter(uint64_t fpcr)
{
    __asm__ volatile("msr fpcr, %0\n\tmsr fpsr, xzr" : : "r"(fpcr));
}

static unsigned leave(void)
{
    uint64_t fpsr;

    __asm__ volatile("mrs %0, fpsr\n\tmsr fpcr, xzr" : "=r"(fpsr));
    return fpsr & FPSR_CUMULATIVE;
}

/* The instruction runs between enter and leave with its operands in v0 to v2
 * and x0 and leaves its result in v0 or x0. */
#define RUN(text, out)                                                         \
    do {                                                                       \
        register uint64_t x0 __asm__("x0") = in->a;                            \
        enter(fpcr);                                                           \
        __asm__ volatile("fmov d0, %1\n\tfmov d1, %2\n\tfmov d2, %3\n\t" text  \
                         : "+r"(x0)                                            \
                         : "r"(in->a), "r"(in->b), "r"(in->c)                  \
                         : "v0", "v1", "v2", "cc");                            \
        *flags = leave();                                                      \
        return x0;                                                             \
    } while (0)

#define HOST(name, text)                                                       \
    static uint64_t host_##name(const struct in *in, uint64_t fpcr,            \
                                unsigned *flags)                               \
    {                                                                          \
        RUN(text "\n\tfmov x0, d0", x0);                                       \
    }
#define HOST_X(name, text)                                                     \
    static uint64_t host_##name(const struct in *in, uint64_t fpcr,            \
                                unsigned *flags)                               \
    {                                                                          \
        RUN(text, x0);                                                         \
    }
#define SOFT(name, call)                                                       \
    static uint64_t soft_##name(struct softfp_env *env, const struct in *in)   \
    {                                                                          \
        uint64_t a = in->a, b = in->b, c = in->c;                              \
        (void)env, (void)a, (void)b, (void)c;                                  \
        return (uint64_t)(call);                                               \
    }

#define TWO(name, insn, function)                                              \
    static uint64_t call_##name(struct softfp_env *env,                        \
                                const struct softfp_fmt *f,                    \
                                const struct in *in)                           \
    {                                                                          \
        return function(env, f, in->a, in->b);                                 \
    }                                                                          \
    HOST(name##_h, insn " h0, h0, h1")                                         \
    HOST(name##_s, insn " s0, s0, s1")                                         \
    HOST(name##_d, insn " d0, d0, d1")                                         \
    SOFT(name##_h, call_##name(env, &softfp_f16, in))                          \
    SOFT(name##_s, call_##name(env, &softfp_f32, in))                          \
    SOFT(name##_d, call_##name(env, &softfp_f64, in))

#define ONE(name, insn, expr)                                                  \
    static uint64_t call_##name(struct softfp_env *env,                        \
                                const struct softfp_fmt *f, uint64_t a)        \
    {                                                                          \
        return expr;                                                           \
    }                                                                          \
    HOST(name##_h, insn " h0, h0")                                             \
    HOST(name##_s, insn " s0, s0")                                             \
    HOST(name##_d, insn " d0, d0")                                             \
    SOFT(name##_h, call_##name(env, &softfp_f16, a))                           \
    SOFT(name##_s, call_##name(env, &softfp_f32, a))                           \
    SOFT(name##_d, call_##name(env, &softfp_f64, a))

/* To 32-bit and 64-bit integers. */
#define TO_INT(name, insn, tail, fun, round, fbits)                            \
    HOST_X(name##_wh, insn " w0, h0" tail)                                     \
    HOST_X(name##_ws, insn " w0, s0" tail)                                     \
    HOST_X(name##_wd, insn " w0, d0" tail)                                     \
    HOST_X(name##_xh, insn " x0, h0" tail)                                     \
    HOST_X(name##_xs, insn " x0, s0" tail)                                     \
    HOST_X(name##_xd, insn " x0, d0" tail)                                     \
    SOFT(name##_wh, (uint32_t)fun(env, &softfp_f16, a, round, 32, fbits))      \
    SOFT(name##_ws, (uint32_t)fun(env, &softfp_f32, a, round, 32, fbits))      \
    SOFT(name##_wd, (uint32_t)fun(env, &softfp_f64, a, round, 32, fbits))      \
    SOFT(name##_xh, fun(env, &softfp_f16, a, round, 64, fbits))                \
    SOFT(name##_xs, fun(env, &softfp_f32, a, round, 64, fbits))                \
    SOFT(name##_xd, fun(env, &softfp_f64, a, round, 64, fbits))

#define FROM_INT(name, insn, tail, fun, cast, fbits)                           \
    HOST(name##_wh, insn " h0, w0" tail)                                       \
    HOST(name##_ws, insn " s0, w0" tail)                                       \
    HOST(name##_wd, insn " d0, w0" tail)                                       \
    HOST(name##_xh, insn " h0, x0" tail)                                       \
    HOST(name##_xs, insn " s0, x0" tail)                                       \
    HOST(name##_xd, insn " d0, x0" tail)                                       \
    SOFT(name##_wh, fun(env, &softfp_f16, (cast##32_t)a, env->round, fbits))   \
    SOFT(name##_ws, fun(env, &softfp_f32, (cast##32_t)a, env->round, fbits))   \
    SOFT(name##_wd, fun(env, &softfp_f64, (cast##32_t)a, env->round, fbits))   \
    SOFT(name##_xh, fun(env, &softfp_f16, (cast##64_t)a, env->round, fbits))   \
    SOFT(name##_xs, fun(env, &softfp_f32, (cast##64_t)a, env->round, fbits))   \
    SOFT(name##_xd, fun(env, &softfp_f64, (cast##64_t)a, env->round, fbits))

static unsigned nzcv(enum softfp_rel rel)
{
    switch (rel) {
    case SOFTFP_LT: return 8;
    case SOFTFP_EQ: return 6;
    case SOFTFP_GT: return 2;
    case SOFTFP_UNORDERED: break;
    }
    return 3;
}

static uint64_t js(struct softfp_env *env, uint64_t a)
{
    bool exact;
    uint32_t v = softfp_to_int32_modulo(env, &softfp_f64, a, &exact);

    return (uint64_t)exact << 62 | v;
}

TWO(fadd, "fadd", softfp_add)
TWO(fsub, "fsub", softfp_sub)
TWO(fmul, "fmul", softfp_mul)
TWO(fdiv, "fdiv", softfp_div)
TWO(fmulx, "fmulx", softfp_mulx)
TWO(frecps, "frecps", softfp_recip_step)
TWO(frsqrts, "frsqrts", softfp_rsqrt_step)
TWO(fmin, "fmin", softfp_min)
TWO(fmax, "fmax", softfp_max)
TWO(fminnm, "fminnm", softfp_minnum)
TWO(fmaxnm, "fmaxnm", softfp_maxnum)

ONE(fsqrt, "fsqrt", softfp_sqrt(env, f, a))
ONE(frecpe, "frecpe", softfp_recip_estimate(env, f, a))
ONE(frsqrte, "frsqrte", softfp_rsqrt_estimate(env, f, a))
ONE(frecpx, "frecpx", softfp_recip_exponent(env, f, a))
ONE(frintn, "frintn", softfp_round_int(env, f, a, SOFTFP_RNE, false))
ONE(frinta, "frinta", softfp_round_int(env, f, a, SOFTFP_RMM, false))
ONE(frintm, "frintm", softfp_round_int(env, f, a, SOFTFP_RDN, false))
ONE(frintp, "frintp", softfp_round_int(env, f, a, SOFTFP_RUP, false))
ONE(frintz, "frintz", softfp_round_int(env, f, a, SOFTFP_RTZ, false))
ONE(frinti, "frinti", softfp_round_int(env, f, a, env->round, false))
ONE(frintx, "frintx", softfp_round_int(env, f, a, env->round, true))

#define FMA(name, insn, x, y, z)                                               \
    HOST(name##_h, insn " h0, h0, h1, h2")                                     \
    HOST(name##_s, insn " s0, s0, s1, s2")                                     \
    HOST(name##_d, insn " d0, d0, d1, d2")                                     \
    SOFT(name##_h, softfp_fma(env, &softfp_f16, x(&softfp_f16, a), b,          \
                              z(&softfp_f16, c)))                              \
    SOFT(name##_s, softfp_fma(env, &softfp_f32, x(&softfp_f32, a), b,          \
                              z(&softfp_f32, c)))                              \
    SOFT(name##_d, softfp_fma(env, &softfp_f64, x(&softfp_f64, a), b,          \
                              z(&softfp_f64, c)))
#define SAME(f, v) (v)

FMA(fmadd, "fmadd", SAME, SAME, SAME)
FMA(fmsub, "fmsub", softfp_neg, SAME, SAME)
FMA(fnmadd, "fnmadd", softfp_neg, SAME, softfp_neg)
FMA(fnmsub, "fnmsub", SAME, SAME, softfp_neg)

#define COMPARE(name, insn, signal)                                            \
    HOST_X(name##_h, insn " h0, h1\n\tmrs x0, nzcv\n\tlsr x0, x0, 28")         \
    HOST_X(name##_s, insn " s0, s1\n\tmrs x0, nzcv\n\tlsr x0, x0, 28")         \
    HOST_X(name##_d, insn " d0, d1\n\tmrs x0, nzcv\n\tlsr x0, x0, 28")         \
    SOFT(name##_h, nzcv(softfp_compare(env, &softfp_f16, a, b, signal)))       \
    SOFT(name##_s, nzcv(softfp_compare(env, &softfp_f32, a, b, signal)))       \
    SOFT(name##_d, nzcv(softfp_compare(env, &softfp_f64, a, b, signal)))

COMPARE(fcmp, "fcmp", false)
COMPARE(fcmpe, "fcmpe", true)

#define CONVERT(name, text, to, from, round)                                   \
    HOST(name, text)                                                           \
    SOFT(name, softfp_convert(env, &softfp_##to, &softfp_##from, a, round))

CONVERT(fcvt_hs, "fcvt h0, s0", f16, f32, env->round)
CONVERT(fcvt_hd, "fcvt h0, d0", f16, f64, env->round)
CONVERT(fcvt_sh, "fcvt s0, h0", f32, f16, env->round)
CONVERT(fcvt_sd, "fcvt s0, d0", f32, f64, env->round)
CONVERT(fcvt_dh, "fcvt d0, h0", f64, f16, env->round)
CONVERT(fcvt_ds, "fcvt d0, s0", f64, f32, env->round)
CONVERT(fcvtxn_sd, "fcvtxn s0, d0", f32, f64, SOFTFP_RTO)

TO_INT(fcvtns, "fcvtns", "", softfp_to_sint, SOFTFP_RNE, 0)
TO_INT(fcvtas, "fcvtas", "", softfp_to_sint, SOFTFP_RMM, 0)
TO_INT(fcvtms, "fcvtms", "", softfp_to_sint, SOFTFP_RDN, 0)
TO_INT(fcvtzs, "fcvtzs", "", softfp_to_sint, SOFTFP_RTZ, 0)
TO_INT(fcvtnu, "fcvtnu", "", softfp_to_uint, SOFTFP_RNE, 0)
TO_INT(fcvtau, "fcvtau", "", softfp_to_uint, SOFTFP_RMM, 0)
TO_INT(fcvtpu, "fcvtpu", "", softfp_to_uint, SOFTFP_RUP, 0)
TO_INT(fcvtzu, "fcvtzu", "", softfp_to_uint, SOFTFP_RTZ, 0)
TO_INT(fcvtzs_7, "fcvtzs", ", #7", softfp_to_sint, SOFTFP_RTZ, 7)
TO_INT(fcvtzu_32, "fcvtzu", ", #32", softfp_to_uint, SOFTFP_RTZ, 32)
FROM_INT(scvtf, "scvtf", "", softfp_from_sint, int, 0)
FROM_INT(ucvtf, "ucvtf", "", softfp_from_uint, uint, 0)
FROM_INT(scvtf_9, "scvtf", ", #9", softfp_from_sint, int, 9)
FROM_INT(ucvtf_32, "ucvtf", ", #32", softfp_from_uint, uint, 32)

HOST(scvtf_64, "scvtf h0, x0, #64")
SOFT(scvtf_64, softfp_from_sint(env, &softfp_f16, (int64_t)a, env->round, 64))
HOST_X(fjcvtzs, "fjcvtzs w0, d0\n\tmrs x1, nzcv\n\tand x1, x1, 0x40000000\n\t"
                "orr x0, x0, x1, lsl #32")
SOFT(fjcvtzs, js(env, a))
HOST(frint32x_s, "frint32x s0, s0")
SOFT(frint32x_s, softfp_round_int_range(env, &softfp_f32, a, env->round, 32))
HOST(frint32x_d, "frint32x d0, d0")
SOFT(frint32x_d, softfp_round_int_range(env, &softfp_f64, a, env->round, 32))
HOST(frint64x_s, "frint64x s0, s0")
SOFT(frint64x_s, softfp_round_int_range(env, &softfp_f32, a, env->round, 64))
HOST(frint64z_d, "frint64z d0, d0")
SOFT(frint64z_d, softfp_round_int_range(env, &softfp_f64, a, SOFTFP_RTZ, 64))
HOST(urecpe, "urecpe v0.2s, v0.2s\n\tfmov s0, s0")
SOFT(urecpe, softfp_urecip_estimate((uint32_t)a))
HOST(ursqrte, "ursqrte v0.2s, v0.2s\n\tfmov s0, s0")
SOFT(ursqrte, softfp_ursqrt_estimate((uint32_t)a))

struct test {
    const char *name;
    uint64_t (*host)(const struct in *in, uint64_t fpcr, unsigned *flags);
    uint64_t (*soft)(struct softfp_env *env, const struct in *in);
    const struct softfp_fmt *fmt; /* of the operands; NULL: integers */
    uint32_t fpcr_off;            /* FPCR bits not to test with */
};

#define ROW(name, fmt)                                                         \
    {                                                                          \
#name, host_##name, soft_##name, fmt, 0                                \
    }
#define ROW3(name)                                                             \
    ROW(name##_h, &softfp_f16), ROW(name##_s, &softfp_f32),                    \
        ROW(name##_d, &softfp_f64)
#define ROW6(name)                                                             \
    ROW(name##_wh, &softfp_f16), ROW(name##_ws, &softfp_f32),                  \
        ROW(name##_wd, &softfp_f64), ROW(name##_xh, &softfp_f16),              \
        ROW(name##_xs, &softfp_f32), ROW(name##_xd, &softfp_f64)
#define ROW6I(name)                                                            \
    ROW(name##_wh, NULL), ROW(name##_ws, NULL), ROW(name##_wd, NULL),          \
        ROW(name##_xh, NULL), ROW(name##_xs, NULL), ROW(name##_xd, NULL)

static const struct test tests[] = {
    /* QEMU 7.2 has the Z flag of a flushed denormal wrong (FPToFixedJS). */
    {"fjcvtzs", host_fjcvtzs, soft_fjcvtzs, &softfp_f64, FPCR_FZ},
    ROW3(fadd),
    ROW3(fsub),
    ROW3(fmul),
    ROW3(fdiv),
    ROW3(fmulx),
    ROW3(frecps),
    ROW3(frsqrts),
    ROW3(fmin),
    ROW3(fmax),
    ROW3(fminnm),
    ROW3(fmaxnm),
    ROW3(fsqrt),
    ROW3(frecpe),
    ROW3(frsqrte),
    ROW3(frecpx),
    ROW3(frintn),
    ROW3(frinta),
    ROW3(frintm),
    ROW3(frintp),
    ROW3(frintz),
    ROW3(frinti),
    ROW3(frintx),
    ROW3(fmadd),
    ROW3(fmsub),
    ROW3(fnmadd),
    ROW3(fnmsub),
    ROW3(fcmp),
    ROW3(fcmpe),
    ROW(fcvt_hs, &softfp_f32),
    ROW(fcvt_hd, &softfp_f64),
    ROW(fcvt_sh, &softfp_f16),
    ROW(fcvt_sd, &softfp_f64),
    ROW(fcvt_dh, &softfp_f16),
    ROW(fcvt_ds, &softfp_f32),
    ROW(fcvtxn_sd, &softfp_f64),
    ROW6(fcvtns),
    ROW6(fcvtas),
    ROW6(fcvtms),
    ROW6(fcvtzs),
    ROW6(fcvtnu),
    ROW6(fcvtau),
    ROW6(fcvtpu),
    ROW6(fcvtzu),
    ROW6(fcvtzs_7),
    ROW6(fcvtzu_32),
    ROW6I(scvtf),
    ROW6I(ucvtf),
    ROW6I(scvtf_9),
    ROW6I(ucvtf_32),
    ROW(scvtf_64, NULL),
    ROW(frint32x_s, &softfp_f32),
    ROW(frint32x_d, &softfp_f64),
    ROW(frint64x_s, &softfp_f32),
    ROW(frint64z_d, &softfp_f64),
    ROW(urecpe, NULL),
    ROW(ursqrte, NULL),
};

/* FPCR.RMode counts nearest, plus, minus, zero. */
static const uint8_t rmode[] = {SOFTFP_RNE, SOFTFP_RUP, SOFTFP_RDN, SOFTFP_RTZ};

static struct softfp_env env_of(uint64_t fpcr)
{
    return (struct softfp_env){
        .round = rmode[fpcr >> FPCR_RMODE_SHIFT & 3],
        .nan = fpcr & FPCR_DN ? SFP_NAN_DEFAULT : SFP_NAN_ARM,
        .tiny_before = true,
        .flush_in = fpcr & FPCR_FZ,
        .flush_out = fpcr & FPCR_FZ,
        .flush16 = fpcr & FPCR_FZ16,
        .ahp = fpcr & FPCR_AHP,
    };
}

static unsigned long run(const struct test *test, unsigned long count)
{
    uint64_t seed = 88172645463325252u;
    unsigned long i, bad = 0;

    for (i = 0; i < count; i++) {
        uint64_t r = vector_random(&seed), want, got;
        uint64_t fpcr = (r >> 40 & 3) << FPCR_RMODE_SHIFT;
        const struct softfp_fmt *fmt = test->fmt;
        struct softfp_env env;
        struct in in;
        unsigned flags;

        in.a = fmt ? vector_operand(&seed, fmt) : vector_integer(&seed);
        in.b = vector_operand(&seed, fmt ? fmt : &softfp_f64);
        in.c = vector_operand(&seed, fmt ? fmt : &softfp_f64);
        fpcr |= r >> 53 & 1 ? FPCR_FZ : 0;
        fpcr |= r >> 54 & 1 ? FPCR_DN : 0;
        fpcr |= r >> 55 & 1 ? FPCR_AHP : 0;
        fpcr |= r >> 56 & 1 ? FPCR_FZ16 : 0;
        fpcr &= ~(uint64_t)test->fpcr_off;
        env = env_of(fpcr);
        want = test->host(&in, fpcr, &flags);
        got = test->soft(&env, &in);
        if (got == want && env.flags == flags)
            continue;
        if (bad++ < 4)
            printf("%s fpcr %08llx: %llx %llx %llx: %llx/%02x, not %llx/%02x\n",
                   test->name, (unsigned long long)fpcr,
                   (unsigned long long)in.a, (unsigned long long)in.b,
                   (unsigned long long)in.c, (unsigned long long)got, env.flags,
                   (unsigned long long)want, flags);
    }
    if (bad)
        printf("%s: %lu of %lu differ\n", test->name, bad, count);
    return bad;
}

int main(int argc, char **argv)
{
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 0) : 20000;
    unsigned long bad = 0;
    size_t i;

    for (i = 0; i < sizeof tests / sizeof tests[0]; i++)
        bad += run(&tests[i], count);
    printf("%zu instructions, %lu operands each, %lu differences\n", i, count,
           bad);
    return bad != 0;
}
