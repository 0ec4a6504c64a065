/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Product of matrices of integers, row by column: loads and multiply-add. */
#include "bench.h"

enum { N = 128 };

static uint32_t a[N][N], b[N][N], c[N][N];

BENCH_CALL static void multiply(void)
{
    for (unsigned i = 0; i < N; i++) {
        for (unsigned j = 0; j < N; j++) {
            uint32_t total = 0;
            for (unsigned k = 0; k < N; k++)
                total += a[i][k] * b[k][j];
            c[i][j] = total;
        }
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 11;
    uint64_t sum = 0;

    for (unsigned i = 0; i < N; i++) {
        for (unsigned j = 0; j < N; j++) {
            a[i][j] = bench_random(&seed);
            b[i][j] = bench_random(&seed);
        }
    }
    for (unsigned long n = 0; n < scale; n++) {
        multiply();
        a[n % N][(n / N) % N] ^= c[(n * 7) % N][(n * 5) % N];
    }
    for (unsigned i = 0; i < N; i++)
        for (unsigned j = 0; j < N; j++)
            sum = bench_mix(sum, c[i][j]);
    bench_report("matint", sum);
    return 0;
}
