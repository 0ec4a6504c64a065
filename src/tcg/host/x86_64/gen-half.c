/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Arithmetic on halves.
 *
 * Where the host has AVX512-FP16, by its instructions.  Else operands become
 * singles and the result a half again: that rounds twice, but as once.  A
 * single has two bits more than twice those of a half, so that what is not
 * exact in it is too far from where the second rounding decides (S. Figueroa,
 * When is double rounding innocuous?, 1995).  That holds for subnormal halves
 * too: sums of that size are exact, and a quotient of halves that is no half
 * and no midpoint is further from them than a single's precision.
 *
 * A fused multiply-add is done in doubles, where the product is exact, and the
 * sum too, unless it is too large for a half anyway or the product so small
 * that it only decides on which side of the addend, a half, the sum lies.  The
 * double becomes a single by rounding to odd, which leaves the rounding to the
 * half.
 *
 * As elsewhere, a NaN result leads to the portable function.
 */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

enum {
    O_CMPPS = 0xc2 | M_0F,
    CMP_UNORD = 3,
    O_VCVTPH2PS = VE(0x13),
    O_VCVTPS2PH = 0x1d | M_3A | P_66,
    O_CVTPS2PD = 0x5a | M_0F,
    O_CVTPD2PS = 0x5a | M_0F | P_66,
    O_CVTDQ2PS = 0x5b | M_0F,
    O_CVTTPS2DQ = 0x5b | M_0F | P_F3,
    O_VCMPPH = 0xc2 | M_3A,
    O_VUCOMISH = 0x2e | M_5,
    O_VPMOVM2W = 0x28 | M_38 | P_F3 | X_W,
    O_KORTESTW = 0x98 | M_0F,
    BY_MXCSR = 4, /* rounding */
    QUIET = 8,    /* without the inexact flag */
};

static bool direct(void)
{
    return host_features()->fp16;
}

static unsigned n_parts(unsigned lanes)
{
    return lanes == VOP_FULL ? 2 : 1;
}

/* Prefix of an instruction on singles. */
static uint32_t single(unsigned lanes)
{
    return lanes == VOP_SCALAR ? P_F3 : 0;
}

/* x with zeros in the lanes that the operation has not, in t. */
static unsigned only_lanes(struct gen *g, unsigned lanes, unsigned t,
                           unsigned x)
{
    if (lanes == VOP_FULL)
        return x;
    v_op3k(g, O_PAND, t, x, K_LOW + (lanes == VOP_HALF ? 3 : 1));
    return t;
}

/* d = a part of four halves of s as singles.  One lane is alone in its part, so
 * that nothing is raised by others. */
static void widen(struct gen *g, unsigned lanes, unsigned d, unsigned s,
                  unsigned part)
{
    if (part) {
        v_op2i(g, O_PSHUFD, d, s, 0xee);
        s = d;
    } else if (lanes == VOP_SCALAR) {
        s = only_lanes(g, lanes, d, s);
    }
    v_op2(g, O_VCVTPH2PS, d, s);
}

/* d = the parts r[] as halves; zero beyond. */
static void narrow(struct gen *g, unsigned lanes, unsigned d,
                   const unsigned r[2])
{
    v_op2i(g, O_VCVTPS2PH, r[0], r[0], BY_MXCSR);
    if (lanes == VOP_FULL) {
        v_op2i(g, O_VCVTPS2PH, r[1], r[1], BY_MXCSR);
        v_op3(g, O_PUNPCKLQDQ, d, r[0], r[1]);
    } else {
        v_mov(g, d, r[0]);
    }
}

/* A jump if m has a bit. */
static uint8_t *jump_if_any(struct gen *g, unsigned m)
{
    v_op2(g, O_PTEST, m, m);
    return x_jcc32(&g->c, X_NE);
}

/* A jump if a single in r[] is a NaN. */
static uint8_t *nan_jump(struct gen *g, unsigned lanes, unsigned t,
                         const unsigned r[2])
{
    v_op3i(g, O_CMPPS, t, r[0], r[lanes == VOP_FULL], CMP_UNORD);
    return jump_if_any(g, t);
}

/* A jump if lanes of halves x and y are unordered; beyond them are numbers. */
static uint8_t *unordered_jump(struct gen *g, unsigned lanes, unsigned x,
                               unsigned y)
{
    if (lanes == VOP_SCALAR) {
        v_evex(g, O_VUCOMISH, x, 0, y);
        return x_jcc32(&g->c, X_P);
    }
    v_evex(g, O_VCMPPH, 1, x, y);
    x_byte(&g->c, CMP_UNORD);
    x_vrr(&g->c, O_KORTESTW, false, 1, 0, 1);
    return x_jcc32(&g->c, X_NE);
}

