/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* longjmp out of calls, and siglongjmp out of handlers; calls too deep for any
 * stack of predicted returns. The argument is seconds; with one, ten million
 * jumps come first. */
#include "race.h"
#include <setjmp.h>
#include <sys/time.h>

static jmp_buf jump;
static sigjmp_buf sigjump;
static volatile int in_loop;

static __attribute__((noinline)) int leave(int depth)
{
    if (depth == 0)
        longjmp(jump, 1);
    return leave(depth - 1) + depth;
}

static __attribute__((noinline)) unsigned long deep(unsigned long n)
{
    volatile unsigned long here = n;

    return n ? deep(n - 1) + here : 0;
}

static void on_alarm(int sig)
{
    (void)sig;
    if (in_loop)
        siglongjmp(sigjump, 1);
}

int main(int argc, char **argv)
{
    struct itimerval it = {{0, 997}, {0, 997}}, off = {{0, 0}, {0, 0}};
    volatile long jumps = 0, alarms = 0, sums = 0, bad = 0;

    for (int i = 0; i < 20; i++)
        if (deep(20000) != 20000ul * 20001 / 2)
            bad++;
    for (volatile int i = 0; i < (argc > 1 ? 10000000 : 200000); i++)
        if (setjmp(jump))
            jumps++;
        else
            leave(i % 7);
    V(jumps);
    race_begin(argc, argv);
    signal(SIGALRM, on_alarm);
    setitimer(ITIMER_REAL, &it, NULL);
    while (race_on(alarms > 10 && sums > 1000)) {
        if (sigsetjmp(sigjump, 1)) {
            in_loop = 0;
            alarms++;
        } else {
            in_loop = 1;
            for (int i = 0; i < 100; i++)
                if (deep(50) == 1275)
                    sums++;
                else
                    bad++;
            in_loop = 0;
        }
        if (setjmp(jump))
            jumps++;
        else
            leave(3);
    }
    setitimer(ITIMER_REAL, &off, NULL);
    T(alarms > 10);
    T(sums > 1000);
    race_count(jumps, "jumps");
    race_count(alarms, "alarms");
    V(bad);
    return 0;
}
