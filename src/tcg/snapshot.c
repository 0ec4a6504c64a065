/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tcg/snapshot.h"

static void put_uleb(struct snap_writer *w, uint64_t v)
{
    do {
        if (w->p == w->end) {
            w->full = true;
            return;
        }
        *w->p++ = (uint8_t)((v & 0x7f) | (v > 0x7f ? 0x80 : 0));
        v >>= 7;
    } while (v);
}

static void put_sleb(struct snap_writer *w, int64_t v)
{
    put_uleb(w, ((uint64_t)v << 1) ^ (uint64_t)(v >> 63));
}

static uint64_t get_uleb(const uint8_t **p, const uint8_t *end)
{
    uint64_t v = 0;
    for (unsigned shift = 0; *p < end; shift += 7) {
        uint8_t c = *(*p)++;
        v |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80))
            break;
    }
    return v;
}

static int64_t get_sleb(const uint8_t **p, const uint8_t *end)
{
    uint64_t v = get_uleb(p, end);
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

void snap_begin(struct snap_writer *w, uint8_t *buf, size_t room)
{
    *w = (struct snap_writer){.p = buf, .end = buf + room};
}

/* Guest distance and recipe kind share a number, since most have none. */
void snap_add(struct snap_writer *w, const struct snap *s)
{
    put_uleb(w, s->host_off - w->host_off);
    put_uleb(w, (uint64_t)(s->guest_off - w->guest_off) << 1 |
                    (s->kind != SNAP_NONE));
    w->host_off = s->host_off;
    w->guest_off = s->guest_off;
    if (s->kind == SNAP_NONE)
        return;
    put_uleb(w, (uint64_t)s->kind << 1 | s->wide);
    put_uleb(w, s->a.slot);
    put_sleb(w, s->a.imm);
    put_uleb(w, s->b.slot);
    put_sleb(w, s->b.imm);
}

void snap_add_stub(struct snap_writer *w, uint32_t host_off, uint32_t instead)
{
    put_uleb(w, host_off - w->host_off);
    put_uleb(w, 1);
    put_uleb(w, SNAP_STUB << 1);
    put_uleb(w, instead);
    w->host_off = host_off;
}

static void read_recipe(const uint8_t **p, const uint8_t *end, struct snap *s)
{
    uint64_t k = get_uleb(p, end);
    s->kind = (uint8_t)(k >> 1);
    s->wide = k & 1;
    if (s->kind == SNAP_STUB) {
        s->a.imm = (int64_t)get_uleb(p, end);
        return;
    }
    s->a.slot = (uint16_t)get_uleb(p, end);
    s->a.imm = get_sleb(p, end);
    s->b.slot = (uint16_t)get_uleb(p, end);
    s->b.imm = get_sleb(p, end);
}

/* The entry at p, after *s. */
static void read_entry(const uint8_t **p, const uint8_t *end, struct snap *s)
{
    s->host_off += (uint32_t)get_uleb(p, end);
    uint64_t g = get_uleb(p, end);
    s->guest_off += (uint32_t)(g >> 1);
    s->kind = SNAP_NONE;
    if (g & 1)
        read_recipe(p, end, s);
}

bool snap_find(const uint8_t *buf, size_t len, uint32_t host_off,
               struct snap *out)
{
    const uint8_t *p = buf, *end = buf + len;
    struct snap s = {0};

    while (p < end) {
        read_entry(&p, end, &s);
        if (s.host_off == host_off && s.kind != SNAP_STUB) {
            *out = s;
            return true;
        }
        if (s.host_off > host_off)
            return false;
    }
    return false;
}

bool snap_find_stub(const uint8_t *buf, size_t len, uint32_t host_off,
                    uint32_t *out)
{
    const uint8_t *p = buf, *end = buf + len;
    struct snap s = {0};

    while (p < end) {
        read_entry(&p, end, &s);
        if (s.kind == SNAP_STUB && s.a.imm == host_off) {
            *out = s.host_off;
            return true;
        }
    }
    return false;
}
