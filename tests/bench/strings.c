/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C library's string functions on buffers of many lengths. */
#include "bench.h"

#include <string.h>

enum { SIZE = 8192 };

static char text[SIZE + 1], copy[SIZE + 1];

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 31;
    uint64_t sum = 0;

    for (unsigned i = 0; i < SIZE; i++)
        text[i] = (char)('a' + bench_random(&seed) % 25);
    for (unsigned long n = 0; n < scale * 10000; n++) {
        uint32_t r = bench_random(&seed);
        /* Mostly short, now and then long, at any alignment. */
        unsigned length = r % 16 ? r >> 8 & 63 : r >> 8 & 2047;
        unsigned from = r >> 20, to = (r >> 4) % (SIZE - 2048);
        char kept = text[from + length];

        text[from + length] = '\0';
        sum += strlen(text + from);
        memcpy(copy + to, text + from, length + 1);
        sum += (uint64_t)(strcmp(copy + to, text + from) == 0);
        text[from + length] = 'z';
        sum += (uint64_t)(strchr(text + from, 'z') - text);
        copy[to + length] = 'z';
        sum += (uint64_t)(memcmp(copy + to, text + from, length + 1) == 0);
        const char *found = memchr(copy + to, kept, length + 1);
        sum += found ? (uint64_t)(found - copy) : 1;
        text[from + length] = kept;
        memset(copy + from, text[to], length / 2);
        memmove(copy + to + 3, copy + to, length);
    }
    for (unsigned i = 0; i < SIZE; i++)
        sum = bench_mix(sum, (uint8_t)copy[i]);
    bench_report("strings", sum);
    return 0;
}
