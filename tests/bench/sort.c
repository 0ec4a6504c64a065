/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qsort of the C library with a callback: calls through a pointer. */
#include "bench.h"

enum { COUNT = 50000 };

struct item {
    uint32_t key;
    uint32_t value;
};

static struct item items[COUNT];

static int compare(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 3;
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++) {
        for (uint32_t i = 0; i < COUNT; i++)
            items[i] = (struct item){bench_random(&seed) >> 12, i};
        qsort(items, COUNT, sizeof items[0], compare);
        for (unsigned i = 0; i < COUNT; i += 97)
            sum = bench_mix(sum, (uint64_t)items[i].key << 32 | items[i].value);
    }
    bench_report("sort", sum);
    return 0;
}
