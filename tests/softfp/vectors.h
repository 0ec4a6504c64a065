/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operands for the tests of the software floating point: the corners of a
 * format, and random numbers that meet each other's exponents often enough
 * for cancellation, ties and the ends of the range. No state but the caller's
 * generator; any thread; no errors.
 */
#ifndef CALQUE_TESTS_SOFTFP_VECTORS_H
#define CALQUE_TESTS_SOFTFP_VECTORS_H

#include "base/softfp.h"

/* xorshift64*: the state must not be 0. */
static inline uint64_t vector_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545f4914f6cdd1d);
}

/* A fraction: empty, full, a few bits at either end, or noise. */
static inline uint64_t vector_fraction(uint64_t *state, unsigned bits)
{
    uint64_t r = vector_random(state), all = (UINT64_C(1) << bits) - 1;

    switch (r >> 60) {
    case 0: return 0;
    case 1: return all;
    case 2: return all ^ (1 << (r & 3));
    case 3: return 1 << (r & 3);
    case 4: return UINT64_C(1) << r % bits;
    case 5: return (UINT64_C(1) << (bits - 1)) | (r & 3);
    case 6: return all >> r % bits;
    default: return r & all;
    }
}

static inline uint64_t vector_operand(uint64_t *state,
                                      const struct softfp_fmt *fmt)
{
    uint64_t r = vector_random(state);
    uint64_t top = (UINT64_C(1) << fmt->exp_bits) - 1, bias = top >> 1;
    uint64_t frac = vector_fraction(state, fmt->frac_bits), exp;

    switch (r >> 60) {
    case 0: exp = 0; break;
    case 1: exp = r & 3; break;
    case 2: exp = top - (r & 3); break;
    case 3: exp = top; break;
    case 4: exp = bias / 2 + (r & 7); break;
    case 5: exp = bias + bias / 2 + (r & 7); break;
    case 6:
    case 7: exp = r & top; break;
    case 8: exp = bias + r % (2u * fmt->frac_bits); break;
    case 9: exp = bias - 1 + (r & 63); break;
    default: exp = bias - 4 + (r & 7); break;
    }
    if (exp > top)
        exp = top - 1;
    return (r >> 32 & 1) << (fmt->exp_bits + fmt->frac_bits) |
           exp << fmt->frac_bits | frac;
}

/* An integer of any number of bits, near a power of two often. */
static inline uint64_t vector_integer(uint64_t *state)
{
    uint64_t r = vector_random(state), v = vector_random(state);

    v >>= r & 63;
    if (r >> 62 == 0)
        v = (UINT64_C(1) << (r & 63)) + (r >> 8 & 3) - 2;
    return r >> 61 & 1 ? -v : v;
}

#endif
