/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the children of a process do first, its next children will do as well: a
 * shell's go from fork to exec, a server's handle a request.  They find little
 * of it translated, as their parent never does it, and what they translate dies
 * with them.
 *
 * So a process that forks has a page that its children share.  They write there
 * which blocks they took by which links, and before the next fork the parent
 * makes and links the same blocks from its own memory.  Nothing in the page is
 * trusted: an entry that fits nothing does nothing, and no code passes from one
 * process to another.
 */
#include "config.h"

#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "cpu/translator.h"

enum { PAGE = 4096, HINTS = PAGE / 16 - 1 };
#define NO_BLOCK (~UINT64_C(0))

struct fork_hints {
    int32_t owner; /* the parent; its children write */
    uint32_t n;    /* atomic; more than HINTS: the others were lost */
    struct {
        uint64_t from; /* the block whose link was taken, or NO_BLOCK */
        uint64_t to;   /* 0: not written yet */
    } entry[HINTS];
};

_Static_assert(sizeof(struct fork_hints) <= PAGE, "a page");

static int32_t own_pid(void)
{
    return (int32_t)hostcall3(SYS_getpid, 0, 0, 0);
}

void ahead_report(struct translator *tr, uint32_t link, const struct tb *to)
{
    struct fork_hints *h = tr->hints;
    const struct tb *from = link ? &tr->tb[tr->link[link].from] : NULL;
    uint32_t i;

    if (!h || to->key || __atomic_load_n(&h->n, __ATOMIC_RELAXED) >= HINTS ||
        h->owner == own_pid())
        return;
    i = __atomic_fetch_add(&h->n, 1, __ATOMIC_RELAXED);
    if (i >= HINTS)
        return;
    __atomic_store_n(&h->entry[i].from, from ? from->pc : NO_BLOCK,
                     __ATOMIC_RELAXED);
    __atomic_store_n(&h->entry[i].to, to->pc, __ATOMIC_RELEASE);
}

/* The link from one block to another, or 0. */
static uint32_t find_link(struct translator *tr, uint64_t from, uint64_t to)
{
    const struct tb *tb;
    uint32_t found = 0;

    klock_take(&tr->lock);
    tb = from == NO_BLOCK ? NULL : tb_find(tr, from, 0);
    for (uint32_t i = 0; tb && i < tb->n_links; i++)
        if (tr->link[tb->first_link + i].target == to)
            found = tb->first_link + i;
    klock_drop(&tr->lock);
    return found;
}

static void follow(struct translator *tr, struct cpu *cpu, uint64_t from,
                   uint64_t to)
{
    uint32_t generation = tr_generation(tr);
    enum cpu_exit ignored;
    struct tb *tb = tb_get(tr, cpu, to, 0, &ignored);

    if (tb)
        tb_connect(tr, tb, find_link(tr, from, to), generation);
}

/* Instead of the page of our own parent, if there is one. */
static void map_hints(struct translator *tr)
{
    struct fork_hints *old = tr->hints;
    long r = hostcall6(SYS_mmap, 0, PAGE, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    tr->hints = hostcall_failed(r) ? NULL : (struct fork_hints *)r;
    if (tr->hints)
        tr->hints->owner = own_pid();
    if (old)
        hostcall3(SYS_munmap, (long)old, PAGE, 0);
}

void translator_fork_ahead(struct translator *tr)
{
    struct cpu *cpu = cpu_current();
    struct fork_hints *h;
    uint32_t n = 0;
    bool lock = tr->shared;

    if (tr->opt.lockstep || tr->opt.interpret || tr->opt.bisect_limit)
        return;
    /* Alone, the lock's page stays shared with the children before. */
    if (lock)
        klock_take(&tr->lock);
    h = tr->hints;
    if (!h || h->owner != own_pid())
        map_hints(tr);
    else if (__atomic_load_n(&h->n, __ATOMIC_RELAXED))
        n = __atomic_exchange_n(&h->n, 0, __ATOMIC_RELAXED);
    if (lock)
        klock_drop(&tr->lock);
    for (uint32_t i = 0; i < n && i < HINTS; i++) {
        uint64_t to = __atomic_exchange_n(&h->entry[i].to, 0, __ATOMIC_ACQUIRE);

        if (to)
            follow(tr, cpu,
                   __atomic_load_n(&h->entry[i].from, __ATOMIC_RELAXED), to);
    }
}
