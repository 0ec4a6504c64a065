/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Leaving a block: linked direct jumps, paired calls and returns, indirect
 * jumps through the jump table, and exits to C.
 */
#include "config.h"

#include "tcg/host/x86_64/gen.h"

struct cold_stub *cold_new(struct gen *g, enum cold_kind kind, uint8_t *from)
{
    if (g->n_cold == MAX_COLD) {
        g->failed = true;
        g->n_cold = 0;
    }
    struct cold_stub *s = &g->cold[g->n_cold++];
    *s = (struct cold_stub){
        .kind = (uint8_t)kind, .from = from, .insn_off = g->insn_off};
    return s;
}

static void jmp_to(struct gen *g, uint32_t base_off)
{
    uint8_t *end = x_jmp32(&g->c);
    x_set_rel32(end, g->out->base + base_off);
}

/* Pads so that the 4 bytes after `before` more bytes lie in one cache line:
 * they are rewritten while other threads run them. */
static void align_site(struct gen *g, unsigned before)
{
    while ((((uintptr_t)g->c.p + before) & 63) > 60)
        x_byte(&g->c, 0x90);
}

static struct tcg_link_site *new_link(struct gen *g, int64_t target)
{
    struct tcg_code *o = g->out;

    if (o->n_links == IR_MAX_EXITS) {
        g->failed = true;
        o->n_links = 0;
    }
    struct tcg_link_site *l = &o->link[o->n_links++];
    *l = (struct tcg_link_site){.target = target};
    return l;
}

static void exit_stub(struct gen *g, struct tcg_link_site *l)
{
    uint32_t id = g->out->first_link + (uint32_t)(l - g->out->link);

    l->stub = (uint32_t)(g->c.p - g->out->code);
    x_rm(&g->c, 0xc7, false, 0, env_mem(g, offsetof(struct tcg_env, link)));
    x_imm32(&g->c, (int32_t)id);
    jmp_to(g, g->out->stubs->link_exit);
}

/* A linked jump or call; its stub follows at once where code cannot fall
 * through, later otherwise. */
static struct tcg_link_site *link_branch(struct gen *g, unsigned opcode,
                                         int64_t target)
{
    struct tcg_link_site *l = new_link(g, target);

    if (g->out->link_kind == TCG_LINK_SLOT) {
        uint8_t *slot = g->out->data + g->out->data_used;
        g->out->data_used += 8;
        g->c.insns++;
        x_byte(&g->c, 0xff);
        x_byte(&g->c, opcode == 0xe8 ? 0x15 : 0x25); /* call/jmp [rip+d] */
        x_imm32(&g->c, 0);
        x_set_rel32(g->c.p, slot);
        l->site = (uint32_t)(slot - g->out->data);
        return l;
    }
    align_site(g, 1);
    g->c.insns++;
    x_byte(&g->c, opcode);
    l->site = (uint32_t)(g->c.p - g->out->code);
    x_imm32(&g->c, 0);
    return l;
}

static void link_finish(struct gen *g, struct tcg_link_site *l)
{
    exit_stub(g, l);
    bool slot = g->out->link_kind == TCG_LINK_SLOT;
    uint8_t *site = (slot ? g->out->data : g->out->code) + l->site;
    tcg_link_set(g->out->link_kind, site, g->out->code + l->stub,
                 g->out->run_off);
}

void gen_side_exit(struct gen *g, unsigned cc, int64_t target)
{
    bool store = g->fl.pend != IR_NOID && g->fl.live == g->fl.pend &&
                 !flags_dead(&g->b->op[g->op]);
    bool carries = store && g->loop && target == 0 && g->fl.pol == POL_SUB;
    struct cold_stub *s;

    if ((store && !carries) || g->out->link_kind == TCG_LINK_SLOT) {
        s = cold_new(g, COLD_EXIT, x_jcc32(&g->c, cc));
    } else {
        align_site(g, 2);
        s = cold_new(g, COLD_EXIT, x_jcc32(&g->c, cc));
        s->reason = 1; /* the conditional jump itself is the site */
    }
    s->store_flags = store;
    s->carries = carries;
    s->pol = g->fl.pol;
    s->target = target;
}

