/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Formatting without stdio, malloc, locale or thread-local storage, so that
 * guest threads and signal handlers may format messages.
 *
 * Conversions: %s %c %d %i %u %x %X %o %p %%, the sizes l, ll and z, a width,
 * the flags 0, - and #, and for %s a precision; width and precision may be *.
 * Anything else is a mistake of the caller and is copied as it stands.
 * %p prints 0x and hexadecimal digits; %s of a null pointer prints (null).
 *
 * The caller owns every buffer.  Any thread.
 */
#ifndef BASE_FMT_H
#define BASE_FMT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Where formatted text goes.  When the buffer is full, `flush` is called to
 * empty it (it sets `len` to 0); without one, further text is counted only.
 */
struct fmt_sink {
    char *buf;
    size_t size;
    size_t len;     /* bytes now in buf */
    size_t dropped; /* bytes for which there was no room */
    void (*flush)(struct fmt_sink *sink);
    void *context; /* for flush */
};

/* Append `size` bytes. */
void fmt_put(struct fmt_sink *sink, const char *data, size_t size);

/* Append formatted text. */
void fmt_vprint(struct fmt_sink *sink, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));
void fmt_print(struct fmt_sink *sink, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Format into buf and terminate it with NUL if size > 0.  Returns the length
 * of the whole text without the NUL; size or more means that it was cut.
 */
size_t fmt_vstring(char *buf, size_t size, const char *fmt, va_list args)
    __attribute__((format(printf, 3, 0)));
size_t fmt_string(char *buf, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
