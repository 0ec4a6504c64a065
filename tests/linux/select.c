/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/select.h>

int main(void)
{
    struct timeval tv = {0, 1000};
    struct timespec ts = {0, 0};
    sigset_t mask;
    fd_set r, w;
    int p[2];

    sigfillset(&mask);
    R(pipe(p));
    FD_ZERO(&r);
    FD_ZERO(&w);
    FD_SET(p[0], &r);
    FD_SET(p[1], &w);
    R(select(p[1] + 1, &r, &w, NULL, &tv));
    printf("%d %d\n", FD_ISSET(p[0], &r) != 0, FD_ISSET(p[1], &w) != 0);
    FD_SET(p[0], &r);
    tv = (struct timeval){0, 2000};
    R(select(p[1] + 1, &r, NULL, NULL, &tv));
    printf("%ld %ld\n", (long)tv.tv_sec, (long)tv.tv_usec);
    R(write(p[1], "x", 1));
    FD_SET(p[0], &r);
    R(pselect(p[1] + 1, &r, NULL, NULL, &ts, &mask));
    FD_SET(40, &r);
    R(select(41, &r, NULL, NULL, NULL));
    R(select(-1, NULL, NULL, NULL, &tv));
    R(pselect(0, NULL, NULL, NULL, &ts, NULL));
    R(select(4, (void *)-8L, NULL, NULL, &tv));
    return 0;
}
