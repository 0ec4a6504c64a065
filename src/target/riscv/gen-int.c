/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The computation of RV64I, RV64M and Zicond. */
#include "config.h"

#include "target/riscv/gen.h"

/* rd = rs1 OP rs2 */
static bool binary(struct translate *t, const struct riscv_args *a,
                   enum ir_opcode op)
{
    gen_put(t, a->rd,
            ir_op2(t->ir, op, IR_I64, gen_get(t, a->rs1), gen_get(t, a->rs2)));
    return true;
}

static bool binary32(struct translate *t, const struct riscv_args *a,
                     enum ir_opcode op)
{
    gen_put32(
        t, a->rd,
        ir_op2(t->ir, op, IR_I32, gen_get32(t, a->rs1), gen_get32(t, a->rs2)));
    return true;
}

static bool immediate(struct translate *t, const struct riscv_args *a,
                      enum ir_opcode op, int64_t imm)
{
    gen_put(t, a->rd, ir_op2i(t->ir, op, IR_I64, gen_get(t, a->rs1), imm));
    return true;
}

static bool immediate32(struct translate *t, const struct riscv_args *a,
                        enum ir_opcode op, int64_t imm)
{
    gen_put32(t, a->rd, ir_op2i(t->ir, op, IR_I32, gen_get32(t, a->rs1), imm));
    return true;
}

static bool set(struct translate *t, const struct riscv_args *a, enum ir_cc cc,
                struct ir_val y)
{
    gen_put(t, a->rd, ir_setcc(t->ir, IR_I64, cc, gen_get(t, a->rs1), y));
    return true;
}

bool riscv_gen_lui(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, gen_const(t, a->imm * 4096));
    return true;
}

bool riscv_gen_auipc(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, ir_pcrel(t->ir, t->off + a->imm * 4096));
    return true;
}

bool riscv_gen_addi(struct translate *t, const struct riscv_args *a)
{
    return immediate(t, a, IR_ADD, a->imm);
}

bool riscv_gen_slti(struct translate *t, const struct riscv_args *a)
{
    return set(t, a, CC_LT, gen_const(t, a->imm));
}

bool riscv_gen_sltiu(struct translate *t, const struct riscv_args *a)
{
    return set(t, a, CC_LTU, gen_const(t, a->imm));
}

bool riscv_gen_xori(struct translate *t, const struct riscv_args *a)
{
    return immediate(t, a, IR_XOR, a->imm);
}

bool riscv_gen_ori(struct translate *t, const struct riscv_args *a)
{
    return immediate(t, a, IR_OR, a->imm);
}

bool riscv_gen_andi(struct translate *t, const struct riscv_args *a)
{
    return immediate(t, a, IR_AND, a->imm);
}

bool riscv_gen_slli(struct translate *t, const struct riscv_args *a)
{
    return immediate(t, a, IR_SHL, a->shamt);
}

bool riscv_gen_srli(struct translate *t, const struct riscv_args *a)
{
    return immediate(t, a, IR_SHR, a->shamt);
}

bool riscv_gen_srai(struct translate *t, const struct riscv_args *a)
{
    return immediate(t, a, IR_SAR, a->shamt);
}

bool riscv_gen_add(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_ADD);
}

bool riscv_gen_sub(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_SUB);
}

bool riscv_gen_sll(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_SHL);
}

bool riscv_gen_slt(struct translate *t, const struct riscv_args *a)
{
    return set(t, a, CC_LT, gen_get(t, a->rs2));
}

bool riscv_gen_sltu(struct translate *t, const struct riscv_args *a)
{
    return set(t, a, CC_LTU, gen_get(t, a->rs2));
}

bool riscv_gen_xor(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_XOR);
}

bool riscv_gen_srl(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_SHR);
}

bool riscv_gen_sra(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_SAR);
}

bool riscv_gen_or(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_OR);
}

bool riscv_gen_and(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_AND);
}

bool riscv_gen_addiw(struct translate *t, const struct riscv_args *a)
{
    return immediate32(t, a, IR_ADD, a->imm);
}

bool riscv_gen_slliw(struct translate *t, const struct riscv_args *a)
{
    return immediate32(t, a, IR_SHL, a->shamt);
}

bool riscv_gen_srliw(struct translate *t, const struct riscv_args *a)
{
    return immediate32(t, a, IR_SHR, a->shamt);
}

bool riscv_gen_sraiw(struct translate *t, const struct riscv_args *a)
{
    return immediate32(t, a, IR_SAR, a->shamt);
}

bool riscv_gen_addw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_ADD);
}

bool riscv_gen_subw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_SUB);
}

bool riscv_gen_sllw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_SHL);
}

bool riscv_gen_srlw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_SHR);
}

bool riscv_gen_sraw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_SAR);
}

bool riscv_gen_mul(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_MUL);
}

bool riscv_gen_mulh(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_MULHS);
}

bool riscv_gen_mulhu(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_MULHU);
}

/* A negative rs1 taken as unsigned is 2^64 too large: rs2 too much in the high
 * half. */
bool riscv_gen_mulhsu(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    struct ir_val x = gen_get(t, a->rs1), y = gen_get(t, a->rs2);
    struct ir_val sign = ir_op2i(b, IR_SAR, IR_I64, x, 63);
    struct ir_val excess = ir_op2(b, IR_AND, IR_I64, sign, y);
    struct ir_val high = ir_op2(b, IR_MULHU, IR_I64, x, y);

    gen_put(t, a->rd, ir_op2(b, IR_SUB, IR_I64, high, excess));
    return true;
}

bool riscv_gen_div(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_DIVS);
}

bool riscv_gen_divu(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_DIVU);
}

bool riscv_gen_rem(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_REMS);
}

bool riscv_gen_remu(struct translate *t, const struct riscv_args *a)
{
    return binary(t, a, IR_REMU);
}

bool riscv_gen_mulw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_MUL);
}

bool riscv_gen_divw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_DIVS);
}

bool riscv_gen_divuw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_DIVU);
}

bool riscv_gen_remw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_REMS);
}

bool riscv_gen_remuw(struct translate *t, const struct riscv_args *a)
{
    return binary32(t, a, IR_REMU);
}

/* rd = cc(rs2, 0) ? 0 : rs1 */
static bool zero_if(struct translate *t, const struct riscv_args *a,
                    enum ir_cc cc)
{
    struct ir_val zero = gen_const(t, 0), x = gen_get(t, a->rs1);

    gen_put(t, a->rd, ir_select(t->ir, cc, gen_get(t, a->rs2), zero, zero, x));
    return true;
}

bool riscv_gen_czero_eqz(struct translate *t, const struct riscv_args *a)
{
    return zero_if(t, a, CC_EQ);
}

bool riscv_gen_czero_nez(struct translate *t, const struct riscv_args *a)
{
    return zero_if(t, a, CC_NE);
}
