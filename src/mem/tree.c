/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The treap of mappings: search, holes, cutting and joining. */
#include "config.h"

#include "mem/mm.h"

#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

enum { FEED_SIZE = 16 * 1024 };

/* What the kernel keeps free below a stack that can grow: 256 pages. */
#define STACK_GUARD (256 * PAGE)

/* Where mappings placed by us must end below n. */
static gaddr guarded_start(const struct vnode *n)
{
    if (!(n->v.flags & MAP_GROWSDOWN))
        return n->v.start;
    return n->v.start > STACK_GUARD ? n->v.start - STACK_GUARD : 0;
}

static void update(struct vnode *n)
{
    gaddr start = guarded_start(n);

    n->first = start;
    n->last = n->v.end;
    n->hole = 0;
    if (n->left) {
        n->first = n->left->first;
        n->hole = n->left->hole;
        if (start > n->left->last && start - n->left->last > n->hole)
            n->hole = start - n->left->last;
    }
    if (n->right) {
        n->last = n->right->last;
        if (n->right->hole > n->hole)
            n->hole = n->right->hole;
        if (n->right->first > n->v.end && n->right->first - n->v.end > n->hole)
            n->hole = n->right->first - n->v.end;
    }
}

/* Those that start before `at` go left. */
static void split(struct vnode *n, gaddr at, struct vnode **l, struct vnode **r)
{
    if (!n) {
        *l = *r = NULL;
    } else if (n->v.start < at) {
        split(n->right, at, &n->right, r);
        update(n);
        *l = n;
    } else {
        split(n->left, at, l, &n->left);
        update(n);
        *r = n;
    }
}

static struct vnode *merge(struct vnode *l, struct vnode *r)
{
    if (!l || !r)
        return l ? l : r;
    if (l->prio > r->prio) {
        l->right = merge(l->right, r);
        update(l);
        return l;
    }
    r->left = merge(l, r->left);
    update(r);
    return r;
}

struct vnode *tree_find(const struct mm *mm, gaddr a)
{
    struct vnode *n = mm->root, *best = NULL;

    while (n) {
        if (n->v.end > a) {
            best = n;
            n = n->left;
        } else {
            n = n->right;
        }
    }
    return best;
}

struct vnode *tree_before(const struct mm *mm, gaddr a)
{
    struct vnode *n = mm->root, *best = NULL;

    while (n) {
        if (n->v.start < a) {
            best = n;
            n = n->right;
        } else {
            n = n->left;
        }
    }
    return best;
}

static gaddr fit(gaddr low, gaddr high, uint64_t len, uint64_t align)
{
    gaddr a;

    if (high < low || high - low < len)
        return 0;
    a = (high - len) & -align;
    return a >= low ? a : 0;
}

static gaddr hole_in(const struct vnode *n, gaddr low, gaddr high, uint64_t len,
                     uint64_t align)
{
    gaddr start, a;

    if (high < low || high - low < len)
        return 0;
    if (!n)
        return fit(low, high, len, align);
    /* No hole here is large enough: neither inside nor at the borders. */
    if (n->hole < len && (n->first < low || n->first - low < len) &&
        (n->last > high || high - n->last < len))
        return 0;
    start = guarded_start(n);
    a = hole_in(n->right, n->v.end > low ? n->v.end : low, high, len, align);
    if (a)
        return a;
    return hole_in(n->left, low, start < high ? start : high, len, align);
}

gaddr tree_hole(const struct mm *mm, gaddr low, gaddr high, uint64_t len,
                uint64_t align)
{
    return hole_in(mm->root, low, high, len, align);
}

/* Whoever repairs the tree sees the stores before it, if those behind. */
static void order(void)
{
    atomic_signal_fence(memory_order_seq_cst);
}

struct vnode *tree_node(struct mm *mm, const struct vnode *from)
{
    struct vnode *n = mm->spare;

    mm->spare = n->right;
    mm->n_spare--;
    n->v = from->v;
    n->object = from->object;
    n->no_exec = from->no_exec;
    n->dont_fork = from->dont_fork;
    n->sealed = from->sealed;
    n->left = n->right = NULL;
    /* xorshift32 (G. Marsaglia, 2003): priorities need no more. */
    mm->rng ^= mm->rng << 13;
    mm->rng ^= mm->rng >> 17;
    mm->rng ^= mm->rng << 5;
    n->prio = mm->rng;
    update(n);
    order();
    n->live = true;
    order();
    return n;
}

static void make_spare(struct mm *mm, struct vnode *n)
{
    n->live = false;
    n->right = mm->spare;
    mm->spare = n;
    mm->n_spare++;
}

void tree_free(struct mm *mm, struct vnode *n)
{
    struct vnode *right;

    for (; n; n = right) {
        tree_free(mm, n->left);
        right = n->right;
        make_spare(mm, n);
    }
}

static struct vnode *chunk_nodes(struct node_chunk *c)
{
    return (struct vnode *)(void *)(c + 1);
}

