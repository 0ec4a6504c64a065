/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making and freeing tasks and their parts; private to this folder. */
#ifndef CALQUE_TASK_LIFE_H
#define CALQUE_TASK_LIFE_H

#include "task/task.h"
#include "task/thread.h"

static inline struct thread_block *task_block(const struct task *t)
{
    return (struct thread_block *)t->host_stack;
}

/* Copies of parts, with one reference. NULL when memory is refused. */
struct sighand *sighand_copy(struct sighand *from);
struct files *files_copy(const struct files *from);
struct fs *fs_copy(const struct fs *from);
struct process *process_copy(const struct process *from);

/* An empty task with its scratch buffer. NULL when memory is refused. */
struct task *task_bare(void);
/* Into and out of p's list; process_remove tells how many are left in it. */
void process_add(struct process *p, struct task *t);
unsigned process_remove(struct process *p, struct task *t);
void process_drop(struct process *p);
/* A task whose host thread is gone, or never was: frees all that it had. What
 * it held has been repaired. */
void task_bury(struct task *t);
/* With p's lock held. */
unsigned process_unlink(struct process *p, struct task *t);
/* Drops the references, frees cpu and task; not the host thread. */
void task_dispose(struct task *t);

/* Blocks all host signals; returns the old mask. */
uint64_t host_signals_block(void);
void host_signals_restore(uint64_t mask);

#endif
