/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "cpu/target.h"
#include "unit/suites.h"

#include <string.h>

/* C needs B, and B needs A. */
enum { A = 1, B = 2, C = 4, D = 8 };

static const struct cpu_model models[] = {
    {"big", "", A | B | C | D},
    {"bigger", "", A | B | C | D | 16},
    {"small", "", A},
    {NULL, NULL, 0},
};

static const struct cpu_switch switches[] = {
    {"a", A, 0}, {"b", B, A}, {"c", C, B}, {"both", A | D, 0}, {NULL, 0, 0},
};

static const struct target with_switches = {
    .name = "cpu", .models = models, .switches = switches};
static const struct target without = {.name = "plain", .models = models};

static uint64_t features(const char *text)
{
    struct cpu_model m = {NULL, NULL, 0};
    char error[80] = "";

    ck_assert_msg(
        cpu_model_parse(&with_switches, text, &m, error, sizeof(error)), "%s",
        error);
    return m.features;
}

static const char *refused(const struct target *t, const char *text)
{
    static char error[80];
    struct cpu_model m;

    ck_assert(!cpu_model_parse(t, text, &m, error, sizeof(error)));
    return error;
}

START_TEST(names)
{
    struct cpu_model m;
    char error[80];

    ck_assert_uint_eq(features(NULL), A | B | C | D);
    ck_assert_uint_eq(features("bigger"), A | B | C | D | 16);
    ck_assert_uint_eq(features("small"), A);
    ck_assert(cpu_model_parse(&without, "small", &m, error, sizeof(error)));
    ck_assert_str_eq(m.name, "small");
}
END_TEST

START_TEST(turned)
{
    ck_assert_uint_eq(features("small,c=on"), A | B | C);
    ck_assert_uint_eq(features("big,a=off"), D);
    ck_assert_uint_eq(features("big,c=false"), A | B | D);
    ck_assert_uint_eq(features("big,both=no"), 0);
    ck_assert_uint_eq(features("big,a=off,b=yes"), A | B | D);
    ck_assert_uint_eq(features("small,b=true,a=n"), 0);
    ck_assert_uint_eq(features("small,both=y"), A | D);
}
END_TEST

START_TEST(wrong)
{
    ck_assert_str_eq(refused(&with_switches, "bi"),
                     "cpu has no processor called bi");
    ck_assert_str_eq(refused(&with_switches, ""),
                     "cpu has no processor called ");
    ck_assert_str_eq(refused(&with_switches, "big,d=on"),
                     "cpu's processors have no switch called d");
    ck_assert_str_eq(refused(&with_switches, "big,a=on,"),
                     "cpu's processors have no switch called ");
    ck_assert_str_eq(refused(&with_switches, "big,a"), "a=on or a=off, not a");
    ck_assert_str_eq(refused(&with_switches, "big,a=1"),
                     "a=on or a=off, not a=1");
    ck_assert_str_eq(refused(&without, "big,a=on"),
                     "plain's processors have no switch called a");
}
END_TEST

Suite *suite_model(void)
{
    Suite *suite = suite_create("model");
    TCase *tcase = tcase_create("model");

    tcase_add_test(tcase, names);
    tcase_add_test(tcase, turned);
    tcase_add_test(tcase, wrong);
    suite_add_tcase(suite, tcase);
    return suite;
}
