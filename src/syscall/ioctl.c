/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/ioctl.h"

#include <errno.h>
#include <linux/kvm.h>
#include <string.h>

#include "syscall/abi64.h"
#include "syscall/ioctl-headers.h"
#include "syscall/proc.h"

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
        return ioctl_as_is(t, fd, UFFDIO_API, arg);
    api.features &= ~events;
    ret = safe_call(t, SYS_ioctl, fd, UFFDIO_API, host_ptr(&api), 0, 0, 0);
    if (ret == -ENOTTY)
        return ret;
    api.features &= ~events;
    return put_user(t, arg, &api, sizeof(api)) ? -EFAULT : ret;
}

static int64_t set_loop_status(struct task *t, uint64_t fd, uint64_t arg)
{
    struct abi64_loop_info g;
    struct loop_info h = {0};

    if (get_user(t, &g, arg, sizeof(g)))
        return ioctl_as_is(t, fd, LOOP_SET_STATUS, arg);
    h.lo_number = g.lo_number;
    h.lo_device = g.lo_device;
    h.lo_inode = g.lo_inode;
    h.lo_rdevice = g.lo_rdevice;
    h.lo_offset = g.lo_offset;
    h.lo_encrypt_type = g.lo_encrypt_type;
    h.lo_encrypt_key_size = g.lo_encrypt_key_size;
    h.lo_flags = g.lo_flags;
    memcpy(h.lo_name, g.lo_name, sizeof(h.lo_name));
    memcpy(h.lo_encrypt_key, g.lo_encrypt_key, sizeof(h.lo_encrypt_key));
    memcpy(h.lo_init, g.lo_init, sizeof(h.lo_init));
    return safe_call(t, SYS_ioctl, fd, LOOP_SET_STATUS, host_ptr(&h), 0, 0, 0);
}

static int64_t get_loop_status(struct task *t, uint64_t fd, uint64_t arg)
{
    struct abi64_loop_info g = {0};
    struct loop_info h;
    int64_t ret =
        safe_call(t, SYS_ioctl, fd, LOOP_GET_STATUS, host_ptr(&h), 0, 0, 0);

    if (ret)
        return ret;
    g.lo_number = h.lo_number;
    g.lo_device = (uint32_t)h.lo_device;
    g.lo_inode = h.lo_inode;
    g.lo_rdevice = (uint32_t)h.lo_rdevice;
    g.lo_offset = h.lo_offset;
    g.lo_encrypt_type = h.lo_encrypt_type;
    g.lo_encrypt_key_size = h.lo_encrypt_key_size;
    g.lo_flags = h.lo_flags;
    memcpy(g.lo_name, h.lo_name, sizeof(g.lo_name));
    memcpy(g.lo_encrypt_key, h.lo_encrypt_key, sizeof(g.lo_encrypt_key));
    memcpy(g.lo_init, h.lo_init, sizeof(g.lo_init));
    return put_user(t, arg, &g, sizeof(g));
}

static int64_t host_ioctl(struct task *t, uint64_t fd, uint32_t request,
                          uint64_t arg)
{
    switch (request) {
    case (uint32_t)UFFDIO_API: return userfault_api(t, fd, arg);
    case LOOP_SET_STATUS: return set_loop_status(t, fd, arg);
    case LOOP_GET_STATUS: return get_loop_status(t, fd, arg);
    case (uint32_t)PROCMAP_QUERY:
        if (proc_is_maps((int)fd))
            return proc_query(t, arg);
        break;
    default: break;
    }
    if (user_pointers_differ(t))
        return ioctl_untagged(t, fd, request, arg);
    return ioctl_as_is(t, fd, request, arg);
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
    ret = host_ioctl(t, a[0], request, arg);
    sys_written(t, arg,
                _IOC_SIZE(request) > OUT_SOME ? _IOC_SIZE(request) : OUT_SOME);
    return ret;
}
