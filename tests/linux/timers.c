/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/time.h>
#include <time.h>

static volatile int alarms, value;

static void on_alarm(int sig, siginfo_t *info, void *uc)
{
    (void)uc;
    if (sig == SIGUSR1)
        value = info->si_value.sival_int * 10 + (info->si_code == SI_TIMER);
    alarms++;
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = on_alarm, .sa_flags = SA_SIGINFO};
    struct itimerval it = {{0, 0}, {0, 100000}}, old;
    struct itimerspec ts = {{0, 0}, {0, 100000000}};
    struct sigevent ev = {.sigev_notify = SIGEV_SIGNAL,
                          .sigev_signo = SIGUSR1,
                          .sigev_value.sival_int = 77};
    sigset_t both, none;
    timer_t t;

    sigaction(SIGALRM, &sa, NULL);
    sigaction(SIGUSR1, &sa, NULL);
    /* Wait with sigsuspend: a timer may expire before the next call. */
    sigemptyset(&none);
    sigemptyset(&both);
    sigaddset(&both, SIGALRM);
    sigaddset(&both, SIGUSR1);
    sigprocmask(SIG_BLOCK, &both, NULL);
    R(setitimer(ITIMER_REAL, &it, NULL));
    R(sigsuspend(&none));
    V(alarms);
    R(getitimer(ITIMER_REAL, &old));
    V(old.it_value.tv_usec);
    R(setitimer(9, &it, NULL));
    R(timer_create(CLOCK_MONOTONIC, &ev, &t));
    R(timer_settime(t, 0, &ts, NULL));
    R(sigsuspend(&none));
    V(alarms);
    V(value);
    R(timer_gettime(t, &ts));
    V(ts.it_value.tv_nsec);
    R(timer_getoverrun(t));
    R(timer_delete(t));
    R(timer_create(99, &ev, &t));
    sigprocmask(SIG_SETMASK, &none, NULL);
    /* One expiry may come before the call, but not all. */
    it.it_value.tv_usec = it.it_interval.tv_usec = 100000;
    setitimer(ITIMER_REAL, &it, NULL);
    R(nanosleep(&(struct timespec){15, 0}, NULL));
    it.it_value.tv_usec = 0;
    R(setitimer(ITIMER_REAL, &it, NULL));
    T(alarms > 2);
    R(alarm(100));
    T(alarm(0) >= 80);
    return 0;
}
