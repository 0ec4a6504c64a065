/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one host `syscall` instruction through which guest system calls that may
 * sleep go, arranged so that no signal is lost between the last look at what is
 * pending and the entry into the kernel.
 *
 * safecall() reads *pending and enters the kernel only if it is 0; otherwise it
 * returns -SAFECALL_AGAIN and nothing has happened.  A host signal handler
 * that queues something for the guest sets *pending, then calls
 * safecall_interrupt() on the interrupted context:
 *
 *   interrupted at             meaning                     result
 *   before `syscall`           the kernel was not entered  -SAFECALL_AGAIN
 *   at it, rcx as loaded       the same                    -SAFECALL_AGAIN
 *   at it, rcx as the kernel   the kernel moved the ip     -SAFECALL_RESTART
 *   leaves it                  back to restart the call,
 *                              as the handler has
 *                              SA_RESTART
 *   after it                   the call is over            its own result,
 *                                                          -EINTR included
 *
 * A processor whose `syscall` instruction leaves rcx alone (FRED) cannot tell
 * the second row from the third; there the third is assumed.
 *
 * -SAFECALL_AGAIN means that the guest has not begun the call: it does, after
 * the signal, whatever the guest's action says.  -SAFECALL_RESTART means
 * "restart, or EINTR, as the action says" (the kernel's ERESTARTSYS); -EINTR
 * that the call is of the kind which never restarts.  This holds only if all
 * host handlers are installed with SA_RESTART.
 *
 * Any thread; safecall_interrupt() is async-signal-safe.
 */
#ifndef BASE_SAFECALL_H
#define BASE_SAFECALL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* ERESTARTSYS and ERESTARTNOINTR in the kernel's include/linux/errno.h; never
 * seen by a program. */
enum { SAFECALL_RESTART = 512, SAFECALL_AGAIN = 513 };

/* The host system call `nr`: the kernel's result or one of the above. */
int64_t safecall(const _Atomic uint32_t *pending, uint64_t nr,
                 const uint64_t args[6]);

/* Labels in safecall(): first instruction of the window, the `syscall`, and the
 * return after it. */
extern const char safecall_begin[], safecall_syscall[], safecall_done[];

/* The registers of an interrupted context that matter here. */
struct safecall_context {
    uint64_t ip, ax, cx;
};

/* True when ip lies in safecall(), its return included: what the kernel reports
 * there is no fault of an instruction. */
static inline bool safecall_contains(uint64_t ip)
{
    return ip >= (uintptr_t)safecall_begin && ip <= (uintptr_t)safecall_done;
}

/* Makes a context that was interrupted in the window return, as above. keeps_cx
 * is safecall_keeps_cx(). Async-signal-safe. */
void safecall_interrupt(struct safecall_context *c, bool keeps_cx);

/* Whether this processor's `syscall` leaves rcx alone. */
bool safecall_keeps_cx(void);

#endif
