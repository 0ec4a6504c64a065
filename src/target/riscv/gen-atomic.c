/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RV64A: reservations and atomic memory operations. */
#include "config.h"

#include "target/riscv/gen.h"

static enum ir_type type_of(const struct riscv_args *a)
{
    return a->wide ? IR_I64 : IR_I32;
}

static unsigned mem_of(const struct riscv_args *a)
{
    return (a->wide ? MEM_64 : MEM_32) | (a->aq ? MEM_ACQ : 0) |
           (a->rl ? MEM_REL : 0);
}

/* The address in rs1, which must be aligned (12.2). */
static struct ir_val address(struct translate *t, const struct riscv_args *a)
{
    struct ir_val addr = gen_get(t, a->rs1);

    ir_trap(t->ir, CC_TSTNZ, addr, gen_const(t, a->wide ? 7 : 3), EXIT_ALIGN,
            addr);
    return addr;
}

static struct ir_val operand(struct translate *t, const struct riscv_args *a)
{
    return a->wide ? gen_get(t, a->rs2) : gen_get32(t, a->rs2);
}

static struct ir_val widen(struct translate *t, const struct riscv_args *a,
                           struct ir_val v)
{
    return a->wide ? v : ir_op1(t->ir, IR_SEXT32, IR_I64, v);
}

/* With rl, no earlier store may be passed (12.2): x86 loads would. */
bool riscv_gen_lr(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    struct ir_val addr = address(t, a);

    if (a->rl)
        ir_fence(b);
    struct ir_val v =
        ir_ld(b, IR_I64, (a->wide ? MEM_64 : MEM_32 | MEM_SIGN) | MEM_ACQ, addr,
              IR_NONE, 0, 0);
    ir_put(b, RISCV_SLOT_EXCL_ADDR, addr);
    ir_put(b, RISCV_SLOT_EXCL_VAL, v);
    gen_put(t, a->rd, v);
    return true;
}

/*
 * Succeeds while memory holds what LR loaded.  Without a reservation here the
 * exchange writes back the expected value, if it is there, so that one
 * straight line serves both cases.
 */
bool riscv_gen_sc(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    enum ir_type type = type_of(a);
    struct ir_val addr = address(t, a);
    struct ir_val held = ir_get(b, RISCV_SLOT_EXCL_ADDR, IR_I64);
    struct ir_val expected = ir_get(b, RISCV_SLOT_EXCL_VAL, IR_I64);

    if (!a->wide)
        expected = ir_op1(b, IR_TRUNC, IR_I32, expected);
    struct ir_val desired =
        ir_select(b, CC_EQ, addr, held, operand(t, a), expected);
    struct ir_val old = ir_cmpxchg(b, type, mem_of(a), addr, expected, desired);
    struct ir_val lost = ir_setcc(b, IR_I64, CC_NE, addr, held);
    struct ir_val changed = ir_setcc(b, IR_I64, CC_NE, old, expected);

    ir_put(b, RISCV_SLOT_EXCL_ADDR, gen_const(t, -1));
    gen_put(t, a->rd, ir_op2(b, IR_OR, IR_I64, lost, changed));
    return true;
}

static bool amo(struct translate *t, const struct riscv_args *a, enum ir_rmw op)
{
    struct ir_val addr = address(t, a);
    struct ir_val old =
        ir_rmw(t->ir, type_of(a), op, mem_of(a), addr, operand(t, a));

    gen_put(t, a->rd, widen(t, a, old));
    return true;
}

bool riscv_gen_amoswap(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_XCHG);
}

bool riscv_gen_amoadd(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_ADD);
}

bool riscv_gen_amoxor(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_XOR);
}

bool riscv_gen_amoand(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_AND);
}

bool riscv_gen_amoor(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_OR);
}

bool riscv_gen_amomin(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_MIN);
}

bool riscv_gen_amomax(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_MAX);
}

bool riscv_gen_amominu(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_MINU);
}

bool riscv_gen_amomaxu(struct translate *t, const struct riscv_args *a)
{
    return amo(t, a, RMW_MAXU);
}
