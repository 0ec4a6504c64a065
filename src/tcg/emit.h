/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Appending an operation whose fields are all set: what the builders share.
 * Private to tcg.
 */
#ifndef CALQUE_TCG_EMIT_H
#define CALQUE_TCG_EMIT_H

#include "tcg/ir.h"

static inline void emit_use(struct ir_block *b, uint16_t v)
{
    if (v != IR_NOID)
        b->op[v].uses++;
}

/* Appends *in and counts it as a use of its operands. Inline, so that a builder
 * writes its fields where they stay. */
static inline __attribute__((always_inline)) struct ir_val
emit_append(struct ir_block *b, const struct ir_insn *in)
{
    unsigned n = b->n;
    struct ir_insn *o;

    if (__builtin_expect(n == IR_MAX_OPS, 0)) {
        b->overflow = true;
        return (struct ir_val){0};
    }
    /* Field by field: a copy would have to wait for its source's stores. */
    o = &b->op[n];
    o->op = in->op;
    o->type = in->type;
    o->sub = in->sub;
    o->cc = in->cc;
    o->arg[0] = in->arg[0];
    o->arg[1] = in->arg[1];
    o->arg[2] = in->arg[2];
    o->arg[3] = in->arg[3];
    o->aux = in->aux;
    o->uses = 0;
    o->aux2 = in->aux2;
    o->imm = in->imm;
    b->n = (uint16_t)(n + 1);
    emit_use(b, in->arg[0]);
    emit_use(b, in->arg[1]);
    emit_use(b, in->arg[2]);
    emit_use(b, in->arg[3]);
    return (struct ir_val){(uint16_t)n};
}

/* The value of pure operation *in, whose absent operands are IR_NOID: one that
 * is there already, a constant, or a new operation. May change *in. */
struct ir_val emit_pure(struct ir_block *b, struct ir_insn *in);

#endif
