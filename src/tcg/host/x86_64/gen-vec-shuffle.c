/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations that move lanes; pairs of lanes; tables. */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

/* The low halves of a and b in one register; for HALF operations all that there
 * is. */
static unsigned joined(struct vgen *o)
{
    unsigned t = work_vec(o->g);

    v_op3(o->g, O_PUNPCKLQDQ, t, o->a, o->b);
    return t;
}

static bool half(const struct vgen *o)
{
    return o->lanes == VOP_HALF;
}

/* d's low half = the even lanes of a, its high half the odd ones. */
static void sort_lanes(struct vgen *o, unsigned d, unsigned a)
{
    if (o->esz == 2)
        v_op2i(o->g, O_PSHUFD, d, a, 0xd8);
    else if (o->esz == 3)
        v_mov(o->g, d, a);
    else
        v_op3k(o->g, O_PSHUFB, d, a, K_UNZIP + o->esz);
}

void vec_unzip(struct vgen *o, unsigned *even, unsigned *odd)
{
    struct gen *g = o->g;
    unsigned t, u;

    if (o->lanes == VOP_SCALAR || (half(o) && o->esz == 3)) {
        t = work_vec(g);
        vec_down(g, t, o->a, 1u << o->esz);
        *even = o->a;
        *odd = t;
        return;
    }
    if (half(o)) {
        t = joined(o);
        u = work_vec(g);
        sort_lanes(o, t, t);
        v_op2i(g, O_PSHUFD, u, t, 0xee);
        *even = t;
        *odd = u;
        return;
    }
    t = work_vec(g);
    u = work_vec(g);
    if (o->esz == 2) {
        v_op3i(g, O_SHUFPS, t, o->a, o->b, 0x88);
        v_op3i(g, O_SHUFPS, u, o->a, o->b, 0xdd);
    } else if (o->esz == 3) {
        v_op3(g, O_PUNPCKLQDQ, t, o->a, o->b);
        v_op3(g, O_PUNPCKHQDQ, u, o->a, o->b);
    } else {
        unsigned x = work_vec(g);
        sort_lanes(o, t, o->a);
        sort_lanes(o, x, o->b);
        v_op3(g, O_PUNPCKHQDQ, u, t, x);
        v_op3(g, O_PUNPCKLQDQ, t, t, x);
    }
    *even = t;
    *odd = u;
}

static void gen_uzp(struct vgen *o)
{
    struct gen *g = o->g;
    bool odd = o->op == VOP_UZP2;

    if (half(o)) {
        unsigned t = joined(o);
        sort_lanes(o, t, t);
        v_op2i(g, O_PSHUFD, o->d, t, odd ? 0xee : 0x44);
    } else if (o->esz == 2) {
        v_op3i(g, O_SHUFPS, o->d, o->a, o->b, odd ? 0xdd : 0x88);
    } else {
        unsigned t = o->a, u = o->b;
        if (o->esz < 2) {
            t = work_vec(g);
            u = work_vec(g);
            sort_lanes(o, t, o->a);
            sort_lanes(o, u, o->b);
        }
        v_op3(g, odd ? O_PUNPCKHQDQ : O_PUNPCKLQDQ, o->d, t, u);
    }
}

static void gen_zip2(struct vgen *o)
{
    static const uint8_t low[] = {0x60, 0x61, 0x62, 0x6c};
    static const uint8_t high[] = {0x68, 0x69, 0x6a, 0x6d};

    if (half(o)) {
        v_op3(o->g, VB(low[o->esz]), o->d, o->a, o->b);
        v_op2i(o->g, O_PSHUFD, o->d, o->d, 0xee);
    } else {
        v_op3(o->g, VB(high[o->esz]), o->d, o->a, o->b);
    }
}

static void gen_trn(struct vgen *o)
{
    struct gen *g = o->g;
    bool second = o->op == VOP_TRN2;
    unsigned w = 8u << o->esz, t;

    if (o->esz == 3) {
        v_op3(g, second ? O_PUNPCKHQDQ : O_PUNPCKLQDQ, o->d, o->a, o->b);
        return;
    }
    t = work_vec(g);
    if (second)
        vec_shr(g, o->esz + 1, t, o->a, w);
    else
        vec_shl(g, o->esz + 1, t, o->b, w);
    if (o->esz == 0) {
        v_op2k(g, O_MOVAPS, o->d, K_EVEN);
        if (second)
            v_op3(g, O_PANDN, o->d, o->d, o->b);
        else
            v_op3(g, O_PAND, o->d, o->d, o->a);
        v_op3(g, O_POR, o->d, o->d, t);
    } else {
        v_op3i(g, O_PBLENDW, o->d, second ? t : o->a, second ? o->b : t,
               o->esz == 1 ? 0xaa : 0xcc);
    }
}

static void gen_ext(struct vgen *o)
{
    struct gen *g = o->g;

    if (half(o))
        vec_down(g, o->d, joined(o), o->imm);
    else
        v_op3i(g, O_PALIGNR, o->d, o->b, o->a, o->imm);
}

