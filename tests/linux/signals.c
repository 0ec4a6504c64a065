/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

static volatile int got[65], order[16], n;

static void handler(int sig)
{
    got[sig]++;
    if (n < 16)
        order[n++] = sig;
}

int main(void)
{
    struct sigaction sa = {.sa_handler = handler}, old;
    sigset_t set, pending;

    R(sigaction(SIGUSR1, &sa, &old));
    T(old.sa_handler == SIG_DFL);
    R(sigaction(SIGUSR1, NULL, &old));
    T(old.sa_handler == handler);
    R(raise(SIGUSR1));
    V(got[SIGUSR1]);
    R(sigaction(SIGKILL, &sa, NULL));
    R(sigaction(99, &sa, NULL));
    sigaction(SIGUSR2, &sa, NULL);
    sigaction(SIGRTMIN + 1, &sa, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigaddset(&set, SIGRTMIN + 1);
    R(sigprocmask(SIG_BLOCK, &set, NULL));
    raise(SIGUSR1);
    raise(SIGUSR1);
    raise(SIGRTMIN + 1);
    raise(SIGRTMIN + 1);
    raise(SIGUSR2);
    R(sigpending(&pending));
    printf("%d %d %d\n", sigismember(&pending, SIGUSR1),
           sigismember(&pending, SIGUSR2), sigismember(&pending, SIGINT));
    n = 0;
    R(sigprocmask(SIG_UNBLOCK, &set, NULL));
    printf("%d %d %d\n", got[SIGUSR1], got[SIGUSR2], got[SIGRTMIN + 1]);
    sa.sa_flags = SA_RESETHAND;
    sigaction(SIGUSR1, &sa, NULL);
    raise(SIGUSR1);
    sigaction(SIGUSR1, NULL, &old);
    T(old.sa_handler == SIG_DFL);
    R(sigprocmask(99, &set, NULL));
    R(kill(getpid(), 0));
    R(kill(getpid(), 99));
    signal(SIGUSR1, SIG_IGN);
    R(raise(SIGUSR1));
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGUSR2, SIG_DFL);
        raise(SIGUSR2);
        _exit(1);
    }
    reap(pid);
    return 0;
}
