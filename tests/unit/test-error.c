/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/error.h"
#include "unit/suites.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void warn(void)
{
    warn_line("%s: %d", "text", 7);
    _exit(0);
}

static void warn_long(void)
{
    warn_line("%04000d", 7);
    _exit(0);
}

static void end(void)
{
    die(42, "no %s", "way");
}

/* Run `body` in a child; what it wrote on stderr, and its status. */
static int run(void (*body)(void), char *text, size_t size)
{
    int pipes[2];
    int status;
    ssize_t n, total = 0;
    pid_t pid;

    ck_assert_int_eq(pipe(pipes), 0);
    pid = fork();
    if (pid == 0) {
        dup2(pipes[1], STDERR_FILENO);
        body();
    }
    close(pipes[1]);
    while ((n = read(pipes[0], text + total, size - 1 - (size_t)total)) > 0)
        total += n;
    text[total] = '\0';
    close(pipes[0]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

START_TEST(messages)
{
    char text[4096];

    ck_assert_int_eq(run(warn, text, sizeof(text)), 0);
    ck_assert_str_eq(text, "calque: text: 7\n");
    ck_assert_int_eq(run(end, text, sizeof(text)), 42);
    ck_assert_str_eq(text, "calque: no way\n");
    ck_assert_int_eq(run(warn_long, text, sizeof(text)), 0);
    ck_assert_uint_eq(strlen(text), 1001);
    ck_assert_int_eq(text[1000], '\n');
}
END_TEST

Suite *suite_error(void)
{
    Suite *suite = suite_create("error");
    TCase *tcase = tcase_create("error");

    tcase_add_test(tcase, messages);
    suite_add_tcase(suite, tcase);
    return suite;
}
