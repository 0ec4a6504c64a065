/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector moves and the three-operand form, with VEX where the host has AVX. */
#include "config.h"

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

void v_op2(struct gen *g, uint32_t op, unsigned d, unsigned s)
{
    if (avx())
        x_vrr(&g->c, op, false, d, 0, s);
    else
        x_rr(&g->c, op, false, d, s);
}

void v_op_load(struct gen *g, uint32_t op, unsigned d, struct x86_mem m)
{
    if (avx())
        x_vrm(&g->c, op, false, d, 0, m);
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

void v_op3(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b)
{
    if (avx()) {
        x_vrr(&g->c, op, false, d, a, b);
        return;
    }
    if (d != a && d == b) {
        unsigned t = tmp_vec(g);
        v_mov(g, t, b);
        b = t;
    }
    v_mov(g, d, a);
    x_rr(&g->c, op, false, d, b);
}

void v_op2i(struct gen *g, uint32_t op, unsigned d, unsigned s, unsigned imm)
{
    v_op2(g, op, d, s);
    x_byte(&g->c, imm);
}

void v_op3i(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b,
            unsigned imm)
{
    v_op3(g, op, d, a, b);
    x_byte(&g->c, imm);
}

/* The displacement of an operand relative to the next instruction. */
static void rip_operand(struct gen *g, unsigned d, unsigned k)
{
    const uint8_t *at =
        g->out->base + g->out->stubs->consts + k * sizeof(union v128);

    x_byte(&g->c, (d & 7) << 3 | 5);
    x_imm32(&g->c, 0);
    x_set_rel32(g->c.p, at);
}

void v_op2k(struct gen *g, uint32_t op, unsigned d, unsigned k)
{
    if (avx()) {
        x_vex(&g->c, op, false, false, d, 0, 0);
    } else {
        g->c.p = x_opcode(g->c.p, op, (d >> 3 & 1) << 2, false);
        g->c.insns++;
    }
    rip_operand(g, d, k);
}

void v_op3k(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned k)
{
    if (avx()) {
        x_vex(&g->c, op, false, false, d, a, 0);
        rip_operand(g, d, k);
        return;
    }
    v_mov(g, d, a);
    v_op2k(g, op, d, k);
}

/* EVEX.128 without masking (SDM vol. 2, 2.7.1). */
void v_evex(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b)
{
    struct x86_buf *c = &g->c;

    c->insns++;
    x_byte(c, 0x62);
    x_byte(c, (~d & 8) << 4 | 0x40 | (~b & 8) << 2 | 0x10 | (op >> 8 & 3));
    x_byte(c, (op & X_W ? 0x80u : 0) | (~a & 15) << 3 | 4 | (op >> 10 & 3));
    x_byte(c, 0x08);
    x_byte(c, op & 0xff);
    x_byte(c, 0xc0 | (d & 7) << 3 | (b & 7));
}

void v_from_int(struct gen *g, unsigned d, unsigned r, bool wide)
{
    if (avx())
        x_vrr(&g->c, O_MOVD_TO, wide, d, 0, r);
    else
        x_rr(&g->c, O_MOVD_TO, wide, d, r);
}

void v_to_int(struct gen *g, unsigned r, unsigned s, bool wide)
{
    if (avx())
        x_vrr(&g->c, O_MOVD_FROM, wide, s, 0, r);
    else
        x_rr(&g->c, O_MOVD_FROM, wide, s, r);
}

void v_zero_rest(struct gen *g, unsigned d, unsigned s, int type)
{
    if (type == IR_F64) {
        v_op2(g, O_MOVQ, d, s);
        return;
    }
    v_op3(g, O_INSERTPS, d, s, s);
    x_byte(&g->c, 0x0e); /* lane 0 kept, the others zeroed */
}

void v_op3_int(struct gen *g, uint32_t op, unsigned d, unsigned r)
{
    if (avx())
        x_vrr(&g->c, op, false, d, d, r);
    else
        x_rr(&g->c, op, false, d, r);
}

/* pinsrb, pinsrw, pinsrd, pinsrq. */
void v_insert_int(struct gen *g, unsigned esz, unsigned d, unsigned a,
                  unsigned r, unsigned lane)
{
    static const uint32_t op[] = {0x20 | M_3A | P_66, 0xc4 | M_0F | P_66,
                                  0x22 | M_3A | P_66, 0x22 | M_3A | P_66};

    if (avx()) {
        x_vrr(&g->c, op[esz], esz == 3, d, a, r);
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
        x_vrm(&g->c, op, false, d, t, m);
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
