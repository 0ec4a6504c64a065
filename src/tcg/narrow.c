/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tcg/narrow.h"
#include "tcg/simplify.h"

/* The i32 value that v extends, or IR_NOID. */
static uint16_t source(const struct ir_block *b, uint16_t v)
{
    const struct ir_insn *in = &b->op[v];

    if ((in->op != IR_SEXT32 && in->op != IR_ZEXT32) ||
        b->op[in->arg[0]].type != IR_I32)
        return IR_NOID;
    return in->arg[0];
}

/* Whether the bits above the low 32 are copies of their topmost. */
static bool is_signed(const struct ir_block *b, uint16_t v)
{
    return b->op[v].op == IR_SEXT32 ||
           (b->op[v].op == IR_ZEXT32 && ir_low_bits(b, b->op[v].arg[0]) < 32);
}

/* Goes no deeper than two levels, as callers have counted their new uses. */
static void unuse(struct ir_block *b, uint16_t v)
{
    struct ir_insn *in = &b->op[v];

    if (--in->uses == 0 && (ir_opinfo[in->op].props & IRP_P))
        for (unsigned k = 0; k < ir_opinfo[in->op].nargs; k++)
            if (in->arg[k] != IR_NOID)
                unuse(b, in->arg[k]);
}

static void use_instead(struct ir_block *b, uint16_t *arg, uint16_t v)
{
    b->op[v].uses++;
    unuse(b, *arg);
    *arg = v;
}

static void rotation(struct ir_block *b, struct ir_insn *in)
{
    struct ir_insn r = *in;

    if (!ir_rotation(b, &r))
        return;
    b->op[r.arg[0]].uses++;
    b->op[r.arg[1]].uses++;
    unuse(b, in->arg[0]);
    unuse(b, in->arg[1]);
    *in = r;
}

/*
 * The 32-bit operation takes the place of an operand's extension that nothing
 * else uses, the later one's if there are two; so its own operands must come
 * before.
 */
static bool place(const struct ir_block *b, const struct ir_insn *in,
                  const uint16_t src[2], unsigned n, uint16_t *at)
{
    uint16_t last = 0;

    *at = IR_NOID;
    for (unsigned k = 0; k < n; k++) {
        uint16_t v = in->arg[k];
        if (b->op[v].uses == 1 && source(b, v) != IR_NOID &&
            (*at == IR_NOID || v > *at))
            *at = v;
        last = src[k] > last ? src[k] : last;
    }
    return *at != IR_NOID && *at > last;
}

/* A sign extension goes away, or both shifts of a rotation do. */
static bool gains(const struct ir_block *b, const struct ir_insn *in,
                  const struct ir_insn *low, unsigned n)
{
    struct ir_insn r = *low;

    for (unsigned k = 0; k < n; k++)
        if (b->op[in->arg[k]].op == IR_SEXT32 && b->op[in->arg[k]].uses == 1)
            return true;
    return ir_rotation(b, &r);
}

/* The operand that is to be a constant as an i32 one, if it can be. */
static uint16_t narrow_const(struct ir_block *b, uint16_t v)
{
    struct ir_insn *in = &b->op[v];

    if (in->op != IR_CONST || in->uses != 1 || in->imm != (int32_t)in->imm)
        return IR_NOID;
    return v;
}

static void logic(struct ir_block *b, uint16_t i)
{
    struct ir_insn *in = &b->op[i], low = *in;
    unsigned n = ir_opinfo[in->op].nargs;
    uint16_t at, src[2] = {IR_NOID, IR_NOID};

    for (unsigned k = 0; k < n; k++) {
        src[k] = source(b, in->arg[k]);
        if (src[k] != IR_NOID && !is_signed(b, in->arg[k]))
            return;
        if (src[k] == IR_NOID)
            src[k] = narrow_const(b, in->arg[k]);
        if (src[k] == IR_NOID)
            return;
        low.arg[k] = src[k];
    }
    low.type = IR_I32;
    if (!place(b, in, src, n, &at) || !gains(b, in, &low, n))
        return;
    low.uses = 1;
    for (unsigned k = 0; k < n; k++)
        b->op[src[k]].uses++;
    for (unsigned k = 0; k < n; k++) {
        unuse(b, in->arg[k]);
        b->op[src[k]].type = IR_I32; /* of a constant */
    }
    *in = (struct ir_insn){.op = IR_SEXT32,
                           .type = IR_I64,
                           .arg = {at, IR_NOID, IR_NOID, IR_NOID},
                           .uses = in->uses};
    b->op[at] = low;
    rotation(b, &b->op[at]);
}

void ir_narrow(struct ir_block *b)
{
    for (unsigned i = 0; i < b->n; i++) {
        struct ir_insn *in = &b->op[i];

        for (unsigned k = 0; k < ir_opinfo[in->op].nargs; k++) {
            uint16_t *arg = &in->arg[k];
            if (*arg != IR_NOID && b->op[*arg].op == IR_TRUNC &&
                source(b, b->op[*arg].arg[0]) != IR_NOID)
                use_instead(b, arg, source(b, b->op[*arg].arg[0]));
        }
        switch (in->op) {
        case IR_OR:
        case IR_XOR:
        case IR_AND:
        case IR_ANDN:
        case IR_NOT:
            if (in->type == IR_I64)
                logic(b, (uint16_t)i);
            break;
        default: break;
        }
    }
}
