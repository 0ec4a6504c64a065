/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls that are over at once, made without leaving translated code: a system
 * call costs less than saving the guest's vector registers and finding the way
 * back. So nothing here may touch those; all that is called must be inline.
 */
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("general-regs-only"))),     \
                             apply_to = function)
#else
#pragma GCC target("general-regs-only")
#endif
#include "config.h"

#include "syscall/sys.h"

bool syscall_quick(struct tcg_env *env)
{
    struct cpu *cpu = (struct cpu *)env;
    const struct task *t = (const struct task *)cpu->task;
    const struct sys_row *row = nr_row(sys_of(t)->table, cpu_syscall_nr(cpu));
    const uint64_t *a = cpu_syscall_args(cpu);

    if (!row || !row->quick)
        return false;
    cpu_exclusive_clear(cpu);
    cpu_syscall_result(
        cpu, host_call(row->host_nr, a[0], a[1], a[2], a[3], a[4], a[5]));
    return true;
}

#if defined(__clang__)
#pragma clang attribute pop
#endif
