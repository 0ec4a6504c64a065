/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sigsuspend, sigwait, ppoll's mask, signalfd, siginfo, alternate stack. */
#include "t.h"
#include <poll.h>
#include <sys/signalfd.h>
#include <time.h>

static volatile int got, code, value, on_stack;
static char stack[65536];

static void handler(int sig, siginfo_t *i, void *uc)
{
    (void)uc;
    got = sig;
    code = i->si_code;
    value = i->si_value.sival_int;
    on_stack = (char *)&sig > stack && (char *)&sig < stack + sizeof(stack);
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler,
                           .sa_flags = SA_SIGINFO | SA_ONSTACK};
    struct signalfd_siginfo si;
    struct timespec ts = {0, 1000000};
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)}, old;
    sigset_t set, none;
    siginfo_t info;
    int fd;

    sigemptyset(&none);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigaction(SIGUSR1, &sa, NULL);
    R(sigaltstack(&ss, NULL));
    R(sigaltstack(NULL, &old));
    T(old.ss_sp == stack && old.ss_size == sizeof(stack));
    R(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 123}));
    printf("%d %d %d %d\n", got == SIGUSR1, code, value, on_stack);
    ss.ss_size = 10;
    R(sigaltstack(&ss, NULL));
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
    got = 0;
    R(sigsuspend(&none));
    V(got == SIGUSR1);
    raise(SIGUSR1);
    got = 0;
    R(ppoll(NULL, 0, &(struct timespec){5, 0}, &none));
    V(got == SIGUSR1);
    sigprocmask(SIG_BLOCK, NULL, &none);
    T(sigismember(&none, SIGUSR1));
    R(sigtimedwait(&set, &info, &ts));
    sigqueue(getpid(), SIGUSR2, (union sigval){.sival_int = 77});
    T(sigtimedwait(&set, &info, &ts) == SIGUSR2);
    printf("%d %d %d\n", info.si_signo == SIGUSR2, info.si_code,
           info.si_value.sival_int);
    T(info.si_pid == getpid());
    fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    T(fd >= 0);
    R(read(fd, &si, sizeof(si)));
    raise(SIGUSR2);
    R(read(fd, &si, sizeof(si)));
    T(si.ssi_signo == SIGUSR2);
    return 0;
}
