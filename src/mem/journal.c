/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations that survive the death of who does them.
 *
 * In PHASE_BEGUN the host may have done its part or not; the tree is untouched.
 * What can be done twice is done again; a mapping that nobody knows of yet is
 * taken away; for the rest the host is asked what is there.  In PHASE_DONE the
 * tree's part is done once more, from the start, on a tree made from its live
 * nodes.  So a repair may itself be repeated at any point.
 */
#include "config.h"

#include "mem/mm.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

/* Death is seen by others like a signal handler by its thread: all stores
 * before it, none after it. */
static void set_phase(struct mm *mm, enum change_phase phase)
{
    atomic_signal_fence(memory_order_seq_cst);
    atomic_store_explicit(&mm->phase, phase, memory_order_release);
    atomic_signal_fence(memory_order_seq_cst);
}

void change_begin(struct mm *mm, const struct change *c)
{
    mm->change = *c;
    set_phase(mm, PHASE_BEGUN);
}

void change_drop(struct mm *mm)
{
    set_phase(mm, PHASE_NONE);
}

static void note_code(struct vnode *n, void *arg)
{
    *(bool *)arg |= n->v.has_code;
}

/* Replaces [start, end) by *n, or by nothing; whether there was code. */
static bool replace(struct mm *mm, gaddr start, gaddr end,
                    const struct vnode *n)
{
    struct vnode *old = tree_take(mm, start, end);
    bool code = false;

    tree_each(old, note_code, &code);
    tree_free(mm, old);
    if (n)
        tree_put(mm, tree_node(mm, n));
    return code;
}

/* The nodes of attachment `object`, from `start` on. */
static bool drop_object(struct mm *mm, gaddr start, uint64_t object)
{
    const struct vnode *n;
    gaddr end;
    bool code = false;

    for (n = tree_find(mm, start); n; n = tree_find(mm, end)) {
        end = n->v.end;
        if (n->object == object)
            code |= replace(mm, n->v.start, end, NULL);
    }
    return code;
}

struct edit {
    const struct change *change;
    bool code; /* the translator must know */
};

static void edit_node(struct vnode *n, void *arg)
{
    struct edit *e = arg;
    int value = e->change->value;
    bool writable = value & PROT_WRITE;

    if (e->change->kind == CHANGE_FORKING) {
        n->dont_fork = value == MADV_DONTFORK;
        return;
    }
    if (e->change->kind == CHANGE_SEAL) {
        n->sealed = true;
        return;
    }
    /* Code that may change from now on was translated as if it could not. */
    if (n->v.has_code &&
        (!(value & PROT_EXEC) || (writable && !n->v.ever_writable))) {
        e->code = true;
        n->v.has_code = false;
    }
    n->v.ever_writable |= writable;
    n->v.prot = value;
}

static bool edit(struct mm *mm, const struct change *c)
{
    struct edit e = {.change = c};
    struct vnode *nodes = tree_take(mm, c->start, c->end);

    tree_each(nodes, edit_node, &e);
    tree_put(mm, nodes);
    return e.code;
}

/* The tree's part; tree_lock held. *code, *from_code: whether the translator
 * must know of the range, and of the source. */
static void apply(struct mm *mm, bool *code, bool *from_code)
{
    const struct change *c = &mm->change;

    *from_code = false;
    switch (c->kind) {
    case CHANGE_PROTECT:
    case CHANGE_FORKING:
    case CHANGE_SEAL: *code = edit(mm, c); break;
    case CHANGE_DETACH: *code = drop_object(mm, c->start, c->n.object); break;
    case CHANGE_CONTENTS: {
        const struct vnode *n = tree_find(mm, c->start);

        for (*code = false; n && n->v.start < c->end;
             n = tree_find(mm, n->v.end))
            *code |= n->v.has_code;
        break;
    }
    default:
        *code = replace(mm, c->start, c->end, c->put ? &c->n : NULL);
        if (c->frees)
            *from_code = replace(mm, c->from, c->from_end, NULL);
        else if (c->from < c->from_end)
            *from_code = c->from_code;
        break;
    }
    if (c->brk)
        mm->brk = c->brk;
    if (c->frees && c->from == mm->vdso)
        mm_set_vdso(mm, c->start);
}

