/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/arena.h"
#include "unit/suites.h"

#include <stdint.h>

START_TEST(apart_and_aligned)
{
    struct arena arena;
    char *objects[500];

    arena_init(&arena, 4096);
    for (size_t i = 0; i < 500; i++) {
        size_t align = (size_t)1 << (i % 8);

        objects[i] = (char *)arena_alloc(&arena, i, align);
        ck_assert_uint_eq((uintptr_t)objects[i] % align, 0);
        memset(objects[i], (int)(i & 255), i);
    }
    for (size_t i = 0; i < 500; i++)
        for (size_t j = 0; j < i; j++)
            ck_assert_uint_eq((unsigned char)objects[i][j], i & 255);
    arena_free(&arena);
    ck_assert_uint_eq(arena_footprint(&arena), 0);
}
END_TEST

START_TEST(larger_than_a_chunk)
{
    struct arena arena;
    char *small, *large;

    arena_init(&arena, 4096);
    small = (char *)arena_alloc(&arena, 16, 8);
    large = (char *)arena_zalloc(&arena, 1 << 20, 65536);
    ck_assert_uint_eq((uintptr_t)large % 65536, 0);
    large[(1 << 20) - 1] = 1;
    memset(small, 1, 16);
    ck_assert_int_eq(large[0], 0);
    arena_free(&arena);
}
END_TEST

/* What has been taken from the host once serves all later rounds. */
START_TEST(reuse)
{
    struct arena arena;
    size_t footprint = 0;

    arena_init(&arena, 4096);
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 100; i++) {
            uint64_t *p = ARENA_ARRAY(&arena, uint64_t, 100);

            memset(p, 0xff, 100 * sizeof(*p));
        }
        if (round == 0)
            footprint = arena_footprint(&arena);
        ck_assert_uint_eq(arena_footprint(&arena), footprint);
        arena_reset(&arena);
    }
    ck_assert_uint_eq(*ARENA_NEW(&arena, uint64_t), 0);
    arena_free(&arena);
}
END_TEST

START_TEST(marks)
{
    struct arena arena;
    struct arena_mark start, mark;
    char *kept, *first;

    arena_init(&arena, 4096);
    start = arena_mark(&arena);
    kept = (char *)arena_alloc(&arena, 100, 1);
    memset(kept, 'k', 100);
    mark = arena_mark(&arena);
    first = (char *)arena_alloc(&arena, 100, 1);
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(&arena, 1000, 1), 'x', 1000);
    arena_release(&arena, mark);
    ck_assert_ptr_eq(arena_alloc(&arena, 100, 1), first);
    ck_assert_int_eq(kept[99], 'k');
    arena_release(&arena, start);
    ck_assert_ptr_eq(arena_alloc(&arena, 100, 1), kept);
    arena_free(&arena);
}
END_TEST

Suite *suite_arena(void)
{
    Suite *suite = suite_create("arena");
    TCase *tcase = tcase_create("arena");

    tcase_add_test(tcase, apart_and_aligned);
    tcase_add_test(tcase, larger_than_a_chunk);
    tcase_add_test(tcase, reuse);
    tcase_add_test(tcase, marks);
    suite_add_tcase(suite, tcase);
    return suite;
}
