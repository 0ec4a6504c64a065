/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The locks of this folder's memory, for fork and for vfork children that were
 * killed; private.  Order: arena, threads.
 */
#ifndef CALQUE_TASK_ARENA_H
#define CALQUE_TASK_ARENA_H

#include <sys/types.h>

void task_arena_fork_prepare(void);
void task_arena_fork_parent(void);
void task_arena_fork_child(void);
void task_arena_repair(pid_t tid);

#endif
