/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* munmap, mprotect and madvise. */
#include "config.h"

#include "mem/mm.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

static int unmap_locked(struct mm *mm, gaddr start, gaddr end)
{
    long r;

    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    mm_sync_growth(mm, start, end);
    r = hostcall3(SYS_munmap, (long)start, (long)(end - start), 0);
    if (r < 0)
        return (int)r;
    mm_tell(mm, mm_replace(mm, start, end, NULL), start, end);
    return 0;
}

int mm_unmap(struct mm *mm, gaddr addr, uint64_t len)
{
    int r;

    if (addr % PAGE || len > mm->limit || addr > mm->limit - len)
        return -EINVAL;
    len = page_up(len);
    if (len == 0)
        return -EINVAL;
    mm_enter(mm);
    r = unmap_locked(mm, addr, addr + len);
    mm_leave(mm);
    return r;
}

struct protect {
    int prot;
    bool code; /* the translator must know */
};

static void set_prot(struct vnode *n, void *arg)
{
    struct protect *p = arg;
    bool writable = p->prot & PROT_WRITE;

    /* Code that may change from now on was translated as if it could not. */
    if (n->v.has_code &&
        (!(p->prot & PROT_EXEC) || (writable && !n->v.ever_writable))) {
        p->code = true;
        n->v.has_code = false;
    }
    n->v.ever_writable |= writable;
    n->v.prot = p->prot;
}

/* One mapping's part of an mprotect. */
static int protect_part(struct mm *mm, gaddr start, gaddr end, int prot)
{
    struct protect p = {.prot = prot};
    struct vnode *nodes;
    long r;

    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    r = hostcall3(SYS_mprotect, (long)start, (long)(end - start),
                  mm_host_prot(prot));
    if (r < 0)
        return (int)r;
    klock_take(&mm->tree_lock);
    nodes = tree_take(mm, start, end);
    tree_each(nodes, set_prot, &p);
    tree_put(mm, nodes);
    klock_drop(&mm->tree_lock);
    mm_tell(mm, p.code, start, end);
    return 0;
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
        if (n->no_exec && (prot & PROT_EXEC))
            return -EACCES;
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
    if (addr >= mm->limit)
        return -ENOMEM;
    mm_enter(mm);
    r = protect_locked(mm, addr, addr + len, prot & access, grows);
    mm_leave(mm);
    return r;
}

/* What an madvise does to our own records. */
struct advice {
    int advice;
    bool code;
};

static void advise_node(struct vnode *n, void *arg)
{
    struct advice *a = arg;

    switch (a->advice) {
    case MADV_DONTFORK: n->dont_fork = true; break;
    case MADV_DOFORK: n->dont_fork = false; break;
    default: a->code |= n->v.has_code; break;
    }
}

/* Advice after which pages read differently. */
static bool loses_contents(int advice)
{
    enum { DONTNEED_LOCKED = 24 };

    return advice == MADV_DONTNEED || advice == MADV_FREE ||
           advice == MADV_REMOVE || advice == DONTNEED_LOCKED ||
           advice == MADV_HWPOISON;
}

int mm_advise(struct mm *mm, gaddr addr, uint64_t len, int advice)
{
    struct advice a = {.advice = advice};
    bool track = advice == MADV_DONTFORK || advice == MADV_DOFORK ||
                 loses_contents(advice);
    uint64_t rounded = page_up(len), inside;
    struct vnode *nodes;
    long r;

    if (addr % PAGE || (len && !rounded) || addr + rounded < addr)
        return -EINVAL;
    if (addr >= mm->limit)
        return rounded ? -ENOMEM : 0;
    inside = rounded < mm->limit - addr ? rounded : mm->limit - addr;
    if (!track || !inside) {
        r = hostcall3(SYS_madvise, (long)addr, (long)inside, advice);
        return r < 0 || inside == rounded ? (int)r : -ENOMEM;
    }
    mm_enter(mm);
    if (!tree_reserve(mm, 3)) {
        mm_leave(mm);
        return -ENOMEM;
    }
    mm_sync_growth(mm, addr, addr + inside);
    r = hostcall3(SYS_madvise, (long)addr, (long)inside, advice);
    /* ENOMEM: there were holes, and the rest was done. */
    if (r == 0 || r == -ENOMEM) {
        klock_take(&mm->tree_lock);
        nodes = tree_take(mm, addr, addr + inside);
        tree_each(nodes, advise_node, &a);
        tree_put(mm, nodes);
        klock_drop(&mm->tree_lock);
        mm_tell(mm, a.code, addr, addr + inside);
    }
    mm_leave(mm);
    return r < 0 || inside == rounded ? (int)r : -ENOMEM;
}
