/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Contexts of asynchronous I/O.  The kernel maps a context's ring where it
 * likes, and the address is the context's name; mremap gives it another, so the
 * ring is moved to where the guest's mmap would have put it.
 */
#include "config.h"

#include "mem/mm.h"

#include <errno.h>
#include <linux/aio_abi.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

/* The head of a ring (struct aio_ring of fs/aio.c, which libaio reads too):
 * 32 bytes, then as many events of 32 bytes as it says, which fill pages. */
struct ring_head {
    uint32_t id, nr;
    uint32_t head, tail;
    uint32_t magic, compat_features, incompat_features, header_length;
};

static uint64_t ring_size(const struct ring_head *ring)
{
    return page_up(sizeof(*ring) +
                   (uint64_t)ring->nr * sizeof(struct io_event));
}

/* Moves the ring from the host's address into the guest's space. */
static int64_t adopt_ring(struct mm *mm, aio_context_t host)
{
    uint64_t size = ring_size((const struct ring_head *)host);
    struct vnode n = {.v = {.prot = PROT_READ | PROT_WRITE,
                            .flags = MAP_SHARED,
                            .ever_writable = true,
                            .name = "/[aio] (deleted)"}};
    long r;

    n.v.start = mm_place(mm, 0, size, PAGE);
    if (!n.v.start)
        return -ENOMEM;
    n.v.end = n.v.start + size;
    n.object = ++mm->objects;
    change_begin(mm, &(struct change){.kind = CHANGE_MAP,
                                      .put = true,
                                      .start = n.v.start,
                                      .end = n.v.end,
                                      .n = n});
    r = hostcall6(SYS_mremap, (long)host, (long)size, (long)size,
                  MREMAP_MAYMOVE | MREMAP_FIXED, mm_host_arg(mm, n.v.start), 0);
    if (hostcall_failed(r)) {
        change_drop(mm);
        return r;
    }
    change_finish(mm);
    return (int64_t)n.v.start;
}

int64_t mm_aio_setup(struct mm *mm, unsigned events, gaddr *context)
{
    aio_context_t made = 0;
    int64_t r = -ENOMEM;

    mm_enter(mm);
    if (tree_reserve(mm, 3))
        r = hostcall3(SYS_io_setup, events, (long)&made, 0);
    if (r == 0) {
        r = adopt_ring(mm, made);
        if (r < 0)
            hostcall3(SYS_io_destroy, (long)made, 0, 0);
    }
    mm_leave(mm);
    if (r < 0)
        return r;
    *context = (gaddr)r;
    return 0;
}

/* Which mapping the ring is; 0: none is there. */
static uint64_t ring_object(struct mm *mm, gaddr context)
{
    const struct vnode *n;
    uint64_t object = 0;

    mm_enter(mm);
    n = tree_find(mm, context);
    if (n && n->v.start == context && !(n->v.flags & MAP_ANONYMOUS))
        object = n->object;
    mm_leave(mm);
    return object;
}

int mm_aio_destroy(struct mm *mm, gaddr context)
{
    uint64_t object = ring_object(mm, context);
    /* It waits for what is under way; the kernel unmaps the ring before. */
    int r = (int)hostcall3(SYS_io_destroy, mm_host_arg(mm, context), 0, 0);

    if (r || !object)
        return r;
    mm_enter(mm);
    if (tree_reserve(mm, 3)) {
        change_begin(mm, &(struct change){.kind = CHANGE_DETACH,
                                          .start = context,
                                          .end = mm->space.limit,
                                          .n = {.object = object}});
        change_finish(mm);
    }
    mm_leave(mm);
    return 0;
}
