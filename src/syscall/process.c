/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/utsname.h>

static int64_t personality_now(void)
{
    return host_call(SYS_personality, UINT32_MAX, 0, 0, 0, 0, 0);
}

static const char *machine(const struct task *t)
{
    const struct guest_abi *abi = t->process->target->abi;

    return abi->machine32 && (personality_now() & PER_MASK) == PER_LINUX32
               ? abi->machine32
               : abi->machine;
}

/* A CPU without a 32-bit mode has no such personality. */
int64_t sys_personality(struct task *t, const uint64_t a[6])
{
    uint32_t persona = (uint32_t)a[0];

    if (persona != UINT32_MAX && (persona & PER_MASK) == PER_LINUX32 &&
        !t->process->target->abi->machine32)
        return -EINVAL;
    return host_call(SYS_personality, a[0], 0, 0, 0, 0, 0);
}

int64_t sys_uname(struct task *t, const uint64_t a[6])
{
    const struct process *p = t->process;
    struct utsname u;
    int64_t ret = host_call(SYS_uname, host_ptr(&u), 0, 0, 0, 0, 0);

    if (ret)
        return ret;
    memset(u.machine, 0, sizeof(u.machine));
    strncpy(u.machine, machine(t), sizeof(u.machine) - 1);
    if (p->config.uname_release) {
        memset(u.release, 0, sizeof(u.release));
        strncpy(u.release, p->config.uname_release, sizeof(u.release) - 1);
    }
    return put_user(t, a[0], &u, sizeof(u));
}

int64_t sys_set_tid_address(struct task *t, const uint64_t a[6])
{
    return task_set_tid_address(t, user_ptr(t, a[0]));
}

int64_t sys_set_robust_list(struct task *t, const uint64_t a[6])
{
    uint64_t head = user_ptr(t, a[0]);
    int64_t ret;

    /* The kernel would follow the list's pointers as they are. */
    if (mm_base(t->mm))
        head = 0;
    ret = host_call(SYS_set_robust_list, head, a[1], 0, 0, 0, 0);
    if (ret == 0)
        t->robust_list = head;
    return ret;
}

/* Argument 3 is a timeout or a count, by the operation. */
int64_t sys_futex(struct task *t, const uint64_t a[6])
{
    uint64_t val2 = a[3];

    switch (arg_int(a, 1) & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
    case FUTEX_LOCK_PI:
    case FUTEX_LOCK_PI2:
    case FUTEX_WAIT_REQUEUE_PI: val2 = user_ptr(t, val2); break;
    default: break;
    }
    return safe_call(t, SYS_futex, user_ptr(t, a[0]), a[1], a[2], val2,
                     user_ptr(t, a[4]), a[5]);
}

/* For the kernel, n futexes at guest address `at`: the guest's array, or `copy`
 * where addresses in it are not the host's. */
static uint64_t host_futexes(struct task *t, uint64_t at,
                             struct futex_waitv *copy, uint64_t n)
{
    if (!user_pointers_differ(t) || n > FUTEX_WAITV_MAX ||
        get_user(t, copy, at, n * sizeof(*copy)) != 0)
        return user_ptr(t, at);
    for (uint64_t i = 0; i < n; i++)
        copy[i].uaddr = user_ptr(t, copy[i].uaddr);
    return host_ptr(copy);
}

int64_t sys_futex_waitv(struct task *t, const uint64_t a[6])
{
    struct futex_waitv v[FUTEX_WAITV_MAX];
    uint64_t n = (uint32_t)a[1];

    return safe_call(t, SYS_futex_waitv, host_futexes(t, a[0], v, n), n, a[2],
                     user_ptr(t, a[3]), a[4], 0);
}

int64_t sys_futex_requeue(struct task *t, const uint64_t a[6])
{
    struct futex_waitv v[2];

    return host_call(SYS_futex_requeue, host_futexes(t, a[0], v, 2), a[1], a[2],
                     a[3], 0, 0);
}
