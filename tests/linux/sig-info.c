/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What handlers are told about who sent a signal and why. */
#include "t.h"
#include <time.h>

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    printf("%d: signo %d code %d errno %d", sig, si->si_signo, si->si_code,
           si->si_errno);
    if (sig == SIGCHLD)
        printf(" status %d", si->si_status);
    else if (si->si_code == SI_QUEUE || si->si_code == SI_TIMER)
        printf(" value %d", si->si_value.sival_int);
    if (si->si_code <= 0 && si->si_code != SI_TIMER)
        printf(" %s %s", si->si_pid == getpid() ? "own pid" : "other pid",
               si->si_uid == getuid() ? "own uid" : "other uid");
    printf("\n");
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL,
                          .sigev_signo = SIGRTMIN + 2,
                          .sigev_value.sival_int = 77};
    struct itimerspec when = {.it_value.tv_nsec = 1000000};
    sigset_t none, chld;
    siginfo_t info;
    timer_t timer;
    pid_t pid;

    sigemptyset(&none);
    sigaction(SIGUSR1, &sa, NULL);
    sigaction(SIGCHLD, &sa, NULL);
    sigaction(SIGRTMIN + 2, &sa, NULL);
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGTRAP, &sa, NULL);
    R(kill(getpid(), SIGUSR1));
    R(raise(SIGUSR1));
    R(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 42}));
    R(sigqueue(getpid(), SIGRTMIN + 2, (union sigval){.sival_int = -5}));
    R(kill(getpid(), SIGSEGV));
    R(raise(SIGTRAP));
    memset(&info, 0, sizeof(info));
    info.si_signo = SIGSEGV;
    info.si_code = SEGV_ACCERR;
    info.si_addr = (void *)0x1234;
    R(syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), SIGSEGV, &info));
    sigemptyset(&chld);
    sigaddset(&chld, SIGCHLD);
    sigaddset(&chld, SIGRTMIN + 2);
    sigprocmask(SIG_BLOCK, &chld, NULL);
    R(timer_create(CLOCK_MONOTONIC, &ev, &timer));
    R(timer_settime(timer, 0, &when, NULL));
    R(sigsuspend(&none));
    fflush(stdout);
    pid = fork();
    if (pid == 0)
        _exit(9);
    R(sigsuspend(&none));
    reap(pid);
    fflush(stdout);
    pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    kill(pid, SIGKILL);
    R(sigsuspend(&none));
    reap(pid);
    return 0;
}
