/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the decode rows say of the flags (docs/decode.md), against the
 * operations that the instructions become: random words of each row.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#define DECODE_ROWS
#include "target/aarch64/aarch64.h"
#include "target/aarch64/state.h"
#include "target/aarch64/decode.inc"

enum { WORDS = 400, OFF = 64 };

struct facts {
    bool gets, puts;   /* flags */
    bool can_leave;    /* or fault, or call out */
    bool is_empty;     /* no operation at all */
    unsigned jumps;    /* to a known place, whatever the flags */
    bool jumps_always; /* by an unconditional one */
    int64_t target;
};

static uint64_t seed = 1;

static uint32_t random32(void)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(seed >> 32);
}

static void translate(struct ir_block *b, uint32_t word)
{
    uint8_t code[4];
    struct translate t = {.ir = b,
                          .target = &target_aarch64,
                          .features = UINT64_MAX,
                          .pc = 0x10000 + OFF,
                          .off = OFF,
                          .code = code,
                          .avail = sizeof(code)};
    struct ir_rules rules;

    memcpy(code, &word, sizeof(code));
    target_aarch64.rules(0, &rules);
    ir_begin(b, 0x10000, target_aarch64.slots, target_aarch64.helpers, &rules);
    ir_insn_start(b, OFF);
    target_aarch64.translate(&t);
}

static bool can_leave(const struct ir_insn *in)
{
    if (in->op == IR_HELPER)
        return target_aarch64.helpers[in->imm].flags &
               (HELPER_STATE | HELPER_FAULT);
    return ir_opinfo[in->op].props & (IRP_M | IRP_X | IRP_S | IRP_H);
}

static struct facts facts_of(const struct ir_block *b)
{
    struct facts f = {.is_empty = b->n == 1};

    for (unsigned i = 0; i < b->n; i++) {
        const struct ir_insn *in = &b->op[i];

        f.gets |= in->op == IR_GET && in->imm == SLOT_FLAGS;
        f.puts |= in->op == IR_PUT && in->imm == SLOT_FLAGS;
        if (in->op == IR_BR || in->op == IR_JMP) {
            f.jumps++;
            f.jumps_always = in->op == IR_JMP;
            f.target = in->imm - OFF;
        } else if (in->op != IR_POLL) {
            f.can_leave |= can_leave(in);
        }
    }
    return f;
}

static bool agrees(enum flags_step step, const struct facts *f, int64_t rel)
{
    if (step == FLAGS_USE)
        return true;
    if (f->gets || f->can_leave || f->puts != (step == FLAGS_SET))
        return false;
    switch (step) {
    case FLAGS_NOP: return f->is_empty;
    case FLAGS_JUMP:
        return f->jumps == 1 && f->jumps_always && f->target == rel;
    case FLAGS_FORK: /* on the zero register it may be never */
        return !f->jumps ||
               (f->jumps == 1 && !f->jumps_always && f->target == rel);
    default: return !f->jumps;
    }
}

/* Whether all is well with random words of a row; *said: something is said. */
static bool check(const struct decode_row *r, bool *said)
{
    static struct ir_block b;

    for (unsigned i = 0; i < WORDS; i++) {
        uint32_t word = (random32() & ~r->mask) | r->value;
        uint8_t code[4];
        int64_t rel = 0;
        enum flags_step step;
        struct facts f;

        memcpy(code, &word, sizeof(code));
        step = target_aarch64.flags_step(code, UINT64_MAX, &rel);
        translate(&b, word);
        f = facts_of(&b);
        *said |= step != FLAGS_USE;
        if (!agrees(step, &f, rel)) {
            printf("# step %d, word %08x\n", (int)step, word);
            return false;
        }
    }
    return true;
}

int main(void)
{
    unsigned n = AARCH64_ROWS, failed = 0, known = 0;

    printf("1..%u\n", n + 1);
    for (unsigned row = 0; row < n; row++) {
        bool said = false, ok = check(&aarch64_rows[row], &said);

        known += said;
        failed += !ok;
        printf("%sok %u - %s\n", ok ? "" : "not ", row + 1,
               aarch64_rows[row].name);
    }
    failed += known <= 90;
    printf("%sok %u - rows that something is said of\n",
           known > 90 ? "" : "not ", n + 1);
    return failed != 0;
}
