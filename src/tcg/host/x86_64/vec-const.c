/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* See vec-const.h. */
#include "config.h"

#include <string.h>

#include "base/softfp.h"
#include "tcg/host/x86_64/vec-const.h"

/* clang-format off */
#define U64(lo, hi)  {.u64 = {lo, hi}}
#define ALL64(x)     U64(x, x)
#define ALL32(x)     ALL64((x) * 0x100000001ull)
#define ALL16(x)     ALL64((x) * 0x1000100010001ull)
#define ALL8(x)      ALL64((x) * 0x101010101010101ull)
#define SHUFFLE(...) {.u8 = {__VA_ARGS__}}
#define ZERO         0x80
#define NARROW(...)                                                            \
    SHUFFLE(__VA_ARGS__, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)

static const union v128 fixed[K_RECIP] = {
    [K_BYTE] = ALL8(0ull),
    [K_BYTE + 1] = ALL8(1ull),
    [K_BYTE + 2] = ALL8(2ull),
    [K_BYTE + 3] = ALL8(3ull),
    [K_BYTE + 4] = ALL8(4ull),
    [K_BYTE + 5] = ALL8(5ull),
    [K_BYTE + 6] = ALL8(6ull),
    [K_BYTE + 7] = ALL8(7ull),
    [K_BYTE + 8] = ALL8(8ull),
    [K_BYTE + 9] = ALL8(9ull),
    [K_BYTE + 10] = ALL8(10ull),
    [K_BYTE + 11] = ALL8(11ull),
    [K_BYTE + 12] = ALL8(12ull),
    [K_BYTE + 13] = ALL8(13ull),
    [K_BYTE + 14] = ALL8(14ull),
    [K_BYTE + 15] = ALL8(15ull),
    [K_DUPH] = ALL16(0x0100ull),
    [K_DUPH + 1] = ALL16(0x0302ull),
    [K_DUPH + 2] = ALL16(0x0504ull),
    [K_DUPH + 3] = ALL16(0x0706ull),
    [K_DUPH + 4] = ALL16(0x0908ull),
    [K_DUPH + 5] = ALL16(0x0b0aull),
    [K_DUPH + 6] = ALL16(0x0d0cull),
    [K_DUPH + 7] = ALL16(0x0f0eull),
    [K_SHL8] = ALL8(0xffull),
    [K_SHL8 + 1] = ALL8(0xfeull),
    [K_SHL8 + 2] = ALL8(0xfcull),
    [K_SHL8 + 3] = ALL8(0xf8ull),
    [K_SHL8 + 4] = ALL8(0xf0ull),
    [K_SHL8 + 5] = ALL8(0xe0ull),
    [K_SHL8 + 6] = ALL8(0xc0ull),
    [K_SHL8 + 7] = ALL8(0x80ull),
    [K_SHR8] = ALL8(0xffull),
    [K_SHR8 + 1] = ALL8(0x7full),
    [K_SHR8 + 2] = ALL8(0x3full),
    [K_SHR8 + 3] = ALL8(0x1full),
    [K_SHR8 + 4] = ALL8(0x0full),
    [K_SHR8 + 5] = ALL8(0x07ull),
    [K_SHR8 + 6] = ALL8(0x03ull),
    [K_SHR8 + 7] = ALL8(0x01ull),
    [K_SIGN8] = ALL8(0x80ull),
    [K_SIGN8 + 1] = ALL8(0x40ull),
    [K_SIGN8 + 2] = ALL8(0x20ull),
    [K_SIGN8 + 3] = ALL8(0x10ull),
    [K_SIGN8 + 4] = ALL8(0x08ull),
    [K_SIGN8 + 5] = ALL8(0x04ull),
    [K_SIGN8 + 6] = ALL8(0x02ull),
    [K_SIGN8 + 7] = ALL8(0x01ull),
    [K_LOW] = U64(0xff, 0),
    [K_LOW + 1] = U64(0xffff, 0),
    [K_LOW + 2] = U64(0xffffffff, 0),
    [K_LOW + 3] = U64(0xffffffffffffffff, 0),
    [K_ONE] = ALL8(1ull),
    [K_ONE + 1] = ALL16(1ull),
    [K_ONE + 2] = ALL32(1ull),
    [K_ONE + 3] = ALL64(1ull),
    [K_SIGN] = ALL8(0x80ull),
    [K_SIGN + 1] = ALL16(0x8000ull),
    [K_SIGN + 2] = ALL32(0x80000000ull),
    [K_SIGN + 3] = ALL64(0x8000000000000000ull),
    [K_EVEN] = ALL16(0xffull),
    [K_EVEN + 1] = ALL32(0xffffull),
    [K_EVEN + 2] = ALL64(0xffffffffull),
    [K_UNZIP + 0] = SHUFFLE(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15),
    [K_UNZIP + 1] = SHUFFLE(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15),
    [K_UNZIP + 2] = SHUFFLE(0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15),
    [K_XTN + 0] = NARROW(0, 2, 4, 6, 8, 10, 12, 14),
    [K_XTN + 1] = NARROW(0, 1, 4, 5, 8, 9, 12, 13),
    [K_XTN + 2] = NARROW(0, 1, 2, 3, 8, 9, 10, 11),
    [K_XTNH + 0] = NARROW(1, 3, 5, 7, 9, 11, 13, 15),
    [K_XTNH + 1] = NARROW(2, 3, 6, 7, 10, 11, 14, 15),
    [K_XTNH + 2] = NARROW(4, 5, 6, 7, 12, 13, 14, 15),
    [K_REV + 0] = SHUFFLE(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14),
    [K_REV + 1] = SHUFFLE(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12),
    [K_REV + 2] = SHUFFLE(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8),
    [K_REV + 3] = SHUFFLE(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13),
    [K_REV + 4] = SHUFFLE(6, 7, 4, 5, 2, 3, 0, 1, 14, 15, 12, 13, 10, 11, 8, 9),
    [K_70] = ALL8(0x70ull),
    [K_TABLE] = ALL8(0x00ull),
    [K_TABLE + 1] = ALL8(0x10ull),
    [K_TABLE + 2] = ALL8(0x20ull),
    [K_TABLE + 3] = ALL8(0x30ull),
    [K_CNT] = SHUFFLE(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4),
    [K_CLZ] = SHUFFLE(4, 3, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    [K_RBITL] = SHUFFLE(0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15),
    [K_RBITH] = SHUFFLE(0, 128, 64, 192, 32, 160, 96, 224, 16, 144, 80, 208, 48, 176, 112, 240),
    [K_RBITM] = ALL64(0x8040201008040201ull),
    [K_SHA1 + 0] = ALL32(0x5a827999ull),
    [K_SHA1 + 1] = ALL32(0x6ed9eba1ull),
    [K_SHA1 + 2] = ALL32(0x8f1bbcdcull),
    [K_F1HI] = U64(0, 0x3f8000003f800000),
    [K_F1HI + 1] = U64(0, 0x3ff0000000000000),
    [K_F1] = ALL32(0x3f800000ull),
    [K_F1 + 1] = ALL64(0x3ff0000000000000ull),
    [K_FHALF] = ALL32(0x3f000000ull),
    [K_FHALF + 1] = ALL64(0x3fe0000000000000ull),
    [K_FWHOLE] = ALL32(0x4b000000ull),
    [K_FWHOLE + 1] = ALL64(0x4330000000000000ull),
    [K_F65536] = ALL32(0x47800000ull),
    [K_H1HI] = U64(0, 0x3c003c003c003c00),
    [K_ODD] = ALL64(0x1fffffffull),
    [K_ODD + 1] = ALL64(0x20000000ull),
    [K_ODD + 2] = ALL64(0xffffffffe0000000ull),
    [K_BIT32] = U64(1ull << 32, 0),
    [K_COUNT8] = ALL8(0xffull),
    [K_COUNT8 + 1] = ALL16(0xffull),
    [K_COUNT8 + 2] = ALL32(0xffull),
    [K_COUNT8 + 3] = ALL64(0xffull),
    [K_UPPER] = U64(0, ~0ull),
    [K_F2] = ALL32(0x40000000ull),
    [K_F2 + 1] = ALL64(0x4000000000000000ull),
    [K_F3] = ALL32(0x40400000ull),
    [K_F3 + 1] = ALL64(0x4008000000000000ull),
    [K_FSQUARE] = ALL32(0x5f000000ull),
    [K_FSQUARE + 1] = ALL64(0x5fe0000000000000ull),
    [K_NAN] = U64(0x7fc00000, 0),
    [K_NAN + 1] = U64(0x7ff8000000000000, 0),
    [K_FMAX] = ALL32(0x7f7fffffull),
    [K_FMAX + 1] = ALL64(0x7fefffffffffffffull),
    [K_FNORMAL] = ALL32(0x007fffffull),
    [K_FNORMAL + 1] = ALL64(0x000fffffffffffffull),
    [K_FRECIP] = ALL32(0x7e7fffffull),
    [K_FRECIP + 1] = ALL64(0x7fcfffffffffffffull),
    [K_RECIPEXP] = ALL32(2ull * 127 - 1),
    [K_RECIPEXP + 1] = ALL64(2ull * 1023 - 1),
    [K_RSQRTEXP] = ALL32(3ull * 127 - 1),
    [K_RSQRTEXP + 1] = ALL64(3ull * 1023 - 1),
    [K_UPPERONE] = ALL16(0x0100ull),
};
/* clang-format on */

/* The estimates of fixed-point numbers are of the same tables: bits 31..23 are
 * the number, with its leading one, and the result. */
static uint8_t recip(unsigned fraction)
{
    return (uint8_t)(softfp_urecip_estimate((256 | fraction) << 23) >> 23);
}

/* With an odd exponent the number is one bit shorter; with an even one, its
 * last bit makes no difference. */
static uint8_t rsqrt(unsigned odd, unsigned fraction)
{
    unsigned number = odd ? 128 | fraction : 256 | fraction << 1;

    return (uint8_t)(softfp_ursqrt_estimate(number << 23) >> 23);
}

void vec_put_consts(union v128 at[K_COUNT])
{
    memcpy(at, fixed, sizeof(fixed));
    for (unsigned i = 0; i < 256; i++) {
        at[K_RECIP + i / 16].u8[i % 16] = recip(i);
        at[K_RSQRT + i / 16].u8[i % 16] = rsqrt(i >> 7, i & 0x7f);
    }
}
