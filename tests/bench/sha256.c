/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SHA-256 (FIPS 180-4): rotates, shifts and adds of 32 bits. The round
 * constants are computed as the standard defines them, from cube roots.
 */
#include "bench.h"

enum { MESSAGE = 65536 };

static uint32_t constants[64];
static uint8_t message[MESSAGE];

/* First 32 fraction bits of the ROOT-th root of N, for ROOT 2 or 3. */
static uint32_t root_fraction(unsigned n, unsigned root)
{
    unsigned __int128 low = 0, high = (unsigned __int128)1 << 37;
    unsigned __int128 wanted = (unsigned __int128)n << (32 * root);

    while (high - low > 1) {
        unsigned __int128 mid = (low + high) / 2;
        unsigned __int128 power = root == 2 ? mid * mid : mid * mid * mid;
        if (power <= wanted)
            low = mid;
        else
            high = mid;
    }
    return (uint32_t)low;
}

static int is_prime(unsigned n)
{
    for (unsigned i = 2; i * i <= n; i++)
        if (n % i == 0)
            return 0;
    return 1;
}

/* Fills in the constants and the initial state. */
static void set_up(uint32_t state[8])
{
    unsigned count = 0;

    for (unsigned n = 2; count < 64; n++) {
        if (!is_prime(n))
            continue;
        if (count < 8)
            state[count] = root_fraction(n, 2);
        constants[count++] = root_fraction(n, 3);
    }
}

static inline uint32_t rotate(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static inline uint32_t load_be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static void compress(uint32_t state[8], const uint8_t *block)
{
    uint32_t w[64], v[8];

    for (unsigned i = 0; i < 16; i++)
        w[i] = load_be32(block + 4 * i);
    for (unsigned i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] +
               (rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3)) +
               (rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10));
    }
    for (unsigned i = 0; i < 8; i++)
        v[i] = state[i];
    for (unsigned i = 0; i < 64; i++) {
        uint32_t a = v[0], e = v[4];
        uint32_t t1 = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                      ((e & v[5]) ^ (~e & v[6])) + constants[i] + w[i];
        uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
                      ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        v[7] = v[6];
        v[6] = v[5];
        v[5] = e;
        v[4] = v[3] + t1;
        v[3] = v[2];
        v[2] = v[1];
        v[1] = a;
        v[0] = t1 + t2;
    }
    for (unsigned i = 0; i < 8; i++)
        state[i] += v[i];
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t state[8], seed = 1;
    uint64_t sum = 0;

    set_up(state);
    for (unsigned i = 0; i < MESSAGE; i++)
        message[i] = (uint8_t)bench_random(&seed);
    for (unsigned long n = 0; n < scale; n++)
        for (unsigned i = 0; i < MESSAGE; i += 64)
            compress(state, message + i);
    for (unsigned i = 0; i < 8; i++)
        sum = bench_mix(sum, state[i]);
    bench_report("sha256", sum);
    return 0;
}
