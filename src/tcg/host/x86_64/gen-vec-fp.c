/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vector operations on floating-point lanes.  As with scalars, what the host
 * computes is right unless a NaN comes of it: then the portable function does
 * the whole operation again.  Lanes that the operation has not are zero.
 */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

enum {
    O_CMPPS = 0xc2 | M_0F,
    CMP_EQ = 0,
    CMP_LT = 1,
    CMP_LE = 2,
    CMP_UNORD = 3,
};

/* Prefix of packed forms of lanes of 1 << esz bytes. */
static uint32_t packed(unsigned esz)
{
    return esz == 3 ? P_66 : 0;
}

/* x with the lanes that the operation has. */
static unsigned operand(struct vgen *o, unsigned x)
{
    if (o->lanes == VOP_FULL)
        return x;
    unsigned t = work_vec(o->g);
    v_op3k(o->g, O_PAND, t, x, K_LOW + (o->lanes == VOP_HALF ? 3 : o->esz));
    return t;
}

/* Leads to the portable function if x or y has a NaN; t is scratch. */
static void nan_jump(struct vgen *o, unsigned esz, unsigned t, unsigned x,
                     unsigned y)
{
    v_op3i(o->g, O_CMPPS | packed(esz), t, x, y, CMP_UNORD);
    v_op2(o->g, O_PTEST, t, t);
    o->fixup[0] = x_jcc32(&o->g->c, X_NE);
}

/* d = magnitude of a. */
static void magnitude(struct vgen *o, unsigned d, unsigned a)
{
    v_op2k(o->g, O_MOVAPS, d, K_SIGN + o->esz);
    v_op3(o->g, O_PANDN, d, d, a);
}

/* The host's predicates raise invalid as Arm's comparisons do: equality on
 * signalling NaNs, order on all. */
static void gen_compare_fp(struct vgen *o)
{
    unsigned a = operand(o, o->a), b = operand(o, o->b);
    uint32_t op = O_CMPPS | packed(o->esz);

    if (o->op == VOP_FACGE || o->op == VOP_FACGT) {
        unsigned x = work_vec(o->g), y = work_vec(o->g);
        magnitude(o, x, a);
        magnitude(o, y, b);
        a = x;
        b = y;
    }
    unsigned pred = o->op == VOP_FCMEQ                         ? CMP_EQ
                    : o->op == VOP_FCMGE || o->op == VOP_FACGE ? CMP_LE
                                                               : CMP_LT;
    if (o->esz == 1)
        half_compare(o->g, o->lanes, o->d, b, a, pred);
    else
        v_op3i(o->g, op, o->d, b, a, pred);
}

/* Of those that have halves too. */
static bool can_half(const struct ir_insn *in)
{
    return in->sub != 1 || (host_features()->f16c && host_features()->fma);
}

static void gen_fabd(struct vgen *o)
{
    unsigned a = operand(o, o->a), b = operand(o, o->b);
    unsigned t = work_vec(o->g), r = work_vec(o->g);

    if (o->esz == 1) {
        o->fixup[0] = half_binary(o->g, HALF_SUB, o->lanes, r, a, b);
    } else {
        v_op3(o->g, 0x5c | M_0F | packed(o->esz), r, a, b);
        nan_jump(o, o->esz, t, r, r);
    }
    magnitude(o, o->d, r);
}

/* Leads to the portable function if the magnitude of x or y is above constant
 * k, of two for the formats: that of NaNs is above all others. */
static void large_jump(struct vgen *o, unsigned x, unsigned y, unsigned k)
{
    struct gen *g = o->g;
    unsigned limit = work_vec(g), t = work_vec(g), u = work_vec(g);

    v_op2k(g, O_MOVAPS, limit, k + (o->esz == 3));
    magnitude(o, t, x);
    magnitude(o, u, y);
    vec_cmpgt(g, o->esz, t, t, limit);
    vec_cmpgt(g, o->esz, u, u, limit);
    v_op3(g, O_POR, t, t, u);
    v_op2(g, O_PTEST, t, t);
    o->fixup[0] = x_jcc32(&g->c, X_NE);
}

