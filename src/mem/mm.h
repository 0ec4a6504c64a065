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
 *
 * A process that shares the address space may be killed at any instruction,
 * with the locks held.  So every operation writes down what it is about to do
 * (struct change) before it calls the host, and then that the host has done
 * it; mm_repair() finishes it or takes it back.  The pointers of the treap are
 * no more than an index of the nodes that are `live`, and can be made anew
 * from these; a node becomes live when it is complete, and where two overlap,
 * because one was being cut or joined, both tell the same of the overlap.
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
    bool sealed;     /* mseal */
    bool live;       /* a mapping of the tree, whatever points to it */
    uint32_t prio;
    /* Of the subtree: first start, last end, largest hole between. */
    gaddr first, last;
    uint64_t hole;
    struct vnode *left, *right;
};

/* Memory of nodes; they follow the header. */
struct node_chunk {
    struct node_chunk *next;
    size_t count;
};

enum change_kind {
    CHANGE_TREE,     /* the host needs nothing */
    CHANGE_UNMAP,    /* may be done twice */
    CHANGE_PROTECT,  /* may be done twice */
    CHANGE_FORKING,  /* MADV_DONTFORK and MADV_DOFORK; may be done twice */
    CHANGE_CONTENTS, /* of the memory alone: nothing but code is concerned */
    CHANGE_SEAL,     /* the host needs nothing */
    CHANGE_MAP,      /* into a free range */
    CHANGE_MAP_OVER, /* in the place of mappings */
    CHANGE_COPY,     /* into a free range, of a source that stays */
    CHANGE_MOVE,     /* [from, from_end) goes to [start, end) */
    CHANGE_DETACH,   /* of attachment n.object, which begins at start */
};

/* One operation: what the host is asked for, and what follows in the tree. */
struct change {
    enum change_kind kind;
    bool put;       /* the range becomes n; else it becomes free */
    bool frees;     /* the source becomes free */
    bool from_code; /* or it stays, and there was code */
    int value;      /* protection or advice */
    gaddr start, end;
    gaddr from, from_end; /* the source, when something is moved */
    gaddr brk;            /* what the break becomes; 0: what it is */
    struct vnode n;
};

/* How far it is. */
enum change_phase {
    PHASE_NONE,
    PHASE_BEGUN, /* whether the host did it is not known; the tree is whole */
    PHASE_DONE,  /* the host did it; the tree may be half changed */
    PHASE_OWED,  /* only the translator is not told yet */
};

struct mm {
    struct mm_space space; /* first */
    struct klock lock, tree_lock;
    _Atomic uint32_t refs;
    gaddr mmap_base;
    gaddr start_brk, brk;
    _Atomic gaddr vdso;
    struct vnode *root;
    struct vnode *spare; /* free nodes, linked through right */
    unsigned n_spare;
    struct node_chunk *chunks;
    struct change change;
    _Atomic uint32_t phase; /* enum change_phase */
    pid_t first_dead; /* while repaired: who died with the locks at first */
    uint32_t rng;
    uint64_t objects;  /* numbers for anonymous shared memory */
    bool no_exec_gain; /* PR_MDWE_REFUSE_EXEC_GAIN */
    bool has_seals;    /* something is sealed, or was */
    bool shared_code;  /* atomic: code was made from shared memory */
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
/* A live node filled from *from; there must be a spare. */
struct vnode *tree_node(struct mm *mm, const struct vnode *from);
/* Gives the spare list memory, which is zero. */
void tree_feed(struct mm *mm, void *memory, size_t size);
/* Makes sure of `n` spares; needs the outer lock only. */
bool tree_reserve(struct mm *mm, unsigned n);
/* Makes the treap and the spare list anew from the live nodes. */
void tree_rebuild(struct mm *mm);

/* mm.c */

void mm_enter(struct mm *mm);
void mm_leave(struct mm *mm);
/* Follows the host's growth of a stack that may reach into [start, end). */
void mm_sync_growth(struct mm *mm, gaddr start, gaddr end);
/* The host's protection for the guest's: no PROT_EXEC, which implies read. */
int mm_host_prot(int prot);
bool mm_free_range(struct mm *mm, gaddr start, gaddr end);

/* The address as an argument of a system call. */
static inline long mm_host_arg(const struct mm *mm, gaddr a)
{
    return (long)mm_host(mm, a);
}
/* Is the page mapped on the host? */
bool mm_host_mapped(const struct mm *mm, gaddr page);

/* change.c; with three spares */

/* Unmaps on the host and in the tree; the break becomes brk, unless 0. */
int mm_unmap_range(struct mm *mm, gaddr start, gaddr end, gaddr brk);

/* seal.c; lock held */

/* Is anything in [start, end) sealed? */
bool mm_sealed(const struct mm *mm, gaddr start, gaddr end);
/* Does the advice make pages read differently? */
bool mm_discards(int advice);
/* Where in [start, end) a seal forbids the advice first; end: nowhere. */
gaddr mm_seal_limit(const struct mm *mm, gaddr start, gaddr end, int advice);

/* journal.c; lock held */

/* Writes down what is about to be done. */
void change_begin(struct mm *mm, const struct change *c);
/* The host refused. */
void change_drop(struct mm *mm);
/* The host did it: brings the tree up to that and tells the translator. */
void change_finish(struct mm *mm);
/* Tells the translator what a repaired operation did. */
void change_pay(struct mm *mm);

/* layout.c */

/* Whether mm->change, a CHANGE_MAP_OVER that was begun, was done by the host:
 * 1 or 0, or -1 when that cannot be seen. The tree is as before. */
int layout_shows_change(const struct mm *mm);

/* map.c */

/* A free place by the kernel's rules; 0 for none. */
gaddr mm_place(struct mm *mm, gaddr hint, uint64_t len, uint64_t align);

#endif
