/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Life and death of tasks, processes and the parts that they share. */
#include "config.h"

#include "task/kin.h"
#include "task/life.h"

#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

enum { SCRATCH_SIZE = 16384 };

static __thread struct task *current;

struct task *task_current(void)
{
    return current;
}

void task_set_current(struct task *t)
{
    current = t;
    cpu_set_current(t ? t->cpu : NULL);
}

uint64_t host_signals_block(void)
{
    uint64_t all = ~(uint64_t)0, old = 0;

    hostcall6(SYS_rt_sigprocmask, SIG_SETMASK, (long)&all, (long)&old,
              sizeof(all), 0, 0);
    return old;
}

void host_signals_restore(uint64_t mask)
{
    hostcall6(SYS_rt_sigprocmask, SIG_SETMASK, (long)&mask, 0, sizeof(mask), 0,
              0);
}

static void *zalloc(size_t size)
{
    void *p = task_alloc(size);

    return p ? memset(p, 0, size) : NULL;
}

struct sighand *sighand_copy(struct sighand *from)
{
    struct sighand *s = zalloc(sizeof(*s));

    if (!s)
        return NULL;
    s->refs = 1;
    if (from) {
        klock_take(&from->lock);
        memcpy(s->action, from->action, sizeof(s->action));
        klock_drop(&from->lock);
    }
    return s;
}

struct files *files_copy(const struct files *from)
{
    struct files *f = zalloc(sizeof(*f));

    if (!f)
        return NULL;
    f->refs = 1;
    f->self_fd = from ? from->self_fd : -1;
    f->log_fd = from ? from->log_fd : -1;
    return f;
}

struct fs *fs_copy(const struct fs *from)
{
    struct fs *fs = zalloc(sizeof(*fs));

    (void)from;
    if (fs)
        fs->refs = 1;
    return fs;
}

/* Drops one reference; frees the object with the last. */
#define UNREF(p)                                                               \
    do {                                                                       \
        if ((p) && atomic_fetch_sub(&(p)->refs, 1) == 1)                       \
            task_free(p, sizeof(*(p)));                                        \
    } while (0)

struct process *process_new(const struct target *target,
                            const struct config *config,
                            const struct task_hooks *hooks)
{
    struct process *p = zalloc(sizeof(*p));

    if (!p)
        return NULL;
    p->refs = 1;
    p->config = *config;
    p->target = target;
    p->hooks = hooks;
    p->exe_fd = -1;
    return p;
}

struct process *process_copy(const struct process *from)
{
    struct process *p = task_alloc(sizeof(*p));

    if (!p)
        return NULL;
    memcpy(p, from, sizeof(*p));
    p->refs = 1;
    p->threads = 0;
    p->lock = (struct klock){0};
    p->tasks = NULL;
    p->exiting = false;
    p->kin_next = p->kin_of = NULL;
    p->kin_pid = p->kin_own_pid = 0;
    p->dying = false;
    return p;
}

void process_drop(struct process *p)
{
    UNREF(p);
}

void process_add(struct process *p, struct task *t)
{
    klock_take(&p->lock);
    t->next = p->tasks;
    p->tasks = t;
    atomic_fetch_add(&p->threads, 1);
    klock_drop(&p->lock);
}

unsigned process_unlink(struct process *p, struct task *t)
{
    for (struct task **at = &p->tasks; *at; at = &(*at)->next) {
        if (*at == t) {
            *at = t->next;
            atomic_fetch_sub(&p->threads, 1);
            break;
        }
    }
    return atomic_load(&p->threads);
}

unsigned process_remove(struct process *p, struct task *t)
{
    unsigned left;

    klock_take(&p->lock);
    left = process_unlink(p, t);
    klock_drop(&p->lock);
    return left;
}

struct task *task_bare(void)
{
    struct task *t = zalloc(sizeof(*t));

    if (!t)
        return NULL;
    t->scratch_size = SCRATCH_SIZE;
    t->scratch = task_alloc(t->scratch_size);
    if (!t->scratch) {
        task_free(t, sizeof(*t));
        return NULL;
    }
    return t;
}

void task_init(void)
{
    thread_init();
    kin_init();
}

struct task *task_new(struct process *p)
{
    char *stack = thread_main_signal_stack();
    struct task *t = task_bare();

    if (!t || !stack)
        return NULL;
    t->process = p;
    t->sighand = sighand_copy(NULL);
    t->files = files_copy(NULL);
    t->fs = fs_copy(NULL);
    if (!t->sighand || !t->files || !t->fs)
        return NULL;
    t->altstack_flags = SS_DISABLE;
    t->tid = klock_set_self();
    thread_set_signal_stack(stack);
    process_add(p, t);
    return t;
}

void task_dispose(struct task *t)
{
    struct process *p = t->process;

    if (p) {
        process_remove(p, t);
        process_drop(p);
    }
    if (t->cpu)
        cpu_free(t->cpu);
    UNREF(t->sighand);
    UNREF(t->files);
    UNREF(t->fs);
    if (t->mm)
        mm_unref(t->mm);
    task_free(t->scratch, t->scratch_size);
    task_free(t, sizeof(*t));
}

int64_t task_set_tid_address(struct task *t, gaddr addr)
{
    t->clear_child_tid = addr;
    return hostcall3(SYS_set_tid_address, (long)addr, 0, 0);
}

void task_exit(struct task *t, int code)
{
    const struct task_hooks *hooks = t->process->hooks;
    struct thread_block *block = task_block(t);

    host_signals_block();
    /* What is a vfork child's is freed by its creator. */
    if (!t->vforked) {
        bool last = (t->process->kin_of ? kin_leave(t)
                                        : process_remove(t->process, t)) == 0;

        if (last && hooks->exit)
            hooks->exit(t->process, code);
        if (hooks->end)
            hooks->end(t);
        if (block) {
            task_set_current(NULL);
            /* The kernel has still to read the robust list, perhaps of locks
             * that are shared with others: memory ends with the process. */
            if (last)
                t->mm = NULL;
            task_dispose(t);
            thread_finish(block, code);
        }
    }
    t->at_rest = true;
    /* The main thread has the stack that it was born with. */
    for (;;)
        hostcall3(SYS_exit, code, 0, 0);
}

void task_stand_still(void)
{
    for (;;)
        hostcall3(SYS_pause, 0, 0, 0);
}

void task_exit_group(struct task *t, int code)
{
    struct process *p = t->process;

    if (p->dying)
        task_stand_still();
    p->exit_code = code;
    if (!atomic_exchange(&p->exiting, true) && p->hooks->exit && !t->vforked)
        p->hooks->exit(p, code);
    t->at_rest = true;
    for (;;)
        hostcall3(SYS_exit_group, code, 0, 0);
}
