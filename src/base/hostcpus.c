/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/hostcpus.h"

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

static unsigned add_range(struct host_cpus *set, unsigned first, unsigned last)
{
    unsigned n = 0;

    for (unsigned i = first; i <= last && i < HOST_CPU_WORDS * 64; i++, n++)
        set->word[i / 64] |= UINT64_C(1) << i % 64;
    return n;
}

/* A list such as 0-3,5 with a line feed behind it. */
static unsigned parse(struct host_cpus *set, const char *list, long len)
{
    unsigned count = 0, first = 0, n = 0;
    bool range = false;

    for (long i = 0; i < len; i++) {
        if (list[i] >= '0' && list[i] <= '9') {
            n = n * 10 + (unsigned)(list[i] - '0');
        } else if (list[i] == '-') {
            first = n;
            n = 0;
            range = true;
        } else {
            count += add_range(set, range ? first : n, n);
            n = 0;
            range = false;
        }
    }
    return count;
}

unsigned host_online_cpus(struct host_cpus *set)
{
    static const char path[] = "/sys/devices/system/cpu/online";
    char buf[256];
    long fd = hostcall6(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC,
                        0, 0, 0);
    long len = 0;
    unsigned count;

    memset(set, 0, sizeof(*set));
    if (fd >= 0) {
        len = hostcall3(SYS_read, fd, (long)buf, sizeof(buf));
        hostcall3(SYS_close, fd, 0, 0);
    }
    count = parse(set, buf, len);
    return count ? count : add_range(set, 0, 0);
}
