/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>

int main(void)
{
    struct timespec a, b, res;
    struct timeval tv;
    struct rusage ru;
    struct tms tms;
    time_t now;

    for (clockid_t c = 0; c < 12; c++)
        printf("clock %d: %d\n", c, clock_gettime(c, &a));
    R(clock_gettime(99, &a));
    R(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, (void *)-8L));
    R(clock_getres(CLOCK_MONOTONIC, &res));
    V(res.tv_nsec);
    clock_gettime(CLOCK_MONOTONIC, &a);
    a.tv_nsec += 3000000;
    if (a.tv_nsec >= 1000000000) {
        a.tv_nsec -= 1000000000;
        a.tv_sec++;
    }
    R(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &a, NULL));
    clock_gettime(CLOCK_MONOTONIC, &b);
    T(b.tv_sec > a.tv_sec || (b.tv_sec == a.tv_sec && b.tv_nsec >= a.tv_nsec));
    R(nanosleep(&(struct timespec){0, 1000}, &b));
    R(nanosleep(&(struct timespec){0, 1000000000}, NULL));
    R(nanosleep(&(struct timespec){-1, 0}, NULL));
    R(gettimeofday(&tv, NULL));
    now = time(NULL);
    T(now - tv.tv_sec <= 1);
    R(getrusage(RUSAGE_SELF, &ru));
    T(ru.ru_maxrss > 0);
    R(getrusage(5, &ru));
    T(times(&tms) != -1);
    T(clock() >= 0);
    return 0;
}
