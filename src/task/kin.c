/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "task/kin.h"

#include <errno.h>
#include <linux/kcmp.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "task/arena.h"
#include "task/life.h"

/*
 * One per host process, like the memory that they share.  The lock is the last
 * before the innermost one of mm; whoever holds it waits for that one alone,
 * and tasks leave a process of the list, or the list, with it held.
 */
static struct {
    struct klock lock;
    struct process *first;
} kin;

/* Does the host thread `pid` no longer run in our memory? */
static bool is_gone(pid_t pid)
{
    long r = hostcall6(SYS_kcmp, klock_self(), pid, KCMP_VM, 0, 0, 0);

    /* Also other memory is none of ours: after exec, and of a zombie. Who may
     * not ask sees it when its number is free. */
    if (r >= 0)
        return r != 0;
    return r == -ESRCH || hostcall3(SYS_kill, pid, 0, 0) == -ESRCH;
}

/* The number by which we know t's thread; 0 if none. A process with namespaces
 * of its own numbers its threads otherwise. */
static pid_t number_of(const struct task *t)
{
    const struct process *p = t->process;

    if (!p->kin_pid)
        return 0;
    if (t->is_leader)
        return p->kin_pid;
    return p->kin_own_pid == p->kin_pid ? t->tid : 0;
}

static bool task_gone(const struct task *t)
{
    pid_t pid = number_of(t);

    return pid && is_gone(pid);
}

/* Lock held. */
static void repair(struct task *t)
{
    struct process *p = t->process;
    pid_t tid = t->tid;

    if (!tid || t->at_rest)
        return;
    task_arena_repair(tid);
    thread_repair(tid);
    if (klock_inherit(&t->sighand->lock, tid)) {
        if (p->hooks->finish_action)
            p->hooks->finish_action(t->sighand);
        klock_drop(&t->sighand->lock);
    }
    klock_repair(&t->sighand->lock, tid);
    klock_repair(&p->lock, tid);
    translator_repair(t->cpu->tr, t->cpu, tid);
    mm_repair(t->mm, tid);
}

static void lock_kin(void)
{
    klock_take(&kin.lock);
}

void kin_repair(struct task *dead)
{
    lock_kin();
    repair(dead);
    klock_drop(&kin.lock);
}

/* For a thread that waits for what `owner` holds, perhaps with locks of its
 * own, also in a repair: takes none of those that may be among them. */
static void look_at(pid_t owner)
{
    bool mine = klock_held_by(&kin.lock, klock_self());

    if (klock_held_by(&kin.lock, owner)) {
        if (is_gone(owner))
            klock_repair(&kin.lock, owner);
        return;
    }
    if (!mine)
        lock_kin();
    for (struct process *p = kin.first; p; p = p->kin_next)
        for (struct task *t = p->tasks; t; t = t->next)
            if (t->tid == owner && task_gone(t))
                repair(t);
    if (!mine)
        klock_drop(&kin.lock);
}

void kin_init(void)
{
    klock_on_stuck(look_at);
}

void kin_add(struct process *p, struct process *creator)
{
    lock_kin();
    p->kin_of = creator;
    p->kin_pid = 0;
    p->kin_next = kin.first;
    kin.first = p;
    klock_drop(&kin.lock);
}

/* Lock held. */
static void take_out(struct process *p)
{
    for (struct process **at = &kin.first; *at; at = &(*at)->kin_next) {
        if (*at == p) {
            *at = p->kin_next;
            return;
        }
    }
}

void kin_remove(struct process *p)
{
    lock_kin();
    take_out(p);
    klock_drop(&kin.lock);
}

unsigned kin_leave(struct task *t)
{
    struct process *p = t->process;
    unsigned left;

    klock_take(&p->lock);
    lock_kin();
    left = process_unlink(p, t);
    if (!left)
        take_out(p);
    klock_drop(&kin.lock);
    klock_drop(&p->lock);
    return left;
}

void kin_birth_begin(void)
{
    lock_kin();
}

void kin_birth_end(struct process *p, long pid)
{
    if (pid > 0)
        p->kin_pid = (pid_t)pid;
    klock_drop(&kin.lock);
}

static bool all_gone(const struct process *p)
{
    for (const struct task *t = p->tasks; t; t = t->next)
        if (!task_gone(t))
            return false;
    return true;
}

/* A process of t's that is dead, out of the list; NULL: there is none. */
static struct process *next_dead(const struct task *t)
{
    struct process *p;

    lock_kin();
    for (p = kin.first; p; p = p->kin_next)
        if (p->kin_of == t->process && all_gone(p))
            break;
    if (p) {
        for (struct task *x = p->tasks; x; x = x->next)
            repair(x);
        take_out(p);
    }
    klock_drop(&kin.lock);
    return p;
}

void kin_reap(const struct task *t)
{
    struct process *p;

    if (!kin.first)
        return;
    while ((p = next_dead(t)) != NULL) {
        /* The last one takes the process with it. */
        p->refs++;
        while (p->tasks)
            task_bury(p->tasks);
        process_drop(p);
    }
}

void kin_fork_prepare(void)
{
    lock_kin();
}

void kin_fork_parent(void)
{
    klock_drop(&kin.lock);
}

void kin_fork_child(void)
{
    kin.first = NULL;
    klock_adopt(&kin.lock);
    klock_drop(&kin.lock);
}
