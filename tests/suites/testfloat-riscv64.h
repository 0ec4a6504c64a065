/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RISC-V's instructions for testfloat.c: F, D, Zfh and Zfa. */
#ifndef CALQUE_TESTS_SUITES_TESTFLOAT_RISCV64_H
#define CALQUE_TESTS_SUITES_TESTFLOAT_RISCV64_H

#include "testfloat.h"

enum { FMA_ADDEND_FIRST = false };
#define GUEST_WIDTH(value) 8u

/* A register with the value: floating-point ones are boxed, results of 32 bits
 * sign-extended. */
static void widen(struct value v, union vec *to)
{
    uint64_t bits = v.bits;
    if (v.kind == FLOAT && v.size < 8)
        bits |= ~UINT64_C(0) << (8 * v.size);
    else if (v.kind != BOOL && v.size == 4)
        bits = (uint64_t)(int64_t)(int32_t)bits;
    to->d[0] = bits;
}

static uint64_t control_mode(enum mode mode, bool default_nan)
{
    static const uint8_t frm[MODES] = {0, 1, 2, 3, 4, 0};
    (void)default_nan;
    return frm[mode];
}

/* Operands in fa0 to fa2 and a0, the result in fa3 or a1. */
#define RUN(id, text, store)                                                   \
    static unsigned id(const union vec in[3], union vec *out,                  \
                       uint64_t control)                                       \
    {                                                                          \
        uint64_t flags;                                                        \
        __asm__ volatile(".option push\n\t.option arch, +zfh, +zfa\n\t"        \
                         "fsrm %3\n\tfsflags zero\n\t"                         \
                         "fld fa0, 0(%1)\n\tfld fa1, 16(%1)\n\t"               \
                         "fld fa2, 32(%1)\n\tld a0, 0(%1)\n\t" text            \
                         "\n\t" store ", 0(%2)\n\tfrflags %0\n\tfsrm zero\n\t" \
                         ".option pop"                                         \
                         : "=&r"(flags)                                        \
                         : "r"(in), "r"(out), "r"(control)                     \
                         : "fa0", "fa1", "fa2", "fa3", "a0", "a1", "memory");  \
        return (unsigned)flags;                                                \
    }

/*
 * The instructions: X(name in C, function, text, store, modes, what); text ends
 * where a static rounding mode can stand.
 */