void tree_feed(struct mm *mm, void *memory, size_t size)
{
    struct node_chunk *c = memory;
    struct vnode *n = chunk_nodes(c);

    c->count = (size - sizeof(*c)) / sizeof(*n);
    c->next = mm->chunks;
    order();
    mm->chunks = c;
    for (size_t i = c->count; i-- > 0;)
        make_spare(mm, &n[i]);
}

bool tree_reserve(struct mm *mm, unsigned n)
{
    long mem;

    if (mm->n_spare >= n)
        return true;
    mem = hostcall6(SYS_mmap, 0, FEED_SIZE, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (hostcall_failed(mem))
        return false;
    klock_take(&mm->tree_lock);
    tree_feed(mm, (void *)mem, FEED_SIZE);
    klock_drop(&mm->tree_lock);
    return true;
}

static uint64_t offset_at(const struct vnode *n, gaddr a)
{
    if ((n->v.flags & MAP_ANONYMOUS) && !n->object)
        return n->v.offset;
    return n->v.offset + (a - n->v.start);
}

/* Makes `at` a border, if it lies inside a mapping. */
static void cut(struct mm *mm, gaddr at)
{
    struct vnode *n = tree_find(mm, at), *l, *r, *upper, part;

    if (!n || n->v.start >= at)
        return;
    split(mm->root, n->v.start, &l, &r);
    split(r, at, &n, &r);
    part = *n;
    part.v.offset = offset_at(n, at);
    part.v.start = at;
    upper = tree_node(mm, &part);
    n->v.end = at;
    update(n);
    mm->root = merge(merge(l, n), merge(upper, r));
}

struct vnode *tree_take(struct mm *mm, gaddr start, gaddr end)
{
    struct vnode *l, *m, *r;

    cut(mm, start);
    cut(mm, end);
    split(mm->root, start, &l, &r);
    split(r, end, &m, &r);
    mm->root = merge(l, r);
    return m;
}

static bool joinable(const struct vnode *a, const struct vnode *b)
{
    if (a->v.end != b->v.start || a->v.prot != b->v.prot ||
        a->v.flags != b->v.flags || a->v.dev != b->v.dev ||
        a->v.ino != b->v.ino || a->v.name != b->v.name ||
        a->object != b->object || a->no_exec != b->no_exec ||
        a->dont_fork != b->dont_fork || a->sealed != b->sealed)
        return false;
    return offset_at(a, b->v.start) == b->v.offset;
}

/* Joins the mappings on both sides of `at`. */
static void join(struct mm *mm, gaddr at)
{
    struct vnode *a = tree_before(mm, at), *b = tree_find(mm, at), *l, *r;

    if (!a || !b || a == b || !joinable(a, b))
        return;
    split(mm->root, a->v.start, &l, &r);
    split(r, b->v.end, &a, &r);
    /* a is now the root of a treap of two; take it apart. */
    split(a, at, &a, &b);
    a->v.ever_writable |= b->v.ever_writable;
    a->v.has_code |= b->v.has_code;
    order();
    a->v.end = b->v.end;
    order();
    update(a);
    tree_free(mm, b);
    mm->root = merge(merge(l, a), r);
}

void tree_put(struct mm *mm, struct vnode *nodes)
{
    struct vnode *l, *r;
    gaddr end, at;

    if (!nodes)
        return;
    for (l = nodes; l->left;)
        l = l->left;
    at = l->v.start;
    end = nodes->last;
    split(mm->root, at, &l, &r);
    mm->root = merge(merge(l, nodes), r);
    while (at <= end) {
        join(mm, at);
        l = tree_find(mm, at);
        if (!l)
            break;
        at = l->v.end;
    }
}

/* Into the treap by its start alone. */
static void index_node(struct mm *mm, struct vnode *n)
{
    struct vnode *l, *r;

    n->left = n->right = NULL;
    update(n);
    split(mm->root, n->v.start, &l, &r);
    mm->root = merge(merge(l, n), r);
}

/* In order of addresses: a node ends where the next one begins. */
static void trim(struct vnode *n, struct vnode **last)
{
    if (!n)
        return;
    trim(n->left, last);
    if (*last && (*last)->v.end > n->v.start)
        (*last)->v.end = n->v.start;
    *last = n;
    trim(n->right, last);
}

static void update_all(struct vnode *n)
{
    if (!n)
        return;
    update_all(n->left);
    update_all(n->right);
    update(n);
}

void tree_rebuild(struct mm *mm)
{
    struct vnode *last = NULL;

    mm->root = mm->spare = NULL;
    mm->n_spare = 0;
    for (struct node_chunk *c = mm->chunks; c; c = c->next) {
        struct vnode *n = chunk_nodes(c);

        for (size_t i = 0; i < c->count; i++) {
            if (n[i].live)
                index_node(mm, &n[i]);
            else
                make_spare(mm, &n[i]);
        }
    }
    trim(mm->root, &last);
    update_all(mm->root);
}

void tree_each(struct vnode *n, void (*fn)(struct vnode *n, void *arg),
               void *arg)
{
    if (!n)
        return;
    tree_each(n->left, fn, arg);
    fn(n, arg);
    tree_each(n->right, fn, arg);
}