/* A product of finite numbers is no different from others. */
static void gen_fmulx(struct vgen *o)
{
    unsigned a = operand(o, o->a), b = operand(o, o->b);

    large_jump(o, a, b, K_FMAX);
    v_op3(o->g, 0x59 | M_0F | packed(o->esz), o->d, a, b);
}

/* 2 - a * b and (3 - a * b) / 2, rounded once (Arm ARM, FPRecipStepFused and
 * FPRSqrtStepFused), but for operands so large that the product may overflow,
 * among them infinities, whose product with zero counts as zero.  Without them
 * 3 - a * b is not so small that a half of it would be inexact. */
static void gen_step(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned a = operand(o, o->a), b = operand(o, o->b), wide = o->esz == 3;
    unsigned t = work_vec(g);
    bool root = o->op == VOP_FRSQRTS;
    uint32_t fnmadd231 = 0xbc | M_38 | P_66 | (wide ? X_W : 0u);

    large_jump(o, a, b, K_FSQUARE);
    v_op2k(g, O_MOVAPS, t, (root ? K_F3 : K_F2) + wide);
    v_op3(g, fnmadd231, t, a, b);
    if (root)
        v_op3k(g, 0x59 | M_0F | packed(o->esz), t, t, K_FHALF + wide);
    v_mov(g, o->d, t);
}

/* The even and the odd lanes, as many as the result has. */
static void pairs(struct vgen *o, unsigned *x, unsigned *y)
{
    vec_unzip(o, x, y);
    *x = operand(o, *x);
    *y = operand(o, *y);
}

static void gen_faddp(struct vgen *o)
{
    unsigned x, y, t = work_vec(o->g);

    pairs(o, &x, &y);
    if (o->esz == 1) {
        o->fixup[0] = half_binary(o->g, HALF_ADD, o->lanes, o->d, x, y);
        return;
    }
    v_op3(o->g, 0x58 | M_0F | packed(o->esz), o->d, x, y);
    nan_jump(o, o->esz, t, o->d, o->d);
}

void vec_fminmax(struct gen *g, uint32_t pfx, bool max, unsigned d, unsigned x,
                 unsigned y, unsigned t)
{
    uint32_t op = (max ? 0x5fu : 0x5du) | M_0F | pfx;

    v_op3(g, op, t, x, y);
    v_op3(g, op, d, y, x);
    v_op3(g, max ? O_PAND : O_POR, d, d, t);
}

static bool is_max(const struct vgen *o)
{
    return o->op == VOP_FMAXP || o->op == VOP_FMAXNMP || o->op == VOP_FMAXV ||
           o->op == VOP_FMAXNMV;
}

static void gen_fminmaxp(struct vgen *o)
{
    unsigned x, y, t = work_vec(o->g);

    pairs(o, &x, &y);
    if (o->esz == 1) {
        o->fixup[0] = half_binary(o->g, is_max(o) ? HALF_MAX : HALF_MIN,
                                  o->lanes, o->d, x, y);
        return;
    }
    nan_jump(o, o->esz, t, x, y);
    vec_fminmax(o->g, packed(o->esz), is_max(o), o->d, x, y, t);
}

static void gen_fminmaxv(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned a = operand(o, o->a), t = work_vec(g), x = work_vec(g);
    unsigned m = work_vec(g);

    nan_jump(o, o->esz, t, a, a);
    v_op2i(g, O_PSHUFD, x, a, 0x4e);
    vec_fminmax(g, 0, is_max(o), m, a, x, t);
    v_op2i(g, O_PSHUFD, x, m, 0xb1);
    vec_fminmax(g, 0, is_max(o), o->d, m, x, t);
    v_op3k(g, O_PAND, o->d, o->d, K_LOW + 2);
}

/* ---- Between formats ---- */

