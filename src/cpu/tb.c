/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The block table: finding, linking, invalidating. The lock is held but by
 * tb_find. */
#include "config.h"

#include "base/hash.h"
#include "cpu/translator.h"

static uint32_t tb_hash(uint64_t pc, uint32_t key)
{
    return (uint32_t)hash_u64(pc ^ (uint64_t)key << 40);
}

static uint32_t *bucket(const struct translator *tr, uint64_t pc, uint32_t key)
{
    uint32_t bits = __atomic_load_n(&tr->hash_bits, __ATOMIC_ACQUIRE);

    return &tr->hash[tb_hash(pc, key) & ((1u << bits) - 1)];
}

/* Neighbours stay neighbours, so that a small program touches, and fork copies,
 * little of the table. */
static uint32_t page_bucket(uint64_t page)
{
    return (uint32_t)(page ^ page >> PAGE_HASH_BITS) &
           ((1u << PAGE_HASH_BITS) - 1);
}

struct tb *tb_find(const struct translator *tr, uint64_t pc, uint32_t key)
{
    uint32_t n = __atomic_load_n(bucket(tr, pc, key), __ATOMIC_ACQUIRE);

    for (; n; n = tr->tb[n].hash_next) {
        struct tb *tb = &tr->tb[n];
        if (tb->pc == pc && tb->key == key && tb->valid)
            return tb;
    }
    return NULL;
}

/* All that a block depends on is in its first and its last page. */
static uint64_t first_page(const struct tb *tb)
{
    return tb->pc >> GUEST_PAGE_BITS;
}

static uint64_t last_page(const struct tb *tb)
{
    return (tb->pc + tb->guest_len - 1) >> GUEST_PAGE_BITS;
}

/* Where block t's successor in page bucket b is kept. A block on two pages of
 * one bucket is in its chain once. */
static uint32_t *page_link(struct tb *t, uint32_t b)
{
    return &t->page_next[page_bucket(first_page(t)) != b];
}

static void page_insert(struct translator *tr, struct tb *tb, uint32_t b)
{
    *page_link(tb, b) = tr->pages[b];
    tr->pages[b] = tb_number(tr, tb);
}

static void page_remove(struct translator *tr, struct tb *tb, uint32_t b)
{
    uint32_t n = tb_number(tr, tb), *p = &tr->pages[b];

    while (*p != n)
        p = page_link(&tr->tb[*p], b);
    *p = *page_link(tb, b);
}

uint32_t tb_page_next(struct tb *t, uint32_t b)
{
    return *page_link(t, b);
}

/* Twice the buckets: each chain is dealt out to two, its order kept, so that a
 * reader on its way down one may miss a block but comes to the end. */
static void hash_grow(struct translator *tr)
{
    uint32_t size = 1u << tr->hash_bits;

    for (uint32_t i = 0; i < size; i++) {
        uint32_t *tail[2] = {&tr->hash[i], &tr->hash[i + size]};
        uint32_t next;

        for (uint32_t n = tr->hash[i]; n; n = next) {
            struct tb *t = &tr->tb[n];
            bool high = tb_hash(t->pc, t->key) & size;

            next = t->hash_next;
            *tail[high] = n;
            tail[high] = &t->hash_next;
        }
        *tail[0] = *tail[1] = 0;
    }
    __atomic_store_n(&tr->hash_bits, tr->hash_bits + 1, __ATOMIC_RELEASE);
}

void tb_insert(struct translator *tr, struct tb *tb)
{
    uint32_t b0 = page_bucket(first_page(tb)), b1 = page_bucket(last_page(tb));
    uint32_t *head;

    if (tr->hash_bits < TB_HASH_BITS && tr->n_tb > 1u << tr->hash_bits)
        hash_grow(tr);
    head = bucket(tr, tb->pc, tb->key);

    page_insert(tr, tb, b0);
    if (b1 != b0)
        page_insert(tr, tb, b1);
    if (tb->may_change) {
        changing_add(tr, b0, first_page(tb));
        changing_add(tr, b1, last_page(tb));
    }
    tb->valid = true;
    tb->hash_next = *head;
    __atomic_store_n(head, tb_number(tr, tb), __ATOMIC_RELEASE);
}

static void hash_remove(struct translator *tr, struct tb *tb)
{
    uint32_t n = tb_number(tr, tb), *p = bucket(tr, tb->pc, tb->key);

    while (*p != n)
        p = &tr->tb[*p].hash_next;
    __atomic_store_n(p, tb->hash_next, __ATOMIC_RELEASE);
}

static uint32_t *jt_entry(const struct translator *tr, uint64_t pc,
                          unsigned table)
{
    size_t i = (pc >> 1) & ((1u << TCG_JT_BITS) - 1);
    return (uint32_t *)(void *)(tr->views.write + (table - 1) * JT_BYTES) + i;
}

/* Offsets in a table count from its end. */
static uint32_t jt_value(const struct tb *tb, unsigned table)
{
    return tb->code + (uint32_t)((JT_PLAIN - table) * JT_BYTES);
}

/* The table that tb belongs into; JT_EMPTY: none. */
static unsigned jt_of(const struct translator *tr, const struct tb *tb)
{
    if (tb->pc >> 39 || (tb->key & TB_PLAIN))
        return JT_EMPTY;
    return tb->key == 0               ? JT_PLAIN
           : tb->key == tr->table_key ? JT_KEYED
                                      : JT_EMPTY;
}

