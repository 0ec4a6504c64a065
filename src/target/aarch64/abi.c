/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AArch64 Linux: system call registers, program start, what the kernel says
 * about the processor, register sets (kernel documentation, arch/arm64:
 * elf_hwcaps, cpu-feature-registers; asm/ptrace.h).
 */
#include "config.h"

#include <elf.h>
#include <errno.h>
#include <string.h>

#include "base/fmt.h"
#include "target/aarch64/abi.h"
#include "target/aarch64/decode.inc"
#include "target/aarch64/features.h"
#include "target/aarch64/pauth.h"
#include "target/aarch64/vdso.inc"
#include "tcg/flags.h"

static struct aarch64_cpu *state(struct cpu *cpu)
{
    return (struct aarch64_cpu *)cpu;
}

static const struct aarch64_cpu *state_const(const struct cpu *cpu)
{
    return (const struct aarch64_cpu *)cpu;
}

static uint64_t hwcap(const struct cpu *cpu)
{
    return aarch64_hwcap(state_const(cpu)->features, 0);
}

static uint64_t hwcap2(const struct cpu *cpu)
{
    return aarch64_hwcap(state_const(cpu)->features, 1);
}

static void restart(struct cpu *cpu, uint64_t arg0)
{
    cpu->env.pc -= 4;
    state(cpu)->x[0] = arg0;
}

static uint64_t get_sp(const struct cpu *cpu)
{
    return state_const(cpu)->sp;
}

static void set_sp(struct cpu *cpu, uint64_t sp)
{
    state(cpu)->sp = sp;
}

static uint64_t get_tp(const struct cpu *cpu)
{
    return state_const(cpu)->tpidr;
}

static void set_tp(struct cpu *cpu, uint64_t tp)
{
    state(cpu)->tpidr = tp;
}

static void start(struct cpu *cpu, uint64_t entry, uint64_t sp)
{
    struct aarch64_cpu *a = state(cpu);
    memset(a->x, 0, sizeof(a->x));
    memset(a->v, 0, sizeof(a->v));
    a->flags = flags_pack(0);
    a->tpidr = 0;
    a->pstate = a->features & AARCH64_HAS_SSBS ? PSTATE_SSBS : 0;
    if (a->features & AARCH64_HAS_PAUTH) {
        aarch64_pac_reset(a, PAC_ALL);
        aarch64_pac_enable(a, PAC_ADDRESS, PAC_ADDRESS);
    }
    aarch64_set_fpcr(a, 0);
    aarch64_set_fpsr(a, 0);
    a->sp = sp;
    cpu->env.pc = entry;
    cpu->env.excl_addr = UINT64_MAX;
}

static size_t cpuinfo(const struct cpu *cpu, unsigned n, char *buf, size_t size)
{
    struct fmt_sink out = {.buf = buf, .size = size};
    const struct aarch64_cpu *a = state_const(cpu);
    unsigned midr = (unsigned)a->midr;
    for (unsigned i = 0; i < n; i++) {
        fmt_print(&out, "processor\t: %u\nBogoMIPS\t: 100.00\n", i);
        aarch64_print_features(&out, a->features);
        fmt_print(&out,
                  "CPU implementer\t: 0x%02x\nCPU architecture: 8\n"
                  "CPU variant\t: 0x%x\nCPU part\t: 0x%03x\n"
                  "CPU revision\t: %u\n\n",
                  midr >> 24, midr >> 20 & 15, midr >> 4 & 0xfff, midr & 15);
    }
    return out.len + out.dropped;
}

void aarch64_get_gregs(const struct aarch64_cpu *a, struct aarch64_gregs *g)
{
    memcpy(g->x, a->x, sizeof(g->x));
    g->sp = a->sp;
    g->pc = a->cpu.env.pc;
    g->pstate = flags_unpack(a->flags) | a->pstate;
}

static size_t gregset(const struct cpu *cpu, void *buf, size_t size)
{
    struct aarch64_gregs g;
    aarch64_get_gregs(state_const(cpu), &g);
    memcpy(buf, &g, size < sizeof(g) ? size : sizeof(g));
    return sizeof(g);
}

