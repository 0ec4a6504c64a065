/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AArch64's instructions for testfloat.c, scalar and vector, with FEAT_FP16. */
#ifndef CALQUE_TESTS_SUITES_TESTFLOAT_AARCH64_H
#define CALQUE_TESTS_SUITES_TESTFLOAT_AARCH64_H

#include "testfloat.h"

enum { FMA_ADDEND_FIRST = true };
#define GUEST_WIDTH(value) 16u

/* A register with the value: the rest is zero. */
static void widen(struct value v, union vec *to)
{
    to->d[0] = v.bits;
    to->d[1] = 0;
}

static uint64_t control_mode(enum mode mode, bool default_nan)
{
    enum { RMODE_SHIFT = 22, FPCR_DN = 1 << 25 };
    static const uint8_t rmode[MODES] = {0, 3, 2, 1, 0, 0};
    return (uint64_t)rmode[mode] << RMODE_SHIFT | (default_nan ? FPCR_DN : 0);
}

/* Operands in v0 to v2 and x0, the result in v3 or x2; v3 starts as v2. */
#define RUN(id, store, text)                                                   \
    static unsigned id(const union vec in[3], union vec *out, uint64_t fpcr)   \
    {                                                                          \
        uint64_t fpsr;                                                         \
        __asm__ volatile(                                                      \
            ".arch armv8.2-a+fp16\n\tmsr fpcr, %3\n\tmsr fpsr, xzr\n\t"        \
            "ldp q0, q1, [%1]\n\tldr q2, [%1, #32]\n\tldr x0, [%1]\n\t"        \
            "mov v3.16b, v2.16b\n\t" text "\n\tstr " store ", [%2]\n\t"        \
            "mrs %0, fpsr\n\tmsr fpcr, xzr"                                    \
            : "=&r"(fpsr)                                                      \
            : "r"(in), "r"(out), "r"(fpcr)                                     \
            : "v0", "v1", "v2", "v3", "x0", "x2", "cc", "memory");             \
        /* The exceptions are in the opposite order. */                        \
        return (unsigned)((fpsr & 1) << 4 | (fpsr & 2) << 2 | (fpsr & 4) |     \
                          (fpsr >> 2 & 2) | (fpsr >> 4 & 1));                  \
    }

/*
 * The instructions: X(function, name of the form, modes, lanes, what, register
 * with the result, text).  d, a, b, c are result and operands.
 */
enum { DYNAMIC = 0xf, ANY = 0x1f };

