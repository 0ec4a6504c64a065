/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector shifts, by an immediate and by a vector. */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

static void gen_shli(struct vgen *o)
{
    vec_shl(o->g, o->esz, o->d, o->a, o->imm);
}

static void gen_shri(struct vgen *o)
{
    vec_shr(o->g, o->esz, o->d, o->a, o->imm);
}

static void gen_sari(struct vgen *o)
{
    vec_sar(o->g, o->esz, o->d, o->a, o->imm);
}

/* Rounded: the last bit that is shifted out is added. */
static void gen_rounded(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    (o->op == VOP_SRSHRI ? vec_sar : vec_shr)(g, o->esz, o->d, o->a, o->imm);
    if (o->imm == 0)
        return;
    vec_shr(g, o->esz, t, o->a, o->imm - 1);
    v_op3k(g, O_PAND, t, t, K_ONE + o->esz);
    vec_lanes(o, VOP_ADD, o->d, o->d, t);
}

static void gen_sli(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g), rest = (8u << o->esz) - o->imm;

    vec_shl(g, o->esz, o->d, o->a, o->imm);
    if (o->imm == 0)
        return;
    vec_shl(g, o->esz, t, o->b, rest);
    vec_shr(g, o->esz, t, t, rest);
    v_op3(g, O_POR, o->d, o->d, t);
}

static void gen_sri(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g), rest = (8u << o->esz) - o->imm;

    vec_shr(g, o->esz, o->d, o->a, o->imm);
    vec_shr(g, o->esz, t, o->b, rest);
    vec_shl(g, o->esz, t, t, rest);
    v_op3(g, O_POR, o->d, o->d, t);
}

enum var_shift { SLLV, SRLV, SRAV };

/* Counts of a lane's width or more shift everything out. */
static void variable(struct gen *g, unsigned esz, enum var_shift how,
                     unsigned d, unsigned a, unsigned n)
{
    static const uint8_t word[] = {0x12, 0x10, 0x11};
    static const uint8_t wide[] = {0x47, 0x45, 0x46};

    if (esz == 1)
        v_evex(g, VE(word[how]) | X_W, d, a, n);
    else if (esz == 3 && how == SRAV)
        v_evex(g, VE(wide[how]) | X_W, d, a, n);
    else
        v_op3(g, VE(wide[how]) | (esz == 3 ? X_W : 0u), d, a, n);
}

/* left and right: the bytes of a shifted by the counts in b and neg, as the
 * low bytes of words or, with `odd`, the high ones. */
static void byte_shift(struct vgen *o, bool is_signed, bool odd, unsigned left,
                       unsigned right, unsigned neg)
{
    struct gen *g = o->g;
    unsigned x = work_vec(g), n = work_vec(g);

    if (odd) {
        vec_shr(g, 1, n, o->b, 8);
        vec_shr(g, 1, x, o->a, 8);
        vec_shl(g, 1, x, x, 8);
        variable(g, 1, SLLV, left, x, n);
        vec_shr(g, 1, n, neg, 8);
        variable(g, 1, is_signed ? SRAV : SRLV, right, x, n);
        vec_shr(g, 1, right, right, 8);
        vec_shl(g, 1, right, right, 8);
        return;
    }
    v_op3k(g, O_PAND, n, o->b, K_EVEN);
    v_op3k(g, O_PAND, x, o->a, K_EVEN);
    variable(g, 1, SLLV, left, x, n);
    v_op3k(g, O_PAND, left, left, K_EVEN);
    v_op3k(g, O_PAND, n, neg, K_EVEN);
    if (is_signed) {
        vec_shl(g, 1, x, o->a, 8);
        vec_sar(g, 1, x, x, 8);
    }
    variable(g, 1, is_signed ? SRAV : SRLV, right, x, n);
    v_op3k(g, O_PAND, right, right, K_EVEN);
}

/* Adds to right the last bit that the shift of a right by n loses: none of it
 * where n is 0, and a sign's where it is more than the lane has. n is spoilt.
 */
static void round_up(struct vgen *o, bool is_signed, unsigned right, unsigned n)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    vec_ones(g, t);
    vec_lanes(o, VOP_ADD, n, n, t);
    variable(g, o->esz, is_signed ? SRAV : SRLV, t, o->a, n);
    v_op3k(g, O_PAND, t, t, K_ONE + o->esz);
    vec_lanes(o, VOP_ADD, right, right, t);
}

/* By the low byte of b's lanes: as an unsigned count it is too large where it
 * is negative, and so is its negative where it is positive. */
static void gen_by_vector(struct vgen *o)
{
    struct gen *g = o->g;
    bool is_signed = o->op == VOP_SSHL || o->op == VOP_SRSHL;
    bool rounded = o->op == VOP_SRSHL || o->op == VOP_URSHL;
    unsigned esz = o->esz, top = (8u << esz) - 1;
    unsigned left = work_vec(g), right = work_vec(g), m = work_vec(g);

    vec_zero(g, m);
    vec_lanes(o, VOP_SUB, m, m, o->b);
    if (esz == 0) {
        unsigned l = work_vec(g), r = work_vec(g);
        byte_shift(o, is_signed, false, left, right, m);
        byte_shift(o, is_signed, true, l, r, m);
        v_op3(g, O_POR, left, left, l);
        v_op3(g, O_POR, right, right, r);
    } else {
        v_op3k(g, O_PAND, m, m, K_COUNT8 + esz);
        variable(g, esz, is_signed ? SRAV : SRLV, right, o->a, m);
        if (rounded)
            round_up(o, is_signed, right, m);
        v_op3k(g, O_PAND, m, o->b, K_COUNT8 + esz);
        variable(g, esz, SLLV, left, o->a, m);
    }
    if (!is_signed) {
        v_op3(g, O_POR, o->d, left, right);
        return;
    }
    if (esz == 0) {
        vec_zero(g, m);
        v_op3(g, vec_direct(VOP_CMPGT, 0), m, m, o->b);
    } else {
        vec_shl(g, esz, m, o->b, top - 7);
        vec_sar(g, esz, m, m, top);
    }
    vec_blend(g, o->d, left, right, m);
}

const struct vec_row *vec_shift_row(unsigned op)
{
    static const struct vec_row rows[VOP_COUNT] = {
        [VOP_SHLI] = {gen_shli, 0, V_ALL, 0, NULL},
        [VOP_SHRI] = {gen_shri, 0, V_ALL, 0, NULL},
        [VOP_SARI] = {gen_sari, 0, V_ALL, 0, NULL},
        [VOP_SRSHRI] = {gen_rounded, 0, V_ALL, 0, NULL},
        [VOP_URSHRI] = {gen_rounded, 0, V_ALL, 0, NULL},
        [VOP_SLI] = {gen_sli, 0, V_ALL, 0, NULL},
        [VOP_SRI] = {gen_sri, 0, V_ALL, 0, NULL},
        [VOP_SSHL] = {gen_by_vector, V_AVX2, V_S, V_B | V_H | V_D, NULL},
        [VOP_USHL] = {gen_by_vector, V_AVX2, V_S | V_D, V_B | V_H, NULL},
        [VOP_SRSHL] = {gen_by_vector, V_AVX2, V_S, V_H | V_D, NULL},
        [VOP_URSHL] = {gen_by_vector, V_AVX2, V_S | V_D, V_H, NULL},
    };
    return &rows[op];
}
