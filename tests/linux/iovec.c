/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/uio.h>

int main(void)
{
    char a[4] = "", b[8] = "";
    struct iovec out[3] = {{"one", 3}, {"", 0}, {"three", 5}};
    struct iovec in[2] = {{a, 3}, {b, 5}};
    struct iovec many[40];
    char big[41] = "";
    int fd = make_file("f", "");

    R(writev(fd, out, 3));
    R(lseek(fd, 0, SEEK_SET));
    R(readv(fd, in, 2));
    printf("%s %s\n", a, b);
    R(preadv(fd, in, 2, 2));
    printf("%.3s\n", a);
    R(pwritev(fd, out, 1, 100));
    R(preadv2(fd, in, 1, 100, 0));
    printf("%.3s\n", a);
    R(preadv2(fd, in, 2, -1, 0));
    R(pwritev2(fd, out, 3, 0, 0x4000000));
    for (int i = 0; i < 40; i++)
        many[i] = (struct iovec){big + i, 1};
    R(preadv(fd, many, 40, 0));
    R(readv(fd, in, -1));
    R(readv(fd, in, 1025));
    R(writev(fd, in, 0));
    R(readv(-1, in, 2));
    in[1].iov_base = (void *)-4096L;
    R(preadv(fd, in, 2, 0));
    R(readv(fd, (void *)-4096L, 2));
    R(writev(-1, (void *)-4096L, 2));
    return 0;
}
