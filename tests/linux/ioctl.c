/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <net/if.h>

int main(void)
{
    struct winsize ws = {24, 80, 0, 0};
    struct ifreq ifr = {.ifr_name = "lo"};
    int n = 5, fd = make_file("f", "0123456789"), s;
    int p[2];

    R(ioctl(fd, FIONREAD, &n));
    V(n);
    R(pipe(p));
    R(write(p[1], "abc", 3));
    R(ioctl(p[0], FIONREAD, &n));
    V(n);
    n = 1;
    R(ioctl(p[0], FIONBIO, &n));
    R(fcntl(p[0], F_GETFL) & O_NONBLOCK ? 1 : 0);
    R(ioctl(p[0], FIOCLEX));
    R(fcntl(p[0], F_GETFD));
    R(ioctl(p[0], FIONCLEX));
    R(fcntl(p[0], F_GETFD));
    R(ioctl(fd, TIOCGWINSZ, &ws));
    R(ioctl(fd, 0x12345678, &n));
    R(ioctl(fd, 0x1234, &n));
    R(ioctl(-1, 0x1234, &n));
    R(ioctl(1000, FIONREAD, &n));
    R(ioctl(p[0], FIONREAD, (void *)-8L));
    R(ioctl(fd, FIGETBSZ, &n));
    T(n > 0);
    R(s = socket(AF_INET, SOCK_DGRAM, 0));
    R(ioctl(s, SIOCGIFINDEX, &ifr));
    V(ifr.ifr_ifindex);
    R(ioctl(s, SIOCGIFFLAGS, &ifr));
    T(ifr.ifr_flags & IFF_LOOPBACK);
    return 0;
}
