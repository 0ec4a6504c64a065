/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "signal/queue.h"

#include "base/bits.h"

bool signal_queue_add(struct signal_queue *q, int sig,
                      const struct guest_siginfo *info)
{
    uint64_t bit = SIGNAL_BIT(sig);

    if (atomic_load_explicit(&q->set, memory_order_relaxed) & bit)
        return false;
    q->info[sig - 1] = *info;
    atomic_fetch_or_explicit(&q->set, bit, memory_order_release);
    return true;
}

int signal_queue_take(struct signal_queue *q, uint64_t wanted,
                      struct guest_siginfo *info)
{
    uint64_t set = wanted & atomic_load_explicit(&q->set, memory_order_acquire);
    int sig;

    if (!set)
        return 0;
    if (set & signal_synchronous)
        set &= signal_synchronous;
    sig = (int)ctz64(set) + 1;
    *info = q->info[sig - 1];
    signal_queue_drop(q, SIGNAL_BIT(sig));
    return sig;
}

void signal_queue_drop(struct signal_queue *q, uint64_t set)
{
    atomic_fetch_and_explicit(&q->set, ~set, memory_order_release);
}
