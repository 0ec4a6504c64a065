/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Guest memory that changes otherwise than by the guest's stores: which pages
 * have code, and cache maintenance by address.
 *
 * The map of pages is exact but for pages whose blocks were dropped one by one.
 * Who translates sets a page's bit and then reads the code; who changed memory
 * looks at the bit afterwards.  So one of the two sees the other.
 */
#include "config.h"

#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "cpu/translator.h"

enum { WORD = 64 };

static uint64_t page_of(uint64_t a)
{
    return a >> GUEST_PAGE_BITS;
}

size_t pages_size(const struct translator *tr)
{
    return (size_t)(page_of(mm_limit(tr->mm)) / WORD + 1) * sizeof(uint64_t);
}

void pages_mark(struct translator *tr, uint64_t start, uint64_t end)
{
    for (uint64_t p = page_of(start); p <= page_of(end - 1); p++) {
        uint64_t bit = UINT64_C(1) << p % WORD,
                 *word = &tr->page_bits[p / WORD];

        if (p >= page_of(mm_limit(tr->mm)))
            break;
        if (!(__atomic_load_n(word, __ATOMIC_RELAXED) & bit))
            __atomic_fetch_or(word, bit, __ATOMIC_SEQ_CST);
    }
}

/* Of the words that hold [start, end): calls fn with each and its part. */
static uint64_t word_mask(uint64_t first, uint64_t last, uint64_t i)
{
    uint64_t mask = ~UINT64_C(0);

    if (i == first / WORD)
        mask &= ~UINT64_C(0) << first % WORD;
    if (i == last / WORD)
        mask &= ~UINT64_C(0) >> (WORD - 1 - last % WORD);
    return mask;
}

void pages_clear(struct translator *tr, uint64_t start, uint64_t end)
{
    uint64_t first = page_of(start + (1u << GUEST_PAGE_BITS) - 1), last;

    if (end > mm_limit(tr->mm))
        end = mm_limit(tr->mm);
    if (page_of(end) <= first)
        return;
    last = page_of(end) - 1;
    for (uint64_t i = first / WORD; i <= last / WORD; i++)
        if (tr->page_bits[i])
            tr->page_bits[i] &= ~word_mask(first, last, i);
}

void pages_reset(struct translator *tr)
{
    hostcall3(SYS_madvise, (long)tr->page_bits, (long)pages_size(tr),
              MADV_DONTNEED);
}

/* Alone, the caller is who translates. */
static bool may_have_code(const struct translator *tr, uint64_t start,
                          uint64_t end)
{
    uint64_t limit = mm_limit(tr->mm), first, last;

    if (end > limit || end < start)
        end = limit;
    if (start >= end)
        return false;
    if (tr->shared)
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
    first = page_of(start);
    last = page_of(end - 1);
    for (uint64_t i = first / WORD; i <= last / WORD; i++)
        if (__atomic_load_n(&tr->page_bits[i], __ATOMIC_RELAXED) &
            word_mask(first, last, i))
            return true;
    return false;
}

void cpu_memory_written(struct translator *tr, uint64_t start, uint64_t len)
{
    if (may_have_code(tr, start, start + len))
        cpu_invalidate(tr, start, start + len);
}

void cpu_flush_range(struct translator *tr, uint64_t start, uint64_t end)
{
    const uint64_t page = UINT64_C(1) << GUEST_PAGE_BITS;
    bool here = may_have_code(tr, start, end);

    if (here)
        cpu_invalidate(tr, start, end);
    /* Who never ran the code at this address may do so at another. */
    if (here && !mm_has_shared_code(tr->mm))
        return;
    for (uint64_t next; start < end; start = next) {
        uint64_t alias = 0;

        next = (start | (page - 1)) + 1;
        next = next < end ? next : end;
        while ((alias = mm_code_alias(tr->mm, start, alias)) != 0)
            cpu_invalidate(tr, alias, alias + (next - start));
    }
}
