/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory for code: pages that can be written and executed, or, where the system
 * refuses those, the same pages mapped twice.
 *
 * Shared anonymous memory needs no descriptor, which a guest's limits could
 * refuse and its other threads close.  Systems that allow code from files only
 * (SELinux without execmem) take a memfd.
 */
#include "config.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "cpu/translator.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8u
#endif

static long map(size_t size, int prot, int flags, int fd)
{
    return hostcall6(SYS_mmap, 0, (long)size, prot, flags | MAP_NORESERVE, fd,
                     0);
}

/* Takes what mmap or mremap returned. */
static int keep(uint8_t **view, long r)
{
    if (hostcall_failed(r))
        return (int)r;
    *view = (uint8_t *)r;
    return 0;
}

/* The second view loses PROT_EXEC, which nobody refuses; it never gains it. */
static int map_anonymous(struct views *v, size_t size)
{
    int r = keep(&v->run, map(size, PROT_READ | PROT_EXEC,
                              MAP_SHARED | MAP_ANONYMOUS, -1));

    if (r == 0)
        r = keep(&v->write, hostcall6(SYS_mremap, (long)v->run, 0, (long)size,
                                      MREMAP_MAYMOVE, 0, 0));
    if (r == 0)
        r = (int)hostcall3(SYS_mprotect, (long)v->write, (long)size,
                           PROT_READ | PROT_WRITE);
    return r;
}

/* A file beyond the limit would cost a signal. */
static bool over_file_limit(size_t size)
{
    struct rlimit rl;

    return hostcall3(SYS_getrlimit, RLIMIT_FSIZE, (long)&rl, 0) == 0 &&
           rl.rlim_cur < size;
}

static int map_memfd(struct views *v, size_t size)
{
    const char *name = "calque-code";
    long fd;
    int r;

    if (over_file_limit(size))
        return -EFBIG;
    fd = hostcall3(SYS_memfd_create, (long)name, MFD_CLOEXEC | MFD_NOEXEC_SEAL,
                   0);
    if (fd == -EINVAL) /* before Linux 6.3 */
        fd = hostcall3(SYS_memfd_create, (long)name, MFD_CLOEXEC, 0);
    if (fd < 0)
        return (int)fd;
    r = (int)hostcall3(SYS_ftruncate, fd, (long)size, 0);
    if (r == 0)
        r = keep(&v->run,
                 map(size, PROT_READ | PROT_EXEC, MAP_SHARED, (int)fd));
    if (r == 0)
        r = keep(&v->write,
                 map(size, PROT_READ | PROT_WRITE, MAP_SHARED, (int)fd));
    hostcall3(SYS_close, fd, 0, 0);
    return r;
}

int views_map(struct views *v, size_t size, bool split)
{
    const int all = PROT_READ | PROT_WRITE | PROT_EXEC;
    int r = -EPERM;

    *v = (struct views){.run = NULL};
    if (!split) {
        r = keep(&v->run, map(size, all, MAP_PRIVATE | MAP_ANONYMOUS, -1));
        v->write = v->run;
    }
    if (r == -EACCES || r == -EPERM)
        r = map_anonymous(v, size);
    if (r < 0 && r != -ENOMEM) {
        views_unmap(v, size);
        r = map_memfd(v, size);
    }
    if (r < 0)
        views_unmap(v, size);
    return r;
}

void views_unmap(struct views *v, size_t size)
{
    if (v->write != v->run)
        cache_unmap(v->write, size);
    cache_unmap(v->run, size);
    *v = (struct views){.run = NULL};
}

static int move(uint8_t *from, uint8_t *to, size_t size)
{
    long r = hostcall6(SYS_mremap, (long)from, (long)size, (long)size,
                       MREMAP_MAYMOVE | MREMAP_FIXED, (long)to, 0);

    return hostcall_failed(r) ? (int)r : 0;
}

int views_replace(const struct views *to, struct views *from, size_t size)
{
    int r = move(from->run, to->run, size);

    if (r == 0)
        r = move(from->write, to->write, size);
    *from = (struct views){.run = NULL};
    return r;
}
