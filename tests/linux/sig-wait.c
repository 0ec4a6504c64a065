/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sigsuspend, sigwaitinfo, sigpending, also with the signals that faults raise
 * but that somebody sent. */
#include "t.h"
#include <time.h>

static int order[32], n;

static void handler(int sig)
{
    order[n++] = sig;
}

static void show(void)
{
    for (int i = 0; i < n; i++)
        printf("%s%d", i ? " " : "handled ", order[i]);
    printf(n ? "\n" : "nothing handled\n");
    n = 0;
}

static void pending(void)
{
    sigset_t set;

    sigpending(&set);
    printf("pending:");
    for (int i = 1; i < 65; i++)
        if (sigismember(&set, i) == 1)
            printf(" %d", i);
    printf("\n");
}

int main(void)
{
    static const int sigs[] = {SIGUSR1, SIGSEGV, SIGBUS, SIGTERM, SIGILL};
    struct sigaction sa = {.sa_handler = handler};
    struct timespec soon = {0, 1000000}, zero = {0, 0}, bad = {0, -1};
    sigset_t set, one, none;
    siginfo_t si;

    sigemptyset(&set);
    sigemptyset(&none);
    for (unsigned i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++) {
        sigaction(sigs[i], &sa, NULL);
        sigaddset(&set, sigs[i]);
    }
    sigprocmask(SIG_BLOCK, &set, NULL);
    for (unsigned i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
        kill(getpid(), sigs[i]);
    kill(getpid(), SIGSEGV);
    pending();
    show();
    R(sigtimedwait(&set, &si, &zero));
    V(si.si_code);
    R(sigwaitinfo(&set, &si));
    sigemptyset(&one);
    sigaddset(&one, SIGTERM);
    R(sigwaitinfo(&one, &si));
    R(sigtimedwait(&one, &si, &soon));
    R(sigtimedwait(&one, &si, &bad));
    pending();
    one = set;
    sigdelset(&one, SIGBUS);
    sigdelset(&one, SIGSEGV);
    R(sigsuspend(&one));
    show();
    pending();
    R(sigprocmask(SIG_SETMASK, &none, NULL));
    show();
    pending();
    R(syscall(SYS_rt_sigsuspend, &none, 4));
    R(syscall(SYS_rt_sigtimedwait, &none, NULL, NULL, 4));
    R(syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, NULL, 4));
    R(syscall(SYS_rt_sigprocmask, 77, &none, NULL, 8));
    R(syscall(SYS_rt_sigpending, &set, 9));
    /* An ignored signal does not end a wait; one with a handler does. */
    signal(SIGTERM, SIG_IGN);
    fflush(stdout);
    pid_t me = getpid(), pid = fork();
    if (pid == 0) {
        usleep(100000);
        kill(me, SIGTERM);
        kill(me, SIGWINCH);
        usleep(100000);
        kill(me, SIGUSR1);
        _exit(0);
    }
    R(pause());
    show();
    reap(pid);
    return 0;
}
