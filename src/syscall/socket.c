/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages.  The header is laid out alike on all 64-bit ABIs; it is copied so
 * that the pointers in it can be checked.  Control messages hold descriptors
 * and credentials, which are the host's.
 */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <limits.h>
#include <linux/filter.h>
#include <stddef.h>
#include <sys/socket.h>
#include <time.h>

/* The host's view of one message; iov must outlive the call. */
struct msg_copy {
    struct msghdr h;
    struct iov_copy iov;
};

static int msg_from_guest(struct task *t, struct msg_copy *m, uint64_t guest)
{
    int ret;

    m->iov.more = (struct scratch){0};
    if (get_user(t, &m->h, guest, sizeof(m->h)))
        return -EFAULT;
    if (m->h.msg_iovlen > IOV_MAX)
        return -EMSGSIZE;
    ret = iov_from_guest(t, &m->iov, host_ptr(m->h.msg_iov), m->h.msg_iovlen);
    if (ret)
        return ret;
    m->h.msg_iov = m->iov.v;
    m->h.msg_name = user_pointer(t, m->h.msg_name);
    m->h.msg_control = user_pointer(t, m->h.msg_control);
    return 0;
}

/* What recvmsg() hands out in the header. */
static int msg_to_guest(struct task *t, uint64_t guest,
                        const struct msg_copy *m)
{
    if (put_user(t, guest + offsetof(struct msghdr, msg_namelen),
                 &m->h.msg_namelen, sizeof(m->h.msg_namelen)) ||
        put_user(t, guest + offsetof(struct msghdr, msg_controllen),
                 &m->h.msg_controllen, sizeof(m->h.msg_controllen)) ||
        put_user(t, guest + offsetof(struct msghdr, msg_flags), &m->h.msg_flags,
                 sizeof(m->h.msg_flags)))
        return -EFAULT;
    return 0;
}

/* A filter is a pointer within what the pointer points to. */
static bool takes_filter(const uint64_t a[6])
{
    return arg_int(a, 1) == SOL_SOCKET &&
           (arg_int(a, 2) == SO_ATTACH_FILTER ||
            arg_int(a, 2) == SO_ATTACH_REUSEPORT_CBPF);
}

int64_t sys_setsockopt(struct task *t, const uint64_t a[6])
{
    uint64_t value = user_ptr(t, a[3]);
    struct sock_fprog program;

    if (user_pointers_differ(t) && takes_filter(a) && a[4] == sizeof(program) &&
        get_user(t, &program, a[3], sizeof(program)) == 0) {
        program.filter = user_pointer(t, program.filter);
        value = host_ptr(&program);
    }
    return safe_call(t, SYS_setsockopt, a[0], a[1], a[2], value, a[4], 0);
}

static bool is_socket(uint64_t fd)
{
    int type;
    socklen_t len = sizeof(type);

    return host_call(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, host_ptr(&type),
                     host_ptr(&len), 0) == 0;
}

/* The kernel looks at the descriptor first. */
static int64_t message_error(uint64_t fd, int error)
{
    int64_t flags = host_call(SYS_fcntl, fd, 1 /* F_GETFD */, 0, 0, 0, 0);

    if (flags < 0)
        return flags;
    return is_socket(fd) ? error : -ENOTSOCK;
}

static int64_t one_message(struct task *t, bool receive, uint64_t fd,
                           uint64_t guest, uint64_t flags)
{
    struct msg_copy m;
    int64_t ret;
    int error = msg_from_guest(t, &m, guest);

    if (error)
        return message_error(fd, error);
    ret = safe_call(t, receive ? SYS_recvmsg : SYS_sendmsg, fd, host_ptr(&m.h),
                    flags, 0, 0, 0);
    if (receive) {
        sys_written_iov(t, m.iov.v, m.h.msg_iovlen, ret);
        sys_host_written(t, m.h.msg_control, m.h.msg_controllen);
    }
    if (receive && ret >= 0 && msg_to_guest(t, guest, &m))
        ret = -EFAULT;
    iov_done(&m.iov);
    return ret;
}

int64_t sys_sendmsg(struct task *t, const uint64_t a[6])
{
    return one_message(t, false, a[0], a[1], a[2]);
}

int64_t sys_recvmsg(struct task *t, const uint64_t a[6])
{
    return one_message(t, true, a[0], a[1], a[2]);
}

/* struct mmsghdr */
enum { MMSG_SIZE = 64, MMSG_LEN = 56 };

/* Puts the count of message i, after its header. */
static int put_length(struct task *t, uint64_t msg, int64_t len)
{
    uint32_t n = (uint32_t)len;

    return put_user(t, msg + MMSG_LEN, &n, sizeof(n));
}

int64_t sys_sendmmsg(struct task *t, const uint64_t a[6])
{
    uint64_t n = a[2] & UINT32_MAX;
    int64_t ret = 0;
    uint64_t i;

    if (n > IOV_MAX)
        n = IOV_MAX;
    for (i = 0; i < n; i++) {
        uint64_t msg = a[1] + i * MMSG_SIZE;

        ret = one_message(t, false, a[0], msg, a[3]);
        if (ret < 0)
            break;
        if (put_length(t, msg, ret)) {
            ret = -EFAULT;
            break;
        }
    }
    if (i)
        return (int64_t)i;
    return n ? ret : message_error(a[0], 0);
}

static int64_t now_ns(void)
{
    struct timespec now;

    host_call(SYS_clock_gettime, CLOCK_MONOTONIC, host_ptr(&now), 0, 0, 0, 0);
    return now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The time limit is looked at after each message, as in the kernel; what is
 * left of it is handed back. */
int64_t sys_recvmmsg(struct task *t, const uint64_t a[6])
{
    uint64_t n = a[2] & UINT32_MAX, flags = a[3], i;
    struct timespec limit = {0};
    int64_t ret = 0, end = 0;

    if (a[4]) {
        if (get_user(t, &limit, a[4], sizeof(limit)))
            return -EFAULT;
        if (limit.tv_sec < 0 || limit.tv_nsec < 0 || limit.tv_nsec > 999999999)
            return -EINVAL;
        end = limit.tv_sec > INT32_MAX
                  ? INT64_MAX
                  : now_ns() + limit.tv_sec * 1000000000 + limit.tv_nsec;
    }
    for (i = 0; i < n; i++) {
        uint64_t msg = a[1] + i * MMSG_SIZE;
        int64_t left;

        ret =
            one_message(t, true, a[0], msg, flags & ~(uint64_t)MSG_WAITFORONE);
        if (ret < 0)
            break;
        if (put_length(t, msg, ret)) {
            ret = -EFAULT;
            break;
        }
        if (flags & MSG_WAITFORONE)
            flags |= MSG_DONTWAIT;
        if (!a[4])
            continue;
        left = end - now_ns();
        left = left < 0 ? 0 : left;
        limit = (struct timespec){left / 1000000000, left % 1000000000};
        if (put_user(t, a[4], &limit, sizeof(limit)))
            return -EFAULT;
        if (left == 0) {
            i++;
            break;
        }
    }
    if (i)
        return (int64_t)i;
    return n ? ret : message_error(a[0], 0);
}
