/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/log.h"
#include "unit/suites.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

START_TEST(names)
{
    uint32_t mask = LOG_PAGE;

    ck_assert_ptr_null(log_parse("in_asm,exec", &mask));
    ck_assert_uint_eq(mask, LOG_PAGE | LOG_IN_ASM | LOG_EXEC);
    mask = 0;
    ck_assert_ptr_null(log_parse("op", &mask));
    ck_assert_uint_eq(mask, LOG_OP);
    ck_assert_ptr_null(log_parse("all", &mask));
    ck_assert_uint_eq(mask, LOG_ALL);
    for (unsigned bit = 0; bit < LOG_BIT_COUNT; bit++) {
        mask = 0;
        ck_assert_ptr_null(log_parse(log_items[bit].name, &mask));
        ck_assert_uint_eq(mask, 1u << bit);
    }
}
END_TEST

START_TEST(bad_names)
{
    uint32_t mask = LOG_INT;

    ck_assert_str_eq(log_parse("exec,ops,cpu", &mask), "ops,cpu");
    ck_assert_str_eq(log_parse("", &mask), "");
    ck_assert_str_eq(log_parse("cpu,", &mask), "");
    ck_assert_str_eq(log_parse("o", &mask), "o");
    ck_assert_uint_eq(mask, LOG_INT);
}
END_TEST

START_TEST(file)
{
    char path[] = "/tmp/calque-log-XXXXXX";
    char text[2000];
    char got[3000] = "";
    struct log log = {0};
    int fd = mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq((int)write(fd, "old", 3), 3);
    memset(text, 'a', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    ck_assert_int_eq(log_open(&log, LOG_OP | LOG_CPU, path), 0);
    ck_assert(log_enabled(&log, LOG_OP));
    ck_assert(!log_enabled(&log, LOG_EXEC));
    ck_assert(log_enabled(&log, LOG_EXEC | LOG_CPU));
    log_printf(&log, "%d %s.", 7, text);
    log_write(&log, "end\n", 4);
    ck_assert_int_eq((int)pread(fd, got, sizeof(got), 0), 2 + 1999 + 1 + 4);
    ck_assert_int_eq(memcmp(got, "7 aaa", 5), 0);
    ck_assert_str_eq(got + 2001, ".end\n");
    unlink(path);
}
END_TEST

/* The descriptor is out of the guest's way and does not survive an exec. */
START_TEST(descriptor)
{
    struct log log = {0};
    struct rlimit limit;

    ck_assert_int_eq(log_open(&log, LOG_OP, "/dev/null"), 0);
    ck_assert_int_ge(log.fd, 100);
    ck_assert_int_lt(log.fd, 1024);
    ck_assert_int_eq(fcntl(log.fd, F_GETFD), FD_CLOEXEC);
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 20;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    ck_assert_int_eq(log_open(&log, LOG_OP, "/dev/null"), 0);
    ck_assert_int_lt(log.fd, 20);
}
END_TEST

START_TEST(no_file)
{
    struct log log = {.mask = 1, .fd = 5};

    ck_assert_int_eq(log_open(&log, LOG_OP, "/nonexistent/log"), -ENOENT);
    ck_assert_uint_eq(log.mask, 1);
    ck_assert_int_eq(log.fd, 5);
}
END_TEST

Suite *suite_log(void)
{
    Suite *suite = suite_create("log");
    TCase *tcase = tcase_create("log");

    tcase_add_test(tcase, names);
    tcase_add_test(tcase, bad_names);
    tcase_add_test(tcase, file);
    tcase_add_test(tcase, descriptor);
    tcase_add_test(tcase, no_file);
    suite_add_tcase(suite, tcase);
    return suite;
}
