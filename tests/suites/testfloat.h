/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between testfloat.c and a guest's list of instructions, testfloat-GUEST.h,
 * which defines `forms`, control_mode() and has the guest's rules of NaNs.
 * Everything is constant; one thread.
 */
#ifndef CALQUE_TESTS_SUITES_TESTFLOAT_H
#define CALQUE_TESTS_SUITES_TESTFLOAT_H

#include <stdbool.h>
#include <stdint.h>

union vec {
    uint8_t b[16];
    uint64_t d[2];
};

/* Rounding modes, named as by testfloat_gen. */
enum mode {
    NEAR_EVEN,
    MIN_MAG,
    MIN,
    MAX,
    NEAR_MAX_MAG,
    ODD,
    MODES,
};

/* What an instruction is given, and gives. */
enum {
    NEG_A = 1,      /* it negates the first operand itself */
    NEG_C = 2,      /* and the third */
    NEG_RESULT = 4, /* the result is negated */
    SWAP = 8,       /* the first two operands are exchanged */
    MASK = 16,      /* a lane of the operands' size, all ones for true */
    EXACT = 32,     /* for testfloat_gen -exact; without it for -notexact */
    FIXED = 64,     /* the control register has another mode */
};

/* An instruction for a function of testfloat_gen. */
struct form {
    const char *function, *text;
    unsigned modes; /* bits of those that it can be used for */
    unsigned lanes;
    unsigned what;
    /* Runs it on three operands in the given mode; returns its exceptions as
     * testfloat_gen writes them. */
    unsigned (*run)(const union vec in[3], union vec *out, uint64_t control);
};

/* Of one operand or result. */
enum kind { FLOAT, SIGNED, UNSIGNED, BOOL };

struct value {
    enum kind kind;
    unsigned size; /* bytes */
    uint64_t bits;
};

#endif
