/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mremap and remap_file_pages. */
#include "config.h"

#include "mem/mm.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif

struct remap {
    gaddr old, new;
    uint64_t old_len, new_len;
    int flags;
};

static uint64_t offset_in(const struct vnode *n, gaddr a)
{
    if ((n->v.flags & MAP_ANONYMOUS) && !n->object)
        return n->v.offset;
    return n->v.offset + (a - n->v.start);
}

/* A guest address or -errno. */
static long host_remap(const struct mm *mm, const struct remap *q, int flags,
                       gaddr to)
{
    long r =
        hostcall6(SYS_mremap, mm_host_arg(mm, q->old), (long)q->old_len,
                  (long)q->new_len, flags, to ? mm_host_arg(mm, to) : 0, 0);

    return hostcall_failed(r) ? r : (long)mm_guest(mm, (uint64_t)r);
}

/* Extends the mapping where it is. */
static int64_t grow_in_place(struct mm *mm, const struct remap *q,
                             const struct vnode *n)
{
    struct vnode more = *n;
    long r;

    more.v.start = q->old + q->old_len;
    more.v.end = q->old + q->new_len;
    more.v.offset = offset_in(n, more.v.start);
    more.v.has_code = false;
    change_begin(mm, &(struct change){.kind = CHANGE_MAP,
                                      .put = true,
                                      .start = more.v.start,
                                      .end = more.v.end,
                                      .n = more});
    r = host_remap(mm, q, 0, 0);
    if (r < 0) {
        change_drop(mm);
        return r;
    }
    change_finish(mm);
    return (int64_t)q->old;
}

/* To where nothing is, a copy is known by its being there; else the layout must
 * tell. */
static enum change_kind kind_of_move(struct mm *mm, const struct remap *q,
                                     gaddr to)
{
    if (q->old_len && !(q->flags & MREMAP_DONTUNMAP))
        return CHANGE_MOVE;
    return mm_free_range(mm, to, to + q->new_len) ? CHANGE_COPY
                                                  : CHANGE_MAP_OVER;
}

static int64_t move(struct mm *mm, const struct remap *q,
                    const struct vnode *from, gaddr to)
{
    struct change c = {.kind = kind_of_move(mm, q, to),
                       .put = true,
                       .start = to,
                       .end = to + q->new_len,
                       .from = q->old,
                       .from_end = q->old + q->old_len,
                       .n = *from};
    long r;

    c.frees = c.kind == CHANGE_MOVE;
    c.from_code = from->v.has_code;
    c.n.v.offset = offset_in(from, q->old);
    c.n.v.start = c.start;
    c.n.v.end = c.end;
    c.n.v.has_code = false;
    change_begin(mm, &c);
    r = host_remap(
        mm, q, MREMAP_MAYMOVE | MREMAP_FIXED | (q->flags & MREMAP_DONTUNMAP),
        to);
    if (hostcall_failed(r))
        change_drop(mm);
    else
        change_finish(mm);
    return r;
}

/* The mapping that q is about, as the kernel asks for it. */
static int find_source(const struct mm *mm, const struct remap *q,
                       struct vnode *out)
{
    const struct vnode *n = tree_find(mm, q->old);

    if (!n || n->v.start > q->old)
        return -EFAULT;
    if (n->sealed)
        return -EPERM;
    if (q->old_len == 0 && (n->v.flags & MAP_TYPE) == MAP_PRIVATE)
        return -EINVAL;
    if (q->old_len > n->v.end - q->old)
        return -EFAULT;
    *out = *n;
    return 0;
}

/* After a failure: some kernels unmap parts before they look at all of the
 * request. Follows that; all of [start, end) is gone, or nothing. */
static void follow_failure(struct mm *mm, gaddr start, gaddr end)
{
    const struct vnode *n = tree_find(mm, start);

    if (!n || n->v.start >= end ||
        mm_host_mapped(mm, n->v.start > start ? n->v.start : start))
        return;
    change_begin(
        mm, &(struct change){.kind = CHANGE_TREE, .start = start, .end = end});
    change_finish(mm);
}

static int64_t remap_fixed(struct mm *mm, struct remap *q)
{
    struct vnode n;
    uint64_t whole = q->old_len;
    int64_t r;

    /* A larger old length is cut first, so only the kept part must be one
     * mapping. */
    if (q->old_len > q->new_len)
        q->old_len = q->new_len;
    r = find_source(mm, q, &n);
    if (r < 0)
        return r;
    mm_sync_growth(mm, q->new, q->new + q->new_len);
    if (mm_sealed(mm, q->new, q->new + q->new_len))
        return -EPERM;
    if (whole > q->new_len)
        r = mm_unmap_range(mm, q->old + q->new_len, q->old + whole, 0);
    if (r == 0)
        r = move(mm, q, &n, q->new);
    if (r < 0)
        follow_failure(mm, q->new, q->new + q->new_len);
    return r;
}

