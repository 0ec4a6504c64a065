/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Signals of the guest: masks, actions, delivery, frames, core files.
 *
 * One host handler takes every signal on the thread that the kernel chose,
 * notes it in that task's queue, asks the CPU to stop and ends a system call in
 * progress; the task's own thread delivers it from its run loop:
 *
 *     case EXIT_SYSCALL:
 *         result = syscall_dispatch(t);
 *         if (signal_wanted(t, result))
 *             signal_deliver(t, result);
 *         break;
 *     case EXIT_STOP: signal_deliver(t, 0); break;
 *     case EXIT_FAULT and its like: signal_raise_fault(t, reason); break;
 *
 * Host and guest agree on the blocked signals, so that the kernel's queues,
 * sigtimedwait, signalfd and choice of thread are the guest's; but between the
 * handler and the delivery the host blocks all, and the five synchronous ones
 * (SEGV BUS FPE ILL TRAP) are never blocked there: their mask and queue are
 * ours, per task, so that a signalfd does not see them.  Host dispositions
 * follow the guest's: ignored and default ones are the kernel's business,
 * except for defaults that write a core file.  All 64 numbers are the guest's.
 *
 * Every function acts on the calling thread's own task unless it says
 * otherwise.  Errors are -errno values.  See signal(7), sigaction(2).
 */
#ifndef CALQUE_SIGNAL_SIGNAL_H
#define CALQUE_SIGNAL_SIGNAL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "task/task.h"

/* Program start, on the first thread, once task_set_current() was called, and
 * t->sighand exists: takes over the mask and the ignored signals that the
 * program inherits, installs the host handlers. 0 or -ENOMEM. */
int signal_init(struct task *t);

/* The hooks of tasks: memory of a new one, on its creator's thread (0 or
 * -ENOMEM); its first steps, or those of a fork's child, on its own thread with
 * all host signals blocked; CLONE_CLEAR_SIGHAND, before those; and the end,
 * with all blocked or on another thread. Mask and alternate stack of a new task
 * are its creator's business. */
int signal_task_alloc(struct task *t);
void signal_thread_init(struct task *t);
void signal_reset_actions(struct task *t);
void signal_task_free(struct task *t);
/* Ends the change of an action, sh locked; also when its thread was killed. */
void signal_finish_action(struct sighand *sh);

/* Directly around the host's execve, which resets handlers and keeps mask and
 * ignored signals: shows the host the guest's for the synchronous signals too.
 * No guest memory is to be touched in between. */
void signal_exec_begin(struct task *t);
void signal_exec_failed(struct task *t);

/* Whether signal_deliver() has something to do after a system call. */
static inline bool signal_wanted(const struct task *t, int64_t result)
{
    return atomic_load_explicit(&t->signal_pending, memory_order_relaxed) ||
           t->restore_mask || (result <= -512 && result >= -516);
}

/* Delivers what waits: builds frames, performs default actions (may not
 * return), and restarts an interrupted system call or makes it EINTR. `result`
 * is what syscall_dispatch() returned, 0 when there was no system call. */
void signal_deliver(struct task *t, int64_t result);

/* The guest signal for a fault that cpu_run() reported; kills the process if it
 * is blocked or ignored. Returns with the CPU at the handler, or where it was
 * if the stack had only to grow. */
void signal_raise_fault(struct task *t, enum cpu_exit reason);

/* A signal that the kernel would force on the task, with a given si_code. */
void signal_force(struct task *t, int sig, int code, uint64_t addr);

/* System calls, as syscall/ names them. */
int64_t sys_rt_sigaction(struct task *t, const uint64_t a[6]);
int64_t sys_rt_sigprocmask(struct task *t, const uint64_t a[6]);
int64_t sys_rt_sigpending(struct task *t, const uint64_t a[6]);
int64_t sys_rt_sigsuspend(struct task *t, const uint64_t a[6]);
int64_t sys_rt_sigtimedwait(struct task *t, const uint64_t a[6]);
int64_t sys_rt_sigreturn(struct task *t, const uint64_t a[6]);
int64_t sys_sigaltstack(struct task *t, const uint64_t a[6]);

#endif