static size_t fpregset(const struct cpu *cpu, void *buf, size_t size)
{
    const struct aarch64_cpu *a = state_const(cpu);
    struct aarch64_fpregs f = {.fpsr = aarch64_get_fpsr(a), .fpcr = a->fpcr};
    memcpy(f.v, a->v, sizeof(f.v));
    memcpy(buf, &f, size < sizeof(f) ? size : sizeof(f));
    return sizeof(f);
}

static size_t dump(const struct cpu *cpu, char *buf, size_t size)
{
    const struct aarch64_cpu *a = state_const(cpu);
    struct fmt_sink out = {.buf = buf, .size = size};
    fmt_print(&out, "pc   %016lx sp   %016lx nzcv %08x\n",
              (unsigned long)cpu->env.pc, (unsigned long)a->sp,
              flags_unpack(a->flags));
    for (unsigned i = 0; i < 31; i++)
        fmt_print(&out, "x%-3u %016lx%s", i, (unsigned long)a->x[i],
                  i % 4 == 3 || i == 30 ? "\n" : " ");
    fmt_print(&out, "fpcr %08x fpsr %08x\n", a->fpcr, aarch64_get_fpsr(a));
    for (unsigned i = 0; i < 32; i++)
        fmt_print(&out, "v%-3u %016lx%016lx%s", i, (unsigned long)a->v[i][1],
                  (unsigned long)a->v[i][0], i % 2 ? "\n" : " ");
    return out.len + out.dropped;
}

/* The fields are those of memory tagging, which is not there. */
static int tag_bits(const struct cpu *cpu, uint64_t fields)
{
    (void)cpu;
    return fields ? -EINVAL : TAG_BITS;
}

static uint64_t tag_fields(const struct cpu *cpu)
{
    (void)cpu;
    return 0;
}

/* Flags of open whose numbers differ (asm/fcntl.h): ours and the host's. */
static const struct {
    uint32_t guest, host;
} open_flags[] = {
    {040000, 0200000},  /* O_DIRECTORY */
    {0100000, 0400000}, /* O_NOFOLLOW */
    {0200000, 040000},  /* O_DIRECT */
    {0400000, 0100000}, /* O_LARGEFILE */
};
enum { OPEN_SHARED = 040000 | 0100000 | 0200000 | 0400000 };

static uint64_t open_flags_to_host(uint64_t flags)
{
    uint64_t v = flags & ~(uint64_t)OPEN_SHARED;
    for (unsigned i = 0; i < 4; i++)
        if (flags & open_flags[i].guest)
            v |= open_flags[i].host;
    return v;
}

static uint64_t open_flags_from_host(uint64_t flags)
{
    uint64_t v = flags & ~(uint64_t)OPEN_SHARED;
    for (unsigned i = 0; i < 4; i++)
        if (flags & open_flags[i].host)
            v |= open_flags[i].guest;
    return v;
}

const struct guest_abi aarch64_abi = {
    .machine = "aarch64",
    .platform = "aarch64",
    .nr_table = "generic",
    .hwcap = hwcap,
    .hwcap2 = hwcap2,
    .min_sigstack = sizeof(struct aarch64_sigframe) + 16,
    .min_altstack = 5120,
    .sa_restorer = true,
    .nr_off = offsetof(struct aarch64_cpu, x[8]),
    .args_off = offsetof(struct aarch64_cpu, x[0]),
    .restart = restart,
    .get_sp = get_sp,
    .set_sp = set_sp,
    .get_tp = get_tp,
    .set_tp = set_tp,
    .start = start,
    .frame_push = aarch64_frame_push,
    .frame_pop = aarch64_frame_pop,
    .vdso = vdso_image,
    .vdso_size = sizeof(vdso_image),
    .vdso_sigreturn = VDSO_SIGRETURN,
    .cpuinfo = cpuinfo,
    .gregset = gregset,
    .fpregset = fpregset,
    .tls_note = NT_ARM_TLS,
    .dump = dump,
    .tag_bits = tag_bits,
    .tag_fields = tag_fields,
    .prctl = aarch64_prctl,
    .open_flags_to_host = open_flags_to_host,
    .open_flags_from_host = open_flags_from_host,
};
