/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cold calls: their code, and their C side. */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"
#include "tcg/flags.h"
#include "tcg/interp.h"

static struct cold_arg describe(const struct gen *g, uint16_t v)
{
    struct cold_arg a = {.where = COLD_NONE};
    const struct gen_val *x;

    if (v == IR_NOID)
        return a;
    x = &g->val[v];
    a.type = g->b->op[v].type;
    switch (x->loc) {
    case LOC_REG:
        a.where = COLD_REG;
        a.reg = x->reg;
        break;
    case LOC_VEC:
        a.where = COLD_VEC;
        a.reg = x->reg;
        break;
    case LOC_SLOT:
        a.where = COLD_MEM;
        a.off = g->conv->slots[x->slot].off;
        break;
    case LOC_SPILL:
        a.where = COLD_MEM;
        a.off = (uint16_t)(val_is_vec(g, v)
                               ? offsetof(struct tcg_env, vspill) + x->slot * 16
                               : offsetof(struct tcg_env, spill) + x->slot * 8);
        break;
    default:
        a.where = COLD_IMM;
        a.imm = g->b->op[v].imm;
        if (g->b->op[v].op == IR_PCREL) {
            a.imm += (int64_t)g->b->pc;
            g->out->relocatable = false;
        }
        break;
    }
    return a;
}

static void fill(struct gen *g, struct cold_desc *d, const struct ir_insn *in,
                 uint16_t v)
{
    *d = (struct cold_desc){.in = *in, .rules = g->b->rules};
    d->pc = g->b->pc + (uint64_t)g->insn_off;
    for (unsigned i = 0; i < ir_opinfo[in->op].nargs; i++)
        d->arg[i] = describe(g, in->arg[i]);
    if (v != IR_NOID)
        d->dst = describe(g, v);
}

/* mov [gpr0], rax; lea rax, [record]; jmp stub. The record follows. */
static void emit_call(struct gen *g, const struct cold_desc *desc,
                      const uint8_t *resume)
{
    struct x86_buf *c = &g->c;
    struct cold_desc d = *desc;

    x_mov_store(c, true, env_mem(g, offsetof(struct tcg_env, gpr)), RAX);
    x_byte(c, 0x48);
    x_byte(c, 0x8d);
    x_byte(c, 0x05);
    x_imm32(c, 5);
    uint8_t *end = x_jmp32(c);
    x_set_rel32(end, g->out->base + g->out->stubs->cold);
    if (resume)
        d.resume = (int32_t)(resume - c->p);
    else
        d.resume = (int32_t)sizeof(d);
    memcpy(c->p, &d, sizeof(d));
    c->p += sizeof(d);
}

/* The operation is called for out of line, so that the usual path of later
 * code stays dense; the jump there is the only cost in place. */
void gen_cold_call(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    struct cold_stub *s;
    unsigned props = ir_opinfo[in->op].props;

    flags_clobber(g);
    if (props & IRP_H) {
        flags_store_pending(g);
        flags_forget(g);
    }
    if (in->op == IR_HELPER && (g->conv->helpers[in->imm].flags & HELPER_STATE))
        alloc_barrier(g);
    s = cold_new(g, COLD_CALL, NULL);
    struct cold_desc d;
    fill(g, &d, in, IR_NOID);
    if (in->type != IR_V) {
        if (in->type == IR_FLAGS)
            flags_in_memory(g, v);
        else if (val_is_vec(g, v))
            def_vec(g, v, NOREG);
        else
            def_reg(g, v, NOREG);
        d.dst = describe(g, v);
    }
    s->desc = d;
    s->from = x_jmp32(&g->c);
    s->resume = g->c.p;
}

/* Who goes around the code from `from` on must not miss that a value was moved
 * there. */
static void nothing_moved_since(struct gen *g, const uint8_t *from)
{
    if (g->moved > from)
        g->failed = true;
}

void gen_cold_fixup(struct gen *g, const struct ir_insn *in, uint16_t v,
                    uint8_t *from)
{
    if (from)
        nothing_moved_since(g, from);
    struct cold_stub *s = cold_new(g, COLD_CALL, from);

    fill(g, &s->desc, in, v);
    s->resume = g->c.p;
}

void gen_cold_trap(struct gen *g, const struct ir_insn *in, uint16_t v,
                   uint32_t at)
{
    nothing_moved_since(g, g->out->code + at);
    gen_cold_fixup(g, in, v, NULL);
    struct cold_stub *s = &g->cold[g->n_cold - 1];
    s->n_instead = 1;
    s->instead[0] = at;
}

void gen_cold_trap_also(struct gen *g, uint32_t at)
{
    struct cold_stub *s = &g->cold[g->n_cold - 1];
    s->instead[s->n_instead++] = at;
}

void gen_cold_nan(struct gen *g, unsigned r, unsigned k, uint32_t at)
{
    struct cold_stub *s = cold_new(g, COLD_NAN, NULL);
    s->reg = (uint8_t)r;
    s->k = (uint8_t)k;
    s->n_instead = 1;
    s->instead[0] = at;
    s->resume = g->c.p;
}