static void tell(struct mm *mm, gaddr start, gaddr end)
{
    if (mm->code_gone && start < end)
        mm->code_gone(mm->code_gone_arg, start, end);
}

void change_finish(struct mm *mm)
{
    const struct change *c = &mm->change;
    bool code, from_code;

    set_phase(mm, PHASE_DONE);
    klock_take(&mm->tree_lock);
    apply(mm, &code, &from_code);
    klock_drop(&mm->tree_lock);
    if (code)
        tell(mm, c->start, c->end);
    if (from_code)
        tell(mm, c->from, c->from_end);
    set_phase(mm, PHASE_NONE);
}

void change_pay(struct mm *mm)
{
    if (atomic_load_explicit(&mm->phase, memory_order_relaxed) != PHASE_OWED)
        return;
    tell(mm, mm->change.start, mm->change.end);
    tell(mm, mm->change.from, mm->change.from_end);
    set_phase(mm, PHASE_NONE);
}

static long on_host(const struct mm *mm, long nr, long value)
{
    const struct change *c = &mm->change;

    return hostcall3(nr, mm_host_arg(mm, c->start), (long)(c->end - c->start),
                     value);
}

/* A mapping may have been moved over others or not. */
static bool settle_move(struct mm *mm)
{
    struct change *c = &mm->change;
    const struct vnode *n;

    if (!mm_host_mapped(mm, c->from))
        return true;
    /* Some kernels make room before they find that they cannot go on. */
    n = tree_find(mm, c->start);
    if (!n || n->v.start >= c->end ||
        mm_host_mapped(mm, n->v.start > c->start ? n->v.start : c->start))
        return false;
    c->put = c->frees = false;
    return true;
}

/* What was begun, and where nobody knows how far it came: makes the host fit,
 * and tells whether the tree has to follow. */
static bool settle(struct mm *mm)
{
    struct change *c = &mm->change;

    switch (c->kind) {
    case CHANGE_UNMAP: return on_host(mm, SYS_munmap, 0) == 0;
    case CHANGE_PROTECT:
        return on_host(mm, SYS_mprotect, mm_host_prot(c->value)) == 0;
    case CHANGE_FORKING: {
        long r = on_host(mm, SYS_madvise, c->value);

        return r == 0 || r == -ENOMEM;
    }
    case CHANGE_MAP: on_host(mm, SYS_munmap, 0); return false;
    case CHANGE_MAP_OVER:
        switch (layout_shows_change(mm)) {
        case 0: return false;
        case 1: return true;
        default: break;
        }
        /* Which of the two is there cannot be seen: neither. */
        c->put = false;
        return on_host(mm, SYS_munmap, 0) == 0;
    case CHANGE_COPY: return mm_host_mapped(mm, c->start);
    case CHANGE_MOVE: return settle_move(mm);
    case CHANGE_DETACH: return !mm_host_mapped(mm, c->start);
    default: return true;
    }
}

/* Done with the locks inherited; the translator's may be another's, which is
 * why it is told later. */
static void redo(struct mm *mm)
{
    bool code, from_code;

    tree_rebuild(mm);
    if (mm->phase == PHASE_DONE)
        apply(mm, &code, &from_code);
    klock_drop(&mm->tree_lock);
}

/* If a repairer died as well, the inner lock may still be the first one's. */
static void inherit_tree(struct mm *mm, pid_t tid)
{
    if (!klock_inherit(&mm->tree_lock, tid) &&
        !klock_inherit(&mm->tree_lock, mm->first_dead))
        klock_take(&mm->tree_lock);
}

void mm_repair(struct mm *mm, pid_t tid)
{
    if (!klock_held_by(&mm->lock, tid)) {
        /* Without the outer lock nothing but marks of code is changed. */
        klock_repair(&mm->tree_lock, tid);
        klock_repair(&mm->lock, tid);
        return;
    }
    if (!mm->first_dead)
        mm->first_dead = tid;
    atomic_signal_fence(memory_order_seq_cst);
    klock_inherit(&mm->lock, tid);
    if (mm->phase == PHASE_BEGUN)
        set_phase(mm, settle(mm) ? PHASE_DONE : PHASE_OWED);
    inherit_tree(mm, tid);
    redo(mm);
    if (mm->phase == PHASE_DONE)
        set_phase(mm, PHASE_OWED);
    mm->first_dead = 0;
    klock_drop(&mm->lock);
}
