/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The fixed code between C and translated code: entry, exits, and the cold call
 * with all registers saved.  The C stack pointer of the innermost entry is
 * kept in struct tcg_env; the prediction stack pointer while outside.
 */
#include "config.h"

#include "tcg/host/x86_64/evex.h"
#include "tcg/host/x86_64/gen.h"
#include "tcg/host/x86_64/vec-const.h"

static const uint8_t callee_saved[] = {RBX, RBP, R12, R13, R14, R15};

static struct x86_mem at(const struct tcg_conv *cv, size_t off)
{
    return (struct x86_mem){
        .base = RBP, .index = NOREG, .disp = (int32_t)off - cv->bias};
}
#define ENV(field) at(cv, offsetof(struct tcg_env, field))

static void push_pop(struct x86_buf *c, bool push, unsigned r)
{
    if (r >= 8)
        x_byte(c, 0x41);
    x_byte(c, (push ? 0x50 : 0x58) | (r & 7));
}

static void mxcsr(struct x86_buf *c, bool load, struct x86_mem m)
{
    x_rm(c, 0xae | M_0F, false, load ? 2 : 3, m);
}

/* AVX is not needed but for registers that nothing else reaches. */
static void vec_memory(struct x86_buf *c, uint32_t op, unsigned reg,
                       struct x86_mem m)
{
    if (reg < 16)
        x_rm(c, op, false, reg, m);
    else
        evex_rm(c, op, false, reg, 0, m);
}

static void integer_homes(struct x86_buf *c, const struct tcg_conv *cv,
                          bool load)
{
    for (unsigned i = 0; i < N_INT_HOMES && cv->pin_int[i] != IR_NOID; i++)
        x_rm(c, load ? 0x8b : 0x89, true, int_homes[i],
             at(cv, cv->slots[cv->pin_int[i]].off));
}

/* Every home from or to its slot's memory. */
static void homes(struct x86_buf *c, const struct tcg_conv *cv, bool load)
{
    integer_homes(c, cv, load);
    for (unsigned i = 0; i < n_vec_homes() && cv->pin_vec[i] != IR_NOID; i++) {
        const struct ir_slot *s = &cv->slots[cv->pin_vec[i]];
        uint32_t full = (load ? 0x10 : 0x11) | M_0F;
        uint32_t low = load ? 0x7e | M_0F | P_F3 : 0xd6 | M_0F | P_66;
        vec_memory(c, s->type == IR_V128 ? full : low, vec_home(i),
                   at(cv, s->off));
    }
}

/* Loading is slow.  C code keeps the guest's value when that has nothing which
 * changes results. */
static void guest_mxcsr(struct x86_buf *c, const struct tcg_conv *cv)
{
    x_mov_load(c, false, RCX, ENV(mxcsr));
    x_alu_rm(c, ALU_CMP, false, RCX, ENV(real_mxcsr));
    uint8_t *same = x_jcc8(c, X_E);
    mxcsr(c, true, ENV(mxcsr));
    x_here(c, same);
}

static void load_host_mxcsr(struct x86_buf *c, const struct tcg_conv *cv)
{
    mxcsr(c, true, ENV(host_mxcsr));
    x_mov_load(c, false, RCX, ENV(host_mxcsr));
}

static void host_mxcsr(struct x86_buf *c, const struct tcg_conv *cv)
{
    enum { CONTROL = 0xff40 };

    mxcsr(c, false, ENV(mxcsr));
    x_mov_load(c, false, RCX, ENV(mxcsr));
    x_mov_rr(c, false, RDX, RCX);
    x_alu_rm(c, ALU_XOR, false, RDX, ENV(host_mxcsr));
    x_alu_ri(c, ALU_AND, false, RDX, CONTROL);
    uint8_t *same = x_jcc8(c, X_E);
    load_host_mxcsr(c, cv);
    x_here(c, same);
    x_mov_store(c, false, ENV(real_mxcsr), RCX);
}

