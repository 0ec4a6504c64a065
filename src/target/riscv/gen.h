/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the semantic functions of RISC-V share: registers as IR values.
 *
 * A function riscv_gen_X appends the IR of one instruction to t->ir and returns
 * true, or returns false, with nothing appended that has an effect, when the
 * operands are not allocated.  Only the translating thread calls them.
 */
#ifndef CALQUE_TARGET_RISCV_GEN_H
#define CALQUE_TARGET_RISCV_GEN_H

#include "target/riscv/decode.inc"
#include "target/riscv/state.h"

/* Offset from the block's PC of the instruction that follows. */
static inline int64_t gen_next(const struct translate *t,
                               const struct riscv_args *a)
{
    return t->off + ((a->insn & 3) == 3 ? 4 : 2);
}

static inline struct ir_val gen_const(struct translate *t, int64_t imm)
{
    return ir_const(t->ir, IR_I64, imm);
}

static inline struct ir_val gen_get(struct translate *t, int64_t r)
{
    if (r == 0)
        return gen_const(t, 0);
    return ir_get(t->ir, RISCV_SLOT_X + (unsigned)r, IR_I64);
}

/* The low 32 bits. */
static inline struct ir_val gen_get32(struct translate *t, int64_t r)
{
    return ir_op1(t->ir, IR_TRUNC, IR_I32, gen_get(t, r));
}

static inline void gen_put(struct translate *t, int64_t r, struct ir_val v)
{
    if (r != 0)
        ir_put(t->ir, RISCV_SLOT_X + (unsigned)r, v);
}

/* Writes a 32-bit result, sign-extended as all of RV64's are. */
static inline void gen_put32(struct translate *t, int64_t r, struct ir_val v)
{
    gen_put(t, r, ir_op1(t->ir, IR_SEXT32, IR_I64, v));
}

/* The vDSO's private trap: the instruction with only an immediate in opcode
 * custom-3. */
bool riscv_gen_vdso(struct translate *t, uint32_t insn);

/* Ends the block. */
static inline bool gen_end(struct translate *t)
{
    t->done = true;
    return true;
}

#endif
