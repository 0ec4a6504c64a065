/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * System calls of the host for code that runs in guest threads.
 *
 * A guest thread has no libc thread block, so libc's wrappers, which store
 * errno there, are out of bounds.  These return what the kernel returns: a
 * result, or -errno in -4095..-1.  Any thread, also in a signal handler.
 * They are not cancellation points and are not restarted.
 */
#ifndef BASE_HOSTCALL_H
#define BASE_HOSTCALL_H

#include <stdbool.h>

#if !defined(__x86_64__)
#error "no system call sequence for this host"
#endif

/* Is `result` one of the kernel's error values? */
static inline bool hostcall_failed(long result)
{
    return (unsigned long)result > -4096UL;
}

/* System V ABI for x86-64, A.2.1: rcx and r11 are lost. */
static inline long hostcall6(long nr, long a, long b, long c, long d, long e,
                             long f)
{
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8),
                       "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static inline long hostcall3(long nr, long a, long b, long c)
{
    long result;

    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "0"(nr), "D"(a), "S"(b), "d"(c)
                     : "rcx", "r11", "memory");
    return result;
}

#endif