static void gen_fcvtl(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned a = o->a, t = work_vec(g);

    if (o->imm & 1) {
        v_op2i(g, O_PSHUFD, t, a, 0xee);
        a = t;
    }
    v_op2(g, o->esz == 1 ? VE(0x13) : 0x5a | M_0F, o->d, a);
    nan_jump(o, o->esz + 1, t, o->d, o->d);
}

/* d's low half = a with halves as long; to half precision by the mode in MXCSR.
 */
static void narrow(struct gen *g, unsigned esz, unsigned d, unsigned a)
{
    if (esz == 1) {
        v_op2i(g, 0x1d | M_3A | P_66, a, d, 4);
    } else {
        v_op2(g, 0x5a | M_0F | P_66, d, a);
    }
}

static void gen_fcvtn(struct vgen *o)
{
    unsigned t = work_vec(o->g);

    narrow(o->g, o->esz, o->d, o->a);
    nan_jump(o, o->esz + 1, t, o->a, o->a);
}

/* Of lane 0, from or to half precision. */
static void gen_fcvts(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned a = operand(o, o->a), t = work_vec(g);

    if (o->esz == 2) {
        narrow(g, 1, o->d, a);
        nan_jump(o, 2, t, a, a);
        return;
    }
    v_op2(g, VE(0x13), o->d, a);
    if (o->imm == 3)
        v_op2(g, 0x5a | M_0F, o->d, o->d);
    nan_jump(o, o->imm, t, o->d, o->d);
}

static bool can_fcvts(const struct ir_insn *in)
{
    return (in->aux & 3) == VOP_SCALAR && in->sub + in->imm != 5 &&
           in->sub != 3;
}

/* d = a times 2^-n, exact for what comes from an integer. */
static void scale_down(struct vgen *o, unsigned d, unsigned n)
{
    struct gen *g = o->g;
    unsigned r = tmp_reg(g), t = work_vec(g);
    uint64_t bits = o->esz == 2 ? (127ull - n) << 23 | (127ull - n) << 55
                                : (1023ull - n) << 52;

    x_mov_ri(&g->c, r, (int64_t)bits);
    v_from_int(g, t, r, true);
    v_op2i(g, O_PSHUFD, t, t, 0x44);
    v_op3(g, 0x59 | M_0F | packed(o->esz), d, d, t);
}

/* Both halves are exact, so that the sum is rounded once. */
static void unsigned_to_f32(struct gen *g, unsigned d, unsigned a)
{
    unsigned t = work_vec(g);

    vec_shr(g, 2, t, a, 16);
    v_op2(g, 0x5b | M_0F, t, t);
    v_op3k(g, 0x59 | M_0F, t, t, K_F65536);
    v_op3k(g, O_PAND, d, a, K_EVEN + 1);
    v_op2(g, 0x5b | M_0F, d, d);
    v_op3(g, 0x58 | M_0F, d, d, t);
}

/* Signed quadwords one by one. */
static void signed_to_f64(struct vgen *o, unsigned a)
{
    struct gen *g = o->g;
    unsigned r = tmp_reg(g), t = work_vec(g);
    uint32_t op = 0x2a | M_0F | P_F2 | X_W;

    v_to_int(g, r, a, true);
    vec_zero(g, t);
    if (o->lanes != VOP_FULL) {
        v_mov(g, o->d, t);
        v_op3_int(g, op, o->d, o->d, r);
        return;
    }
    v_op3_int(g, op, t, t, r);
    v_op2i(g, O_PSHUFD, o->d, a, 0xee);
    v_to_int(g, r, o->d, true);
    v_op3_int(g, op, o->d, o->d, r);
    v_op3(g, O_PUNPCKLQDQ, o->d, t, o->d);
}