/* d = lanes of r, zero beyond. */
static void only_result(struct gen *g, unsigned lanes, unsigned d, unsigned r)
{
    if (lanes == VOP_SCALAR)
        v_op3k(g, O_PAND, d, r, K_LOW + 1);
    else if (lanes == VOP_HALF)
        v_zero_rest(g, d, r, IR_F64); /* 0 - 0 may be -0 */
    else
        v_mov(g, d, r);
}

/* ---- Two operands ---- */

static bool is_minmax(unsigned op)
{
    return op == HALF_MIN || op == HALF_MAX;
}

static uint8_t *binary_direct(struct gen *g, unsigned op, unsigned lanes,
                              unsigned d, unsigned a, unsigned b)
{
    unsigned t = work_vec(g), u = work_vec(g), r = work_vec(g);
    uint32_t insn = op | M_5 | single(lanes);
    uint8_t *from;

    if (lanes == VOP_HALF) {
        a = only_lanes(g, lanes, t, a);
        b = only_lanes(g, lanes, u, b);
        if (op == HALF_DIV) {
            v_op3k(g, O_POR, u, b, K_H1HI);
            b = u;
        }
    }
    if (is_minmax(op)) {
        from = unordered_jump(g, lanes, a, b);
        v_evex(g, insn, r, a, b);
        v_evex(g, insn, t, b, a);
        v_op3(g, op == HALF_MAX ? O_PAND : O_POR, r, r, t);
    } else {
        v_evex(g, insn, r, a, b);
        from = unordered_jump(g, lanes, r, r);
    }
    only_result(g, lanes, d, r);
    return from;
}

/* NaNs are looked for first: the host's minimum is invalid even for quiet ones.
 */
static uint8_t *minmax(struct gen *g, unsigned op, unsigned lanes, unsigned d,
                       unsigned a, unsigned b)
{
    unsigned x[2] = {work_vec(g), NOREG}, y[2] = {work_vec(g), NOREG};
    unsigned m = work_vec(g), t = work_vec(g), r[2] = {t, x[0]};
    uint8_t *from;

    if (lanes == VOP_FULL)
        x[1] = work_vec(g), y[1] = work_vec(g);
    for (unsigned k = 0; k < n_parts(lanes); k++) {
        widen(g, lanes, x[k], a, k);
        widen(g, lanes, y[k], b, k);
        v_op3i(g, O_CMPPS, k ? t : m, x[k], y[k], CMP_UNORD);
        if (k)
            v_op3(g, O_POR, m, m, t);
    }
    from = jump_if_any(g, m);
    for (unsigned k = 0; k < n_parts(lanes); k++)
        vec_fminmax(g, single(lanes), op == HALF_MAX, r[k], x[k], y[k], m);
    narrow(g, lanes, d, r);
    return from;
}

uint8_t *half_binary(struct gen *g, unsigned op, unsigned lanes, unsigned d,
                     unsigned a, unsigned b)
{
    if (direct())
        return binary_direct(g, op, lanes, d, a, b);
    if (is_minmax(op))
        return minmax(g, op, lanes, d, a, b);

    unsigned x = work_vec(g), y = work_vec(g);
    unsigned r[2] = {work_vec(g), NOREG};
    uint8_t *from;

    if (lanes == VOP_FULL)
        r[1] = work_vec(g);
    for (unsigned k = 0; k < n_parts(lanes); k++) {
        widen(g, lanes, x, a, k);
        widen(g, lanes, y, b, k);
        v_op3(g, op | M_0F | single(lanes), r[k], x, y);
    }
    from = nan_jump(g, lanes, x, r);
    narrow(g, lanes, d, r);
    return from;
}

/* ---- One operand: square root, rounding to integral ---- */

static uint32_t unary_insn(const struct ir_insn *in, bool scalar)
{
    if (in->op == IR_FSQRT)
        return 0x51 | M_0F | (scalar ? P_F3 : 0u);
    return (scalar ? 0x0au : 0x08u) | M_3A | P_66;
}

static void unary_imm(struct gen *g, const struct ir_insn *in)
{
    static const uint8_t mode[] = {[IR_RM_RNE] = 0,
                                   [IR_RM_RDN] = 1,
                                   [IR_RM_RUP] = 2,
                                   [IR_RM_RTZ] = 3,
                                   [IR_RM_DYN] = BY_MXCSR};

    if (in->op == IR_FRINT)
        x_byte(&g->c, mode[in->aux >> 4] | (in->aux & 2 ? 0u : QUIET));
}

