/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Versions of memory, and the helpers of instrumented atomics.
 *
 * An entry stands for the addresses that hash to it. Bits 63..24 are a version.
 * While a helper stores, the entry is locked: bit 0 is set and bits 23..1 are
 * the host tid of the holder, so that what a killed vfork child held can be
 * freed. A holder makes no system call and takes no other lock. An unlocked
 * entry is watched if bit 1 is set: a load-exclusive has taken its version.
 * Atomics of translated code go past entries that are neither.
 */
#include "config.h"

#include <sys/syscall.h>

#include "base/hostcall.h"
#include "cpu/atomic.h"
#include "cpu/translator.h"

#define LOCKED  UINT64_C(1)
#define WATCHED UINT64_C(2)
#define ONE     (UINT64_C(1) << 24)
#define HOLDER  ((uint64_t)ATOMIC_BUSY)

_Static_assert(ATOMIC_BUSY == ONE - 1, "the bits below the version");
_Static_assert(ATOMIC_VERSION_MASK == (CPU_VERSIONS - 1) * sizeof(uint64_t),
               "translated code hashes as entry() does");

enum { SPINS = 64, PATIENCE = 10000 * SPINS };

static uint64_t *entry(const struct cpu *cpu, uint64_t addr)
{
    return &cpu->tr->version[addr >> 4 & (CPU_VERSIONS - 1)];
}

/* The version once no store is under way. */
static uint64_t settled(const uint64_t *e)
{
    uint64_t v;

    for (unsigned n = 1; (v = __atomic_load_n(e, __ATOMIC_SEQ_CST)) & LOCKED;
         n++) {
        if (n % SPINS)
            __builtin_ia32_pause();
        else if (n % PATIENCE)
            hostcall3(SYS_sched_yield, 0, 0, 0);
        else
            klock_stuck((pid_t)((v & HOLDER) >> 1));
    }
    return v;
}

static bool lock_at(uint64_t *e, uint64_t version)
{
    uint64_t locked =
        (version & ~HOLDER) | (uint64_t)klock_self() << 1 | LOCKED;

    return __atomic_compare_exchange_n(e, &version, locked, false,
                                       __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);
}

static void lock(uint64_t *e)
{
    while (!lock_at(e, settled(e)))
        ;
}

static void unlock(uint64_t *e)
{
    uint64_t v = __atomic_load_n(e, __ATOMIC_RELAXED);

    __atomic_store_n(e, (v & ~HOLDER) + ONE, __ATOMIC_SEQ_CST);
}

void monitor_repair(struct translator *tr, uint32_t tid)
{
    for (unsigned i = 0; i < CPU_VERSIONS; i++) {
        uint64_t v = __atomic_load_n(&tr->version[i], __ATOMIC_RELAXED);
        if ((v & LOCKED) && (!tid || (v & HOLDER) >> 1 == tid))
            unlock(&tr->version[i]);
    }
}

uint64_t cpu_atomic_version(void *cpu, uint64_t addr, uint64_t b, uint64_t c,
                            uint64_t d)
{
    uint64_t *e = entry(cpu, cpu_untag(cpu, addr)), v;

    (void)b, (void)c, (void)d;
    do
        v = settled(e);
    while (!(v & WATCHED) &&
           !__atomic_compare_exchange_n(e, &v, v | WATCHED, false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
    return v | WATCHED;
}

/* Whether the monitor has the address. */
static bool held(const struct cpu *cpu, uint64_t at)
{
    return cpu_untag(cpu, cpu->env.excl_addr) == at;
}

/* Locks the entry for a store-exclusive; false: there was another store. */
static bool lock_seen(uint64_t *e, uint64_t version)
{
    if (version != ATOMIC_UNVERSIONED)
        return lock_at(e, version);
    lock(e);
    return true;
}

/* Stores `desired` if the monitor's value is there, which becomes what was. */
static uint64_t exchange(struct cpu *cpu, uint64_t addr, const void *desired,
                         size_t size)
{
    uint64_t *seen = cpu->env.excl_val, was[2] = {seen[0], seen[1]};

    if (mem_cmpxchg(cpu->mm, addr, seen, desired, size))
        return ATOMIC_FAULT;
    return memcmp(was, seen, size) != 0;
}

uint64_t cpu_atomic_store(void *cpu, uint64_t addr, uint64_t v, uint64_t size,
                          uint64_t d)
{
    struct cpu *c = cpu;
    uint64_t at = cpu_untag(c, addr), *e = entry(c, at), r;

    (void)d;
    if (!held(c, at) || !lock_seen(e, c->env.excl_version))
        return 1;
    r = exchange(c, at, &v, (size_t)1 << size);
    unlock(e);
    return r;
}

uint64_t cpu_atomic_pair(void *cpu, uint64_t addr, uint64_t lo, uint64_t hi,
                         uint64_t how)
{
    struct cpu *c = cpu;
    uint64_t at = cpu_untag(c, addr), *e = entry(c, at), v[2] = {lo, hi}, r;

    if ((how & ATOMIC_PAIR_EX) && !held(c, at))
        return 1;
    if (!c->tr->instrumented)
        return exchange(c, at, v, 16);
    if (how == ATOMIC_PAIR_EX) {
        if (!lock_seen(e, c->env.excl_version))
            return 1;
    } else {
        lock(e);
    }
    r = exchange(c, at, v, 16);
    unlock(e);
    return r;
}

static uint64_t combine(enum ir_rmw op, unsigned shift, uint64_t old,
                        uint64_t x)
{
    /* In the top bits, where both orders are right for any size. */
    uint64_t a = old << shift, b = x << shift;

    switch (op) {
    case RMW_ADD: return old + x;
    case RMW_AND: return old & x;
    case RMW_OR: return old | x;
    case RMW_XOR: return old ^ x;
    case RMW_MIN: return (int64_t)a < (int64_t)b ? old : x;
    case RMW_MAX: return (int64_t)a > (int64_t)b ? old : x;
    case RMW_MINU: return a < b ? old : x;
    case RMW_MAXU: return a > b ? old : x;
    default: return x;
    }
}

uint64_t cpu_atomic_rmw(void *cpu, uint64_t addr, uint64_t v, uint64_t what,
                        uint64_t d)
{
    struct cpu *c = cpu;
    uint64_t at = cpu_untag(c, addr), *e = entry(c, at), r;
    unsigned size = 1u << (what & 15), shift = 64 - 8 * size;

    (void)d;
    c->env.excl_addr = ~0ull;
    c->env.excl_val[0] = 0;
    lock(e);
    /* A plain store may come between: then once more. */
    do {
        uint64_t to =
            combine((enum ir_rmw)(what >> 4), shift, c->env.excl_val[0], v);
        r = exchange(c, at, &to, size);
    } while (r == 1);
    unlock(e);
    return r;
}

uint64_t cpu_atomic_cmpxchg(void *cpu, uint64_t addr, uint64_t expected,
                            uint64_t desired, uint64_t size)
{
    struct cpu *c = cpu;
    uint64_t at = cpu_untag(c, addr), *e = entry(c, at), r;
    unsigned bytes = 1u << size;

    c->env.excl_addr = ~0ull;
    c->env.excl_val[0] = 0;
    memcpy(c->env.excl_val, &expected, bytes);
    lock(e);
    r = exchange(c, at, &desired, bytes);
    unlock(e);
    return r == ATOMIC_FAULT ? r : 0;
}

bool monitor_switch(struct translator *tr, struct cpu *self)
{
    if (tr->instrumented || !tr->unpaired || !tr->shared)
        return false;
    tr->instrumented = true;
    cache_flush(tr, self);
    return true;
}
