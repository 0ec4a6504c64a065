/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Saturating vector operations.  The sticky flag is set in place: by a
 * comparison with what the operation gives without a limit.
 */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

static uint32_t lane_op(const struct vgen *o, unsigned op)
{
    return vec_direct(op, o->esz);
}

/* padds, paddus, psubs, psubus of bytes and words. */
static void small_addsub(struct vgen *o)
{
    static const uint8_t op[] = {0xec, 0xdc, 0xe8, 0xd8};
    struct gen *g = o->g;
    unsigned k = o->op - VOP_SQADD, t = work_vec(g);

    v_op3(g, lane_op(o, k & 2 ? VOP_SUB : VOP_ADD), t, o->a, o->b);
    v_op3(g, VB(op[k] + o->esz), o->d, o->a, o->b);
    v_op3(g, O_PXOR, t, t, o->d);
    vec_note_saturation(o, t);
}

/* d = limit of a lane with the sign of x, where m is set; else d. m is all
 * ones or zero by lane. */
static void limit_signed(struct vgen *o, unsigned x, unsigned m)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    vec_sar(g, o->esz, t, x, 8u << o->esz);
    v_op3k(g, O_PXOR, t, t, K_SIGN + o->esz);
    vec_invert(g, t);
    vec_blend(g, o->d, o->d, t, m);
}

/* Signed overflow: of a sum where both operands' sign is not the result's; of a
 * difference where the operands' signs differ and a's is not the result's. */
static void signed_addsub(struct vgen *o, unsigned a, unsigned b, bool sub)
{
    struct gen *g = o->g;
    unsigned m = work_vec(g), t = work_vec(g);

    v_op3(g, lane_op(o, sub ? VOP_SUB : VOP_ADD), o->d, a, b);
    v_op3(g, O_PXOR, m, a, o->d);
    v_op3(g, O_PXOR, t, sub ? a : o->d, b);
    v_op3(g, O_PAND, m, m, t);
    vec_sar(g, o->esz, m, m, 8u << o->esz);
    limit_signed(o, a, m);
    vec_note_saturation(o, m);
}

/* m = unsigned a > b. */
static void above(struct vgen *o, unsigned m, unsigned a, unsigned b)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    v_op3k(g, O_PXOR, m, a, K_SIGN + o->esz);
    v_op3k(g, O_PXOR, t, b, K_SIGN + o->esz);
    vec_cmpgt(g, o->esz, m, m, t);
}

static void gen_addsub(struct vgen *o)
{
    struct gen *g = o->g;
    bool sub = o->op == VOP_SQSUB || o->op == VOP_UQSUB;

    if (o->esz < 2) {
        small_addsub(o);
        return;
    }
    if (o->op == VOP_SQADD || o->op == VOP_SQSUB) {
        signed_addsub(o, o->a, o->b, sub);
        return;
    }
    unsigned m = work_vec(g);
    v_op3(g, lane_op(o, sub ? VOP_SUB : VOP_ADD), o->d, o->a, o->b);
    if (sub)
        above(o, m, o->b, o->a);
    else
        above(o, m, o->a, o->d);
    if (sub) {
        unsigned t = work_vec(g);
        v_op3(g, O_PANDN, t, m, o->d);
        v_mov(g, o->d, t);
    } else {
        v_op3(g, O_POR, o->d, o->d, m);
    }
    vec_note_saturation(o, m);
}

/* Only the least number has no negative: there one is taken from the result. */
static void gen_neg_abs(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned m = work_vec(g);

    if (o->op == VOP_SQNEG || o->esz == 3) {
        unsigned s = work_vec(g);
        if (o->op == VOP_SQNEG)
            vec_ones(g, s);
        else
            vec_sar(g, o->esz, s, o->a, 64);
        v_op3(g, O_PXOR, o->d, o->a, s);
        v_op3(g, lane_op(o, VOP_SUB), o->d, o->d, s);
    } else {
        v_op2(g, VE(0x1cu + o->esz), o->d, o->a);
    }
    v_op3(g, O_PAND, m, o->a, o->d);
    vec_sar(g, o->esz, m, m, 8u << o->esz);
    v_op3(g, lane_op(o, VOP_ADD), o->d, o->d, m);
    vec_note_saturation(o, m);
}

/* The high halves of the products of lanes 0, 2 (low) or 1, 3, doubled; p =
 * 64-bit lanes with the result in bits 63..32 (odd) or 31..0. */
