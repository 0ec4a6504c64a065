/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The software floating point against the instructions of a RISC-V CPU with
 * F, D and Zfh, or an emulator of one: results and fflags for random operands
 * under every rounding mode. Prints the first differences of each
 * instruction; fails if there were any.
 */
#include "config.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "vectors.h"

struct in {
    uint64_t a, b, c;
};

/* fflags has the same exceptions in the opposite order. */
static unsigned fflags_of(unsigned flags)
{
    return (flags & SOFTFP_INVALID ? 16 : 0) |
           (flags & SOFTFP_DIVZERO ? 8 : 0) |
           (flags & SOFTFP_OVERFLOW ? 4 : 0) |
           (flags & SOFTFP_UNDERFLOW ? 2 : 0) |
           (flags & SOFTFP_INEXACT ? 1 : 0);
}

/* Operands in fa0 to fa2 and a0, the result in fa0 or a0. */
#define HOST_X(name, text)                                                     \
    static uint64_t host_##name(const struct in *in, unsigned frm,             \
                                unsigned *flags)                               \
    {                                                                          \
        register uint64_t a0 __asm__("a0") = in->a;                            \
        uint64_t fflags;                                                       \
                                                                               \
        __asm__ volatile("fsrm %2\n\tfsflags zero\n\tfmv.d.x fa0, %3\n\t"      \
                         "fmv.d.x fa1, %4\n\tfmv.d.x fa2, %5\n\t" text         \
                         "\n\tfrflags %1\n\tfsrm zero"                         \
                         : "+r"(a0), "=&r"(fflags)                             \
                         : "r"(frm), "r"(in->a), "r"(in->b), "r"(in->c)        \
                         : "fa0", "fa1", "fa2");                               \
        *flags = (unsigned)fflags;                                             \
        return a0;                                                             \
    }
#define HOST(name, text) HOST_X(name, text "\n\tfmv.x.d a0, fa0")

#define SOFT(name, call)                                                       \
    static uint64_t soft_##name(struct softfp_env *env, const struct in *in)   \
    {                                                                          \
        uint64_t a = in->a, b = in->b, c = in->c;                              \
        (void)env, (void)a, (void)b, (void)c;                                  \
        return (uint64_t)(call);                                               \
    }