static uint8_t *unary(struct gen *g, const struct ir_insn *in, unsigned lanes,
                      unsigned d, unsigned a)
{
    bool scalar = lanes == VOP_SCALAR;
    uint32_t insn = unary_insn(in, scalar);
    unsigned t = work_vec(g), r[2] = {work_vec(g), work_vec(g)};
    uint8_t *from;

    if (direct()) {
        /* the forms for halves: map 5, or no prefix in map 3A */
        insn = in->op == IR_FSQRT ? insn ^ M_0F ^ M_5 : insn ^ P_66;
        if (lanes == VOP_HALF)
            a = only_lanes(g, lanes, t, a);
        v_evex(g, insn, r[0], scalar ? a : 0, a);
        unary_imm(g, in);
        from = unordered_jump(g, lanes, r[0], r[0]);
        only_result(g, lanes, d, r[0]);
        return from;
    }
    for (unsigned k = 0; k < n_parts(lanes); k++) {
        widen(g, lanes, t, a, k);
        if (scalar)
            v_op3(g, insn, r[k], t, t);
        else
            v_op2(g, insn, r[k], t);
        unary_imm(g, in);
    }
    from = nan_jump(g, lanes, t, r);
    narrow(g, lanes, d, r);
    return from;
}

/* ---- Fused multiply-add ---- */

/* Opcode of the 213 form: d = b * d + c. */
static uint32_t fma_insn(const struct ir_insn *in)
{
    static const uint8_t op[] = {0xa8, 0xac, 0xaa, 0xae}; /* by aux 2..1 */

    return op[in->aux >> 1 & 3] | M_38 | P_66;
}

static uint8_t *fma_direct(struct gen *g, const struct ir_insn *in,
                           unsigned lanes, unsigned d, const unsigned x[3])
{
    unsigned r = work_vec(g), y = x[1], z = x[2];
    uint32_t insn = fma_insn(in) ^ M_38 ^ M_6;
    uint8_t *from;

    if (lanes == VOP_HALF) {
        v_zero_rest(g, r, x[0], IR_F64);
        y = only_lanes(g, lanes, work_vec(g), y);
        z = only_lanes(g, lanes, work_vec(g), z);
    } else {
        v_mov(g, r, x[0]);
    }
    v_evex(g, insn + (lanes == VOP_SCALAR), r, y, z);
    from = unordered_jump(g, lanes, r, r);
    only_result(g, lanes, d, r);
    return from;
}

/* d = halves 2 * k and 2 * k + 1 of s as doubles. */
static void widen_pair(struct gen *g, unsigned lanes, unsigned d, unsigned s,
                       unsigned k)
{
    if (k) {
        v_op2i(g, O_PSHUFD, d, s, k);
        s = d;
    } else {
        s = only_lanes(g, lanes, d, s);
    }
    v_op2(g, O_VCVTPH2PS, d, s);
    v_op2(g, O_CVTPS2PD, d, d);
}

/* d = its two doubles as singles, rounded to odd, of which a half can still be
 * rounded. */
static void to_odd(struct gen *g, unsigned d, unsigned t)
{
    v_op3k(g, O_PAND, t, d, K_ODD);
    v_op3k(g, VE(0x29), t, t, K_BYTE); /* exact */
    v_op3k(g, O_PAND, d, d, K_ODD + 2);
    v_op3k(g, O_PANDN, t, t, K_ODD + 1);
    v_op3(g, O_POR, d, d, t);
    v_op2(g, O_CVTPD2PS, d, d);
}

/* Two lanes at a time. */
static uint8_t *fma_doubles(struct gen *g, const struct ir_insn *in,
                            unsigned lanes, unsigned d, const unsigned a[3])
{
    unsigned x = work_vec(g), y = work_vec(g), z = work_vec(g);
    unsigned r[2] = {work_vec(g), NOREG};
    unsigned pairs = lanes == VOP_FULL ? 4 : lanes == VOP_HALF ? 2 : 1;
    uint8_t *from;

    if (lanes == VOP_FULL)
        r[1] = work_vec(g);
    for (unsigned k = 0; k < pairs; k++) {
        widen_pair(g, lanes, x, a[0], k);
        widen_pair(g, lanes, y, a[1], k);
        widen_pair(g, lanes, z, a[2], k);
        v_op3(g, fma_insn(in) | X_W, x, y, z);
        to_odd(g, x, y);
        if (k & 1)
            v_op3(g, O_PUNPCKLQDQ, r[k >> 1], r[k >> 1], x);
        else
            v_mov(g, r[k >> 1], x);
    }
    from = nan_jump(g, lanes, x, r);
    narrow(g, lanes, r[0], r);
    only_result(g, lanes, d, r[0]); /* -(0 * 0) - 0 is -0 */
    return from;
}

