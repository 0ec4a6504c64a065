/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A look at what comes after a block: an exit on whose every way on all flags
 * are replaced, before anything can see them, need not leave them stored.
 *
 * "See" is a use, a fault, or leaving to C.  An asynchronous signal between the
 * exit and the replacement does show old flags in its frame.
 *
 * Only the page that the block begins in is looked at, so that its list finds
 * the block when that code changes.  Other threads may run code while some of
 * its instructions are replaced (branches and NOP; Arm ARM B2.2.5), and then
 * get to the new ones without passing an invalidation: those are not looked
 * past where memory was ever writable.
 */
#include "config.h"

#include "cpu/translator.h"

enum { MAX_LOOK = 12, LINE = 64, PAGE_MASK = (1 << GUEST_PAGE_BITS) - 1 };

struct look {
    const struct translate *t;
    const struct code_state *state;
    uint64_t pc;          /* of the block */
    const uint8_t *code;  /* bytes from there on */
    unsigned avail;       /* so many of them */
    unsigned left;        /* instructions that may be looked at for this exit */
    unsigned before, end; /* that code, from pc */
    uint64_t line_at;
    uint8_t line[LINE];
};

static const uint8_t *fetch(struct look *l, uint64_t pc)
{
    unsigned size = l->t->target->insn_min;
    uint64_t at = pc & -(uint64_t)LINE;

    if ((pc ^ l->pc) & ~(uint64_t)PAGE_MASK || !l->left--)
        return NULL;
    if (pc < l->pc && l->pc - pc > l->before)
        l->before = (unsigned)(l->pc - pc);
    if (pc >= l->pc && pc - l->pc + size > l->end)
        l->end = (unsigned)(pc - l->pc) + size;
    if (pc - l->pc < l->avail)
        return l->code + (pc - l->pc);
    if (at != l->line_at && mem_read(l->t->mm, l->line, at, LINE))
        return NULL;
    l->line_at = at;
    return l->line + (pc - at);
}

/* Are the flags replaced on every way from pc? */
static bool is_dead(struct look *l, uint64_t pc)
{
    const struct target *tg = l->t->target;
    const uint8_t *code;
    int64_t rel = 0;

    while ((code = fetch(l, pc))) {
        enum flags_step step = tg->flags_step(code, l->t->features, &rel);

        if (step == FLAGS_SET)
            return true;
        if (step != FLAGS_KEEP && l->state->may_change)
            return false;
        switch (step) {
        case FLAGS_KEEP:
        case FLAGS_NOP: pc += tg->insn_min; break;
        case FLAGS_JUMP: pc += (uint64_t)rel; break;
        case FLAGS_FORK:
            if (!is_dead(l, pc + (uint64_t)rel))
                return false;
            pc += tg->insn_min;
            break;
        default: return false;
        }
    }
    return false;
}

static bool exit_is_dead(struct look *l, uint64_t pc, struct code_state *state)
{
    l->left = MAX_LOOK;
    l->before = l->end = 0;
    if (!is_dead(l, pc))
        return false;
    if (state->before < l->before)
        state->before = (uint16_t)l->before;
    if (state->end < l->end)
        state->end = (uint16_t)l->end;
    return true;
}

void lookahead_exits(const struct translate *t, const uint8_t *code,
                     unsigned avail, struct code_state *state)
{
    struct ir_block *b = t->ir;
    uint16_t slot = t->target->flags_slot;
    struct look l = {
        .t = t, .state = state, .pc = b->pc, .code = code, .avail = avail};
    bool put = false;

    if (!ir_touches(b, slot))
        return;
    l.line_at = 1; /* none */
    for (unsigned i = 0; i < b->n; i++) {
        struct ir_insn *in = &b->op[i];

        if (in->op == IR_PUT)
            put |= in->imm == slot;
        else if (put && ir_has_target((enum ir_opcode)in->op))
            in->sub = exit_is_dead(&l, b->pc + (uint64_t)in->imm, state)
                          ? IR_FLAGS_DEAD
                          : 0;
    }
}
