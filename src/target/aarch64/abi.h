/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Private: what arm64 Linux lays out in guest memory and core files
 * (asm/sigcontext.h, asm/ucontext.h, asm/ptrace.h). Little-endian, as the host.
 */
#ifndef CALQUE_TARGET_AARCH64_ABI_H
#define CALQUE_TARGET_AARCH64_ABI_H

#include "target/aarch64/state.h"

/* NT_PRSTATUS's registers. */
struct aarch64_gregs {
    uint64_t x[31], sp, pc, pstate;
};

/* NT_FPREGSET. */
struct aarch64_fpregs {
    uint64_t v[32][2];
    uint32_t fpsr, fpcr, reserved[2];
};

/* A record of the signal frame's extensible part; the last one has magic and
 * size 0. */
struct aarch64_record {
    uint32_t magic, size;
};
enum {
    AARCH64_FPSIMD_MAGIC = 0x46508001,
    AARCH64_ESR_MAGIC = 0x45535201,
};
struct aarch64_fpsimd_record {
    struct aarch64_record head;
    uint32_t fpsr, fpcr;
    uint64_t v[32][2];
};
struct aarch64_esr_record {
    struct aarch64_record head;
    uint64_t esr;
};

struct aarch64_sigframe {
    struct guest_siginfo info;
    /* struct ucontext */
    uint64_t uc_flags, uc_link;
    uint64_t ss_sp;
    int32_t ss_flags, pad0;
    uint64_t ss_size;
    uint64_t sigmask;
    uint8_t pad1[120 + 8];
    /* struct sigcontext */
    uint64_t fault_address;
    struct aarch64_gregs regs;
    uint64_t pad2;
    uint8_t records[4096];
};

void aarch64_get_gregs(const struct aarch64_cpu *a, struct aarch64_gregs *g);
int aarch64_frame_push(struct cpu *cpu, struct mm *mm,
                       const struct guest_sigframe *f);
int aarch64_frame_pop(struct cpu *cpu, struct mm *mm, uint64_t *mask,
                      uint64_t *ss_sp, uint64_t *ss_size, int32_t *ss_flags);

#endif
