/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Modular exponentiation of 1024 bits with Montgomery's reduction, as RSA
 * does it: products of 64 by 64 bits and carries.
 */
#include "bench.h"

#include <string.h>

enum { LIMBS = 16 };

typedef unsigned __int128 wide;

static uint64_t modulus[LIMBS], inverse;

/* a >= modulus? */
static int not_below_modulus(const uint64_t a[LIMBS])
{
    for (unsigned i = LIMBS; i-- > 0;)
        if (a[i] != modulus[i])
            return a[i] > modulus[i];
    return 1;
}

static void subtract_modulus(uint64_t a[LIMBS])
{
    uint64_t borrow = 0;

    for (unsigned i = 0; i < LIMBS; i++) {
        wide d = (wide)a[i] - modulus[i] - borrow;
        a[i] = (uint64_t)d;
        borrow = (uint64_t)(d >> 64) & 1;
    }
}

/* out = a * b / 2^1024 modulo the modulus; out may be a or b. */
static void multiply(uint64_t *out, const uint64_t *a, const uint64_t *b)
{
    uint64_t t[LIMBS + 2] = {0};

    for (unsigned i = 0; i < LIMBS; i++) {
        uint64_t carry = 0;
        for (unsigned j = 0; j < LIMBS; j++) {
            wide x = (wide)a[j] * b[i] + t[j] + carry;
            t[j] = (uint64_t)x;
            carry = (uint64_t)(x >> 64);
        }
        wide top = (wide)t[LIMBS] + carry;
        t[LIMBS] = (uint64_t)top;
        t[LIMBS + 1] = (uint64_t)(top >> 64);

        uint64_t m = t[0] * inverse;
        carry = (uint64_t)(((wide)m * modulus[0] + t[0]) >> 64);
        for (unsigned j = 1; j < LIMBS; j++) {
            wide x = (wide)m * modulus[j] + t[j] + carry;
            t[j - 1] = (uint64_t)x;
            carry = (uint64_t)(x >> 64);
        }
        top = (wide)t[LIMBS] + carry;
        t[LIMBS - 1] = (uint64_t)top;
        t[LIMBS] = t[LIMBS + 1] + (uint64_t)(top >> 64);
    }
    if (t[LIMBS] || not_below_modulus(t))
        subtract_modulus(t);
    memcpy(out, t, LIMBS * sizeof t[0]);
}

static void power(uint64_t *out, const uint64_t *base, const uint64_t *exponent)
{
    memcpy(out, base, LIMBS * sizeof base[0]);
    for (unsigned bit = LIMBS * 64; bit-- > 0;) {
        multiply(out, out, out);
        if (exponent[bit / 64] >> bit % 64 & 1)
            multiply(out, out, base);
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t base[LIMBS], exponent[LIMBS], sum = 0;
    uint32_t seed = 17;

    for (unsigned i = 0; i < LIMBS; i++) {
        modulus[i] = (uint64_t)bench_random(&seed) << 32 | bench_random(&seed);
        base[i] = (uint64_t)bench_random(&seed) << 32 | bench_random(&seed);
        exponent[i] = (uint64_t)bench_random(&seed) << 32 | i;
    }
    modulus[0] |= 1;
    modulus[LIMBS - 1] |= UINT64_C(1) << 63;
    base[LIMBS - 1] >>= 1;
    /* Newton's iteration for -1 / modulus modulo 2^64. */
    inverse = 1;
    for (unsigned i = 0; i < 6; i++)
        inverse *= 2 - modulus[0] * inverse;
    inverse = -inverse;

    for (unsigned long n = 0; n < scale; n++) {
        uint64_t result[LIMBS];
        power(result, base, exponent);
        memcpy(base, result, sizeof base);
        sum = bench_mix(sum, base[n % LIMBS]);
    }
    bench_report("bigint", sum);
    return 0;
}
