/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Product of matrices of doubles, row by column, and a solver by Gauss. */
#include "bench.h"

#include <math.h>

enum { N = 96 };

static double a[N][N], b[N][N], c[N][N];

BENCH_CALL static void multiply(void)
{
    for (unsigned i = 0; i < N; i++) {
        for (unsigned j = 0; j < N; j++) {
            double total = 0;
            for (unsigned k = 0; k < N; k++)
                total += a[i][k] * b[k][j];
            c[i][j] = total;
        }
    }
}

/* Determinant's logarithm of c, which is destroyed. */
BENCH_CALL static double eliminate(void)
{
    double product = 0;

    for (unsigned k = 0; k < N; k++) {
        unsigned pivot = k;
        for (unsigned i = k + 1; i < N; i++)
            if (fabs(c[i][k]) > fabs(c[pivot][k]))
                pivot = i;
        for (unsigned j = k; j < N; j++) {
            double t = c[k][j];
            c[k][j] = c[pivot][j];
            c[pivot][j] = t;
        }
        product += fabs(c[k][k]);
        for (unsigned i = k + 1; i < N; i++) {
            double factor = c[i][k] / c[k][k];
            for (unsigned j = k; j < N; j++)
                c[i][j] -= factor * c[k][j];
        }
    }
    return product;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 67;
    double sum = 0;

    for (unsigned i = 0; i < N; i++) {
        for (unsigned j = 0; j < N; j++) {
            a[i][j] = (bench_random(&seed) >> 8) / 16777216.0;
            b[i][j] = (bench_random(&seed) >> 8) / 16777216.0 - 0.5;
        }
    }
    for (unsigned long n = 0; n < scale; n++) {
        a[n % N][n * 7 % N] += 0.125;
        multiply();
        sum += eliminate();
    }
    printf("matmul %.9e\n", sum);
    return 0;
}
