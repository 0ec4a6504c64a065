/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RV64A: reservations and atomic memory operations. */
#include "config.h"

#include "cpu/atomic.h"
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
    struct ir_val addr = address(t, a);

    if (a->rl)
        ir_fence(t->ir);
    gen_put(t, a->rd,
            atomic_load_ex(t, (a->wide ? MEM_64 : MEM_32 | MEM_SIGN) | MEM_ACQ,
                           addr));
    return true;
}

bool riscv_gen_sc(struct translate *t, const struct riscv_args *a)
{
    struct ir_val addr = address(t, a);
    struct ir_val status =
        atomic_store_ex(t, type_of(a), mem_of(a), addr, operand(t, a));

    gen_put(t, a->rd, ir_op1(t->ir, IR_ZEXT32, IR_I64, status));
    return true;
}

static bool amo(struct translate *t, const struct riscv_args *a, enum ir_rmw op)
{
    struct ir_val addr = address(t, a);
    struct ir_val old =
        atomic_rmw(t, type_of(a), op, mem_of(a), addr, operand(t, a));

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
