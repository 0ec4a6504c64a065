/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Structures that RISC-V Linux lays out in guest memory, and the functions
 * behind riscv_abi.  Functions act on the calling thread's CPU.  Errors are
 * negative errno values.  Layouts: the kernel's uapi headers, asm/sigcontext.h,
 * asm/ucontext.h, asm/ptrace.h and asm/hwprobe.h.
 */
#ifndef CALQUE_TARGET_RISCV_ABI_H
#define CALQUE_TARGET_RISCV_ABI_H

#include <stddef.h>
#include <stdint.h>

#include "target/riscv/state.h"

/* struct sigcontext: the union of __riscv_fp_state and __riscv_extra_ext_header
 * is spelled out; reserved and the end record overlay the quad state's tail. */
struct riscv_sigcontext {
    uint64_t regs[32]; /* pc, x1..x31 */
    uint64_t f[32];
    uint32_t fcsr;
    uint32_t unused[64];
    uint32_t reserved;
    uint32_t ext_magic; /* first context record; 0: the end */
    uint32_t ext_size;
} __attribute__((aligned(16)));

struct riscv_sigframe {
    struct guest_siginfo info;
    uint64_t uc_flags;
    uint64_t uc_link;
    uint64_t ss_sp;
    int32_t ss_flags;
    int32_t pad;
    uint64_t ss_size;
    uint64_t sigmask;
    uint8_t unused[128 - sizeof(uint64_t)];
    uint64_t pad2;
    struct riscv_sigcontext mcontext;
};

int riscv_frame_push(struct cpu *cpu, struct mm *mm,
                     const struct guest_sigframe *f);
int riscv_frame_pop(struct cpu *cpu, struct mm *mm, uint64_t *mask,
                    uint64_t *ss_sp, uint64_t *ss_size, int32_t *ss_flags);

/* pc and x1..x31, as in struct user_regs_struct. */
void riscv_get_gregs(const struct riscv_cpu *c, uint64_t regs[32]);

/* The system call of that name: pairs of key and value, their number, size and
 * address of a set of processors, flags. */
int64_t riscv_hwprobe(const struct riscv_cpu *c, const uint64_t args[6]);

/* PR_RISCV_SET_ICACHE_FLUSH_CTX. */
bool riscv_prctl(struct cpu *cpu, const uint64_t args[6], int64_t *result);

/* riscv_hwprobe and riscv_flush_icache. */
bool riscv_arch_syscall(struct cpu *cpu, uint64_t nr, const uint64_t args[6],
                        int64_t *result);

#endif
