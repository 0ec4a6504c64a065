/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vector moves and the three-operand form, with VEX where the host has AVX and
 * EVEX for xmm16 and up.  What has no such form gets copies in low registers;
 * that may take a work_vec(), and must then not come after a jump to a fixup
 * within the operation.
 */
#include "config.h"

#include "tcg/host/x86_64/evex.h"
#include "tcg/host/x86_64/gen.h"
#include "tcg/host/x86_64/vec-const.h"

enum {
    O_MOVAPS = 0x28 | M_0F,
    O_MOVUPS_LD = 0x10 | M_0F,
    O_MOVUPS_ST = 0x11 | M_0F,
    O_MOVQ = 0x7e | M_0F | P_F3,
    O_MOVD_TO = 0x6e | M_0F | P_66,
    O_MOVD_FROM = 0x7e | M_0F | P_66,
    O_INSERTPS = 0x21 | M_3A | P_66,
};

static bool avx(void)
{
    return host_features()->avx;
}

/* ---- Registers that an instruction does not reach ---- */

static bool high(unsigned r)
{
    return r >= 16;
}

/* r, or a scratch register with its content that VEX reaches. */
static unsigned low(struct gen *g, unsigned r)
{
    if (!high(r))
        return r;
    unsigned t = work_vec(g);
    v_mov(g, t, r);
    return t;
}

/* Scratch registers that were taken since are free again, but borrowed homes,
 * which come back at the operation's end. */
static void release(struct gen *g, uint32_t before)
{
    uint32_t taken = g->vlocked & ~before;

    for (unsigned r = 0; r < 16; r++)
        if ((taken >> r & 1) && g->slot_of[LIST_VEC + r] == IR_NOID)
            g->vlocked &= ~(1u << r);
}

static void put_imm(struct gen *g, int imm)
{
    if (imm >= 0)
        x_byte(&g->c, (unsigned)imm);
}

/* ptest, which writes no register. */
static bool only_reads(uint32_t op)
{
    return op == (0x17 | M_38 | P_66);
}

static void op2(struct gen *g, uint32_t op, unsigned d, unsigned s, int imm)
{
    if (!avx()) {
        x_rr(&g->c, op, false, d, s);
        put_imm(g, imm);
    } else if (!high(d | s) || evex_form(op, false) >= 0) {
        evex_rr(&g->c, op, false, d, 0, s);
        put_imm(g, imm);
    } else {
        uint32_t before = g->vlocked;
        unsigned ls = low(g, s);
        unsigned ld = d == s || !high(d) ? (high(d) ? ls : d) : work_vec(g);
        if (only_reads(op) && d != s)
            v_mov(g, ld, d);
        x_vrr(&g->c, op, false, ld, 0, ls);
        put_imm(g, imm);
        if (!only_reads(op))
            v_mov(g, d, ld);
        release(g, before);
    }
}

void v_op2(struct gen *g, uint32_t op, unsigned d, unsigned s)
{
    op2(g, op, d, s, -1);
}

void v_op_load(struct gen *g, uint32_t op, unsigned d, struct x86_mem m)
{
    if (avx())
        evex_rm(&g->c, op, false, d, 0, m);
    else
        x_rm(&g->c, op, false, d, m);
}

void v_mov(struct gen *g, unsigned d, unsigned s)
{
    if (d != s)
        v_op2(g, O_MOVAPS, d, s);
}

void v_load(struct gen *g, unsigned d, struct x86_mem m)
{
    v_op_load(g, O_MOVUPS_LD, d, m);
}

void v_store(struct gen *g, struct x86_mem m, unsigned s)
{
    v_op_load(g, O_MOVUPS_ST, s, m);
}

void v_store_f64(struct gen *g, struct x86_mem m, unsigned s)
{
    v_op_load(g, O_MOVUPS_ST | P_F2, s, m);
}

void v_store_f32(struct gen *g, struct x86_mem m, unsigned s)
{
    v_op_load(g, O_MOVUPS_ST | P_F3, s, m);
}

/* d = a op b where one of them is out of reach. */
static void op3_low(struct gen *g, uint32_t op, unsigned d, unsigned a,
                    unsigned b, int imm)
{
    uint32_t before = g->vlocked;
    unsigned la = low(g, a), lb = b == a ? la : low(g, b), ld = d;

    if (high(d))
        ld = la != a ? la : lb != b ? lb : work_vec(g);
    x_vrr(&g->c, op, false, ld, la, lb);
    put_imm(g, imm);
    v_mov(g, d, ld);
    release(g, before);
}

static void op3(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b,
                int imm)
{
    if (avx() && high(d | a | b) && evex_form(op, false) < 0) {
        op3_low(g, op, d, a, b, imm);
        return;
    }
    if (avx()) {
        evex_rr(&g->c, op, false, d, a, b);
        put_imm(g, imm);
        return;
    }
    if (d != a && d == b) {
        unsigned t = tmp_vec(g);
        v_mov(g, t, b);
        b = t;
    }
    v_mov(g, d, a);
    x_rr(&g->c, op, false, d, b);
    put_imm(g, imm);
}

void v_op3(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b)
{
    op3(g, op, d, a, b, -1);
}

void v_op2i(struct gen *g, uint32_t op, unsigned d, unsigned s, unsigned imm)
{
    op2(g, op, d, s, (int)(imm & 0xff));
}

void v_op3i(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b,
            unsigned imm)
{
    op3(g, op, d, a, b, (int)(imm & 0xff));
}

/* The operand and its displacement from the next instruction. */
static void rip_operand(struct gen *g, unsigned d, unsigned k)
{
    const uint8_t *at =
        g->out->base + g->out->stubs->consts + k * sizeof(union v128);

    x_byte(&g->c, (d & 7) << 3 | 5);
    x_imm32(&g->c, 0);
    x_set_rel32(g->c.p, at);
}

