/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * riscv_hwprobe (the kernel's documentation, RISC-V Hardware Probing
 * Interface): what the processors can do, or which of them can do it.  They are
 * all alike.
 */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "base/hostcpus.h"
#include "mem/mem.h"
#include "target/riscv/abi.h"
#include "target/riscv/decode.inc"
#include "target/riscv/isa.h"

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
    KEY_MISALIGNED_VECTOR_PERF = 10,
    KEY_VENDOR_EXT_THEAD_0 = 11,
    KEY_ZICBOM_BLOCK_SIZE = 12,
    KEY_VENDOR_EXT_SIFIVE_0 = 13,
    KEY_VENDOR_EXT_MIPS_0 = 14,
    KEY_ZICBOP_BLOCK_SIZE = 15,

    WHICH_CPUS = 1,
    BASE_BEHAVIOR_IMA = 1,
    MISALIGNED_FAST = 3,
    MISALIGNED_VECTOR_UNSUPPORTED = 4,
};

struct hwprobe_pair {
    int64_t key;
    uint64_t value;
};

static uint64_t block_size(const struct riscv_cpu *c, uint64_t feature)
{
    return c->features & feature ? RISCV_BLOCK_SIZE : 0;
}

/* The value of a key; false: it is unknown. */
static bool value_of(const struct riscv_cpu *c, int64_t key, uint64_t *value)
{
    *value = 0;
    switch (key) {
    case KEY_MVENDORID:
    case KEY_MARCHID:
    case KEY_MIMPID:
    case KEY_VENDOR_EXT_THEAD_0:
    case KEY_VENDOR_EXT_SIFIVE_0:
    case KEY_VENDOR_EXT_MIPS_0: break;
    case KEY_BASE_BEHAVIOR: *value = BASE_BEHAVIOR_IMA; break;
    case KEY_IMA_EXT_0: *value = riscv_isa_hwprobe(c->features); break;
    case KEY_CPUPERF_0:
    case KEY_MISALIGNED_SCALAR_PERF: *value = MISALIGNED_FAST; break;
    case KEY_MISALIGNED_VECTOR_PERF:
        *value = MISALIGNED_VECTOR_UNSUPPORTED;
        break;
    case KEY_HIGHEST_VIRT_ADDRESS: *value = mm_limit(c->cpu.mm) - 1; break;
    case KEY_TIME_CSR_FREQ: *value = RISCV_TIME_HZ; break;
    case KEY_ZICBOM_BLOCK_SIZE: *value = block_size(c, RISCV_HAS_ZICBOM); break;
    case KEY_ZICBOP_BLOCK_SIZE: *value = block_size(c, RISCV_HAS_ZICBOP); break;
    case KEY_ZICBOZ_BLOCK_SIZE: *value = block_size(c, RISCV_HAS_ZICBOZ); break;
    default: return false;
    }
    return true;
}

/* Whether these are sets of bits, of which one may ask for some. */
static bool is_bits(int64_t key)
{
    switch (key) {
    case KEY_BASE_BEHAVIOR:
    case KEY_IMA_EXT_0:
    case KEY_CPUPERF_0:
    case KEY_VENDOR_EXT_THEAD_0:
    case KEY_VENDOR_EXT_SIFIVE_0:
    case KEY_VENDOR_EXT_MIPS_0: return true;
    default: return false;
    }
}

/* A processor set of the guest's, as far as the kernel looks at it. */
struct set {
    uint64_t addr;
    size_t size;
    struct host_cpus cpus;
};

/* Of the processors in the guest's set those that are online; *none: there was
 * no other. */
static int64_t read_set(const struct riscv_cpu *c, const uint64_t args[6],
                        struct set *s, bool *none)
{
    struct host_cpus online;
    uint64_t any = 0;

    *s = (struct set){.addr = args[3], .size = args[2]};
    if (s->size > sizeof(s->cpus))
        s->size = sizeof(s->cpus);
    if (mem_read(c->cpu.mm, &s->cpus, s->addr, s->size) != 0)
        return -EFAULT;
    host_online_cpus(&online);
    for (unsigned i = 0; i < HOST_CPU_WORDS; i++)
        any |= s->cpus.word[i];
    if (any == 0)
        s->cpus = online;
    *none = true;
    for (unsigned i = 0; i < HOST_CPU_WORDS; i++) {
        s->cpus.word[i] &= online.word[i];
        if (any != 0 && s->cpus.word[i] != 0)
            *none = false;
    }
    return 0;
}

static int64_t get_values(const struct riscv_cpu *c, const uint64_t args[6])
{
    struct hwprobe_pair p;
    struct set s;
    bool none = false;
    int64_t error = 0;

    if (args[2] != 0 || args[3] != 0)
        error = read_set(c, args, &s, &none);
    if (error != 0)
        return error;
    if (none)
        return -EINVAL;
    for (uint64_t i = 0; i < args[1]; i++) {
        uint64_t at = args[0] + i * sizeof(p);

        if (mem_get(c->cpu.mm, p.key, at) != 0)
            return -EFAULT;
        if (!value_of(c, p.key, &p.value))
            p.key = -1;
        if (mem_put(c->cpu.mm, at, p) != 0)
            return -EFAULT;
    }
    return 0;
}

/* Leaves in the set, or if it is empty in that of all, who has the values. */
static int64_t which_cpus(const struct riscv_cpu *c, const uint64_t args[6])
{
    struct hwprobe_pair p;
    struct set s;
    bool none, all = true;
    int64_t error;

    if (args[2] == 0 || args[3] == 0)
        return -EINVAL;
    error = read_set(c, args, &s, &none);
    if (error != 0)
        return error;
    for (uint64_t i = 0; i < args[1]; i++) {
        uint64_t at = args[0] + i * sizeof(p), is;

        if (mem_get(c->cpu.mm, p, at) != 0)
            return -EFAULT;
        if (!value_of(c, p.key, &is)) {
            p = (struct hwprobe_pair){.key = -1};
            if (mem_put(c->cpu.mm, at, p) != 0)
                return -EFAULT;
            all = false;
        } else if ((is_bits(p.key) ? is & p.value : is) != p.value) {
            all = false;
        }
    }
    if (!all)
        memset(&s.cpus, 0, sizeof(s.cpus));
    return mem_write(c->cpu.mm, s.addr, &s.cpus, s.size) != 0 ? -EFAULT : 0;
}

int64_t riscv_hwprobe(const struct riscv_cpu *c, const uint64_t args[6])
{
    uint32_t flags = (uint32_t)args[4];

    if (flags & ~(uint32_t)WHICH_CPUS)
        return -EINVAL;
    return flags ? which_cpus(c, args) : get_values(c, args);
}
