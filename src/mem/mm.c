/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An address space: life, locks, fork, questions about pages. */
#include "config.h"

#include "mem/mm.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "base/hostcall.h"

#ifndef PR_GET_MDWE
#define PR_GET_MDWE              66
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

/* The structure and its first nodes, some 50: enough for most programs, and
 * little that start-up touches and fork copies. */
enum { MM_SIZE = 8 * 1024 };

/* 18 bits of pages: arm64's smallest setting with 39-bit addresses. */
#define MMAP_RANDOM_PAGES ((uint64_t)1 << 18)
#define STACK_RANDOM      ((uint64_t)16 << 30 >> 4)

/* Where placement starts from: below the room for the stack, randomised. */
static gaddr pick_mmap_base(gaddr limit)
{
    uint64_t gap = 0, pad, rnd = 0, most = limit / 6 * 5;
    const uint64_t least = 128 << 20;
    struct rlimit rl;

    if (hostcall3(SYS_getrlimit, RLIMIT_STACK, (long)&rl, 0) == 0)
        gap = rl.rlim_cur;
    pad = 257 * PAGE;
    if (!(hostcall3(SYS_personality, 0xffffffff, 0, 0) & ADDR_NO_RANDOMIZE)) {
        pad += STACK_RANDOM;
        if (hostcall3(SYS_getrandom, (long)&rnd, sizeof(rnd), GRND_NONBLOCK) !=
            sizeof(rnd))
            rnd = 0;
        rnd = rnd % MMAP_RANDOM_PAGES * PAGE;
    }
    if (gap + pad > gap)
        gap += pad;
    if (gap < least)
        gap = least;
    if (gap > most)
        gap = most;
    /* Small spaces exist in tests only. */
    if (gap + rnd >= limit / 2)
        return limit / 2;
    return page_up(limit - gap - rnd);
}

/* PR_SET_MDWE of this process, which the host hands on to its programs and, as
 * it was asked to, children. */
static bool refuses_exec_gain(void)
{
    long r = hostcall6(SYS_prctl, PR_GET_MDWE, 0, 0, 0, 0, 0);

    return r > 0 && (r & PR_MDWE_REFUSE_EXEC_GAIN);
}

void mm_inherit_rules(struct mm *mm)
{
    mm->no_exec_gain = refuses_exec_gain();
}

