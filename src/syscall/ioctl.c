/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/ioctl.h"

#include <errno.h>
#include <linux/kvm.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>

/* Not known to the kernel; a bad descriptor is what it notices first. */
static int64_t no_such_request(uint64_t fd)
{
    return host_call(SYS_fcntl, fd, 1 /* F_GETFD */, 0, 0, 0, 0) < 0 ? -EBADF
                                                                     : -ENOTTY;
}

/* A reader of the descriptor is told of faults.  The events by which it would
 * be told of forks and of changed mappings are not there, as in a kernel
 * without them: such a change waits for the reader, in our case with a lock
 * that the reader may need. */
static int64_t userfault_api(struct task *t, uint64_t fd, uint64_t arg)
{
    const uint64_t events = UFFD_FEATURE_EVENT_FORK | UFFD_FEATURE_EVENT_REMAP |
                            UFFD_FEATURE_EVENT_REMOVE |
                            UFFD_FEATURE_EVENT_UNMAP;
    struct uffdio_api api;
    int64_t ret;

    if (get_user(t, &api, arg, sizeof(api)))
        return safe_call(t, SYS_ioctl, fd, UFFDIO_API, arg, 0, 0, 0);
    api.features &= ~events;
    ret = safe_call(t, SYS_ioctl, fd, UFFDIO_API, host_ptr(&api), 0, 0, 0);
    if (ret == -ENOTTY)
        return ret;
    api.features &= ~events;
    return put_user(t, arg, &api, sizeof(api)) ? -EFAULT : ret;
}

static int64_t host_ioctl(struct task *t, uint64_t fd, uint32_t request,
                          uint64_t arg)
{
    if (request == (uint32_t)UFFDIO_API)
        return userfault_api(t, fd, arg);
    if (t->addr_tag_mask)
        return ioctl_untagged(t, fd, request, arg);
    return safe_call(t, SYS_ioctl, fd, request, arg, 0, 0, 0);
}

int64_t sys_ioctl(struct task *t, const uint64_t a[6])
{
    uint32_t request = (uint32_t)a[1];
    const struct ioctl_row *row = ioctl_row(request);
    uint64_t arg = a[2];
    int64_t ret;

    if (row && row->arg == IOCTL_VAL)
        return safe_call(t, SYS_ioctl, a[0], request, arg, 0, 0, 0);
    if (!row)
        sys_note(t, "unknown ioctl %#x\n", request);
    /* The host's virtual machines are of another architecture. */
    if (_IOC_TYPE(request) == KVMIO)
        return no_such_request(a[0]);
    arg = user_ptr(t, arg);
    ret = host_ioctl(t, a[0], request, arg);
    sys_written(t, arg,
                _IOC_SIZE(request) > OUT_SOME ? _IOC_SIZE(request) : OUT_SOME);
    return ret;
}
