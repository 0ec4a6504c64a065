/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

int main(void)
{
    char *old = (char *)syscall(SYS_brk, 0), *p;

    T(old != NULL);
    p = (char *)syscall(SYS_brk, old + 100000);
    T(p == old + 100000);
    memset(old, 1, 100000);
    T((char *)syscall(SYS_brk, old) == old);
    T((char *)syscall(SYS_brk, old + 100000) == old + 100000);
    V(old[99999]);
    T((char *)syscall(SYS_brk, (char *)1) == old + 100000);
    T((char *)syscall(SYS_brk, (char *)(1L << 50)) == old + 100000);
    T(malloc(1000) != NULL);
    return 0;
}
