/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Zba, Zbb, Zbs: the B extension (unprivileged specification, chapter B). */
#include "config.h"

#include "target/riscv/gen.h"

static struct ir_val unsigned_word(struct translate *t, int64_t r)
{
    return ir_op1(t->ir, IR_ZEXT32, IR_I64, gen_get(t, r));
}

/* rd = (x << n) + rs2 */
static bool shift_add(struct translate *t, const struct riscv_args *a,
                      struct ir_val x, int n)
{
    struct ir_val shifted = ir_op2i(t->ir, IR_SHL, IR_I64, x, n);

    gen_put(t, a->rd,
            ir_op2(t->ir, IR_ADD, IR_I64, shifted, gen_get(t, a->rs2)));
    return true;
}

bool riscv_gen_add_uw(struct translate *t, const struct riscv_args *a)
{
    return shift_add(t, a, unsigned_word(t, a->rs1), 0);
}

bool riscv_gen_sh1add(struct translate *t, const struct riscv_args *a)
{
    return shift_add(t, a, gen_get(t, a->rs1), 1);
}

bool riscv_gen_sh2add(struct translate *t, const struct riscv_args *a)
{
    return shift_add(t, a, gen_get(t, a->rs1), 2);
}

bool riscv_gen_sh3add(struct translate *t, const struct riscv_args *a)
{
    return shift_add(t, a, gen_get(t, a->rs1), 3);
}

bool riscv_gen_sh1add_uw(struct translate *t, const struct riscv_args *a)
{
    return shift_add(t, a, unsigned_word(t, a->rs1), 1);
}

bool riscv_gen_sh2add_uw(struct translate *t, const struct riscv_args *a)
{
    return shift_add(t, a, unsigned_word(t, a->rs1), 2);
}

bool riscv_gen_sh3add_uw(struct translate *t, const struct riscv_args *a)
{
    return shift_add(t, a, unsigned_word(t, a->rs1), 3);
}

bool riscv_gen_slli_uw(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd,
            ir_op2i(t->ir, IR_SHL, IR_I64, unsigned_word(t, a->rs1), a->shamt));
    return true;
}

/* rd = rs1 OP ~rs2 */
static bool with_not(struct translate *t, const struct riscv_args *a,
                     enum ir_opcode op)
{
    struct ir_val y = ir_op1(t->ir, IR_NOT, IR_I64, gen_get(t, a->rs2));

    gen_put(t, a->rd, ir_op2(t->ir, op, IR_I64, gen_get(t, a->rs1), y));
    return true;
}

bool riscv_gen_andn(struct translate *t, const struct riscv_args *a)
{
    gen_put(
        t, a->rd,
        ir_op2(t->ir, IR_ANDN, IR_I64, gen_get(t, a->rs1), gen_get(t, a->rs2)));
    return true;
}

bool riscv_gen_orn(struct translate *t, const struct riscv_args *a)
{
    return with_not(t, a, IR_OR);
}

bool riscv_gen_xnor(struct translate *t, const struct riscv_args *a)
{
    return with_not(t, a, IR_XOR);
}

static bool unary(struct translate *t, const struct riscv_args *a,
                  enum ir_opcode op)
{
    gen_put(t, a->rd, ir_op1(t->ir, op, IR_I64, gen_get(t, a->rs1)));
    return true;
}

/* On the low word; results are counts, so that either extension would do. */
static bool unary32(struct translate *t, const struct riscv_args *a,
                    enum ir_opcode op)
{
    struct ir_val v = ir_op1(t->ir, op, IR_I32, gen_get32(t, a->rs1));

    gen_put(t, a->rd, ir_op1(t->ir, IR_ZEXT32, IR_I64, v));
    return true;
}

bool riscv_gen_clz(struct translate *t, const struct riscv_args *a)
{
    return unary(t, a, IR_CLZ);
}

bool riscv_gen_ctz(struct translate *t, const struct riscv_args *a)
{
    return unary(t, a, IR_CTZ);
}

bool riscv_gen_cpop(struct translate *t, const struct riscv_args *a)
{
    return unary(t, a, IR_POPCNT);
}

bool riscv_gen_clzw(struct translate *t, const struct riscv_args *a)
{
    return unary32(t, a, IR_CLZ);
}

bool riscv_gen_ctzw(struct translate *t, const struct riscv_args *a)
{
    return unary32(t, a, IR_CTZ);
}

bool riscv_gen_cpopw(struct translate *t, const struct riscv_args *a)
{
    return unary32(t, a, IR_POPCNT);
}

bool riscv_gen_sext_b(struct translate *t, const struct riscv_args *a)
{
    return unary(t, a, IR_SEXT8);
}

bool riscv_gen_sext_h(struct translate *t, const struct riscv_args *a)
{
    return unary(t, a, IR_SEXT16);
}

bool riscv_gen_zext_h(struct translate *t, const struct riscv_args *a)
{
    return unary(t, a, IR_ZEXT16);
}

bool riscv_gen_rev8(struct translate *t, const struct riscv_args *a)
{
    return unary(t, a, IR_BSWAP);
}

/*
 * Ones in each byte that is not zero: adding 0x7f to its low seven bits
 * carries into the top bit if any is set, and a one there, moved to the
 * bottom of its byte, is multiplied by 255 as 256 - 1.
 */
