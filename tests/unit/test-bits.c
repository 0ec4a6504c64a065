/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/bits.h"
#include "unit/suites.h"

START_TEST(masks)
{
    ck_assert_uint_eq(bits_mask(0), 0);
    ck_assert_uint_eq(bits_mask(1), 1);
    ck_assert_uint_eq(bits_mask(63), INT64_MAX);
    ck_assert_uint_eq(bits_mask(64), UINT64_MAX);
}
END_TEST

START_TEST(fields)
{
    ck_assert_uint_eq(bits_get(0x123456789abcdef0, 4, 12), 0xdef);
    ck_assert_uint_eq(bits_get(UINT64_MAX, 0, 64), UINT64_MAX);
    ck_assert_uint_eq(bits_set(UINT64_MAX, 8, 8, 0x1a5), 0xffffffffffffa5ff);
    ck_assert_uint_eq(bits_set(0, 63, 1, 1), 1ULL << 63);
    ck_assert(bit_test(1ULL << 63, 63));
    ck_assert(!bit_test(1ULL << 63, 62));
}
END_TEST

START_TEST(sign_extension)
{
    ck_assert_int_eq(bits_sext(0x80, 8), -128);
    ck_assert_int_eq(bits_sext(0xff7f, 8), 127);
    ck_assert_int_eq(bits_sext(1, 1), -1);
    ck_assert_int_eq(bits_sext(1ULL << 63, 64), INT64_MIN);
    ck_assert_int_eq(bits_sget(0xabcd, 8, 4), -5);
    ck_assert_int_eq(bits_sget(0xabcd, 0, 4), -3);
}
END_TEST

/* Against the definition: bit i of the result is bit i + n of x. */
START_TEST(rotation)
{
    uint64_t x = 0x8123456789abcdef;

    for (unsigned n = 0; n < 130; n++) {
        for (unsigned i = 0; i < 64; i++) {
            ck_assert(bit_test(ror64(x, n), i) == bit_test(x, (i + n) % 64));
            ck_assert(bit_test(rol64(x, n), (i + n) % 64) == bit_test(x, i));
        }
        for (unsigned i = 0; i < 32; i++) {
            uint32_t y = (uint32_t)x;

            ck_assert(bit_test(ror32(y, n), i) == bit_test(y, (i + n) % 32));
            ck_assert(bit_test(rol32(y, n), (i + n) % 32) == bit_test(y, i));
        }
    }
    ck_assert_uint_eq(bits_ror(0x81, 1, 8), 0xc0);
    ck_assert_uint_eq(bits_ror(0xf81, 0, 8), 0x81);
    ck_assert_uint_eq(bits_ror(1, 1, 64), 1ULL << 63);
    ck_assert_uint_eq(bits_ror(1, 0, 1), 1);
}
END_TEST

START_TEST(counting)
{
    ck_assert_uint_eq(popcount32(0xf0f0f0f0), 16);
    ck_assert_uint_eq(popcount64(UINT64_MAX), 64);
    ck_assert_uint_eq(clz32(0), 32);
    ck_assert_uint_eq(clz32(1), 31);
    ck_assert_uint_eq(clz64(0), 64);
    ck_assert_uint_eq(clz64(1ULL << 63), 0);
    ck_assert_uint_eq(ctz32(0), 32);
    ck_assert_uint_eq(ctz32(0x80000000), 31);
    ck_assert_uint_eq(ctz64(0), 64);
    ck_assert_uint_eq(ctz64(1ULL << 40), 40);
}
END_TEST

START_TEST(reversal)
{
    for (unsigned i = 0; i < 64; i++)
        ck_assert_uint_eq(bitrev64(1ULL << i), 1ULL << (63 - i));
    for (unsigned i = 0; i < 32; i++)
        ck_assert_uint_eq(bitrev32(1u << i), 1u << (31 - i));
}
END_TEST

START_TEST(alignment)
{
    ck_assert(!is_pow2(0));
    ck_assert(is_pow2(1));
    ck_assert(is_pow2(1ULL << 63));
    ck_assert(!is_pow2(3));
    ck_assert_uint_eq(align_up(0, 4096), 0);
    ck_assert_uint_eq(align_up(1, 4096), 4096);
    ck_assert_uint_eq(align_up(4096, 4096), 4096);
    ck_assert_uint_eq(align_down(8191, 4096), 4096);
    ck_assert_uint_eq(align_down(UINT64_MAX, 4096), 0xfffffffffffff000);
}
END_TEST

Suite *suite_bits(void)
{
    Suite *suite = suite_create("bits");
    TCase *tcase = tcase_create("bits");

    tcase_add_test(tcase, masks);
    tcase_add_test(tcase, fields);
    tcase_add_test(tcase, sign_extension);
    tcase_add_test(tcase, rotation);
    tcase_add_test(tcase, counting);
    tcase_add_test(tcase, reversal);
    tcase_add_test(tcase, alignment);
    suite_add_tcase(suite, tcase);
    return suite;
}
