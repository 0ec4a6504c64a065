/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations lane by lane on integers: logic, arithmetic, comparison,
 * counting of bits. */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

static void gen_andn(struct vgen *o)
{
    v_op3(o->g, O_PANDN, o->d, o->b, o->a);
}

static void gen_orn(struct vgen *o)
{
    v_op3k(o->g, O_PXOR, o->d, o->b, K_SHL8);
    v_op3(o->g, O_POR, o->d, o->d, o->a);
}

static void gen_not(struct vgen *o)
{
    v_op3k(o->g, O_PXOR, o->d, o->a, K_SHL8);
}

static void gen_bsl(struct vgen *o)
{
    struct gen *g = o->g;

    if (host_features()->avx512) {
        v_mov(g, o->d, o->a);
        v_evex(g, 0x25 | M_3A | P_66, o->d, o->b, o->c); /* vpternlogd */
        x_byte(&g->c, 0xca);
        return;
    }
    unsigned t = work_vec(g);
    v_op3(g, O_PAND, t, o->a, o->b);
    v_op3(g, O_PANDN, o->d, o->a, o->c);
    v_op3(g, O_POR, o->d, o->d, t);
}

static void gen_neg(struct vgen *o)
{
    vec_zero(o->g, o->d);
    vec_lanes(o, VOP_SUB, o->d, o->d, o->a);
}

static void gen_abs(struct vgen *o)
{
    struct gen *g = o->g;

    if (o->esz < 3) {
        v_op2(g, VE(0x1cu + o->esz), o->d, o->a);
        return;
    }
    unsigned t = work_vec(g);
    vec_sar(g, 3, t, o->a, 64);
    v_op3(g, O_PXOR, o->d, o->a, t);
    vec_lanes(o, VOP_SUB, o->d, o->d, t);
}

/* Bytes as words, of which the products' low bytes are kept. */
static void mul8(struct gen *g, unsigned d, unsigned a, unsigned b)
{
    unsigned t = work_vec(g), u = work_vec(g);

    vec_shr(g, 1, t, a, 8);
    vec_shr(g, 1, u, b, 8);
    v_op3(g, O_PMULLW, t, t, u);
    vec_shl(g, 1, t, t, 8);
    v_op3(g, O_PMULLW, d, a, b);
    v_op3k(g, O_PAND, d, d, K_EVEN);
    v_op3(g, O_POR, d, d, t);
}

static void gen_mul(struct vgen *o)
{
    if (o->esz == 0)
        mul8(o->g, o->d, o->a, o->b);
    else
        vec_lanes(o, VOP_MUL, o->d, o->a, o->b);
}

static void gen_mla(struct vgen *o)
{
    gen_mul(o);
    if (o->op == VOP_MLA) {
        vec_lanes(o, VOP_ADD, o->d, o->d, o->c);
    } else {
        unsigned t = work_vec(o->g);
        v_mov(o->g, t, o->d);
        vec_lanes(o, VOP_SUB, o->d, o->c, t);
    }
}

static void gen_cmpgt64(struct vgen *o)
{
    vec_cmpgt(o->g, 3, o->d, o->a, o->b);
}

static void gen_cmpge(struct vgen *o)
{
    vec_cmpgt(o->g, o->esz, o->d, o->b, o->a);
    vec_invert(o->g, o->d);
}

static void gen_unsigned_cmp(struct vgen *o)
{
    struct gen *g = o->g;
    bool higher = o->op == VOP_CMPHI;

    if (o->esz == 3) {
        unsigned t = work_vec(g), u = work_vec(g);
        v_op3k(g, O_PXOR, t, o->a, K_SIGN + 3);
        v_op3k(g, O_PXOR, u, o->b, K_SIGN + 3);
        vec_cmpgt(g, 3, o->d, higher ? t : u, higher ? u : t);
        if (!higher)
            vec_invert(g, o->d);
        return;
    }
    vec_lanes(o, higher ? VOP_UMIN : VOP_UMAX, o->d, o->a, o->b);
    vec_lanes(o, VOP_CMPEQ, o->d, o->d, o->a);
    if (higher)
        vec_invert(g, o->d);
}

static void gen_cmptst(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned z = work_vec(g);

    vec_zero(g, z);
    v_op3(g, O_PAND, o->d, o->a, o->b);
    vec_lanes(o, VOP_CMPEQ, o->d, o->d, z);
    vec_invert(g, o->d);
}

