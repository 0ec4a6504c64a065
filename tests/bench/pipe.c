/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes written into a pipe and read back, and file status. */
#include "bench.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint8_t out[512], in[512];
    uint64_t sum = 0;
    struct stat status;
    int ends[2];

    if (pipe(ends) != 0)
        bench_fail("pipe");
    for (unsigned i = 0; i < sizeof out; i++)
        out[i] = (uint8_t)(i * 7);
    for (unsigned long n = 0; n < scale * 100; n++) {
        size_t size = 1 + n % sizeof out;
        out[0] = (uint8_t)n;
        if (write(ends[1], out, size) != (ssize_t)size ||
            read(ends[0], in, sizeof in) != (ssize_t)size ||
            memcmp(in, out, size) != 0)
            bench_fail("pipe");
        if (fstat(ends[0], &status) != 0 || !S_ISFIFO(status.st_mode))
            bench_fail("fstat");
        sum = bench_mix(sum, in[size / 2]);
    }
    bench_report("pipe", sum);
    return 0;
}
