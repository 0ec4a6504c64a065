/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* O_DIRECT makes a pipe of packets. */
#include "t.h"

int main(void)
{
    char buf[32];
    int p[2];

    R(pipe2(p, O_DIRECT));
    T(fcntl(p[1], F_GETFL) & O_DIRECT);
    R(write(p[1], "abc", 3));
    R(write(p[1], "defgh", 5));
    R(read(p[0], buf, sizeof(buf)));
    R(read(p[0], buf, sizeof(buf)));
    R(close(p[1]));
    R(read(p[0], buf, 1));
    return 0;
}
