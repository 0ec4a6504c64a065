/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Estimates of reciprocals and of those of square roots (Arm ARM,
 * FPRecipEstimate and FPRSqrtEstimate): eight bits of a table by as many of the
 * number, and an exponent by subtraction, for normal numbers with a normal
 * result.  The others are the portable function's, as is what raises flags.
 */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

/* Leads to the portable function if a lane of x is out of range; of reciprocals
 * the sign does not count. t and u are scratch. */
static void range_jump(struct vgen *o, bool root, unsigned x, unsigned t,
                       unsigned u)
{
    struct gen *g = o->g;
    unsigned wide = o->esz == 3;
    uint32_t above = wide ? VE(0x37) : VB(0x66); /* pcmpgtq, pcmpgtd */

    v_mov(g, t, x);
    if (!root) {
        vec_shl(g, o->esz, t, t, 1);
        vec_shr(g, o->esz, t, t, 1);
    }
    v_op2k(g, O_MOVAPS, u, K_FNORMAL + wide);
    v_op3(g, above, u, u, t);
    v_op3k(g, above, t, t, (root ? K_FMAX : K_FRECIP) + wide);
    v_op3(g, O_POR, t, t, u);
    vec_test(o, t);
    o->fixup[0] = x_jcc32(&g->c, X_NE);
}

/* The lanes of d are entries of the table at constant k, by those of index.
 * table and r are integer registers to use. */
static void look_up(struct vgen *o, unsigned k, unsigned d, unsigned index,
                    unsigned table, unsigned r)
{
    struct gen *g = o->g;
    uint32_t extract = 0x16 | M_3A | P_66 | (o->esz == 3 ? X_W : 0u);
    unsigned lanes = o->lanes == VOP_FULL   ? 16u >> o->esz
                     : o->lanes == VOP_HALF ? 8u >> o->esz
                                            : 1;
    struct x86_mem entry = {.base = (uint8_t)table, .index = (uint8_t)r};

    v_const_address(g, table, k);
    vec_zero(g, d);
    for (unsigned i = 0; i < lanes; i++) {
        v_op2i(g, extract, index, r, i);
        x_rm(&g->c, 0xb6 | M_0F, false, r, entry); /* movzx */
        v_insert_int(g, o->esz, d, d, r, i);
    }
}

/* What is in range goes from the exponent bias * 2 - 1 - e, or half of bias *
 * 3 - 1 - e, with the sign above it as it was. */
static void gen_estimate(struct vgen *o)
{
    struct gen *g = o->g;
    bool root = o->op == VOP_FRSQRTE;
    unsigned esz = o->esz, wide = esz == 3, width = 8u << esz;
    unsigned digits = wide ? 52 : 23;
    unsigned x = work_vec(g), t = work_vec(g), u = work_vec(g);
    unsigned table = tmp_reg(g), r = tmp_reg(g); /* before the jump */

    v_mov(g, x, o->a);
    range_jump(o, root, x, t, u);
    vec_shl(g, esz, u, x, width - digits - root);
    vec_shr(g, esz, u, u, width - 8);
    look_up(o, root ? K_RSQRT : K_RECIP, t, u, table, r);
    vec_shl(g, esz, t, t, digits - 8);
    vec_shr(g, esz, x, x, digits);
    v_op2k(g, O_MOVAPS, u, (root ? K_RSQRTEXP : K_RECIPEXP) + wide);
    vec_lanes(o, VOP_SUB, u, u, x);
    if (root)
        vec_shr(g, esz, u, u, 1);
    vec_shl(g, esz, u, u, digits);
    v_op3(g, O_POR, o->d, t, u);
}

const struct vec_row *vec_estimate_row(unsigned op)
{
    static const struct vec_row rows[VOP_COUNT] = {
        [VOP_FRECPE] = {gen_estimate, V_FP | V_FLAGS | V_SSE42, V_S | V_D, 0,
                        NULL},
        [VOP_FRSQRTE] = {gen_estimate, V_FP | V_FLAGS | V_SSE42, V_S | V_D, 0,
                         NULL},
    };
    return &rows[op];
}
