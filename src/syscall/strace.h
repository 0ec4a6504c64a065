/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Printing of system calls in strace's format: what strace.c (the line),
 * strace-show.c (arguments) and strace-names.c (symbolic names) share.  Output
 * is collected in one buffer and leaves in one write where it fits.
 */
#ifndef CALQUE_SYSCALL_STRACE_H
#define CALQUE_SYSCALL_STRACE_H

#include "base/fmt.h"
#include "syscall/sys.h"

/* One line under construction. */
struct show {
    struct task *t;
    const struct sys_row *row;
    const uint64_t *a;
    int64_t ret;
    struct fmt_sink *out;
};

/* A symbolic name; tables end with a NULL name. */
struct name_value {
    const char *name;
    uint64_t value;
};

typedef void show_fn(struct show *s, unsigned i,
                     const struct name_value *names);

#define KIND(name, class, show, names, out) extern show_fn show_##show;
#include "syscall/kinds.def"
#undef KIND
#define KIND(name, class, show, names, out)                                    \
    extern const struct name_value names_##names[];
#include "syscall/kinds.def"
#undef KIND
extern const struct name_value names_open_modes[], names_file_types[],
    names_poll_events[], names_sigaction_flags[], names_epoll_events[];

/* Names of the bits in `v` joined by |, the rest in hexadecimal; `zero` when
 * there is nothing. */
void show_bits(struct show *s, uint64_t v, const struct name_value *names,
               const char *zero);
/* The name of `v`, or its number. */
void show_name(struct show *s, uint64_t v, const struct name_value *names);
/* The name of signal n as SIGINT or SIGRT_1. */
void show_signal_name(struct show *s, int n, const char *prefix);
/* Bytes in quotes, `more` adds the dots of what was cut. */
void show_quoted(struct show *s, const char *p, size_t n, bool more);

#endif
