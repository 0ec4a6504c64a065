/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The set of Mandelbrot: a short loop of doubles and a branch on compare. */
#include "bench.h"

enum { SIDE = 64, LIMIT = 200 };

static unsigned steps_at(double cr, double ci)
{
    double r = 0, i = 0;
    unsigned n;

    for (n = 0; n < LIMIT; n++) {
        double rr = r * r, ii = i * i;
        if (rr + ii > 4)
            break;
        i = 2 * r * i + ci;
        r = rr - ii + cr;
    }
    return n;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++) {
        double width = 3.0 / (double)(1 + n % 8);
        for (unsigned y = 0; y < SIDE; y++)
            for (unsigned x = 0; x < SIDE; x++)
                sum = bench_mix(sum, steps_at(-2 + width * x / SIDE,
                                              -1.5 + width * y / SIDE));
    }
    bench_report("mandelbrot", sum);
    return 0;
}
