/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>

int main(void)
{
    struct itimerspec t = {{0, 1000000}, {0, 1000000}}, old;
    uint64_t n = 7;
    int fd;

    R(fd = eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC));
    R(write(fd, &n, 8));
    R(read(fd, &n, 8));
    V(n);
    R(read(fd, &n, 8));
    R(read(fd, &n, 4));
    R(fd = eventfd(2, EFD_SEMAPHORE));
    R(read(fd, &n, 8));
    V(n);
    R(eventfd(0, 0x10));
    R(fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    R(timerfd_settime(fd, 0, &t, NULL));
    R(read(fd, &n, 8));
    T(n >= 1);
    R(timerfd_gettime(fd, &old));
    V(old.it_interval.tv_nsec);
    memset(&t, 0, sizeof(t));
    R(timerfd_settime(fd, 0, &t, &old));
    V(old.it_interval.tv_nsec);
    R(timerfd_create(99, 0));
    R(timerfd_settime(0, 0, &t, NULL));
    R(timerfd_settime(fd, 0, (void *)-8L, NULL));
    return 0;
}
