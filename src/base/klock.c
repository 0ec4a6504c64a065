/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/klock.h"

#include <errno.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>

#include "base/hostcall.h"

enum { SPINS = 100 };
#define WAITERS 0x80000000u

/* The kernel call for one's own tid costs more than an uncontended lock. */
static __thread uint32_t self_tid;

pid_t klock_set_self(void)
{
    self_tid = (uint32_t)hostcall3(SYS_gettid, 0, 0, 0);
    return (pid_t)self_tid;
}

pid_t klock_self(void)
{
    if (self_tid == 0)
        klock_set_self();
    return (pid_t)self_tid;
}

/* One per host process, and constant once set. */
static void (*on_stuck)(pid_t owner);

void klock_on_stuck(void (*fn)(pid_t owner))
{
    on_stuck = fn;
}

void klock_stuck(pid_t owner)
{
    if (on_stuck && owner)
        on_stuck(owner);
}

/* Private futexes are keyed by address space, which vfork children share. */
static void futex(struct klock *l, int op, uint32_t value)
{
    hostcall6(SYS_futex, (long)&l->word, op | FUTEX_PRIVATE_FLAG, (long)value,
              0, 0, 0);
}

/* Waits while the word is `seen`; not for ever on one that is dead. */
static void wait(struct klock *l, uint32_t seen)
{
    const struct timespec patience = {.tv_nsec = 20000000};

    if (hostcall6(SYS_futex, (long)&l->word, FUTEX_WAIT | FUTEX_PRIVATE_FLAG,
                  (long)seen, (long)&patience, 0, 0) == -ETIMEDOUT)
        klock_stuck((pid_t)(seen & ~WAITERS));
}

void klock_take(struct klock *l)
{
    uint32_t me = (uint32_t)klock_self(), seen = 0;

    for (int i = 0; i < SPINS; i++) {
        seen = 0;
        if (atomic_compare_exchange_weak_explicit(&l->word, &seen, me,
                                                  memory_order_acquire,
                                                  memory_order_relaxed))
            return;
        __builtin_ia32_pause();
    }
    for (;;) {
        /* Others may wait as well: keep the mark when taking it now. */
        seen = 0;
        if (atomic_compare_exchange_strong_explicit(
                &l->word, &seen, me | WAITERS, memory_order_acquire,
                memory_order_relaxed))
            return;
        if (!(seen & WAITERS) &&
            !atomic_compare_exchange_strong_explicit(
                &l->word, &seen, seen | WAITERS, memory_order_relaxed,
                memory_order_relaxed))
            continue;
        wait(l, seen | WAITERS);
    }
}

void klock_drop(struct klock *l)
{
    if (atomic_exchange_explicit(&l->word, 0, memory_order_release) & WAITERS)
        futex(l, FUTEX_WAKE, 1);
}

bool klock_held_by(const struct klock *l, pid_t tid)
{
    uint32_t seen = atomic_load_explicit(&l->word, memory_order_relaxed);

    return (seen & ~WAITERS) == (uint32_t)tid;
}

/* Puts `next` in the place of owner `tid`. */
static bool replace_owner(struct klock *l, pid_t tid, uint32_t next,
                          uint32_t *seen)
{
    *seen = atomic_load_explicit(&l->word, memory_order_relaxed);
    while ((*seen & ~WAITERS) == (uint32_t)tid)
        if (atomic_compare_exchange_weak_explicit(
                &l->word, seen, next ? next | (*seen & WAITERS) : 0,
                memory_order_acq_rel, memory_order_relaxed))
            return true;
    return false;
}

void klock_repair(struct klock *l, pid_t tid)
{
    uint32_t seen;

    replace_owner(l, tid, 0, &seen);
    /* If it did not hold the lock it may have died with the wake-up that was
     * meant to let another go on. */
    futex(l, FUTEX_WAKE, 1);
}

bool klock_inherit(struct klock *l, pid_t tid)
{
    uint32_t seen;

    return replace_owner(l, tid, (uint32_t)klock_self(), &seen);
}

void klock_adopt(struct klock *l)
{
    atomic_store_explicit(&l->word, (uint32_t)klock_self(),
                          memory_order_relaxed);
}
