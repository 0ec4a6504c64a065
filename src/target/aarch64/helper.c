/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Functions called from translated code, and the FP status registers. */
#include "config.h"

#include <sys/syscall.h>

#include "base/hostcall.h"
#include "base/hostvdso.h"
#include "cpu/atomic.h"
#include "target/aarch64/state.h"
#include "target/aarch64/decode.inc"
#include "tcg/crc32.h"

#define DEFINE(name)                                                           \
    uint64_t aarch64_helper_##name(__attribute__((unused)) void *cpu,          \
                                   __attribute__((unused)) uint64_t a,         \
                                   __attribute__((unused)) uint64_t b,         \
                                   __attribute__((unused)) uint64_t c,         \
                                   __attribute__((unused)) uint64_t d)

DEFINE(crc32)
{
    return crc32_step((uint32_t)a, b, (unsigned)c);
}

DEFINE(crc32c)
{
    return crc32c_step((uint32_t)a, b, (unsigned)c);
}

DEFINE(atomic_version)
{
    return cpu_atomic_version(cpu, a, b, c, d);
}

DEFINE(atomic_store)
{
    return cpu_atomic_store(cpu, a, b, c, d);
}

DEFINE(atomic_pair)
{
    return cpu_atomic_pair(cpu, a, b, c, d);
}

DEFINE(atomic_rmw)
{
    return cpu_atomic_rmw(cpu, a, b, c, d);
}

DEFINE(atomic_cmpxchg)
{
    return cpu_atomic_cmpxchg(cpu, a, b, c, d);
}

/* Blocks are not dropped from within one: EXIT_FLUSH_LINE follows. */
DEFINE(ic_ivau)
{
    struct cpu *s = cpu;
    s->env.fault_addr = cpu_untag(s, a) & ~UINT64_C(63);
    return 0;
}

DEFINE(cntvct)
{
    struct timespec ts;
    host_clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

/* 0 when there is no number. */
DEFINE(random)
{
    uint64_t v;
    if (hostcall3(SYS_getrandom, (long)&v, sizeof(v), 0) != sizeof(v))
        return 0;
    return v;
}

DEFINE(vdso)
{
    return cpu_vdso_call(cpu, a, b, c, d);
}

/*
 * MXCSR's sticky bits IE ZE OE UE PE are FPSR's IOC DZC OFC UFC IXC. DE is IDC,
 * but only while FZ is set (C5.2.9): the host raises it for every denormal. QC
 * is env.sat.
 */
enum {
    FPSR_IDC = 1 << 7,
    FPSR_QC = 1 << 27,
    MXCSR_DE = 1 << 1,
    MXCSR_STICKY = 0x3f,
    MXCSR_IM = 1 << 7,
    MXCSR_RC = 3 << 13,
    MXCSR_FLUSH = 1 << 15 | 1 << 6,
    FPCR_BITS = FPCR_AHP | FPCR_DN | FPCR_FZ | FPCR_RMODE,
};

uint32_t aarch64_get_fpsr(const struct aarch64_cpu *a)
{
    uint32_t m = a->cpu.env.mxcsr, v = a->fpsr | (m & 1) | (m >> 1 & 0x1e);
    if (a->fpcr & FPCR_FZ && m & MXCSR_DE)
        v |= FPSR_IDC;
    return a->cpu.env.sat ? v | FPSR_QC : v;
}

void aarch64_set_fpsr(struct aarch64_cpu *a, uint32_t v)
{
    uint32_t sticky = (v & 1) | (v & 0x1e) << 1;
    a->fpsr = v & FPSR_IDC;
    a->cpu.env.sat = (v & FPSR_QC) != 0;
    a->cpu.env.mxcsr = (a->cpu.env.mxcsr & ~(uint32_t)MXCSR_STICKY) | sticky;
}

void aarch64_set_pstate(struct aarch64_cpu *a, uint64_t v)
{
    uint64_t bits = 0;
    if (a->features & AARCH64_HAS_SSBS)
        bits |= PSTATE_SSBS;
    if (a->features & AARCH64_HAS_DIT)
        bits |= PSTATE_DIT;
    a->pstate = v & bits;
}

void aarch64_set_fpcr(struct aarch64_cpu *a, uint32_t v)
{
    /* RMode: nearest, up, down, zero; MXCSR.RC: nearest, down, up, zero. */
    static const uint8_t rc[] = {0, 2, 1, 3};
    uint32_t bits = FPCR_BITS, m = a->cpu.env.mxcsr;
    if (a->features & AARCH64_HAS_FP16)
        bits |= FPCR_FZ16;
    a->fpsr = aarch64_get_fpsr(a) & FPSR_IDC;
    a->fpcr = v & bits;
    m &= ~(uint32_t)(MXCSR_RC | MXCSR_FLUSH | MXCSR_DE | MXCSR_IM);
    m |= (uint32_t)rc[v >> 22 & 3] << 13;
    if (v & FPCR_FZ)
        m |= MXCSR_FLUSH;
    _Static_assert(
        !((FPCR_BITS | FPCR_FZ16) & ~(FPCR_RMODE | (unsigned)KEY_MODES)),
        "a mode that is no part of the key");
    cpu_set_modes(&a->cpu, a->fpcr & ~(uint32_t)FPCR_RMODE);
    if (a->cpu.key & KEY_MODES)
        m |= MXCSR_IM; /* traps serve the rules of the default mode only */
    a->cpu.env.mxcsr = m;
}

DEFINE(set_fpcr)
{
    aarch64_set_fpcr(cpu, (uint32_t)a);
    return 0;
}

DEFINE(get_fpsr)
{
    return aarch64_get_fpsr(cpu);
}

DEFINE(set_fpsr)
{
    aarch64_set_fpsr(cpu, (uint32_t)a);
    return 0;
}
