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

int fd_dup_high(int fd)
{
    struct rlimit limit;
    long top = HIGH_LIMIT;
    long result =
        hostcall3(SYS_getrlimit, RLIMIT_NOFILE, (long)(uintptr_t)&limit, 0);

    if (hostcall_failed(result))
        return (int)result;
    if (limit.rlim_cur < (rlim_t)top)
        top = (long)limit.rlim_cur;
    result = hostcall3(SYS_fcntl, fd, F_DUPFD_CLOEXEC,
                       top > HIGH_COUNT ? top - HIGH_COUNT : 0);
    return (int)result;
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