static void high_products(struct vgen *o, unsigned p, bool odd)
{
    struct gen *g = o->g;
    unsigned x = o->a, y = o->b;

    if (odd) {
        x = work_vec(g);
        y = work_vec(g);
        vec_shr(g, 3, x, o->a, 32);
        vec_shr(g, 3, y, o->b, 32);
    }
    v_op3(g, O_PMULDQ, p, x, y);
    if (o->op == VOP_SQRDMULH) {
        unsigned t = work_vec(g);
        v_op2k(g, O_MOVAPS, t, K_ONE + 3);
        vec_shl(g, 3, t, t, 30);
        v_op3(g, vec_direct(VOP_ADD, 3), p, p, t);
    }
    if (odd)
        vec_shl(g, 3, p, p, 1);
    else
        vec_shr(g, 3, p, p, 31);
}

/* Of all products only that of the least numbers has the least number as the
 * high half of its double. */
static void gen_dmulh(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g), m = work_vec(g);

    if (o->esz == 2) {
        high_products(o, o->d, false);
        high_products(o, t, true);
        v_op3i(g, O_PBLENDW, o->d, o->d, t, 0xcc);
    } else if (o->op == VOP_SQRDMULH) {
        v_op3(g, VE(0x0b), o->d, o->a, o->b); /* pmulhrsw */
    } else {
        v_op3(g, O_PMULHW, o->d, o->a, o->b);
        v_op3(g, O_PMULLW, t, o->a, o->b);
        vec_shl(g, 1, o->d, o->d, 1);
        vec_shr(g, 1, t, t, 15);
        v_op3(g, O_POR, o->d, o->d, t);
    }
    v_op3k(g, lane_op(o, VOP_CMPEQ), m, o->d, K_SIGN + o->esz);
    v_op3(g, O_PXOR, o->d, o->d, m);
    vec_note_saturation(o, m);
}

/* Doubled, only the product of the least numbers overflows, to the least
 * number. */
static void gen_dmull(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned m = work_vec(g), p = work_vec(g);
    unsigned wide = o->esz + 1;

    vec_mull(o, p, true);
    v_op3(g, vec_direct(VOP_ADD, wide), p, p, p);
    v_op3k(g, vec_direct(VOP_CMPEQ, wide), m, p, K_SIGN + wide);
    v_op3(g, O_PXOR, p, p, m);
    vec_note_saturation(o, m);
    if (o->op == VOP_SQDMULL) {
        v_mov(g, o->d, p);
        return;
    }
    o->esz = wide;
    signed_addsub(o, o->c, p, o->op == VOP_SQDMLSL);
}

/* By an immediate to the left: what shifts back to the operand has not lost
 * anything. */
static void gen_shli(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned m = work_vec(g);
    bool is_signed = o->op == VOP_SQSHLI;

    vec_shl(g, o->esz, o->d, o->a, o->imm);
    (is_signed ? vec_sar : vec_shr)(g, o->esz, m, o->d, o->imm);
    v_op3(g, lane_op(o, VOP_CMPEQ), m, m, o->a);
    vec_invert(g, m);
    if (is_signed)
        limit_signed(o, o->a, m);
    else
        v_op3(g, O_POR, o->d, o->d, m);
    vec_note_saturation(o, m);
}

/* ---- Narrowing ---- */

/* t = the operand shifted right as the operation says. */
static void narrow_shift(struct vgen *o, unsigned t)
{
    struct gen *g = o->g;
    bool uns = o->op == VOP_UQSHRN || o->op == VOP_UQRSHRN;
    bool round =
        o->op == VOP_SQRSHRN || o->op == VOP_UQRSHRN || o->op == VOP_SQRSHRUN;
    unsigned e = o->esz + 1;

    if (o->op == VOP_SQXTN || o->op == VOP_UQXTN || o->op == VOP_SQXTUN) {
        v_mov(g, t, o->a);
        return;
    }
    (uns ? vec_shr : vec_sar)(g, e, t, o->a, o->imm);
    if (round) {
        unsigned u = work_vec(g);
        vec_shr(g, e, u, o->a, o->imm - 1);
        v_op3k(g, O_PAND, u, u, K_ONE + e);
        v_op3(g, vec_direct(VOP_ADD, e), t, t, u);
    }
}

/* d = the wide lanes of t, saturated and narrowed; the upper half is not zero
 * but for quadwords. */
