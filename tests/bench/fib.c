/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Recursive Fibonacci numbers: nothing but calls and returns. */
#include "bench.h"

BENCH_CALL static uint64_t fib(unsigned n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++)
        sum = bench_mix(sum, fib(20 + n % 4));
    bench_report("fib", sum);
    return 0;
}
