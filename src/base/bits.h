/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bit fields, sign extension, rotation, counting, alignment.
 *
 * Pure functions: no state, any thread.  Widths and positions are the
 * caller's to get right; what each takes is said at the function.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdbool.h>
#include <stdint.h>

/* The low `len` bits set; 0 <= len <= 64. */
static inline uint64_t bits_mask(unsigned len)
{
    return len == 0 ? 0 : UINT64_MAX >> (64 - len);
}

/* The `len` bits of x from bit `pos` up; pos + len <= 64, pos < 64. */
static inline uint64_t bits_get(uint64_t x, unsigned pos, unsigned len)
{
    return (x >> pos) & bits_mask(len);
}

/* x with the `len` bits from `pos` replaced by the low bits of `field`. */
static inline uint64_t bits_set(uint64_t x, unsigned pos, unsigned len,
                                uint64_t field)
{
    uint64_t mask = bits_mask(len) << pos;

    return (x & ~mask) | ((field << pos) & mask);
}

/* The low `len` bits of x as a two's complement number; 1 <= len <= 64. */
static inline int64_t bits_sext(uint64_t x, unsigned len)
{
    return (int64_t)(x << (64 - len)) >> (64 - len);
}

/* The signed field of `len` bits from bit `pos`; len >= 1, pos + len <= 64. */
static inline int64_t bits_sget(uint64_t x, unsigned pos, unsigned len)
{
    return bits_sext(x >> pos, len);
}

static inline bool bit_test(uint64_t x, unsigned pos)
{
    return (x >> pos) & 1;
}

/* Rotations take any count and use it modulo the width. */
static inline uint32_t rol32(uint32_t x, unsigned n)
{
    return (x << (n & 31)) | (x >> (-n & 31));
}

static inline uint32_t ror32(uint32_t x, unsigned n)
{
    return (x >> (n & 31)) | (x << (-n & 31));
}

static inline uint64_t rol64(uint64_t x, unsigned n)
{
    return (x << (n & 63)) | (x >> (-n & 63));
}

static inline uint64_t ror64(uint64_t x, unsigned n)
{
    return (x >> (n & 63)) | (x << (-n & 63));
}

/* Rotate the low `len` bits of x right by n < len; 1 <= len <= 64. */
static inline uint64_t bits_ror(uint64_t x, unsigned n, unsigned len)
{
    x &= bits_mask(len);
    return n == 0 ? x : ((x >> n) | (x << (len - n))) & bits_mask(len);
}

static inline unsigned popcount32(uint32_t x)
{
    return (unsigned)__builtin_popcount(x);
}

static inline unsigned popcount64(uint64_t x)
{
    return (unsigned)__builtin_popcountll(x);
}

/* Leading and trailing zeros; of 0, the width. */
static inline unsigned clz32(uint32_t x)
{
    return x == 0 ? 32 : (unsigned)__builtin_clz(x);
}

static inline unsigned clz64(uint64_t x)
{
    return x == 0 ? 64 : (unsigned)__builtin_clzll(x);
}

static inline unsigned ctz32(uint32_t x)
{
    return x == 0 ? 32 : (unsigned)__builtin_ctz(x);
}

static inline unsigned ctz64(uint64_t x)
{
    return x == 0 ? 64 : (unsigned)__builtin_ctzll(x);
}

/* The bits of x in the opposite order. */
static inline uint64_t bitrev64(uint64_t x)
{
    x = __builtin_bswap64(x);
    x = (x & 0x0f0f0f0f0f0f0f0f) << 4 | ((x >> 4) & 0x0f0f0f0f0f0f0f0f);
    x = (x & 0x3333333333333333) << 2 | ((x >> 2) & 0x3333333333333333);
    return (x & 0x5555555555555555) << 1 | ((x >> 1) & 0x5555555555555555);
}

static inline uint32_t bitrev32(uint32_t x)
{
    return (uint32_t)(bitrev64(x) >> 32);
}

static inline bool is_pow2(uint64_t x)
{
    return x != 0 && (x & (x - 1)) == 0;
}

/* `align` is a power of two; align_up wraps past the top. */
static inline uint64_t align_down(uint64_t x, uint64_t align)
{
    return x & -align;
}

static inline uint64_t align_up(uint64_t x, uint64_t align)
{
    return (x + align - 1) & -align;
}

#endif
