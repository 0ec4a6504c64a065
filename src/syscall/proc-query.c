/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * PROCMAP_QUERY, which asks a process's maps for one mapping: this one's tree
 * knows it, the host's kernel what file it is of, and what the arguments lack.
 */
#include "config.h"

#include "syscall/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>

#include "syscall/ioctl-headers.h"

/* struct procmap_query (linux/fs.h), which grows at its end. */
struct query {
    uint64_t size, flags, addr;
    uint64_t start, end, vma_flags, page_size, offset, inode;
    uint32_t dev_major, dev_minor, name_size, build_id_size;
    uint64_t name, build_id;
};

_Static_assert(sizeof(struct query) == _IOC_SIZE(PROCMAP_QUERY), "as in Linux");

enum {
    READABLE = 1,
    WRITABLE = 2,
    EXECUTABLE = 4,
    SHARED = 8,
    OR_NEXT = 16,
    OF_FILE = 32,
    QUERY_MIN = offsetof(struct query, addr),
    QUERY_MAX = 4096,
};

static uint64_t vma_flags(const struct vma *v)
{
    return (v->prot & PROT_READ ? READABLE : 0u) |
           (v->prot & PROT_WRITE ? WRITABLE : 0u) |
           (v->prot & PROT_EXEC ? EXECUTABLE : 0u) |
           (v->flags & MAP_SHARED ? SHARED : 0u);
}

/* As the kernel copies structures that grow: what is longer than ours has to be
 * zeros. */
static int64_t get_query(struct task *t, struct query *q, uint64_t arg)
{
    const uint64_t asked =
        READABLE | WRITABLE | EXECUTABLE | SHARED | OR_NEXT | OF_FILE;
    uint64_t size;

    memset(q, 0, sizeof(*q));
    if (get_user(t, &size, arg, sizeof(size)))
        return -EFAULT;
    if (size > QUERY_MAX)
        return -E2BIG;
    if (size < QUERY_MIN)
        return -EINVAL;
    for (uint64_t at = sizeof(*q); at < size; at++) {
        char byte;

        if (get_user(t, &byte, arg + at, 1))
            return -EFAULT;
        if (byte)
            return -E2BIG;
    }
    if (get_user(t, q, arg, size < sizeof(*q) ? size : sizeof(*q)))
        return -EFAULT;
    if (q->flags & ~asked || !q->name_size != !q->name ||
        !q->build_id_size != !q->build_id)
        return -EINVAL;
    return 0;
}

static bool find(struct task *t, const struct query *q, struct vma *v)
{
    const uint64_t need =
        q->flags & (READABLE | WRITABLE | EXECUTABLE | SHARED);

    for (gaddr at = q->addr; mm_next(t->mm, at, v); at = v->end) {
        if (v->start > q->addr && !(q->flags & OR_NEXT))
            return false;
        if ((vma_flags(v) & need) == need && (v->ino || !(q->flags & OF_FILE)))
            return true;
        if (!(q->flags & OR_NEXT))
            return false;
    }
    return false;
}

/* Into *h what the host tells of the mapping at `at`; names go where the guest
 * wants them, unless only we know it. */
static int64_t ask_host(struct task *t, const struct query *q, gaddr at,
                        bool named, struct query *h)
{
    static const char path[] = "/proc/self/maps";
    int64_t ret, fd = host_call(SYS_openat, (uint64_t)AT_FDCWD, host_ptr(path),
                                O_RDONLY | O_CLOEXEC, 0, 0, 0);

    if (fd < 0)
        return fd;
    *h = (struct query){.size = sizeof(*h),
                        .addr = mm_base(t->mm) + at,
                        .name_size = named ? 0 : q->name_size,
                        .name = named ? 0 : user_ptr(t, q->name),
                        .build_id_size = q->build_id_size,
                        .build_id = user_ptr(t, q->build_id)};
    ret =
        host_call(SYS_ioctl, (uint64_t)fd, PROCMAP_QUERY, host_ptr(h), 0, 0, 0);
    host_call(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
    return ret;
}

/* The name that only we know. */
static int64_t put_name(struct task *t, struct query *q, const char *name)
{
    size_t n = strlen(name) + 1;

    if (!q->name_size)
        return 0;
    if (q->name_size < n)
        return -ENAMETOOLONG;
    q->name_size = (uint32_t)n;
    return put_user(t, q->name, name, n) ? -EFAULT : 0;
}

/* To the part of it that has the name. */
static void clip(const struct task *t, struct vma *v, const struct query *h)
{
    if (mm_guest(t->mm, h->start) > v->start)
        v->start = mm_guest(t->mm, h->start);
    if (mm_guest(t->mm, h->end) < v->end)
        v->end = mm_guest(t->mm, h->end);
}

int64_t proc_query(struct task *t, uint64_t arg)
{
    struct query q, h;
    struct vma v;
    int64_t ret = get_query(t, &q, arg);
    const uint32_t name_room = q.name_size;

    if (ret)
        return ret;
    if (!find(t, &q, &v))
        return -ENOENT;
    ret = ask_host(t, &q, v.start > q.addr ? v.start : q.addr, v.name != NULL,
                   &h);
    if (ret)
        return ret;
    if (v.name)
        ret = put_name(t, &q, v.name);
    else
        q.name_size = h.name_size;
    if (ret)
        return ret;
    if (!v.ino && h.name_size)
        clip(t, &v, &h);
    q.start = v.start;
    q.end = v.end;
    q.vma_flags = vma_flags(&v);
    q.page_size = h.page_size;
    q.offset = v.ino ? v.offset : 0;
    q.inode = v.ino;
    q.dev_major = major(v.dev);
    q.dev_minor = minor(v.dev);
    q.build_id_size = h.build_id_size;
    sys_written(t, q.name, name_room);
    return put_user(t, arg, &q, q.size < sizeof(q) ? q.size : sizeof(q))
               ? -EFAULT
               : 0;
}
