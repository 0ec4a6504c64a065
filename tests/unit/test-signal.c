/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The queue of signals: order, coalescing, masks (signal(7)). */
#include "config.h"

#include "signal/queue.h"
#include "unit/suites.h"

#include <signal.h>

static struct guest_siginfo infos[SIGNAL_COUNT];
static struct signal_queue queue = {.info = infos};

static bool add(int sig, int code)
{
    struct guest_siginfo info = {.si_signo = sig, .si_code = code};

    return signal_queue_add(&queue, sig, &info);
}

static void setup(void)
{
    signal_queue_drop(&queue, ~UINT64_C(0));
}

START_TEST(empty)
{
    struct guest_siginfo info;

    ck_assert_int_eq(signal_queue_take(&queue, ~UINT64_C(0), &info), 0);
}
END_TEST

/* The synchronous ones first, then by number, 64 last. */
START_TEST(kernel_order)
{
    static const int given[] = {64, 1, 34, 11, 15, 7, 5, 2, 63, 8, 4};
    static const int taken[] = {4, 5, 7, 8, 11, 1, 2, 15, 34, 63, 64};
    struct guest_siginfo info;

    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        ck_assert(add(given[i], -given[i]));
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        ck_assert_int_eq(signal_queue_take(&queue, ~UINT64_C(0), &info),
                         taken[i]);
        ck_assert_int_eq(info.si_signo, taken[i]);
        ck_assert_int_eq(info.si_code, -taken[i]);
    }
    ck_assert_int_eq(signal_queue_take(&queue, ~UINT64_C(0), &info), 0);
}
END_TEST

/* Of a second one the first one's information stays. */
START_TEST(coalesce)
{
    struct guest_siginfo info;

    ck_assert(add(SIGSEGV, 1));
    ck_assert(!add(SIGSEGV, 2));
    ck_assert_int_eq(signal_queue_take(&queue, ~UINT64_C(0), &info), SIGSEGV);
    ck_assert_int_eq(info.si_code, 1);
    ck_assert(add(SIGSEGV, 3));
    ck_assert_int_eq(signal_queue_take(&queue, ~UINT64_C(0), &info), SIGSEGV);
    ck_assert_int_eq(info.si_code, 3);
}
END_TEST

/* What is not wanted stays, and does not come before what is. */
START_TEST(masked)
{
    struct guest_siginfo info;

    add(SIGSEGV, 0);
    add(SIGUSR1, 0);
    add(SIGTERM, 0);
    ck_assert_int_eq(signal_queue_take(&queue, ~SIGNAL_BIT(SIGSEGV), &info),
                     SIGUSR1);
    ck_assert_int_eq(signal_queue_take(&queue, SIGNAL_BIT(SIGUSR1), &info), 0);
    ck_assert_int_eq(signal_queue_take(&queue, ~UINT64_C(0), &info), SIGSEGV);
    signal_queue_drop(&queue, SIGNAL_BIT(SIGTERM));
    ck_assert_int_eq(signal_queue_take(&queue, ~UINT64_C(0), &info), 0);
}
END_TEST

Suite *suite_signal(void)
{
    Suite *s = suite_create("signal");
    TCase *tc = tcase_create("queue");

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, empty);
    tcase_add_test(tc, kernel_order);
    tcase_add_test(tc, coalesce);
    tcase_add_test(tc, masked);
    suite_add_tcase(s, tc);
    return s;
}
