/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Masks and waiting.  What the host has handed out already and waits in the
 * queue goes first: calls that depend on the pending signals start over then.
 */
#include "config.h"

#include "signal/private.h"

#include <errno.h>
#include <signal.h>

static bool has_work(const struct task *t)
{
    return atomic_load_explicit(&t->signal_pending, memory_order_relaxed);
}

/* The host's mask changes by one call that is not made if a handler came
 * first, so that what the old mask let through is delivered under it. */
static int64_t change_mask(struct task *t, uint64_t mask)
{
    if (has_work(t) || !host_try_mask(t, mask_for_host(mask)))
        return RESULT_AGAIN;
    t->blocked = mask;
    host_follow_mask(t);
    return 0;
}

int64_t sys_rt_sigprocmask(struct task *t, const uint64_t a[6])
{
    uint64_t old = t->blocked, mask;
    int64_t ret;

    if (a[3] != sizeof(mask))
        return -EINVAL;
    if (a[1]) {
        if (get_user(t, &mask, a[1], sizeof(mask)))
            return -EFAULT;
        mask = mask_sanitise(mask);
        switch ((int)(uint32_t)a[0]) {
        case SIG_BLOCK: mask |= old; break;
        case SIG_UNBLOCK: mask = old & ~mask; break;
        case SIG_SETMASK: break;
        default: return -EINVAL;
        }
        ret = change_mask(t, mask);
        if (ret)
            return ret;
    }
    return a[2] ? put_user(t, a[2], &old, sizeof(old)) : 0;
}

int64_t sys_rt_sigpending(struct task *t, const uint64_t a[6])
{
    uint64_t set = 0;

    if (a[1] > sizeof(set))
        return -EINVAL;
    if (has_work(t))
        return RESULT_AGAIN;
    hostcall3(SYS_rt_sigpending, (long)&set, sizeof(set), 0);
    set |= atomic_load_explicit(&signal_state_of(t)->queue.set,
                                memory_order_relaxed) &
           t->blocked;
    return put_user(t, a[0], &set, a[1]);
}

int64_t sys_rt_sigsuspend(struct task *t, const uint64_t a[6])
{
    uint64_t mask, host;
    const uint64_t args[6] = {(uintptr_t)&host, sizeof(host)};
    int64_t ret = -EINTR;

    if (a[1] != sizeof(mask))
        return -EINVAL;
    if (get_user(t, &mask, a[0], sizeof(mask)))
        return -EFAULT;
    if (has_work(t))
        return RESULT_AGAIN;
    mask = mask_sanitise(mask);
    host = mask_for_host(mask);
    /* A synchronous signal, which the host does not know to wait, may be what
     * the new mask lets through. */
    if (!(atomic_load(&signal_state_of(t)->queue.set) & ~mask))
        ret = safecall(&t->signal_pending, SYS_rt_sigsuspend, args);
    if (ret != -EINTR)
        return RESULT_AGAIN;
    t->saved_mask = t->blocked;
    t->restore_mask = true;
    t->blocked = mask;
    return RESULT_NO_HANDLER;
}

static int64_t waited(struct task *t, const struct guest_siginfo *info,
                      uint64_t to)
{
    if (to && put_user(t, to, info, sizeof(*info)))
        return -EFAULT;
    return info->si_signo;
}

int64_t sys_rt_sigtimedwait(struct task *t, const uint64_t a[6])
{
    struct signal_queue *q = &signal_state_of(t)->queue;
    struct guest_siginfo info;
    uint64_t set, host, timeout = user_ptr(t, a[2]);
    const uint64_t args[6] = {(uintptr_t)&host, (uintptr_t)&info, timeout,
                              sizeof(host)};
    int64_t ret;

    if (a[3] != sizeof(set))
        return -EINVAL;
    if (get_user(t, &set, a[0], sizeof(set)))
        return -EFAULT;
    if (timeout && !mm_range_ok(t->mm, user_addr(t, a[2]), 16))
        return -EFAULT;
    set = mask_sanitise(set);
    host = mask_for_host(set);
    if (signal_queue_take(q, set, &info))
        return waited(t, &info, a[1]);
    ret = safecall(&t->signal_pending, SYS_rt_sigtimedwait, args);
    if (ret == -EINTR && signal_queue_take(q, set, &info))
        return waited(t, &info, a[1]);
    return ret > 0 ? waited(t, &info, a[1]) : ret;
}
