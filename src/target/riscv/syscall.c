/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* System calls, and operations of prctl, that only RISC-V has. */
#include "config.h"

#include <errno.h>

#include "target/riscv/abi.h"

enum { FLUSH_MOST = 4 << 20 };
enum { NR_RISCV_HWPROBE = 258, NR_RISCV_FLUSH_ICACHE = 259 };

/* (start, end, flags).  The kernel flushes everything, whatever the range; one
 * that is empty or large is taken at that word. */
static int64_t flush_icache(struct cpu *cpu, const uint64_t args[6])
{
    const uint64_t local = 1;

    if (args[2] & ~local)
        return -EINVAL;
    if (args[0] < args[1] && args[1] - args[0] <= FLUSH_MOST)
        cpu_flush_range(cpu->tr, args[0], args[1]);
    else
        cpu_invalidate_written(cpu->tr);
    return 0;
}

/* Whether the program writes code and makes it visible by FENCE.I, in a thread
 * or all, which may then wander between processors (kernel documentation,
 * arch/riscv: cmodx): it may do so anyway. */
static int64_t set_icache_flush_ctx(const uint64_t args[6])
{
    enum { ON = 0, OFF = 1, PER_PROCESS = 0, PER_THREAD = 1 };

    return (args[1] == ON || args[1] == OFF) &&
                   (args[2] == PER_PROCESS || args[2] == PER_THREAD)
               ? 0
               : -EINVAL;
}

bool riscv_prctl(struct cpu *cpu, const uint64_t args[6], int64_t *result)
{
    enum { SET_ICACHE_FLUSH_CTX = 71 };

    (void)cpu;
    if ((int)args[0] != SET_ICACHE_FLUSH_CTX)
        return false;
    *result = set_icache_flush_ctx(args);
    return true;
}

bool riscv_arch_syscall(struct cpu *cpu, uint64_t nr, const uint64_t args[6],
                        int64_t *result)
{
    switch (nr) {
    case NR_RISCV_HWPROBE:
        *result = riscv_hwprobe((const struct riscv_cpu *)cpu, args);
        return true;
    case NR_RISCV_FLUSH_ICACHE: *result = flush_icache(cpu, args); return true;
    default: return false;
    }
}
