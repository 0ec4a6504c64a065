/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The state of a RISC-V hart in user mode.
 *
 * Owned by the guest thread, like struct cpu at its head.  x[0] is never
 * written and has no slot.  Floating-point registers are 64 bits; a single
 * or half is boxed in them with ones above (unprivileged specification, D
 * extension: NaN Boxing of Narrower Values).
 *
 * Of fcsr, the accrued exceptions live in env.mxcsr, and so does the rounding
 * mode as far as that can express it; frm is the guest's own value.  It is also
 * the mode in cpu.key, so that blocks are translated for the modes that MXCSR
 * has no bits for, and an instruction that names the current one needs no
 * other.
 */
#ifndef CALQUE_TARGET_RISCV_STATE_H
#define CALQUE_TARGET_RISCV_STATE_H

#include <stdint.h>

#include "cpu/cpu.h"
#include "cpu/target.h"

struct riscv_cpu {
    struct cpu cpu;
    uint64_t x[32];
    uint64_t f[32];
    uint64_t features; /* RISCV_HAS_ bits */
    uint8_t frm;
};

/* Names of x registers in the psABI. */
enum {
    RISCV_RA = 1,
    RISCV_SP = 2,
    RISCV_TP = 4,
    RISCV_T0 = 5,
    RISCV_A0 = 10,
    RISCV_A1 = 11,
    RISCV_A2 = 12,
    RISCV_A7 = 17,
};

/* Slots: x1..x31 and f0..f31 have their numbers, x0's is the reservation's. */
enum {
    RISCV_SLOT_EXCL_ADDR = 0,
    RISCV_SLOT_X = 0,
    RISCV_SLOT_F = 32,
    RISCV_SLOT_EXCL_VAL = 64,
    RISCV_SLOT_EXCL_HIGH,
    RISCV_SLOT_EXCL_VERSION,
    RISCV_SLOT_VERSIONS,
    RISCV_SLOTS,
};

/* cpu->key: frm.  Dynamic rounding is an illegal instruction in the reserved
 * modes, which are those above IR_RM_RMM. */
enum { RISCV_KEY_FRM = 7 };

/* Helpers, by number in riscv_helpers. */
enum riscv_helper {
    RISCV_HELPER_FP,
    RISCV_HELPER_FCLASS,
    RISCV_HELPER_CSR,
    RISCV_HELPER_COUNTER,
    RISCV_HELPER_VDSO,
    RISCV_HELPER_ATOMIC_VERSION,
    RISCV_HELPER_ATOMIC_STORE,
    RISCV_HELPER_ATOMIC_PAIR,
    RISCV_HELPER_ATOMIC_RMW,
    RISCV_HELPER_ATOMIC_CMPXCHG,
};

/* Formats, numbered as in instructions. */
enum riscv_fmt { RISCV_FMT_S, RISCV_FMT_D, RISCV_FMT_H };
extern const struct softfp_fmt *const riscv_formats[];

/* Operations of RISCV_HELPER_FP; its last argument is made of them. */
enum riscv_fp_op {
    RISCV_FP_ADD,
    RISCV_FP_SUB,
    RISCV_FP_MUL,
    RISCV_FP_DIV,
    RISCV_FP_SQRT,
    RISCV_FP_FMA,
    RISCV_FP_CONVERT, /* from another format */
    RISCV_FP_MODULO,  /* to a 32-bit integer, modulo 2^32 */
    RISCV_FP_FROM_INT,
};
enum {
    RISCV_FP_MODE = 4,  /* shift of the rounding mode, enum ir_round */
    RISCV_FP_FMT = 8,   /* and of the format */
    RISCV_FP_FROM = 10, /* and of that before the conversion */
    RISCV_FP_NEG_PRODUCT = 1 << 12,
    RISCV_FP_NEG_ADDEND = 1 << 13,
    RISCV_FP_UNSIGNED = 1 << 14,
};

/* Control and status registers (Zicsr chapter, table of CSRs), and what
 * RISCV_HELPER_CSR does to one. */
enum {
    RISCV_CSR_FFLAGS = 0x001,
    RISCV_CSR_FRM = 0x002,
    RISCV_CSR_FCSR = 0x003,
    RISCV_CSR_CYCLE = 0xc00,
    RISCV_CSR_TIME = 0xc01,
    RISCV_CSR_INSTRET = 0xc02,
};
enum riscv_csr_op {
    RISCV_CSR_READ,
    RISCV_CSR_WRITE,
    RISCV_CSR_SET,
    RISCV_CSR_CLEAR,
};

extern const struct ir_helper riscv_helpers[];
extern const struct ir_slot riscv_slots[RISCV_SLOTS];
extern const struct guest_abi riscv_abi;

/* fcsr as the guest sees it; setting it updates mode, flags and key. */
uint32_t riscv_get_fcsr(const struct riscv_cpu *c);
void riscv_set_fcsr(struct riscv_cpu *c, uint32_t fcsr);

/* The frequency of `time`, and the bytes of a block of Zicbom and Zicboz. */
enum { RISCV_TIME_HZ = 10000000, RISCV_BLOCK_SIZE = 64 };

/* Of struct target. */
void riscv_rules(uint32_t key, struct ir_rules *r);
unsigned riscv_translate(struct translate *t);
unsigned riscv_disas(char *buf, size_t size, const uint8_t *code,
                     unsigned avail, uint64_t pc);

#endif
