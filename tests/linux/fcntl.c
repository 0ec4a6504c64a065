/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

struct owner {
    int type, pid;
};

int main(void)
{
    struct owner o = {1, getpid()};
    int p[2];

    R(fcntl(1, F_GETFD));
    R(fcntl(0, F_DUPFD, 50));
    R(fcntl(0, F_DUPFD_CLOEXEC, 60));
    R(fcntl(60, F_GETFD));
    R(fcntl(60, F_SETFD, 0));
    R(fcntl(60, F_GETFD));
    R(fcntl(99, F_GETFD));
    R(fcntl(0, 9999));
    R(pipe2(p, O_NONBLOCK | O_CLOEXEC));
    R(fcntl(p[0], F_GETFD));
    T(fcntl(p[0], F_GETFL) & O_NONBLOCK);
    R(fcntl(p[1], F_SETPIPE_SZ, 4096));
    R(fcntl(p[1], F_GETPIPE_SZ));
    R(fcntl(p[0], F_SETOWN_EX, &o));
    T(fcntl(p[0], F_GETOWN) == getpid());
    o.pid = 0;
    R(fcntl(p[0], F_GETOWN_EX, &o));
    T(o.pid == getpid());
    R(fcntl(p[0], F_SETSIG, SIGUSR1));
    R(fcntl(p[0], F_GETSIG) == SIGUSR1);
    R(dup2(p[0], 70));
    R(dup3(p[0], 71, O_CLOEXEC));
    R(fcntl(71, F_GETFD));
    R(dup3(p[0], p[0], 0));
    R(dup3(p[0], 72, 0x12));
    R(dup(1000));
    R(fcntl(p[0], F_GETLK, (void *)-8L));
    R(pipe2(p, 0x10));
    R(pipe2((void *)-8L, 0));
    return 0;
}
