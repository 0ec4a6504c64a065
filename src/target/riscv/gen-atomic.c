/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reservations and atomic memory operations: RV64A, Zabha and Zacas. */
#include "config.h"

#include "cpu/atomic.h"
#include "target/riscv/gen.h"

static enum ir_type type_of(const struct riscv_args *a)
{
    return a->size == MEM_64 ? IR_I64 : IR_I32;
}

static unsigned mem_of(const struct riscv_args *a)
{
    return (unsigned)a->size | (a->aq ? MEM_ACQ : 0) | (a->rl ? MEM_REL : 0);
}

/* The address in rs1, which must be aligned to the operand's size of 1 << size
 * bytes (Zaamo extension). */
static struct ir_val aligned(struct translate *t, const struct riscv_args *a,
                             unsigned size)
{
    struct ir_val addr = gen_get(t, a->rs1);

    if (size > 0)
        ir_trap(t->ir, CC_TSTNZ, addr, gen_const(t, (1 << size) - 1),
                EXIT_ALIGN, addr);
    return addr;
}

static struct ir_val address(struct translate *t, const struct riscv_args *a)
{
    return aligned(t, a, (unsigned)a->size);
}

/* A register as an operand of the operation's type. */
static struct ir_val operand(struct translate *t, const struct riscv_args *a,
                             int64_t r)
{
    return a->size == MEM_64 ? gen_get(t, r) : gen_get32(t, r);
}

static struct ir_val widen(struct translate *t, const struct riscv_args *a,
                           struct ir_val v)
{
    static const uint8_t op[] = {
        [MEM_8] = IR_SEXT8, [MEM_16] = IR_SEXT16, [MEM_32] = IR_SEXT32};

    return a->size == MEM_64
               ? v
               : ir_op1(t->ir, (enum ir_opcode)op[a->size], IR_I64, v);
}

/* With rl, no earlier store may be passed (Zalrsc extension): x86 loads would.
 */
bool riscv_gen_lr(struct translate *t, const struct riscv_args *a)
{
    struct ir_val addr = address(t, a);

    if (a->rl)
        ir_fence(t->ir);
    gen_put(t, a->rd,
            atomic_load_ex(t, (unsigned)a->size | MEM_SIGN | MEM_ACQ, addr));
    return true;
}

bool riscv_gen_sc(struct translate *t, const struct riscv_args *a)
{
    struct ir_val addr = address(t, a);
    struct ir_val status =
        atomic_store_ex(t, type_of(a), mem_of(a), addr, operand(t, a, a->rs2));

    gen_put(t, a->rd, ir_op1(t->ir, IR_ZEXT32, IR_I64, status));
    return true;
}

static bool amo(struct translate *t, const struct riscv_args *a, enum ir_rmw op)
{
    struct ir_val addr = address(t, a);
    struct ir_val old =
        atomic_rmw(t, type_of(a), op, mem_of(a), addr, operand(t, a, a->rs2));

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

bool riscv_gen_amocas(struct translate *t, const struct riscv_args *a)
{
    struct ir_val addr = address(t, a);
    struct ir_val old =
        atomic_cmpxchg(t, type_of(a), mem_of(a), addr, operand(t, a, a->rd),
                       operand(t, a, a->rs2));

    gen_put(t, a->rd, widen(t, a, old));
    return true;
}

/* Pairs of registers; that of x0 is zero, and x1 is not looked at. */
bool riscv_gen_amocas_q(struct translate *t, const struct riscv_args *a)
{
    struct ir_val addr = aligned(t, a, MEM_128), old[2];
    int64_t rd_high = a->rd ? a->rd + 1 : 0, rs2_high = a->rs2 ? a->rs2 + 1 : 0;
    const struct ir_val want[2] = {gen_get(t, a->rd), gen_get(t, rd_high)};
    const struct ir_val to[2] = {gen_get(t, a->rs2), gen_get(t, rs2_high)};

    atomic_cmpxchg16(t, addr, want, to, old);
    gen_put(t, a->rd, old[0]);
    gen_put(t, rd_high, old[1]);
    return true;
}
