/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one host `syscall` instruction through which guest system calls that may
 * sleep go, arranged so that no signal is lost between the last look at what is
 * pending and the entry into the kernel.
 *
 * safecall() reads *pending and enters the kernel only if it is 0; otherwise it
 * returns -SAFECALL_RESTART and nothing has happened.  A host signal handler
 * that queues something for the guest sets *pending, then calls
 * safecall_interrupt() on the interrupted context:
 *
 *   interrupted at             meaning                          done
 *   before `syscall`           the kernel was not entered       ip := restart
 *   at `syscall`               the same, or the kernel chose    ip := restart
 *                              to restart the call (it moves
 *                              the ip back over the instruction
 *                              when the handler has SA_RESTART)
 *   after it                   the call is over: its result,    nothing
 *                              -EINTR included, stands
 *
 * So a result of -SAFECALL_RESTART means "restart, or EINTR, as the guest's
 * action for the signal says" (the kernel's ERESTARTSYS), and -EINTR means that
 * the call is of the kind which never restarts.  This holds only if all host
 * handlers are installed with SA_RESTART.
 *
 * Any thread; safecall_interrupt() is async-signal-safe.
 */
#ifndef BASE_SAFECALL_H
#define BASE_SAFECALL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* ERESTARTSYS in include/linux/errno.h; never seen by a program. */
enum { SAFECALL_RESTART = 512 };

/* The host system call `nr`: the kernel's result or -SAFECALL_RESTART. */
int64_t safecall(const _Atomic uint32_t *pending, uint64_t nr,
                 const uint64_t args[6]);

/* Labels in safecall(): first instruction of the window, the `syscall`, and
 * where a call is given up. */
extern const char safecall_begin[], safecall_syscall[], safecall_restart[];

/* Sends a context interrupted in the window to safecall_restart; *ip is its
 * instruction pointer. Returns whether it was in the window. */
static inline bool safecall_interrupt(uint64_t *ip)
{
    if (*ip < (uintptr_t)safecall_begin || *ip > (uintptr_t)safecall_syscall)
        return false;
    *ip = (uintptr_t)safecall_restart;
    return true;
}

#endif
