/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <poll.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

int main(void)
{
    struct pollfd p;
    siginfo_t i;
    pid_t pid;
    int fd;

    fflush(stdout);
    if ((pid = fork()) == 0) {
        pause();
        _exit(0);
    }
    T((fd = (int)syscall(434, pid, 0)) >= 0);
    R(fcntl(fd, F_GETFD));
    p = (struct pollfd){fd, POLLIN, 0};
    R(poll(&p, 1, 0));
    R(syscall(424, fd, 0, NULL, 0));
    R(syscall(438, fd, 0, 0) >= 0);
    R(syscall(424, fd, SIGTERM, NULL, 0));
    R(poll(&p, 1, -1));
    R(waitid(P_PIDFD, (id_t)fd, &i, WEXITED));
    printf("%d %d\n", i.si_code, i.si_status);
    R(syscall(424, fd, SIGTERM, NULL, 0));
    R(syscall(434, pid, 0));
    R(syscall(434, getpid(), 1));
    return 0;
}
