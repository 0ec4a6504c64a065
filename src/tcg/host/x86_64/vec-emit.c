/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector moves and the three-operand form, with VEX where the host has AVX. */
#include "config.h"

#include "tcg/host/x86_64/gen.h"

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
