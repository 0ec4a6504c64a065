/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The guest's maps from what the host's say: names of anonymous memory, which
 * few kernels have.
 */
#include "config.h"

#include "syscall/proc.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "unit/fixture.h"
#include "unit/suites.h"

enum { ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, PAGE = 4096 };
#define GUEST ((gaddr)0x10000000)

static struct task *task;
static char text[4096];

static void map(unsigned page, unsigned pages, int prot)
{
    ck_assert_int_gt(mm_map(task->mm, GUEST + page * PAGE,
                            (uint64_t)pages * PAGE, prot, ANONYMOUS, -1, 0),
                     0);
}

static void set_up(void)
{
    static const struct task_hooks hooks;

    task = unit_task(&hooks);
    map(0, 10, PROT_READ | PROT_WRITE);
    map(12, 2, PROT_READ);
}

/* What a file becomes when the host has these lines. */
static const char *shown(proc_file_fn *file, const char *host)
{
    struct fmt_sink out = {.buf = text, .size = sizeof(text) - 1};
    int fd = memfd_create("maps", 0);

    ck_assert_int_eq(write(fd, host, strlen(host)), (ssize_t)strlen(host));
    lseek(fd, 0, SEEK_SET);
    ck_assert(file(task, fd, &out));
    close(fd);
    text[out.len] = '\0';
    return text;
}

#define COLUMN "                          "
#define RW     " rw-p 00000000 00:00 0"
#define R      " r--p 00000000 00:00 0"

START_TEST(no_names)
{
    ck_assert_str_eq(shown(proc_maps,
                           "10000000-10003000 rw-p 00000000 00:00 0 \n"
                           "10003000-1000a000 rw-p 00000000 00:00 0 \n"
                           "1000c000-1000e000 r--p 00000000 00:00 0 \n"),
                     "10000000-1000a000" RW " \n"
                     "1000c000-1000e000" R " \n");
    ck_assert_str_eq(shown(proc_maps, ""), "10000000-1000a000" RW " \n"
                                           "1000c000-1000e000" R " \n");
}
END_TEST

/* In the middle, at the end, next to each other, and of all of one. */
START_TEST(names)
{
    ck_assert_str_eq(
        shown(proc_maps,
              "00400000-00401000 r--p 00000000 00:00 0      [anon:not here]\n"
              "10000000-10002000 rw-p 00000000 00:00 0 \n"
              "10002000-10004000 rw-p 00000000 00:00 0      [anon:two words]\n"
              "10004000-10005000 rw-p 00000000 00:00 0      [anon:next]\n"
              "10005000-10008000 rw-p 00000000 00:00 0 \n"
              "10008000-10009000 rw-p 00000000 00:00 0 \n"
              "10009000-1000a000 rw-p 00000000 00:00 0      [anon:]\n"
              "1000c000-1000e000 r--p 00000000 00:00 0      [anon:all]\n"
              "7f0000000000-7f0000001000 r--p 00000000 00:00 0 [anon:ours]\n"),
        "10000000-10002000" RW " \n"
        "10002000-10004000" RW " " COLUMN "       [anon:two words]\n"
        "10004000-10005000" RW " " COLUMN "       [anon:next]\n"
        "10005000-10009000" RW " \n"
        "10009000-1000a000" RW " " COLUMN "       [anon:]\n"
        "1000c000-1000e000" R " " COLUMN "       [anon:all]\n");
}
END_TEST

/* A host's mapping may be of several of the guest's, as it executes none. */
START_TEST(several)
{
    map(12, 1, PROT_READ | PROT_EXEC);
    ck_assert_str_eq(
        shown(proc_maps,
              "1000c000-1000e000 r--p 00000000 00:00 0      [anon:code]\n"),
        "10000000-1000a000" RW " \n"
        "1000c000-1000d000 r-xp 00000000 00:00 0 " COLUMN "       [anon:code]\n"
        "1000d000-1000e000" R " " COLUMN "       [anon:code]\n");
}
END_TEST

START_TEST(in_smaps)
{
    ck_assert_str_eq(
        shown(proc_smaps,
              "10002000-10004000 rw-p 00000000 00:00 0      [anon:name]\n"
              "Rss: 4 kB\n"
              "10004000-10005000 rw-p 00000000 00:00 0 \n"
              "Rss: 0 kB\n"),
        "10002000-10004000" RW " " COLUMN "       [anon:name]\n"
        "Rss: 4 kB\n"
        "10004000-10005000" RW " \n"
        "Rss: 0 kB\n");
}
END_TEST

Suite *suite_maps(void)
{
    Suite *s = suite_create("maps");
    TCase *tc = tcase_create("maps");

    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_add_test(tc, no_names);
    tcase_add_test(tc, names);
    tcase_add_test(tc, several);
    tcase_add_test(tc, in_smaps);
    suite_add_tcase(s, tc);
    return s;
}
