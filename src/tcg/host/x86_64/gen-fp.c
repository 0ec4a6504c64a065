/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Floating point as host instructions, exact to the bit.
 *
 * A host result that is not a NaN is right as it is (IEEE 754; rounding mode
 * and sticky flags are the guest's, in MXCSR).  A NaN result is rare: a jump on
 * unordered leads to the portable function, which knows the guest's NaN rule.
 * Operands must survive until then, so the result never takes an operand's
 * register.
 */
#include "config.h"

#include "base/softfp.h"
#include "tcg/host/x86_64/gen.h"

enum {
    O_UCOMIS = 0x2e | M_0F,
    O_CMPPS = 0xc2 | M_0F,
    O_PTEST = 0x17 | M_38 | P_66,
    O_PXOR = 0xef | M_0F | P_66,
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

/* An operand that survives the result's definition. */
static unsigned operand(struct gen *g, const struct ir_insn *in, unsigned i)
{
    uint16_t v = in->arg[i];

    if (in->type == IR_V128 && (in->aux & 1)) {
        unsigned s = use_vec(g, v), t = tmp_vec(g);
        v_zero_rest(g, t, s, IR_F64);
        g->vlocked &= ~(1u << s); /* may be spilled, is not read again here */
        return t;
    }
    return use_vec(g, v);
}

/* The register to compute into: the result's own if it is no operand's. */
static unsigned result_reg(struct gen *g, const struct ir_insn *in, uint16_t v,
                           unsigned *final)
{
    unsigned d = def_vec(g, v, NOREG);

    *final = d;
    for (unsigned i = 0; i < 3; i++) {
        uint16_t a = in->arg[i];
        if (i < ir_opinfo[in->op].nargs && a != IR_NOID &&
            g->val[a].loc == LOC_VEC && g->val[a].reg == d)
            return tmp_vec(g);
    }
    return d;
}

/* Jumps to the portable function if r has a NaN, with the final register as the
 * result's. */
static void nan_check(struct gen *g, const struct ir_insn *in, uint16_t v,
                      unsigned r, unsigned final)
{
    uint8_t *from;

    if (in->type == IR_V128) {
        unsigned t = tmp_vec(g);
        if (host_features()->avx) {
            x_vrr(&g->c, O_CMPPS | pfx(in), false, t, r, r);
        } else {
            v_mov(g, t, r);
            x_rr(&g->c, O_CMPPS | pfx(in), false, t, r);
        }
        x_byte(&g->c, 3); /* unordered */
        v_op2(g, O_PTEST, t, t);
        from = x_jcc32(&g->c, X_NE);
    } else {
        v_op2(g, O_UCOMIS | (is_f64(in) ? P_66 : 0), r, r);
        from = x_jcc32(&g->c, X_P);
    }
    if (in->type == IR_V128 && (in->aux & 1))
        v_zero_rest(g, final, r, IR_F64); /* 0 - 0 may be -0 */
    else
        v_mov(g, final, r);
    gen_cold_fixup(g, in, v, from);
}

static void gen_arith(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t op[] = {
        [IR_FADD - IR_FADD] = 0x58,
        [IR_FSUB - IR_FADD] = 0x5c,
        [IR_FMUL - IR_FADD] = 0x59,
        [IR_FDIV - IR_FADD] = 0x5e,
    };
    unsigned a = operand(g, in, 0), b = operand(g, in, 1), d;
    unsigned r = result_reg(g, in, v, &d);

    flags_clobber(g);
    v_op3(g, op[in->op - IR_FADD] | M_0F | pfx(in), r, a, b);
    g->val[v].hi_zero = g->val[in->arg[0]].hi_zero && in->type != IR_V128;
    nan_check(g, in, v, r, d);
}

static void gen_sqrt(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned a = operand(g, in, 0), d, r = result_reg(g, in, v, &d);

    flags_clobber(g);
    if (in->type == IR_V128)
        v_op2(g, 0x51 | M_0F | pfx(in), r, a);
    else
        v_op3(g, 0x51 | M_0F | pfx(in), r, a, a);
    g->val[v].hi_zero = g->val[in->arg[0]].hi_zero && in->type != IR_V128;
    nan_check(g, in, v, r, d);
}

/* 213 form: d = b * d + c, with d = a; the scalar opcode is one more. */
static bool gen_fma(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned neg_p = in->aux >> 1 & 1, neg_c = in->aux >> 2 & 1;

    if (!host_features()->fma)
        return false;
    unsigned a = operand(g, in, 0), b = operand(g, in, 1);
    unsigned c = operand(g, in, 2), d, r = result_reg(g, in, v, &d);
    uint32_t o = neg_p ? (neg_c ? 0xae : 0xac) : (neg_c ? 0xaa : 0xa8);
    flags_clobber(g);
    v_mov(g, r, a);
    x_vrr(&g->c, (o + (in->type != IR_V128)) | M_38 | P_66, is_f64(in), r, b,
          c);
    g->val[v].hi_zero = g->val[in->arg[0]].hi_zero && in->type != IR_V128;
    nan_check(g, in, v, r, d);
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
    if (host_features()->avx)
        x_vrr(&g->c, sh, false, abs ? 2 : 6, t, t);
    else
        x_rr(&g->c, sh, false, abs ? 2 : 6, t);
    x_byte(&g->c, n);
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

static bool gen_minmax(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    /* Equal operands (zeros of either sign) and NaNs go out of line; for the
     * rest minss and maxss agree with every guest. */
    if (in->type == IR_V128)
        return false;
    unsigned a = use_vec(g, in->arg[0]), b = use_vec(g, in->arg[1]);
    unsigned d = def_vec(g, v, NOREG);

    flags_clobber(g);
    v_op2(g, O_UCOMIS | (is_f64(in) ? P_66 : 0), a, b);
    uint8_t *from = x_jcc32(&g->c, X_E); /* equal or unordered */
    v_op3(g, (in->op == IR_FMIN ? 0x5du : 0x5fu) | M_0F | pfx(in), d, a, b);
    g->val[v].hi_zero = g->val[in->arg[0]].hi_zero;
    gen_cold_fixup(g, in, v, from);
    return true;
}

static void gen_fcvt(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned a = use_vec(g, in->arg[0]), t, d;
    unsigned r = result_reg(g, in, v, &d);

    flags_clobber(g);
    t = tmp_vec(g);
    v_op3(g, O_PXOR, t, t, t);
    v_op3(g, 0x5a | M_0F | (is_f64(in) ? P_F3 : P_F2), r, t, a);
    g->val[v].hi_zero = true;
    nan_check(g, in, v, r, d);
}

/* roundss, roundsd; quiet: without the inexact flag. */
static void gen_round(struct gen *g, bool f64, unsigned d, unsigned s,
                      unsigned rm, bool quiet)
{
    static const uint8_t mode[] = {[IR_RM_RNE] = 0,
                                   [IR_RM_RDN] = 1,
                                   [IR_RM_RUP] = 2,
                                   [IR_RM_RTZ] = 3,
                                   [IR_RM_DYN] = 4};

    v_op3(g, (f64 ? 0x0bu : 0x0au) | M_3A | P_66, d, s, s);
    x_byte(&g->c, mode[rm] | (quiet ? 8u : 0u));
}

static void load_bits(struct gen *g, unsigned d, unsigned k, uint64_t bits)
{
    x_mov_ri(&g->c, k, (int64_t)bits);
    v_from_int(g, d, k, true);
}

/*
 * t = a to the nearest integer, ties away from zero, which the host cannot: the
 * truncated value, plus one of a's sign if what was cut off is a half or more.
 * All steps are exact, so no flag is raised.  Values without a fraction,
 * infinities and NaNs take the jump whose end is returned; after it nothing may
 * be allocated in this operation, since what is spilled then is not when it is
 * taken.
 */
static uint8_t *round_away(struct gen *g, bool f64, unsigned t, unsigned a)
{
    unsigned m = tmp_vec(g), x = tmp_vec(g), c = tmp_vec(g), k = tmp_reg(g);
    uint32_t scalar = M_0F | (f64 ? P_F2 : P_F3);

    load_bits(g, m, k, f64 ? INT64_MAX : INT32_MAX);
    v_op3(g, 0x54 | M_0F, x, a, m);
    load_bits(g, c, k, f64 ? 0x4330000000000000 : 0x4b000000);
    v_op2(g, O_UCOMIS | (f64 ? P_66 : 0), c, x);
    uint8_t *from = x_jcc32(&g->c, X_BE);
    gen_round(g, f64, t, a, IR_RM_RTZ, true);
    v_op3(g, 0x5c | scalar, x, a, t);
    v_op3(g, 0x54 | M_0F, x, x, m);
    load_bits(g, c, k, f64 ? 0x3fe0000000000000 : 0x3f000000);
    v_op3(g, 0xc2 | scalar, c, c, x);
    x_byte(&g->c, 2); /* a half <= what was cut off */
    load_bits(g, x, k, f64 ? 0x3ff0000000000000 : 0x3f800000);
    v_op3(g, 0x54 | M_0F, c, c, x);
    v_op3(g, 0x55 | M_0F, x, m, a);
    v_op3(g, 0x56 | M_0F, c, c, x);
    v_op3(g, 0x58 | scalar, t, t, c);
    load_bits(g, c, k, f64 ? (uint64_t)INT64_MIN : 0x80000000);
    v_op3(g, 0x54 | M_0F, x, a, c);
    v_op3(g, 0x56 | M_0F, t, t, x);
    return from;
}

static void gen_frint_away(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    flags_clobber(g);
    unsigned a = use_vec(g, in->arg[0]), t = tmp_vec(g);
    unsigned d = def_vec(g, v, NOREG);
    uint8_t *from = round_away(g, is_f64(in), t, a);

    g->val[v].hi_zero = false;
    v_mov(g, d, t);
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
        if (in->type == IR_V128 || (in->aux & 2))
            return false;
        gen_frint_away(g, in, v);
        return true;
    }
    unsigned a = operand(g, in, 0), d, r = result_reg(g, in, v, &d);
    unsigned imm = mode[rm] | (in->aux & 2 ? 0 : 8);

    flags_clobber(g);
    if (in->type == IR_V128)
        v_op2(g, (is_f64(in) ? 0x09u : 0x08u) | M_3A | P_66, r, a);
    else
        v_op3(g, (is_f64(in) ? 0x0bu : 0x0au) | M_3A | P_66, r, a, a);
    x_byte(&g->c, imm);
    g->val[v].hi_zero = g->val[in->arg[0]].hi_zero && in->type != IR_V128;
    nan_check(g, in, v, r, d);
    return true;
}

/* The host's "integer indefinite" says that a value is out of range or a NaN;
 * the few valid inputs that give it are done out of line too. */
static bool gen_ftoi(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool f64 = in->imm == IR_F64, w = op_is_wide(in), uns = in->aux & 2;
    unsigned rm = in->aux >> 4;
    uint32_t p = f64 ? P_F2 : P_F3;

    uint8_t *whole = NULL;

    if (uns && w)
        return false;
    flags_clobber(g);
    unsigned a = use_vec(g, in->arg[0]), s = a;
    unsigned d = def_reg(g, v, NOREG), high = uns ? tmp_reg(g) : NOREG;
    /* Rounded first where the conversion itself cannot, or would say inexact of
     * a value that is out of the narrower range. */
    if (rm == IR_RM_RMM) {
        s = tmp_vec(g);
        whole = round_away(g, f64, s, a);
        rm = IR_RM_RTZ;
    } else if (uns || (rm != IR_RM_RTZ && rm != IR_RM_DYN)) {
        s = tmp_vec(g);
        gen_round(g, f64, s, a, rm, true);
    }
    uint32_t op = (rm == IR_RM_DYN ? 0x2du : 0x2cu) | M_0F | p;
    bool wide = w || uns;
    if (host_features()->avx)
        x_vrr(&g->c, op, wide, d, 0, s);
    else
        x_rr(&g->c, op, wide, d, s);
    uint8_t *from;
    if (uns) {
        x_mov_rr(&g->c, true, high, d);
        x_shift_i(&g->c, SH_SHR, true, high, 32);
        from = x_jcc32(&g->c, X_NE);
    } else {
        x_alu_ri(&g->c, ALU_CMP, w, d, 1); /* overflows for the minimum only */
        from = x_jcc32(&g->c, X_O);
    }
    /* Inexact is raised only now that the value is known to be in range. */
    if (s != a)
        gen_round(g, f64, s, a, rm, false);
    g->val[v].hi_zero = true;
    gen_cold_fixup(g, in, v, from);
    if (whole)
        gen_cold_fixup(g, in, v, whole);
    return true;
}

static bool gen_itof(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool wide = in->imm == IR_I64, uns = in->aux & 2;
    uint32_t op = 0x2a | M_0F | (is_f64(in) ? P_F2 : P_F3);

    if (in->type == IR_V128 || (wide && uns))
        return false;
    unsigned a = use_reg(g, in->arg[0]), t = tmp_vec(g);
    if (uns) {
        unsigned z = tmp_reg(g);
        x_mov_rr(&g->c, false, z, a);
        a = z;
    }
    v_op3(g, O_PXOR, t, t, t);
    unsigned d = def_vec(g, v, NOREG);
    if (host_features()->avx) {
        x_vrr(&g->c, op, wide || uns, d, t, a);
    } else {
        v_mov(g, d, t);
        x_rr(&g->c, op, wide || uns, d, a);
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

    return g->uses[v] == 1 && v + 1u < g->b->n && next->op == IR_BITCAST &&
           next->arg[0] == v &&
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
    case IR_FMUL: gen_arith(g, in, v); return true;
    case IR_FDIV:
        /* 0 / 0 in the unused half would raise a flag */
        if (in->type == IR_V128 && (in->aux & 1))
            return false;
        gen_arith(g, in, v);
        return true;
    case IR_FSQRT: gen_sqrt(g, in, v); return true;
    case IR_FMA: return gen_fma(g, in, v);
    case IR_FMIN:
    case IR_FMAX: return gen_minmax(g, in, v);
    case IR_FCVT: gen_fcvt(g, in, v); return true;
    case IR_FRINT: return gen_frint(g, in, v);
    case IR_FTOI: return gen_ftoi(g, in, v);
    case IR_ITOF: return gen_itof(g, in, v);
    case IR_FSETCC: gen_fsetcc(g, in, v); return true;
    default: return false;
    }
}
