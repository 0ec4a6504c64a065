/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mseal: mappings that stay as they are until the program ends. */
#include "config.h"

#include "mem/mm.h"

#include <errno.h>
#include <sys/mman.h>

#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED 24
#endif
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

bool mm_sealed(const struct mm *mm, gaddr start, gaddr end)
{
    const struct vnode *n;

    if (!mm->has_seals)
        return false;
    for (n = tree_find(mm, start); n && n->v.start < end;
         n = tree_find(mm, n->v.end))
        if (n->sealed)
            return true;
    return false;
}

bool mm_discards(int advice)
{
    switch (advice) {
    case MADV_FREE:
    case MADV_DONTNEED:
    case MADV_DONTNEED_LOCKED:
    case MADV_REMOVE:
    case MADV_HWPOISON:
    case MADV_GUARD_INSTALL: return true;
    default: return false;
    }
}

/* Advice that could stand in for a store, here or in a child. */
static bool seal_forbids(int advice)
{
    return advice == MADV_DONTFORK || advice == MADV_WIPEONFORK ||
           (mm_discards(advice) && advice != MADV_HWPOISON);
}

gaddr mm_seal_limit(const struct mm *mm, gaddr start, gaddr end, int advice)
{
    const struct vnode *n;

    if (!mm->has_seals || !seal_forbids(advice))
        return end;
    for (n = tree_find(mm, start); n && n->v.start < end;
         n = tree_find(mm, n->v.end))
        if (n->sealed && (n->v.flags & MAP_TYPE) == MAP_PRIVATE &&
            !(n->v.prot & PROT_WRITE))
            return n->v.start > start ? n->v.start : start;
    return end;
}

static int seal_locked(struct mm *mm, gaddr start, gaddr end)
{
    gaddr at = start;

    if (!tree_reserve(mm, 3))
        return -ENOMEM;
    mm_sync_growth(mm, start, end);
    while (at < end) {
        const struct vnode *n = tree_find(mm, at);

        if (!n || n->v.start > at)
            return -ENOMEM;
        at = n->v.end;
    }
    mm->has_seals = true;
    change_begin(
        mm, &(struct change){.kind = CHANGE_SEAL, .start = start, .end = end});
    change_finish(mm);
    return 0;
}

int mm_seal(struct mm *mm, gaddr addr, uint64_t len)
{
    uint64_t rounded = page_up(len);
    int r;

    if (addr % PAGE || (len && !rounded) || addr + rounded < addr)
        return -EINVAL;
    if (!rounded)
        return 0;
    if (!mm_range_ok(mm, addr, rounded))
        return -ENOMEM;
    mm_enter(mm);
    r = seal_locked(mm, addr, addr + rounded);
    mm_leave(mm);
    return r;
}
