/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Leaving handlers without a return, many times, from faults and timers. */
#include "t.h"
#include <setjmp.h>
#include <sys/time.h>

static sigjmp_buf env;
static volatile int faults, alarms;

static void fault(int sig)
{
    (void)sig;
    faults++;
    siglongjmp(env, 1);
}

static void alarmed(int sig)
{
    (void)sig;
    alarms++;
    siglongjmp(env, 1);
}

static int nested(int n)
{
    if (n == 0)
        return *(volatile int *)8;
    return nested(n - 1) + n;
}

int main(void)
{
    struct itimerval often = {{0, 500}, {0, 500}}, off = {{0, 0}, {0, 0}};
    sigset_t set;

    signal(SIGSEGV, fault);
    signal(SIGALRM, alarmed);
    for (volatile int i = 0; i < 5000; i++)
        if (sigsetjmp(env, 1) == 0)
            nested(i % 20);
    V(faults);
    sigsetjmp(env, 1);
    if (alarms == 0)
        setitimer(ITIMER_REAL, &often, NULL);
    while (alarms < 200)
        (void)getppid();
    setitimer(ITIMER_REAL, &off, NULL);
    T(alarms >= 200);
    /* Without the mask, the signal stays blocked. */
    if (sigsetjmp(env, 0) == 0)
        nested(3);
    sigprocmask(SIG_BLOCK, NULL, &set);
    V(sigismember(&set, SIGSEGV));
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        _exit(nested(3));
    reap(pid);
    return 0;
}
