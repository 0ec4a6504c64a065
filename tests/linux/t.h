/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For the guest programs of this folder.  Each prints what its system calls
 * return and nothing that differs from run to run (no addresses, process
 * numbers or times); what a native build prints is what is expected.  They run
 * in an empty directory, with standard input from /dev/null.
 */
#ifndef T_H
#define T_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* The result of an expression, or its error. */
#define R(e)                                                                   \
    do {                                                                       \
        long r_;                                                               \
        errno = 0;                                                             \
        r_ = (long)(e);                                                        \
        if (r_ == -1)                                                          \
            printf("%s = -1 %s\n", #e, strerrorname_np(errno));                \
        else                                                                   \
            printf("%s = %ld\n", #e, r_);                                      \
    } while (0)

/* Only whether it succeeded: the value differs from run to run. */
#define OK(e)                                                                  \
    do {                                                                       \
        errno = 0;                                                             \
        if ((long)(e) == -1)                                                   \
            printf("%s failed: %s\n", #e, strerrorname_np(errno));             \
        else                                                                   \
            printf("%s ok\n", #e);                                             \
    } while (0)

/* A condition. */
#define T(e) printf("%s: %s\n", #e, (e) ? "true" : "FALSE")

/* A value. */
#define V(e) printf("%s: %lld\n", #e, (long long)(e))

static inline int make_file(const char *name, const char *text)
{
    int fd = open(name, O_CREAT | O_TRUNC | O_RDWR, 0644);

    if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
        perror(name);
    return fd;
}

/* Waits for a child and prints how it ended. */
static inline void reap(pid_t pid)
{
    int status;

    if (waitpid(pid, &status, 0) != pid)
        printf("waitpid: %s\n", strerrorname_np(errno));
    else if (WIFEXITED(status))
        printf("exited %d\n", WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        printf("killed by SIG%s\n", sigabbrev_np(WTERMSIG(status)));
    fflush(stdout);
}

#endif
