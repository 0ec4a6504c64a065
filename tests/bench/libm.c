/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Functions of the mathematics library, printed rounded. */
#include "bench.h"

#include <math.h>

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 73;
    double sum[8] = {0};

    for (unsigned long n = 0; n < scale * 1000; n++) {
        double x = (bench_random(&seed) >> 8) / 16777216.0;
        sum[0] += sin(x * 20);
        sum[1] += cos(x * 20) * x;
        sum[2] += exp(x - 0.5);
        sum[3] += log(x + 1e-3);
        sum[4] += pow(x + 0.5, 2.25);
        sum[5] += atan2(x, 0.75 - x);
        sum[6] += floor(x * 100) + cbrt(x);
        sum[7] += tanh(x) + (double)expf((float)x);
    }
    printf("libm");
    for (unsigned i = 0; i < 8; i++)
        printf(" %.6e", sum[i]);
    printf("\n");
    return 0;
}
