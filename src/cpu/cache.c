/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory of the code cache, and dropping it. */
#include "config.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "cpu/translator.h"

enum {
    PAGE = 4096,
    DEFAULT_CACHE = 64 << 20,
    MIN_CACHE = 1 << 20,
    CODE_PER_TB = 96, /* bytes of code to one block record, at least */
    CODE_PER_LINK = 64,
    CODE_PER_SNAP = 8,
    PATIENCE = 10000, /* looks at a thread that may be dead */
};

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

void *cache_map(size_t size, int prot)
{
    long r = hostcall6(SYS_mmap, 0, (long)size, prot,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return hostcall_failed(r) ? NULL : (void *)r;
}

void cache_unmap(void *p, size_t size)
{
    if (p)
        hostcall3(SYS_munmap, (long)p, (long)size, 0);
}

static int alloc_parts(struct translator *tr, size_t size)
{
    const int rw = PROT_READ | PROT_WRITE;
    int r;

    tr->code_size = size;
    tr->map_size = JT_PLAIN * JT_BYTES + size;
    r = views_map(&tr->views, tr->map_size, tr->opt.split_code);
    if (r < 0)
        return r;
    tr->max_tb = (uint32_t)(size / CODE_PER_TB);
    tr->max_link = (uint32_t)(size / CODE_PER_LINK);
    tr->snap_size = size / CODE_PER_SNAP;
    tr->tb = cache_map(tr->max_tb * sizeof(*tr->tb), rw);
    tr->link = cache_map(tr->max_link * sizeof(*tr->link), rw);
    tr->snap = cache_map(tr->snap_size, rw);
    tr->hash = cache_map(sizeof(*tr->hash) << TB_HASH_BITS, rw);
    tr->pages = cache_map(sizeof(*tr->pages) << PAGE_HASH_BITS, rw);
    tr->seen = cache_map(sizeof(*tr->seen) << PAGE_HASH_BITS, rw);
    tr->page_bits = cache_map(pages_size(tr), rw);
    return tr->tb && tr->link && tr->snap && tr->hash && tr->pages &&
                   tr->seen && tr->page_bits
               ? 0
               : -ENOMEM;
}

void cache_free(struct translator *tr)
{
    views_unmap(&tr->views, tr->map_size);
    cache_unmap(tr->tb, tr->max_tb * sizeof(*tr->tb));
    cache_unmap(tr->link, tr->max_link * sizeof(*tr->link));
    cache_unmap(tr->snap, tr->snap_size);
    cache_unmap(tr->hash, sizeof(*tr->hash) << TB_HASH_BITS);
    cache_unmap(tr->pages, sizeof(*tr->pages) << PAGE_HASH_BITS);
    cache_unmap(tr->seen, sizeof(*tr->seen) << PAGE_HASH_BITS);
    changing_free(tr);
    cache_unmap(tr->page_bits, pages_size(tr));
}

/* A process with little address space gets a smaller cache. */
int cache_alloc(struct translator *tr, size_t size)
{
    int r = -ENOMEM;

    for (size = size ? size : DEFAULT_CACHE; size >= MIN_CACHE; size /= 2) {
        r = alloc_parts(tr, size);
        if (r == 0) {
            tr->code_base = tr->views.run + JT_PLAIN * JT_BYTES;
            cache_reset(tr);
            break;
        }
        cache_free(tr);
        if (r != -ENOMEM && r != -EFBIG)
            break;
    }
    return r;
}

/* The copy is zero, as most of the jump table is. */
static void copy_range(struct translator *tr, const uint8_t *from, size_t size)
{
    const uint8_t *end = from + size, *next;

    for (; from < end; from = next) {
        next = (const uint8_t *)(((uintptr_t)from | (PAGE - 1)) + 1);
        size = (size_t)((next < end ? next : end) - from);
        if (*from || memcmp(from, from + 1, size - 1) != 0)
            memcpy(tr->copy.write + (from - tr->views.run), from, size);
    }
}

int cache_copy(struct translator *tr)
{
    /* The tables before the plain one, if they were used. */
    const uint8_t *start =
        tr->table_key ? tr->views.run : tr->code_base - JT_BYTES;

    if (!tr_write_off(tr))
        return 0;
    if (views_map(&tr->copy, tr->map_size, true) < 0)
        return -ENOMEM;
    /* Many pages at once, if this kernel can (5.14); if not, one by one. */
    hostcall3(SYS_madvise,
              (long)(tr->copy.write + (tr->code_base - tr->views.run)),
              (long)((tr->code_used + PAGE - 1) & ~(size_t)(PAGE - 1)),
              MADV_POPULATE_WRITE);
    copy_range(tr, start, (size_t)(tr->code_base - start) + tr->code_used);
    copy_range(tr, tr->code_base + tr->code_size - tr->data_size,
               tr->data_used);
    return 0;
}

void cache_reset(struct translator *tr)
{
    /* Fresh memory is zero, and so is the empty plain table. */
    if (tr->n_tb) {
        jt_reset(tr, JT_PLAIN);
        if (tr->table_key)
            jt_reset(tr, JT_KEYED);
        memset(tr->hash, 0, sizeof(*tr->hash) << tr->hash_bits);
        memset(tr->pages, 0, sizeof(*tr->pages) << PAGE_HASH_BITS);
        pages_reset(tr);
        changing_reset(tr);
    }
    tcg_make_stubs(&tr->conv, tr->code_base + tr_write_off(tr), &tr->stubs);
    tr_code_written(tr);
    tr->code_used = tr->stubs.end;
    tr->data_size = tr->opt.data_links ? tr->code_size / 8 : 0;
    tr->data_used = 0;
    tr->hash_bits = TB_HASH_FIRST;
    tr->n_tb = 1; /* number 0 means none */
    tr->n_link = 1;
    tr->snap_used = 0;
    for (struct cpu *c = tr->cpus; c; c = c->next) {
        c->env.pred_sp = c->env.pred_top;
        c->env.excl_addr = ~0ull; /* recorded by the code that goes */
    }
}

/* A thread sets in_code before it looks at flush_wanted; we do it the other
 * way round, so one of the two sees the other. */
void cache_flush(struct translator *tr, struct cpu *self)
{
    __atomic_store_n(&tr->flush_wanted, 1, __ATOMIC_SEQ_CST);
    for (struct cpu *c = tr->cpus; c; c = c->next) {
        for (unsigned n = 1;
             c != self && __atomic_load_n(&c->in_code, __ATOMIC_SEQ_CST); n++) {
            if (n % PATIENCE == 0)
                klock_stuck(c->tid);
            __atomic_fetch_or(&c->env.stop, STOP_FLUSH, __ATOMIC_SEQ_CST);
            cpu_poll_page(c, false);
            hostcall3(SYS_sched_yield, 0, 0, 0);
        }
    }
    cache_reset(tr);
    tr->stats.flushes++;
    __atomic_add_fetch(&tr->generation, 1, __ATOMIC_SEQ_CST);
    __atomic_store_n(&tr->flush_wanted, 0, __ATOMIC_SEQ_CST);
}
