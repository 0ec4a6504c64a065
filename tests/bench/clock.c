/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The clock read again and again; it must never go back. */
#include "bench.h"

#include <time.h>

static int64_t now(clockid_t clock)
{
    struct timespec t;

    if (clock_gettime(clock, &t) != 0)
        bench_fail("clock_gettime");
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    int64_t last = now(CLOCK_MONOTONIC);
    uint64_t forward = 0;

    for (unsigned long n = 0; n < scale * 1000; n++) {
        int64_t t = now(CLOCK_MONOTONIC);
        forward += (uint64_t)(t >= last);
        last = t;
        forward += (uint64_t)(now(CLOCK_REALTIME) > 0);
    }
    bench_report("clock", forward);
    return 0;
}
