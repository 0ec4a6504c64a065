/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compiling a block: one pass forward that allocates and emits.
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

    if (slot == NOREG)
        return;
    bool ok = h->pending[slot] == v && h->epoch[slot] == h->now;
    g->val[v].hint = ok ? g->home_of[slot] : NOREG;
    const struct ir_insn *in = &g->b->op[v];
    if (ok && in->op == IR_ZEXT32 && g->val[in->arg[0]].hint == NOREG) {
        h->pending[slot] = in->arg[0]; /* which is likely to be the same */
        g->val[in->arg[0]].hint = slot;
    }
}

/* To the block's start by flags that matter there? */
static bool jumps_back(const struct ir_insn *in)
{
    return in->op == IR_BRFL && in->imm == 0 && !flags_dead(in);
}

/*
 * A loop of one block, up to its first exit, whose flags only a fault can see,
 * between its start and their replacement, need not store them: they stay in
 * EFLAGS, where a fault finds them.  Not if EFLAGS are likely to be lost before
 * the last such fault.
 */
static bool may_carry(const struct gen *g)
{
    const struct ir_insn *op = g->b->op;
    bool lost = false;

    if (op[0].op != IR_INSN || g->out->link_kind != TCG_LINK_PATCH)
        return false;
    for (unsigned i = 0; i < g->b->n; i++) {
        if (g->done[i])
            continue;
        if (lost && (ir_opinfo[op[i].op].props & IRP_M))
            return false;
        switch (op[i].op) {
        case IR_PUT:
            if (op[i].imm == g->flags_slot)
                return true;
            break;
        case IR_INSN:
        case IR_NOP:
        case IR_CONST:
        case IR_PCREL:
        case IR_GET:
        case IR_LD:
        case IR_ST:
        case IR_POLL:
        case IR_ADD:
        case IR_SUB:
        case IR_TRUNC:
        case IR_BITCAST:
        case IR_VOP: break;
        default: lost |= op[i].op < IR_SEXT8 || op[i].op > IR_ZEXT32; break;
        }
    }
    return false;
}

static void backward(struct gen *g)
{
    const struct ir_insn *op = g->b->op;
    static const struct gen_val fresh = {
        .loc = LOC_NONE, .hint = NOREG, .copy = IR_NOID, .list = NOREG};
    struct hints h;
    unsigned see = SEE_EXIT, n = g->b->n;
    bool back = false;

    memset(h.epoch, 0, g->conv->n_slots * sizeof(h.epoch[0]));
    h.now = 1;
    g->observers = 0;
    memset(g->next_event, 0xff, sizeof(g->next_event));
    for (unsigned i = 0; i < n; i++) {
        g->done[i] = false;
        g->val[i] = fresh;
    }
    for (unsigned i = n; i-- > 0;) {
        const struct ir_insn *in = &op[i];
        unsigned props = ir_opinfo[in->op].props;

        if ((props & IRP_P) && !g->val[i].uses) {
            g->done[i] = true;
            g->see[i] = (uint8_t)see;
            continue;
        }
        hint_def(g, &h, (uint16_t)i);
        if (in->op == IR_PUT || in->op == IR_GET) {
            g->event_after[i] = g->next_event[in->imm];
            g->observers_at[i] = g->observers;
            g->next_event[in->imm] = (uint16_t)i;
        }
        if (in->op == IR_PUT) {
            if (in->imm == g->flags_slot) {
                if (!see) {
                    g->done[i] = true;
                    continue;
                }
                g->see[i] = (uint8_t)see;
                see = 0;
            } else {
                hint_put(g, &h, in);
            }
        } else if (in->op == IR_GET) {
            if (in->imm == g->flags_slot)
                see |= SEE_EXIT;
            else
                h.epoch[in->imm] = 0;
        }
        if (props & (IRP_M | IRP_S | IRP_X | IRP_H)) {
            if (!flags_dead(in))
                see |= props & IRP_M ? SEE_FAULT : SEE_EXIT;
            else if (props & IRP_X)
                see = 0;
            h.now++;
            if (props & IRP_S)
                back = jumps_back(in);
            g->observers++;
        }
        if (in->op != IR_PUT || in->imm != g->flags_slot)
            g->see[i] = (uint8_t)see;
        for (unsigned k = 0; k < ir_opinfo[in->op].nargs; k++)
            if (in->arg[k] != IR_NOID)
                g->val[in->arg[k]].uses++;
    }
    g->loop = back && see == SEE_FAULT && may_carry(g);
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
    if (ir_opinfo[in->op].props & (IRP_M | IRP_S | IRP_X | IRP_H))
        g->observers--;
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

    if (g->loop) {
        flags_enter(g);
        g->out->loop = (size_t)(g->c.p - g->out->code);
    }
    g->val[IR_MAX_OPS].loc = LOC_NONE;
    for (unsigned i = 0; in < end; i++, in++) {
        if (in->op >= IR_INSN) {
            if (in->op == IR_INSN)
                g->insn_off = in->imm;
            continue;
        }
        if (g->done[i])
            continue;
        if (in->op <= IR_PCREL) {
            g->val[i].loc = LOC_CONST;
            continue;
        }
        if (g->c.end - g->c.p < OP_ROOM)
            g->failed = true;
        if (g->failed)
            break;
        if (in->op == IR_GET || in->op == IR_PUT)
            g->next_event[in->imm] = g->event_after[i];
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
    out->n_links = 0;
    out->n_relocs = 0;
    out->data_used = 0;
    out->loop = 0;
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
