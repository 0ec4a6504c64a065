/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The guest's alternate stack, sigaltstack(2). */
#include "config.h"

#include "signal/private.h"

#include <errno.h>
#include <signal.h>

#define AUTODISARM 0x80000000u

/* stack_t of a 64-bit guest. */
struct guest_stack {
    uint64_t sp;
    int32_t flags, pad;
    uint64_t size;
};

static uint64_t guest_sp(const struct task *t)
{
    return t->process->target->abi->get_sp(t->cpu);
}

static bool lies_on(const struct task *t, uint64_t sp)
{
    return sp > t->altstack_sp && sp - t->altstack_sp <= t->altstack_size;
}

/* A stack that disarms itself is never in use. */
static bool in_use(const struct task *t, uint64_t sp)
{
    return !(t->altstack_flags & AUTODISARM) && lies_on(t, sp);
}

void altstack_reset(struct task *t)
{
    t->altstack_sp = 0;
    t->altstack_size = 0;
    t->altstack_flags = SS_DISABLE;
}

uint64_t altstack_pick(const struct task *t, uint64_t sa_flags)
{
    uint64_t sp = guest_sp(t);

    if ((sa_flags & SA_ONSTACK) && t->altstack_size && !in_use(t, sp))
        return t->altstack_sp + t->altstack_size;
    return sp;
}

bool altstack_holds(const struct task *t, uint64_t began, uint64_t sp)
{
    return !t->altstack_size || !lies_on(t, began) || lies_on(t, sp);
}

void altstack_delivered(struct task *t)
{
    if (t->altstack_flags & AUTODISARM)
        altstack_reset(t);
}

static int set(struct task *t, uint64_t sp, uint64_t size, uint32_t flags)
{
    uint32_t mode = flags & ~AUTODISARM;

    if (in_use(t, guest_sp(t)))
        return -EPERM;
    if (mode != SS_DISABLE && mode != SS_ONSTACK && mode != 0)
        return -EINVAL;
    if (mode == SS_DISABLE) {
        sp = 0;
        size = 0;
    } else if (size < t->process->target->abi->min_altstack) {
        return -ENOMEM;
    }
    t->altstack_sp = sp;
    t->altstack_size = size;
    t->altstack_flags = flags;
    return 0;
}

void altstack_restore(struct task *t, uint64_t sp, uint64_t size, int32_t flags)
{
    set(t, sp, size, (uint32_t)flags);
}

int64_t sys_sigaltstack(struct task *t, const uint64_t a[6])
{
    uint32_t state = 0;
    struct guest_stack new, old;
    int error = 0;

    if (a[0] && get_user(t, &new, a[0], sizeof(new)))
        return -EFAULT;
    if (!t->altstack_size)
        state = SS_DISABLE;
    else if (in_use(t, guest_sp(t)))
        state = SS_ONSTACK;
    old = (struct guest_stack){
        .sp = t->altstack_sp,
        .size = t->altstack_size,
        .flags = (int32_t)(state | (t->altstack_flags & AUTODISARM)),
    };
    if (a[0])
        error = set(t, new.sp, new.size, (uint32_t) new.flags);
    if (!error && a[1])
        error = put_user(t, a[1], &old, sizeof(old));
    return error;
}
