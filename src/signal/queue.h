/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The signals that the host has handed to a task and the guest has not seen.
 *
 * One place a signal is enough: while something waits here to be delivered, the
 * host blocks all but the five synchronous signals (host.c), so that everything
 * else, real-time signals in their order among it, waits in the kernel; and the
 * synchronous ones are standard signals, of which a second one is dropped.
 *
 * Written by the task's own thread and by host signal handlers on it, never by
 * another thread: the bits are atomic only in respect of handlers.
 */
#ifndef SIGNAL_QUEUE_H
#define SIGNAL_QUEUE_H

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "cpu/target.h"

enum { SIGNAL_COUNT = 64 };

#define SIGNAL_BIT(n) (UINT64_C(1) << ((n)-1))

struct signal_queue {
    _Atomic uint64_t set;       /* bit n - 1: info[n - 1] is valid */
    struct guest_siginfo *info; /* SIGNAL_COUNT of them */
};

/* The synchronous signals: their guest mask and queue are virtual. */
static const uint64_t signal_synchronous =
    SIGNAL_BIT(SIGSEGV) | SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGFPE) |
    SIGNAL_BIT(SIGILL) | SIGNAL_BIT(SIGTRAP);

/* Adds a signal unless one of its number waits already; whether it did.
 * Async-signal-safe. */
bool signal_queue_add(struct signal_queue *q, int sig,
                      const struct guest_siginfo *info);

/* Takes the next signal of `wanted` in the kernel's order, the synchronous ones
 * first, then by number. 0 for none. */
int signal_queue_take(struct signal_queue *q, uint64_t wanted,
                      struct guest_siginfo *info);

/* Forgets the signals in `set`. */
void signal_queue_drop(struct signal_queue *q, uint64_t set);

#endif
