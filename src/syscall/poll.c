/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <limits.h>
#include <sys/epoll.h>

#include "syscall/abi64.h"

int64_t sys_epoll_ctl(struct task *t, const uint64_t a[6])
{
    struct abi64_epoll_event g;
    struct epoll_event h = {0};

    if (arg_int(a, 1) != EPOLL_CTL_DEL) {
        if (get_user(t, &g, a[3], sizeof(g)))
            return -EFAULT;
        h = (struct epoll_event){.events = g.events, .data.u64 = g.data};
    }
    return safe_call(t, SYS_epoll_ctl, a[0], a[1], a[2], host_ptr(&h), 0, 0);
}

static int64_t events_to_guest(struct task *t, uint64_t dst,
                               const struct epoll_event *h, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        struct abi64_epoll_event g = {.events = h[i].events,
                                      .data = h[i].data.u64};

        if (put_user(t, dst + (uint64_t)i * sizeof(g), &g, sizeof(g)))
            return i ? i : -EFAULT;
    }
    return n;
}

/* timeout: of the kind that `nr` takes. */
static int64_t epoll_wait_masked(struct task *t, long nr, const uint64_t a[6],
                                 uint64_t timeout)
{
    int max = arg_int(a, 2);
    struct temp_mask mask;
    struct scratch buf;
    int64_t ret = temp_mask_get(t, &mask, a[4], a[5]);

    if (ret)
        return ret;
    if (max <= 0 || (size_t)max > INT_MAX / sizeof(struct abi64_epoll_event))
        return -EINVAL;
    /* A program may offer room for far more events than ever come. */
    if (max > 4096)
        max = 4096;
    if (!scratch_get(t, &buf, (size_t)max * sizeof(struct epoll_event)))
        return -ENOMEM;
    ret = safe_call(t, nr, a[0], host_ptr(buf.p), (uint64_t)max, timeout,
                    mask.host_ptr, sizeof(mask.host));
    if (ret > 0)
        ret = events_to_guest(
            t, a[1], (const struct epoll_event *)(const void *)buf.p, ret);
    scratch_put(&buf);
    return temp_mask_done(t, &mask, ret);
}

int64_t sys_epoll_pwait(struct task *t, const uint64_t a[6])
{
    return epoll_wait_masked(t, SYS_epoll_pwait, a, a[3]);
}

int64_t sys_epoll_pwait2(struct task *t, const uint64_t a[6])
{
    return epoll_wait_masked(t, SYS_epoll_pwait2, a, user_ptr(t, a[3]));
}

int64_t sys_ppoll(struct task *t, const uint64_t a[6])
{
    struct temp_mask mask;
    int64_t ret = temp_mask_get(t, &mask, a[3], a[4]);

    if (ret)
        return ret;
    ret = safe_call(t, SYS_ppoll, user_ptr(t, a[0]), a[1], user_ptr(t, a[2]),
                    mask.host_ptr, sizeof(mask.host), 0);
    return temp_mask_done(t, &mask, ret);
}

int64_t sys_pselect6(struct task *t, const uint64_t a[6])
{
    struct temp_mask mask;
    struct mask_arg h;
    int64_t ret = temp_mask_get_arg(t, &mask, &h, a[5]);

    if (ret)
        return ret;
    ret = safe_call(t, SYS_pselect6, a[0], user_ptr(t, a[1]), user_ptr(t, a[2]),
                    user_ptr(t, a[3]), user_ptr(t, a[4]), host_ptr(&h));
    return temp_mask_done(t, &mask, ret);
}
