/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Data processing on registers (Arm ARM, A64 instruction set encoding: Data
 * Processing -- Register). */
#include "config.h"

#include "target/aarch64/translate.h"

static struct ir_val shifted(struct translate *t, const struct aarch64_args *a)
{
    return gen_shift(t, a->sf, get_x(t, a->rm, a->sf), a->shift, a->imm);
}

/* invert: the second operand is complemented. */
static struct ir_val logic(struct translate *t, const struct aarch64_args *a,
                           enum ir_opcode op, bool invert)
{
    enum ir_type ty = type_sf(a->sf);
    struct ir_val x = get_x(t, a->rn, a->sf), y = shifted(t, a);
    if (invert && op == IR_AND)
        return ir_op2(t->ir, IR_ANDN, ty, x, y);
    if (invert)
        y = ir_op1(t->ir, IR_NOT, ty, y);
    /* MOV and MVN */
    if (op == IR_OR && a->rn == 31)
        return y;
    return ir_op2(t->ir, op, ty, x, y);
}

#define LOGIC(name, op, invert)                                                \
    GEN(name)                                                                  \
    {                                                                          \
        put_x(t, a->rd, logic(t, a, op, invert));                              \
        return true;                                                           \
    }
LOGIC(and_sh, IR_AND, false)
LOGIC(bic_sh, IR_AND, true)
LOGIC(orr_sh, IR_OR, false)
LOGIC(orn_sh, IR_OR, true)
LOGIC(eor_sh, IR_XOR, false)
LOGIC(eon_sh, IR_XOR, true)

static bool logic_flags(struct translate *t, const struct aarch64_args *a,
                        bool invert)
{
    struct ir_val v = logic(t, a, IR_AND, invert);
    struct ir_val fl = ir_fl_logic(t->ir, v);
    put_x(t, a->rd, v);
    put_flags(t, fl);
    return true;
}

GEN(ands_sh)
{
    return logic_flags(t, a, false);
}

GEN(bics_sh)
{
    return logic_flags(t, a, true);
}

/* x op y, with flags when flop is not IR_OP_COUNT. Value and flags are adjacent
 * with the same operands, so that one host instruction gives both. */
static void add_sub(struct translate *t, const struct aarch64_args *a,
                    enum ir_opcode op, enum ir_opcode flop, struct ir_val x,
                    struct ir_val y, bool to_sp)
{
    struct ir_val v = IR_NONE, fl = IR_NONE;
    if (to_sp || a->rd != 31)
        v = ir_op2(t->ir, op, type_sf(a->sf), x, y);
    if (flop != IR_OP_COUNT)
        fl = ir_flags(t->ir, flop, x, y);
    if (to_sp)
        put_xsp(t, a->rd, v);
    else if (a->rd != 31)
        put_x(t, a->rd, v);
    if (flop != IR_OP_COUNT)
        put_flags(t, fl);
}