void gen_cold_stub(struct gen *g, struct cold_stub *s)
{
    for (unsigned i = 0; i < s->n_instead; i++)
        snap_add_stub(&g->snap, (uint32_t)(g->c.p - g->out->code),
                      s->instead[i]);
    if (s->kind == COLD_NAN) {
        v_op2k(g, O_MOVAPS, s->reg, s->k);
        x_set_rel32(x_jmp32(&g->c), s->resume);
    } else {
        emit_call(g, &s->desc, s->resume);
    }
}

/* In the code, where nothing aligns it. */
typedef struct cold_desc desc_in_code __attribute__((aligned(1)));
typedef struct cold_arg arg_in_code __attribute__((aligned(1)));

static void get_arg(const struct tcg_env *env, const arg_in_code *a,
                    union v128 *out)
{
    const char *state = (const char *)env;
    unsigned size = a->type == IR_V128                       ? 16
                    : a->type == IR_F64 || a->type == IR_I64 ? 8
                                                             : 4;

    *out = (union v128){.u64 = {0, 0}};
    switch (a->where) {
    case COLD_REG: memcpy(out, &env->gpr[a->reg], size); break;
    case COLD_VEC: memcpy(out, env->vec[a->reg], size); break;
    case COLD_IMM: memcpy(out, &a->imm, size < 8 ? size : 8); break;
    case COLD_MEM: memcpy(out, state + a->off, size); break;
    default: break;
    }
}

static void put_result(struct tcg_env *env, const arg_in_code *d,
                       const union v128 *v)
{
    if (d->where == COLD_REG)
        env->gpr[d->reg] = d->type == IR_I32 ? (uint32_t)v->u64[0] : v->u64[0];
    else if (d->where == COLD_VEC)
        memcpy(env->vec[d->reg], v, 16);
    else if (d->type == IR_FLAGS)
        *(uint16_t *)(void *)((char *)env + d->off) =
            flags_pack((uint32_t)v->u64[0]);
}

/* Copies homes to their slots, or back. */
static void sync_homes(struct tcg_env *env, const struct tcg_conv *cv,
                       bool to_state)
{
    char *state = (char *)env;

    for (unsigned i = 0; i < N_INT_HOMES && cv->pin_int[i] != IR_NOID; i++) {
        void *slot = state + cv->slots[cv->pin_int[i]].off;
        void *home = &env->gpr[int_homes[i]];
        memcpy(to_state ? slot : home, to_state ? home : slot, 8);
    }
    for (unsigned i = 0; i < n_vec_homes() && cv->pin_vec[i] != IR_NOID; i++) {
        const struct ir_slot *s = &cv->slots[cv->pin_vec[i]];
        void *slot = state + s->off, *home = env->vec[vec_home(i)];
        size_t size = s->type == IR_V128 ? 16 : 8;
        memcpy(to_state ? slot : home, to_state ? home : slot, size);
    }
}

static uint64_t integer_arg(const struct tcg_env *env, const arg_in_code *a)
{
    union v128 v;

    switch (a->where) {
    case COLD_NONE: return 0;
    case COLD_REG:
        return a->type == IR_I64 ? env->gpr[a->reg]
                                 : (uint32_t)env->gpr[a->reg];
    default: get_arg(env, a, &v); return v.u64[0];
    }
}

/* As quick as it can be: the guest's vDSO is a helper. */
static void call_helper(struct tcg_env *env, const desc_in_code *d,
                        const struct tcg_conv *cv)
{
    const struct ir_helper *h = &cv->helpers[d->in.imm];
    bool state = h->flags & (HELPER_STATE | HELPER_FAULT);
    union v128 res = {.u64 = {0, 0}};

    env->pc = d->pc;
    if (state)
        sync_homes(env, cv, true);
    res.u64[0] =
        h->fn(env, integer_arg(env, &d->arg[0]), integer_arg(env, &d->arg[1]),
              integer_arg(env, &d->arg[2]), integer_arg(env, &d->arg[3]));
    if (state)
        sync_homes(env, cv, false);
    if (d->in.type != IR_V)
        put_result(env, &d->dst, &res);
}

static void call_op(struct tcg_env *env, const desc_in_code *in_code)
{
    union v128 arg[4], res = {.u64 = {0, 0}};
    struct cold_desc d = *in_code;

    for (unsigned i = 0; i < 4; i++)
        get_arg(env, &d.arg[i], &arg[i]);
    interp_op(env, &d.in, &d.rules, arg, &res);
    if (d.in.type != IR_V)
        put_result(env, &d.dst, &res);
}

uint64_t tcg_cold(struct tcg_env *env, const uint8_t *record,
                  const struct tcg_conv *conv)
{
    const desc_in_code *d = (const desc_in_code *)record;

    if (d->in.op == IR_HELPER)
        call_helper(env, d, conv);
    else
        call_op(env, d);
    return (uint64_t)(record + d->resume);
}
