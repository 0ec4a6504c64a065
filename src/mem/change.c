/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* munmap, mprotect and madvise. */
#include "config.h"

#include "mem/mm.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

/* The host's part on [c->start, c->end), then the tree's. */
static int on_range(struct mm *mm, const struct change *c, long nr, long value)
{
    long r;

    change_begin(mm, c);
    r = hostcall3(nr, mm_host_arg(mm, c->start), (long)(c->end - c->start),
                  value);
    /* madvise says ENOMEM for holes, when it has done the rest. */
    if (r == 0 || (r == -ENOMEM && nr == SYS_madvise))
        change_finish(mm);
    else
        change_drop(mm);
    return (int)r;
}

int mm_unmap_range(struct mm *mm, gaddr start, gaddr end, gaddr brk)
{
    if (mm_sealed(mm, start, end))
        return -EPERM;
    return on_range(
        mm,
        &(struct change){
            .kind = CHANGE_UNMAP, .start = start, .end = end, .brk = brk},
        SYS_munmap, 0);
}

static int unmap_locked(struct mm *mm, gaddr start, gaddr end)
{
    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    mm_sync_growth(mm, start, end);
    return mm_unmap_range(mm, start, end, 0);
}

int mm_unmap(struct mm *mm, gaddr addr, uint64_t len)
{
    int r;

    if (addr % PAGE || len > mm->space.limit || addr > mm->space.limit - len)
        return -EINVAL;
    len = page_up(len);
    if (len == 0)
        return -EINVAL;
    mm_enter(mm);
    r = unmap_locked(mm, addr, addr + len);
    mm_leave(mm);
    return r;
}

/* One mapping's part of an mprotect. */
static int protect_part(struct mm *mm, gaddr start, gaddr end, int prot)
{
    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    return on_range(
        mm,
        &(struct change){
            .kind = CHANGE_PROTECT, .start = start, .end = end, .value = prot},
        SYS_mprotect, mm_host_prot(prot));
}

static bool gains_exec(const struct mm *mm, const struct vnode *n, int prot)
{
    return mm->no_exec_gain &&
           ((prot & PROT_WRITE) || !(n->v.prot & PROT_EXEC));
}

static int protect_locked(struct mm *mm, gaddr start, gaddr end, int prot,
                          int grows)
{
    struct vnode *n;
    int r = 0;

    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    mm_sync_growth(mm, start, end);
    n = tree_find(mm, start);
    if (!n)
        return -ENOMEM;
    if (grows) {
        if (n->v.start >= end)
            return -ENOMEM;
        if (!(n->v.flags & MAP_GROWSDOWN))
            return -EINVAL;
        start = n->v.start;
    } else if (n->v.start > start) {
        return -ENOMEM;
    }
    while (r == 0 && start < end) {
        gaddr stop;

        n = tree_find(mm, start);
        if (!n || n->v.start > start)
            return -ENOMEM;
        if ((prot & PROT_EXEC) && (n->no_exec || gains_exec(mm, n, prot)))
            return -EACCES;
        if (n->sealed)
            return -EPERM;
        stop = n->v.end < end ? n->v.end : end;
        r = n->v.prot == prot ? 0 : protect_part(mm, start, stop, prot);
        start = stop;
    }
    return r;
}

int mm_protect(struct mm *mm, gaddr addr, uint64_t len, int prot)
{
    const int access = PROT_READ | PROT_WRITE | PROT_EXEC;
    const int grows = prot & (PROT_GROWSDOWN | PROT_GROWSUP);
    int r;

    prot &= ~grows;
    if (grows & PROT_GROWSUP || addr % PAGE)
        return -EINVAL;
    if (len == 0)
        return 0;
    len = page_up(len);
    if (len == 0 || addr + len <= addr)
        return -ENOMEM;
    if (prot & ~(access | 0x8 /* PROT_SEM */))
        return -EINVAL;
    if (addr >= mm->space.limit)
        return -ENOMEM;
    mm_enter(mm);
    r = protect_locked(mm, addr, addr + len, prot & access, grows);
    mm_leave(mm);
    return r;
}

static int advise_locked(struct mm *mm, gaddr start, gaddr end, int advice,
                         enum change_kind kind)
{
    gaddr stop;
    int r = 0;

    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    mm_sync_growth(mm, start, end);
    stop = mm_seal_limit(mm, start, end, advice);
    if (stop > start)
        r = on_range(
            mm,
            &(struct change){
                .kind = kind, .start = start, .end = stop, .value = advice},
            SYS_madvise, advice);
    return r == 0 && stop < end ? -EPERM : r;
}

int mm_advise(struct mm *mm, gaddr addr, uint64_t len, int advice)
{
    bool forking = advice == MADV_DONTFORK || advice == MADV_DOFORK;
    bool track = forking || advice == MADV_WIPEONFORK || mm_discards(advice);
    uint64_t rounded = page_up(len), inside;
    long r;

    if (addr % PAGE || (len && !rounded) || addr + rounded < addr)
        return -EINVAL;
    if (addr >= mm->space.limit)
        return rounded ? -ENOMEM : 0;
    inside =
        rounded < mm->space.limit - addr ? rounded : mm->space.limit - addr;
    if (!track || !inside) {
        r = hostcall3(SYS_madvise, mm_host_arg(mm, addr), (long)inside, advice);
        return r < 0 || inside == rounded ? (int)r : -ENOMEM;
    }
    mm_enter(mm);
    r = advise_locked(mm, addr, addr + inside, advice,
                      forking ? CHANGE_FORKING : CHANGE_CONTENTS);
    mm_leave(mm);
    return r < 0 || inside == rounded ? (int)r : -ENOMEM;
}
