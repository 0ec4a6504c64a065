/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that is mapped at several addresses. */
#include "config.h"

#include <sys/mman.h>

#include "mem/mm.h"

static bool is_private_anonymous(const struct vnode *n)
{
    return (n->v.flags & MAP_ANONYMOUS) && !n->object;
}

/* Both show parts of one file, shared anonymous memory or segment. */
static bool same_object(const struct vnode *a, const struct vnode *b)
{
    if (is_private_anonymous(a) || is_private_anonymous(b))
        return false;
    if ((a->v.flags & MAP_ANONYMOUS) || (b->v.flags & MAP_ANONYMOUS))
        return a->object == b->object;
    return a->v.dev == b->v.dev && a->v.ino == b->v.ino;
}

bool mm_has_shared_code(const struct mm *mm)
{
    return __atomic_load_n(&mm->shared_code, __ATOMIC_RELAXED);
}

/* Whether what n shows may be code elsewhere: cache maintenance of a large
 * buffer asks for every line. */
static bool may_be_code(const struct mm *mm, const struct vnode *n)
{
    return !(n->v.flags & MAP_ANONYMOUS) ||
           (n->object && mm_has_shared_code(mm));
}

gaddr mm_code_alias(struct mm *mm, gaddr a, gaddr after)
{
    const struct vnode *n, *m;
    gaddr found = 0;

    klock_take(&mm->tree_lock);
    n = tree_find(mm, a);
    if (n && n->v.start <= a && may_be_code(mm, n)) {
        uint64_t off = n->v.offset + (a - n->v.start);

        for (m = tree_find(mm, after); m && !found;
             m = tree_find(mm, m->v.end)) {
            gaddr at = m->v.start + (off - m->v.offset);

            if (m->v.has_code && same_object(n, m) && off >= m->v.offset &&
                at < m->v.end && at > after && at != a)
                found = at;
        }
    }
    klock_drop(&mm->tree_lock);
    return found;
}

bool mm_code_of_file(struct mm *mm, uint64_t dev, uint64_t ino, gaddr after,
                     struct vma *out)
{
    const struct vnode *n;

    klock_take(&mm->tree_lock);
    for (n = tree_find(mm, after); n; n = tree_find(mm, n->v.end))
        if (n->v.has_code && !(n->v.flags & MAP_ANONYMOUS) && n->v.dev == dev &&
            n->v.ino == ino) {
            *out = n->v;
            break;
        }
    klock_drop(&mm->tree_lock);
    return n != NULL;
}
