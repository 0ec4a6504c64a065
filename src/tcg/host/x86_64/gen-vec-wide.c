/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations that widen or narrow lanes, and sums across lanes. */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

static bool upper(const struct vgen *o)
{
    return o->imm & 1;
}

static uint32_t wide_op(const struct vgen *o, unsigned op)
{
    return vec_direct(op, o->esz + 1);
}

/* d = the narrow lanes of a that the operation takes, extended. */
static void extend(struct vgen *o, unsigned d, unsigned a, bool is_signed)
{
    /* pmovsxbw, wd, dq; pmovzx has 0x10 more */
    static const uint8_t op[] = {0x20, 0x23, 0x25};
    struct gen *g = o->g;

    if (upper(o)) {
        v_op2i(g, O_PSHUFD, d, a, 0xee);
        a = d;
    }
    v_op2(g, VE(op[o->esz] + (is_signed ? 0u : 0x10u)), d, a);
}

static void gen_addl(struct vgen *o)
{
    bool is_signed = o->op == VOP_SADDL || o->op == VOP_SSUBL;
    bool sub = o->op == VOP_SSUBL || o->op == VOP_USUBL;
    unsigned t = work_vec(o->g);

    extend(o, o->d, o->a, is_signed);
    extend(o, t, o->b, is_signed);
    v_op3(o->g, wide_op(o, sub ? VOP_SUB : VOP_ADD), o->d, o->d, t);
}

static void gen_addw(struct vgen *o)
{
    bool is_signed = o->op == VOP_SADDW || o->op == VOP_SSUBW;
    bool sub = o->op == VOP_SSUBW || o->op == VOP_USUBW;
    unsigned t = work_vec(o->g);

    extend(o, t, o->b, is_signed);
    v_op3(o->g, wide_op(o, sub ? VOP_SUB : VOP_ADD), o->d, o->a, t);
}

static void gen_abdl(struct vgen *o)
{
    unsigned t = work_vec(o->g);

    vec_abd(o, t, o->op == VOP_SABDL || o->op == VOP_SABAL);
    extend(o, o->d, t, false);
    if (o->op == VOP_SABAL || o->op == VOP_UABAL)
        v_op3(o->g, wide_op(o, VOP_ADD), o->d, o->d, o->c);
}

void vec_mull(struct vgen *o, unsigned d, bool is_signed)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    if (o->esz == 0) {
        extend(o, d, o->a, is_signed);
        extend(o, t, o->b, is_signed);
        v_op3(g, O_PMULLW, d, d, t);
    } else if (o->esz == 1) {
        v_op3(g, O_PMULLW, t, o->a, o->b);
        v_op3(g, is_signed ? O_PMULHW : O_PMULHUW, d, o->a, o->b);
        v_op3(g, upper(o) ? VB(0x69) : VB(0x61), d, t, d);
    } else {
        unsigned sel = upper(o) ? 0xfa : 0x50;
        v_op2i(g, O_PSHUFD, d, o->a, sel);
        v_op2i(g, O_PSHUFD, t, o->b, sel);
        v_op3(g, is_signed ? O_PMULDQ : O_PMULUDQ, d, d, t);
    }
}

static void gen_mull(struct vgen *o)
{
    bool is_signed =
        o->op == VOP_SMULL || o->op == VOP_SMLAL || o->op == VOP_SMLSL;
    struct gen *g = o->g;

    if (o->op == VOP_SMLSL || o->op == VOP_UMLSL) {
        unsigned t = work_vec(g);
        vec_mull(o, t, is_signed);
        v_op3(g, wide_op(o, VOP_SUB), o->d, o->c, t);
        return;
    }
    vec_mull(o, o->d, is_signed);
    if (o->op == VOP_SMLAL || o->op == VOP_UMLAL)
        v_op3(g, wide_op(o, VOP_ADD), o->d, o->d, o->c);
}

static void gen_shll(struct vgen *o)
{
    extend(o, o->d, o->a, o->op == VOP_SSHLL);
    vec_shl(o->g, o->esz + 1, o->d, o->d, o->imm >> 8);
}

/* d = sums of neighbours in a, twice as wide. */
static void add_long(struct vgen *o, unsigned d, unsigned a, bool is_signed)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    if (o->esz == 0 && is_signed) {
        v_op2k(g, O_MOVAPS, d, K_BYTE + 1);
        v_op3(g, O_PMADDUBSW, d, d, a);
    } else if (o->esz == 0) {
        v_op3k(g, O_PMADDUBSW, d, a, K_BYTE + 1);
    } else if (o->esz == 1 && is_signed) {
        v_op3k(g, O_PMADDWD, d, a, K_ONE + 1);
    } else if (!is_signed) {
        vec_shr(g, o->esz + 1, t, a, 8u << o->esz);
        v_op3k(g, O_PAND, d, a, K_EVEN + o->esz);
        v_op3(g, wide_op(o, VOP_ADD), d, d, t);
    } else {
        v_op2i(g, O_PSHUFD, t, a, 0x08);
        v_op2i(g, O_PSHUFD, d, a, 0x0d);
        v_op2(g, VE(0x25), t, t);
        v_op2(g, VE(0x25), d, d);
        v_op3(g, wide_op(o, VOP_ADD), d, d, t);
    }
}

