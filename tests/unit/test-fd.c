/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/fd.h"
#include "unit/suites.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether both descriptors are on one file. */
static bool same(int a, int b)
{
    struct stat s, t;

    return fstat(a, &s) == 0 && fstat(b, &t) == 0 && s.st_ino == t.st_ino &&
           s.st_dev == t.st_dev;
}

static void check_pair(const int pair[2], int first, int second)
{
    ck_assert_int_eq(pair[1], pair[0] + 1);
    ck_assert(same(pair[0], first) && same(pair[1], second));
    ck_assert_int_eq(fcntl(pair[0], F_GETFD), FD_CLOEXEC);
    ck_assert_int_eq(fcntl(pair[1], F_GETFD), FD_CLOEXEC);
}

START_TEST(pairs)
{
    int a = open("/", O_PATH), b = open("/dev/null", O_RDONLY);
    int high = fd_dup_high(a), pair[2], other[2];

    ck_assert_int_gt(high, b);
    close(high);
    /* Room for one between what is taken is not enough. */
    ck_assert_int_eq(dup2(b, high + 1), high + 1);
    ck_assert_int_eq(dup2(b, high + 3), high + 3);
    ck_assert_int_eq(fd_dup_pair(a, b, pair), 0);
    check_pair(pair, a, b);
    ck_assert_int_eq(pair[0], high + 4);
    ck_assert_int_eq(fcntl(high, F_GETFD), -1);
    ck_assert_int_eq(fcntl(high + 2, F_GETFD), -1);
    close(high + 1);
    ck_assert_int_eq(fd_dup_pair(a, b, other), 0);
    check_pair(other, a, b);
    ck_assert_int_eq(other[0], high);
}
END_TEST

START_TEST(full)
{
    const struct rlimit limit = {64, 64};
    int a = open("/", O_PATH), pair[2];

    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    ck_assert_int_eq(fd_dup_pair(a, a, pair), 0);
    check_pair(pair, a, a);
    ck_assert_int_eq(pair[0], 32);
    while (dup(a) >= 0)
        ;
    ck_assert_int_eq(fd_dup_pair(a, a, pair), -EMFILE);
    close(63);
    ck_assert_int_lt(fd_dup_pair(a, a, pair), 0);
    ck_assert_int_eq(fcntl(63, F_GETFD), -1);
    ck_assert_int_eq(fd_dup_pair(-1, a, pair), -EBADF);
}
END_TEST

Suite *suite_fd(void)
{
    Suite *s = suite_create("fd");
    TCase *tc = tcase_create("fd");

    tcase_add_test(tc, pairs);
    tcase_add_test(tc, full);
    suite_add_tcase(s, tc);
    return s;
}
