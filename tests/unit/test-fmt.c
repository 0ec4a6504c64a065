/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The C library's snprintf is the reference. */
#include "config.h"

#include "base/fmt.h"
#include "unit/suites.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SAME(...)                                                              \
    do {                                                                       \
        char ours[200], theirs[200];                                           \
        size_t n = fmt_string(ours, sizeof(ours), __VA_ARGS__);                \
                                                                               \
        ck_assert_int_eq(snprintf(theirs, sizeof(theirs), __VA_ARGS__),        \
                         (int)n);                                              \
        ck_assert_str_eq(ours, theirs);                                        \
    } while (0)

START_TEST(integers)
{
    static const int values[] = {0, 1, -1, 42, -42, INT_MAX, INT_MIN};

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        int v = values[i];
        unsigned u = (unsigned)v;

        SAME("%d|%i|%5d|%-5d|%05d|%14d|%-14d|%014d", v, v, v, v, v, v, v, v);
        SAME("%u|%x|%X|%o|%#x|%08x|%#10x|%#010x", u, u, u, u, u, u, u, u);
        SAME("%ld|%lu|%lx", (long)v, (unsigned long)v, (unsigned long)v);
        SAME("%lld|%llx", (long long)v, (unsigned long long)v);
        SAME("%zu|%020zx|%-20zu|", (size_t)v, (size_t)v, (size_t)v);
        SAME("%*d|%-*d|", 9, v, 9, v);
    }
    SAME("%ld %lld", LONG_MIN, LLONG_MAX);
    SAME("%lo", ULONG_MAX);
}
END_TEST

START_TEST(text)
{
    SAME("plain");
    SAME("%s|%8s|%-8s|%2s", "four", "four", "four", "four");
    SAME("%.2s|%.9s|%5.1s|%.*s", "four", "four", "four", 3, "four");
    SAME("%c%c|%3c|%-3c|", 'a', 'b', 'c', 'd');
    SAME("100%% %s%%", "sure");
    SAME("%p", (void *)(uintptr_t)0x123456789abc);
}
END_TEST

START_TEST(null_text)
{
    const char *volatile nothing = NULL;
    char buf[32];

    fmt_string(buf, sizeof(buf), "<%s>", nothing);
    ck_assert_str_eq(buf, "<(null)>");
}
END_TEST

START_TEST(cut)
{
    char buf[8];

    memset(buf, 'x', sizeof(buf));
    ck_assert_uint_eq(fmt_string(buf, 5, "%s-%d", "abc", 1234), 8);
    ck_assert_str_eq(buf, "abc-");
    ck_assert_int_eq(buf[5], 'x');
    ck_assert_uint_eq(fmt_string(buf, 0, "%d", 12), 2);
    ck_assert_int_eq(buf[0], 'a');
    ck_assert_uint_eq(fmt_string(NULL, 0, "%d", 12), 2);
}
END_TEST

static void collect(struct fmt_sink *sink)
{
    strncat((char *)sink->context, sink->buf, sink->len);
    sink->len = 0;
}

START_TEST(flushing)
{
    char all[100] = "", buf[3];
    struct fmt_sink sink = {
        .buf = buf, .size = sizeof(buf), .flush = collect, .context = all};

    fmt_print(&sink, "%s %d %012x", "longer than three", 123456, 0xabcdefu);
    collect(&sink);
    ck_assert_str_eq(all, "longer than three 123456 000000abcdef");
    ck_assert_uint_eq(sink.dropped, 0);
}
END_TEST

Suite *suite_fmt(void)
{
    Suite *suite = suite_create("fmt");
    TCase *tcase = tcase_create("fmt");

    tcase_add_test(tcase, integers);
    tcase_add_test(tcase, text);
    tcase_add_test(tcase, null_text);
    tcase_add_test(tcase, cut);
    tcase_add_test(tcase, flushing);
    suite_add_tcase(suite, tcase);
    return suite;
}