static void gen_addlp(struct vgen *o)
{
    bool is_signed = o->op == VOP_SADDLP || o->op == VOP_SADALP;

    add_long(o, o->d, o->a, is_signed);
    if (o->op == VOP_SADALP || o->op == VOP_UADALP)
        v_op3(o->g, wide_op(o, VOP_ADD), o->d, o->d, o->b);
}

/* The lower byte of each halfword. */
static void even_bytes(struct gen *g, unsigned d, unsigned a, bool is_signed)
{
    if (is_signed) {
        vec_shl(g, 1, d, a, 8);
        vec_sar(g, 1, d, d, 8);
    } else {
        v_op3k(g, O_PAND, d, a, K_EVEN);
    }
}

static void gen_dot(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned x = work_vec(g), y = work_vec(g), z = work_vec(g);
    bool signed_a = o->op == VOP_SDOT, signed_b = o->op != VOP_UDOT;

    even_bytes(g, x, o->a, signed_a);
    even_bytes(g, y, o->b, signed_b);
    v_op3(g, O_PMADDWD, x, x, y);
    (signed_a ? vec_sar : vec_shr)(g, 1, y, o->a, 8);
    (signed_b ? vec_sar : vec_shr)(g, 1, z, o->b, 8);
    v_op3(g, O_PMADDWD, y, y, z);
    v_op3(g, vec_direct(VOP_ADD, 2), x, x, y);
    v_op3(g, vec_direct(VOP_ADD, 2), o->d, x, o->c);
}

/* ---- Narrowing ---- */

static void gen_xtn(struct vgen *o)
{
    v_op3k(o->g, O_PSHUFB, o->d, o->a, K_XTN + o->esz);
}

static void gen_shrn(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t, w = 8u << o->esz;

    if (o->imm == w) {
        v_op3k(g, O_PSHUFB, o->d, o->a, K_XTNH + o->esz);
        return;
    }
    t = work_vec(g);
    vec_shr(g, o->esz + 1, t, o->a, o->imm);
    v_op3k(g, O_PSHUFB, o->d, t, K_XTN + o->esz);
}

/* d = a plus half of what 1 << n is, in wide lanes. */
static void add_half(struct vgen *o, unsigned d, unsigned a, unsigned n)
{
    unsigned t = work_vec(o->g);

    v_op2k(o->g, O_MOVAPS, t, K_ONE + o->esz + 1);
    vec_shl(o->g, o->esz + 1, t, t, n - 1);
    v_op3(o->g, wide_op(o, VOP_ADD), d, a, t);
}

static void gen_rshrn(struct vgen *o)
{
    unsigned t = work_vec(o->g);

    add_half(o, t, o->a, o->imm);
    vec_shr(o->g, o->esz + 1, t, t, o->imm);
    v_op3k(o->g, O_PSHUFB, o->d, t, K_XTN + o->esz);
}

static void gen_addhn(struct vgen *o)
{
    bool sub = o->op == VOP_SUBHN || o->op == VOP_RSUBHN;
    unsigned t = work_vec(o->g);

    v_op3(o->g, wide_op(o, sub ? VOP_SUB : VOP_ADD), t, o->a, o->b);
    if (o->op == VOP_RADDHN || o->op == VOP_RSUBHN)
        add_half(o, t, t, 8u << o->esz);
    v_op3k(o->g, O_PSHUFB, o->d, t, K_XTNH + o->esz);
}

/* ---- Across lanes ---- */

/* d = op of all lanes of 1 << esz bytes of x (in lane 0), which is changed. */
static void fold(struct vgen *o, uint32_t op, unsigned esz, unsigned d,
                 unsigned x, bool half)
{
    struct gen *g = o->g;

    if (!half) {
        v_op2i(g, O_PSHUFD, d, x, 0xee);
        v_op3(g, op, d, d, x);
        v_mov(g, x, d);
    }
    for (unsigned w = 32; w >= 8u << esz; w /= 2) {
        vec_shr(g, 3, d, x, w);
        v_op3(g, op, d, d, x);
        v_mov(g, x, d);
    }
}

