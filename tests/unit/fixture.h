/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A process with one task and its memory, as the loader makes them, for the
 * calling thread.  It ends with the test's process.
 */
#ifndef UNIT_FIXTURE_H
#define UNIT_FIXTURE_H

#include <check.h>

#include "task/task.h"

static inline struct task *unit_task(const struct task_hooks *hooks)
{
    static const struct config config = {.cpu = {.perf_map = -1}};
    const struct target *target = target_at(0);
    struct process *p;
    struct task *t;
    int error;

    task_init();
    p = process_new(target, &config, hooks);
    ck_assert_ptr_nonnull(p);
    t = task_new(p);
    ck_assert_ptr_nonnull(t);
    t->mm = mm_new(39);
    p->tr = translator_new(target, t->mm, &config.cpu, &error);
    ck_assert_ptr_nonnull(p->tr);
    t->cpu = cpu_new(target, p->tr, t->mm, NULL);
    ck_assert_ptr_nonnull(t->cpu);
    task_set_current(t);
    return t;
}

#endif
