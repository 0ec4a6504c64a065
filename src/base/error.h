/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages to the user and the end of the process.
 *
 * Each prints one line, "calque: ...", on standard error with one write, and
 * needs neither stdio nor libc's thread block.  Any thread, also in a signal
 * handler.  Formats are those of base/fmt.h; a line is cut at 1000 bytes.
 *
 * die() is for mistakes of the user and for a host that refuses what we cannot
 * do without; nothing that a guest does may end in it.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* Print the message and end the whole process with `status`; no atexit. */
_Noreturn void die(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), cold));

/* Print the message and go on. */
void warn_line(const char *fmt, ...)
    __attribute__((format(printf, 1, 2), cold));

#endif
