/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames of handlers that are the first to use the stack below. */
#include "t.h"

static volatile int count;

static void handler(int sig)
{
    (void)sig;
    count++;
}

static void down(int n)
{
    volatile char room[300];

    room[0] = (char)n;
    raise(SIGUSR1);
    if (n)
        down(n - 1);
    room[1] = room[0];
}

int main(void)
{
    signal(SIGUSR1, handler);
    down(5000);
    V(count);
    return 0;
}