static void epilogue(struct x86_buf *c, const struct tcg_conv *cv)
{
    x_mov_load(c, true, RSP, ENV(c_sp));
    x_alu_ri(c, ALU_ADD, true, RSP, 8);
    for (unsigned i = sizeof(callee_saved); i-- > 0;)
        push_pop(c, false, callee_saved[i]);
    x_byte(c, 0xc3);
}

static void make_enter(struct x86_buf *c, const struct tcg_conv *cv)
{
    for (unsigned i = 0; i < sizeof(callee_saved); i++)
        push_pop(c, true, callee_saved[i]);
    x_alu_ri(c, ALU_SUB, true, RSP, 8);
    x_rm(c, 0x8d, true, RBP,
         (struct x86_mem){.base = RDI, .index = NOREG, .disp = cv->bias});
    x_mov_store(c, true, ENV(c_sp), RSP);
    guest_mxcsr(c, cv);
    x_mov_rr(c, true, RAX, RSI);
    x_mov_load(c, true, RSP, ENV(pred_sp));
    homes(c, cv, true);
    x_rr(c, 0xff, false, 4, RAX);
}

static void make_exit(struct x86_buf *c, const struct tcg_conv *cv)
{
    homes(c, cv, false);
    host_mxcsr(c, cv);
    x_mov_store(c, true, ENV(pred_sp), RSP);
    epilogue(c, cv);
}

/* Reason in eax. A call of C that touches neither vector registers nor MXCSR.
 * What the code could not notice on its way, an asked for stop, it notices
 * here. */
static void make_service(struct x86_buf *c, const struct tcg_conv *cv,
                         const struct tcg_stubs *st, const uint8_t *base)
{
    x_mov_load(c, true, RDX, ENV(service));
    x_rr(c, 0x85, true, RDX, RDX);
    x_set_rel32(x_jcc32(c, X_E), base + st->exit);
    integer_homes(c, cv, false);
    x_mov_store(c, true, ENV(pred_sp), RSP);
    x_mov_load(c, true, RSP, ENV(c_sp));
    x_rm(c, 0x8d, true, RDI, at(cv, 0));
    x_mov_store(c, false, ENV(exit_info), RAX);
    x_rr(c, 0xff, false, 2, RDX);
    x_mov_load(c, true, RSP, ENV(pred_sp));
    x_rr(c, 0x84, false, RAX, RAX);
    integer_homes(c, cv, true);
    x_mov_load(c, false, RAX, ENV(exit_info));
    x_set_rel32(x_jcc32(c, X_E), base + st->exit);
    x_mov_load(c, true, RCX, ENV(pc));
    x_alu_mi(c, ALU_CMP, false, ENV(stop), 0);
    x_set_rel32(x_jcc32(c, X_NE), base + st->lookup_exit);
    x_set_rel32(gen_lookup(c, ENV(code_base)), base + st->lookup_exit);
    x_rr(c, 0xff, false, 4, RAX);
}

static void save_gprs(struct x86_buf *c, const struct tcg_conv *cv, bool load)
{
    for (unsigned r = 0; r < 16; r++) {
        if (r == RSP || r == RBP || (r == RAX && !load))
            continue;
        x_rm(c, load ? 0x8b : 0x89, true, r,
             at(cv, offsetof(struct tcg_env, gpr) + r * 8));
    }
}

static void save_xmms(struct x86_buf *c, const struct tcg_conv *cv, bool load)
{
    unsigned n = host_features()->avx512 ? 32 : 16;

    for (unsigned r = 0; r < n; r++)
        vec_memory(c, (load ? 0x28 : 0x29) | M_0F, r,
                   at(cv, offsetof(struct tcg_env, vec) + r * 16));
}

/* The host's flags are kept: a trap may come in between of a comparison and its
 * branch. */
static void save_flags(struct x86_buf *c, const struct tcg_conv *cv)
{
    c->insns++;
    x_byte(c, 0x9f); /* lahf */
    x_setcc(c, X_O, RAX);
    x_mov_store(c, false, ENV(cold_flags), RAX);
}