bool riscv_gen_orc_b(struct translate *t, const struct riscv_args *a)
{
    const int64_t low = 0x7f7f7f7f7f7f7f7f;
    struct ir_block *b = t->ir;
    struct ir_val x = gen_get(t, a->rs1), v;

    v = ir_op2i(b, IR_AND, IR_I64, x, low);
    v = ir_op2i(b, IR_ADD, IR_I64, v, low);
    v = ir_op2(b, IR_OR, IR_I64, v, x);
    v = ir_op2i(b, IR_AND, IR_I64, v, ~low);
    v = ir_op2(b, IR_SUB, IR_I64, ir_op2i(b, IR_SHL, IR_I64, v, 1),
               ir_op2i(b, IR_SHR, IR_I64, v, 7));
    gen_put(t, a->rd, v);
    return true;
}

static bool choose(struct translate *t, const struct riscv_args *a,
                   enum ir_cc cc)
{
    struct ir_val x = gen_get(t, a->rs1), y = gen_get(t, a->rs2);

    gen_put(t, a->rd, ir_select(t->ir, cc, x, y, x, y));
    return true;
}

bool riscv_gen_min(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, CC_LT);
}

bool riscv_gen_minu(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, CC_LTU);
}

bool riscv_gen_max(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, CC_GT);
}

bool riscv_gen_maxu(struct translate *t, const struct riscv_args *a)
{
    return choose(t, a, CC_GTU);
}

bool riscv_gen_ror(struct translate *t, const struct riscv_args *a)
{
    gen_put(
        t, a->rd,
        ir_op2(t->ir, IR_ROTR, IR_I64, gen_get(t, a->rs1), gen_get(t, a->rs2)));
    return true;
}

bool riscv_gen_rol(struct translate *t, const struct riscv_args *a)
{
    struct ir_val n = ir_op1(t->ir, IR_NEG, IR_I64, gen_get(t, a->rs2));

    gen_put(t, a->rd, ir_op2(t->ir, IR_ROTR, IR_I64, gen_get(t, a->rs1), n));
    return true;
}

bool riscv_gen_rorw(struct translate *t, const struct riscv_args *a)
{
    gen_put32(t, a->rd,
              ir_op2(t->ir, IR_ROTR, IR_I32, gen_get32(t, a->rs1),
                     gen_get32(t, a->rs2)));
    return true;
}

bool riscv_gen_rolw(struct translate *t, const struct riscv_args *a)
{
    struct ir_val n = ir_op1(t->ir, IR_NEG, IR_I32, gen_get32(t, a->rs2));

    gen_put32(t, a->rd,
              ir_op2(t->ir, IR_ROTR, IR_I32, gen_get32(t, a->rs1), n));
    return true;
}

bool riscv_gen_rori(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd,
            ir_op2i(t->ir, IR_ROTR, IR_I64, gen_get(t, a->rs1), a->shamt));
    return true;
}

bool riscv_gen_roriw(struct translate *t, const struct riscv_args *a)
{
    gen_put32(t, a->rd,
              ir_op2i(t->ir, IR_ROTR, IR_I32, gen_get32(t, a->rs1), a->shamt));
    return true;
}

/* 1 << (rs2 mod 64) */
static struct ir_val bit(struct translate *t, const struct riscv_args *a)
{
    return ir_op2(t->ir, IR_SHL, IR_I64, gen_const(t, 1), gen_get(t, a->rs2));
}

static struct ir_val bit_imm(struct translate *t, const struct riscv_args *a)
{
    return gen_const(t, (int64_t)(UINT64_C(1) << a->shamt));
}

static bool with_bit(struct translate *t, const struct riscv_args *a,
                     enum ir_opcode op, struct ir_val mask)
{
    gen_put(t, a->rd, ir_op2(t->ir, op, IR_I64, gen_get(t, a->rs1), mask));
    return true;
}

bool riscv_gen_bclr(struct translate *t, const struct riscv_args *a)
{
    return with_bit(t, a, IR_ANDN, bit(t, a));
}

bool riscv_gen_bclri(struct translate *t, const struct riscv_args *a)
{
    return with_bit(t, a, IR_ANDN, bit_imm(t, a));
}

bool riscv_gen_binv(struct translate *t, const struct riscv_args *a)
{
    return with_bit(t, a, IR_XOR, bit(t, a));
}

bool riscv_gen_binvi(struct translate *t, const struct riscv_args *a)
{
    return with_bit(t, a, IR_XOR, bit_imm(t, a));
}

bool riscv_gen_bset(struct translate *t, const struct riscv_args *a)
{
    return with_bit(t, a, IR_OR, bit(t, a));
}

bool riscv_gen_bseti(struct translate *t, const struct riscv_args *a)
{
    return with_bit(t, a, IR_OR, bit_imm(t, a));
}

static bool extract(struct translate *t, const struct riscv_args *a,
                    struct ir_val n)
{
    struct ir_val v = ir_op2(t->ir, IR_SHR, IR_I64, gen_get(t, a->rs1), n);

    gen_put(t, a->rd, ir_op2i(t->ir, IR_AND, IR_I64, v, 1));
    return true;
}

bool riscv_gen_bext(struct translate *t, const struct riscv_args *a)
{
    return extract(t, a, gen_get(t, a->rs2));
}

bool riscv_gen_bexti(struct translate *t, const struct riscv_args *a)
{
    return extract(t, a, gen_const(t, a->shamt));
}
