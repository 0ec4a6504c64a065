/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/fmt.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* One conversion between its % and its letter. */
struct spec {
    bool left;
    bool zero;
    bool alternate;
    unsigned longs; /* number of l; z counts as one */
    int width;
    int precision; /* -1: none */
};

void fmt_put(struct fmt_sink *sink, const char *data, size_t size)
{
    while (size > 0) {
        size_t room = sink->size - sink->len;
        size_t part = size < room ? size : room;

        if (part > 0) {
            memcpy(sink->buf + sink->len, data, part);
            sink->len += part;
            data += part;
            size -= part;
        }
        if (size > 0) {
            if (!sink->flush) {
                sink->dropped += size;
                return;
            }
            sink->flush(sink);
        }
    }
}

static void put_repeated(struct fmt_sink *sink, char c, int count)
{
    for (; count > 0; count--)
        fmt_put(sink, &c, 1);
}

/* `prefix` (a sign or 0x) stays in front of zero padding. */
static void put_padded(struct fmt_sink *sink, const struct spec *spec,
                       const char *prefix, const char *text, size_t size)
{
    size_t prefix_size = strlen(prefix);
    int pad = spec->width - (int)(prefix_size + size);
    bool zero = spec->zero && !spec->left;

    if (!spec->left && !zero)
        put_repeated(sink, ' ', pad);
    fmt_put(sink, prefix, prefix_size);
    if (zero)
        put_repeated(sink, '0', pad);
    fmt_put(sink, text, size);
    if (spec->left)
        put_repeated(sink, ' ', pad);
}

static void put_number(struct fmt_sink *sink, const struct spec *spec,
                       const char *prefix, uint64_t value, unsigned radix,
                       bool upper)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    char text[22]; /* 2^64 has 22 octal digits */
    char *p = text + sizeof(text);

    do {
        *--p = digits[value % radix];
        value /= radix;
    } while (value != 0);
    put_padded(sink, spec, prefix, p, (size_t)(text + sizeof(text) - p));
}

static void put_text(struct fmt_sink *sink, struct spec *spec, const char *text)
{
    size_t size;

    if (!text)
        text = "(null)";
    size = spec->precision < 0 ? strlen(text)
                               : strnlen(text, (size_t)spec->precision);
    spec->zero = false;
    put_padded(sink, spec, "", text, size);
}

static const char *parse_spec(const char *p, struct spec *spec, va_list *args)
{
    *spec = (struct spec){.precision = -1};
    for (;; p++) {
        if (*p == '-')
            spec->left = true;
        else if (*p == '0')
            spec->zero = true;
        else if (*p == '#')
            spec->alternate = true;
        else
            break;
    }
    if (*p == '*') {
        spec->width = va_arg(*args, int);
        p++;
    }
    for (; *p >= '0' && *p <= '9'; p++)
        spec->width = spec->width * 10 + (*p - '0');
    if (*p == '.') {
        spec->precision = 0;
        if (*++p == '*') {
            spec->precision = va_arg(*args, int);
            p++;
        }
        for (; *p >= '0' && *p <= '9'; p++)
            spec->precision = spec->precision * 10 + (*p - '0');
    }
    for (; *p == 'l' || *p == 'z'; p++)
        spec->longs++;
    return p;
}

/* long, long long and size_t are all 64 bits wide on a host of ours. */
_Static_assert(sizeof(long) == 8 && sizeof(size_t) == 8, "LP64 host");

static uint64_t unsigned_arg(const struct spec *spec, va_list *args)
{
    return spec->longs ? va_arg(*args, unsigned long)
                       : va_arg(*args, unsigned int);
}

static void put_signed(struct fmt_sink *sink, const struct spec *spec,
                       va_list *args)
{
    int64_t value = spec->longs ? va_arg(*args, long) : va_arg(*args, int);

    put_number(sink, spec, value < 0 ? "-" : "",
               value < 0 ? -(uint64_t)value : (uint64_t)value, 10, false);
}

static void put_hex(struct fmt_sink *sink, const struct spec *spec,
                    uint64_t value, bool upper)
{
    bool prefix = spec->alternate && value != 0;

    put_number(sink, spec, prefix ? (upper ? "0X" : "0x") : "", value, 16,
               upper);
}

/* Print one conversion; false if its letter is none of ours. */
static bool put_conversion(struct fmt_sink *sink, char letter,
                           struct spec *spec, va_list *args)
{
    char c;

    switch (letter) {
    case 's': put_text(sink, spec, va_arg(*args, const char *)); return true;
    case 'd':
    case 'i': put_signed(sink, spec, args); return true;
    case 'u':
        put_number(sink, spec, "", unsigned_arg(spec, args), 10, false);
        return true;
    case 'o':
        put_number(sink, spec, "", unsigned_arg(spec, args), 8, false);
        return true;
    case 'x':
    case 'X':
        put_hex(sink, spec, unsigned_arg(spec, args), letter == 'X');
        return true;
    case 'p':
        put_number(sink, spec, "0x", (uintptr_t)va_arg(*args, void *), 16,
                   false);
        return true;
    case 'c':
        c = (char)va_arg(*args, int);
        spec->zero = false;
        put_padded(sink, spec, "", &c, 1);
        return true;
    case '%': fmt_put(sink, "%", 1); return true;
    default: return false;
    }
}

void fmt_vprint(struct fmt_sink *sink, const char *fmt, va_list args)
{
    va_list ap;

    va_copy(ap, args);
    while (*fmt) {
        const char *percent = strchrnul(fmt, '%');
        const char *p;
        struct spec spec;

        fmt_put(sink, fmt, (size_t)(percent - fmt));
        if (!*percent)
            break;
        p = parse_spec(percent + 1, &spec, &ap);
        fmt = *p ? p + 1 : p;
        if (!put_conversion(sink, *p, &spec, &ap))
            fmt_put(sink, percent, (size_t)(fmt - percent));
    }
    va_end(ap);
}

void fmt_print(struct fmt_sink *sink, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    fmt_vprint(sink, fmt, args);
    va_end(args);
}

size_t fmt_vstring(char *buf, size_t size, const char *fmt, va_list args)
{
    struct fmt_sink sink = {.buf = buf, .size = size > 0 ? size - 1 : 0};

    fmt_vprint(&sink, fmt, args);
    if (size > 0)
        buf[sink.len] = '\0';
    return sink.len + sink.dropped;
}

size_t fmt_string(char *buf, size_t size, const char *fmt, ...)
{
    va_list args;
    size_t length;

    va_start(args, fmt);
    length = fmt_vstring(buf, size, fmt, args);
    va_end(args);
    return length;
}