static void restore_flags(struct x86_buf *c, const struct tcg_conv *cv)
{
    x_mov_load(c, false, RAX, ENV(cold_flags));
    x_byte(c, 0x04); /* add al, 127 overflows from 1 */
    x_byte(c, 0x7f);
    x_byte(c, 0x9e); /* sahf */
}

static void make_cold(struct x86_buf *c, const struct tcg_conv *cv)
{
    save_gprs(c, cv, false);
    x_mov_rr(c, true, RSI, RAX);
    save_flags(c, cv);
    save_xmms(c, cv, false);
    mxcsr(c, false, ENV(mxcsr));
    mxcsr(c, true, ENV(host_mxcsr));
    x_mov_store(c, true, ENV(pred_sp), RSP);
    x_mov_load(c, true, RSP, ENV(c_sp));
    x_rm(c, 0x8d, true, RDI, at(cv, 0));
    x_mov_ri(c, RDX, (int64_t)(uintptr_t)cv);
    x_mov_ri(c, RAX, (int64_t)(uintptr_t)tcg_cold);
    x_rr(c, 0xff, false, 2, RAX);
    x_mov_store(c, true, ENV(cold_ip), RAX);
    x_mov_load(c, true, RSP, ENV(pred_sp));
    mxcsr(c, true, ENV(mxcsr));
    save_xmms(c, cv, true);
    restore_flags(c, cv);
    save_gprs(c, cv, true);
    x_rm(c, 0xff, false, 4, ENV(cold_ip));
}

/* Where the sentinel of the prediction stack returns to, should a guest return
 * to the address that stands there: a miss, with the target in rcx. */
static void make_pred_miss(struct x86_buf *c, const struct tcg_conv *cv,
                           struct tcg_stubs *st, const uint8_t *base)
{
    st->pred_miss = (uint32_t)(c->p - base);
    x_mov_load(c, true, RSP, ENV(pred_top));
    uint8_t *end = x_jmp32(c);
    x_set_rel32(end, base + st->lookup_exit);
}

void tcg_make_stubs(const struct tcg_conv *cv, uint8_t *base,
                    struct tcg_stubs *st)
{
    struct x86_buf c = {.p = base};

    homes_init(&st->homes, cv);
    /* An empty entry of the jump table leads to offset 0, should the bytes
     * before happen to be the target's address in rcx. */
    st->lookup_exit = (uint32_t)(c.p - base);
    x_mov_store(&c, true, at(cv, offsetof(struct tcg_env, pc)), RCX);
    x_mov_ri(&c, RAX, TCG_EXIT_LOOKUP);
    uint8_t *end = x_jmp32(&c);
    st->enter = (uint32_t)(c.p - base);
    make_enter(&c, cv);
    st->link_exit = (uint32_t)(c.p - base);
    x_mov_ri(&c, RAX, TCG_EXIT_LINK);
    st->exit = (uint32_t)(c.p - base);
    make_exit(&c, cv);
    x_set_rel32(end, base + st->exit);
    st->service = (uint32_t)(c.p - base);
    make_service(&c, cv, st, base);
    make_pred_miss(&c, cv, st, base);
    st->raise = (uint32_t)(c.p - base);
    x_mov_ri(&c, RAX, TCG_EXIT_RAISE);
    load_host_mxcsr(&c, cv);
    x_mov_store(&c, false, ENV(real_mxcsr), RCX);
    epilogue(&c, cv);
    st->cold = (uint32_t)(c.p - base);
    make_cold(&c, cv);
    while ((uintptr_t)c.p & 63)
        x_byte(&c, 0xcc);
    st->consts = (uint32_t)(c.p - base);
    vec_put_consts((union v128 *)(void *)c.p);
    c.p += K_COUNT * sizeof(union v128);
    while ((uintptr_t)c.p & 63)
        x_byte(&c, 0xcc);
    st->end = (uint32_t)(c.p - base);
}
