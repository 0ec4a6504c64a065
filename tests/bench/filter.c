/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Filters on a picture of bytes: a blur of five taps, a median of three and
 * a threshold, with shuffles, minima and maxima of vectors.
 */
#include "bench.h"

#include <string.h>

enum { WIDTH = 256, HEIGHT = 64, LANES = 16 };

typedef uint8_t bytes __attribute__((vector_size(LANES)));

static uint8_t picture[HEIGHT][WIDTH + LANES], blurred[HEIGHT][WIDTH + LANES];

static inline bytes load(const uint8_t *p)
{
    bytes v;

    memcpy(&v, p, sizeof v);
    return v;
}

static inline void store(uint8_t *p, bytes v)
{
    memcpy(p, &v, sizeof v);
}

static inline bytes least(bytes a, bytes b)
{
    bytes m = (bytes)(a < b);

    return (a & m) | (b & ~m);
}

static inline bytes most(bytes a, bytes b)
{
    bytes m = (bytes)(a > b);

    return (a & m) | (b & ~m);
}

/* Mean without overflow, rounded down. */
static inline bytes mean(bytes a, bytes b)
{
    return (a & b) + ((a ^ b) >> 1);
}

static inline bytes mirror(bytes v)
{
    return __builtin_shufflevector(v, v, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5,
                                   4, 3, 2, 1, 0);
}

BENCH_CALL static void blur(void)
{
    for (unsigned y = 0; y < HEIGHT; y++) {
        for (unsigned x = 0; x < WIDTH; x += LANES) {
            const uint8_t *p = &picture[y][x];
            bytes inner = mean(load(p + 1), load(p + 3));
            bytes outer = mean(load(p), load(p + 4));
            store(&blurred[y][x], mean(mean(inner, outer), load(p + 2)));
        }
    }
}

BENCH_CALL static void median_and_mirror(uint8_t level)
{
    for (unsigned y = 1; y + 1 < HEIGHT; y++) {
        for (unsigned x = 0; x < WIDTH; x += LANES) {
            bytes a = load(&blurred[y - 1][x]), b = load(&blurred[y][x]);
            bytes c = load(&blurred[y + 1][x]);
            bytes middle = most(least(a, b), least(most(a, b), c));
            bytes light = (bytes)(middle > level);
            middle = (middle + 17) ^ (light & 0x5a);
            store(&picture[y][x], mirror(middle));
        }
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 101;
    uint64_t sum = 0;

    for (unsigned y = 0; y < HEIGHT; y++)
        for (unsigned x = 0; x < WIDTH; x++)
            picture[y][x] = (uint8_t)bench_random(&seed);
    for (unsigned long n = 0; n < scale * 10; n++) {
        blur();
        median_and_mirror((uint8_t)(n * 3));
        sum = bench_mix(sum, picture[n % HEIGHT][n % WIDTH]);
    }
    for (unsigned y = 0; y < HEIGHT; y++)
        for (unsigned x = 0; x < WIDTH; x++)
            sum = bench_mix(sum, picture[y][x]);
    bench_report("filter", sum);
    return 0;
}