static void store_pc(struct gen *g, int64_t off)
{
    uint64_t pc = g->b->pc + (uint64_t)off;
    struct x86_mem m = env_mem(g, offsetof(struct tcg_env, pc));

    if (x_fits32((int64_t)pc)) {
        g->out->relocatable = false;
        x_rm(&g->c, 0xc7, true, 0, m);
        x_imm32(&g->c, (int32_t)pc);
        return;
    }
    gen_pc(g, RAX, off);
    x_mov_store(&g->c, true, m, RAX);
}

static void leave(struct gen *g, unsigned reason, int64_t off)
{
    store_pc(g, off);
    x_mov_ri(&g->c, RAX, reason);
    jmp_to(g, reason == g->conv->service_exit ? g->out->stubs->service
                                              : g->out->stubs->exit);
}

/* The entry is an offset from code_base; the guest PC before the code there
 * tells whether it is the code looked for. */
uint8_t *gen_lookup(struct x86_buf *c, struct x86_mem code_base)
{
    struct x86_mem entry = {
        .base = RDX, .index = RAX, .scale = 1, .disp = -(4 << TCG_JT_BITS)};
    struct x86_mem pc = {.base = RAX, .index = NOREG, .disp = -8};

    x_mov_rr(c, false, RAX, RCX);
    x_mov_load(c, true, RDX, code_base);
    x_alu_ri(c, ALU_AND, false, RAX, ((1 << TCG_JT_BITS) - 1) << 1);
    x_mov_load(c, false, RAX, entry);
    x_alu_rr(c, ALU_ADD, true, RAX, RDX);
    x_alu_rm(c, ALU_CMP, true, RCX, pc);
    return x_jcc32(c, X_NE);
}

/* Target in rcx. */
static void indirect(struct gen *g, bool call)
{
    struct x86_buf *c = &g->c;
    uint8_t *miss =
        gen_lookup(c, env_mem(g, offsetof(struct tcg_env, code_base)));
    struct cold_stub *s =
        cold_new(g, call ? COLD_LOOKUP_CALL : COLD_LOOKUP, miss);
    x_rr(c, 0xff, false, call ? 2 : 4, RAX);
    s->resume = c->p;
}

static void push_return(struct gen *g, int64_t ret_off)
{
    uint64_t pc = g->b->pc + (uint64_t)ret_off;

    if (x_fits32((int64_t)pc)) {
        g->out->relocatable = false;
        g->c.insns++;
        x_byte(&g->c, 0x68);
        x_imm32(&g->c, (int32_t)pc);
        return;
    }
    gen_pc(g, RAX, ret_off);
    g->c.insns++;
    x_byte(&g->c, 0x50);
}

/* Where a paired return arrives: drops the guest address and goes on. */
static void landing(struct gen *g, int64_t ret_off)
{
    struct x86_mem m = {.base = RSP, .index = NOREG, .disp = 8};

    x_rm(&g->c, 0x8d, true, RSP, m);
    link_finish(g, link_branch(g, 0xe9, ret_off));
}

static void gen_call(struct gen *g, const struct ir_insn *in)
{
    if (in->op == IR_CALLI) {
        load_into(g, RCX, in->arg[0], true);
        push_return(g, in->aux2);
        indirect(g, true);
        landing(g, in->aux2);
        return;
    }
    push_return(g, in->aux2);
    struct tcg_link_site *l = link_branch(g, 0xe8, in->imm);
    landing(g, in->aux2);
    link_finish(g, l);
}

static void gen_ret(struct gen *g, const struct ir_insn *in)
{
    struct x86_mem m = {.base = RSP, .index = NOREG, .disp = 8};

    load_into(g, RCX, in->arg[0], true);
    x_alu_rm(&g->c, ALU_CMP, true, RCX, m);
    cold_new(g, COLD_MISS, x_jcc32(&g->c, X_NE));
    g->c.insns++;
    x_byte(&g->c, 0xc3);
}

