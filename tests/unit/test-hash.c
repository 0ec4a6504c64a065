/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/bits.h"
#include "base/hash.h"
#include "unit/suites.h"

#include <stdbool.h>
#include <string.h>

/* Changing any input bit changes about half of the output bits. */
START_TEST(avalanche)
{
    for (unsigned bit = 0; bit < 64; bit++) {
        unsigned changed = 0;

        for (uint64_t i = 0; i < 256; i++) {
            uint64_t x = i * 0x1000;

            changed += popcount64(hash_u64(x) ^ hash_u64(x ^ 1ULL << bit));
        }
        ck_assert_uint_gt(changed, 256 * 20);
        ck_assert_uint_lt(changed, 256 * 44);
    }
}
END_TEST

/* Addresses of code are multiples of 4; they must fill a table of any size. */
START_TEST(spread)
{
    static bool low[65536], high[65536];
    unsigned low_used = 0, high_used = 0;

    for (uint64_t i = 0; i < 65536; i++) {
        uint64_t hash = hash_u64(0x5500000000 + 4 * i);

        low_used += !low[hash & 0xffff];
        low[hash & 0xffff] = true;
        high_used += !high[hash >> 48];
        high[hash >> 48] = true;
    }
    /* Random balls into as many bins fill 1 - 1/e of them: 41426. */
    ck_assert_uint_gt(low_used, 41426 - 1000);
    ck_assert_uint_gt(high_used, 41426 - 1000);
}
END_TEST

START_TEST(order_and_length)
{
    static const char zeros[16];

    ck_assert_uint_ne(hash_add(hash_add(0, 1), 2), hash_add(hash_add(0, 2), 1));
    for (size_t size = 0; size < sizeof(zeros); size++)
        ck_assert_uint_ne(hash_bytes(zeros, size), hash_bytes(zeros, size + 1));
    ck_assert_uint_ne(hash_bytes("abcdefghi", 9), hash_bytes("abcdefghj", 9));
    ck_assert_uint_eq(hash_bytes("abcdefghi", 9), hash_bytes("abcdefghi", 9));
}
END_TEST

Suite *suite_hash(void)
{
    Suite *suite = suite_create("hash");
    TCase *tcase = tcase_create("hash");

    tcase_add_test(tcase, avalanche);
    tcase_add_test(tcase, spread);
    tcase_add_test(tcase, order_and_length);
    suite_add_tcase(suite, tcase);
    return suite;
}