/*
 * Halving: the sum is twice the common bits plus the differing ones, the
 * difference is the differing bits less twice those of b alone; a | b rounds
 * up.
 */
static void gen_halving(struct vgen *o)
{
    struct gen *g = o->g;
    bool sub = o->op == VOP_SHSUB || o->op == VOP_UHSUB;
    bool round = o->op == VOP_SRHADD || o->op == VOP_URHADD;
    bool is_signed =
        o->op == VOP_SHADD || o->op == VOP_SHSUB || o->op == VOP_SRHADD;
    unsigned t = work_vec(g), u = work_vec(g);

    v_op3(g, O_PXOR, t, o->a, o->b);
    (is_signed ? vec_sar : vec_shr)(g, o->esz, t, t, 1);
    if (sub)
        v_op3(g, O_PANDN, u, o->a, o->b);
    else
        v_op3(g, round ? O_POR : O_PAND, u, o->a, o->b);
    if (round)
        vec_lanes(o, VOP_SUB, o->d, u, t);
    else
        vec_lanes(o, sub ? VOP_SUB : VOP_ADD, o->d, t, u);
}

void vec_abd(struct vgen *o, unsigned d, bool is_signed)
{
    unsigned t = work_vec(o->g);

    vec_lanes(o, is_signed ? VOP_SMIN : VOP_UMIN, t, o->a, o->b);
    vec_lanes(o, is_signed ? VOP_SMAX : VOP_UMAX, d, o->a, o->b);
    vec_lanes(o, VOP_SUB, d, d, t);
}

static void gen_abd(struct vgen *o)
{
    vec_abd(o, o->d, o->op == VOP_SABD || o->op == VOP_SABA);
    if (o->op == VOP_SABA || o->op == VOP_UABA)
        vec_lanes(o, VOP_ADD, o->d, o->d, o->c);
}

/* lo and hi: the nibbles of each byte of a. */
static void nibbles(struct gen *g, unsigned lo, unsigned hi, unsigned a)
{
    vec_shr(g, 1, hi, a, 4);
    v_op3k(g, O_PAND, hi, hi, K_BYTE + 15);
    v_op3k(g, O_PAND, lo, a, K_BYTE + 15);
}

/* d = table k0 of the low nibbles and k1 of the high ones, joined by op. */
static void by_nibbles(struct vgen *o, unsigned k0, unsigned k1, uint32_t op)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g), u = work_vec(g), v = work_vec(g);

    nibbles(g, t, u, o->a);
    v_op2k(g, O_MOVAPS, v, k0);
    v_op3(g, O_PSHUFB, v, v, t);
    v_op2k(g, O_MOVAPS, o->d, k1);
    v_op3(g, O_PSHUFB, o->d, o->d, u);
    v_op3(g, op, o->d, o->d, v);
}

static void gen_cnt(struct vgen *o)
{
    if (host_features()->bitalg)
        v_evex(o->g, VE(0x54), o->d, 0, o->a); /* vpopcntb */
    else
        by_nibbles(o, K_CNT, K_CNT, VB(0xfc));
}

static void gen_rbit(struct vgen *o)
{
    if (!host_features()->gfni) {
        by_nibbles(o, K_RBITH, K_RBITL, O_POR);
        return;
    }
    unsigned t = work_vec(o->g);
    v_op2k(o->g, O_MOVAPS, t, K_RBITM);
    v_op3i(o->g, 0xce | M_3A | P_66 | X_W, o->d, o->a, t, 0);
}

/* Each step joins two lanes' counts: the low one's counts where the high is
 * zero. */
static void leading_zeros(struct vgen *o, unsigned d, unsigned a)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g), u = work_vec(g), z = work_vec(g);

    if (o->esz == 2 && host_features()->avx512) {
        v_evex(g, VE(0x44), d, 0, a);
        return;
    }
    vec_zero(g, z);
    nibbles(g, t, u, a);
    v_op2k(g, O_MOVAPS, d, K_CLZ);
    v_op3(g, O_PSHUFB, t, d, t);
    v_op3(g, O_PSHUFB, d, d, u);
    v_op3(g, vec_direct(VOP_CMPEQ, 0), u, u, z);
    v_op3(g, O_PAND, t, t, u);
    v_op3(g, vec_direct(VOP_ADD, 0), d, d, t);
    for (unsigned e = 1; e <= o->esz; e++) {
        unsigned half = 4u << e;
        vec_shr(g, e, u, a, half);
        v_op3(g, vec_direct(VOP_CMPEQ, e), u, u, z);
        v_op3k(g, O_PAND, t, d, K_EVEN + e - 1);
        v_op3(g, O_PAND, t, t, u);
        vec_shr(g, e, d, d, half);
        v_op3(g, vec_direct(VOP_ADD, e), d, d, t);
    }
}

