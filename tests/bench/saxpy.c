/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loops over arrays of floats that the compiler turns into vectors. */
#include "bench.h"

enum { SIZE = 4096 };

static float x[SIZE], y[SIZE], z[SIZE];

BENCH_CALL static void saxpy(float a)
{
    for (unsigned i = 0; i < SIZE; i++)
        y[i] += a * x[i];
}

BENCH_CALL static void blend(float low, float high)
{
    for (unsigned i = 0; i < SIZE; i++) {
        float v = z[i] * 0.5f + y[i] * 0.5f;
        v = v < low ? low : v;
        z[i] = v > high ? high : v;
    }
}

BENCH_CALL static void normalise(void)
{
    for (unsigned i = 0; i < SIZE; i++)
        y[i] = (y[i] - z[i]) / (2.0f + z[i] * z[i]);
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 79;
    double sum = 0;

    for (unsigned i = 0; i < SIZE; i++) {
        x[i] = (float)(bench_random(&seed) >> 8) / 16777216.0f;
        y[i] = (float)(bench_random(&seed) >> 8) / 16777216.0f;
    }
    for (unsigned long n = 0; n < scale * 10; n++) {
        saxpy(0.25f + (float)(n % 5));
        blend(-1.0f, 1.5f);
        normalise();
    }
    for (unsigned i = 0; i < SIZE; i++)
        sum += y[i] + z[i];
    printf("saxpy %.9e\n", sum);
    return 0;
}
