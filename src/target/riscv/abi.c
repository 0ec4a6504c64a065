/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * RISC-V Linux: system call registers, program start, what the kernel says
 * about the processor, register sets.  References: arch/riscv in the kernel's
 * documentation (hwprobe, uabi) and the psABI.
 */
#include "config.h"

#include <errno.h>
#include <string.h>

#include "base/fmt.h"
#include "mem/mem.h"
#include "target/riscv/abi.h"
#include "target/riscv/decode.inc"
#include "target/riscv/isa.h"
#include "target/riscv/vdso.inc"

/* The lower half of Sv39's addresses is the user's. */
#define SV39_LIMIT ((gaddr)1 << 38)

static struct riscv_cpu *rv(struct cpu *cpu)
{
    return (struct riscv_cpu *)cpu;
}

static const struct riscv_cpu *rv_const(const struct cpu *cpu)
{
    return (const struct riscv_cpu *)cpu;
}

static uint64_t hwcap(const struct cpu *cpu)
{
    return riscv_isa_hwcap(rv_const(cpu)->features);
}

static uint64_t hwcap2(const struct cpu *cpu)
{
    (void)cpu;
    return 0;
}

static void restart(struct cpu *cpu, uint64_t arg0)
{
    cpu->env.pc -= 4;
    rv(cpu)->x[RISCV_A0] = arg0;
}

static uint64_t get_sp(const struct cpu *cpu)
{
    return rv_const(cpu)->x[RISCV_SP];
}

static void set_sp(struct cpu *cpu, uint64_t sp)
{
    rv(cpu)->x[RISCV_SP] = sp;
}

static uint64_t get_tp(const struct cpu *cpu)
{
    return rv_const(cpu)->x[RISCV_TP];
}

static void set_tp(struct cpu *cpu, uint64_t tp)
{
    rv(cpu)->x[RISCV_TP] = tp;
}

static void start(struct cpu *cpu, uint64_t entry, uint64_t sp)
{
    struct riscv_cpu *c = rv(cpu);

    memset(c->x, 0, sizeof(c->x));
    memset(c->f, 0, sizeof(c->f));
    riscv_set_fcsr(c, 0);
    c->x[RISCV_SP] = sp;
    cpu->env.pc = entry;
    cpu->env.excl_addr = UINT64_MAX;
}

static size_t cpuinfo(const struct cpu *cpu, unsigned n, char *buf, size_t size)
{
    struct fmt_sink out = {.buf = buf, .size = size};

    const char *mmu = mm_limit(cpu->mm) <= SV39_LIMIT ? "sv39" : "sv48";

    for (unsigned i = 0; i < n; i++) {
        fmt_print(&out, "processor\t: %u\nhart\t\t: %u\nisa\t\t: ", i, i);
        riscv_isa_print(rv_const(cpu)->features, &out);
        fmt_print(&out,
                  "\n"
                  "mmu\t\t: %s\n"
                  "uarch\t\t: calque,rv64\n"
                  "mvendorid\t: 0x0\n"
                  "marchid\t\t: 0x0\n"
                  "mimpid\t\t: 0x0\n"
                  "hart isa\t: ",
                  mmu);
        riscv_isa_print(rv_const(cpu)->features, &out);
        fmt_print(&out, "\n\n");
    }
    return out.len + out.dropped;
}

void riscv_get_gregs(const struct riscv_cpu *c, uint64_t regs[32])
{
    memcpy(regs, c->x, sizeof(c->x));
    regs[0] = c->cpu.env.pc;
}

static size_t gregset(const struct cpu *cpu, void *buf, size_t size)
{
    uint64_t regs[32];

    riscv_get_gregs(rv_const(cpu), regs);
    memcpy(buf, regs, size < sizeof(regs) ? size : sizeof(regs));
    return sizeof(regs);
}

/* f0..f31 and fcsr in a doubleword. */
static size_t fpregset(const struct cpu *cpu, void *buf, size_t size)
{
    uint64_t regs[33];

    memcpy(regs, rv_const(cpu)->f, 32 * sizeof(regs[0]));
    regs[32] = riscv_get_fcsr(rv_const(cpu));
    memcpy(buf, regs, size < sizeof(regs) ? size : sizeof(regs));
    return sizeof(regs);
}

static size_t dump(const struct cpu *cpu, char *buf, size_t size)
{
    const struct riscv_cpu *c = rv_const(cpu);
    struct fmt_sink out = {.buf = buf, .size = size};

    fmt_print(&out, "pc   %016lx fcsr %02x\n", (unsigned long)cpu->env.pc,
              riscv_get_fcsr(c));
    for (unsigned i = 1; i < 32; i++)
        fmt_print(&out, "%-4s %016lx%s", riscv_slots[RISCV_SLOT_X + i].name,
                  (unsigned long)c->x[i], i % 4 == 0 || i == 31 ? "\n" : " ");
    for (unsigned i = 0; i < 32; i++)
        fmt_print(&out, "%-4s %016lx%s", riscv_slots[RISCV_SLOT_F + i].name,
                  (unsigned long)c->f[i], i % 4 == 3 ? "\n" : " ");
    return out.len + out.dropped;
}

/* The field PR_PMLEN_MASK, and the widths that there are (RISC-V, Pointer
 * Masking: Determining the Value of PMLEN); the smallest that is enough will
 * do. */
enum { PMLEN_SHIFT = 24, PMLEN_7 = 7, PMLEN_16 = 16 };

static int tag_bits(const struct cpu *cpu, uint64_t fields)
{
    uint64_t pmlen = fields >> PMLEN_SHIFT;

    if (!(rv_const(cpu)->features & RISCV_HAS_SUPM) ||
        (fields & ((UINT64_C(1) << PMLEN_SHIFT) - 1)) || pmlen > PMLEN_16)
        return -EINVAL;
    return pmlen == 0 ? 0 : pmlen <= PMLEN_7 ? PMLEN_7 : PMLEN_16;
}

static uint64_t tag_fields(const struct cpu *cpu)
{
    return (uint64_t)cpu->tag_bits << PMLEN_SHIFT;
}

const struct guest_abi riscv_abi = {
    .machine = "riscv64",
    .machine32 = "riscv32",
    .platform = NULL,
    .nr_table = "generic",
    .hwcap = hwcap,
    .hwcap2 = hwcap2,
    .min_sigstack = sizeof(struct riscv_sigframe),
    .min_altstack = 2048,
    .nr_off = offsetof(struct riscv_cpu, x[RISCV_A7]),
    .args_off = offsetof(struct riscv_cpu, x[RISCV_A0]),
    .restart = restart,
    .get_sp = get_sp,
    .set_sp = set_sp,
    .get_tp = get_tp,
    .set_tp = set_tp,
    .start = start,
    .frame_push = riscv_frame_push,
    .frame_pop = riscv_frame_pop,
    .vdso = vdso_image,
    .vdso_size = sizeof(vdso_image),
    .vdso_sigreturn = VDSO_SIGRETURN,
    .cpuinfo = cpuinfo,
    .gregset = gregset,
    .fpregset = fpregset,
    .dump = dump,
    .tag_bits = tag_bits,
    .tag_fields = tag_fields,
    .tags_shared = true,
    .prctl = riscv_prctl,
    .arch_syscall = riscv_arch_syscall,
    .arch_pointers = 1 << 0 | 1 << 3, /* of riscv_hwprobe */
};
