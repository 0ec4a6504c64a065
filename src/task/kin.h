/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Processes that share our memory without being ours: children by clone with
 * CLONE_VM and without CLONE_THREAD, of vfork among them.  Such a process may
 * be killed at any instruction or leave by exec; then what its tasks held is
 * repaired, and their memory taken back, by those who still share it.
 * Private to this folder.  Any thread, not in signal handlers.
 */
#ifndef CALQUE_TASK_KIN_H
#define CALQUE_TASK_KIN_H

#include "task/task.h"

/* Who waits long for a lock asks whether its owner lives. Once. */
void kin_init(void);
/* A new process of one task, which `creator`'s made and will look after. */
void kin_add(struct process *p, struct process *creator);
/* It has no task any more, or it never ran. */
void kin_remove(struct process *p);
/* process_remove() of a task that ends by itself. */
unsigned kin_leave(struct task *t);
/* A clone under way, so that a child cannot end before its number is known.
 * pid: the child's, or an error. */
void kin_birth_begin(void);
void kin_birth_end(struct process *p, long pid);
/* Frees what the dead left. */
void kin_reap(const struct task *t);
/* Repairs what `dead` held, which has ended; its process is added. */
void kin_repair(struct task *dead);

void kin_fork_prepare(void);
void kin_fork_parent(void);
/* None of them shares the child's memory. */
void kin_fork_child(void);

#endif
