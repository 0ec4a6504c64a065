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
 * its instructions are replaced (branches and NOP; Arm ARM, Concurrent
 * modification and execution of instructions), and then get to the new ones
 * without passing an invalidation: those are not looked past where memory was
 * ever writable.
 */
#include "config.h"

#include "cpu/translator.h"

enum { MAX_LOOK = 12, PAGE_MASK = (1 << GUEST_PAGE_BITS) - 1 };

static const uint8_t *fetch(struct look *l, uint64_t pc)
{
    unsigned size = l->t->target->insn_min;
    uint64_t at = pc & -(uint64_t)LOOK_LINE;

    if ((pc ^ l->pc) & ~(uint64_t)PAGE_MASK || !l->left--)
        return NULL;
    if (pc < l->pc && l->pc - pc > l->before)
        l->before = (unsigned)(l->pc - pc);
    if (pc >= l->pc && pc - l->pc + size > l->end)
        l->end = (unsigned)(pc - l->pc) + size;
    if (pc - l->pc < l->avail)
        return l->code + (pc - l->pc);
    if (at != l->line_at && mem_read(l->t->mm, l->line, at, LOOK_LINE))
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

static uint8_t exit_mark(struct look *l, uint64_t pc)
{
    l->left = MAX_LOOK;
    l->before = l->end = 0;
    if (!is_dead(l, pc))
        return 0;
    if (l->state->before < l->before)
        l->state->before = (uint16_t)l->before;
    if (l->state->end < l->end)
        l->state->end = (uint16_t)l->end;
    return IR_FLAGS_DEAD;
}

/* If the slot's last known content was not put there, it is in memory. */
static bool was_put(const struct ir_block *b, unsigned slot)
{
    unsigned i = b->known[slot];

    return i < b->n && b->op[i].op == IR_PUT && b->op[i].imm == slot;
}

void lookahead_exits(struct look *l, unsigned from)
{
    struct ir_block *b = l->t->ir;

    if (!l->t->target->flags_step || !was_put(b, l->t->target->flags_slot))
        return;
    for (unsigned i = from; i < b->n; i++)
        if (ir_has_target((enum ir_opcode)b->op[i].op))
            b->op[i].sub = exit_mark(l, l->pc + (uint64_t)b->op[i].imm);
}
