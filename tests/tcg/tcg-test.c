/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/fmt.h"
#include "base/softfp.h"
#include "tcg/interp.h"
#include "tcg-test.h"

#define SLOT(slot_name, member, slot_type)                                     \
    {                                                                          \
        .name = slot_name, .off = offsetof(struct test_state, member),         \
        .type = slot_type                                                      \
    }
const struct ir_slot test_slots[SLOT_COUNT + 1] = {
    SLOT("x0", x[0], IR_I64),     SLOT("x1", x[1], IR_I64),
    SLOT("x2", x[2], IR_I64),     SLOT("x3", x[3], IR_I64),
    SLOT("x4", x[4], IR_I64),     SLOT("x5", x[5], IR_I64),
    SLOT("x6", x[6], IR_I64),     SLOT("x7", x[7], IR_I64),
    SLOT("f0", f[0], IR_F64),     SLOT("f1", f[1], IR_F64),
    SLOT("f2", f[2], IR_F64),     SLOT("f3", f[3], IR_F64),
    SLOT("q0", v[0], IR_V128),    SLOT("q1", v[1], IR_V128),
    SLOT("q2", v[2], IR_V128),    SLOT("q3", v[3], IR_V128),
    SLOT("nzcv", nzcv, IR_FLAGS), {.name = NULL},
};

static uint64_t helper_mix(void *cpu, uint64_t a, uint64_t b, uint64_t c,
                           uint64_t d)
{
    (void)cpu;
    return (a * 3 + b - c) ^ d;
}

static uint64_t helper_state(void *cpu, uint64_t a, uint64_t b, uint64_t c,
                             uint64_t d)
{
    struct test_state *s = (struct test_state *)cpu;

    (void)c, (void)d;
    s->x[1] += a;
    s->x[2] = b;
    return s->x[1];
}

const struct ir_helper test_helpers[2] = {
    {.name = "mix", .fn = helper_mix},
    {.name = "state", .fn = helper_state, .flags = HELPER_STATE},
};

static const struct ir_rules *rules;

void test_use_rules(enum test_guest guest)
{
    static const struct ir_rules of[] = {
        [TEST_ARM] = {.nan = SFP_NAN_ARM, .tiny_before = true, .fp_trap = true},
        [TEST_RISCV] = {.nan = SFP_NAN_LARGEST,
                        .fcvt_nan_max = true,
                        .fp_trap = true},
    };

    rules = &of[guest];
}

const struct ir_rules *test_rules(void)
{
    if (rules == NULL)
        test_use_rules(TEST_ARM);
    return rules;
}

bool test_map(void)
{
    return test_compiled_init();
}

/* ---- The interpreter as an engine ---- */

static void *host_address(uint64_t addr, size_t size)
{
    if (addr < TEST_MEM_BASE || addr > TEST_MEM_BASE + TEST_MEM_SIZE - size)
        return NULL;
    return (void *)(uintptr_t)addr;
}

static int mem_in(void *opaque, void *dst, uint64_t addr, size_t size)
{
    const void *p = host_address(addr, size);

    (void)opaque;
    if (p == NULL)
        return -1;
    memcpy(dst, p, size);
    return 0;
}

static int mem_out(void *opaque, uint64_t addr, const void *src, size_t size)
{
    void *p = host_address(addr, size);

    (void)opaque;
    if (p == NULL)
        return -1;
    memcpy(p, src, size);
    return 0;
}

static int mem_cmpxchg(void *opaque, uint64_t addr, void *expected,
                       const void *desired, size_t size)
{
    void *p = host_address(addr, size);
    unsigned char old[16];

    (void)opaque;
    if (p == NULL)
        return -1;
    memcpy(old, p, size);
    if (memcmp(old, expected, size) == 0)
        memcpy(p, desired, size);
    memcpy(expected, old, size);
    return 0;
}

static uint32_t run_interp(struct test_state *state, const struct ir_block *b)
{
    const struct interp_host host = {
        .read = mem_in,
        .write = mem_out,
        .cmpxchg = mem_cmpxchg,
        .sat = &state->cpu.env.sat,
        .fault_reason = TEST_REASON_FAULT,
        .stop_reason = TEST_REASON_STOP,
    };

    return interp_run(&state->cpu.env, state, b, &host);
}

const struct test_engine test_engines[TEST_ENGINES] = {
    {"interpreter", NULL, 0},
    {"compiled", "native", 0},
    {"compiled for x86-64-v2", "x86-64-v2", 0},
    {"compiled for x86-64-v3", "x86-64-v3", 0},
    {"compiled for xmm16 and up", "native-high", 0},
    {"compiled with a base", "native", TEST_BASE},
};

uint32_t test_run(unsigned engine, struct test_state *state,
                  const struct ir_block *b)
{
    return test_engines[engine].level ? test_compiled_run(engine, state, b)
                                      : run_interp(state, b);
}

/* ---- Blocks ---- */

void test_begin(struct ir_block *b)
{
    ir_begin(b, TEST_PC, test_slots, test_helpers, test_rules());
}

void test_rebuild(struct ir_block *to, const struct ir_block *from)
{
    uint16_t map[IR_MAX_OPS];

    test_begin(to);
    for (unsigned i = 0; i < from->n; i++) {
        struct ir_insn in = from->op[i];

        for (unsigned k = 0; k < 4; k++)
            if (in.arg[k] != IR_NOID)
                in.arg[k] = map[in.arg[k]];
        map[i] = ir_emit(to, in).id;
    }
}

void test_print(const struct ir_block *b, char *buf, unsigned size)
{
    struct fmt_sink s = {.buf = buf, .size = size - 1};

    ir_print(b, &s);
    buf[s.len] = 0;
}

uint64_t test_random(uint64_t *seed)
{
    uint64_t x = *seed += 0x9e3779b97f4a7c15;

    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

/* ---- TAP ---- */

static struct {
    unsigned count, failed;
} tap;

bool test_ok(bool ok, const char *name)
{
    printf("%sok %u - %s\n", ok ? "" : "not ", ++tap.count, name);
    tap.failed += !ok;
    return ok;
}

int test_done(void)
{
    printf("1..%u\n", tap.count);
    return tap.failed != 0;
}
