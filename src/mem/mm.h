/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The inside of an address space; private to this folder.
 *
 * Mappings are nodes of a treap ordered by address, whose subtrees know their
 * extent and their largest hole.  Two locks: `lock` orders whole operations,
 * which change the host first and then the tree, and then tell code_gone;
 * `tree_lock` is held for a look at or a change of the tree alone and is the
 * last in the lock order, so that the translator may ask about a page while it
 * holds its own lock.
 */
#ifndef CALQUE_MEM_MM_H
#define CALQUE_MEM_MM_H

#include "base/klock.h"
#include "mem/mem.h"

#define PAGE ((uint64_t)4096)

static inline uint64_t page_down(uint64_t a)
{
    return a & -PAGE;
}

/* Wraps to 0 past the top. */
static inline uint64_t page_up(uint64_t a)
{
    return (a + PAGE - 1) & -PAGE;
}

struct vnode {
    struct vma v;
    uint64_t object; /* which anonymous shared memory; 0 for the others */
    bool no_exec;    /* file system mounted noexec */
    bool dont_fork;  /* MADV_DONTFORK */
    uint32_t prio;
    /* Of the subtree: first start, last end, largest hole between. */
    gaddr first, last;
    uint64_t hole;
    struct vnode *left, *right;
};

struct mm {
    struct klock lock, tree_lock;
    _Atomic uint32_t refs;
    gaddr limit;
    gaddr mmap_base;
    gaddr start_brk, brk;
    _Atomic gaddr vdso;
    struct vnode *root;
    struct vnode *spare; /* free nodes, linked through right */
    unsigned n_spare;
    uint32_t rng;
    uint64_t objects; /* numbers for anonymous shared memory */
    bool shared_code; /* atomic: code was made from shared memory */
    mm_code_gone_fn *code_gone;
    void *code_gone_arg;
};

/* tree.c; all with tree_lock held. */

/* The first node that ends after a. */
struct vnode *tree_find(const struct mm *mm, gaddr a);
/* The last node that starts before a. */
struct vnode *tree_before(const struct mm *mm, gaddr a);
/* The highest address in [low, high) with len free bytes, aligned; 0: none. */
gaddr tree_hole(const struct mm *mm, gaddr low, gaddr high, uint64_t len,
                uint64_t align);
/* Takes the nodes in [start, end) out, cut at the borders; needs two spares. */
struct vnode *tree_take(struct mm *mm, gaddr start, gaddr end);
/* Puts in what lies between its neighbours, and joins it with them. */
void tree_put(struct mm *mm, struct vnode *nodes);
/* Puts nodes on the spare list. */
void tree_free(struct mm *mm, struct vnode *nodes);
/* Calls fn for each node, in order. */
void tree_each(struct vnode *nodes, void (*fn)(struct vnode *n, void *arg),
               void *arg);
/* A node filled from *from; there must be a spare. */
struct vnode *tree_node(struct mm *mm, const struct vnode *from);
/* Gives the spare list memory. */
void tree_feed(struct mm *mm, void *memory, size_t size);
/* Makes sure of `n` spares; needs the outer lock only. */
bool tree_reserve(struct mm *mm, unsigned n);

/* mm.c */

void mm_enter(struct mm *mm);
void mm_leave(struct mm *mm);
/* Follows the host's growth of a stack that may reach into [start, end). */
void mm_sync_growth(struct mm *mm, gaddr start, gaddr end);
/* Tells the translator, if `code` says that there was any. */
void mm_tell(struct mm *mm, bool code, gaddr start, gaddr end);
/* Replaces [start, end) in the tree by *n, or by nothing; returns whether code
 * was made from what was there. */
bool mm_replace(struct mm *mm, gaddr start, gaddr end, const struct vnode *n);
/* The host's protection for the guest's: no PROT_EXEC, which implies read. */
int mm_host_prot(int prot);
bool mm_free_range(struct mm *mm, gaddr start, gaddr end);

/* map.c */

/* A free place by the kernel's rules; 0 for none. */
gaddr mm_place(struct mm *mm, gaddr hint, uint64_t len, uint64_t align);

#endif
