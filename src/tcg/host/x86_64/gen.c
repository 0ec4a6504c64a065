/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compiling a block: a backward pass that counts uses, drops what nobody uses
 * and finds hints, then one pass forward that allocates and emits.
 */
#include "config.h"

#include "tcg/host/x86_64/gen.h"

enum { OP_ROOM = 512 }; /* more than the longest operation's code */

/* Hints: a value that is put into a pinned slot is born in its home, if nothing
 * between can see the slot's old content. */
struct hints {
    uint16_t pending[MAX_SLOTS];
    uint16_t epoch[MAX_SLOTS], now;
};

static void hint_put(struct gen *g, struct hints *h, const struct ir_insn *in)
{
    unsigned slot = (unsigned)in->imm;

    h->pending[slot] = in->arg[0];
    h->epoch[slot] = h->now;
    if (g->home_of[slot] != NOREG && g->val[in->arg[0]].hint == NOREG)
        g->val[in->arg[0]].hint = (uint8_t)slot;
}

/* At the definition of v: turns the slot in its hint into a register, if the
 * put is still the next thing to happen to that slot. */
static void hint_def(struct gen *g, struct hints *h, uint16_t v)
{
    uint8_t slot = g->val[v].hint;
    bool ok = h->pending[slot] == v && h->epoch[slot] == h->now;
    g->val[v].hint = ok ? g->home_of[slot] : NOREG;
}

/* The operation needs no code. */
static void erase(struct gen *g, unsigned i)
{
    const struct ir_insn *in = &g->b->op[i];

    g->val[i].done = true;
    for (unsigned k = 0; k < 4; k++)
        if (in->arg[k] != IR_NOID)
            g->val[in->arg[k]].uses--;
}

static void backward(struct gen *g)
{
    static const struct gen_val fresh = {
        .loc = LOC_NONE, .hint = NOREG, .copy = IR_NOID};
    const struct ir_insn *op = g->b->op;
    struct hints h;
    unsigned see = SEE_EXIT, n = g->b->n;

    memset(h.epoch, 0, g->conv->n_slots * sizeof(h.epoch[0]));
    h.now = 1;
    for (unsigned i = 0; i < n; i++) {
        g->val[i] = fresh;
        g->val[i].uses = op[i].uses;
    }
    for (unsigned i = n; i-- > 0;) {
        const struct ir_insn *in = &op[i];
        unsigned props = ir_opinfo[in->op].props;

        if (!g->val[i].uses && (props & IRP_P)) {
            erase(g, i);
            continue;
        }
        if (g->val[i].hint != NOREG)
            hint_def(g, &h, (uint16_t)i);
        if (in->op == IR_PUT) {
            if (in->imm == g->flags_slot) {
                g->val[i].see = (uint8_t)see;
                see = 0;
                continue;
            }
            hint_put(g, &h, in);
        } else if (in->op == IR_GET) {
            if (in->imm == g->flags_slot)
                see |= SEE_EXIT;
            else
                h.epoch[in->imm] = 0;
        } else if (props & (IRP_M | IRP_S | IRP_X | IRP_H)) {
            see |= props & IRP_M ? SEE_FAULT : SEE_EXIT;
            h.now++;
        }
        g->val[i].see = (uint8_t)see;
    }
}

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

static void use_up(struct gen *g, uint16_t v)
{
    if (v != IR_NOID)
        g->val[v].uses--;
}

static void drop_used(struct gen *g, uint16_t v)
{
    if (v != IR_NOID && !g->val[v].uses && g->val[v].loc != LOC_NONE)
        val_drop(g, v);
}

/* Ends operation i: what nobody needs any longer goes out of its place. */
static void op_end(struct gen *g, const struct ir_insn *in, uint16_t i)
{
    if (g->n_lent)
        return_homes(g);
    drop_used(g, in->arg[0]);
    drop_used(g, in->arg[1]);
    drop_used(g, in->arg[2]);
    drop_used(g, in->arg[3]);
    if (in->type != IR_V)
        drop_used(g, i);
    g->locked = g->vlocked = 0;
}

static void forward(struct gen *g)
{
    const struct ir_block *b = g->b;

    for (unsigned i = 0, n = b->n; i < n && !g->failed; i++) {
        const struct ir_insn *in = &b->op[i];
        if (in->op <= IR_PCREL) {
            g->val[i].loc = LOC_CONST;
            continue;
        }
        if (in->op >= IR_INSN) {
            if (in->op == IR_INSN)
                g->insn_off = in->imm;
            continue;
        }
        if (g->val[i].done)
            continue;
        if (g->c.end - g->c.p < OP_ROOM) {
            g->failed = true;
            break;
        }
        g->op = i;
        use_up(g, in->arg[0]);
        use_up(g, in->arg[1]);
        use_up(g, in->arg[2]);
        use_up(g, in->arg[3]);
        gen_op(g, in, (uint16_t)i);
        op_end(g, in, (uint16_t)i);
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
    out->n_links = 0;
    out->n_relocs = 0;
    out->data_used = 0;
    out->relocatable = true;
    if (g.failed)
        return -1;
    snap_begin(&g.snap, out->snap, out->snap_room);
    alloc_begin(&g);
    backward(&g);
    flags_begin(&g);
    forward(&g);
    gen_cold_stubs(&g);
    out->used = (size_t)(g.c.p - out->code);
    out->snap_used = (size_t)(g.snap.p - out->snap);
    out->host_insns = g.c.insns;
    return g.failed || g.snap.full ? -1 : 0;
}
