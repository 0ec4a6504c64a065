/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Spectral norm of an infinite matrix: divisions and sums of doubles. */
#include "bench.h"

#include <math.h>

enum { N = 200 };

static double u[N], v[N], w[N];

static inline double element(unsigned i, unsigned j)
{
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

static void multiply(double *out, const double *in, int transposed)
{
    for (unsigned i = 0; i < N; i++) {
        double total = 0;
        for (unsigned j = 0; j < N; j++)
            total += (transposed ? element(j, i) : element(i, j)) * in[j];
        out[i] = total;
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    double top = 0, bottom = 0;

    for (unsigned i = 0; i < N; i++)
        u[i] = 1;
    for (unsigned long n = 0; n < scale; n++) {
        double length = 0;
        multiply(w, u, 0);
        multiply(v, w, 1);
        top = bottom = 0;
        for (unsigned i = 0; i < N; i++) {
            top += u[i] * v[i];
            bottom += u[i] * u[i];
            length += v[i] * v[i];
        }
        length = sqrt(length);
        for (unsigned i = 0; i < N; i++)
            u[i] = v[i] / length;
    }
    printf("spectral %.9f\n", sqrt(top / bottom));
    return 0;
}
