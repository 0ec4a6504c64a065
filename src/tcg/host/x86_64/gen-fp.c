/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Floating point as host instructions, exact to the bit.
 *
 * A host result that is not a NaN is right as it is (IEEE 754; rounding mode
 * and sticky flags are the guest's, in MXCSR).  A NaN result is rare: a jump on
 * unordered leads to the portable function, which knows the guest's NaN rule.
 * Operands must survive until then, so the result never takes an operand's
 * register.
 *
 * Where the invalid exception traps (rules.fp_trap), so does all that makes a
 * NaN of none or has a signalling one as operand, and is then done by the
 * portable function.  What is left are quiet NaNs.
 *   Arm and the host propagate them alike: the first operand's, but Arm's fused
 * multiply-add prefers the addend's (Arm ARM, FPProcessNaNs3), and says invalid
 * of infinity times zero whatever is added, as RISC-V does.  So a NaN as addend
 * is made to trap: by its minimum with itself, as minimum and maximum raise
 * invalid for quiet NaNs too, and change no flags.
 *   RISC-V's are canonical.  They stay so through all of these operations; only
 * a result whose operands may be others is made to trap if it is a NaN, and
 * then is the canonical one.
 */
#include "config.h"

#include "base/softfp.h"
#include "tcg/host/x86_64/gen-vec.h"

enum {
    O_MIN = 0x5d | M_0F,
    O_UCOMIS = 0x2e | M_0F,
    O_CMPPS = 0xc2 | M_0F,
    O_CMP_LE = 2,
    O_CMP_UNORD = 3,
};

static void gen_mxcsr(struct gen *g, bool load)
{
    x_rm(&g->c, 0xae | M_0F, false, load ? 2 : 3,
         env_mem(g, offsetof(struct tcg_env, mxcsr)));
}

/* ldmxcsr and stmxcsr know only memory. */
void gen_fp_status(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    struct x86_mem word = env_mem(g, offsetof(struct tcg_env, mxcsr));

    if (in->op == IR_FPGET) {
        gen_mxcsr(g, false);
        x_mov_load(&g->c, false, def_reg(g, v, NOREG), word);
        return;
    }
    x_mov_store(&g->c, false, word, use_reg(g, in->arg[0]));
    gen_mxcsr(g, true);
}

static bool is_f64(const struct ir_insn *in)
{
    return in->type == IR_F64 || (in->type == IR_V128 && in->sub == 3);
}

/* Prefix of the scalar or packed form at this width. */
static uint32_t pfx(const struct ir_insn *in)
{
    if (in->type == IR_V128)
        return is_f64(in) ? P_66 : 0;
    return is_f64(in) ? P_F2 : P_F3;
}

/* Where an operation computes: d is its result's register, r where it is to be
 * computed, which is no operand's. */
struct place {
    unsigned x[3], r, d;
    uint32_t at;     /* offset of the instruction that computes */
    unsigned t;      /* scratch, where `trap` */
    bool trap_canon; /* a NaN as result must be made canonical */
};

static bool is_half(const struct ir_insn *in)
{
    return in->type == IR_V128 && (in->aux & 1);
}

static bool canonical(const struct gen *g)
{
    return g->b->rules.nan != SFP_NAN_ARM;
}

/* No jump looks at the result: instructions trap where the guest's rule is not
 * the host's. */
static bool traps(const struct gen *g, const struct ir_insn *in)
{
    if (!g->b->rules.fp_trap || !host_features()->avx ||
        (canonical(g) && in->type == IR_V128))
        return false;
    switch (in->op) {
    case IR_FADD:
    case IR_FSUB:
    case IR_FMUL:
    case IR_FDIV:
    case IR_FSQRT:
    case IR_FMA:
    case IR_FCVT: return true;
    case IR_FRINT: return in->aux >> 4 != IR_RM_RMM;
    default: return false;
    }
}

static uint32_t here(const struct gen *g)
{
    return (uint32_t)(g->c.p - g->out->code);
}

/* May a NaN that is not canonical come out of quiet operands? */
static bool may_spoil(const struct gen *g, const struct ir_insn *in)
{
    if (!canonical(g) || !traps(g, in))
        return false;
    for (unsigned i = 0; i < ir_opinfo[in->op].nargs; i++)
        if (!g->val[in->arg[i]].canon && !(in->op == IR_FMA && i == 2))
            return true;
    return false;
}

/* The operands; of 64-bit vectors the upper half is zero, but 1 in a divisor,
 * so that nothing is raised by it. */
static struct place operands(struct gen *g, const struct ir_insn *in,
                             uint16_t v)
{
    unsigned n = ir_opinfo[in->op].nargs, dying = in->op == IR_FMA ? 2 : 0;
    struct place p = {.r = 0};
    bool taken = false;

    for (unsigned i = 0; i < n; i++)
        p.x[i] = use_vec(g, in->arg[i]);
    p.trap_canon = may_spoil(g, in);
    p.d = p.r = def_vec(g, v, traps(g, in) ? p.x[dying] : NOREG);
    for (unsigned i = 0; i < n; i++)
        taken |= p.x[i] == p.d;
    if (taken && !traps(g, in))
        p.r = work_vec(g);
    if (traps(g, in) && (p.trap_canon || in->op == IR_FMA))
        p.t = work_vec(g);
    for (unsigned i = 0; i < n && is_half(in); i++) {
        unsigned t = work_vec(g);
        v_zero_rest(g, t, p.x[i], IR_F64);
        if (i == 1 && in->op == IR_FDIV)
            v_op3k(g, O_POR, t, t, K_F1HI + is_f64(in));
        p.x[i] = t;
    }
    return p;
}

/* An instruction that traps if a lane of r is a NaN; returns its offset. */
static uint32_t trap_nan(struct gen *g, const struct ir_insn *in, unsigned t,
                         unsigned r)
{
    uint32_t at = here(g);

    v_op3(g, O_MIN | pfx(in), t, r, r);
    return at;
}

/* The stubs for when an instruction traps. */
static void nan_traps(struct gen *g, const struct ir_insn *in, uint16_t v,
                      const struct place *p)
{
    if (p->trap_canon) {
        uint32_t at = trap_nan(g, in, p->t, p->d);
        gen_cold_nan(g, p->d, K_NAN + is_f64(in), at);
    }
    gen_cold_trap(g, in, v, p->at);
    g->val[v].canon = canonical(g);
}

/* Leads to the portable function if a NaN that is not the guest's came of it;
 * the final register is the result's. */
static void nan_check(struct gen *g, const struct ir_insn *in, uint16_t v,
                      const struct place *p)
{
    uint8_t *from = NULL;

    if (in->type == IR_V128 && !traps(g, in)) {
        unsigned t = work_vec(g);
        v_op3i(g, O_CMPPS | pfx(in), t, p->r, p->r, O_CMP_UNORD);
        v_op2(g, O_PTEST, t, t);
        from = x_jcc32(&g->c, X_NE);
    } else if (!traps(g, in)) {
        v_op2(g, O_UCOMIS | (is_f64(in) ? P_66 : 0), p->r, p->r);
        from = x_jcc32(&g->c, X_P);
    }
    if (is_half(in))
        v_zero_rest(g, p->d, p->r, IR_F64); /* 0 - 0 may be -0 */
    else
        v_mov(g, p->d, p->r);
    if (from)
        gen_cold_fixup(g, in, v, from);
    else
        nan_traps(g, in, v, p);
}

/* A check needs the host's flags, a trap leaves them alone. */
static void before_check(struct gen *g, const struct ir_insn *in)
{
    if (!traps(g, in))
        flags_clobber(g);
}

static void gen_arith(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t op[] = {
        [IR_FADD - IR_FADD] = 0x58,
        [IR_FSUB - IR_FADD] = 0x5c,
        [IR_FMUL - IR_FADD] = 0x59,
        [IR_FDIV - IR_FADD] = 0x5e,
    };

    before_check(g, in);
    struct place p = operands(g, in, v);
    p.at = here(g);
    v_op3(g, op[in->op - IR_FADD] | M_0F | pfx(in), p.r, p.x[0], p.x[1]);
    g->val[v].hi_zero = g->val[in->arg[0]].hi_zero && in->type != IR_V128;
    nan_check(g, in, v, &p);
}

static void gen_sqrt(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    before_check(g, in);
    struct place p = operands(g, in, v);
    p.at = here(g);
    if (in->type == IR_V128)
        v_op2(g, 0x51 | M_0F | pfx(in), p.r, p.x[0]);
    else
        v_op3(g, 0x51 | M_0F | pfx(in), p.r, p.x[0], p.x[0]);
    g->val[v].hi_zero = g->val[in->arg[0]].hi_zero && in->type != IR_V128;
    nan_check(g, in, v, &p);
}

/* p->r = x[0] * x[1] + x[2], by the form that has r as an operand, which is
 * returned.  The digits in their names say which operands are the factors and
 * the addend; of several NaNs the first factor's is the result, which is x[0]
 * in all three. */
static unsigned fused(struct gen *g, uint32_t op, struct place *p)
{
    enum { F132 = 0x98, F213 = 0xa8, F231 = 0xb8 };
    const unsigned *x = p->x;

    p->at = here(g);
    if (p->r == x[2]) {
        v_op3(g, op | F231, p->r, x[0], x[1]);
        return 2;
    }
    if (p->r == x[1]) {
        v_op3(g, op | F213, p->r, x[0], x[2]);
        return 1;
    }
    v_mov(g, p->r, x[0]);
    p->at = here(g);
    v_op3(g, op | F132, p->r, x[2], x[1]);
    return 0;
}

static bool gen_fma(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned neg_p = in->aux >> 1 & 1, neg_c = in->aux >> 2 & 1;
    uint32_t op = (neg_p << 2 | neg_c << 1) | M_38 | P_66 |
                  (in->type != IR_V128) | (is_f64(in) ? X_W : 0u);
    bool negates = neg_p && !canonical(g); /* the sign of x[0] as NaN, too */
    uint32_t addend = 0, factor = 0;

    if (!host_features()->fma)
        return false;
    before_check(g, in);
    struct place p = operands(g, in, v);
    if (traps(g, in)) {
        if (is_half(in))
            p.r = p.x[2]; /* a copy */
        addend = trap_nan(g, in, p.t, p.x[2]);
        if (negates)
            factor = trap_nan(g, in, p.t, p.x[0]);
    }
    unsigned place = fused(g, op, &p);
    g->val[v].hi_zero = g->val[in->arg[place]].hi_zero && in->type != IR_V128;
    nan_check(g, in, v, &p);
    if (traps(g, in)) {
        gen_cold_trap_also(g, addend);
        if (negates)
            gen_cold_trap_also(g, factor);
    }
    return true;
}

/* Sign operations by masks made in the register. */
static void gen_sign(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool f64 = is_f64(in), abs = in->op == IR_FABS;
    unsigned a = use_vec(g, in->arg[0]), t = tmp_vec(g);
    unsigned d = def_vec(g, v, NOREG);
    uint32_t sh = (f64 ? 0x73u : 0x72u) | M_0F | P_66;
    unsigned n = abs ? 1 : f64 ? 63 : 31;

    /* all ones, shifted right (the others) or left (the sign alone) */
    v_op3(g, 0x76 | M_0F | P_66, t, t, t);
    v_shift(g, sh, abs ? 2 : 6, t, t, n);
    if (in->type == IR_V128 && (in->aux & 1))
        v_zero_rest(g, t, t, IR_F64);
    if (in->type != IR_V128)
        v_zero_rest(g, t, t, in->type);
    v_op3(g, (abs ? 0x54u : 0x57u) | M_0F, d, a, t);
    if (in->type == IR_V128 && (in->aux & 1))
        v_zero_rest(g, d, d, IR_F64);
    g->val[v].hi_zero = abs || g->val[in->arg[0]].hi_zero;
    if (in->type == IR_V128)
        g->val[v].hi_zero = false;
}

/* NaNs go out of line. */
static void gen_minmax(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    uint8_t *from;

    flags_clobber(g);
    struct place p = operands(g, in, v);
    unsigned t = work_vec(g);
    if (in->type == IR_V128) {
        v_op3i(g, O_CMPPS | pfx(in), t, p.x[0], p.x[1], O_CMP_UNORD);
        v_op2(g, O_PTEST, t, t);
        from = x_jcc32(&g->c, X_NE);
    } else {
        v_op2(g, O_UCOMIS | (is_f64(in) ? P_66 : 0), p.x[0], p.x[1]);
        from = x_jcc32(&g->c, X_P);
    }
    vec_fminmax(g, pfx(in), in->op == IR_FMAX, p.r, p.x[0], p.x[1], t);
    v_mov(g, p.d, p.r);
    gen_cold_fixup(g, in, v, from);
}

static void gen_fcvt(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    before_check(g, in);
    struct place p = operands(g, in, v);
    unsigned t = work_vec(g);
    v_op3(g, O_PXOR, t, t, t);
    p.at = here(g);
    v_op3(g, 0x5a | M_0F | (is_f64(in) ? P_F3 : P_F2), p.r, t, p.x[0]);
    g->val[v].hi_zero = true;
    nan_check(g, in, v, &p);
}

uint8_t *vec_round_away(struct gen *g, uint32_t pf, bool f64, unsigned r,
                        unsigned x)
{
    bool packed = pf == 0 || pf == P_66;
    unsigned t = work_vec(g), u = work_vec(g), w = work_vec(g);
    uint8_t *from;

    v_op2k(g, O_MOVAPS, t, K_SIGN + 2 + f64);
    v_op3(g, O_PANDN, t, t, x);
    v_op2k(g, O_MOVAPS, u, K_FWHOLE + f64);
    if (packed) {
        /* magnitudes compare as integers do */
        vec_cmpgt(g, 2 + f64, u, u, t);
        vec_invert(g, u);
        v_op2(g, O_PTEST, u, u);
        from = x_jcc32(&g->c, X_NE);
        v_op2i(g, (f64 ? 0x09u : 0x08u) | M_3A | P_66, r, x, 11);
    } else {
        v_op2(g, O_UCOMIS | (f64 ? P_66 : 0), u, t);
        from = x_jcc32(&g->c, X_BE);
        v_op3i(g, (f64 ? 0x0bu : 0x0au) | M_3A | P_66, r, x, x, 11);
    }
    v_op3(g, 0x5c | M_0F | pf, t, x, r);
    v_op2k(g, O_MOVAPS, u, K_SIGN + 2 + f64);
    v_op3(g, O_PANDN, w, u, t);
    v_op3(g, O_PAND, u, u, x);
    v_op2k(g, O_MOVAPS, t, K_FHALF + f64);
    v_op3i(g, O_CMPPS | pf, t, t, w, O_CMP_LE);
    v_op3k(g, O_PAND, t, t, K_F1 + f64);
    v_op3(g, O_POR, t, t, u);
    v_op3(g, 0x58 | M_0F | pf, r, r, t);
    return from;
}

static void gen_frint_away(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool f64 = is_f64(in);

    flags_clobber(g);
    struct place p = operands(g, in, v);
    unsigned t = work_vec(g);
    uint8_t *from = vec_round_away(g, pfx(in), f64, p.r, p.x[0]);
    if ((in->aux & 2) && in->type == IR_V128)
        v_op2i(g, (f64 ? 0x09u : 0x08u) | M_3A | P_66, t, p.x[0], 3);
    else if (in->aux & 2)
        v_op3i(g, (f64 ? 0x0bu : 0x0au) | M_3A | P_66, t, p.x[0], p.x[0], 3);
    g->val[v].hi_zero = false;
    v_mov(g, p.d, p.r);
    gen_cold_fixup(g, in, v, from);
}

static bool gen_frint(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint8_t mode[] = {[IR_RM_RNE] = 0,
                                   [IR_RM_RDN] = 1,
                                   [IR_RM_RUP] = 2,
                                   [IR_RM_RTZ] = 3,
                                   [IR_RM_DYN] = 4};
    unsigned rm = in->aux >> 4;

    if (rm == IR_RM_RMM) {
        if (in->type == IR_V128 && is_f64(in) && !host_features()->sse42)
            return false;
        gen_frint_away(g, in, v);
        return true;
    }
    unsigned imm = mode[rm] | (in->aux & 2 ? 0 : 8);

    before_check(g, in);
    struct place p = operands(g, in, v);
    p.at = here(g);
    if (in->type == IR_V128)
        v_op2(g, (is_f64(in) ? 0x09u : 0x08u) | M_3A | P_66, p.r, p.x[0]);
    else
        v_op3(g, (is_f64(in) ? 0x0bu : 0x0au) | M_3A | P_66, p.r, p.x[0],
              p.x[0]);
    x_byte(&g->c, imm);
    g->val[v].hi_zero = g->val[in->arg[0]].hi_zero && in->type != IR_V128;
    nan_check(g, in, v, &p);
    return true;
}

/* roundss, roundsd; quiet: without the inexact flag. */
static void gen_round(struct gen *g, bool f64, unsigned d, unsigned s,
                      unsigned rm, bool quiet)
{
    static const uint8_t mode[] = {
        [IR_RM_RNE] = 0, [IR_RM_RDN] = 1, [IR_RM_RUP] = 2,
        [IR_RM_RTZ] = 3, [IR_RM_DYN] = 4, [IR_RM_RMM] = 3};

    v_op3(g, (f64 ? 0x0bu : 0x0au) | M_3A | P_66, d, s, s);
    x_byte(&g->c, mode[rm] | (quiet ? 8u : 0u));
}

/* The host's "integer indefinite" says that a value is out of range or a NaN;
 * the few valid inputs that give it are done out of line too. */
static bool gen_ftoi(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool f64 = in->imm == IR_F64, w = op_is_wide(in), uns = in->aux & 2;
    unsigned rm = in->aux >> 4;
    uint32_t p = f64 ? P_F2 : P_F3;

    if (uns && w && !host_features()->avx512)
        return false;
    flags_clobber(g);
    unsigned a = use_vec(g, in->arg[0]), s = a;
    unsigned d = def_reg(g, v, NOREG), t = uns && !w ? tmp_reg(g) : 0;
    uint8_t *whole = NULL;
    if (rm == IR_RM_RMM) {
        s = work_vec(g);
        whole = vec_round_away(g, p, f64, s, a);
    } else if ((uns && !w) || (rm != IR_RM_RTZ && rm != IR_RM_DYN)) {
        /* where the conversion itself cannot, or would say inexact of a value
         * that is out of the narrower range */
        s = work_vec(g);
        gen_round(g, f64, s, a, rm, true);
    }
    uint32_t op = (rm == IR_RM_DYN ? 0x2du : 0x2cu) | M_0F | p;
    bool wide = w || uns;
    if (uns && w)
        v_evex(g, (rm == IR_RM_DYN ? 0x79u : 0x78u) | M_0F | p | X_W, d, 0, s);
    else
        v_op2(g, op | (wide ? X_W : 0u), d, s);
    uint8_t *from;
    if (uns && w) {
        x_alu_ri(&g->c, ALU_CMP, true, d, -1);
        from = x_jcc32(&g->c, X_E);
    } else if (uns) {
        x_mov_rr(&g->c, true, t, d);
        x_shift_i(&g->c, SH_SHR, true, t, 32);
        from = x_jcc32(&g->c, X_NE);
    } else {
        x_alu_ri(&g->c, ALU_CMP, w, d, 1); /* overflows for the minimum only */
        from = x_jcc32(&g->c, X_O);
    }
    /* Inexact is raised only now that the value is known to be in range. */
    if (s != a)
        gen_round(g, f64, s, a, rm, false);
    g->val[v].hi_zero = true;
    if (whole)
        gen_cold_fixup(g, in, v, whole);
    gen_cold_fixup(g, in, v, from);
    return true;
}

static bool gen_itof(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool wide = in->imm == IR_I64, uns = in->aux & 2;
    uint32_t op = 0x2a | M_0F | (is_f64(in) ? P_F2 : P_F3);

    bool evex = wide && uns;

    if (in->type == IR_V128 || (evex && !host_features()->avx512))
        return false;
    unsigned a = use_reg(g, in->arg[0]), t = tmp_vec(g);
    if (uns && !wide) {
        unsigned z = tmp_reg(g);
        x_mov_rr(&g->c, false, z, a);
        a = z;
    }
    v_op3(g, O_PXOR, t, t, t);
    unsigned d = def_vec(g, v, NOREG);
    if (evex) {
        v_evex(g, 0x7b | M_0F | (is_f64(in) ? P_F2 : P_F3) | X_W, d, t, a);
    } else {
        v_op3_int(g, op | (wide || uns ? X_W : 0u), d, t, a);
    }
    g->val[v].hi_zero = true;
    return true;
}

/* ucomis b, a (or a, b): which order and condition is true for fcc only. */
static void gen_fsetcc(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const struct {
        bool swap;
        uint8_t cc;
    } tab[] = {[FCC_LT] = {true, X_A},  [FCC_LE] = {true, X_AE},
               [FCC_GT] = {false, X_A}, [FCC_GE] = {false, X_AE},
               [FCC_EQ] = {false, X_E}, [FCC_UN] = {false, X_P}};
    bool swap = tab[in->sub].swap;
    unsigned a = use_vec(g, in->arg[swap]), b = use_vec(g, in->arg[!swap]);
    uint32_t op = (in->aux & 1 ? 0x2fu : 0x2eu) | M_0F;

    flags_clobber(g);
    v_op2(g, op | (in->imm == IR_F64 ? P_66 : 0), a, b);
    unsigned d = def_reg(g, v, NOREG);
    x_setcc(&g->c, tab[in->sub].cc, d);
    if (in->sub == FCC_EQ) {
        unsigned t = tmp_reg(g);
        x_setcc(&g->c, X_NP, t);
        x_rr(&g->c, 0x22 | X_BYTE | X_BYTE_RM, false, d, t);
    }
    x_movzx8(&g->c, d, d);
    g->val[v].hi_zero = true;
}

/* The vector v is made from a value of type `from` only to take no more than
 * that out of it at once: its rest is nobody's. */
static bool only_narrowed(const struct gen *g, uint16_t v, uint8_t from)
{
    const struct ir_insn *next = &g->b->op[v] + 1;

    while (next->op == IR_NOP)
        next++; /* no NOP is the last */
    return g->val[v].uses == 1 && next->op == IR_BITCAST && next->arg[0] == v &&
           (next->type == IR_F32 || next->type == IR_I32 || next->type == from);
}

static void gen_bitcast(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    uint16_t a = in->arg[0];
    uint8_t from = g->b->op[a].type, to = in->type;

    if (val_is_vec(g, a) && val_is_vec(g, v)) {
        unsigned s = use_vec(g, a);
        if (g->val[a].loc == LOC_CONST) {
            v_mov(g, def_vec(g, v, s), s);
        } else if (to == IR_V128 && !g->val[a].hi_zero &&
                   !only_narrowed(g, v, from)) {
            unsigned d = def_vec(g, v, s);
            v_zero_rest(g, d, s, from);
        } else {
            val_alias(g, v, a);
            g->val[v].hi_zero = false;
            g->val[v].copy = IR_NOID;
        }
    } else if (val_is_vec(g, v)) {
        unsigned s = use_reg(g, a);
        v_from_int(g, def_vec(g, v, NOREG), s, from == IR_I64);
        g->val[v].hi_zero = to != IR_V128;
    } else {
        unsigned s = use_vec(g, a);
        v_to_int(g, def_reg(g, v, NOREG), s, to == IR_I64);
        g->val[v].hi_zero = true;
    }
}

/* Upper half all ones: interleave with ones. */
static void gen_nanbox(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned a = use_vec(g, in->arg[0]), t = tmp_vec(g);
    unsigned d = def_vec(g, v, NOREG);

    v_op3(g, 0x76 | M_0F | P_66, t, t, t);
    v_op3(g, 0x62 | M_0F | P_66, d, a, t); /* punpckldq */
}

/* A value that is not boxed is rare: it goes out of line. */
static void gen_nanunbox(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    const struct ir_insn *src = &g->b->op[in->arg[0]];

    if (src->op == IR_NANBOX) {
        use_vec(g, in->arg[0]);
        val_alias(g, v, in->arg[0]);
        g->val[v].hi_zero = false;
        g->val[v].copy = IR_NOID;
        g->val[v].canon = g->val[src->arg[0]].canon;
        return;
    }
    unsigned a = use_vec(g, in->arg[0]);
    flags_clobber(g);
    unsigned t = tmp_reg(g), d = def_vec(g, v, NOREG), r = d;
    if (d == a)
        r = tmp_vec(g);
    v_to_int(g, t, a, true);
    x_shift_i(&g->c, SH_SAR, true, t, 32);
    x_alu_ri(&g->c, ALU_CMP, false, t, -1);
    uint8_t *from = x_jcc32(&g->c, X_NE);
    v_mov(g, r, a);
    v_mov(g, d, r);
    gen_cold_fixup(g, in, v, from);
}

bool gen_fp(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    if (in->type == IR_V128 && in->op != IR_BITCAST && in->sub == 1)
        return gen_half(g, in, v);
    switch (in->op) {
    case IR_FNEG:
    case IR_FABS: gen_sign(g, in, v); return true;
    case IR_BITCAST: gen_bitcast(g, in, v); return true;
    case IR_NANBOX: gen_nanbox(g, in, v); return true;
    case IR_NANUNBOX: gen_nanunbox(g, in, v); return true;
    default: break;
    }
    if (g->b->rules.fp_soft)
        return false;
    switch (in->op) {
    case IR_FADD:
    case IR_FSUB:
    case IR_FMUL:
    case IR_FDIV: gen_arith(g, in, v); return true;
    case IR_FSQRT: gen_sqrt(g, in, v); return true;
    case IR_FMA: return gen_fma(g, in, v);
    case IR_FMIN:
    case IR_FMAX: gen_minmax(g, in, v); return true;
    case IR_FCVT: gen_fcvt(g, in, v); return true;
    case IR_FRINT: return gen_frint(g, in, v);
    case IR_FTOI: return gen_ftoi(g, in, v);
    case IR_ITOF: return gen_itof(g, in, v);
    case IR_FSETCC: gen_fsetcc(g, in, v); return true;
    default: return false;
    }
}
