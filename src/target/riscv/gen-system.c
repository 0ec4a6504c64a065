/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Environment calls and the CSRs that user mode has. */
#include "config.h"

#include "target/riscv/gen.h"

/* No reservation survives a trap: the kernel ends it on its way back (12.2). */
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

/* True if this leaves cpu->key as it is: a mode that MXCSR has, in a block
 * translated for such modes. */
static bool keeps_key(const struct translate *t, const struct riscv_args *a,
                      enum riscv_csr_op op, struct ir_val v)
{
    int64_t mode;

    if (op == RISCV_CSR_READ || a->csr == RISCV_CSR_FFLAGS)
        return true;
    if (op != RISCV_CSR_WRITE || t->key != 0 || !ir_is_const(t->ir, v, &mode))
        return false;
    if (a->csr == RISCV_CSR_FCSR)
        mode >>= 5;
    return (mode & 7) <= IR_RM_RUP;
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

static bool access_csr(struct translate *t, const struct riscv_args *a,
                       enum riscv_csr_op op, struct ir_val v)
{
    switch (a->csr) {
    case RISCV_CSR_FFLAGS:
    case RISCV_CSR_FRM:
    case RISCV_CSR_FCSR: return access_fcsr(t, a, op, v);
    case RISCV_CSR_CYCLE:
    case RISCV_CSR_TIME:
    case RISCV_CSR_INSTRET:
        if (op != RISCV_CSR_READ)
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

/* Setting or clearing by x0 or 0 does not write (7.1). */
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
