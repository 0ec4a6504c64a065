/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Takeuchi's and Ackermann's functions: deep recursion, three arguments. */
#include "bench.h"

BENCH_CALL static int32_t tak(int32_t x, int32_t y, int32_t z)
{
    if (y >= x)
        return z;
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

BENCH_CALL static uint32_t ackermann(uint32_t m, uint32_t n)
{
    if (m == 0)
        return n + 1;
    if (n == 0)
        return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++) {
        sum = bench_mix(sum, (uint32_t)tak(14 + (int32_t)(n % 2), 9, 4));
        sum = bench_mix(sum, ackermann(2, 100 + n % 3));
        sum = bench_mix(sum, ackermann(3, 4));
    }
    bench_report("tak", sum);
    return 0;
}
