/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The end of a process by a signal that asks for a core file: one thread writes
 * it, the others stand still with their registers in memory.
 *
 * The one that ends the process holds its lock from then on, so that no task
 * comes or goes.  Others stop when they look for signals, which a stop request
 * makes them do; those inside a system call have their registers in memory, and
 * stop on their way out of it.
 */
#include "config.h"

#include "signal/private.h"

#include <time.h>

enum { WAIT_STEP_NS = 100000, WAIT_STEPS = 20000 };

static _Noreturn void stand_still(void)
{
    host_set_mask(mask_for_host(~UINT64_C(0)));
    task_stand_still();
}

void dying_claim(struct task *t)
{
    struct process *p = t->process;
    struct signal_state *st = signal_state_of(t);

    /* Whoever holds the lock may be waiting for us. */
    atomic_store(&st->standing, true);
    klock_take(&p->lock);
    if (atomic_exchange(&p->dying, true)) {
        klock_drop(&p->lock);
        stand_still();
    }
    host_set_mask(mask_for_host(~UINT64_C(0)));
}

void dying_join(struct task *t)
{
    if (!atomic_load(&t->process->dying))
        return;
    atomic_store(&signal_state_of(t)->standing, true);
    stand_still();
}

bool dying_stands(const struct task *t)
{
    const struct signal_state *st = signal_state_of(t);

    return t->cpu && st &&
           (__atomic_load_n(&t->in_syscall, __ATOMIC_SEQ_CST) ||
            atomic_load(&st->standing));
}

static bool all_stand(const struct process *p)
{
    for (const struct task *o = p->tasks; o; o = o->next)
        if (!dying_stands(o))
            return false;
    return true;
}

void dying_stop_others(struct task *t)
{
    const struct timespec step = {.tv_nsec = WAIT_STEP_NS};
    const struct process *p = t->process;

    for (struct task *o = p->tasks; o; o = o->next)
        if (o != t && o->cpu)
            cpu_request_stop(o->cpu);
    /* One that waits for a page of a file may take longer than it is worth. */
    for (int i = 0; i < WAIT_STEPS && !all_stand(p); i++)
        hostcall3(SYS_nanosleep, (long)&step, 0, 0);
}
