/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* System calls that only RISC-V has. */
#include "config.h"

#include <errno.h>

#include "mem/mem.h"
#include "target/riscv/abi.h"
#include "target/riscv/decode.inc"

enum { FLUSH_MOST = 4 << 20 };
enum { NR_RISCV_HWPROBE = 258, NR_RISCV_FLUSH_ICACHE = 259 };

/* asm/hwprobe.h */
enum {
    KEY_MVENDORID = 0,
    KEY_MARCHID = 1,
    KEY_MIMPID = 2,
    KEY_BASE_BEHAVIOR = 3,
    KEY_IMA_EXT_0 = 4,
    KEY_CPUPERF_0 = 5,
    KEY_ZICBOZ_BLOCK_SIZE = 6,
    KEY_HIGHEST_VIRT_ADDRESS = 7,
    KEY_TIME_CSR_FREQ = 8,
    KEY_MISALIGNED_SCALAR_PERF = 9,

    BASE_BEHAVIOR_IMA = 1,
    MISALIGNED_FAST = 3,
};

struct hwprobe_pair {
    int64_t key;
    uint64_t value;
};

static uint64_t ima_ext(uint64_t have)
{
    static const struct {
        uint64_t need, bit;
    } table[] = {
        {RISCV_HAS_F | RISCV_HAS_D, 1 << 0},
        {RISCV_HAS_C, 1 << 1},
        {RISCV_HAS_ZBA, 1 << 3},
        {RISCV_HAS_ZBB, 1 << 4},
        {RISCV_HAS_ZBS, 1 << 5},
    };
    uint64_t bits = 0;

    for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if ((have & table[i].need) == table[i].need)
            bits |= table[i].bit;
    return bits;
}

/* The value of a key; one that is unknown becomes -1. */
static void answer(const struct riscv_cpu *c, struct hwprobe_pair *p)
{
    p->value = 0;
    switch (p->key) {
    case KEY_MVENDORID:
    case KEY_MARCHID:
    case KEY_MIMPID:
    case KEY_ZICBOZ_BLOCK_SIZE: break;
    case KEY_BASE_BEHAVIOR: p->value = BASE_BEHAVIOR_IMA; break;
    case KEY_IMA_EXT_0: p->value = ima_ext(c->features); break;
    case KEY_CPUPERF_0:
    case KEY_MISALIGNED_SCALAR_PERF: p->value = MISALIGNED_FAST; break;
    case KEY_HIGHEST_VIRT_ADDRESS: p->value = mm_limit(c->cpu.mm) - 1; break;
    case KEY_TIME_CSR_FREQ: p->value = RISCV_TIME_HZ; break;
    default: p->key = -1; break;
    }
}

/* Is any processor in the caller's set?  They are all alike. */
static int64_t check_cpus(const struct riscv_cpu *c, uint64_t size,
                          uint64_t addr)
{
    uint8_t byte;

    if (size == 0 && addr == 0)
        return 0;
    for (uint64_t i = 0; i < size && i < 128; i++) {
        if (mem_get(c->cpu.mm, byte, addr + i) != 0)
            return -EFAULT;
        if (byte != 0)
            return 0;
    }
    return -EINVAL;
}

/* (pairs, number of pairs, size of the set, set of processors, flags) */
static int64_t hwprobe(const struct riscv_cpu *c, const uint64_t args[6])
{
    struct hwprobe_pair p;
    int64_t error;

    if (args[4] != 0)
        return -EINVAL;
    error = check_cpus(c, args[2], args[3]);
    if (error != 0)
        return error;
    for (uint64_t i = 0; i < args[1]; i++) {
        uint64_t at = args[0] + i * sizeof(p);

        if (mem_get(c->cpu.mm, p.key, at) != 0)
            return -EFAULT;
        answer(c, &p);
        if (mem_put(c->cpu.mm, at, p) != 0)
            return -EFAULT;
    }
    return 0;
}

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

bool riscv_arch_syscall(struct cpu *cpu, uint64_t nr, const uint64_t args[6],
                        int64_t *result)
{
    switch (nr) {
    case NR_RISCV_HWPROBE:
        *result = hwprobe((const struct riscv_cpu *)cpu, args);
        return true;
    case NR_RISCV_FLUSH_ICACHE: *result = flush_icache(cpu, args); return true;
    default: return false;
    }
}