#define ADD_SUB(name, op, flop)                                                \
    GEN(name##_sh)                                                             \
    {                                                                          \
        struct ir_val x = get_x(t, a->rn, a->sf), y = shifted(t, a);           \
        add_sub(t, a, op, flop, x, y, false);                                  \
        return true;                                                           \
    }                                                                          \
    GEN(name##_ext)                                                            \
    {                                                                          \
        struct ir_val x = get_xsp(t, a->rn, a->sf);                            \
        struct ir_val y = gen_extend(t, a->sf, a->rm, a->option, a->imm);      \
        add_sub(t, a, op, flop, x, y, (flop) == IR_OP_COUNT);                  \
        return true;                                                           \
    }
ADD_SUB(add, IR_ADD, IR_OP_COUNT)
ADD_SUB(adds, IR_ADD, IR_FL_ADD)
ADD_SUB(sub, IR_SUB, IR_OP_COUNT)
ADD_SUB(subs, IR_SUB, IR_FL_SUB)

static bool carry(struct translate *t, const struct aarch64_args *a,
                  enum ir_opcode op, enum ir_opcode flop)
{
    struct ir_val x = get_x(t, a->rn, a->sf), y = get_x(t, a->rm, a->sf);
    struct ir_val fl = get_flags(t), nf = IR_NONE;
    struct ir_val v = ir_op3(t->ir, op, type_sf(a->sf), x, y, fl);
    if (flop != IR_OP_COUNT)
        nf = ir_flags_carry(t->ir, flop, x, y, fl);
    put_x(t, a->rd, v);
    if (flop != IR_OP_COUNT)
        put_flags(t, nf);
    return true;
}

GEN(adc)
{
    return carry(t, a, IR_ADC, IR_OP_COUNT);
}

GEN(adcs)
{
    return carry(t, a, IR_ADC, IR_FL_ADC);
}

GEN(sbc)
{
    return carry(t, a, IR_SBC, IR_OP_COUNT);
}

GEN(sbcs)
{
    return carry(t, a, IR_SBC, IR_FL_SBC);
}

static struct ir_val nzcv_bits(struct translate *t)
{
    return ir_op1(t->ir, IR_FL_UNPACK, IR_I64, get_flags(t));
}

static void put_nzcv_bits(struct translate *t, struct ir_val v)
{
    put_flags(t, ir_op1(t->ir, IR_FL_PACK, IR_FLAGS, v));
}

/* The flags of mask come from the low bits of the rotated register (FEAT_FlagM,
 * C6.2.243). */
GEN(rmif)
{
    struct ir_val x = get_x(t, a->rn, 1);
    x = gen_shift(t, 1, x, 3, a->imm);
    x = ir_op2i(t->ir, IR_AND, IR_I64, x, a->mask);
    x = gen_shift(t, 1, x, 0, 28);
    struct ir_val old =
        ir_op2i(t->ir, IR_AND, IR_I64, nzcv_bits(t), (~a->mask & 15) << 28);
    put_nzcv_bits(t, ir_op2(t->ir, IR_OR, IR_I64, old, x));
    return true;
}

/* N and Z of the low `bits`, V where bit `bits` differs from the sign, C kept
 * (C6.2.273). */
static bool set_flags_small(struct translate *t, const struct aarch64_args *a,
                            int bits)
{
    struct ir_val x = get_x(t, a->rn, 1);
    struct ir_val top = gen_shift(t, 1, x, 0, 64 - bits);
    struct ir_val n = gen_shift(t, 1, top, 1, 63);
    struct ir_val z =
        ir_setcc(t->ir, IR_I64, CC_EQ, top, ir_const(t->ir, IR_I64, 0));
    struct ir_val v = gen_shift(t, 1, x, 1, bits);
    v = ir_op2i(t->ir, IR_AND, IR_I64, ir_op2(t->ir, IR_XOR, IR_I64, v, n), 1);
    struct ir_val r = ir_op2i(t->ir, IR_AND, IR_I64, nzcv_bits(t), 1 << 29);
    r = ir_op2(t->ir, IR_OR, IR_I64, r, gen_shift(t, 1, n, 0, 31));
    r = ir_op2(t->ir, IR_OR, IR_I64, r, gen_shift(t, 1, z, 0, 30));
    r = ir_op2(t->ir, IR_OR, IR_I64, r, gen_shift(t, 1, v, 0, 28));
    put_nzcv_bits(t, r);
    return true;
}

GEN(setf8)
{
    return set_flags_small(t, a, 8);
}

GEN(setf16)
{
    return set_flags_small(t, a, 16);
}

GEN(cfinv)
{
    (void)a;
    put_nzcv_bits(t, ir_op2i(t->ir, IR_XOR, IR_I64, nzcv_bits(t), 1 << 29));
    return true;
}

/* Bit `from` of x at bit `to`. */
static struct ir_val move_bit(struct translate *t, struct ir_val x, int from,
                              int to)
{
    x = gen_shift(t, 1, x, 1, from);
    x = ir_op2i(t->ir, IR_AND, IR_I64, x, 1);
    return gen_shift(t, 1, x, 0, to);
}

/* N = !C & !Z, Z = Z & C, C = C | Z, V = !C & Z (C6.2.386). */
GEN(xaflag)
{
    (void)a;
    struct ir_val f = nzcv_bits(t);
    struct ir_val z = move_bit(t, f, 30, 0), c = move_bit(t, f, 29, 0);
    struct ir_val any = ir_op2(t->ir, IR_OR, IR_I64, c, z);
    struct ir_val n = ir_op2i(t->ir, IR_XOR, IR_I64, any, 1);
    struct ir_val both = ir_op2(t->ir, IR_AND, IR_I64, c, z);
    struct ir_val v = ir_op2(t->ir, IR_ANDN, IR_I64, z, c);
    struct ir_val r = gen_shift(t, 1, n, 0, 31);
    r = ir_op2(t->ir, IR_OR, IR_I64, r, gen_shift(t, 1, both, 0, 30));
    r = ir_op2(t->ir, IR_OR, IR_I64, r, gen_shift(t, 1, any, 0, 29));
    r = ir_op2(t->ir, IR_OR, IR_I64, r, gen_shift(t, 1, v, 0, 28));
    put_nzcv_bits(t, r);
    return true;
}

/* N = 0, Z = Z | V, C = C & !V, V = 0 (C6.2.22). */
GEN(axflag)
{
    (void)a;
    struct ir_val f = nzcv_bits(t);
    struct ir_val v = move_bit(t, f, 28, 0);
    struct ir_val z = ir_op2(t->ir, IR_OR, IR_I64, move_bit(t, f, 30, 0), v);
    struct ir_val c = ir_op2(t->ir, IR_ANDN, IR_I64, move_bit(t, f, 29, 0), v);
    put_nzcv_bits(t, ir_op2(t->ir, IR_OR, IR_I64, gen_shift(t, 1, z, 0, 30),
                            gen_shift(t, 1, c, 0, 29)));
    return true;
}

static bool ccmp(struct translate *t, const struct aarch64_args *a,
                 enum ir_opcode op, struct ir_val y)
{
    struct ir_val x = get_x(t, a->rn, a->sf);
    enum ir_fc fc = cond_fc(a->cond);
    if (fc == FC_AL)
        put_flags(
            t, ir_flags(t->ir, op == IR_FL_CCMP ? IR_FL_SUB : IR_FL_ADD, x, y));
    else
        put_flags(
            t, ir_ccmp(t->ir, op, fc, get_flags(t), x, y, (unsigned)a->nzcv));
    return true;
}

GEN(ccmn_reg)
{
    return ccmp(t, a, IR_FL_CCMN, get_x(t, a->rm, a->sf));
}

GEN(ccmp_reg)
{
    return ccmp(t, a, IR_FL_CCMP, get_x(t, a->rm, a->sf));
}

GEN(ccmn_imm)
{
    return ccmp(t, a, IR_FL_CCMN, ir_const(t->ir, type_sf(a->sf), a->imm));
}

GEN(ccmp_imm)
{
    return ccmp(t, a, IR_FL_CCMP, ir_const(t->ir, type_sf(a->sf), a->imm));
}

/* rd = cond ? rn : no */
static bool select(struct translate *t, const struct aarch64_args *a,
                   struct ir_val no)
{
    struct ir_val yes = get_x(t, a->rn, a->sf);
    enum ir_fc fc = cond_fc(a->cond);
    if (fc != FC_AL)
        yes = ir_selfl(t->ir, fc, get_flags(t), yes, no);
    put_x(t, a->rd, yes);
    return true;
}

GEN(csel)
{
    return select(t, a, get_x(t, a->rm, a->sf));
}

/* Both sources are the zero register and the condition is a real one: the
 * inverted condition as a value. */
static bool is_cset(const struct aarch64_args *a)
{
    return a->rn == 31 && a->rm == 31 && a->cond < FC_AL;
}

static struct ir_val cset(struct translate *t, const struct aarch64_args *a)
{
    return ir_setfl(t->ir, type_sf(a->sf), (enum ir_fc)(a->cond ^ 1),
                    get_flags(t));
}

GEN(csinc)
{
    if (is_cset(a)) {
        put_x(t, a->rd, cset(t, a));
        return true;
    }
    return select(
        t, a,
        ir_op2i(t->ir, IR_ADD, type_sf(a->sf), get_x(t, a->rm, a->sf), 1));
}

GEN(csinv)
{
    if (is_cset(a)) {
        put_x(t, a->rd, ir_op1(t->ir, IR_NEG, type_sf(a->sf), cset(t, a)));
        return true;
    }
    return select(
        t, a, ir_op1(t->ir, IR_NOT, type_sf(a->sf), get_x(t, a->rm, a->sf)));
}

GEN(csneg)
{
    return select(
        t, a, ir_op1(t->ir, IR_NEG, type_sf(a->sf), get_x(t, a->rm, a->sf)));
}

/* Exchanges neighbouring groups of `n` bits; mask selects the lower ones. */
static struct ir_val swap_bits(struct translate *t, int64_t sf, struct ir_val x,
                               unsigned n, uint64_t mask)
{
    enum ir_type ty = type_sf(sf);
    int64_t m = sf ? (int64_t)mask : (int32_t)mask;
    struct ir_val lo = ir_op2i(t->ir, IR_AND, ty, x, m);
    struct ir_val hi = ir_op2i(t->ir, IR_SHR, ty, x, n);
    hi = ir_op2i(t->ir, IR_AND, ty, hi, m);
    lo = ir_op2i(t->ir, IR_SHL, ty, lo, n);
    return ir_op2(t->ir, IR_OR, ty, lo, hi);
}

GEN(rbit)
{
    struct ir_val x = get_x(t, a->rn, a->sf);
    x = ir_op1(t->ir, IR_BSWAP, type_sf(a->sf), x);
    x = swap_bits(t, a->sf, x, 4, UINT64_C(0x0f0f0f0f0f0f0f0f));
    x = swap_bits(t, a->sf, x, 2, UINT64_C(0x3333333333333333));
    x = swap_bits(t, a->sf, x, 1, UINT64_C(0x5555555555555555));
    put_x(t, a->rd, x);
    return true;
}

GEN(rev16)
{
    struct ir_val x = get_x(t, a->rn, a->sf);
    put_x(t, a->rd, swap_bits(t, a->sf, x, 8, UINT64_C(0x00ff00ff00ff00ff)));
    return true;
}

GEN(rev)
{
    struct ir_val x = get_x(t, a->rn, a->sf);
    put_x(t, a->rd, ir_op1(t->ir, IR_BSWAP, type_sf(a->sf), x));
    return true;
}

GEN(rev32)
{
    struct ir_val x = ir_op1(t->ir, IR_BSWAP, IR_I64, get_x(t, a->rn, 1));
    put_x(t, a->rd, gen_shift(t, 1, x, 3, 32));
    return true;
}

GEN(clz)
{
    struct ir_val x = get_x(t, a->rn, a->sf);
    put_x(t, a->rd, ir_op1(t->ir, IR_CLZ, type_sf(a->sf), x));
    return true;
}

GEN(cls)
{
    enum ir_type ty = type_sf(a->sf);
    struct ir_val x = get_x(t, a->rn, a->sf);
    x = ir_op2(t->ir, IR_XOR, ty, x, gen_shift(t, a->sf, x, 2, 1));
    x = ir_op1(t->ir, IR_CLZ, ty, x);
    put_x(t, a->rd, ir_op2i(t->ir, IR_SUB, ty, x, 1));
    return true;
}

/* A64 divides by zero to 0. */
GEN(div)
{
    enum ir_type ty = type_sf(a->sf);
    struct ir_val x = get_x(t, a->rn, a->sf), y = get_x(t, a->rm, a->sf);
    struct ir_val zero = ir_const(t->ir, ty, 0);
    struct ir_val q = ir_op2(t->ir, a->is_signed ? IR_DIVS : IR_DIVU, ty, x, y);
    put_x(t, a->rd, ir_select(t->ir, CC_EQ, y, zero, zero, q));
    return true;
}

GEN(shiftv)
{
    static const uint8_t op[] = {IR_SHL, IR_SHR, IR_SAR, IR_ROTR};
    struct ir_val x = get_x(t, a->rn, a->sf), y = get_x(t, a->rm, a->sf);
    put_x(t, a->rd,
          ir_op2(t->ir, (enum ir_opcode)op[a->shift], type_sf(a->sf), x, y));
    return true;
}

static bool crc(struct translate *t, const struct aarch64_args *a,
                enum aarch64_helper h)
{
    struct ir_val acc = ir_op1(t->ir, IR_ZEXT32, IR_I64, get_x(t, a->rn, 1));
    struct ir_val data = get_x(t, a->rm, 1);
    struct ir_val size = ir_const(t->ir, IR_I64, 1 << a->sz);
    put_x(t, a->rd, ir_helper(t->ir, IR_I64, h, acc, data, size, IR_NONE));
    return true;
}

GEN(crc32)
{
    return crc(t, a, HELPER_crc32);
}

GEN(crc32c)
{
    return crc(t, a, HELPER_crc32c);
}

static bool multiply(struct translate *t, const struct aarch64_args *a,
                     bool sub)
{
    enum ir_type ty = type_sf(a->sf);
    struct ir_val x = get_x(t, a->rn, a->sf), y = get_x(t, a->rm, a->sf);
    struct ir_val p = ir_op2(t->ir, IR_MUL, ty, x, y);
    if (a->ra != 31)
        p = ir_op2(t->ir, sub ? IR_SUB : IR_ADD, ty, get_x(t, a->ra, a->sf), p);
    else if (sub)
        p = ir_op1(t->ir, IR_NEG, ty, p);
    put_x(t, a->rd, p);
    return true;
}

GEN(madd)
{
    return multiply(t, a, false);
}

GEN(msub)
{
    return multiply(t, a, true);
}

GEN(maddl)
{
    enum ir_opcode ext = a->is_signed ? IR_SEXT32 : IR_ZEXT32;
    struct ir_val x = ir_op1(t->ir, ext, IR_I64, get_x(t, a->rn, 1));
    struct ir_val y = ir_op1(t->ir, ext, IR_I64, get_x(t, a->rm, 1));
    struct ir_val p = ir_op2(t->ir, IR_MUL, IR_I64, x, y);
    if (a->ra != 31)
        p = ir_op2(t->ir, a->sub ? IR_SUB : IR_ADD, IR_I64, get_x(t, a->ra, 1),
                   p);
    else if (a->sub)
        p = ir_op1(t->ir, IR_NEG, IR_I64, p);
    put_x(t, a->rd, p);
    return true;
}

GEN(mulh)
{
    struct ir_val x = get_x(t, a->rn, 1), y = get_x(t, a->rm, 1);
    put_x(t, a->rd,
          ir_op2(t->ir, a->is_signed ? IR_MULHS : IR_MULHU, IR_I64, x, y));
    return true;
}
