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
    uint16_t flags; /* as tcg/flags.h lays them out */
    uint32_t fpcr;
    uint32_t fpsr; /* IDC; the rest is in env.mxcsr and env.sat */
    uint64_t tpidr;
    uint64_t tpidrro;
    uint64_t features; /* AARCH64_HAS_ of decode.inc */
    uint64_t midr;
    uint64_t pstate;        /* bits DIT and SSBS, where they are in PSTATE */
    uint64_t pac_key[5][2]; /* by enum aarch64_pac_key */
    uint64_t pac_mask[4];   /* the bits of an address that hold its code; 0:
                             * the key is not enabled */
    uint64_t v[32][2] __attribute__((aligned(16)));
};

enum { AARCH64_BIAS = offsetof(struct aarch64_cpu, x) + 128 };

/* FPCR (C5.2.8); what lacks trapped exceptions has no other bits. Those that
 * MXCSR cannot express are the CPU's key. */
enum {
    FPCR_FZ16 = 1 << 19,
    FPCR_RMODE = 3 << 22,
    FPCR_FZ = 1 << 24,
    FPCR_DN = 1 << 25,
    FPCR_AHP = 1 << 26,
};

/* Of a data address: the CPU ignores its top byte (Arm ARM, Address tagging).
 */
enum { TAG_BITS = 8 };

enum {
    PSTATE_SSBS = 1 << 12,
    PSTATE_DIT = 1 << 24,
};

/* Keys of pointer authentication; those of addresses are numbered as in the
 * instructions. */
enum aarch64_pac_key { PAC_IA, PAC_IB, PAC_DA, PAC_DB, PAC_GA };

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
    SLOT_EXCL_VERSION,
    SLOT_VERSIONS,
    SLOT_FPCR,
    SLOT_MIDR,
    SLOT_PSTATE,
    SLOT_PAC_KEY, /* two words for each of five */
    SLOT_PAC_MASK = SLOT_PAC_KEY + 10,
    SLOT_PAC_END = SLOT_PAC_MASK + 3,
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
extern const struct guest_abi aarch64_abi;

unsigned aarch64_translate(struct translate *t);
enum flags_step aarch64_flags_step(const uint8_t *code, uint64_t features,
                                   int64_t *rel);
unsigned aarch64_disas(char *buf, size_t size, const uint8_t *code,
                       unsigned avail, uint64_t pc);

/* DIT and SSBS of PSTATE, as far as the CPU has them. */
void aarch64_set_pstate(struct aarch64_cpu *a, uint64_t v);

/* FPSR and FPCR as the guest reads and writes them. Sticky flags are merged
 * with the guest's MXCSR in env.mxcsr. */
uint32_t aarch64_get_fpsr(const struct aarch64_cpu *a);
void aarch64_set_fpsr(struct aarch64_cpu *a, uint32_t v);
void aarch64_set_fpcr(struct aarch64_cpu *a, uint32_t v);

#endif