static void gen_duplane(struct vgen *o)
{
    struct gen *g = o->g;

    if (o->esz == 3)
        v_op2i(g, O_PSHUFD, o->d, o->a, o->imm ? 0xee : 0x44);
    else if (o->esz == 2)
        v_op2i(g, O_PSHUFD, o->d, o->a, o->imm * 0x55);
    else
        v_op3k(g, O_PSHUFB, o->d, o->a,
               (o->esz ? K_DUPH : K_BYTE) + (o->imm & 15));
}

static void gen_inslane(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned to = o->imm & 0xff, from = o->imm >> 8;

    if (o->esz == 3) {
        if (to == from)
            v_op3i(g, O_PBLENDW, o->d, o->a, o->b, to ? 0xf0 : 0x0f);
        else if (to)
            v_op3(g, O_PUNPCKLQDQ, o->d, o->a, o->b);
        else
            v_op3i(g, O_SHUFPS | P_66, o->d, o->b, o->a, 3);
    } else if (o->esz == 2) {
        v_op3i(g, 0x21 | M_3A | P_66, o->d, o->a, o->b, from << 6 | to << 4);
    } else if (o->esz == 1 && to == from) {
        v_op3i(g, O_PBLENDW, o->d, o->a, o->b, 1u << to);
    } else {
        unsigned r = tmp_reg(g);
        v_op2i(g, (0x14u + o->esz) | M_3A | P_66, o->b, r, from);
        v_insert_int(g, o->esz, o->d, o->a, r, to);
    }
}

static void gen_rev(struct vgen *o)
{
    /* the first constant of each lane size */
    static const uint8_t first[] = {K_REV, K_REV + 3};

    if (o->esz == o->imm)
        v_mov(o->g, o->d, o->a);
    else if (o->esz == 2)
        v_op2i(o->g, O_PSHUFD, o->d, o->a, 0xb1);
    else
        v_op3k(o->g, O_PSHUFB, o->d, o->a, first[o->esz] + o->imm - o->esz - 1);
}

/* pshufb gives zero where bit 7 is set: an index of 16 or more gets it by the
 * addition. */
static void gen_table(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned i = work_vec(g);

    if (o->imm)
        v_op3k(g, vec_direct(VOP_SUB, 0), i, o->b, K_TABLE + (o->imm & 3));
    v_op3k(g, VB(0xdc), i, o->imm ? i : o->b, K_70); /* paddusb */
    v_op3(g, O_PSHUFB, o->d, o->a, i);
    if (o->op == VOP_TBX) {
        if (!host_features()->avx)
            vec_sar(g, 0, i, i, 7);
        vec_blend(g, o->d, o->d, o->c, i);
    }
}

static void gen_pairs(struct vgen *o)
{
    static const uint16_t by[VOP_COUNT] = {
        [VOP_ADDP] = VOP_ADD,   [VOP_SMAXP] = VOP_SMAX, [VOP_SMINP] = VOP_SMIN,
        [VOP_UMAXP] = VOP_UMAX, [VOP_UMINP] = VOP_UMIN,
    };
    unsigned even, odd;

    if (o->op == VOP_ADDP && o->lanes == VOP_FULL &&
        (o->esz == 1 || o->esz == 2)) {
        v_op3(o->g, VE(o->esz), o->d, o->a, o->b); /* phaddw, phaddd */
        return;
    }
    vec_unzip(o, &even, &odd);
    vec_lanes(o, by[o->op], o->d, even, odd);
}

const struct vec_row *vec_shuffle_row(unsigned op)
{
    static const struct vec_row rows[VOP_COUNT] = {
        [VOP_ZIP2] = {gen_zip2, 0, V_ALL, 0, NULL},
        [VOP_UZP1] = {gen_uzp, 0, V_ALL, 0, NULL},
        [VOP_UZP2] = {gen_uzp, 0, V_ALL, 0, NULL},
        [VOP_TRN1] = {gen_trn, 0, V_ALL, 0, NULL},
        [VOP_TRN2] = {gen_trn, 0, V_ALL, 0, NULL},
        [VOP_EXT] = {gen_ext, 0, V_ALL, 0, NULL},
        [VOP_DUPLANE] = {gen_duplane, 0, V_ALL, 0, NULL},
        [VOP_INSLANE] = {gen_inslane, 0, V_ALL, 0, NULL},
        [VOP_REV] = {gen_rev, 0, V_BHS, 0, NULL},
        [VOP_TBL] = {gen_table, 0, V_B, 0, NULL},
        [VOP_TBX] = {gen_table, 0, V_B, 0, NULL},
        [VOP_ADDP] = {gen_pairs, 0, V_ALL, 0, NULL},
        [VOP_SMAXP] = {gen_pairs, 0, V_BHS, 0, NULL},
        [VOP_SMINP] = {gen_pairs, 0, V_BHS, 0, NULL},
        [VOP_UMAXP] = {gen_pairs, 0, V_BHS, 0, NULL},
        [VOP_UMINP] = {gen_pairs, 0, V_BHS, 0, NULL},
    };
    return &rows[op];
}
