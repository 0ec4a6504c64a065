/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the tests of the translator's engines share: a small machine with slots
 * of every kind, guest memory at a host address that every engine can use, and
 * the table of engines.
 */
#ifndef TESTS_TCG_TCG_TEST_H
#define TESTS_TCG_TCG_TEST_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu/cpu.h"
#include "tcg/ir.h"
#include "tcg/vop.h"

enum {
    TEST_REGS = 8,
    TEST_MEM_SIZE = 4096,
    TEST_REASON_FAULT = EXIT_FAULT,
    TEST_REASON_STOP = EXIT_STOP,
};
/* Where the memory lies, and an address that always faults. */
#define TEST_MEM_BASE 0x10000000ull
#define TEST_MEM_BAD  0x100000ull
#define TEST_PC       0x11000000ull
/* Of the engine whose memory is not at its guest address. */
#define TEST_BASE (UINT64_C(1) << 45)

struct test_state {
    struct cpu cpu; /* at the head, as engines expect */
    uint64_t x[TEST_REGS];
    uint64_t f[4];
    union v128 v[4];
    uint16_t nzcv;
};

enum test_slot {
    SLOT_X,
    SLOT_F = SLOT_X + TEST_REGS,
    SLOT_V = SLOT_F + 4,
    SLOT_NZCV = SLOT_V + 4,
    SLOT_COUNT
};
extern const struct ir_slot test_slots[SLOT_COUNT + 1]; /* NULL name ends it */

/* 0: a * 3 + b - c ^ d; 1: x1 += a, x2 = b, result x1 (HELPER_STATE). */
extern const struct ir_helper test_helpers[2];

/* Of all blocks that are begun or run from then on; Arm's at first.  The
 * invalid exception traps, until it has done so often enough that the
 * translator gives it up: both ways are tested. */
enum test_guest { TEST_ARM, TEST_RISCV };
void test_use_rules(enum test_guest guest);
const struct ir_rules *test_rules(void);
enum { TEST_MXCSR = 0x1f00 };

/* Maps the memory and makes the engines ready; false when the host refuses. */
bool test_map(void);

/* The interpreter, or the compiler for a level of the host's processor
 * (tcg/backend.h); the native one where the host lacks it. */
struct test_engine {
    const char *name;
    const char *level; /* NULL: the interpreter */
    uint64_t base;     /* where its memory is on the host: 0 or TEST_BASE */
};
enum { TEST_ENGINES = 6 };
extern const struct test_engine test_engines[TEST_ENGINES];

/* Runs the block on the state and the mapped memory; returns the reason that
 * interp_run() documents. */
uint32_t test_run(unsigned engine, struct test_state *state,
                  const struct ir_block *b);

/* The compiled engines (engine-compiled.c): what test_map() and test_run() need
 * of them. */
bool test_compiled_init(void);
/* As new: the translator has not seen a trap. */
bool test_compiled_restart(void);
uint32_t test_compiled_run(unsigned engine, struct test_state *state,
                           const struct ir_block *b);

/* Empties b for a program at TEST_PC. */
void test_begin(struct ir_block *b);

/* Builds `to` from the operations of `from` through ir_emit(). */
void test_rebuild(struct ir_block *to, const struct ir_block *from);

/* The text of b in buf. */
void test_print(const struct ir_block *b, char *buf, unsigned size);

/* The next number of a sequence that *seed determines. */
uint64_t test_random(uint64_t *seed);

/* TAP: one result line; returns ok. */
bool test_ok(bool ok, const char *name);
/* The plan, at the end; returns the exit status. */
int test_done(void);

#endif
