/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/utsname.h>

int64_t sys_uname(struct task *t, const uint64_t a[6])
{
    const struct process *p = t->process;
    struct utsname u;
    int64_t ret = host_call(SYS_uname, host_ptr(&u), 0, 0, 0, 0, 0);

    if (ret)
        return ret;
    memset(u.machine, 0, sizeof(u.machine));
    strncpy(u.machine, p->target->abi->machine, sizeof(u.machine) - 1);
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
    int64_t ret = host_call(SYS_set_robust_list, head, a[1], 0, 0, 0, 0);

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

/* PR_SET_TAGGED_ADDR_CTRL: bit 0 turns the tagged address ABI on; the fields
 * for memory tagging are those of a CPU without it. */
static int64_t tagged_addr(struct task *t, const uint64_t a[6])
{
    unsigned bits = t->process->target->abi->tag_bits;

    if (!bits)
        return -EINVAL;
    if (arg_int(a, 0) == PR_GET_TAGGED_ADDR_CTRL)
        return a[1] | a[2] | a[3] | a[4] ? -EINVAL : t->addr_tag_mask != 0;
    if ((a[1] & ~(uint64_t)PR_TAGGED_ADDR_ENABLE) | a[2] | a[3] | a[4])
        return -EINVAL;
    t->addr_tag_mask = a[1] ? ~UINT64_C(0) << (64 - bits) : 0;
    return 0;
}

int64_t sys_prctl(struct task *t, const uint64_t a[6])
{
    const struct guest_abi *abi = t->process->target->abi;
    uint64_t arg = a[1], arg3 = a[2];
    int64_t result;

    switch (arg_int(a, 0)) {
    case PR_SET_TAGGED_ADDR_CTRL:
    case PR_GET_TAGGED_ADDR_CTRL: return tagged_addr(t, a);
    case PR_GET_PDEATHSIG:
    case PR_GET_CHILD_SUBREAPER:
    case PR_GET_TID_ADDRESS:
    case PR_SET_NAME:
    case PR_GET_NAME: arg = user_ptr(t, arg); break;
    case PR_SET_PDEATHSIG:
    case PR_GET_DUMPABLE:
    case PR_SET_DUMPABLE:
    case PR_GET_KEEPCAPS:
    case PR_SET_KEEPCAPS:
    case PR_GET_TIMING:
    case PR_SET_TIMING:
    case PR_CAPBSET_READ:
    case PR_CAPBSET_DROP:
    case PR_GET_SECUREBITS:
    case PR_SET_SECUREBITS:
    case PR_GET_TIMERSLACK:
    case PR_SET_TIMERSLACK:
    case PR_MCE_KILL:
    case PR_MCE_KILL_GET:
    case PR_SET_CHILD_SUBREAPER:
    case PR_SET_NO_NEW_PRIVS:
    case PR_GET_NO_NEW_PRIVS:
    case PR_GET_THP_DISABLE:
    case PR_SET_THP_DISABLE:
    case PR_CAP_AMBIENT:
    case PR_GET_SPECULATION_CTRL:
    case PR_SET_SPECULATION_CTRL:
    case PR_SET_IO_FLUSHER:
    case PR_GET_IO_FLUSHER:
    case PR_SET_PTRACER:
    case PR_TASK_PERF_EVENTS_DISABLE:
    case PR_TASK_PERF_EVENTS_ENABLE: break;
    /* Named memory: the guest's address is the host's. */
    case PR_SET_VMA: arg3 = user_ptr(t, arg3); break;
    case PR_GET_SECCOMP: return 0;
    default:
        if (abi->prctl && abi->prctl(t->cpu, a, &result))
            return result;
        sys_note(t, "unsupported prctl %d\n", arg_int(a, 0));
        return -EINVAL;
    }
    return safe_call(t, SYS_prctl, a[0], arg, arg3, a[3], a[4], 0);
}
