/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Polynomials and complex products that the compiler may contract: built
 * with fused multiply-add where the processor has it (and not where it has
 * not), so the result is printed rounded.
 */
#include "bench.h"

enum { SIZE = 1024, TERMS = 12 };

static double x[SIZE], re[SIZE], im[SIZE], coefficient[TERMS];

BENCH_CALL static double polynomial(double at)
{
    double value = coefficient[TERMS - 1];

    for (unsigned i = TERMS - 1; i-- > 0;)
        value = value * at + coefficient[i];
    return value;
}

BENCH_CALL static void turn(double c, double s)
{
    for (unsigned i = 0; i < SIZE; i++) {
        double r = re[i] * c - im[i] * s;
        im[i] = re[i] * s + im[i] * c;
        re[i] = r;
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 61;
    double sum = 0;

    for (unsigned i = 0; i < TERMS; i++)
        coefficient[i] = 1.0 / (i + 1);
    for (unsigned i = 0; i < SIZE; i++) {
        x[i] = (bench_random(&seed) >> 8) / 16777216.0;
        re[i] = 1 - x[i];
        im[i] = x[i];
    }
    for (unsigned long n = 0; n < scale; n++) {
        for (unsigned i = 0; i < SIZE; i++)
            sum += polynomial(x[i]);
        turn(0.6, 0.8);
    }
    for (unsigned i = 0; i < SIZE; i++)
        sum += re[i] * im[i];
    printf("fma %.6e\n", sum);
    return 0;
}
