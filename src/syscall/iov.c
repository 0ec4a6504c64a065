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
        c->v[i].iov_base = user_pointer(t, c->v[i].iov_base);
    return 0;
}

void iov_done(struct iov_copy *c)
{
    scratch_put(&c->more);
}

/* Host call `nr` with (a[0], iovec, count, rest...); in: it writes to the
 * buffers. */
static int64_t iov_call(struct task *t, long nr, const uint64_t a[6], bool in)
{
    struct iov_copy c;
    int64_t ret = iov_from_guest(t, &c, a[1], a[2]);

    /* A bad descriptor is the first thing that the kernel looks at. */
    if (ret)
        return host_call(SYS_fcntl, a[0], 1 /* F_GETFD */, 0, 0, 0, 0) < 0
                   ? -EBADF
                   : ret;
    ret = safe_call(t, nr, a[0], host_ptr(c.v), a[2], a[3], a[4], a[5]);
    if (in)
        sys_written_iov(t, c.v, a[2], ret);
    iov_done(&c);
    return ret;
}

int64_t sys_readv(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_readv, a, true);
}

int64_t sys_writev(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_writev, a, false);
}

int64_t sys_preadv(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_preadv, a, true);
}

int64_t sys_pwritev(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_pwritev, a, false);
}

int64_t sys_preadv2(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_preadv2, a, true);
}

int64_t sys_pwritev2(struct task *t, const uint64_t a[6])
{
    return iov_call(t, SYS_pwritev2, a, false);
}

int64_t sys_vmsplice(struct task *t, const uint64_t a[6])
{
    /* It writes where the descriptor is a pipe's end to read from. */
    return iov_call(t, SYS_vmsplice, a, true);
}

int64_t sys_process_madvise(struct task *t, const uint64_t a[6])
{
    /* The advice may be to drop what is there, and the process our own. */
    return iov_call(t, SYS_process_madvise, a, true);
}

/* The ranges of another process, which is taken to be like this one. */
static uint64_t remote_ranges(struct task *t, struct scratch *copy,
                              uint64_t guest, uint64_t n)
{
    struct iovec *v;

    /* What is wrong with them is for the kernel to say. */
    if (!user_pointers_differ(t) || n == 0 || n > IOV_MAX ||
        !scratch_map(copy, n * sizeof(*v)))
        return user_ptr(t, guest);
    v = (struct iovec *)(void *)copy->p;
    if (get_user(t, v, guest, n * sizeof(*v)))
        return user_ptr(t, guest);
    for (uint64_t i = 0; i < n; i++)
        v[i].iov_base = user_pointer(t, v[i].iov_base);
    return host_ptr(v);
}

static int64_t vm_call(struct task *t, long nr, const uint64_t a[6])
{
    struct iov_copy c;
    struct scratch remote = {0};
    int64_t ret = iov_from_guest(t, &c, a[1], a[2]);

    if (ret)
        return ret;
    ret = safe_call(t, nr, a[0], host_ptr(c.v), a[2],
                    remote_ranges(t, &remote, a[3], a[4]), a[4], a[5]);
    scratch_put(&remote);
    if (nr == SYS_process_vm_readv)
        sys_written_iov(t, c.v, a[2], ret);
    iov_done(&c);
    return ret;
}

int64_t sys_process_vm_readv(struct task *t, const uint64_t a[6])
{
    return vm_call(t, SYS_process_vm_readv, a);
}

/* The process may be our own. */
static void remote_written(struct task *t, uint64_t iov, uint64_t n,
                           int64_t ret)
{
    struct iovec v;

    for (uint64_t i = 0; ret > 0 && i < n; i++) {
        if (get_user(t, &v, iov + i * sizeof(v), sizeof(v)))
            break;
        sys_written(t, user_addr(t, host_ptr(v.iov_base)),
                    v.iov_len < (uint64_t)ret ? v.iov_len : (uint64_t)ret);
    }
}

int64_t sys_process_vm_writev(struct task *t, const uint64_t a[6])
{
    int64_t ret = vm_call(t, SYS_process_vm_writev, a);

    remote_written(t, a[3], a[4], ret);
    return ret;
}
