/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Loads, stores, fences and cache blocks.
 *
 * The host orders memory at least as RVWMO asks for (x86's order is total for
 * stores), but for a store followed by a load; plain accesses may be
 * misaligned.
 */
#include "config.h"

#include "target/riscv/gen-float.h"

/* A load of x0 accesses memory all the same. */
static bool load(struct translate *t, const struct riscv_args *a, unsigned mem)
{
    gen_put(t, a->rd,
            ir_ld(t->ir, IR_I64, mem, gen_get(t, a->rs1), IR_NONE, 0, a->imm));
    return true;
}

static bool store(struct translate *t, const struct riscv_args *a, unsigned mem)
{
    ir_st(t->ir, mem, gen_get(t, a->rs1), IR_NONE, 0, a->imm,
          gen_get(t, a->rs2));
    return true;
}

bool riscv_gen_lb(struct translate *t, const struct riscv_args *a)
{
    return load(t, a, MEM_8 | MEM_SIGN);
}

bool riscv_gen_lh(struct translate *t, const struct riscv_args *a)
{
    return load(t, a, MEM_16 | MEM_SIGN);
}

bool riscv_gen_lw(struct translate *t, const struct riscv_args *a)
{
    return load(t, a, MEM_32 | MEM_SIGN);
}

bool riscv_gen_ld(struct translate *t, const struct riscv_args *a)
{
    return load(t, a, MEM_64);
}

bool riscv_gen_lbu(struct translate *t, const struct riscv_args *a)
{
    return load(t, a, MEM_8);
}

bool riscv_gen_lhu(struct translate *t, const struct riscv_args *a)
{
    return load(t, a, MEM_16);
}

bool riscv_gen_lwu(struct translate *t, const struct riscv_args *a)
{
    return load(t, a, MEM_32);
}

bool riscv_gen_sb(struct translate *t, const struct riscv_args *a)
{
    return store(t, a, MEM_8);
}

bool riscv_gen_sh(struct translate *t, const struct riscv_args *a)
{
    return store(t, a, MEM_16);
}

bool riscv_gen_sw(struct translate *t, const struct riscv_args *a)
{
    return store(t, a, MEM_32);
}

bool riscv_gen_sd(struct translate *t, const struct riscv_args *a)
{
    return store(t, a, MEM_64);
}

bool riscv_gen_flw(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v =
        ir_ld(t->ir, IR_F32, MEM_32, gen_get(t, a->rs1), IR_NONE, 0, a->imm);

    ir_put(t->ir, RISCV_SLOT_F + (unsigned)a->rd,
           ir_op1(t->ir, IR_NANBOX, IR_F64, v));
    return true;
}

bool riscv_gen_fld(struct translate *t, const struct riscv_args *a)
{
    ir_put(
        t->ir, RISCV_SLOT_F + (unsigned)a->rd,
        ir_ld(t->ir, IR_F64, MEM_64, gen_get(t, a->rs1), IR_NONE, 0, a->imm));
    return true;
}

bool riscv_gen_flh(struct translate *t, const struct riscv_args *a)
{
    fp_put_bits(
        t, RISCV_FMT_H, a->rd,
        ir_ld(t->ir, IR_I64, MEM_16, gen_get(t, a->rs1), IR_NONE, 0, a->imm));
    return true;
}

/* The low half as it is, boxed or not (D extension: NaN Boxing of Narrower
 * Values). */
bool riscv_gen_fsw(struct translate *t, const struct riscv_args *a)
{
    ir_st(t->ir, MEM_32, gen_get(t, a->rs1), IR_NONE, 0, a->imm,
          ir_get(t->ir, RISCV_SLOT_F + (unsigned)a->rs2, IR_F32));
    return true;
}

bool riscv_gen_fsh(struct translate *t, const struct riscv_args *a)
{
    ir_st(t->ir, MEM_16, gen_get(t, a->rs1), IR_NONE, 0, a->imm,
          ir_get(t->ir, fp_slot(a->rs2), IR_I64));
    return true;
}

bool riscv_gen_fsd(struct translate *t, const struct riscv_args *a)
{
    ir_st(t->ir, MEM_64, gen_get(t, a->rs1), IR_NONE, 0, a->imm,
          ir_get(t->ir, RISCV_SLOT_F + (unsigned)a->rs2, IR_F64));
    return true;
}

/* Sets are, from bit 3: device input, output, memory reads, writes (RV32I:
 * Memory Ordering Instructions). */
bool riscv_gen_fence(struct translate *t, const struct riscv_args *a)
{
    bool store_before = a->pred & 5, load_after = a->succ & 10;

    if (store_before && load_after)
        ir_fence(t->ir);
    return true;
}

/* All orders but store to load, which the host keeps anyway. */
bool riscv_gen_fence_tso(struct translate *t, const struct riscv_args *a)
{
    (void)t;
    (void)a;
    return true;
}

bool riscv_gen_pause(struct translate *t, const struct riscv_args *a)
{
    (void)t;
    (void)a;
    return true;
}

/* Memory is coherent and caches are the host's: what is left of cleaning and
 * flushing a block is that it must be accessible. */
bool riscv_gen_cbo_access(struct translate *t, const struct riscv_args *a)
{
    ir_ld(t->ir, IR_I64, MEM_8, gen_get(t, a->rs1), IR_NONE, 0, 0);
    return true;
}

/* Of the block that rs1 points into. It lies in one page, so that the first
 * store takes the fault. */
bool riscv_gen_cbo_zero(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    struct ir_val zero = ir_const(b, IR_V128, 0);
    struct ir_val addr = ir_op2i(b, IR_AND, IR_I64, gen_get(t, a->rs1),
                                 -(int64_t)RISCV_BLOCK_SIZE);

    for (int64_t i = 0; i < RISCV_BLOCK_SIZE; i += 16)
        ir_st(b, MEM_128, addr, IR_NONE, 0, i, zero);
    return true;
}

bool riscv_gen_prefetch(struct translate *t, const struct riscv_args *a)
{
    (void)t;
    (void)a;
    return true;
}

bool riscv_gen_fence_i(struct translate *t, const struct riscv_args *a)
{
    ir_exit(t->ir, EXIT_FLUSH, gen_next(t, a));
    return gen_end(t);
}