#define ARITHMETIC(X, f, id, n, d, a, b)                                       \
    X(f##_add, id, DYNAMIC, n, 0, "q3", "fadd " d ", " a ", " b)               \
    X(f##_sub, id, DYNAMIC, n, 0, "q3", "fsub " d ", " a ", " b)               \
    X(f##_mul, id, DYNAMIC, n, 0, "q3", "fmul " d ", " a ", " b)               \
    X(f##_div, id, DYNAMIC, n, 0, "q3", "fdiv " d ", " a ", " b)               \
    X(f##_sqrt, id, DYNAMIC, n, 0, "q3", "fsqrt " d ", " a)

#define ROUND(X, f, id, n, d, a)                                               \
    X(f##_roundToInt, id##_n, 1 << NEAR_EVEN, n, FIXED, "q3",                  \
      "frintn " d ", " a)                                                      \
    X(f##_roundToInt, id##_z, 1 << MIN_MAG, n, FIXED, "q3",                    \
      "frintz " d ", " a)                                                      \
    X(f##_roundToInt, id##_m, 1 << MIN, n, FIXED, "q3", "frintm " d ", " a)    \
    X(f##_roundToInt, id##_p, 1 << MAX, n, FIXED, "q3", "frintp " d ", " a)    \
    X(f##_roundToInt, id##_a, 1 << NEAR_MAX_MAG, n, FIXED, "q3",               \
      "frinta " d ", " a)                                                      \
    X(f##_roundToInt, id##_i, DYNAMIC, n, 0, "q3", "frinti " d ", " a)         \
    X(f##_roundToInt, id##_x, DYNAMIC, n, EXACT, "q3", "frintx " d ", " a)

#define COMPARE_LANES(X, f, id, n, d, a, b)                                    \
    X(f##_eq, id##_v, ANY, n, MASK, "q3", "fcmeq " d ", " a ", " b)            \
    X(f##_le, id##_v, ANY, n, MASK, "q3", "fcmge " d ", " b ", " a)            \
    X(f##_lt, id##_v, ANY, n, MASK, "q3", "fcmgt " d ", " b ", " a)

/* s: letter of the signedness of g, an integer type in the register r. */
#define TO_INT(X, f, g, s, id, n, store, r, a)                                 \
    X(f##_to_##g, id##_n, 1 << NEAR_EVEN, n, EXACT | FIXED, store,             \
      "fcvtn" s " " r ", " a)                                                  \
    X(f##_to_##g, id##_z, 1 << MIN_MAG, n, EXACT | FIXED, store,               \
      "fcvtz" s " " r ", " a)                                                  \
    X(f##_to_##g, id##_m, 1 << MIN, n, EXACT | FIXED, store,                   \
      "fcvtm" s " " r ", " a)                                                  \
    X(f##_to_##g, id##_p, 1 << MAX, n, EXACT | FIXED, store,                   \
      "fcvtp" s " " r ", " a)                                                  \
    X(f##_to_##g, id##_a, 1 << NEAR_MAX_MAG, n, EXACT | FIXED, store,          \
      "fcvta" s " " r ", " a)
#define FROM_INT(X, f, g, s, id, n, d, r)                                      \
    X(g##_to_##f, id, DYNAMIC, n, 0, "q3", s "cvtf " d ", " r)

#define VECTOR(X, f, t, n)                                                     \
    ARITHMETIC(X, f, v##t, n, "v3." #t, "v0." #t, "v1." #t)                    \
    ROUND(X, f, v##t, n, "v3." #t, "v0." #t)                                   \
    COMPARE_LANES(X, f, v##t, n, "v3." #t, "v0." #t, "v1." #t)                 \
    X(f##_mulAdd, v##t, DYNAMIC, n, 0, "q3",                                   \
      "fmla v3." #t ", v0." #t ", v1." #t)                                     \
    X(f##_mulAdd, v##t##_s, DYNAMIC, n, NEG_A, "q3",                           \
      "fmls v3." #t ", v0." #t ", v1." #t)
#define VECTOR_INT(X, f, i, t, n)                                              \
    TO_INT(X, f, i, "s", v##t, n, "q3", "v3." #t, "v0." #t)                    \
    TO_INT(X, f, u##i, "u", v##t##u, n, "q3", "v3." #t, "v0." #t)              \
    FROM_INT(X, f, i, "s", v##t, n, "v3." #t, "v0." #t)                        \
    FROM_INT(X, f, u##i, "u", v##t##u, n, "v3." #t, "v0." #t)

/* r: letter of the registers. */
#define SCALAR(X, f, r)                                                        \
    ARITHMETIC(X, f, scalar, 1, r "3", r "0", r "1")                           \
    ROUND(X, f, scalar, 1, r "3", r "0")                                       \
    COMPARE_LANES(X, f, scalar, 1, r "3", r "0", r "1")                        \
    X(f##_mul, element, DYNAMIC, 1, 0, "q3",                                   \
      "fmul " r "3, " r "0, v1." r "[0]")                                      \
    X(f##_mul, neg, DYNAMIC, 1, NEG_RESULT, "q3",                              \
      "fnmul " r "3, " r "0, " r "1")                                          \
    X(f##_mulAdd, scalar, DYNAMIC, 1, 0, "q3",                                 \
      "fmadd " r "3, " r "0, " r "1, " r "2")                                  \
    X(f##_mulAdd, sub, DYNAMIC, 1, NEG_A, "q3",                                \
      "fmsub " r "3, " r "0, " r "1, " r "2")                                  \
    X(f##_mulAdd, nadd, DYNAMIC, 1, NEG_A | NEG_C, "q3",                       \
      "fnmadd " r "3, " r "0, " r "1, " r "2")                                 \
    X(f##_mulAdd, nsub, DYNAMIC, 1, NEG_C, "q3",                               \
      "fnmsub " r "3, " r "0, " r "1, " r "2")                                 \
    X(f##_mulAdd, element, DYNAMIC, 1, 0, "q3",                                \
      "fmla " r "3, " r "0, v1." r "[0]")                                      \
    X(f##_eq, cmp, ANY, 1, 0, "x2", "fcmp " r "0, " r "1\n\tcset x2, eq")      \
    X(f##_eq, ccmp, ANY, 1, 0, "x2",                                           \
      "cmp xzr, xzr\n\tfccmp " r "0, " r "1, #0, eq\n\tcset x2, eq")           \
    X(f##_le_quiet, cmp, ANY, 1, 0, "x2",                                      \
      "fcmp " r "0, " r "1\n\tcset x2, ls")                                    \
    X(f##_lt_quiet, cmp, ANY, 1, 0, "x2",                                      \
      "fcmp " r "0, " r "1\n\tcset x2, mi")                                    \
    X(f##_eq_signaling, cmp, ANY, 1, 0, "x2",                                  \
      "fcmpe " r "0, " r "1\n\tcset x2, eq")                                   \
    X(f##_le, cmp, ANY, 1, 0, "x2", "fcmpe " r "0, " r "1\n\tcset x2, ls")     \
    X(f##_lt, cmp, ANY, 1, 0, "x2", "fcmpe " r "0, " r "1\n\tcset x2, mi")     \
    TO_INT(X, f, i32, "s", w, 1, "x2", "w2", r "0")                            \
    TO_INT(X, f, ui32, "u", w, 1, "x2", "w2", r "0")                           \
    TO_INT(X, f, i64, "s", x, 1, "x2", "x2", r "0")                            \
    TO_INT(X, f, ui64, "u", x, 1, "x2", "x2", r "0")                           \
    FROM_INT(X, f, i32, "s", w, 1, r "3", "w0")                                \
    FROM_INT(X, f, ui32, "u", w, 1, r "3", "w0")                               \
    FROM_INT(X, f, i64, "s", x, 1, r "3", "x0")                                \
    FROM_INT(X, f, ui64, "u", x, 1, r "3", "x0")
#define SCALAR_INT(X, f, i, r)                                                 \
    TO_INT(X, f, i, "s", scalar, 1, "q3", r "3", r "0")                        \
    TO_INT(X, f, u##i, "u", scalaru, 1, "q3", r "3", r "0")                    \
    FROM_INT(X, f, i, "s", scalar, 1, r "3", r "0")                            \
    FROM_INT(X, f, u##i, "u", scalaru, 1, r "3", r "0")

#define CONVERT(X)                                                             \
    X(f16_to_f32, scalar, ANY, 1, 0, "q3", "fcvt s3, h0")                      \
    X(f16_to_f64, scalar, ANY, 1, 0, "q3", "fcvt d3, h0")                      \
    X(f32_to_f64, scalar, ANY, 1, 0, "q3", "fcvt d3, s0")                      \
    X(f32_to_f16, scalar, DYNAMIC, 1, 0, "q3", "fcvt h3, s0")                  \
    X(f64_to_f16, scalar, DYNAMIC, 1, 0, "q3", "fcvt h3, d0")                  \
    X(f64_to_f32, scalar, DYNAMIC, 1, 0, "q3", "fcvt s3, d0")                  \
    X(f16_to_f32, vector, ANY, 4, 0, "q3", "fcvtl v3.4s, v0.4h")               \
    X(f32_to_f64, vector, ANY, 2, 0, "q3", "fcvtl v3.2d, v0.2s")               \
    X(f32_to_f16, vector, DYNAMIC, 4, 0, "q3", "fcvtn v3.4h, v0.4s")           \
    X(f64_to_f32, vector, DYNAMIC, 2, 0, "q3", "fcvtn v3.2s, v0.2d")           \
    X(f64_to_f32, odd, 1 << ODD, 1, FIXED, "q3", "fcvtxn s3, d0")              \
    X(f64_to_f32, odd_vector, 1 << ODD, 2, FIXED, "q3", "fcvtxn v3.2s, v0.2d")

#define ALL(X)                                                                 \
    SCALAR(X, f16, "h")                                                        \
    SCALAR(X, f32, "s")                                                        \
    SCALAR(X, f64, "d")                                                        \
    SCALAR_INT(X, f32, i32, "s")                                               \
    SCALAR_INT(X, f64, i64, "d")                                               \
    VECTOR(X, f16, 4h, 4)                                                      \
    VECTOR(X, f16, 8h, 8)                                                      \
    VECTOR(X, f32, 2s, 2)                                                      \
    VECTOR(X, f32, 4s, 4)                                                      \
    VECTOR(X, f64, 2d, 2)                                                      \
    VECTOR_INT(X, f32, i32, 2s, 2)                                             \
    VECTOR_INT(X, f32, i32, 4s, 4)                                             \
    VECTOR_INT(X, f64, i64, 2d, 2)                                             \
    CONVERT(X)

#define DEFINE(f, id, modes, lanes, what, store, text)                         \
    RUN(f##_##id, store, text)
ALL(DEFINE)

/* clang-format off */
#define ROW(f, id, modes, lanes, what, store, text)                            \
    {#f, text, modes, lanes, what, f##_##id},
static const struct form forms[] = {ALL(ROW)};
/* clang-format on */

#endif
