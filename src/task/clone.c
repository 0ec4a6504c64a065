/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * clone, clone3, fork and vfork: three shapes.
 *
 * Without CLONE_VM the host forks with all locks held, and the child returns
 * through the same code on its copy of the stack.  With it, the child gets a
 * host thread and a task of its own that references or copies what the flags
 * say; with CLONE_THREAD it joins the process, otherwise it has a copy.
 * Addresses for tids and pidfds are given to the kernel, which writes them at
 * the right moments.
 */
#include "config.h"

#include "task/kin.h"
#include "task/life.h"

#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "task/arena.h"

#ifndef CLONE_CLEAR_SIGHAND
#define CLONE_CLEAR_SIGHAND 0x100000000ull
#endif

/* The flags that the host gets: TLS is ours, and so is the clearing of
 * handlers, some of which are ours. */
static uint64_t host_flags(uint64_t flags)
{
    return flags & ~(uint64_t)(CLONE_SETTLS | CLONE_CLEAR_SIGHAND);
}

/* The host's call; b NULL: a fork, which keeps the stack. */
static long host_clone(const struct task_clone_args *a, struct thread_block *b,
                       void (*fn)(void *), void *arg)
{
    uint64_t flags = host_flags(a->flags) | (b ? CLONE_SETTLS : 0);
    struct clone_args c3;
    long args[5] = {0};
    bool two = (flags & CLONE_PIDFD) && (flags & CLONE_PARENT_SETTID);

    if (a->set_tid_size || a->cgroup || flags >> 32 || two) {
        c3 = (struct clone_args){.flags = flags,
                                 .pidfd = a->pidfd,
                                 .child_tid = a->child_tid,
                                 .parent_tid = a->parent_tid,
                                 .exit_signal = a->exit_signal,
                                 .set_tid = a->set_tid,
                                 .set_tid_size = a->set_tid_size,
                                 .cgroup = a->cgroup};
        if (b) {
            c3.stack = (uintptr_t)(b->stack_top - 4096);
            c3.stack_size = 4096;
            c3.tls = (uintptr_t)b->tcb;
        }
        args[0] = (long)&c3;
        args[1] = sizeof(c3);
        return thread_clone(SYS_clone3, args, fn, arg);
    }
    args[0] = (long)(flags | a->exit_signal);
    args[1] = b ? (long)b->stack_top : 0;
    /* clone has one argument for both. */
    args[2] = (long)(flags & CLONE_PIDFD ? a->pidfd : a->parent_tid);
    args[3] = (long)a->child_tid;
    args[4] = b ? (long)b->tcb : 0;
    return thread_clone(SYS_clone, args, fn, arg);
}