unsigned mm_room_bits(void)
{
    long page = hostcall6(SYS_mmap, 0, PAGE, PROT_NONE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    const uint64_t ours[] = {
        (uint64_t)page,
        (uint64_t)&page,
        (uint64_t)mm_room_bits,
        (uint64_t)hostcall3(SYS_brk, 0, 0, 0),
    };
    uint64_t least = ours[0];

    if (hostcall_failed(page))
        return 0;
    hostcall3(SYS_munmap, page, PAGE, 0);
    for (unsigned i = 1; i < sizeof(ours) / sizeof(ours[0]); i++)
        if (ours[i] < least)
            least = ours[i];
    return 63 - (unsigned)__builtin_clzll(least);
}

struct mm *mm_new(unsigned addr_bits)
{
    struct mm *mm;
    long mem = hostcall6(SYS_mmap, 0, MM_SIZE, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (hostcall_failed(mem))
        return NULL;
    mm = (struct mm *)mem;
    mm->refs = 1;
    mm->space.limit = (gaddr)1 << addr_bits;
    mm->mmap_base = pick_mmap_base(mm->space.limit);
    mm->rng = 0x9e3779b9;
    tree_feed(mm, mm + 1, MM_SIZE - sizeof(*mm));
    return mm;
}

void mm_set_base(struct mm *mm, uint64_t base)
{
    mm->space.base = base;
}

struct mm *mm_ref(struct mm *mm)
{
    atomic_fetch_add_explicit(&mm->refs, 1, memory_order_relaxed);
    return mm;
}

static void unmap_node(struct vnode *n, void *arg)
{
    const struct mm *mm = arg;

    hostcall3(SYS_munmap, mm_host_arg(mm, n->v.start),
              (long)(n->v.end - n->v.start), 0);
}

void mm_unref(struct mm *mm)
{
    if (atomic_fetch_sub_explicit(&mm->refs, 1, memory_order_acq_rel) != 1)
        return;
    mm_sync_growth(mm, 0, mm->space.limit);
    tree_each(mm->root, unmap_node, mm);
    /* Further chunks of nodes, if any, stay: an address space ends with its
     * process in all cases but the tests'. */
    hostcall3(SYS_munmap, (long)mm, MM_SIZE, 0);
}

void mm_on_code_gone(struct mm *mm, mm_code_gone_fn *fn, void *opaque)
{
    mm->code_gone = fn;
    mm->code_gone_arg = opaque;
}

void mm_enter(struct mm *mm)
{
    klock_take(&mm->lock);
    change_pay(mm);
}

void mm_leave(struct mm *mm)
{
    klock_drop(&mm->lock);
}

void mm_settle(struct mm *mm)
{
    if (mm->phase == PHASE_OWED) {
        mm_enter(mm);
        mm_leave(mm);
    }
}

int mm_host_prot(int prot)
{
    int host = prot & (PROT_READ | PROT_WRITE);

    return prot & PROT_EXEC ? host | PROT_READ : host;
}

bool mm_free_range(struct mm *mm, gaddr start, gaddr end)
{
    const struct vnode *n = tree_find(mm, start);

    return !n || n->v.start >= end;
}

bool mm_host_mapped(const struct mm *mm, gaddr page)
{
    unsigned char in_core;

    return hostcall3(SYS_mincore, mm_host_arg(mm, page), PAGE,
                     (long)&in_core) == 0;
}

/* The kernel grew the stack n when it was touched; sees how far. */
static void sync_node(struct mm *mm, struct vnode *n)
{
    const struct vnode *below = tree_before(mm, n->v.start);
    gaddr low = below ? below->v.end : 0, high = n->v.start;
    struct vnode grown = *n;

    if (low == high || !mm_host_mapped(mm, high - PAGE))
        return;
    high -= PAGE;
    while (low < high) {
        gaddr mid = page_down(low + (high - low) / 2);

        if (mm_host_mapped(mm, mid))
            high = mid;
        else
            low = mid + PAGE;
    }
    grown.v.start = high;
    change_begin(mm, &(struct change){.kind = CHANGE_TREE,
                                      .put = true,
                                      .start = high,
                                      .end = n->v.end,
                                      .n = grown});
    change_finish(mm);
}

void mm_sync_growth(struct mm *mm, gaddr start, gaddr end)
{
    struct vnode *n = tree_find(mm, start);

    if (n && (n->v.flags & MAP_GROWSDOWN) && n->v.start > start)
        sync_node(mm, n);
    n = end > start ? tree_find(mm, end - 1) : NULL;
    if (n && (n->v.flags & MAP_GROWSDOWN) && n->v.start > start)
        sync_node(mm, n);
}

void mm_set_vdso(struct mm *mm, gaddr base)
{
    atomic_store_explicit(&mm->vdso, base, memory_order_relaxed);
}

gaddr mm_vdso(const struct mm *mm)
{
    return atomic_load_explicit(&mm->vdso, memory_order_relaxed);
}

void mm_set_name(struct mm *mm, gaddr addr, const char *name)
{
    struct vnode *n;

    mm_enter(mm);
    klock_take(&mm->tree_lock);
    n = tree_find(mm, addr);
    if (n && n->v.start <= addr)
        n->v.name = name;
    klock_drop(&mm->tree_lock);
    mm_leave(mm);
}

bool mm_next(struct mm *mm, gaddr addr, struct vma *out)
{
    const struct vnode *n;

    mm_enter(mm);
    if (tree_reserve(mm, 3))
        mm_sync_growth(mm, addr, addr + 1);
    n = tree_find(mm, addr);
    if (n)
        *out = n->v;
    mm_leave(mm);
    return n != NULL;
}

uint64_t mm_code_at(struct mm *mm, gaddr a, uint64_t len, bool *may_change)
{
    struct vnode *n;
    uint64_t got = 0;

    *may_change = false;
    klock_take(&mm->tree_lock);
    for (n = tree_find(mm, a); n && got < len && n->v.start <= a + got;
         n = tree_find(mm, a + got)) {
        if (!(n->v.prot & PROT_EXEC))
            break;
        n->v.has_code = true;
        if ((n->v.flags & MAP_TYPE) != MAP_PRIVATE)
            __atomic_store_n(&mm->shared_code, true, __ATOMIC_RELAXED);
        *may_change |= n->v.ever_writable;
        got = n->v.end - a;
    }
    klock_drop(&mm->tree_lock);
    return got < len ? got : len;
}

int mm_fault_code(struct mm *mm, gaddr a)
{
    struct vma v;

    return mm_next(mm, a, &v) && v.start <= a ? SEGV_ACCERR : SEGV_MAPERR;
}

bool mm_grow_stack(struct mm *mm, gaddr a)
{
    struct vma v;

    /* The host grows its own mapping when it is touched, also from within the
     * kernel, and applies the limits. */
    return mm_next(mm, a, &v) && v.start <= a && (v.flags & MAP_GROWSDOWN);
}

void mm_fork_prepare(struct mm *mm)
{
    klock_take(&mm->lock);
}

void mm_fork_prepare_last(struct mm *mm)
{
    klock_take(&mm->tree_lock);
}

void mm_fork_parent(struct mm *mm)
{
    klock_drop(&mm->tree_lock);
    klock_drop(&mm->lock);
}

void mm_drop_unforked(struct mm *mm)
{
    struct vma v = {.end = 0};
    struct vnode *n;

    while ((n = tree_find(mm, v.end)) != NULL) {
        v = n->v;
        if (!n->dont_fork)
            continue;
        tree_free(mm, tree_take(mm, v.start, v.end));
        if (v.has_code && mm->code_gone)
            mm->code_gone(mm->code_gone_arg, v.start, v.end);
    }
}

void mm_fork_child(struct mm *mm)
{
    klock_adopt(&mm->lock);
    klock_adopt(&mm->tree_lock);
    mm_drop_unforked(mm);
    if (mm->no_exec_gain)
        mm_inherit_rules(mm);
    /* The other references were those of the parent's threads. */
    mm->refs = 1;
    mm_fork_parent(mm);
}
