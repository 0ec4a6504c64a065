/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Block scope optimisation: one pass backwards, which folds addresses and drops
 * dead operations and puts.
 */
#include "config.h"

#include "tcg/ir.h"
#include "tcg/narrow.h"
#include "tcg/vop.h"

/* The operation becomes a NOP; its operands' uses are the caller's. */
static void erase(struct ir_insn *in)
{
    in->op = IR_NOP;
    in->type = IR_V;
    for (unsigned k = 0; k < 4; k++)
        in->arg[k] = IR_NOID;
}

static void drop(struct ir_block *b, struct ir_insn *in)
{
    for (unsigned k = 0; k < 4; k++)
        if (in->arg[k] != IR_NOID)
            b->op[in->arg[k]].uses--;
    erase(in);
}

/* ---- Addresses ---- */

/* Is a guest register written by an operation in [from, to)? */
static bool puts_int(const struct ir_block *b, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++)
        if (b->op[i].op == IR_PUT && b->op[i].type <= IR_I64)
            return true;
    return false;
}

/* The operation `op` that computes operand id of access `in`, if the access is
 * its only use and no guest register is written between them (operands read
 * from guest registers are then still where they were), else NULL. */
static struct ir_insn *sole(struct ir_block *b, const struct ir_insn *in,
                            uint16_t id, enum ir_opcode op)
{
    struct ir_insn *d = &b->op[id];

    return d->op == op && d->uses == 1 &&
                   !puts_int(b, id + 1u, (unsigned)(in - b->op))
               ? d
               : NULL;
}

static bool fold_const(struct ir_block *b, struct ir_insn *in)
{
    static const enum ir_opcode ops[] = {IR_ADD, IR_SUB};

    for (unsigned i = 0; i < 2; i++) {
        struct ir_insn *d = sole(b, in, in->arg[0], ops[i]);
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
        in->arg[0] = d->arg[0];
        erase(d);
        return true;
    }
    return false;
}

static bool fold_index(struct ir_block *b, struct ir_insn *in)
{
    struct ir_insn *d;

    if (in->arg[1] == IR_NOID) {
        d = sole(b, in, in->arg[0], IR_ADD);
        if (d == NULL || b->op[d->arg[1]].op == IR_CONST)
            return false;
        in->arg[0] = d->arg[0];
        in->arg[1] = d->arg[1];
        in->aux = 0;
        erase(d);
        return true;
    }
    if (in->aux != 0)
        return false;
    d = sole(b, in, in->arg[1], IR_SHL);
    if (d == NULL) {
        d = sole(b, in, in->arg[0], IR_SHL);
        if (d != NULL && b->op[d->arg[1]].op == IR_CONST &&
            (uint64_t)b->op[d->arg[1]].imm <= 3) {
            uint16_t base = in->arg[1];

            in->arg[1] = in->arg[0];
            in->arg[0] = base;
        }
        d = sole(b, in, in->arg[1], IR_SHL);
    }
    if (d == NULL || b->op[d->arg[1]].op != IR_CONST ||
        (uint64_t)b->op[d->arg[1]].imm > 3)
        return false;
    in->aux = (uint16_t)b->op[d->arg[1]].imm;
    b->op[d->arg[1]].uses--;
    in->arg[1] = d->arg[0];
    erase(d);
    return true;
}

static bool is_part(const struct ir_block *b, uint16_t id)
{
    uint8_t op = b->op[id].op;

    return op == IR_ADD || op == IR_SUB || op == IR_SHL;
}

static void fold_address(struct ir_block *b, struct ir_insn *in)
{
    if (in->arg[1] == IR_NOID && !is_part(b, in->arg[0]))
        return;
    while (fold_const(b, in) || fold_index(b, in))
        ;
}

/* ---- Dead operations and puts ---- */

/* An operation without a case of its own in ir_optimise(). */
static bool droppable(const struct ir_insn *in)
{
    return (ir_opinfo[in->op].props & IRP_P) ||
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
    unsigned next;

    if (slot >= IR_MAX_SLOTS)
        return false;
    next = b->known[slot];
    return next > i && next < seen && b->op[next].op == IR_PUT &&
           b->op[next].imm == slot;
}

static void know(struct ir_block *b, unsigned i)
{
    if (b->op[i].imm < IR_MAX_SLOTS)
        b->known[b->op[i].imm] = (uint16_t)i;
}

void ir_optimise(struct ir_block *b)
{
    unsigned seen = b->n;
    bool extends = false;

    for (unsigned i = b->n; i-- > 0;) {
        struct ir_insn *in = &b->op[i];

        switch (in->op) {
        case IR_INSN: break;
        case IR_PUT:
            if (overwritten(b, i, seen))
                drop(b, in);
            else
                know(b, i);
            break;
        case IR_GET:
            if (in->uses == 0)
                erase(in);
            else
                know(b, i);
            break;
        case IR_LD:
        case IR_ST:
            fold_address(b, in);
            seen = i;
            break;
        default:
            if (in->uses == 0 && droppable(in)) {
                drop(b, in);
                break;
            }
            extends |= in->op == IR_SEXT32;
            if (observes(b, in))
                seen = i;
        }
    }
    if (extends)
        ir_narrow(b);
}

/* ---- Gaps ---- */

void ir_compact(struct ir_block *b)
{
    uint16_t to[IR_MAX_OPS];
    unsigned n = 0;

    for (unsigned i = 0; i < b->n; i++) {
        struct ir_insn *in = &b->op[i];

        if (in->op == IR_NOP)
            continue;
        for (unsigned k = 0; k < 4; k++)
            if (in->arg[k] != IR_NOID)
                in->arg[k] = to[in->arg[k]];
        to[i] = (uint16_t)n;
        if (n != i)
            b->op[n] = *in;
        n++;
    }
    b->n = (uint16_t)n;
}