static void gen_clz(struct vgen *o)
{
    leading_zeros(o, o->d, o->a);
}

/* Bit by bit of b, from the top: the product so far once more to the left, and
 * a where the bit is set. */
static void gen_pmul(struct vgen *o)
{
    struct gen *g = o->g;
    uint32_t add = vec_direct(VOP_ADD, 0);
    unsigned zero = work_vec(g), bits = work_vec(g), m = work_vec(g);

    vec_zero(g, zero);
    v_mov(g, bits, o->b);
    v_mov(g, o->d, zero);
    for (unsigned i = 0; i < 8; i++) {
        if (i) {
            v_op3(g, add, o->d, o->d, o->d);
            v_op3(g, add, bits, bits, bits);
        }
        vec_cmpgt(g, 0, m, zero, bits);
        v_op3(g, O_PAND, m, m, o->a);
        v_op3(g, O_PXOR, o->d, o->d, m);
    }
}

static void gen_cls(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    vec_sar(g, o->esz, t, o->a, 8u << o->esz);
    v_op3(g, O_PXOR, t, t, o->a);
    leading_zeros(o, o->d, t);
    v_op3k(g, vec_direct(VOP_SUB, o->esz), o->d, o->d, K_ONE + o->esz);
}

const struct vec_row *vec_int_row(unsigned op)
{
    static const struct vec_row rows[VOP_COUNT] = {
        [VOP_ANDN] = {gen_andn, 0, V_ALL, 0, NULL},
        [VOP_ORN] = {gen_orn, 0, V_ALL, 0, NULL},
        [VOP_NOT] = {gen_not, 0, V_ALL, 0, NULL},
        [VOP_BSL] = {gen_bsl, 0, V_ALL, 0, NULL},
        [VOP_NEG] = {gen_neg, 0, V_ALL, 0, NULL},
        [VOP_ABS] = {gen_abs, 0, V_ALL, 0, NULL},
        [VOP_MUL] = {gen_mul, 0, V_B, 0, NULL},
        [VOP_MLA] = {gen_mla, 0, V_BHS, 0, NULL},
        [VOP_MLS] = {gen_mla, 0, V_BHS, 0, NULL},
        [VOP_CMPGT] = {gen_cmpgt64, V_SSE42, V_D, 0, NULL},
        [VOP_CMPGE] = {gen_cmpge, V_SSE42, V_ALL, 0, NULL},
        [VOP_CMPHI] = {gen_unsigned_cmp, V_SSE42, V_ALL, 0, NULL},
        [VOP_CMPHS] = {gen_unsigned_cmp, V_SSE42, V_ALL, 0, NULL},
        [VOP_CMPTST] = {gen_cmptst, 0, V_ALL, 0, NULL},
        [VOP_SHADD] = {gen_halving, 0, V_BHS, 0, NULL},
        [VOP_UHADD] = {gen_halving, 0, V_BHS, 0, NULL},
        [VOP_SHSUB] = {gen_halving, 0, V_BHS, 0, NULL},
        [VOP_UHSUB] = {gen_halving, 0, V_BHS, 0, NULL},
        [VOP_SRHADD] = {gen_halving, 0, V_BHS, 0, NULL},
        [VOP_URHADD] = {gen_halving, 0, V_S, 0, NULL},
        [VOP_SABD] = {gen_abd, 0, V_BHS, 0, NULL},
        [VOP_UABD] = {gen_abd, 0, V_BHS, 0, NULL},
        [VOP_SABA] = {gen_abd, 0, V_BHS, 0, NULL},
        [VOP_UABA] = {gen_abd, 0, V_BHS, 0, NULL},
        [VOP_CNT] = {gen_cnt, 0, V_B, 0, NULL},
        [VOP_RBIT] = {gen_rbit, 0, V_B, 0, NULL},
        [VOP_PMUL] = {gen_pmul, 0, V_B, 0, NULL},
        [VOP_CLZ] = {gen_clz, 0, V_BHS, 0, NULL},
        [VOP_CLS] = {gen_cls, 0, V_BHS, 0, NULL},
    };
    return &rows[op];
}
