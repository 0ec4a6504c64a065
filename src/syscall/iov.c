/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls with iovec arrays.  The array is copied, so that each base can lose its
 * tag and one out of the guest's space fails as on a kernel.
 */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <limits.h>

int iov_from_guest(struct task *t, struct iov_copy *c, uint64_t guest,
                   uint64_t n)
{
    c->more = (struct scratch){0};
    c->v = c->fast;
    if (n > IOV_MAX)
        return -EINVAL;
    if (n > IOV_FAST) {
        if (!scratch_get(t, &c->more, n * sizeof(*c->v)))
            return -ENOMEM;
        c->v = (struct iovec *)(void *)c->more.p;
    }
    if (get_user(t, c->v, guest, n * sizeof(*c->v))) {
        iov_done(c);
        return -EFAULT;
    }
    for (uint64_t i = 0; i < n; i++)
        c->v[i].iov_base =
            (void *)(uintptr_t)user_ptr(t, host_ptr(c->v[i].iov_base));
    return 0;
}

void iov_done(struct iov_copy *c)
{
    scratch_put(&c->more);
}

/* Host call `nr` with (a[0], iovec, count, rest...). */
static int64_t iov_call(struct task *t, long nr, const uint64_t a[6])
{
    struct iov_copy c;
    int64_t ret = iov_from_guest(t, &c, a[1], a[2]);

    /* A bad descriptor is the first thing that the kernel looks at. */
    if (ret)
        return host_call(SYS_fcntl, a[0], 1 /* F_GETFD */, 0, 0, 0, 0) < 0
                   ? -EBADF
                   : ret;
    ret = safe_call(t, nr, a[0], host_ptr(c.v), a[2], a[3], a[4], a[5]);
    iov_done(&c);
    return ret;
}

int64_t sys_readv(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_readv, a);
}

int64_t sys_writev(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_writev, a);
}

int64_t sys_preadv(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_preadv, a);
}

int64_t sys_pwritev(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_pwritev, a);
}

int64_t sys_preadv2(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_preadv2, a);
}

int64_t sys_pwritev2(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_pwritev2, a);
}

int64_t sys_vmsplice(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_vmsplice, a);
}

int64_t sys_process_madvise(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_process_madvise, a);
}

/* The remote addresses are another process's; a guest's are the host's. */
static int64_t vm_call(struct task *t, long nr, const uint64_t a[6])
{
    struct iov_copy c;
    int64_t ret = iov_from_guest(t, &c, a[1], a[2]);

    if (ret)
        return ret;
    ret = safe_call(t, nr, a[0], host_ptr(c.v), a[2], user_ptr(t, a[3]), a[4],
                    a[5]);
    iov_done(&c);
    return ret;
}

int64_t sys_process_vm_readv(struct task *t, const uint64_t a[6])
{
    return vm_call(t, SYS_process_vm_readv, a);
}

int64_t sys_process_vm_writev(struct task *t, const uint64_t a[6])
{
    return vm_call(t, SYS_process_vm_writev, a);
}
