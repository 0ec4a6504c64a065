/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Search for the best block: sums of absolute differences of bytes. */
#include "bench.h"

#include <string.h>

enum { WIDTH = 128, HEIGHT = 96, BLOCK = 16, REACH = 8 };

typedef uint8_t bytes __attribute__((vector_size(16)));
typedef uint16_t halves __attribute__((vector_size(16)));

static uint8_t before[HEIGHT][WIDTH], after[HEIGHT][WIDTH];

static inline bytes load(const uint8_t *p)
{
    bytes v;

    memcpy(&v, p, sizeof v);
    return v;
}

static uint32_t block_difference(const uint8_t *a, const uint8_t *b)
{
    halves total = {0};
    uint32_t sum = 0;

    for (unsigned row = 0; row < BLOCK; row++) {
        bytes x = load(a + row * WIDTH), y = load(b + row * WIDTH);
        bytes larger = (bytes)(x > y);
        bytes d = ((x - y) & larger) | ((y - x) & ~larger);
        halves pairs = (halves)d;
        total += (pairs & 0xff) + (pairs >> 8);
    }
    for (unsigned i = 0; i < 8; i++)
        sum += total[i];
    return sum;
}

static uint32_t search(unsigned y, unsigned x)
{
    uint32_t best = UINT32_MAX, where = 0;

    for (unsigned dy = 0; dy < 2 * REACH; dy++) {
        for (unsigned dx = 0; dx < 2 * REACH; dx++) {
            uint32_t d = block_difference(
                &after[y][x], &before[y + dy - REACH][x + dx - REACH]);
            if (d < best) {
                best = d;
                where = dy * 2 * REACH + dx;
            }
        }
    }
    return best << 8 | where;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 89;
    uint64_t sum = 0;

    for (unsigned y = 0; y < HEIGHT; y++)
        for (unsigned x = 0; x < WIDTH; x++)
            before[y][x] = (uint8_t)(x * 3 + y * 5 + bench_random(&seed) % 64);
    for (unsigned long n = 0; n < scale; n++) {
        unsigned shift = (unsigned)(n % 7) + 1;
        for (unsigned y = 0; y < HEIGHT; y++)
            for (unsigned x = 0; x < WIDTH; x++)
                after[y][x] =
                    (uint8_t)(before[(y + shift) % HEIGHT][(x + 3) % WIDTH] +
                              (n & 3));
        for (unsigned y = REACH; y + BLOCK + REACH <= HEIGHT; y += BLOCK)
            for (unsigned x = REACH; x + BLOCK + REACH <= WIDTH; x += BLOCK)
                sum = bench_mix(sum, search(y, x));
    }
    bench_report("sad", sum);
    return 0;
}
