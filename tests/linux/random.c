/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/random.h>

int main(void)
{
    char a[64] = "", b[64] = "";

    R(getrandom(a, 64, 0));
    R(getrandom(b, 64, GRND_NONBLOCK));
    T(memcmp(a, b, 64) != 0);
    R(getrandom(a, 1, 0x100));
    R(getrandom(a, 0, 0));
    R(getrandom((void *)-8L, 16, 0));
    return 0;
}
