/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One block by the IR interpreter. */
#include "config.h"

#include <signal.h>

#include "cpu/translator.h"
#include "tcg/interp.h"

static int fault(struct cpu *cpu, uint64_t addr, bool write)
{
    cpu->env.fault_addr = addr;
    cpu->fault = (struct cpu_fault){.sig = SIGSEGV,
                                    .code = mm_fault_code(cpu->mm, addr),
                                    .addr = addr,
                                    .write = write};
    return -1;
}

uint64_t interpret_failing(uint64_t addr, size_t size, bool first)
{
    uint64_t second = (addr + size - 1) & -(UINT64_C(1) << GUEST_PAGE_BITS);
    return first && second > addr ? second : addr;
}

static int do_read(void *opaque, void *dst, uint64_t addr, size_t size)
{
    struct cpu *cpu = opaque;
    uint64_t at = cpu_untag(cpu, addr);
    if (!mem_read(cpu->mm, dst, at, size))
        return 0;
    return fault(cpu,
                 interpret_failing(at, size, !mem_read(cpu->mm, dst, at, 1)),
                 false);
}

static int do_write(void *opaque, uint64_t addr, const void *src, size_t size)
{
    struct cpu *cpu = opaque;
    uint64_t at = cpu_untag(cpu, addr);
    if (!mem_write(cpu->mm, at, src, size))
        return 0;
    return fault(cpu,
                 interpret_failing(at, size, !mem_write(cpu->mm, at, src, 1)),
                 true);
}

static int do_cmpxchg(void *opaque, uint64_t addr, void *expected,
                      const void *desired, size_t size)
{
    struct cpu *cpu = opaque;
    return mem_cmpxchg(cpu->mm, cpu_untag(cpu, addr), expected, desired, size)
               ? fault(cpu, cpu_untag(cpu, addr), true)
               : 0;
}

enum cpu_exit interpret_block(struct translator *tr, struct cpu *cpu)
{
    const struct interp_host host = {
        .opaque = cpu,
        .read = do_read,
        .write = do_write,
        .cmpxchg = do_cmpxchg,
        .sat = &cpu->env.sat,
        .fault_reason = EXIT_FAULT,
        .stop_reason = EXIT_STOP,
    };
    struct code_state state;
    struct ir_block copy;
    enum cpu_exit r;

    klock_take(&tr->lock);
    do
        r = translate_ir(tr, cpu, cpu->env.pc, cpu->key | TB_PLAIN,
                         IR_MAX_INSNS, &state);
    while (r == EXIT_NONE && monitor_switch(tr, cpu));
    if (r == EXIT_NONE)
        memcpy(&copy, &tr->ir,
               offsetof(struct ir_block, op) + tr->ir.n * sizeof(copy.op[0]));
    klock_drop(&tr->lock);
    if (r != EXIT_NONE)
        return r;
    return (enum cpu_exit)interp_run(&cpu->env, cpu, &copy, &host);
}
