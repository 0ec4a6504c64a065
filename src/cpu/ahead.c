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
    uint32_t n; /* atomic; more than HINTS: the others were lost */
    struct {
        uint64_t from; /* the block whose link was taken, or NO_BLOCK */
        uint64_t to;   /* 0: not written yet */
    } entry[HINTS];
};

_Static_assert(sizeof(struct fork_hints) <= PAGE, "a page");

void ahead_report(struct translator *tr, uint32_t link, const struct tb *to)
{
    struct fork_hints *h = tr->report;
    const struct tb *from = link ? &tr->tb[tr->link[link].from] : NULL;
    uint32_t i;

    if (!h || to->key || tr->n_reported >= HINTS)
        return;
    tr->n_reported++;
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

/* In a shared page, of which a child gets no copy. */
static struct fork_hints *map_hints(void)
{
    long r = hostcall6(SYS_mmap, 0, PAGE, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    return hostcall_failed(r) ? NULL : (struct fork_hints *)r;
}

void translator_fork_ahead(struct translator *tr)
{
    struct cpu *cpu = cpu_current();
    struct fork_hints *h = tr->hints;
    uint32_t n;

    if (tr->opt.lockstep || tr->opt.interpret || tr->opt.bisect_limit)
        return;
    if (!h) {
        klock_take(&tr->lock);
        if (!tr->hints)
            tr->hints = map_hints();
        klock_drop(&tr->lock);
        return;
    }
    n = __atomic_load_n(&h->n, __ATOMIC_RELAXED);
    if (!n)
        return;
    __atomic_store_n(&h->n, 0, __ATOMIC_RELAXED);
    for (uint32_t i = 0; i < n && i < HINTS; i++) {
        uint64_t to =
            __atomic_exchange_n(&h->entry[i].to, 0, __ATOMIC_ACQUIRE);

        if (to)
            follow(tr, cpu,
                   __atomic_load_n(&h->entry[i].from, __ATOMIC_RELAXED), to);
    }
}

void ahead_fork_child(struct translator *tr)
{
    if (tr->report)
        hostcall3(SYS_munmap, (long)tr->report, PAGE, 0);
    tr->report = tr->hints;
    tr->hints = NULL;
    tr->n_reported = 0;
}
