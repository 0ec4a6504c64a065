/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sieve of Eratosthenes over odd numbers: byte stores with a stride. */
#include "bench.h"

#include <string.h>

enum { LIMIT = 400000 };

static uint8_t composite[LIMIT];

/* Number of primes below 2 * LIMIT. */
static unsigned count_primes(void)
{
    unsigned count = 1;

    memset(composite, 0, sizeof composite);
    for (unsigned i = 1; i < LIMIT; i++) {
        if (composite[i])
            continue;
        unsigned prime = 2 * i + 1;
        count++;
        for (uint64_t j = (uint64_t)prime * prime / 2; j < LIMIT; j += prime)
            composite[j] = 1;
    }
    return count;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++)
        sum = bench_mix(sum, count_primes());
    bench_report("sieve", sum);
    return 0;
}
