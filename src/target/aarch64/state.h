/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Private: the state of one AArch64 CPU.
 *
 * Owned by the guest thread; exact in memory whenever translated code is not
 * running (cpu/cpu.h).  The general registers lie where a one-byte displacement
 * from the host's state register (state + AARCH64_BIAS) reaches all of them.
 */
#ifndef CALQUE_TARGET_AARCH64_STATE_H
#define CALQUE_TARGET_AARCH64_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "cpu/target.h"

struct aarch64_cpu {
    struct cpu cpu;
    uint64_t x[31];
    uint64_t sp;
    uint16_t flags; /* host layout, see below */
    uint32_t fpcr;
    uint32_t fpsr; /* QC, IDC and what MXCSR cannot hold */
    uint64_t tpidr;
    uint64_t tpidrro;
    uint64_t features; /* AARCH64_HAS_ of decode.inc */
    uint64_t midr;
    uint64_t v[32][2] __attribute__((aligned(16)));
};

enum { AARCH64_BIAS = offsetof(struct aarch64_cpu, x) + 128 };

/* The flags slot: V in bit 0, and in the high byte what LAHF gives after a
 * comparison: N, Z and the inverse of C. Bit 9 reads as one. */
enum {
    AARCH64_FL_N = 1 << 15,
    AARCH64_FL_Z = 1 << 14,
    AARCH64_FL_NOT_C = 1 << 8,
    AARCH64_FL_ONE = 1 << 9,
    AARCH64_FL_V = 1 << 0,
};

/* To and from NZCV in bits 31..28 (C5.2.10). */
static inline uint32_t aarch64_nzcv(uint16_t fl)
{
    return (uint32_t)(fl & AARCH64_FL_N) << 16 |
           (uint32_t)(fl & AARCH64_FL_Z) << 16 |
           (uint32_t)(~fl & AARCH64_FL_NOT_C) << 21 |
           (uint32_t)(fl & AARCH64_FL_V) << 28;
}

static inline uint16_t aarch64_flags(uint32_t nzcv)
{
    return (uint16_t)((nzcv >> 16 & (AARCH64_FL_N | AARCH64_FL_Z)) |
                      (~nzcv >> 21 & AARCH64_FL_NOT_C) | AARCH64_FL_ONE |
                      (nzcv >> 28 & AARCH64_FL_V));
}

/* FPCR (C5.2.8); what lacks trapped exceptions has no other bits. Those that
 * MXCSR cannot express are the CPU's key. */
enum {
    FPCR_FZ16 = 1 << 19,
    FPCR_RMODE = 3 << 22,
    FPCR_FZ = 1 << 24,
    FPCR_DN = 1 << 25,
    FPCR_AHP = 1 << 26,
};

enum aarch64_slot {
    SLOT_X0,
    SLOT_SP = 31,
    SLOT_V0 = 32,
    SLOT_FLAGS = 64,
    SLOT_TPIDR,
    SLOT_TPIDRRO,
    SLOT_EXCL_ADDR,
    SLOT_EXCL_LO,
    SLOT_EXCL_HI,
    SLOT_COUNT,
};

/* Out of line operations; the table is helper.def. */
enum aarch64_helper {
#define HELPER(name, flags) HELPER_##name,
#include "target/aarch64/helper.def"
#undef HELPER
    HELPER_COUNT
};
#define HELPER(name, flags)                                                    \
    uint64_t aarch64_helper_##name(void *cpu, uint64_t a, uint64_t b,          \
                                   uint64_t c, uint64_t d);
#include "target/aarch64/helper.def"
#undef HELPER

extern const struct ir_slot aarch64_slots[SLOT_COUNT + 1];
extern const struct ir_helper aarch64_helpers[HELPER_COUNT];
extern const struct cpu_model aarch64_models[];
extern const struct guest_abi aarch64_abi;

unsigned aarch64_translate(struct translate *t);
unsigned aarch64_disas(char *buf, size_t size, const uint8_t *code,
                       unsigned avail, uint64_t pc);

/* FPSR and FPCR as the guest reads and writes them. Sticky flags are merged
 * with the guest's MXCSR in env.mxcsr. */
uint32_t aarch64_get_fpsr(const struct aarch64_cpu *a);
void aarch64_set_fpsr(struct aarch64_cpu *a, uint32_t v);
void aarch64_set_fpcr(struct aarch64_cpu *a, uint32_t v);

#endif