static int64_t remap_locked(struct mm *mm, struct remap *q)
{
    struct vnode n;
    gaddr to, end = q->old + q->old_len;
    int r;

    if (!tree_reserve(mm, 8))
        return -ENOMEM;
    if (q->flags & MREMAP_FIXED)
        return remap_fixed(mm, q);
    if (!(q->flags & MREMAP_DONTUNMAP) && q->old_len >= q->new_len) {
        r = find_source(mm, &(struct remap){.old = q->old, .old_len = 1}, &n);
        if (r < 0)
            return r;
        if (q->old_len > q->new_len)
            r = mm_unmap_range(mm, q->old + q->new_len, end, 0);
        return r < 0 ? r : (int64_t)q->old;
    }
    r = find_source(mm, q, &n);
    if (r < 0)
        return r;
    if (q->old_len && n.v.end == end && q->new_len > q->old_len &&
        q->new_len <= mm->space.limit - q->old) {
        mm_sync_growth(mm, end, q->old + q->new_len);
        if (mm_free_range(mm, end, q->old + q->new_len))
            return grow_in_place(mm, q, &n);
    }
    /* What is in the way on the host as well makes this fail there, with an
     * error that depends on how the kernel joined its mappings. */
    if (!(q->flags & MREMAP_MAYMOVE))
        return q->new_len <= mm->space.limit - q->old &&
                       !mm_free_range(mm, end, q->old + q->new_len)
                   ? host_remap(mm, q, 0, 0)
                   : -ENOMEM;
    to = mm_place(mm, q->flags & MREMAP_DONTUNMAP ? q->new : 0, q->new_len,
                  PAGE);
    return to ? move(mm, q, &n, to) : -ENOMEM;
}

int64_t mm_remap(struct mm *mm, gaddr old, uint64_t old_len, uint64_t new_len,
                 int flags, gaddr new_addr)
{
    struct remap q = {.old = old,
                      .new = new_addr,
                      .old_len = page_up(old_len),
                      .new_len = page_up(new_len),
                      .flags = flags};
    int64_t r;

    if (flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP))
        return -EINVAL;
    if ((flags & (MREMAP_FIXED | MREMAP_DONTUNMAP)) &&
        !(flags & MREMAP_MAYMOVE))
        return -EINVAL;
    if ((flags & MREMAP_DONTUNMAP) && old_len != new_len)
        return -EINVAL;
    if (old % PAGE || !q.new_len)
        return -EINVAL;
    if (old >= mm->space.limit || q.old_len > mm->space.limit - old)
        return -EFAULT;
    if (q.new_len > mm->space.limit)
        return flags & MREMAP_FIXED ? -EINVAL : -ENOMEM;
    if (flags & MREMAP_FIXED &&
        (new_addr % PAGE || new_addr > mm->space.limit - q.new_len ||
         (old + q.old_len > new_addr && new_addr + q.new_len > old)))
        return -EINVAL;
    mm_enter(mm);
    mm_sync_growth(mm, old, old + q.old_len);
    r = remap_locked(mm, &q);
    mm_leave(mm);
    return r;
}

static int remap_file_locked(struct mm *mm, gaddr start, uint64_t len, int prot,
                             uint64_t page, int flags)
{
    const struct vnode *n = tree_find(mm, start);
    struct change c = {.kind = CHANGE_MAP_OVER,
                       .put = true,
                       .start = start,
                       .end = start + len};
    long r;

    /* Whether all of the range is of one file, the host knows. */
    if (!n || n->v.start > start || (n->v.flags & MAP_TYPE) == MAP_PRIVATE)
        return -EINVAL;
    if (mm_sealed(mm, start, start + len))
        return -EPERM;
    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    c.n = *n;
    c.n.v.start = c.start;
    c.n.v.end = c.end;
    c.n.v.offset = page * PAGE;
    c.n.v.has_code = false;
    change_begin(mm, &c);
    r = hostcall6(SYS_remap_file_pages, mm_host_arg(mm, start), (long)len, prot,
                  (long)page, flags, 0);
    if (r == 0)
        change_finish(mm);
    else
        change_drop(mm);
    return (int)r;
}

int mm_remap_file(struct mm *mm, gaddr start, uint64_t len, int prot,
                  uint64_t page, int flags)
{
    int r;

    start = page_down(start);
    len = page_down(len);
    if (prot || !len || !mm_range_ok(mm, start, len) ||
        page + len / PAGE < page)
        return -EINVAL;
    mm_enter(mm);
    r = remap_file_locked(mm, start, len, prot, page, flags);
    mm_leave(mm);
    return r;
}
