/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory copy and set (Arm ARM, Memory Copy and Memory Set instructions;
 * pseudocode CPYParams and SETParams), option A of their register formats.
 *
 * The prologue copies nothing, and so cannot fault: it brings the registers
 * into the format.  The main part does all of it, in a helper, which keeps the
 * registers up with what is done.  The epilogue finds nothing to do, unless
 * somebody came to it otherwise.  All that is not usual happens in a block with
 * TB_PLAIN.
 */
#include "config.h"

#include "target/aarch64/mops.h"
#include "target/aarch64/translate.h"

static struct ir_val constant(struct translate *t, int64_t v)
{
    return ir_const(t->ir, IR_I64, v);
}

static struct ir_val saturated(struct translate *t, int64_t rn, int64_t max)
{
    struct ir_val n = get_x(t, rn, 1);
    return ir_select(t->ir, CC_GTU, n, constant(t, max), constant(t, max), n);
}

static void option_a(struct translate *t)
{
    put_flags(t, ir_op1(t->ir, IR_FL_PACK, IR_FLAGS, constant(t, 0)));
}

/* What a copy adds to both addresses: n, but 0 if it must go backwards, which
 * is when the destination lies less than n bytes behind the source, in 56 bits.
 */
static struct ir_val direction(struct translate *t, struct ir_val to,
                               struct ir_val from, struct ir_val n)
{
    struct ir_block *b = t->ir;
    struct ir_val distance =
        gen_shift(t, 1, ir_op2(b, IR_SUB, IR_I64, to, from), 0, 8);
    struct ir_val size = gen_shift(t, 1, n, 0, 8);
    distance = ir_op2i(b, IR_SUB, IR_I64, distance, 1);
    size = ir_op2i(b, IR_SUB, IR_I64, size, 1);
    return ir_select(b, CC_LTU, distance, size, constant(t, 0), n);
}

GEN(cpyp)
{
    struct ir_block *b = t->ir;
    int64_t max = a->move ? (INT64_C(1) << 55) - 1 : INT64_MAX;
    struct ir_val to = get_x(t, a->rd, 1), from = get_x(t, a->rs, 1);
    struct ir_val n = saturated(t, a->rn, max);
    struct ir_val step = a->move ? direction(t, to, from, n) : n;
    put_x(t, a->rd, ir_op2(b, IR_ADD, IR_I64, to, step));
    put_x(t, a->rs, ir_op2(b, IR_ADD, IR_I64, from, step));
    put_x(t, a->rn, ir_op2(b, IR_SUB, IR_I64, n, gen_shift(t, 1, step, 0, 1)));
    option_a(t);
    return true;
}

GEN(setp)
{
    struct ir_val n = saturated(t, a->rn, INT64_MAX);
    put_x(t, a->rd, ir_op2(t->ir, IR_ADD, IR_I64, get_x(t, a->rd, 1), n));
    put_x(t, a->rn, ir_op1(t->ir, IR_NEG, IR_I64, n));
    option_a(t);
    return true;
}

static struct ir_val help(struct translate *t, const struct aarch64_args *a,
                          enum aarch64_helper h)
{
    return ir_helper(t->ir, IR_I64, h, constant(t, a->rd), constant(t, a->rs),
                     constant(t, a->rn), IR_NONE);
}

static void leave_if(struct translate *t, struct ir_val result,
                     enum mops_result is, unsigned reason)
{
    ir_trap(t->ir, CC_EQ, result, constant(t, is), reason, IR_NONE);
}

/* Linux goes back to the prologue, `insns` before, in its format. */
static void restart(struct translate *t, const struct aarch64_args *a,
                    enum aarch64_helper h, int insns)
{
    struct ir_val again = help(t, a, h);
    ir_br(t->ir, CC_NE, again, constant(t, 0), t->off - 4 * insns);
}

static bool main_part(struct translate *t, const struct aarch64_args *a,
                      enum aarch64_helper run, enum aarch64_helper reset)
{
    ir_poll(t->ir);
    struct ir_val result = help(t, a, run);
    if (!t->plain) {
        ir_trap(t->ir, CC_NE, result, constant(t, MOPS_DONE), CPU_RETRY_PLAIN,
                IR_NONE);
        return true;
    }
    leave_if(t, result, MOPS_STOP, EXIT_STOP);
    leave_if(t, result, MOPS_FAULT, EXIT_FAULT);
    restart(t, a, reset, 1);
    return true;
}

static bool epilogue(struct translate *t, const struct aarch64_args *a,
                     enum aarch64_helper reset)
{
    if (!t->plain) {
        ir_trap(t->ir, CC_NE, get_x(t, a->rn, 1), constant(t, 0),
                CPU_RETRY_PLAIN, IR_NONE);
        return true;
    }
    ir_poll(t->ir);
    restart(t, a, reset, 2);
    return true;
}

GEN(cpym)
{
    return main_part(t, a, HELPER_mops_copy, HELPER_mops_reset_copy);
}

GEN(cpye)
{
    return epilogue(t, a, HELPER_mops_reset_copy);
}

GEN(setm)
{
    return main_part(t, a, HELPER_mops_set, HELPER_mops_reset_set);
}

GEN(sete)
{
    return epilogue(t, a, HELPER_mops_reset_set);
}
