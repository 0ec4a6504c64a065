/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vector operations of AES (FIPS 197), SHA-1 and SHA-256 (FIPS 180-4), each
 * step as the Arm instruction of that name divides them up.
 */
#include "config.h"

#include <stddef.h>

#include "tcg/vop-lane.h"

/* ---- AES; byte 4 * column + row of a register is the state's [row][column] */

static uint8_t times2(uint8_t x)
{
    return (uint8_t)(x << 1 ^ (x & 0x80 ? 0x1b : 0));
}

static uint8_t gf_mul(uint8_t x, uint8_t y)
{
    uint8_t r = 0;

    for (; y != 0; y >>= 1, x = times2(x))
        if (y & 1)
            r ^= x;
    return r;
}

/* The inverse in GF(2^8): x^254; of 0, 0. */
static uint8_t gf_inverse(uint8_t x)
{
    uint8_t r = 1;

    for (unsigned i = 0; i < 7; i++) {
        x = gf_mul(x, x);
        r = gf_mul(r, x);
    }
    return r;
}

static uint8_t rotl8(uint8_t x, unsigned n)
{
    return (uint8_t)(x << n | x >> (8 - n));
}

static uint8_t sub_byte(uint8_t x)
{
    uint8_t y = gf_inverse(x);

    return y ^ rotl8(y, 1) ^ rotl8(y, 2) ^ rotl8(y, 3) ^ rotl8(y, 4) ^ 0x63;
}

static uint8_t inv_sub_byte(uint8_t x)
{
    return gf_inverse(rotl8(x, 1) ^ rotl8(x, 3) ^ rotl8(x, 6) ^ 0x05);
}

void vop_aese(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
              const union v128 *b, const union v128 *c)
{
    (void)ctx, (void)c;
    for (unsigned i = 0; i < 16; i++) {
        unsigned from = (i + 4 * (i & 3)) & 15; /* row r moves left by r */

        d->u8[i] = sub_byte(a->u8[from] ^ b->u8[from]);
    }
}

void vop_aesd(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
              const union v128 *b, const union v128 *c)
{
    (void)ctx, (void)c;
    for (unsigned i = 0; i < 16; i++) {
        unsigned from = (i - 4 * (i & 3)) & 15;

        d->u8[i] = inv_sub_byte(a->u8[from] ^ b->u8[from]);
    }
}

static void mix_columns(union v128 *d, const union v128 *a,
                        const uint8_t factor[4])
{
    for (unsigned i = 0; i < 16; i++) {
        uint8_t r = 0;

        for (unsigned k = 0; k < 4; k++)
            r ^= gf_mul(a->u8[(i & 12) + ((i + k) & 3)], factor[k]);
        d->u8[i] = r;
    }
}

void vop_aesmc(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    (void)ctx, (void)b, (void)c;
    mix_columns(d, a, (const uint8_t[4]){2, 3, 1, 1});
}

void vop_aesimc(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                const union v128 *b, const union v128 *c)
{
    (void)ctx, (void)b, (void)c;
    mix_columns(d, a, (const uint8_t[4]){14, 11, 13, 9});
}

/* ---- SHA ---- */

static uint32_t choose(uint32_t x, uint32_t y, uint32_t z)
{
    return (x & y) | (~x & z);
}

static uint32_t parity(uint32_t x, uint32_t y, uint32_t z)
{
    return x ^ y ^ z;
}

static uint32_t majority(uint32_t x, uint32_t y, uint32_t z)
{
    return (x & y) | (x & z) | (y & z);
}

/* Four rounds. */
static void sha1(union v128 *d, const union v128 *a, const union v128 *b,
                 const union v128 *c,
                 uint32_t (*f)(uint32_t, uint32_t, uint32_t))
{
    uint32_t h[5] = {a->u32[0], a->u32[1], a->u32[2], a->u32[3], b->u32[0]};

    for (unsigned i = 0; i < 4; i++) {
        uint32_t t = rol32(h[0], 5) + f(h[1], h[2], h[3]) + h[4] + c->u32[i];

        h[4] = h[3];
        h[3] = h[2];
        h[2] = rol32(h[1], 30);
        h[1] = h[0];
        h[0] = t;
    }
    for (unsigned i = 0; i < 4; i++)
        d->u32[i] = h[i];
}

