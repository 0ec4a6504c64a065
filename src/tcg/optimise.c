/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Block scope optimisation: one pass backwards, which folds addresses and drops
 * dead operations and puts.
 */
#include "config.h"

#include "tcg/ir.h"
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

/* The put to `slot` after operation i, if it comes before operation `seen` and
 * no get of the slot before it; else NULL. known[slot] is the next get or put
 * after i if there is one. */
static const struct ir_insn *next_put(const struct ir_block *b, unsigned i,
                                      unsigned seen, uint64_t slot)
{
    unsigned next;

    if (slot >= IR_MAX_SLOTS)
        return NULL;
    next = b->known[slot];
    return next > i && next < seen && b->op[next].op == IR_PUT &&
                   b->op[next].imm == (int64_t)slot
               ? &b->op[next]
               : NULL;
}

/* The flags slot may be left alone where nobody sees it, see IR_FLAGS_DEAD. */
static void see_put(struct ir_block *b, unsigned i, unsigned seen,
                    bool *flags_seen, const uint8_t *home_of)
{
    struct ir_insn *in = &b->op[i], *v;
    bool flags = in->type == IR_FLAGS;

    if (flags && !*flags_seen) {
        drop(b, in);
        return;
    }
    if (flags)
        *flags_seen = false;
    if (next_put(b, i, seen, (uint64_t)in->imm)) {
        drop(b, in);
        return;
    }
    if (in->imm >= IR_MAX_SLOTS)
        return;
    b->known[in->imm] = (uint16_t)i;
    v = &b->op[in->arg[0]];
    if (v->born == IR_NOSLOT && home_of && home_of[in->imm] != IR_NOSLOT)
        v->born = (uint8_t)in->imm;
}

/* After an operation that may observe them. */
static bool flags_seen_by(const struct ir_insn *in, bool later)
{
    unsigned props = ir_opinfo[in->op].props;

    if (!(props & (IRP_M | IRP_S | IRP_X | IRP_H)))
        return later;
    if (in->sub != IR_FLAGS_DEAD || !ir_has_target((enum ir_opcode)in->op))
        return true;
    return !(props & IRP_X) && later;
}

/* Keeps `born` of value i only if the put is the next that happens there. */
static void check_born(struct ir_block *b, unsigned i, unsigned seen)
{
    struct ir_insn *in = &b->op[i];
    const struct ir_insn *put;

    if (in->born == IR_NOSLOT)
        return;
    put = next_put(b, i, seen, in->born);
    if (!put || put->arg[0] != i)
        in->born = IR_NOSLOT;
}

void ir_optimise(struct ir_block *b, const uint8_t *home_of)
{
    unsigned seen = b->n;
    bool flags = true;

    for (unsigned i = b->n; i-- > 0;) {
        struct ir_insn *in = &b->op[i];

        switch (in->op) {
        case IR_INSN: break;
        case IR_PUT: see_put(b, i, seen, &flags, home_of); break;
        case IR_CONST:
        case IR_PCREL:
            if (in->uses == 0)
                erase(in);
            break;
        case IR_GET:
            if (in->uses == 0) {
                erase(in);
                break;
            }
            check_born(b, i, seen);
            flags |= in->type == IR_FLAGS;
            if (in->imm < IR_MAX_SLOTS)
                b->known[in->imm] = (uint16_t)i;
            break;
        case IR_LD:
            check_born(b, i, seen);
            /* fall through */
        case IR_ST:
            fold_address(b, in);
            seen = i;
            flags = true;
            break;
        default:
            if (in->uses == 0 && droppable(in)) {
                drop(b, in);
                break;
            }
            check_born(b, i, seen);
            flags = flags_seen_by(in, flags);
            if (observes(b, in))
                seen = i;
        }
    }
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
