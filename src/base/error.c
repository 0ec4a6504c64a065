/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/error.h"

#include "base/fd.h"
#include "base/fmt.h"
#include "base/hostcall.h"

#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

__attribute__((format(printf, 1, 0))) static void print_line(const char *fmt,
                                                             va_list args)
{
    char line[1001];
    struct fmt_sink sink = {.buf = line, .size = sizeof(line) - 1};

    fmt_print(&sink, "calque: ");
    fmt_vprint(&sink, fmt, args);
    line[sink.len++] = '\n';
    /* There is nowhere to report that standard error takes no more. */
    (void)fd_write_all(STDERR_FILENO, line, sink.len);
}

void die(int status, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    print_line(fmt, args);
    va_end(args);
    for (;;)
        hostcall3(SYS_exit_group, status, 0, 0);
}

void warn_line(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    print_line(fmt, args);
    va_end(args);
}
