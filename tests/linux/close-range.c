/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* close_range, also with descriptors and tables that are shared. */
#include "t.h"
#include <pthread.h>
#include <sched.h>

#ifndef CLOSE_RANGE_UNSHARE
#define CLOSE_RANGE_UNSHARE 2
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC 4
#endif

static long range(unsigned first, unsigned last, unsigned flags)
{
    return syscall(SYS_close_range, first, last, flags);
}

/* What 20 to 29 are: closed, open, closed on execution. */
static void show(void)
{
    char s[11] = "";

    for (int fd = 20; fd < 30; fd++)
        s[fd - 20] = "-ox"[1 + fcntl(fd, F_GETFD)];
    puts(s);
}

static void open_all(void)
{
    for (int fd = 20; fd < 30; fd++)
        dup2(0, fd);
}

static void *unshare_thread(void *unused)
{
    R(range(20, 24, CLOSE_RANGE_UNSHARE));
    show();
    return unused;
}

static void *share_thread(void *unused)
{
    R(range(27, 28, 0));
    return unused;
}

int main(int argc, char **argv)
{
    char *args[] = {argv[0], "again", NULL};
    pthread_t t;
    pid_t pid;

    if (argc > 1 && strcmp(argv[1], "again") == 0) {
        show();
        return 0;
    }
    open_all();
    show();
    R(range(22, 24, 0));
    show();
    R(range(22, 24, 0));
    R(range(24, 22, 0));
    R(range(20, 25, 1));
    R(range(20, 25, 8));
    R(range(25, 25, CLOSE_RANGE_CLOEXEC));
    show();
    open_all();
    R(range(23, ~0u, CLOSE_RANGE_CLOEXEC));
    show();
    fflush(stdout);
    if ((pid = vfork()) == 0) {
        execv(argv[0], args);
        _exit(1);
    }
    reap(pid);
    open_all();
    R(range(28, ~0u, CLOSE_RANGE_CLOEXEC | CLOSE_RANGE_UNSHARE));
    show();

    /* Of two threads one gets a table of its own. */
    open_all();
    pthread_create(&t, NULL, unshare_thread, NULL);
    pthread_join(t, NULL);
    show();
    pthread_create(&t, NULL, share_thread, NULL);
    pthread_join(t, NULL);
    show();

    /* Everything, and the program goes on. */
    fflush(stdout);
    if ((pid = fork()) == 0) {
        range(3, ~0u, 0);
        show();
        R(open("/dev/null", O_RDONLY));
        R(range(0, ~0u, CLOSE_RANGE_UNSHARE));
        errno = 0;
        if (write(1, "", 1) != -1 || errno != EBADF)
            _exit(1);
        _exit(open("/dev/null", O_RDONLY) == 0 ? 0 : 2);
    }
    reap(pid);

    /* And executes another. */
    if ((pid = fork()) == 0) {
        range(3, ~0u, 0);
        execv(argv[0], args);
        _exit(1);
    }
    reap(pid);
    if ((pid = fork()) == 0) {
        range(3, ~0u, CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC);
        execv(argv[0], args);
        _exit(1);
    }
    reap(pid);
    return 0;
}
