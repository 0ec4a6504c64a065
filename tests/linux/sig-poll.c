/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting with a mask: ppoll, pselect, epoll_pwait; signalfd. */
#include "t.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <time.h>

static int count;

static void handler(int sig)
{
    sigset_t now;

    count++;
    sigprocmask(SIG_BLOCK, NULL, &now);
    printf("in %d, USR1 %d USR2 %d\n", sig, sigismember(&now, SIGUSR1),
           sigismember(&now, SIGUSR2));
}

static void masked(const char *when)
{
    sigset_t now;

    sigprocmask(SIG_BLOCK, NULL, &now);
    printf("%s: USR1 %d USR2 %d count %d\n", when, sigismember(&now, SIGUSR1),
           sigismember(&now, SIGUSR2), count);
}

int main(void)
{
    struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_RESTART};
    struct timespec soon = {0, 1000000}, long_time = {5, 0};
    struct epoll_event ev;
    struct signalfd_siginfo si;
    sigset_t both, two;
    int fd, ep = epoll_create1(0);

    sigaction(SIGUSR1, &sa, NULL);
    sigaction(SIGUSR2, &sa, NULL);
    sigemptyset(&both);
    sigaddset(&both, SIGUSR1);
    sigaddset(&both, SIGUSR2);
    two = both;
    sigdelset(&two, SIGUSR1);
    sigprocmask(SIG_BLOCK, &both, NULL);
    raise(SIGUSR1);
    R(poll(NULL, 0, 1));
    R(ppoll(NULL, 0, &long_time, &two));
    masked("ppoll");
    raise(SIGUSR2);
    R(ppoll(NULL, 0, &soon, &two));
    raise(SIGUSR1);
    R(pselect(0, NULL, NULL, NULL, &long_time, &two));
    masked("pselect");
    raise(SIGUSR1);
    R(epoll_pwait(ep, &ev, 1, 5000, &two));
    masked("epoll_pwait");
    fd = signalfd(-1, &both, SFD_NONBLOCK | SFD_CLOEXEC);
    T(fd >= 0);
    raise(SIGUSR1);
    R(read(fd, &si, sizeof(si)));
    V(si.ssi_signo);
    T(si.ssi_pid == (uint32_t)getpid());
    R(read(fd, &si, sizeof(si)));
    V(si.ssi_signo);
    R(read(fd, &si, sizeof(si)));
    masked("end");
    return 0;
}
