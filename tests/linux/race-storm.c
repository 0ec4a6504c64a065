/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Timer signals at every instruction around system calls: no signal and no call
 * may get lost, be doubled or see the other's registers. */
#include "race.h"
#include <sys/time.h>

static volatile sig_atomic_t alarms, queued, wrong;
static volatile int depth;

static void on_alarm(int sig, siginfo_t *info, void *uc)
{
    (void)info, (void)uc;
    if (depth++ > 0)
        wrong++;
    if (sig == SIGALRM)
        alarms++;
    else
        queued++;
    /* A system call of its own, which must not disturb the one outside. */
    if (syscall(SYS_getppid) < 0)
        wrong++;
    depth--;
}

int main(int argc, char **argv)
{
    struct sigaction sa = {.sa_sigaction = on_alarm,
                           .sa_flags = SA_SIGINFO | SA_RESTART};
    struct itimerval it = {{0, 53}, {0, 53}}, off = {{0, 0}, {0, 0}};
    long sent = 0, calls = 0, bytes = 0, pid = getpid();
    int fd[2];
    char c;

    sigfillset(&sa.sa_mask);
    sigaction(SIGALRM, &sa, NULL);
    sigaction(SIGRTMIN, &sa, NULL);
    if (pipe(fd))
        return 1;
    race_begin(argc, argv);
    setitimer(ITIMER_REAL, &it, NULL);
    while (race_on(alarms > 100)) {
        for (int i = 0; i < 200; i++) {
            if (syscall(SYS_getpid) != pid)
                wrong++;
            if (write(fd[1], "x", 1) != 1 || read(fd[0], &c, 1) != 1)
                wrong++;
            else
                bytes++;
            calls++;
        }
        /* Queued signals are counted by the kernel. */
        if (sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = 1}) == 0)
            sent++;
    }
    setitimer(ITIMER_REAL, &off, NULL);
    race_count(alarms, "alarms");
    race_count(calls, "calls");
    T(alarms > 100);
    T(queued == sent);
    T(bytes == calls);
    V(wrong);
    return 0;
}
