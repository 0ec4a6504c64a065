/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prices of options by the formula of Black and Scholes, rounded. */
#include "bench.h"

#include <math.h>

enum { COUNT = 1000 };

struct option {
    double price, strike, rate, volatility, years;
};

static struct option options[COUNT];

/* The normal distribution by a polynomial (Abramowitz and Stegun 26.2.17). */
static double normal(double x)
{
    double z = fabs(x), k = 1 / (1 + 0.2316419 * z);
    double tail =
        0.3989422804014327 * exp(-0.5 * z * z) * k *
        (0.319381530 +
         k * (-0.356563782 +
              k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));

    return x < 0 ? tail : 1 - tail;
}

static double value_of(const struct option *o, int put)
{
    double spread = o->volatility * sqrt(o->years);
    double d1 = (log(o->price / o->strike) +
                 (o->rate + o->volatility * o->volatility / 2) * o->years) /
                spread;
    double d2 = d1 - spread;
    double paid = o->strike * exp(-o->rate * o->years);

    return put ? paid * normal(-d2) - o->price * normal(-d1)
               : o->price * normal(d1) - paid * normal(d2);
}

static double uniform(uint32_t *seed, double low, double high)
{
    return low + (high - low) * (bench_random(seed) >> 8) / 16777216.0;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 83;
    double sum = 0;

    for (unsigned i = 0; i < COUNT; i++) {
        options[i].price = uniform(&seed, 20, 120);
        options[i].strike = uniform(&seed, 20, 120);
        options[i].rate = uniform(&seed, 0.01, 0.1);
        options[i].volatility = uniform(&seed, 0.05, 0.6);
        options[i].years = uniform(&seed, 0.1, 3);
    }
    for (unsigned long n = 0; n < scale; n++) {
        for (unsigned i = 0; i < COUNT; i++)
            sum += value_of(&options[i], (int)((i ^ n) & 1));
        options[n % COUNT].price += 0.01;
    }
    printf("options %.6e\n", sum);
    return 0;
}