static void gen_reduce(struct vgen *o)
{
    static const uint16_t by[VOP_COUNT] = {
        [VOP_ADDV] = VOP_ADD,   [VOP_SMAXV] = VOP_SMAX, [VOP_SMINV] = VOP_SMIN,
        [VOP_UMAXV] = VOP_UMAX, [VOP_UMINV] = VOP_UMIN,
    };
    struct gen *g = o->g;
    unsigned x = work_vec(g);
    bool half = o->lanes == VOP_HALF;

    if (o->op == VOP_ADDV && o->esz == 0) {
        vec_zero(g, x);
        v_op3(g, O_PSADBW, o->d, o->a, x);
        if (!half) {
            v_op2i(g, O_PSHUFD, x, o->d, 0xee);
            v_op3(g, vec_direct(VOP_ADD, 3), o->d, o->d, x);
        }
    } else {
        v_mov(g, x, o->a);
        fold(o, vec_direct(by[o->op], o->esz), o->esz, o->d, x, half);
    }
    v_op3k(g, O_PAND, o->d, o->d, K_LOW + o->esz);
}

static void gen_add_long_across(struct vgen *o)
{
    struct gen *g = o->g;
    bool is_signed = o->op == VOP_SADDLV, half = o->lanes == VOP_HALF;
    unsigned x = work_vec(g);

    add_long(o, x, o->a, is_signed);
    if (o->esz < 2) {
        fold(o, wide_op(o, VOP_ADD), o->esz + 1, o->d, x, half);
    } else if (half) {
        v_mov(g, o->d, x);
    } else {
        v_op2i(g, O_PSHUFD, o->d, x, 0xee);
        v_op3(g, vec_direct(VOP_ADD, 3), o->d, o->d, x);
    }
    v_op3k(g, O_PAND, o->d, o->d, K_LOW + o->esz + 1);
}

/* A scalar's result is a lane of the double size. */
static bool not_scalar(const struct ir_insn *in)
{
    return (in->aux & 3) != VOP_SCALAR;
}

const struct vec_row *vec_wide_row(unsigned op)
{
#define LONG(name, fn) [VOP_##name] = { fn, V_OWN | V_WHOLE, V_BHS, 0, NULL }
    static const struct vec_row rows[VOP_COUNT] = {
        LONG(SADDL, gen_addl),
        LONG(UADDL, gen_addl),
        LONG(SSUBL, gen_addl),
        LONG(USUBL, gen_addl),
        LONG(SADDW, gen_addw),
        LONG(UADDW, gen_addw),
        LONG(SSUBW, gen_addw),
        LONG(USUBW, gen_addw),
        LONG(SABDL, gen_abdl),
        LONG(UABDL, gen_abdl),
        LONG(SABAL, gen_abdl),
        LONG(UABAL, gen_abdl),
        LONG(SMULL, gen_mull),
        LONG(UMULL, gen_mull),
        LONG(SMLAL, gen_mull),
        LONG(UMLAL, gen_mull),
        LONG(SMLSL, gen_mull),
        LONG(UMLSL, gen_mull),
        LONG(SSHLL, gen_shll),
        LONG(USHLL, gen_shll),
        LONG(XTN, gen_xtn),
        LONG(SHRN, gen_shrn),
        LONG(RSHRN, gen_rshrn),
        LONG(ADDHN, gen_addhn),
        LONG(SUBHN, gen_addhn),
        LONG(RADDHN, gen_addhn),
        LONG(RSUBHN, gen_addhn),
        [VOP_SADDLP] = {gen_addlp, 0, V_BHS, 0, not_scalar},
        [VOP_UADDLP] = {gen_addlp, 0, V_BHS, 0, not_scalar},
        [VOP_SADALP] = {gen_addlp, 0, V_BHS, 0, not_scalar},
        [VOP_UADALP] = {gen_addlp, 0, V_BHS, 0, not_scalar},
        [VOP_SDOT] = {gen_dot, 0, V_S, 0, NULL},
        [VOP_UDOT] = {gen_dot, 0, V_S, 0, NULL},
        [VOP_USDOT] = {gen_dot, 0, V_S, 0, NULL},
        [VOP_ADDV] = {gen_reduce, V_OWN, V_BHS, 0, NULL},
        [VOP_SMAXV] = {gen_reduce, V_OWN, V_BHS, 0, NULL},
        [VOP_SMINV] = {gen_reduce, V_OWN, V_BHS, 0, NULL},
        [VOP_UMAXV] = {gen_reduce, V_OWN, V_BHS, 0, NULL},
        [VOP_UMINV] = {gen_reduce, V_OWN, V_BHS, 0, NULL},
        [VOP_SADDLV] = {gen_add_long_across, V_OWN, V_BHS, 0, NULL},
        [VOP_UADDLV] = {gen_add_long_across, V_OWN, V_BHS, 0, NULL},
    };
#undef LONG
    return &rows[op];
}
