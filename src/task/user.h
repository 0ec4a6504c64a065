/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pointers that a guest gives to a system call, as its kernel takes them. For
 * the task's own thread; no state.
 */
#ifndef CALQUE_TASK_USER_H
#define CALQUE_TASK_USER_H

#include "task/task.h"

/* A guest address for the accessors of mem.h: the tag is dropped where the task
 * asked for that. */
static inline gaddr user_addr(const struct task *t, uint64_t a)
{
    uint64_t mask = t->addr_tag_mask;

    if (mask && !(a & (mask & -mask) >> 1))
        a &= ~mask;
    return a;
}

/* A pointer for the host's kernel. An address out of the guest's space becomes
 * one which the kernel refuses with EFAULT, in its own order of checks. So does
 * a tagged null pointer, which is none to the kernel; a plain one stays one. */
static inline uint64_t user_ptr(const struct task *t, uint64_t a)
{
    gaddr at = user_addr(t, a);

    if (at > mm_limit(t->mm) || (at == 0 && a != 0))
        return at | ~UINT64_C(0xfff);
    return at ? mm_base(t->mm) + at : 0;
}

/* Whether pointers in structures may be other than the kernel would take them:
 * then it gets a copy. */
static inline bool user_pointers_differ(const struct task *t)
{
    return t->addr_tag_mask || mm_base(t->mm);
}

/* user_ptr() of a member of a structure that was copied from the guest. */
static inline void *user_pointer(const struct task *t, const void *p)
{
    return (void *)(uintptr_t)user_ptr(t, (uintptr_t)p);
}

#endif
