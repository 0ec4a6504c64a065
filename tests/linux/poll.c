/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <poll.h>
#include <time.h>

int main(void)
{
    struct pollfd f[3];
    struct timespec ts = {0, 2000000};
    sigset_t none;
    int p[2];

    sigemptyset(&none);
    R(pipe(p));
    f[0] = (struct pollfd){p[0], POLLIN, 0};
    f[1] = (struct pollfd){p[1], POLLOUT, 0};
    f[2] = (struct pollfd){999, POLLIN, 0};
    R(poll(f, 1, 0));
    R(poll(f, 1, 2));
    R(poll(f, 3, -1));
    printf("%x %x %x\n", f[0].revents, f[1].revents, f[2].revents);
    R(write(p[1], "x", 1));
    R(poll(f, 2, -1));
    printf("%x %x\n", f[0].revents, f[1].revents);
    R(close(p[1]));
    f[1].fd = -1;
    R(ppoll(f, 2, &ts, &none));
    printf("%x %x\n", f[0].revents, f[1].revents);
    R(read(p[0], &ts, 1));
    R(poll(f, 1, -1));
    printf("%x\n", f[0].revents);
    ts = (struct timespec){0, 1000000};
    R(ppoll(NULL, 0, &ts, NULL));
    R(poll((void *)-8L, 1, 0));
    ts.tv_nsec = -1;
    R(ppoll(NULL, 0, &ts, NULL));
    R(syscall(SYS_ppoll, f, 1, NULL, &none, 4));
    return 0;
}
