/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Block scope optimisation: one pass forwards (use counts, addresses), one
 * backwards (dead operations and puts), one to close the gaps.
 */
#include "config.h"

#include "tcg/ir.h"
#include "tcg/narrow.h"
#include "tcg/vop.h"

enum { DEAD = 0xffff }; /* in `uses` */

static void count_uses(struct ir_block *b)
{
    for (unsigned i = 0; i < b->n; i++) {
        struct ir_insn *in = &b->op[i];

        in->uses = 0;
        for (unsigned k = 0; k < ir_opinfo[in->op].nargs; k++)
            if (in->arg[k] != IR_NOID)
                b->op[in->arg[k]].uses++;
    }
}

/* ---- Addresses ---- */

/* The operation `op` that computes value id, if the access is its only use and
 * no guest register was written since (operands read from guest registers are
 * then still where they were), else NULL. */
static struct ir_insn *sole(struct ir_block *b, uint16_t id, enum ir_opcode op,
                            int last_put)
{
    struct ir_insn *d = &b->op[id];

    return d->op == op && d->uses == 1 && (int)id > last_put ? d : NULL;
}

static bool fold_const(struct ir_block *b, struct ir_insn *in, int last_put)
{
    static const enum ir_opcode ops[] = {IR_ADD, IR_SUB};

    for (unsigned i = 0; i < 2; i++) {
        struct ir_insn *d = sole(b, in->arg[0], ops[i], last_put);
        int64_t c;

        if (d == NULL || b->op[d->arg[1]].op != IR_CONST)
            continue;
        c = b->op[d->arg[1]].imm;
        if (c != (int32_t)c)
            continue;
        c = ops[i] == IR_ADD ? in->imm + c : in->imm - c;
        if (c != (int32_t)c)
            continue;
        in->imm = c;
        b->op[d->arg[1]].uses--;
        d->uses = DEAD;
        in->arg[0] = d->arg[0];
        return true;
    }
    return false;
}

static bool fold_index(struct ir_block *b, struct ir_insn *in, int last_put)
{
    struct ir_insn *d;

    if (in->arg[1] == IR_NOID) {
        d = sole(b, in->arg[0], IR_ADD, last_put);
        if (d == NULL || b->op[d->arg[1]].op == IR_CONST)
            return false;
        in->arg[0] = d->arg[0];
        in->arg[1] = d->arg[1];
        in->aux = 0;
        d->uses = DEAD;
        return true;
    }
    if (in->aux != 0)
        return false;
    d = sole(b, in->arg[1], IR_SHL, last_put);
    if (d == NULL) {
        d = sole(b, in->arg[0], IR_SHL, last_put);
        if (d != NULL && b->op[d->arg[1]].op == IR_CONST &&
            (uint64_t)b->op[d->arg[1]].imm <= 3) {
            uint16_t base = in->arg[1];

            in->arg[1] = in->arg[0];
            in->arg[0] = base;
        }
        d = sole(b, in->arg[1], IR_SHL, last_put);
    }
    if (d == NULL || b->op[d->arg[1]].op != IR_CONST ||
        (uint64_t)b->op[d->arg[1]].imm > 3)
        return false;
    in->aux = (uint16_t)b->op[d->arg[1]].imm;
    b->op[d->arg[1]].uses--;
    d->uses = DEAD;
    in->arg[1] = d->arg[0];
    return true;
}

static void fold_addresses(struct ir_block *b)
{
    int last_put = -1;

    for (unsigned i = 0; i < b->n; i++) {
        struct ir_insn *in = &b->op[i];

        if (in->op == IR_PUT && b->op[in->arg[0]].type <= IR_I64)
            last_put = (int)i;
        if (in->op != IR_LD && in->op != IR_ST)
            continue;
        while (fold_const(b, in, last_put) || fold_index(b, in, last_put))
            ;
    }
}

/* ---- Dead operations and puts ---- */

static bool droppable(const struct ir_insn *in)
{
    return (ir_opinfo[in->op].props & IRP_P) || in->op == IR_GET ||
           (in->op == IR_VOP && in->aux2 < VOP_FIRST_EFFECT);
}

/* Guest state may be looked at when this operation has run, or instead of it.
 */
static bool observes(const struct ir_block *b, const struct ir_insn *in)
{
    if (in->op == IR_HELPER)
        return b->helpers[in->imm].flags & (HELPER_STATE | HELPER_FAULT);
    return ir_opinfo[in->op].props & (IRP_M | IRP_S | IRP_X);
}

/* Is there, before operation `seen`, a put to the slot of put i and no get of
 * it?  known[slot] is the next get or put after i if there is one. */
static bool overwritten(const struct ir_block *b, unsigned i, unsigned seen)
{
    int64_t slot = b->op[i].imm;
    unsigned next = b->known[slot];

    return next > i && next < seen && b->op[next].op == IR_PUT &&
           b->op[next].imm == slot;
}

static void drop(struct ir_block *b, struct ir_insn *in)
{
    if (in->uses != DEAD)
        for (unsigned k = 0; k < ir_opinfo[in->op].nargs; k++)
            if (in->arg[k] != IR_NOID)
                b->op[in->arg[k]].uses--;
    in->uses = DEAD;
}

static void drop_dead(struct ir_block *b)
{
    unsigned seen = b->n;

    for (unsigned i = b->n; i-- > 0;) {
        struct ir_insn *in = &b->op[i];

        if (in->uses == DEAD)
            continue;
        if (observes(b, in)) {
            seen = i;
        } else if (in->op == IR_PUT && in->imm < IR_MAX_SLOTS) {
            if (overwritten(b, i, seen))
                drop(b, in);
            else
                b->known[in->imm] = (uint16_t)i;
        } else if (in->uses == 0 && droppable(in)) {
            drop(b, in);
        } else if (in->op == IR_GET && in->imm < IR_MAX_SLOTS) {
            b->known[in->imm] = (uint16_t)i;
        }
    }
}

/* ---- Gaps ---- */

/* Returns whether there are sign extensions of 32-bit values. */
static bool close_gaps(struct ir_block *b)
{
    uint16_t to[IR_MAX_OPS];
    unsigned n = 0;
    bool extends = false;

    for (unsigned i = 0; i < b->n; i++) {
        struct ir_insn *in = &b->op[i];

        if (in->uses == DEAD)
            continue;
        for (unsigned k = 0; k < ir_opinfo[in->op].nargs; k++)
            if (in->arg[k] != IR_NOID)
                in->arg[k] = to[in->arg[k]];
        to[i] = (uint16_t)n;
        extends |= in->op == IR_SEXT32;
        if (n != i)
            b->op[n] = *in;
        n++;
    }
    b->n = (uint16_t)n;
    return extends;
}

void ir_optimise(struct ir_block *b)
{
    count_uses(b);
    fold_addresses(b);
    drop_dead(b);
    if (close_gaps(b))
        ir_narrow(b);
}