#define ROUNDED(X, f, s)                                                       \
    X(f##_add, "fadd." s " fa3, fa0, fa1", "fsd fa3", 0)                       \
    X(f##_sub, "fsub." s " fa3, fa0, fa1", "fsd fa3", 0)                       \
    X(f##_mul, "fmul." s " fa3, fa0, fa1", "fsd fa3", 0)                       \
    X(f##_div, "fdiv." s " fa3, fa0, fa1", "fsd fa3", 0)                       \
    X(f##_sqrt, "fsqrt." s " fa3, fa0", "fsd fa3", 0)                          \
    X(f##_mulAdd, "fmadd." s " fa3, fa0, fa1, fa2", "fsd fa3", 0)              \
    X(f##_to_i32, "fcvt.w." s " a1, fa0", "sd a1", EXACT)                      \
    X(f##_to_ui32, "fcvt.wu." s " a1, fa0", "sd a1", EXACT)                    \
    X(f##_to_i64, "fcvt.l." s " a1, fa0", "sd a1", EXACT)                      \
    X(f##_to_ui64, "fcvt.lu." s " a1, fa0", "sd a1", EXACT)                    \
    X(i64_to_##f, "fcvt." s ".l fa3, a0", "fsd fa3", 0)                        \
    X(ui64_to_##f, "fcvt." s ".lu fa3, a0", "fsd fa3", 0)                      \
    X(f##_roundToInt, "fround." s " fa3, fa0", "fsd fa3", 0)
#define ROUNDED_INT(X, f, s)                                                   \
    X(i32_to_##f, "fcvt." s ".w fa3, a0", "fsd fa3", 0)                        \
    X(ui32_to_##f, "fcvt." s ".wu fa3, a0", "fsd fa3", 0)
#define ROUNDED_FLOAT(X)                                                       \
    X(f32_to_f16, "fcvt.h.s fa3, fa0", "fsd fa3", 0)                           \
    X(f64_to_f16, "fcvt.h.d fa3, fa0", "fsd fa3", 0)                           \
    X(f64_to_f32, "fcvt.s.d fa3, fa0", "fsd fa3", 0)
#define ALL_ROUNDED(X)                                                         \
    ROUNDED(X, f16, "h")                                                       \
    ROUNDED(X, f32, "s")                                                       \
    ROUNDED(X, f64, "d")                                                       \
    ROUNDED_INT(X, f16, "h") ROUNDED_INT(X, f32, "s") ROUNDED_FLOAT(X)

/* A function and others of its kind, which take negated operands. */
#define NEGATED(X, f, s)                                                       \
    X(f##_mulAdd, msub, "fmsub." s " fa3, fa0, fa1, fa2", NEG_C)               \
    X(f##_mulAdd, nmsub, "fnmsub." s " fa3, fa0, fa1, fa2", NEG_A)             \
    X(f##_mulAdd, nmadd, "fnmadd." s " fa3, fa0, fa1, fa2", NEG_A | NEG_C)     \
    X(f##_roundToInt, nx, "froundnx." s " fa3, fa0", EXACT)
#define ALL_NEGATED(X)                                                         \
    NEGATED(X, f16, "h") NEGATED(X, f32, "s") NEGATED(X, f64, "d")

/* Without a mode: X(function, text, store). */
#define COMPARE(X, f, s)                                                       \
    X(f##_eq, "feq." s " a1, fa0, fa1", "sd a1")                               \
    X(f##_le, "fle." s " a1, fa0, fa1", "sd a1")                               \
    X(f##_lt, "flt." s " a1, fa0, fa1", "sd a1")                               \
    X(f##_le_quiet, "fleq." s " a1, fa0, fa1", "sd a1")                        \
    X(f##_lt_quiet, "fltq." s " a1, fa0, fa1", "sd a1")
#define UNROUNDED(X)                                                           \
    COMPARE(X, f16, "h")                                                       \
    COMPARE(X, f32, "s")                                                       \
    COMPARE(X, f64, "d")                                                       \
    X(f16_to_f32, "fcvt.s.h fa3, fa0", "fsd fa3")                              \
    X(f16_to_f64, "fcvt.d.h fa3, fa0", "fsd fa3")                              \
    X(f32_to_f64, "fcvt.d.s fa3, fa0", "fsd fa3")                              \
    X(i32_to_f64, "fcvt.d.w fa3, a0", "fsd fa3")                               \
    X(ui32_to_f64, "fcvt.d.wu fa3, a0", "fsd fa3")

/* A static mode wins over that of the register, which is another one then. */

#define DEFINE(f, text, store, what)                                           \
    RUN(f##_dyn, text, store)                                                  \
    RUN(f##_rne, "fsrmi 1\n\t" text ", rne", store)                            \
    RUN(f##_rtz, "fsrmi 0\n\t" text ", rtz", store)                            \
    RUN(f##_rdn, "fsrmi 3\n\t" text ", rdn", store)                            \
    RUN(f##_rup, "fsrmi 4\n\t" text ", rup", store)                            \
    RUN(f##_rmm, "fsrmi 2\n\t" text ", rmm", store)
#define DEFINE_NEGATED(f, id, text, what) RUN(f##_##id, text, "fsd fa3")
#define DEFINE_UNROUNDED(f, text, store)  RUN(f, text, store)
ALL_ROUNDED(DEFINE)
ALL_NEGATED(DEFINE_NEGATED)
UNROUNDED(DEFINE_UNROUNDED)

/* clang-format off */
enum { DYNAMIC = 0x1f };
#define ROW(f, text, store, what)                                              \
    {#f, text, DYNAMIC, 1, what, f##_dyn},                                     \
    {#f, text ", rne", 1 << NEAR_EVEN, 1, what, f##_rne},                      \
    {#f, text ", rtz", 1 << MIN_MAG, 1, what, f##_rtz},                        \
    {#f, text ", rdn", 1 << MIN, 1, what, f##_rdn},                            \
    {#f, text ", rup", 1 << MAX, 1, what, f##_rup},                            \
    {#f, text ", rmm", 1 << NEAR_MAX_MAG, 1, what, f##_rmm},
#define ROW_NEGATED(f, id, text, what) {#f, text, DYNAMIC, 1, what, f##_##id},
#define ROW_UNROUNDED(f, text, store)  {#f, text, DYNAMIC, 1, 0, f},
static const struct form forms[] = {
    ALL_ROUNDED(ROW)
    ALL_NEGATED(ROW_NEGATED)
    UNROUNDED(ROW_UNROUNDED)
};
/* clang-format on */

#endif
