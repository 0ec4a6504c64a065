/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory of the code cache, and dropping it. */
#include "config.h"

#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "cpu/translator.h"

enum {
    DEFAULT_CACHE = 64 << 20,
    MIN_CACHE = 1 << 20,
    CODE_PER_TB = 96, /* bytes of code to one block record, at least */
    CODE_PER_LINK = 64,
    CODE_PER_SNAP = 8,
};

static void *map_private(size_t size, int prot)
{
    long r = hostcall6(SYS_mmap, 0, (long)size, prot,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return hostcall_failed(r) ? NULL : (void *)r;
}

static void unmap(void *p, size_t size)
{
    if (p)
        hostcall3(SYS_munmap, (long)p, (long)size, 0);
}

static bool alloc_parts(struct translator *tr, size_t size)
{
    const int rw = PROT_READ | PROT_WRITE;

    tr->code_size = size;
    tr->map_size = JT_PLAIN * JT_BYTES + size;
    tr->map = map_private(tr->map_size, rw | PROT_EXEC);
    tr->max_tb = (uint32_t)(size / CODE_PER_TB);
    tr->max_link = (uint32_t)(size / CODE_PER_LINK);
    tr->snap_size = size / CODE_PER_SNAP;
    tr->tb = map_private(tr->max_tb * sizeof(*tr->tb), rw);
    tr->link = map_private(tr->max_link * sizeof(*tr->link), rw);
    tr->snap = map_private(tr->snap_size, rw);
    tr->hash = map_private(sizeof(*tr->hash) << TB_HASH_BITS, rw);
    tr->pages = map_private(sizeof(*tr->pages) << PAGE_HASH_BITS, rw);
    return tr->map && tr->tb && tr->link && tr->snap && tr->hash && tr->pages;
}

void cache_free(struct translator *tr)
{
    unmap(tr->map, tr->map_size);
    unmap(tr->tb, tr->max_tb * sizeof(*tr->tb));
    unmap(tr->link, tr->max_link * sizeof(*tr->link));
    unmap(tr->snap, tr->snap_size);
    unmap(tr->hash, sizeof(*tr->hash) << TB_HASH_BITS);
    unmap(tr->pages, sizeof(*tr->pages) << PAGE_HASH_BITS);
    tr->map = NULL;
}

/* A process with little address space gets a smaller cache. */
bool cache_alloc(struct translator *tr, size_t size)
{
    for (size = size ? size : DEFAULT_CACHE; size >= MIN_CACHE; size /= 2) {
        if (alloc_parts(tr, size)) {
            tr->code_base = tr->map + JT_PLAIN * JT_BYTES;
            cache_reset(tr);
            return true;
        }
        cache_free(tr);
    }
    return false;
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
    }
    tcg_make_stubs(&tr->conv, tr->code_base, 4096, &tr->stubs);
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
        while (c != self && __atomic_load_n(&c->in_code, __ATOMIC_SEQ_CST)) {
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
