/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The host's clocks, read through its vDSO where it has one.
 *
 * For code that runs in guest threads, where libc's wrappers are out of bounds
 * (see base/hostcall.h).  Any thread, once host_vdso_init() has been called.
 * Results are the kernel's: 0 or -errno.  See vdso(7).
 */
#ifndef CALQUE_BASE_HOSTVDSO_H
#define CALQUE_BASE_HOSTVDSO_H

#include <sys/time.h>
#include <time.h>

/* Finds the functions; once, on the first thread. */
void host_vdso_init(void);

long host_clock_gettime(int clock, struct timespec *ts);
long host_clock_getres(int clock, struct timespec *ts);
/* Either may be NULL. */
long host_gettimeofday(struct timeval *tv, struct timezone *tz);
long host_getcpu(unsigned *cpu, unsigned *node);

#endif
