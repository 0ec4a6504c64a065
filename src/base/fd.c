/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/fd.h"

#include "base/hostcall.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>

enum {
    HIGH_LIMIT = 1024, /* above all descriptors of ours */
    HIGH_COUNT = 32,   /* how many may be ours */
};

/* The lowest number for a descriptor of ours, or -errno. */
static long high_floor(void)
{
    struct rlimit limit;
    long top = HIGH_LIMIT;
    long result =
        hostcall3(SYS_getrlimit, RLIMIT_NOFILE, (long)(uintptr_t)&limit, 0);

    if (hostcall_failed(result))
        return result;
    if (limit.rlim_cur < (rlim_t)top)
        top = (long)limit.rlim_cur;
    return top > HIGH_COUNT ? top - HIGH_COUNT : 0;
}

static long dup_from(int fd, long floor)
{
    return hostcall3(SYS_fcntl, fd, F_DUPFD_CLOEXEC, floor);
}

int fd_dup_high(int fd)
{
    long floor = high_floor();

    return (int)(floor < 0 ? floor : dup_from(fd, floor));
}

int fd_dup_pair(int first, int second, int pair[2])
{
    long a, b, floor = high_floor();

    if (floor < 0)
        return (int)floor;
    for (;;) {
        a = dup_from(first, floor);
        if (a < 0)
            return (int)a;
        b = dup_from(second, a + 1);
        if (b == a + 1)
            break;
        hostcall3(SYS_close, a, 0, 0);
        if (b < 0)
            return (int)b;
        hostcall3(SYS_close, b, 0, 0);
        /* What lies between is taken. */
        floor = b;
    }
    pair[0] = (int)a;
    pair[1] = (int)b;
    return 0;
}

int fd_write_all(int fd, const void *data, size_t size)
{
    const char *p = (const char *)data;

    while (size > 0) {
        long n = hostcall3(SYS_write, fd, (long)(uintptr_t)p, (long)size);

        if (n == -EINTR)
            continue;
        if (hostcall_failed(n))
            return (int)n;
        p += n;
        size -= (size_t)n;
    }
    return 0;
}
