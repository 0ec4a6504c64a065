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

void vec_limit_signed(struct gen *g, unsigned esz, unsigned d, unsigned x,
                      unsigned m, unsigned t)
{
    vec_sar(g, esz, t, x, 8u << esz);
    v_op3k(g, O_PXOR, t, t, K_SIGN + esz);
    vec_invert(g, t);
    vec_blend(g, d, d, t, m);
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
    vec_limit_signed(g, o->esz, o->d, a, m, t);
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

/* With the top bit of what is signed the other way inverted, and so half the
 * range away, both operands are of one kind; the result is as far away. */
static void gen_mixed_add(struct vgen *o)
{
    struct gen *g = o->g;
    struct vgen same = *o;

    same.a = work_vec(g);
    same.op = o->op == VOP_SUQADD ? VOP_UQADD : VOP_SQADD;
    v_op3k(g, O_PXOR, same.a, o->a, K_SIGN + o->esz);
    gen_addsub(&same);
    v_op3k(g, O_PXOR, o->d, o->d, K_SIGN + o->esz);
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

/* acc = (c * 2^15 +- a * b + 2^14) / 2^15, rounded down: no sum of those is
 * beyond 32 bits. lo and hi are the halves of the products; `unpack`
 * interleaves the lower or upper halfwords. */
static void halves_accumulated(struct vgen *o, uint32_t unpack, unsigned acc,
                               unsigned lo, unsigned hi, unsigned t)
{
    struct gen *g = o->g;
    bool sub = o->op == VOP_SQRDMLSH;

    vec_zero(g, acc);
    v_op3(g, unpack, acc, acc, o->c);
    vec_sar(g, 2, acc, acc, 1);
    v_op3(g, unpack, t, lo, hi);
    v_op3(g, vec_direct(sub ? VOP_SUB : VOP_ADD, 2), acc, acc, t);
    v_op2k(g, O_MOVAPS, t, K_ONE + 2);
    vec_shl(g, 2, t, t, 14);
    v_op3(g, vec_direct(VOP_ADD, 2), acc, acc, t);
    vec_sar(g, 2, acc, acc, 15);
}

/* Of halfwords: what narrowing changes was limited. */
static void gen_rdmla(struct vgen *o)
{
    enum { LOW = VB(0x61), HIGH = VB(0x69), PACK = VB(0x6b) };
    struct gen *g = o->g;
    unsigned lo = work_vec(g), hi = work_vec(g), t = work_vec(g);
    unsigned acc[2] = {work_vec(g), work_vec(g)};

    v_op3(g, O_PMULLW, lo, o->a, o->b);
    v_op3(g, O_PMULHW, hi, o->a, o->b);
    halves_accumulated(o, LOW, acc[0], lo, hi, t);
    halves_accumulated(o, HIGH, acc[1], lo, hi, t);
    v_op3(g, PACK, o->d, acc[0], acc[1]);
    for (unsigned i = 0; i < 2; i++) {
        v_op3(g, i ? HIGH : LOW, t, o->d, o->d);
        vec_sar(g, 2, t, t, 16);
        v_op3(g, O_PXOR, acc[i], acc[i], t);
    }
    v_op3(g, PACK, t, acc[0], acc[1]);
    vec_note_saturation(o, t);
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
        vec_limit_signed(g, o->esz, o->d, o->a, m, work_vec(g));
    else
        v_op3(g, O_POR, o->d, o->d, m);
    vec_note_saturation(o, m);
}

/* To an unsigned result, of which a negative operand has nothing. */
static void gen_shlui(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned m = work_vec(g), t = work_vec(g), below = work_vec(g);

    vec_shl(g, o->esz, t, o->a, o->imm);
    vec_shr(g, o->esz, m, t, o->imm);
    v_op3(g, lane_op(o, VOP_CMPEQ), m, m, o->a);
    vec_invert(g, m);
    v_op3(g, O_POR, t, t, m);
    vec_sar(g, o->esz, below, o->a, 8u << o->esz);
    v_op3(g, O_PANDN, o->d, below, t);
    v_op3(g, O_POR, m, m, below);
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
        [VOP_SUQADD] = {gen_mixed_add, V_FLAGS | V_SSE42, V_ALL, 0, NULL},
        [VOP_USQADD] = {gen_mixed_add, V_FLAGS, V_ALL, 0, NULL},
        [VOP_SQABS] = {gen_neg_abs, V_FLAGS, V_ALL, 0, NULL},
        [VOP_SQNEG] = {gen_neg_abs, V_FLAGS, V_ALL, 0, NULL},
        [VOP_SQDMULH] = {gen_dmulh, V_FLAGS, V_H | V_S, 0, NULL},
        [VOP_SQRDMULH] = {gen_dmulh, V_FLAGS, V_H | V_S, 0, NULL},
        [VOP_SQRDMLAH] = {gen_rdmla, V_FLAGS, V_H, 0, NULL},
        [VOP_SQRDMLSH] = {gen_rdmla, V_FLAGS, V_H, 0, NULL},
        [VOP_SQDMULL] = {gen_dmull, V_OWN | V_WHOLE | V_FLAGS, V_H | V_S, 0,
                         NULL},
        [VOP_SQDMLAL] = {gen_dmull, V_OWN | V_WHOLE | V_FLAGS, V_H | V_S, 0,
                         NULL},
        [VOP_SQDMLSL] = {gen_dmull, V_OWN | V_WHOLE | V_FLAGS, V_H | V_S, 0,
                         NULL},
        [VOP_SQSHLI] = {gen_shli, V_FLAGS, V_ALL, 0, NULL},
        [VOP_UQSHLI] = {gen_shli, V_FLAGS, V_ALL, 0, NULL},
        [VOP_SQSHLUI] = {gen_shlui, V_FLAGS, V_ALL, 0, NULL},
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
