/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pictures blended by an alpha channel: bytes widened, multiplied, packed. */
#include "bench.h"

enum { PIXELS = 8192, LANES = 8 };

typedef uint8_t bytes __attribute__((vector_size(LANES)));
typedef uint16_t halves __attribute__((vector_size(2 * LANES)));

static bytes under[PIXELS / LANES], over[PIXELS / LANES];
static bytes alpha[PIXELS / LANES], out[PIXELS / LANES];

/* out = (over * alpha + under * (255 - alpha)) / 255, rounded. */
BENCH_CALL static void blend(void)
{
    for (unsigned i = 0; i < PIXELS / LANES; i++) {
        halves a = __builtin_convertvector(alpha[i], halves);
        halves o = __builtin_convertvector(over[i], halves);
        halves u = __builtin_convertvector(under[i], halves);
        halves v = o * a + u * (255 - a) + 128;
        v = (v + (v >> 8)) >> 8;
        out[i] = __builtin_convertvector(v, bytes);
    }
}

/* Adds with saturation what the blend gave to the picture below. */
BENCH_CALL static void brighten(void)
{
    for (unsigned i = 0; i < PIXELS / LANES; i++) {
        bytes sum = under[i] + (out[i] >> 4);
        under[i] = sum | (bytes)(sum < under[i]);
        over[i] ^= out[i];
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 97;
    uint64_t sum = 0;

    for (unsigned i = 0; i < PIXELS; i++) {
        under[i / LANES][i % LANES] = (uint8_t)bench_random(&seed);
        over[i / LANES][i % LANES] = (uint8_t)bench_random(&seed);
        alpha[i / LANES][i % LANES] = (uint8_t)bench_random(&seed);
    }
    for (unsigned long n = 0; n < scale * 10; n++) {
        blend();
        brighten();
        sum = bench_mix(sum, out[n % (PIXELS / LANES)][n % LANES]);
    }
    for (unsigned i = 0; i < PIXELS; i++)
        sum = bench_mix(sum, out[i / LANES][i % LANES]);
    bench_report("blend", sum);
    return 0;
}
