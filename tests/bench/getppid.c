/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The cheapest system call, many times. */
#include "bench.h"

#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    long parent = getppid();
    uint64_t same = 0;

    for (unsigned long n = 0; n < scale * 1000; n++)
        same += (uint64_t)(syscall(SYS_getppid) == parent);
    bench_report("getppid", same);
    return 0;
}
