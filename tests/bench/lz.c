/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A compressor of the LZ77 family with a hash table, and its inverse. */
#include "bench.h"

#include <string.h>

enum { SIZE = 1 << 16, HASH_BITS = 13, LEAST = 4, LITERALS = 127 };

static uint8_t plain[SIZE], packed[SIZE * 2], unpacked[SIZE];
static uint32_t last_seen[1 << HASH_BITS];

static uint32_t hash_at(const uint8_t *p)
{
    uint32_t word;

    memcpy(&word, p, sizeof word);
    return word * UINT32_C(2654435761) >> (32 - HASH_BITS);
}

static uint8_t *put_literals(uint8_t *out, const uint8_t *from, uint32_t n)
{
    while (n > 0) {
        uint32_t part = n < LITERALS ? n : LITERALS;
        *out++ = (uint8_t)part;
        memcpy(out, from, part);
        out += part;
        from += part;
        n -= part;
    }
    return out;
}

/* Token: 1..127 literals follow, or 128 + length - LEAST and a distance. */
static size_t pack(void)
{
    uint8_t *out = packed;
    uint32_t at = 0, done = 0;

    memset(last_seen, 0xff, sizeof last_seen);
    while (at + LEAST <= SIZE) {
        uint32_t *slot = &last_seen[hash_at(plain + at)], from = *slot;
        uint32_t length = 0;
        *slot = at;
        if (from != UINT32_MAX && at - from < 65536)
            while (length < 127 + LEAST && at + length < SIZE &&
                   plain[from + length] == plain[at + length])
                length++;
        if (length < LEAST) {
            at++;
            continue;
        }
        out = put_literals(out, plain + done, at - done);
        *out++ = (uint8_t)(128 + length - LEAST);
        *out++ = (uint8_t)(at - from);
        *out++ = (uint8_t)((at - from) >> 8);
        at += length;
        done = at;
    }
    return (size_t)(put_literals(out, plain + done, SIZE - done) - packed);
}

static void unpack(size_t length)
{
    const uint8_t *in = packed, *end = packed + length;
    uint8_t *out = unpacked;

    while (in < end) {
        uint32_t token = *in++;
        if (token < 128) {
            memcpy(out, in, token);
            in += token;
            out += token;
            continue;
        }
        const uint8_t *from = out - (in[0] | (uint32_t)in[1] << 8);
        in += 2;
        for (token = token - 128 + LEAST; token > 0; token--)
            *out++ = *from++;
    }
}

/* Text of words that repeat, as far as compressible as prose. */
static void make_text(uint32_t seed)
{
    for (uint32_t i = 0; i < SIZE;) {
        uint32_t word = bench_random(&seed) % 700 + 1;
        for (uint32_t letters = 2 + word % 7; letters > 0 && i < SIZE;
             letters--, word = word * 29 + 3)
            plain[i++] = (uint8_t)('a' + word % 26);
        if (i < SIZE)
            plain[i++] = ' ';
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++) {
        if (n % 16 == 0)
            make_text((uint32_t)n + 1);
        plain[n * 31 % SIZE] ^= 1;
        size_t length = pack();
        memset(unpacked, 0, SIZE);
        unpack(length);
        if (memcmp(plain, unpacked, SIZE) != 0)
            return 1;
        sum = bench_mix(sum, length);
    }
    bench_report("lz", sum);
    return 0;
}