/* Registers and per-thread state as clone leaves them in the child. */
static void set_child(struct task *t, const struct task_clone_args *a)
{
    const struct guest_abi *abi = t->process->target->abi;

    if (a->stack)
        abi->set_sp(t->cpu, a->stack);
    if (a->flags & CLONE_SETTLS)
        abi->set_tp(t->cpu, a->tls);
    t->clear_child_tid = a->flags & CLONE_CHILD_CLEARTID ? a->child_tid : 0;
    t->robust_list = 0;
    if ((a->flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM) {
        t->altstack_sp = t->altstack_size = 0;
        t->altstack_flags = SS_DISABLE;
    }
}

/* A process that never had a second thread has nobody to lock out, and leaves
 * the pages of its locks shared with its child. */
static bool alone(const struct task *t)
{
    return translator_alone(t->cpu->tr);
}

static void fork_prepare(struct task *t)
{
    if (alone(t)) {
        translator_fork_prepare(t->cpu->tr);
        return;
    }
    klock_take(&t->process->lock);
    mm_fork_prepare(t->mm);
    klock_take(&t->sighand->lock);
    translator_fork_prepare(t->cpu->tr);
    task_arena_fork_prepare();
    thread_fork_prepare();
    kin_fork_prepare();
    mm_fork_prepare_last(t->mm);
}

static void fork_parent(struct task *t)
{
    if (alone(t)) {
        translator_fork_parent(t->cpu->tr);
        return;
    }
    kin_fork_parent();
    thread_fork_parent();
    task_arena_fork_parent();
    translator_fork_parent(t->cpu->tr);
    klock_drop(&t->sighand->lock);
    mm_fork_parent(t->mm);
    klock_drop(&t->process->lock);
}

/* Tasks of threads that the child does not have. */
static void drop_others(struct task *t)
{
    struct task *other, *next;

    for (other = t->process->tasks; other; other = next) {
        next = other->next;
        if (other == t)
            continue;
        if (other->cpu)
            cpu_free(other->cpu);
        if (task_block(other))
            thread_release(task_block(other));
        task_free(other->scratch, other->scratch_size);
        task_free(other, sizeof(*other));
    }
    t->next = NULL;
    t->process->tasks = t;
    t->process->threads = 1;
    t->process->refs = t->sighand->refs = t->files->refs = t->fs->refs = 1;
}

/* The locks, and what only other threads had a use for. */
static void take_over(struct task *t)
{
    kin_fork_child();
    thread_fork_child();
    task_arena_fork_child();
    translator_fork_child(t->cpu->tr);
    klock_adopt(&t->sighand->lock);
    klock_drop(&t->sighand->lock);
    mm_fork_child(t->mm);
    klock_adopt(&t->process->lock);
    klock_drop(&t->process->lock);
    drop_others(t);
    t->process->exiting = false;
}

static void fork_child(struct task *t, const struct task_clone_args *a)
{
    const struct task_hooks *hooks = t->process->hooks;

    t->tid = klock_set_self();
    t->vforked = false;
    if (alone(t)) {
        translator_fork_child(t->cpu->tr);
        mm_drop_unforked(t->mm);
    } else {
        take_over(t);
    }
    t->process->kin_of = NULL;
    t->is_leader = true;
    set_child(t, a);
    if ((a->flags & CLONE_CLEAR_SIGHAND) && hooks->reset_actions)
        hooks->reset_actions(t);
    if (hooks->start)
        hooks->start(t);
}

static int64_t do_fork(struct task *t, const struct task_clone_args *a)
{
    uint64_t mask;
    long r;

    translator_fork_ahead(t->cpu->tr);
    mask = host_signals_block();
    fork_prepare(t);
    r = translator_fork_copy(t->cpu->tr);
    if (r == 0)
        r = host_clone(a, NULL, NULL, NULL);
    if (r == 0)
        fork_child(t, a);
    else
        fork_parent(t);
    host_signals_restore(mask);
    return r;
}

static _Noreturn void born(void *arg)
{
    struct thread_block *b = arg;
    struct task *t = b->birth;
    const struct task_hooks *hooks = t->process->hooks;

    t->tid = klock_set_self();
    if (t->is_leader)
        t->process->kin_own_pid = t->tid;
    task_set_current(t);
    thread_set_signal_stack(b->signal_stack);
    if (hooks->start)
        hooks->start(t);
    host_signals_restore(b->birth_mask);
    hooks->run(t);
}

/* References or copies by the flags. False when memory is refused; task_dispose
 * then cleans up. */
static bool share(struct task *c, struct task *t, uint64_t flags)
{
    bool thread = flags & CLONE_THREAD;

    c->mm = mm_ref(t->mm);
    c->cpu = cpu_clone(t->cpu, t->cpu->tr, t->mm);
    if (!c->cpu)
        return false;
    c->cpu->task = c;
    if (flags & CLONE_SIGHAND) {
        c->sighand = t->sighand;
        atomic_fetch_add(&c->sighand->refs, 1);
    } else {
        c->sighand = sighand_copy(t->sighand);
    }
    if (flags & CLONE_FILES) {
        c->files = t->files;
        atomic_fetch_add(&c->files->refs, 1);
    } else {
        c->files = files_copy(t->files);
    }
    if (flags & CLONE_FS) {
        c->fs = t->fs;
        atomic_fetch_add(&c->fs->refs, 1);
    } else {
        c->fs = fs_copy(t->fs);
    }
    if (!c->sighand || !c->files || !c->fs)
        return false;
    if (thread) {
        c->process = t->process;
        atomic_fetch_add(&c->process->refs, 1);
    } else {
        c->process = process_copy(t->process);
        if (!c->process)
            return false;
    }
    process_add(c->process, c);
    return true;
}

static void inherit(struct task *c, const struct task *t)
{
    c->blocked = t->blocked;
    c->addr_tag_mask = t->addr_tag_mask;
    c->altstack_sp = t->altstack_sp;
    c->altstack_size = t->altstack_size;
    c->altstack_flags = t->altstack_flags;
}

/* All that a child with CLONE_VM needs; *out is set in any case. */
static int make_child(struct task *t, const struct task_clone_args *a,
                      struct task **out)
{
    const struct task_hooks *hooks = t->process->hooks;
    struct task *c = *out = task_bare();
    int r;

    if (!c)
        return -ENOMEM;
    if (!share(c, t, a->flags))
        return -ENOMEM;
    c->host_stack = thread_new();
    if (!c->host_stack)
        return -ENOMEM;
    inherit(c, t);
    c->vforked = a->flags & CLONE_VFORK;
    c->is_leader = !(a->flags & CLONE_THREAD);
    set_child(c, a);
    cpu_syscall_result(c->cpu, 0);
    r = hooks->create ? hooks->create(c, t) : 0;
    if (r == 0 && (a->flags & CLONE_CLEAR_SIGHAND) && hooks->reset_actions)
        hooks->reset_actions(c);
    return r;
}

void task_bury(struct task *t)
{
    struct thread_block *b = task_block(t);

    if (t->process && t->process->hooks->end)
        t->process->hooks->end(t);
    task_dispose(t);
    if (b)
        thread_release(b);
}

/* A child that is gone or has other memory, or never was. */
static void bury(struct task *c)
{
    struct process *p = c->process;

    if (!p || p->kin_of == NULL) {
        task_bury(c);
        return;
    }
    kin_repair(c);
    mm_settle(c->mm);
    p->refs++;
    task_bury(c);
    /* It may have made threads, which live on. */
    if (!p->tasks)
        kin_remove(p);
    process_drop(p);
}

/* The host's part; the caller looks after a child that does not look after
 * itself. */
static long share_clone(struct task *c, const struct task_clone_args *a)
{
    struct thread_block *b = task_block(c);
    struct process *p = c->process;
    uint64_t mask = host_signals_block();
    bool kin = c->is_leader, waits = a->flags & CLONE_VFORK;
    long r;

    b->birth = c;
    b->birth_mask = mask;
    /* A child that is not waited for may be gone by the time that the call
     * returns, and its memory another's. */
    if (kin && !waits)
        kin_birth_begin();
    r = host_clone(a, b, born, b);
    if (kin && !waits)
        kin_birth_end(p, r);
    else if (kin && r > 0)
        p->kin_pid = (pid_t)r;
    host_signals_restore(mask);
    return r;
}

static int64_t do_share(struct task *t, const struct task_clone_args *a)
{
    struct task *c;
    long r;

    kin_reap(t);
    r = make_child(t, a, &c);
    if (r == 0) {
        if (!(a->flags & CLONE_THREAD))
            kin_add(c->process, t->process);
        r = share_clone(c, a);
        if (r > 0 && !(a->flags & CLONE_VFORK))
            return r;
    }
    if (c)
        bury(c);
    return r;
}

int64_t task_clone(struct task *t, const struct task_clone_args *a)
{
    uint64_t f = a->flags;

    /* What the kernel checks; it could not, of what it does not get. */
    if (a->exit_signal & ~(uint64_t)CSIGNAL ||
        ((f & CLONE_THREAD) && !(f & CLONE_SIGHAND)) ||
        ((f & CLONE_SIGHAND) && !(f & CLONE_VM)) ||
        ((f & CLONE_SIGHAND) && (f & CLONE_CLEAR_SIGHAND)))
        return -EINVAL;
    if ((f & CLONE_PARENT_SETTID) && (f & CLONE_PIDFD) &&
        a->pidfd == a->parent_tid && !a->set_tid_size)
        return -EINVAL;
    return f & CLONE_VM ? do_share(t, a) : do_fork(t, a);
}
