/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fast Fourier transform, there and back, on single-precision numbers. */
#include "bench.h"

#include <math.h>

enum { BITS = 11, SIZE = 1 << BITS };

struct complex_number {
    float re, im;
};

static struct complex_number data[SIZE], root[SIZE / 2];

static void reorder(void)
{
    for (unsigned i = 0, j = 0; i < SIZE; i++) {
        if (i < j) {
            struct complex_number t = data[i];
            data[i] = data[j];
            data[j] = t;
        }
        unsigned bit = SIZE / 2;
        for (; bit > 0 && j & bit; bit /= 2)
            j ^= bit;
        j |= bit;
    }
}

/* SIGN is 1 or -1, the direction. */
static void transform(float sign)
{
    reorder();
    for (unsigned half = 1; half < SIZE; half *= 2) {
        unsigned stride = SIZE / 2 / half;
        for (unsigned from = 0; from < SIZE; from += 2 * half) {
            for (unsigned k = 0; k < half; k++) {
                struct complex_number *a = &data[from + k], *b = a + half;
                float wr = root[k * stride].re, wi = sign * root[k * stride].im;
                float re = b->re * wr - b->im * wi;
                float im = b->re * wi + b->im * wr;
                b->re = a->re - re;
                b->im = a->im - im;
                a->re += re;
                a->im += im;
            }
        }
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 71;
    double sum = 0;

    for (unsigned i = 0; i < SIZE / 2; i++) {
        double angle = 6.283185307179586 * i / SIZE;
        root[i] = (struct complex_number){(float)cos(angle), (float)sin(angle)};
    }
    for (unsigned i = 0; i < SIZE; i++)
        data[i].re = (float)(bench_random(&seed) >> 8) / 16777216.0f;
    for (unsigned long n = 0; n < scale; n++) {
        transform(1);
        sum += fabsf(data[n % SIZE].re);
        transform(-1);
        for (unsigned i = 0; i < SIZE; i++) {
            data[i].re /= SIZE;
            data[i].im /= SIZE;
        }
    }
    for (unsigned i = 0; i < SIZE; i++)
        sum += data[i].re;
    printf("fft %.3e\n", sum);
    return 0;
}
