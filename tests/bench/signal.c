/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A signal sent to the thread itself, handled, and returned from. */
#define _GNU_SOURCE
#include "bench.h"

#include <signal.h>

static volatile sig_atomic_t handled;

static void handler(int number)
{
    if (number == SIGUSR1)
        handled++;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    struct sigaction action = {.sa_handler = handler};
    sigset_t set, old;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    if (sigaction(SIGUSR1, &action, NULL) != 0)
        bench_fail("sigaction");
    for (unsigned long n = 0; n < scale * 100; n++) {
        raise(SIGUSR1);
        sigprocmask(SIG_BLOCK, &set, &old);
        sigprocmask(SIG_SETMASK, &old, NULL);
    }
    bench_report("signal", (uint64_t)handled);
    return 0;
}
