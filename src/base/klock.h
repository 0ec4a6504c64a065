/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A lock on a futex word that holds its owner's host tid, so that the parent of
 * a killed vfork child, and the child of a fork, can free what a thread that no
 * longer exists held.
 *
 * Any thread, not in signal handlers, not recursive.  Nothing fails.  The
 * calling thread's tid is remembered per thread: whoever makes a thread or a
 * process tells it with klock_set_self().
 */
#ifndef BASE_KLOCK_H
#define BASE_KLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Bits 0-29 hold the owner, 0 when free; the top bit says that some wait. */
struct klock {
    _Atomic uint32_t word;
};

void klock_take(struct klock *l);
void klock_drop(struct klock *l);

/* Its owner is `tid`. */
bool klock_held_by(const struct klock *l, pid_t tid);

/* Frees l if its owner is `tid` (which is dead), and makes up for a wake-up
 * that died with it. */
void klock_repair(struct klock *l, pid_t tid);

/* Makes the caller the owner of l in the place of `tid`, which is dead; what
 * the lock guards may be half changed. False: `tid` did not own it. */
bool klock_inherit(struct klock *l, pid_t tid);

/* In the child of a fork, whose parent's thread took l: the caller owns it. */
void klock_adopt(struct klock *l);

/* Who has waited long for a lock calls fn with the tid of its owner, which may
 * be dead; fn then repairs what it held. The caller may hold other locks. */
void klock_on_stuck(void (*fn)(pid_t owner));
/* Calls that. */
void klock_stuck(pid_t owner);

/* Tells the tid of the calling thread; in a new thread or process before its
 * first klock_take(). Returns it. */
pid_t klock_set_self(void);
/* That tid. */
pid_t klock_self(void);

#endif
