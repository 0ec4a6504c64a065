/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compiling a block: one pass forward that allocates and emits.
 */
#include "config.h"

#include "tcg/host/x86_64/gen.h"

enum { OP_ROOM = 512 }; /* more than the longest operation's code */

static void gen_state(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool flags = in->imm == g->flags_slot;

    if (in->op == IR_GET && flags)
        flags_get(g, v);
    else if (in->op == IR_GET)
        gen_get(g, v, (unsigned)in->imm);
    else if (flags)
        flags_put(g, in->arg[0]);
    else
        gen_put(g, (unsigned)in->imm, in->arg[0]);
}

static void gen_op(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    switch (in->op) {
    case IR_GET:
    case IR_PUT: gen_state(g, in, v); break;
    case IR_ADC:
    case IR_SBC: gen_adc(g, in, v); break;
    case IR_SETFL: gen_setfl(g, in, v); break;
    case IR_SELFL: gen_selfl(g, in, v); break;
    case IR_BRFL: gen_brfl(g, in); break;
    case IR_LD: gen_ld(g, in, v); break;
    case IR_ST: gen_st(g, in); break;
    case IR_RMW: gen_rmw(g, in, v); break;
    case IR_CMPXCHG: gen_cmpxchg(g, in, v); break;
    case IR_FENCE: gen_fence(g); break;
    case IR_FPGET:
    case IR_FPSET: gen_fp_status(g, in, v); break;
    case IR_POLL: gen_poll(g); break;
    case IR_BR:
        gen_side_exit(g,
                      gen_compare(g, (enum ir_cc)in->cc, in->arg[0], in->arg[1],
                                  in->aux == IR_I64),
                      in->imm);
        break;
    case IR_TRAP: gen_trap(g, in); break;
    case IR_FL_UNPACK: gen_fl_unpack(g, in, v); break;
    case IR_HELPER: gen_cold_call(g, in, v); break;
    case IR_VOP:
    case IR_VDUP:
    case IR_VINS:
    case IR_VEXT:
        if (!gen_vec(g, in, v))
            gen_cold_call(g, in, v);
        break;
    default:
        if (in->op >= IR_FL_ADD && in->op <= IR_FL_CCMN)
            gen_flags_op(g, in, v);
        else if (in->op >= IR_JMP && in->op <= IR_EXIT)
            gen_exit_op(g, in);
        else if (in->op < IR_FL_ADD)
            gen_int(g, in, v);
        else if (!gen_fp(g, in, v))
            gen_cold_call(g, in, v);
        break;
    }
}

/* Operand v; what is absent shares the last place, which stays empty. */
static struct gen_val *operand(struct gen *g, uint16_t v)
{
    return &g->val[v == IR_NOID ? IR_MAX_OPS : v];
}

static void drop_used(struct gen *g, uint16_t v)
{
    const struct gen_val *x = operand(g, v);

    if (!x->uses && x->loc != LOC_NONE)
        val_drop(g, v);
}

/* Runs gen_op on operation i between what goes before and after all. */
static void gen_one(struct gen *g, const struct ir_insn *in, uint16_t i)
{
    bool more = in->arg[2] != IR_NOID || in->arg[3] != IR_NOID;

    g->op = i;
    operand(g, in->arg[0])->uses--;
    operand(g, in->arg[1])->uses--;
    if (more) {
        operand(g, in->arg[2])->uses--;
        operand(g, in->arg[3])->uses--;
    }
    gen_op(g, in, i);
    if (g->n_lent)
        return_homes(g);
    /* What nobody needs any longer goes out of its place. */
    drop_used(g, in->arg[0]);
    drop_used(g, in->arg[1]);
    if (more) {
        drop_used(g, in->arg[2]);
        drop_used(g, in->arg[3]);
    }
    drop_used(g, i);
    g->locked = g->vlocked = 0;
}

static void forward(struct gen *g)
{
    const struct ir_insn *in = g->b->op, *end = in + g->b->n;

    g->val[IR_MAX_OPS].loc = LOC_NONE;
    for (unsigned i = 0; in < end; i++, in++) {
        if (in->op >= IR_INSN) {
            if (in->op == IR_INSN)
                g->insn_off = in->imm;
            continue;
        }
        if (i == g->fused)
            continue;
        val_begin(g, (uint16_t)i);
        if (in->op <= IR_PCREL) {
            g->val[i].loc = LOC_CONST;
            continue;
        }
        if (g->c.end - g->c.p < OP_ROOM)
            g->failed = true;
        if (g->failed)
            break;
        gen_one(g, in, (uint16_t)i);
    }
}

int tcg_compile(const struct tcg_conv *conv, const struct ir_block *b,
                struct tcg_code *out)
{
    struct gen g;

    g.conv = conv;
    g.b = b;
    g.out = out;
    g.c = (struct x86_buf){.p = out->code, .end = out->code + out->room};
    g.home_of = out->stubs->homes.home_of;
    g.slot_of = out->stubs->homes.slot_of;
    g.flags_slot = out->stubs->homes.flags_slot;
    g.failed = conv->n_slots > MAX_SLOTS;
    g.insn_off = 0;
    g.n_cold = 0;
    g.fused = IR_NOID;
    out->n_links = 0;
    out->n_relocs = 0;
    out->data_used = 0;
    out->relocatable = true;
    if (g.failed)
        return -1;
    snap_begin(&g.snap, out->snap, out->snap_room);
    alloc_begin(&g);
    flags_begin(&g);
    forward(&g);
    gen_cold_stubs(&g);
    out->used = (size_t)(g.c.p - out->code);
    out->snap_used = (size_t)(g.snap.p - out->snap);
    out->host_insns = g.c.insns;
    return g.failed || g.snap.full ? -1 : 0;
}
