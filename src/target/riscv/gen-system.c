/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Environment calls, the CSRs that user mode has, and its share of SYSTEM. */
#include "config.h"

#include "target/riscv/gen.h"

/* No reservation survives a trap: the kernel ends it on its way back
 * (Zalrsc extension). */
bool riscv_gen_ecall(struct translate *t, const struct riscv_args *a)
{
    ir_put(t->ir, RISCV_SLOT_EXCL_ADDR, gen_const(t, -1));
    ir_exit(t->ir, EXIT_SYSCALL, gen_next(t, a));
    return gen_end(t);
}

bool riscv_gen_vdso(struct translate *t, uint32_t insn)
{
    if ((insn & 0xfffff) != 0x7b || !translate_in_vdso(t))
        return false;
    gen_put(t, RISCV_T0,
            ir_helper(t->ir, IR_I64, RISCV_HELPER_VDSO,
                      gen_const(t, insn >> 20), gen_get(t, RISCV_A0),
                      gen_get(t, RISCV_A1), IR_NONE));
    return true;
}

bool riscv_gen_ebreak(struct translate *t, const struct riscv_args *a)
{
    (void)a;
    ir_exit(t->ir, EXIT_BREAK, t->off);
    return gen_end(t);
}

/* True if this leaves cpu->key as it is: the mode is the block's. */
static bool keeps_key(const struct translate *t, const struct riscv_args *a,
                      enum riscv_csr_op op, struct ir_val v)
{
    int64_t mode;

    if (op == RISCV_CSR_READ || a->csr == RISCV_CSR_FFLAGS)
        return true;
    if (op != RISCV_CSR_WRITE || !ir_is_const(t->ir, v, &mode))
        return false;
    if (a->csr == RISCV_CSR_FCSR)
        mode >>= 5;
    return (mode & 7) == (t->key & RISCV_KEY_FRM);
}

/* Otherwise the block ends in an exit without a reason: the next one is looked
 * up under the new key. */
static bool access_fcsr(struct translate *t, const struct riscv_args *a,
                        enum riscv_csr_op op, struct ir_val v)
{
    bool same = keeps_key(t, a, op, v);

    gen_put(t, a->rd,
            ir_helper(t->ir, IR_I64, RISCV_HELPER_CSR, gen_const(t, a->csr),
                      gen_const(t, op), v, IR_NONE));
    if (same)
        return true;
    ir_exit(t->ir, EXIT_NONE, gen_next(t, a));
    return gen_end(t);
}

/* fflags (F extension) and MXCSR keep the same five flags in opposite order: NV
 * DZ OF UF NX of bits 4..0 are bits 0, 2, 3, 4, 5 there. */
static const uint8_t mxcsr_bit[5] = {5, 4, 3, 2, 0};
enum { MXCSR_FLAGS = 0x3d };

static struct ir_val move_bit(struct ir_block *b, struct ir_val v,
                              unsigned from, unsigned to)
{
    if (from > to)
        v = ir_op2i(b, IR_SHR, IR_I64, v, from - to);
    else
        v = ir_op2i(b, IR_SHL, IR_I64, v, to - from);
    return ir_op2i(b, IR_AND, IR_I64, v, 1 << to);
}

static struct ir_val move_flags(struct ir_block *b, struct ir_val v, bool out)
{
    struct ir_val r = ir_const(b, IR_I64, 0);

    for (unsigned i = 0; i < 5; i++)
        r = ir_op2(
            b, IR_OR, IR_I64, r,
            move_bit(b, v, out ? mxcsr_bit[i] : i, out ? i : mxcsr_bit[i]));
    return r;
}

/* frflags and fsflags are frequent: compilers put them around comparisons. */
static bool access_fflags(struct translate *t, const struct riscv_args *a,
                          enum riscv_csr_op op, struct ir_val v)
{
    struct ir_block *b = t->ir;
    struct ir_val word = ir_fpget(b), old = IR_NONE;

    if (a->rd || op == RISCV_CSR_SET || op == RISCV_CSR_CLEAR)
        old = move_flags(b, word, true);
    if (op == RISCV_CSR_SET)
        v = ir_op2(b, IR_OR, IR_I64, old, v);
    else if (op == RISCV_CSR_CLEAR)
        v = ir_op2(b, IR_ANDN, IR_I64, old, v);
    if (op != RISCV_CSR_READ) {
        word = ir_op2i(b, IR_AND, IR_I64, word, ~(int64_t)MXCSR_FLAGS);
        ir_fpset(b, ir_op2(b, IR_OR, IR_I64, word, move_flags(b, v, false)));
    }
    if (a->rd)
        gen_put(t, a->rd, old);
    return true;
}

static bool access_csr(struct translate *t, const struct riscv_args *a,
                       enum riscv_csr_op op, struct ir_val v)
{
    switch (a->csr) {
    case RISCV_CSR_FFLAGS: return access_fflags(t, a, op, v);
    case RISCV_CSR_FRM:
    case RISCV_CSR_FCSR: return access_fcsr(t, a, op, v);
    case RISCV_CSR_CYCLE:
    case RISCV_CSR_TIME:
    case RISCV_CSR_INSTRET:
        if (op != RISCV_CSR_READ || !(t->features & RISCV_HAS_ZICNTR))
            return false;
        gen_put(t, a->rd,
                ir_helper(t->ir, IR_I64, RISCV_HELPER_COUNTER,
                          gen_const(t, a->csr), IR_NONE, IR_NONE, IR_NONE));
        return true;
    default: return false;
    }
}

bool riscv_gen_csrrw(struct translate *t, const struct riscv_args *a)
{
    return access_csr(t, a, RISCV_CSR_WRITE, gen_get(t, a->rs1));
}

/* Setting or clearing by x0 or 0 does not write (Zicsr extension). */
bool riscv_gen_csrrs(struct translate *t, const struct riscv_args *a)
{
    return access_csr(t, a, a->rs1 ? RISCV_CSR_SET : RISCV_CSR_READ,
                      gen_get(t, a->rs1));
}

bool riscv_gen_csrrc(struct translate *t, const struct riscv_args *a)
{
    return access_csr(t, a, a->rs1 ? RISCV_CSR_CLEAR : RISCV_CSR_READ,
                      gen_get(t, a->rs1));
}

bool riscv_gen_csrrwi(struct translate *t, const struct riscv_args *a)
{
    return access_csr(t, a, RISCV_CSR_WRITE, gen_const(t, a->uimm));
}

bool riscv_gen_csrrsi(struct translate *t, const struct riscv_args *a)
{
    return access_csr(t, a, a->uimm ? RISCV_CSR_SET : RISCV_CSR_READ,
                      gen_const(t, a->uimm));
}

bool riscv_gen_csrrci(struct translate *t, const struct riscv_args *a)
{
    return access_csr(t, a, a->uimm ? RISCV_CSR_CLEAR : RISCV_CSR_READ,
                      gen_const(t, a->uimm));
}

/* A may-be operation is 0 until an extension gives it a meaning. */
bool riscv_gen_mop(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, gen_const(t, 0));
    return true;
}

bool riscv_gen_c_mop(struct translate *t, const struct riscv_args *a)
{
    (void)t;
    (void)a;
    return true;
}

/* The wait may end for any reason (Zawrs extension). */
bool riscv_gen_wrs(struct translate *t, const struct riscv_args *a)
{
    (void)t;
    (void)a;
    return true;
}