static void pack(struct vgen *o, unsigned t, bool from_signed, bool to_signed)
{
    struct gen *g = o->g;

    if (o->esz == 2) {
        /* vpmovsqd, vpmovusqd; what is negative becomes zero before */
        if (from_signed && !to_signed) {
            vec_zero(g, o->d);
            v_evex(g, VE(0x3d) | X_W, o->d, o->d, t); /* vpmaxsq */
            t = o->d;
        }
        v_evex(g, (to_signed ? 0x25u : 0x15u) | M_38 | P_F3, t, 0, o->d);
        return;
    }
    if (to_signed) {
        v_op3(g, o->esz ? VB(0x6b) : VB(0x63), o->d, t, t);
        return;
    }
    if (!from_signed) {
        /* the packing instructions read signed numbers */
        v_op3k(g, vec_direct(VOP_UMIN, o->esz + 1), o->d, t, K_EVEN + o->esz);
        t = o->d;
    }
    v_op3(g, o->esz ? VE(0x2b) : VB(0x67), o->d, t, t);
}

static void gen_narrow(struct vgen *o)
{
    static const uint8_t sign_extend[] = {0x20, 0x23, 0x25};
    struct gen *g = o->g;
    bool from_signed =
        o->op != VOP_UQXTN && o->op != VOP_UQSHRN && o->op != VOP_UQRSHRN;
    bool to_signed =
        o->op == VOP_SQXTN || o->op == VOP_SQSHRN || o->op == VOP_SQRSHRN;
    unsigned t = work_vec(g), u = work_vec(g);

    if (o->lanes == VOP_SCALAR) {
        struct vgen low = *o;
        v_op3k(g, O_PAND, u, o->a, K_LOW + o->esz + 1);
        low.a = u;
        narrow_shift(&low, t);
    } else {
        narrow_shift(o, t);
    }
    pack(o, t, from_signed, to_signed);
    v_op2(g, VE(sign_extend[o->esz] + (to_signed ? 0u : 0x10u)), u, o->d);
    v_op3(g, O_PXOR, t, t, u);
    o->lanes = VOP_FULL;
    vec_note_saturation(o, t);
    v_zero_rest(g, o->d, o->d, IR_F64);
}

const struct vec_row *vec_sat_row(unsigned op)
{
#define NARROW(name)                                                           \
    [VOP_##name] = { gen_narrow, V_OWN | V_FLAGS, V_B | V_H, V_S, NULL }
    static const struct vec_row rows[VOP_COUNT] = {
        [VOP_SQADD] = {gen_addsub, V_FLAGS, V_ALL, 0, NULL},
        [VOP_UQADD] = {gen_addsub, V_FLAGS | V_SSE42, V_ALL, 0, NULL},
        [VOP_SQSUB] = {gen_addsub, V_FLAGS, V_ALL, 0, NULL},
        [VOP_UQSUB] = {gen_addsub, V_FLAGS | V_SSE42, V_ALL, 0, NULL},
        [VOP_SQABS] = {gen_neg_abs, V_FLAGS, V_ALL, 0, NULL},
        [VOP_SQNEG] = {gen_neg_abs, V_FLAGS, V_ALL, 0, NULL},
        [VOP_SQDMULH] = {gen_dmulh, V_FLAGS, V_H | V_S, 0, NULL},
        [VOP_SQRDMULH] = {gen_dmulh, V_FLAGS, V_H | V_S, 0, NULL},
        [VOP_SQDMULL] = {gen_dmull, V_OWN | V_WHOLE | V_FLAGS, V_H | V_S, 0,
                         NULL},
        [VOP_SQDMLAL] = {gen_dmull, V_OWN | V_WHOLE | V_FLAGS, V_H | V_S, 0,
                         NULL},
        [VOP_SQDMLSL] = {gen_dmull, V_OWN | V_WHOLE | V_FLAGS, V_H | V_S, 0,
                         NULL},
        [VOP_SQSHLI] = {gen_shli, V_FLAGS, V_ALL, 0, NULL},
        [VOP_UQSHLI] = {gen_shli, V_FLAGS, V_ALL, 0, NULL},
        NARROW(SQXTN),
        NARROW(UQXTN),
        NARROW(SQXTUN),
        NARROW(SQSHRN),
        NARROW(UQSHRN),
        NARROW(SQRSHRN),
        NARROW(UQRSHRN),
        NARROW(SQSHRUN),
        NARROW(SQRSHRUN),
    };
#undef NARROW
    return &rows[op];
}