/* ---- The operations of the IR ---- */

static unsigned lanes_of(const struct ir_insn *in)
{
    return in->aux & 8 ? VOP_SCALAR : in->aux & 1 ? VOP_HALF : VOP_FULL;
}

static void gen_sign(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned a = use_vec(g, in->arg[0]), t = tmp_vec(g);
    unsigned d = def_vec(g, v, NOREG);

    v_op2k(g, O_MOVAPS, t, K_SIGN + 1);
    v_op3(g, in->op == IR_FABS ? O_PANDN : O_PXOR, t, t, a);
    only_result(g, lanes_of(in), d, t);
}

bool gen_half(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint8_t op[] = {
        [IR_FADD] = HALF_ADD, [IR_FSUB] = HALF_SUB, [IR_FMUL] = HALF_MUL,
        [IR_FDIV] = HALF_DIV, [IR_FMIN] = HALF_MIN, [IR_FMAX] = HALF_MAX};
    const struct host_features *h = host_features();
    unsigned lanes = lanes_of(in), x[3];
    uint8_t *from;

    if (in->op == IR_FNEG || in->op == IR_FABS) {
        gen_sign(g, in, v);
        return true;
    }
    if (g->b->rules.fp_soft || !h->f16c || !h->fma ||
        (in->op == IR_FRINT && in->aux >> 4 == IR_RM_RMM))
        return false;
    flags_clobber(g);
    for (unsigned i = 0; i < ir_opinfo[in->op].nargs; i++)
        x[i] = use_vec(g, in->arg[i]);
    unsigned d = def_vec(g, v, NOREG), r = d;
    for (unsigned i = 0; i < ir_opinfo[in->op].nargs; i++)
        if (x[i] == d)
            r = work_vec(g); /* operands outlive the jump */
    if (in->op == IR_FMA)
        from = (direct() ? fma_direct : fma_doubles)(g, in, lanes, r, x);
    else if (in->op == IR_FSQRT || in->op == IR_FRINT)
        from = unary(g, in, lanes, r, x[0]);
    else
        from = half_binary(g, op[in->op], lanes, r, x[0], x[1]);
    v_mov(g, d, r);
    gen_cold_fixup(g, in, v, from);
    return true;
}

/* ---- Operations of vop.def ---- */

void half_compare(struct gen *g, unsigned lanes, unsigned d, unsigned a,
                  unsigned b, unsigned predicate)
{
    unsigned x = work_vec(g), y = work_vec(g);
    unsigned r[2] = {work_vec(g), NOREG};

    if (direct()) {
        a = only_lanes(g, lanes, x, a);
        b = only_lanes(g, lanes, y, b);
        v_evex(g, O_VCMPPH, 1, a, b);
        x_byte(&g->c, predicate);
        v_evex(g, O_VPMOVM2W, d, 0, 1);
        return;
    }
    r[1] = lanes == VOP_FULL ? work_vec(g) : r[0];
    for (unsigned k = 0; k < n_parts(lanes); k++) {
        widen(g, lanes, x, a, k);
        widen(g, lanes, y, b, k);
        v_op3i(g, O_CMPPS, r[k], x, y, predicate);
    }
    v_op3(g, VB(0x6b), d, r[0], r[1]); /* packssdw */
}

void half_widen(struct vgen *o)
{
    static const uint8_t mask[] = {
        [VOP_HALF] = K_LOW + 2, [VOP_SCALAR] = K_LOW + 1};
    struct gen *g = o->g;
    unsigned a = o->a, t = work_vec(g);
    const unsigned r[2] = {o->d, o->d};

    if (o->imm) {
        v_op2i(g, O_PSHUFD, t, a, o->imm == 4 ? 0xee : 0x55);
        a = t;
    }
    if (o->lanes != VOP_FULL) {
        v_op3k(g, O_PAND, t, a, mask[o->lanes]);
        a = t;
    }
    v_op2(g, O_VCVTPH2PS, o->d, a);
    o->fixup[0] = nan_jump(g, o->lanes, t, r);
}

