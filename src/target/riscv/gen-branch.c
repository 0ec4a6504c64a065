/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Jumps and branches.
 *
 * Which jumps are calls and returns is told by the link registers x1 and x5
 * (unprivileged specification, RV32I: Unconditional Jumps, table of
 * return-address stack hints).
 */
#include "config.h"

#include "target/riscv/gen.h"

/* A place to stop in each loop, before anything of the instruction is done. */
static void poll_backward(struct translate *t, int64_t target)
{
    if (target <= t->off)
        ir_poll(t->ir);
}

static bool is_link(int64_t r)
{
    return r == RISCV_RA || r == RISCV_T0;
}

static void put_link(struct translate *t, const struct riscv_args *a)
{
    if (a->rd != 0)
        gen_put(t, a->rd, ir_pcrel(t->ir, gen_next(t, a)));
}

/* To a known place, with the return address in rd. */
static bool jump(struct translate *t, const struct riscv_args *a,
                 int64_t target)
{
    poll_backward(t, target);
    put_link(t, a);
    if (is_link(a->rd))
        ir_call(t->ir, target, gen_next(t, a));
    else
        ir_jmp(t->ir, target);
    return gen_end(t);
}

bool riscv_gen_jal(struct translate *t, const struct riscv_args *a)
{
    return jump(t, a, t->off + a->imm);
}

bool riscv_gen_jalr(struct translate *t, const struct riscv_args *a)
{
    bool pop = is_link(a->rs1) && a->rd != a->rs1, push = is_link(a->rd);
    struct ir_val to =
        ir_op2i(t->ir, IR_ADD, IR_I64, gen_get(t, a->rs1), a->imm);
    const struct ir_insn *in = &t->ir->op[to.id];

    if (in->op == IR_PCREL)
        return jump(t, a, in->imm & ~INT64_C(1));
    to = ir_op2i(t->ir, IR_AND, IR_I64, to, ~INT64_C(1));
    if (pop && !push) {
        put_link(t, a);
        ir_ret(t->ir, to);
        return gen_end(t);
    }
    ir_poll(t->ir);
    put_link(t, a);
    /* Pop and push at once swaps coroutines; pairing it would only leave
     * stale pairs behind. */
    if (push && !pop)
        ir_calli(t->ir, to, gen_next(t, a));
    else
        ir_jmpi(t->ir, to);
    return gen_end(t);
}

static bool branch(struct translate *t, const struct riscv_args *a,
                   enum ir_cc cc)
{
    int64_t target = t->off + a->imm;

    poll_backward(t, target);
    ir_br(t->ir, cc, gen_get(t, a->rs1), gen_get(t, a->rs2), target);
    return true;
}

bool riscv_gen_beq(struct translate *t, const struct riscv_args *a)
{
    return branch(t, a, CC_EQ);
}

bool riscv_gen_bne(struct translate *t, const struct riscv_args *a)
{
    return branch(t, a, CC_NE);
}

bool riscv_gen_blt(struct translate *t, const struct riscv_args *a)
{
    return branch(t, a, CC_LT);
}

bool riscv_gen_bge(struct translate *t, const struct riscv_args *a)
{
    return branch(t, a, CC_GE);
}

bool riscv_gen_bltu(struct translate *t, const struct riscv_args *a)
{
    return branch(t, a, CC_LTU);
}

bool riscv_gen_bgeu(struct translate *t, const struct riscv_args *a)
{
    return branch(t, a, CC_GEU);
}