static void gen_to_fp(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned a = operand(o, o->a), n = o->imm >> 8 & 0xff;
    bool uns = o->op == VOP_UTOF, evex = host_features()->avx512;

    if (o->esz == 1) {
        half_from_int(o);
        return;
    }
    if (o->esz == 2 && !uns)
        v_op2(g, 0x5b | M_0F, o->d, a);
    else if (o->esz == 2 && evex)
        v_evex(g, 0x7a | M_0F | P_F2, o->d, 0, a);
    else if (o->esz == 2)
        unsigned_to_f32(g, o->d, a);
    else if (evex)
        v_evex(g, (uns ? 0x7au : 0xe6u) | M_0F | P_F3 | X_W, o->d, 0, a);
    else
        signed_to_f64(o, a);
    if (n)
        scale_down(o, o->d, n);
}

static bool can_to_fp(const struct ir_insn *in)
{
    if (in->sub == 1)
        return can_half(in) && half_can_from_int(in);
    return (in->imm & 7) == IR_RM_DYN && !(in->imm >> 16);
}

/*
 * To integers: the host's "integer indefinite" says that a lane is out of range
 * or a NaN; valid numbers that give it go out of line too.  The rounding is
 * done before, without the inexact flag, which is raised when all is known to
 * be in range.
 */
static void gen_to_int(struct vgen *o)
{
    static const uint8_t mode[] = {[IR_RM_RNE] = 0,
                                   [IR_RM_RDN] = 1,
                                   [IR_RM_RUP] = 2,
                                   [IR_RM_RTZ] = 3,
                                   [IR_RM_RMM] = 3};
    struct gen *g = o->g;
    unsigned a = operand(o, o->a), rm = o->imm & 7, s = a;
    unsigned t = work_vec(g), u = work_vec(g), r = work_vec(g);
    bool uns = o->op == VOP_FTOU, dyn = rm == IR_RM_DYN;
    uint32_t round = (o->esz == 3 ? 0x09u : 0x08u) | M_3A | P_66;

    if (o->esz == 1) {
        half_to_int(o);
        return;
    }
    if (rm == IR_RM_RMM) {
        s = u;
        o->fixup[1] = vec_round_away(g, packed(o->esz), o->esz == 3, u, a);
    } else if (!dyn && rm != IR_RM_RTZ) {
        v_op2i(g, round, u, a, mode[rm] | 8u);
        s = u;
    }
    if (o->esz == 3)
        v_evex(g,
               (uns ? (dyn ? 0x79u : 0x78u) : (dyn ? 0x7bu : 0x7au)) | M_0F |
                   P_66 | X_W,
               r, 0, s);
    else if (uns)
        v_evex(g, (dyn ? 0x79u : 0x78u) | M_0F, r, 0, s);
    else
        v_op2(g, 0x5b | M_0F | (dyn ? P_66 : P_F3), r, s);
    v_op3k(g, vec_direct(VOP_CMPEQ, o->esz), t, r,
           uns ? K_SHL8 : K_SIGN + o->esz);
    v_mov(g, o->d, r);
    v_op2(g, O_PTEST, t, t);
    o->fixup[0] = x_jcc32(&g->c, X_NE);
    if (s != a)
        v_op2i(g, round, t, a, mode[rm]);
}

/* Exact is what converts back to the same bits. */
static void gen_fjcvtzs(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned r = tmp_reg(g), t = work_vec(g), a = work_vec(g);

    v_mov(g, a, o->a); /* where the comparison below reaches it */
    v_op2(g, 0x2c | M_0F | P_F2, r, a);
    x_alu_ri(&g->c, ALU_CMP, false, r, 1); /* overflows for the minimum only */
    o->fixup[0] = x_jcc32(&g->c, X_O);
    vec_zero(g, t);
    v_op3_int(g, 0x2a | M_0F | P_F2, t, t, r);
    v_op3(g, VE(0x29), t, t, a);
    v_op3k(g, O_PAND, t, t, K_BIT32);
    v_from_int(g, o->d, r, false);
    v_op3(g, O_POR, o->d, o->d, t);
}

static bool can_to_int(const struct ir_insn *in)
{
    return in->sub == 1 ? can_half(in) && half_can_to_int(in) : !(in->imm >> 8);
}