void gen_trap(struct gen *g, const struct ir_insn *in)
{
    unsigned addr = in->arg[2] == IR_NOID ? NOREG : use_reg(g, in->arg[2]);
    unsigned cc = gen_compare(g, (enum ir_cc)in->cc, in->arg[0], in->arg[1],
                              in->aux == IR_I64);
    struct cold_stub *s = cold_new(g, COLD_TRAP, x_jcc32(&g->c, cc));

    s->reg = (uint8_t)addr;
    s->reason = (uint16_t)in->aux2;
}

void gen_exit_op(struct gen *g, const struct ir_insn *in)
{
    if (!flags_dead(in))
        flags_store_pending(g);
    switch (in->op) {
    case IR_JMP: link_finish(g, link_branch(g, 0xe9, in->imm)); break;
    case IR_JMPI:
        load_into(g, RCX, in->arg[0], true);
        indirect(g, false);
        break;
    case IR_CALL:
    case IR_CALLI: gen_call(g, in); break;
    case IR_RET: gen_ret(g, in); break;
    default: leave(g, in->aux, in->imm); break;
    }
}

static void emit_side_exit(struct gen *g, struct cold_stub *s)
{
    uint32_t stub = (uint32_t)(g->c.p - g->out->code);

    if (s->store_flags)
        flags_emit_store(g, (enum fl_polarity)s->pol);
    if (s->reason) {
        struct tcg_link_site *l = new_link(g, s->target);
        l->site = (uint32_t)(s->from - 4 - g->out->code);
        exit_stub(g, l);
        l->stub = stub;
        l->carries = s->carries;
        return;
    }
    link_finish(g, link_branch(g, 0xe9, s->target));
}

static void emit_lookup_call(struct gen *g, const struct cold_stub *s)
{
    g->c.insns++;
    x_byte(&g->c, 0x48); /* lea rdx, [rip + d] */
    x_byte(&g->c, 0x8d);
    x_byte(&g->c, 0x15);
    x_imm32(&g->c, 0);
    x_set_rel32(g->c.p, s->resume);
    g->c.insns++;
    x_byte(&g->c, 0x52); /* push rdx */
    jmp_to(g, g->out->stubs->lookup_exit);
}

/* A return that is none may close a loop, which must have a place to stop. */
static void emit_miss(struct gen *g)
{
    struct x86_buf *c = &g->c;

    x_mov_load(c, true, RSP, env_mem(g, offsetof(struct tcg_env, pred_top)));
    x_alu_mi(c, ALU_CMP, false, env_mem(g, offsetof(struct tcg_env, stop)), 0);
    x_set_rel32(x_jcc32(c, X_NE), g->out->base + g->out->stubs->lookup_exit);
    indirect(g, false);
}

static void emit_cold(struct gen *g, struct cold_stub *s)
{
    struct x86_buf *c = &g->c;

    if (s->kind != COLD_CALL || s->from)
        x_set_rel32(s->from, c->p);
    switch (s->kind) {
    case COLD_EXIT: emit_side_exit(g, s); break;
    case COLD_TRAP:
        if (s->reg != NOREG)
            x_mov_store(c, true,
                        env_mem(g, offsetof(struct tcg_env, fault_addr)),
                        s->reg);
        leave(g, s->reason, s->insn_off);
        break;
    case COLD_MISS: emit_miss(g); break;
    case COLD_LOOKUP: jmp_to(g, g->out->stubs->lookup_exit); break;
    case COLD_LOOKUP_CALL: emit_lookup_call(g, s); break;
    default: gen_cold_stub(g, s); break;
    }
}

void gen_cold_stubs(struct gen *g)
{
    /* At this point no value lives: stubs may use every scratch register. */
    memset(g->head, 0xff, LIST_SLOT * sizeof(g->head[0]));
    g->locked = 0;
    for (unsigned i = 0; i < g->n_cold && !g->failed; i++) {
        if (g->c.end - g->c.p < 1024) {
            g->failed = true;
            break;
        }
        g->insn_off = g->cold[i].insn_off;
        emit_cold(g, &g->cold[i]);
    }
}