bool jt_has(const struct translator *tr, const struct tb *tb)
{
    unsigned table = jt_of(tr, tb);

    return table == JT_EMPTY ||
           __atomic_load_n(jt_entry(tr, tb->pc, table), __ATOMIC_RELAXED) ==
               jt_value(tb, table);
}

void jt_set(struct translator *tr, const struct tb *tb)
{
    unsigned table = jt_of(tr, tb);

    if (table != JT_EMPTY)
        __atomic_store_n(jt_entry(tr, tb->pc, table), jt_value(tb, table),
                         __ATOMIC_RELEASE);
}

/* An entry of no block leads to the first stub, which looks the target up. */
static uint32_t jt_none(unsigned table)
{
    return (uint32_t)((JT_PLAIN - table) * JT_BYTES);
}

void jt_reset(struct translator *tr, unsigned table)
{
    uint32_t *e = jt_entry(tr, 0, table);

    for (size_t i = 0; i < JT_BYTES / 4; i++)
        __atomic_store_n(&e[i], jt_none(table), __ATOMIC_RELAXED);
}

static void jt_clear(struct translator *tr, const struct tb *tb)
{
    for (unsigned table = JT_KEYED; table <= JT_PLAIN; table++) {
        uint32_t *e = jt_entry(tr, tb->pc, table);
        if (*e == jt_value(tb, table))
            __atomic_store_n(e, jt_none(table), __ATOMIC_RELEASE);
    }
}

static void set_site(struct translator *tr, const struct tb_link *l,
                     uint32_t code)
{
    ptrdiff_t off = tr_write_off(tr);
    uint8_t *base = tr->code_base + off;

    tcg_link_set(tr->opt.data_links ? TCG_LINK_SLOT : TCG_LINK_PATCH,
                 base + l->site, base + code, -off);
}

void tb_link(struct translator *tr, uint32_t link, struct tb *to)
{
    struct tb_link *l = &tr->link[link];

    if (l->to || !to->valid || !tr->tb[l->from].valid)
        return;
    l->to = tb_number(tr, to);
    l->next = to->incoming;
    to->incoming = link;
    set_site(tr, l, to->code + (l->carries ? to->loop : 0));
    tr->stats.links++;
}

static void unlink_one(struct translator *tr, uint32_t link)
{
    struct tb_link *l = &tr->link[link];
    uint32_t *p = &tr->tb[l->to].incoming;

    while (*p != link)
        p = &tr->link[*p].next;
    *p = l->next;
    l->to = 0;
    set_site(tr, l, l->stub);
}

void tb_invalidate(struct translator *tr, struct tb *tb)
{
    tb->valid = false;
    while (tb->incoming)
        unlink_one(tr, tb->incoming);
    for (uint32_t i = 0; i < tb->n_links; i++)
        if (tr->link[tb->first_link + i].to)
            unlink_one(tr, tb->first_link + i);
    jt_clear(tr, tb);
    hash_remove(tr, tb);
    uint32_t b0 = page_bucket(first_page(tb)), b1 = page_bucket(last_page(tb));
    page_remove(tr, tb, b0);
    if (b1 != b0)
        page_remove(tr, tb, b1);
    tr->stats.invalidated++;
}

struct tb *tb_at_ip(const struct translator *tr, uint64_t ip)
{
    uint64_t off = ip - (uint64_t)(uintptr_t)tr->code_base;
    uint32_t lo = 1, hi = __atomic_load_n(&tr->n_tb, __ATOMIC_ACQUIRE);

    if (off >= tr->code_size)
        return NULL;
    while (lo < hi) { /* the first block that begins after off */
        uint32_t mid = lo + (hi - lo) / 2;
        if (tr->tb[mid].code <= off)
            lo = mid + 1;
        else
            hi = mid;
    }
    struct tb *tb = &tr->tb[lo - 1];
    return lo > 1 && off - tb->code < tb->code_len ? tb : NULL;
}

uint32_t tb_checksum(const void *code, size_t len)
{
    return (uint32_t)hash_bytes(code, len);
}

static bool depends_on(const struct tb *t, uint64_t start, uint64_t end)
{
    return t->pc - t->before < end && t->pc + t->end > start;
}

/* Chains of pages share buckets: a block in the bucket may lie elsewhere. */
static void invalidate_page(struct translator *tr, uint64_t page,
                            uint64_t start, uint64_t end)
{
    uint32_t b = page_bucket(page), next;

    for (uint32_t n = tr->pages[b]; n; n = next) {
        struct tb *t = &tr->tb[n];
        next = *page_link(t, b);
        if (depends_on(t, start, end))
            tb_invalidate(tr, t);
    }
}

void cpu_invalidate(struct translator *tr, uint64_t start, uint64_t end)
{
    uint64_t first = start >> GUEST_PAGE_BITS;
    uint64_t last = (end - 1) >> GUEST_PAGE_BITS;

    if (start >= end)
        return;
    klock_take(&tr->lock);
    if (last - first < tr->n_tb) {
        for (uint64_t page = first; page <= last; page++)
            invalidate_page(tr, page, start, end);
    } else {
        for (uint32_t i = 1; i < tr->n_tb; i++) {
            struct tb *t = &tr->tb[i];
            if (t->valid && depends_on(t, start, end))
                tb_invalidate(tr, t);
        }
    }
    pages_clear(tr, start, end);
    tr_code_written(tr);
    klock_drop(&tr->lock);
}
