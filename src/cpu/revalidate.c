/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * After a global barrier: which blocks still are what the guest's memory says?
 *
 * Programs that change code often have much of it and change little, so it is
 * looked at by page.  From the first barrier on there is a copy of each page
 * with code that may change, from when all its blocks were found to agree with
 * it.  Only if the page differs from it is each block compared with its own
 * checksum.
 */
#include "config.h"

#include <sys/mman.h>

#include "cpu/translator.h"

enum { PAGE = 1 << GUEST_PAGE_BITS, WORD = 64 };
#define COPIES ((size_t)PAGE << PAGE_HASH_BITS)

/* page_seen.key is a page's number plus 1, or one of these. */
#define NONE    UINT64_C(0)
#define SEVERAL (~UINT64_C(0))

static uint64_t *changing_word(struct translator *tr, uint32_t b)
{
    return &tr->changing[b / WORD];
}

void changing_add(struct translator *tr, uint32_t b, uint64_t page)
{
    struct page_seen *s = &tr->seen[b];

    *changing_word(tr, b) |= UINT64_C(1) << b % WORD;
    s->key = s->key == NONE || s->key == page + 1 ? page + 1 : SEVERAL;
    s->agreed = false;
}

void changing_reset(struct translator *tr)
{
    memset(tr->changing, 0, sizeof(tr->changing));
    memset(tr->seen, 0, sizeof(*tr->seen) << PAGE_HASH_BITS);
}

void changing_free(struct translator *tr)
{
    cache_unmap(tr->copies, COPIES);
    tr->copies = NULL;
}

/* Bytes [from, to) of the block's code; those in the page come from its copy,
 * which nobody changes before it is compared again. */
static bool read_block(const struct translator *tr, uint8_t *code,
                       const struct tb *t, uint64_t start, const uint8_t *copy)
{
    uint64_t end = t->pc + t->guest_len, from = t->pc, to = end;

    if (!copy)
        return mem_read(tr->mm, code, t->pc, t->guest_len) == 0;
    if (from < start)
        from = start;
    if (to > start + PAGE)
        to = start + PAGE;
    memcpy(code + (from - t->pc), copy + (from - start), to - from);
    return mem_read(tr->mm, code, t->pc, from - t->pc) == 0 &&
           mem_read(tr->mm, code + (to - t->pc), to, end - to) == 0;
}

/* What lies around the block, if it was looked at, is not in the checksum. */
static bool agrees(const struct translator *tr, const struct tb *t,
                   uint64_t start, const uint8_t *copy)
{
    uint8_t code[IR_MAX_INSNS * 4];

    return !t->before && t->end <= t->guest_len &&
           read_block(tr, code, t, start, copy) &&
           tb_checksum(code, t->guest_len) == t->checksum;
}

static void check_bucket(struct translator *tr, uint32_t b)
{
    struct page_seen *s = &tr->seen[b];
    uint64_t start = (s->key - 1) << GUEST_PAGE_BITS;
    uint8_t *copy = tr->copies ? tr->copies + (size_t)b * PAGE : NULL;
    bool left = false;
    uint32_t next;

    if (s->key == SEVERAL)
        copy = NULL;
    if (copy && s->agreed && mem_same(tr->mm, start, copy, PAGE))
        return;
    if (copy && mem_read(tr->mm, copy, start, PAGE))
        copy = NULL;
    for (uint32_t n = tr->pages[b]; n; n = next) {
        struct tb *t = &tr->tb[n];
        next = tb_page_next(t, b);
        if (!t->may_change)
            continue;
        if (agrees(tr, t, start, copy))
            left = true;
        else
            tb_invalidate(tr, t);
    }
    s->agreed = copy != NULL;
    if (!left) {
        s->key = NONE;
        *changing_word(tr, b) &= ~(UINT64_C(1) << b % WORD);
    }
}

void cpu_invalidate_written(struct translator *tr)
{
    klock_take(&tr->lock);
    /* Without memory for them, all blocks are looked at each time. */
    if (!tr->copies)
        tr->copies = cache_map(COPIES, PROT_READ | PROT_WRITE);
    for (uint32_t i = 0; i < sizeof(tr->changing) / 8; i++)
        for (uint64_t left = tr->changing[i]; left; left &= left - 1)
            check_bucket(tr, i * WORD + (uint32_t)__builtin_ctzll(left));
    tr_code_written(tr);
    klock_drop(&tr->lock);
}