/* d = a times 2^-n, in all lanes; exact for what comes from an integer. */
static void scale_down(struct gen *g, bool f64, unsigned d, unsigned n)
{
    unsigned r = tmp_reg(g), t = work_vec(g);
    uint64_t bits =
        f64 ? (1023ull - n) << 52 : (127ull - n) * UINT64_C(0x0080000000800000);

    x_mov_ri(&g->c, r, (int64_t)bits);
    v_from_int(g, t, r, true);
    v_op2i(g, O_PSHUFD, t, t, 0x44);
    v_op3(g, 0x59 | M_0F | (f64 ? P_66 : 0u), d, d, t);
}

/* From a word in lane 0. */
static void from_word(struct vgen *o, unsigned n)
{
    struct gen *g = o->g;
    unsigned r = tmp_reg(g), t = work_vec(g);
    uint32_t wide = o->op == VOP_UTOF ? X_W : 0;

    v_to_int(g, r, o->a, false);
    vec_zero(g, t);
    v_op3_int(g, 0x2a | M_0F | P_F2 | wide, o->d, t, r);
    if (n)
        scale_down(g, true, o->d, n);
    to_odd(g, o->d, t);
    v_op2i(g, O_VCVTPS2PH, o->d, o->d, BY_MXCSR);
}

/* Halfwords fit a single. */
void half_from_int(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned n = o->imm >> 8 & 0xff, a = o->a;
    unsigned r[2] = {work_vec(g), work_vec(g)};

    if (o->imm >> 16) {
        from_word(o, n);
        return;
    }
    a = only_lanes(g, o->lanes, r[1], a);
    for (unsigned k = 0; k < n_parts(o->lanes); k++) {
        unsigned s = a;
        if (k)
            v_op2i(g, O_PSHUFD, r[k], a, 0xee), s = r[k];
        v_op2(g, o->op == VOP_UTOF ? VE(0x33) : VE(0x23), r[k], s);
        v_op2(g, O_CVTDQ2PS, r[k], r[k]);
        if (n)
            scale_down(g, false, r[k], n);
    }
    narrow(g, o->lanes, o->d, r);
}

bool half_can_from_int(const struct ir_insn *in)
{
    return (in->imm & 7) == IR_RM_DYN && in->imm >> 16 != 64;
}

/* m = where the words of x are no halfwords. */
static void out_of_range(struct gen *g, bool uns, unsigned m, unsigned x)
{
    if (uns) {
        vec_shr(g, 2, m, x, 16);
    } else {
        vec_shl(g, 2, m, x, 16);
        vec_sar(g, 2, m, m, 16);
        v_op3(g, O_PXOR, m, m, x);
    }
}

/* The rounding is done before, without the inexact flag, which is raised when
 * all is known to be in range. */
void half_to_int(struct vgen *o)
{
    static const uint8_t mode[] = {[IR_RM_RNE] = 0,
                                   [IR_RM_RDN] = 1,
                                   [IR_RM_RUP] = 2,
                                   [IR_RM_RTZ] = 3,
                                   [IR_RM_DYN] = BY_MXCSR};
    struct gen *g = o->g;
    bool uns = o->op == VOP_FTOU;
    unsigned x = work_vec(g), m = work_vec(g), t = work_vec(g);
    unsigned r[2] = {work_vec(g), work_vec(g)}, rm = mode[o->imm & 7];
    uint32_t round = 0x08 | M_3A | P_66;

    for (unsigned k = 0; k < n_parts(o->lanes); k++) {
        widen(g, o->lanes, x, only_lanes(g, o->lanes, x, o->a), k);
        v_op2i(g, round, x, x, rm | QUIET);
        v_op2(g, O_CVTTPS2DQ, r[k], x);
        out_of_range(g, uns, k ? t : m, r[k]);
        if (k)
            v_op3(g, O_POR, m, m, t);
    }
    if (o->lanes != VOP_FULL)
        vec_zero(g, r[1]);
    v_op3(g, uns ? VE(0x2b) : VB(0x6b), o->d, r[0], r[1]);
    o->fixup[0] = jump_if_any(g, m);
    for (unsigned k = 0; k < n_parts(o->lanes); k++) {
        widen(g, o->lanes, x, only_lanes(g, o->lanes, x, o->a), k);
        v_op2i(g, round, x, x, rm);
    }
}

bool half_can_to_int(const struct ir_insn *in)
{
    return !(in->imm >> 8) && (in->imm & 7) != IR_RM_RMM;
}