const struct vec_row *vec_fp_row(unsigned op)
{
    static const struct vec_row rows[VOP_COUNT] = {
        [VOP_FCMEQ] = {gen_compare_fp, V_FP, V_H | V_S | V_D, 0, can_half},
        [VOP_FCMGE] = {gen_compare_fp, V_FP, V_H | V_S | V_D, 0, can_half},
        [VOP_FCMGT] = {gen_compare_fp, V_FP, V_H | V_S | V_D, 0, can_half},
        [VOP_FACGE] = {gen_compare_fp, V_FP, V_H | V_S | V_D, 0, can_half},
        [VOP_FACGT] = {gen_compare_fp, V_FP, V_H | V_S | V_D, 0, can_half},
        [VOP_FABD] = {gen_fabd, V_FP | V_FLAGS, V_H | V_S | V_D, 0, can_half},
        [VOP_FMULX] = {gen_fmulx, V_FP | V_FLAGS | V_SSE42, V_S | V_D, 0, NULL},
        [VOP_FRECPS] = {gen_step, V_FP | V_FLAGS | V_FMA, V_S | V_D, 0, NULL},
        [VOP_FRSQRTS] = {gen_step, V_FP | V_FLAGS | V_FMA, V_S | V_D, 0, NULL},
        [VOP_FADDP] = {gen_faddp, V_FP | V_FLAGS, V_H | V_S | V_D, 0, can_half},
        [VOP_FMAXP] = {gen_fminmaxp, V_FP | V_FLAGS, V_H | V_S | V_D, 0,
                       can_half},
        [VOP_FMINP] = {gen_fminmaxp, V_FP | V_FLAGS, V_H | V_S | V_D, 0,
                       can_half},
        [VOP_FMAXNMP] = {gen_fminmaxp, V_FP | V_FLAGS, V_H | V_S | V_D, 0,
                         can_half},
        [VOP_FMINNMP] = {gen_fminmaxp, V_FP | V_FLAGS, V_H | V_S | V_D, 0,
                         can_half},
        [VOP_FMAXV] = {gen_fminmaxv, V_OWN | V_WHOLE | V_FP | V_FLAGS, V_S, 0,
                       NULL},
        [VOP_FMINV] = {gen_fminmaxv, V_OWN | V_WHOLE | V_FP | V_FLAGS, V_S, 0,
                       NULL},
        [VOP_FMAXNMV] = {gen_fminmaxv, V_OWN | V_WHOLE | V_FP | V_FLAGS, V_S, 0,
                         NULL},
        [VOP_FMINNMV] = {gen_fminmaxv, V_OWN | V_WHOLE | V_FP | V_FLAGS, V_S, 0,
                         NULL},
        [VOP_FCVTL] = {gen_fcvtl, V_OWN | V_WHOLE | V_FP | V_FLAGS | V_F16C,
                       V_H | V_S, 0, NULL},
        [VOP_FCVTN] = {gen_fcvtn, V_OWN | V_WHOLE | V_FP | V_FLAGS | V_F16C,
                       V_H | V_S, 0, NULL},
        [VOP_FWIDEN] = {half_widen, V_OWN | V_FP | V_FLAGS | V_F16C, V_H, 0,
                        NULL},
        [VOP_FJCVTZS] = {gen_fjcvtzs, V_OWN | V_FP | V_FLAGS, V_D, 0, NULL},
        [VOP_FCVTS] = {gen_fcvts, V_OWN | V_FP | V_FLAGS | V_F16C, V_H | V_S, 0,
                       can_fcvts},
        [VOP_STOF] = {gen_to_fp, V_FP, V_H | V_S | V_D, 0, can_to_fp},
        [VOP_UTOF] = {gen_to_fp, V_FP, V_H | V_S, V_D, can_to_fp},
        [VOP_FTOS] = {gen_to_int, V_FP | V_FLAGS, V_H | V_S, V_D, can_to_int},
        [VOP_FTOU] = {gen_to_int, V_FP | V_FLAGS, V_H, V_S | V_D, can_to_int},
    };
    return &rows[op];
}
