/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Branches and exceptions (Arm ARM, A64 instruction set encoding: Branches,
 * Exception Generating and System instructions).
 *
 * Whatever may close a loop polls first, while the state is still that of the
 * instruction's start.  Conditional branches are side exits: translation goes
 * on behind them.
 */
#include "config.h"

#include "target/aarch64/translate.h"

static void poll_if_back(struct translate *t, int64_t rel)
{
    if (rel <= 0)
        ir_poll(t->ir);
}

GEN(b)
{
    poll_if_back(t, a->imm);
    ir_jmp(t->ir, t->off + a->imm);
    t->done = true;
    return true;
}

GEN(bl)
{
    poll_if_back(t, a->imm);
    put_x(t, 30, ir_pcrel(t->ir, t->off + 4));
    ir_call(t->ir, t->off + a->imm, t->off + 4);
    t->done = true;
    return true;
}

GEN(cbz)
{
    poll_if_back(t, a->imm);
    struct ir_val x = get_x(t, a->rt, a->sf);
    ir_br(t->ir, a->ne ? CC_NE : CC_EQ, x, ir_const(t->ir, type_sf(a->sf), 0),
          t->off + a->imm);
    return true;
}

GEN(tbz)
{
    poll_if_back(t, a->imm);
    int64_t sf = a->bit >= 32;
    struct ir_val x = get_x(t, a->rt, sf);
    int64_t mask = sf ? (int64_t)(UINT64_C(1) << a->bit)
                      : (int32_t)(UINT32_C(1) << a->bit);
    ir_br(t->ir, a->ne ? CC_TSTNZ : CC_TSTZ, x,
          ir_const(t->ir, type_sf(sf), mask), t->off + a->imm);
    return true;
}

GEN(b_cond)
{
    enum ir_fc fc = cond_fc(a->cond);
    poll_if_back(t, a->imm);
    if (fc == FC_AL) {
        ir_jmp(t->ir, t->off + a->imm);
        t->done = true;
        return true;
    }
    ir_brfl(t->ir, fc, get_flags(t), t->off + a->imm);
    return true;
}

GEN(br)
{
    ir_poll(t->ir);
    ir_jmpi(t->ir, get_x(t, a->rn, 1));
    t->done = true;
    return true;
}

GEN(blr)
{
    ir_poll(t->ir);
    /* The target is read before x30 is written: BLR x30. */
    struct ir_val to = get_x(t, a->rn, 1);
    put_x(t, 30, ir_pcrel(t->ir, t->off + 4));
    ir_calli(t->ir, to, t->off + 4);
    t->done = true;
    return true;
}

GEN(ret)
{
    ir_ret(t->ir, get_x(t, a->rn, 1));
    t->done = true;
    return true;
}

static bool leave(struct translate *t, enum cpu_exit reason, int64_t off)
{
    ir_exit(t->ir, reason, off);
    t->done = true;
    return true;
}

GEN(svc)
{
    (void)a;
    return leave(t, EXIT_SYSCALL, t->off + 4);
}

GEN(brk)
{
    (void)a;
    return leave(t, EXIT_BREAK, t->off);
}

/* The vDSO's private trap is UDF #0xca00 + service. */
static bool is_vdso_trap(const struct translate *t,
                         const struct aarch64_args *a)
{
    return a->insn >> 8 == 0xca && translate_in_vdso(t);
}

/* UDF, and what is undefined at EL0 on Linux: HVC, SMC, HLT. */
GEN(udf)
{
    if (is_vdso_trap(t, a)) {
        put_x(t, 16,
              ir_helper(t->ir, IR_I64, HELPER_vdso,
                        ir_const(t->ir, IR_I64, a->imm & 255), get_x(t, 0, 1),
                        get_x(t, 1, 1), IR_NONE));
        return true;
    }
    return leave(t, EXIT_ILLEGAL, t->off);
}