void v_const_address(struct gen *g, unsigned r, unsigned k)
{
    g->c.p = x_opcode(g->c.p, 0x8d, 8 | (r >> 3 & 1) << 2, false); /* lea */
    rip_operand(g, r, k);
    g->c.insns++;
}

void v_op2k(struct gen *g, uint32_t op, unsigned d, unsigned k)
{
    uint32_t before = g->vlocked;
    bool copy = high(d) && evex_form(op, false) < 0;
    unsigned r = copy ? low(g, d) : d;

    if (avx())
        evex_rip(&g->c, op, false, r, 0);
    else
        g->c.p = x_opcode(g->c.p, op, (r >> 3 & 1) << 2, false);
    rip_operand(g, r, k);
    if (copy && !only_reads(op))
        v_mov(g, d, r);
    release(g, before);
}

void v_op3k(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned k)
{
    if (!avx()) {
        v_mov(g, d, a);
        v_op2k(g, op, d, k);
        return;
    }
    uint32_t before = g->vlocked;
    bool copy = high(d | a) && evex_form(op, false) < 0;
    unsigned la = copy ? low(g, a) : a;
    unsigned ld = copy && high(d) ? (la != a ? la : work_vec(g)) : d;
    evex_rip(&g->c, op, false, ld, la);
    rip_operand(g, ld, k);
    if (copy) {
        v_mov(g, d, ld);
        release(g, before);
    }
}

void v_evex(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b)
{
    evex_emit(&g->c, op, op & X_W ? EVEX_W : 0, d, a, b);
}

void v_legacy(struct gen *g, uint32_t op, unsigned d, unsigned s, int imm)
{
    uint32_t before = g->vlocked;
    unsigned ld = low(g, d), ls = s == d ? ld : low(g, s);

    x_rr(&g->c, op, false, ld, ls);
    put_imm(g, imm);
    v_mov(g, d, ld);
    release(g, before);
}

void v_shift(struct gen *g, uint32_t op, unsigned ext, unsigned d, unsigned a,
             unsigned n)
{
    if (avx()) {
        if (high(d | a))
            evex_emit(&g->c, op, evex_form(op, false), ext, d, a);
        else
            x_vrr(&g->c, op, false, ext, d, a);
    } else {
        v_mov(g, d, a);
        x_rr(&g->c, op, false, ext, d);
    }
    x_byte(&g->c, n);
}

void v_blend(struct gen *g, unsigned d, unsigned x, unsigned y, unsigned m)
{
    uint32_t before = g->vlocked;
    unsigned lx = low(g, x), ly = low(g, y), lm = low(g, m);
    unsigned ld = !high(d) ? d : lx != x ? lx : work_vec(g);

    x_vrr(&g->c, 0x4c | M_3A | P_66, false, ld, lx, ly);
    x_byte(&g->c, lm << 4);
    v_mov(g, d, ld);
    release(g, before);
}

void v_from_int(struct gen *g, unsigned d, unsigned r, bool wide)
{
    if (avx())
        evex_rr(&g->c, O_MOVD_TO, wide, d, 0, r);
    else
        x_rr(&g->c, O_MOVD_TO, wide, d, r);
}

void v_to_int(struct gen *g, unsigned r, unsigned s, bool wide)
{
    if (avx())
        evex_rr(&g->c, O_MOVD_FROM, wide, s, 0, r);
    else
        x_rr(&g->c, O_MOVD_FROM, wide, s, r);
}

void v_zero_rest(struct gen *g, unsigned d, unsigned s, int type)
{
    if (type == IR_F64) {
        v_op2(g, O_MOVQ, d, s);
        return;
    }
    v_op3i(g, O_INSERTPS, d, s, s, 0x0e); /* lane 0 kept, the others zeroed */
}

void v_op3_int(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned r)
{
    if (avx()) {
        evex_rr(&g->c, op, false, d, a, r);
        return;
    }
    v_mov(g, d, a);
    x_rr(&g->c, op, false, d, r);
}

/* pinsrb, pinsrw, pinsrd, pinsrq. */
void v_insert_int(struct gen *g, unsigned esz, unsigned d, unsigned a,
                  unsigned r, unsigned lane)
{
    static const uint32_t op[] = {0x20 | M_3A | P_66, 0xc4 | M_0F | P_66,
                                  0x22 | M_3A | P_66, 0x22 | M_3A | P_66};

    if (avx()) {
        evex_rr(&g->c, op[esz], esz == 3, d, a, r);
    } else {
        v_mov(g, d, a);
        x_rr(&g->c, op[esz], esz == 3, d, r);
    }
    x_byte(&g->c, lane);
}

/* pinsrb, pinsrw, pextrb, pextrw (SDM vol. 2). */
void v_insert_mem(struct gen *g, unsigned size, unsigned d, unsigned t,
                  struct x86_mem m)
{
    uint32_t op = size == MEM_8 ? 0x20 | M_3A | P_66 : 0xc4 | M_0F | P_66;

    if (avx()) {
        evex_rm(&g->c, op, false, d, t, m);
        x_byte(&g->c, 0);
        return;
    }
    x_rm(&g->c, op, false, t, m);
    x_byte(&g->c, 0);
    v_mov(g, d, t);
}

void v_extract_mem(struct gen *g, unsigned size, struct x86_mem m, unsigned s)
{
    uint32_t op = (size == MEM_8 ? 0x14 : 0x15) | M_3A | P_66;

    v_op_load(g, op, s, m);
    x_byte(&g->c, 0);
}
