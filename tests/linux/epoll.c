/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>

int main(void)
{
    struct epoll_event e = {.events = EPOLLIN, .data.u64 = 0x1122334455667788};
    struct epoll_event out[8];
    struct timespec ts = {0, 1000000};
    uint64_t one = 1;
    int ep, fd[6], n;

    R(ep = epoll_create1(EPOLL_CLOEXEC));
    R(epoll_create1(1));
    for (int i = 0; i < 6; i++)
        fd[i] = eventfd(0, EFD_NONBLOCK);
    R(epoll_ctl(ep, EPOLL_CTL_ADD, fd[0], &e));
    R(epoll_ctl(ep, EPOLL_CTL_ADD, fd[0], &e));
    R(epoll_wait(ep, out, 8, 0));
    R(write(fd[0], &one, 8));
    R(epoll_wait(ep, out, 8, -1));
    printf("%x %llx\n", out[0].events, (long long)out[0].data.u64);
    for (int i = 1; i < 6; i++) {
        e.events = EPOLLIN | EPOLLOUT | EPOLLET;
        e.data.u64 = 0xf000000000000000 + (unsigned)i;
        epoll_ctl(ep, EPOLL_CTL_ADD, fd[i], &e);
    }
    R(n = epoll_wait(ep, out, 8, 0));
    for (int i = 0; i < n; i++)
        printf("%x %llx\n", out[i].events, (long long)out[i].data.u64);
    R(epoll_wait(ep, out, 8, 0));
    e.events = EPOLLOUT | EPOLLONESHOT;
    R(epoll_ctl(ep, EPOLL_CTL_MOD, fd[1], &e));
    R(epoll_ctl(ep, EPOLL_CTL_DEL, fd[0], NULL));
    R(epoll_ctl(ep, EPOLL_CTL_DEL, fd[0], NULL));
    R(epoll_wait(ep, out, 1, 0));
    R(epoll_wait(ep, out, 0, 0));
    R(epoll_wait(ep, out, -1, 0));
    R(epoll_wait(0, out, 1, 0));
    R(epoll_ctl(ep, EPOLL_CTL_ADD, fd[0], (void *)-8L));
    R(epoll_ctl(ep, EPOLL_CTL_ADD, ep, &e));
    R(syscall(441, ep, out, 8, &ts, NULL, 8));
    R(epoll_wait(ep, out, 8, 1));
    return 0;
}