void vop_sha1c(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    (void)ctx;
    sha1(d, a, b, c, choose);
}

void vop_sha1p(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    (void)ctx;
    sha1(d, a, b, c, parity);
}

void vop_sha1m(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    (void)ctx;
    sha1(d, a, b, c, majority);
}

void vop_sha1h(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
               const union v128 *b, const union v128 *c)
{
    (void)ctx, (void)b, (void)c;
    lane_zero(d);
    d->u32[0] = rol32(a->u32[0], 30);
}

void vop_sha1su0(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                 const union v128 *b, const union v128 *c)
{
    (void)ctx;
    d->u64[0] = a->u64[0] ^ a->u64[1] ^ c->u64[0];
    d->u64[1] = a->u64[1] ^ b->u64[0] ^ c->u64[1];
}

void vop_sha1su1(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                 const union v128 *b, const union v128 *c)
{
    (void)ctx, (void)c;
    for (unsigned i = 0; i < 3; i++)
        d->u32[i] = rol32(a->u32[i] ^ b->u32[i + 1], 1);
    d->u32[3] = rol32(a->u32[3] ^ d->u32[0], 1);
}

/* Four rounds of SHA-256 on h[0..7] = a..h. */
static void sha256(uint32_t h[8], const union v128 *words)
{
    for (unsigned i = 0; i < 4; i++) {
        uint32_t s1 = ror32(h[4], 6) ^ ror32(h[4], 11) ^ ror32(h[4], 25);
        uint32_t s0 = ror32(h[0], 2) ^ ror32(h[0], 13) ^ ror32(h[0], 22);
        uint32_t t1 = h[7] + s1 + choose(h[4], h[5], h[6]) + words->u32[i];
        uint32_t t2 = s0 + majority(h[0], h[1], h[2]);

        for (unsigned k = 7; k > 0; k--)
            h[k] = h[k - 1];
        h[4] += t1;
        h[0] = t1 + t2;
    }
}

static void sha256_step(union v128 *d, const union v128 *abcd,
                        const union v128 *efgh, const union v128 *words,
                        unsigned first)
{
    uint32_t h[8];

    for (unsigned i = 0; i < 4; i++) {
        h[i] = abcd->u32[i];
        h[i + 4] = efgh->u32[i];
    }
    sha256(h, words);
    for (unsigned i = 0; i < 4; i++)
        d->u32[i] = h[first + i];
}

void vop_sha256h(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                 const union v128 *b, const union v128 *c)
{
    (void)ctx;
    sha256_step(d, a, b, c, 0);
}

void vop_sha256h2(const struct vop_ctx *ctx, union v128 *d, const union v128 *a,
                  const union v128 *b, const union v128 *c)
{
    (void)ctx;
    sha256_step(d, b, a, c, 4);
}

void vop_sha256su0(const struct vop_ctx *ctx, union v128 *d,
                   const union v128 *a, const union v128 *b,
                   const union v128 *c)
{
    (void)ctx, (void)c;
    for (unsigned i = 0; i < 4; i++) {
        uint32_t x = i < 3 ? a->u32[i + 1] : b->u32[0];

        d->u32[i] = a->u32[i] + (ror32(x, 7) ^ ror32(x, 18) ^ x >> 3);
    }
}

void vop_sha256su1(const struct vop_ctx *ctx, union v128 *d,
                   const union v128 *a, const union v128 *b,
                   const union v128 *c)
{
    (void)ctx;
    for (unsigned i = 0; i < 4; i++) {
        uint32_t x = i < 2 ? c->u32[i + 2] : d->u32[i - 2];
        uint32_t y = i < 3 ? b->u32[i + 1] : c->u32[0];

        d->u32[i] = a->u32[i] + (ror32(x, 17) ^ ror32(x, 19) ^ x >> 10) + y;
    }
}
