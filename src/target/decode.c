/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text buffer of the disassemblers. */
#include "config.h"

#include "target/decode.h"

void disas_begin(struct disas *d, char *buf, size_t size, uint64_t pc,
                 uint32_t insn)
{
    *d = (struct disas){.buf = buf, .size = size, .pc = pc, .insn = insn};
    buf[0] = 0;
}

static void put(struct disas *d, char c)
{
    if (d->len + 1 >= d->size)
        return;
    d->buf[d->len++] = c;
    d->buf[d->len] = 0;
}

void disas_str(struct disas *d, const char *s)
{
    while (*s)
        put(d, *s++);
}

static void put_number(struct disas *d, uint64_t v, unsigned base)
{
    char digits[24];
    unsigned n = 0;
    do {
        digits[n++] = "0123456789abcdef"[v % base];
        v /= base;
    } while (v);
    while (n)
        put(d, digits[--n]);
}

void disas_dec(struct disas *d, int64_t v)
{
    if (v < 0)
        put(d, '-');
    put_number(d, v < 0 ? -(uint64_t)v : (uint64_t)v, 10);
}

void disas_hex(struct disas *d, uint64_t v)
{
    disas_str(d, "0x");
    put_number(d, v, 16);
}
