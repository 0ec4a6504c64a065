/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Queens on a board that do not attack each other, by masks of bits. */
#include "bench.h"

static unsigned size;

/* Ways to fill the rest; each mask holds the squares that are attacked. */
static uint32_t place(uint32_t columns, uint32_t left, uint32_t right)
{
    uint32_t all = (UINT32_C(1) << size) - 1, count = 0;
    uint32_t open = all & ~(columns | left | right);

    if (columns == all)
        return 1;
    while (open) {
        uint32_t square = open & -open;
        open ^= square;
        count += place(columns | square, (left | square) << 1,
                       (right | square) >> 1);
    }
    return count;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++) {
        size = n % 4 == 0 ? 11 : 8;
        sum = bench_mix(sum, place(0, 0, 0));
    }
    bench_report("queens", sum);
    return 0;
}