#define TWO(name, fun)                                                         \
    HOST(name##_h, #name ".h fa0, fa0, fa1")                                   \
    HOST(name##_s, #name ".s fa0, fa0, fa1")                                   \
    HOST(name##_d, #name ".d fa0, fa0, fa1")                                   \
    SOFT(name##_h, fun(env, &softfp_f16, a, b))                                \
    SOFT(name##_s, fun(env, &softfp_f32, a, b))                                \
    SOFT(name##_d, fun(env, &softfp_f64, a, b))

TWO(fadd, softfp_add)
TWO(fsub, softfp_sub)
TWO(fmul, softfp_mul)
TWO(fdiv, softfp_div)
TWO(fmin, softfp_minimum_number)
TWO(fmax, softfp_maximum_number)

HOST(fsqrt_h, "fsqrt.h fa0, fa0")
HOST(fsqrt_s, "fsqrt.s fa0, fa0")
HOST(fsqrt_d, "fsqrt.d fa0, fa0")
SOFT(fsqrt_h, softfp_sqrt(env, &softfp_f16, a))
SOFT(fsqrt_s, softfp_sqrt(env, &softfp_f32, a))
SOFT(fsqrt_d, softfp_sqrt(env, &softfp_f64, a))

#define FMA(name, x, z)                                                        \
    HOST(name##_h, #name ".h fa0, fa0, fa1, fa2")                              \
    HOST(name##_s, #name ".s fa0, fa0, fa1, fa2")                              \
    HOST(name##_d, #name ".d fa0, fa0, fa1, fa2")                              \
    SOFT(name##_h, softfp_fma(env, &softfp_f16, x(&softfp_f16, a), b,          \
                              z(&softfp_f16, c)))                              \
    SOFT(name##_s, softfp_fma(env, &softfp_f32, x(&softfp_f32, a), b,          \
                              z(&softfp_f32, c)))                              \
    SOFT(name##_d, softfp_fma(env, &softfp_f64, x(&softfp_f64, a), b,          \
                              z(&softfp_f64, c)))
#define SAME(f, v) (v)

FMA(fmadd, SAME, SAME)
FMA(fmsub, SAME, softfp_neg)
FMA(fnmsub, softfp_neg, SAME)
FMA(fnmadd, softfp_neg, softfp_neg)

#define COMPARE(name, signal, relation)                                        \
    HOST_X(name##_h, #name ".h a0, fa0, fa1")                                  \
    HOST_X(name##_s, #name ".s a0, fa0, fa1")                                  \
    HOST_X(name##_d, #name ".d a0, fa0, fa1")                                  \
    SOFT(name##_h, softfp_compare(env, &softfp_f16, a, b, signal) relation)    \
    SOFT(name##_s, softfp_compare(env, &softfp_f32, a, b, signal) relation)    \
    SOFT(name##_d, softfp_compare(env, &softfp_f64, a, b, signal) relation)

COMPARE(feq, false, == SOFTFP_EQ)
COMPARE(flt, true, == SOFTFP_LT)
COMPARE(fle, true, <= SOFTFP_EQ)

HOST_X(fclass_h, "fclass.h a0, fa0")
HOST_X(fclass_s, "fclass.s a0, fa0")
HOST_X(fclass_d, "fclass.d a0, fa0")
SOFT(fclass_h, softfp_class(&softfp_f16, a))
SOFT(fclass_s, softfp_class(&softfp_f32, a))
SOFT(fclass_d, softfp_class(&softfp_f64, a))

#define CONVERT(name, text, to, from)                                          \
    HOST(name, text)                                                           \
    SOFT(name, softfp_convert(env, &softfp_##to, &softfp_##from, a, env->round))

CONVERT(fcvt_h_s, "fcvt.h.s fa0, fa0", f16, f32)
CONVERT(fcvt_h_d, "fcvt.h.d fa0, fa0", f16, f64)
CONVERT(fcvt_s_h, "fcvt.s.h fa0, fa0", f32, f16)
CONVERT(fcvt_s_d, "fcvt.s.d fa0, fa0", f32, f64)
CONVERT(fcvt_d_h, "fcvt.d.h fa0, fa0", f64, f16)
CONVERT(fcvt_d_s, "fcvt.d.s fa0, fa0", f64, f32)

/* 32-bit results of either signedness are sign-extended. */
#define TO_INT(name, insn, fun, bits, cast)                                    \
    HOST_X(name##_h, insn ".h a0, fa0, dyn")                                   \
    HOST_X(name##_s, insn ".s a0, fa0, dyn")                                   \
    HOST_X(name##_d, insn ".d a0, fa0, dyn")                                   \
    SOFT(name##_h, (cast)fun(env, &softfp_f16, a, env->round, bits, 0))        \
    SOFT(name##_s, (cast)fun(env, &softfp_f32, a, env->round, bits, 0))        \
    SOFT(name##_d, (cast)fun(env, &softfp_f64, a, env->round, bits, 0))

TO_INT(fcvt_w, "fcvt.w", softfp_to_sint, 32, int32_t)
TO_INT(fcvt_wu, "fcvt.wu", softfp_to_uint, 32, int32_t)
TO_INT(fcvt_l, "fcvt.l", softfp_to_sint, 64, int64_t)
TO_INT(fcvt_lu, "fcvt.lu", softfp_to_uint, 64, int64_t)

#define FROM_INT(name, suffix, fun, cast)                                      \
    HOST(name##_h, "fcvt.h." suffix " fa0, a0")                                \
    HOST(name##_s, "fcvt.s." suffix " fa0, a0")                                \
    HOST(name##_d, "fcvt.d." suffix " fa0, a0")                                \
    SOFT(name##_h, fun(env, &softfp_f16, (cast)a, env->round, 0))              \
    SOFT(name##_s, fun(env, &softfp_f32, (cast)a, env->round, 0))              \
    SOFT(name##_d, fun(env, &softfp_f64, (cast)a, env->round, 0))

FROM_INT(fcvt_from_w, "w", softfp_from_sint, int32_t)
FROM_INT(fcvt_from_wu, "wu", softfp_from_uint, uint32_t)
FROM_INT(fcvt_from_l, "l", softfp_from_sint, int64_t)
FROM_INT(fcvt_from_lu, "lu", softfp_from_uint, uint64_t)

struct test {
    const char *name;
    uint64_t (*host)(const struct in *in, unsigned frm, unsigned *flags);
    uint64_t (*soft)(struct softfp_env *env, const struct in *in);
    const struct softfp_fmt *from; /* NULL: integers */
    const struct softfp_fmt *to;   /* NULL: integers */
};

#define ROW(name, from, to)                                                    \
    {                                                                          \
#name, host_##name, soft_##name, from, to                              \
    }
#define ROW_FF(name)                                                           \
    ROW(name##_h, &softfp_f16, &softfp_f16),                                   \
        ROW(name##_s, &softfp_f32, &softfp_f32),                               \
        ROW(name##_d, &softfp_f64, &softfp_f64)
#define ROW_FI(name)                                                           \
    ROW(name##_h, &softfp_f16, NULL), ROW(name##_s, &softfp_f32, NULL),        \
        ROW(name##_d, &softfp_f64, NULL)
#define ROW_IF(name)                                                           \
    ROW(name##_h, NULL, &softfp_f16), ROW(name##_s, NULL, &softfp_f32),        \
        ROW(name##_d, NULL, &softfp_f64)

static const struct test tests[] = {
    ROW_FF(fadd),
    ROW_FF(fsub),
    ROW_FF(fmul),
    ROW_FF(fdiv),
    ROW_FF(fmin),
    ROW_FF(fmax),
    ROW_FF(fsqrt),
    ROW_FF(fmadd),
    ROW_FF(fmsub),
    ROW_FF(fnmadd),
    ROW_FF(fnmsub),
    ROW_FI(feq),
    ROW_FI(flt),
    ROW_FI(fle),
    ROW_FI(fclass),
    ROW(fcvt_h_s, &softfp_f32, &softfp_f16),
    ROW(fcvt_h_d, &softfp_f64, &softfp_f16),
    ROW(fcvt_s_h, &softfp_f16, &softfp_f32),
    ROW(fcvt_s_d, &softfp_f64, &softfp_f32),
    ROW(fcvt_d_h, &softfp_f16, &softfp_f64),
    ROW(fcvt_d_s, &softfp_f32, &softfp_f64),
    ROW_FI(fcvt_w),
    ROW_FI(fcvt_wu),
    ROW_FI(fcvt_l),
    ROW_FI(fcvt_lu),
    ROW_IF(fcvt_from_w),
    ROW_IF(fcvt_from_wu),
    ROW_IF(fcvt_from_l),
    ROW_IF(fcvt_from_lu),
};

/* NaN-boxing: the bits above a narrower format are ones. */
static uint64_t boxed(const struct softfp_fmt *fmt, uint64_t a)
{
    unsigned top = fmt ? fmt->exp_bits + fmt->frac_bits : 63;

    return top == 63 ? a : a | UINT64_MAX << (top + 1);
}

static unsigned long run(const struct test *test, unsigned long count)
{
    uint64_t seed = 88172645463325252u;
    unsigned long i, bad = 0;

    for (i = 0; i < count; i++) {
        /* frm: nearest, zero, down, up, ties away, as enum softfp_round. */
        unsigned frm = (vector_random(&seed) >> 32) % 5, flags;
        struct softfp_env env = {.round = (uint8_t)frm, .nan = SFP_NAN_LARGEST};
        const struct softfp_fmt *fmt = test->from ? test->from : &softfp_f64;
        uint64_t want, got;
        struct in in, box;

        in.a = test->from ? vector_operand(&seed, fmt) : vector_integer(&seed);
        in.b = vector_operand(&seed, fmt);
        in.c = vector_operand(&seed, fmt);
        box = (struct in){boxed(test->from, in.a), boxed(fmt, in.b),
                          boxed(fmt, in.c)};
        want = test->host(&box, frm, &flags);
        got = boxed(test->to, test->soft(&env, &in));
        if (got == want && fflags_of(env.flags) == flags)
            continue;
        if (bad++ < 4)
            printf("%s frm %u: %llx %llx %llx: %llx/%02x, not %llx/%02x\n",
                   test->name, frm, (unsigned long long)in.a,
                   (unsigned long long)in.b, (unsigned long long)in.c,
                   (unsigned long long)got, fflags_of(env.flags),
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
