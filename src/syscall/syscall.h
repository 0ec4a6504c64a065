/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Linux system calls of guest programs.
 *
 * The owner thread of a task calls syscall_dispatch() when cpu_run() returned
 * EXIT_SYSCALL, and then looks for signals.  What the host kernel can take as
 * it is goes through unchanged, since guest addresses are host addresses; what
 * differs is converted by a handler.  The tables are syscalls.def (one row a
 * call: name, how it is done, argument kinds) and nr-*.def (one row a number).
 *
 * Restarts: a call that was interrupted returns SYSCALL_RESTART... and leaves
 * the CPU untouched; the caller hands the value to the signal folder, which
 * either backs up over the instruction (abi->restart with task->syscall_arg0)
 * or sets -EINTR, as the kernel does on its way out.  See base/safecall.h for
 * how the two cases are told apart.
 *
 * Errors are -errno values.  Nothing here uses libc's heap, stdio or errno.
 */
#ifndef CALQUE_SYSCALL_SYSCALL_H
#define CALQUE_SYSCALL_SYSCALL_H

#include <stdbool.h>
#include <stdint.h>

#include "task/task.h"

enum {
    /* The kernel's ERESTART codes, negated; see include/linux/errno.h there. */
    SYSCALL_RESTART = -512,           /* restart if the action has SA_RESTART */
    SYSCALL_RESTART_ALWAYS = -513,    /* restart, whatever the action */
    SYSCALL_RESTART_NOHANDLER = -514, /* restart only without a handler */
    /* The handler has set all registers itself (execve, rt_sigreturn). */
    SYSCALL_NO_RESULT = -1023,
};

/* True for the results above that leave the CPU's result register alone. */
static inline bool syscall_restarts(int64_t result)
{
    return result <= SYSCALL_RESTART && result >= SYSCALL_RESTART_NOHANDLER;
}

/* Prepares p->syscall_state once p->target, p->files and the configuration are
 * known: after start-up and after exec. 0, -EINVAL for a target whose number
 * table does not exist, -ENOMEM. */
int syscall_init(struct process *p, const struct files *files);
void syscall_fini(struct process *p);

/* Executes the system call that t's CPU stands behind and sets its result.
 * Returns the result, or one of the values above, for which none was set. */
int64_t syscall_dispatch(struct task *t);

/* Makes the call if its row is quick, and sets its result; false: nothing has
 * happened. For cpu_set_service(). What it was interrupted by waits, and is
 * noticed as in any other code. */
bool syscall_quick(struct tcg_env *env);

/* Name of a call by the guest's number, NULL for none. */
const char *syscall_name(const struct process *p, uint64_t nr);

#endif
