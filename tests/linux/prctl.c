/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/prctl.h>

int main(void)
{
    char name[16] = "", buf[32] = "";
    int v = -1, fd;

    R(prctl(PR_SET_NAME, "a new name that is long"));
    R(prctl(PR_GET_NAME, name));
    puts(name);
    fd = open("/proc/self/comm", O_RDONLY);
    R(read(fd, buf, sizeof(buf)));
    printf("%s", buf);
    R(prctl(PR_SET_PDEATHSIG, SIGUSR1));
    R(prctl(PR_GET_PDEATHSIG, &v));
    T(v == SIGUSR1);
    R(prctl(PR_GET_DUMPABLE));
    R(prctl(PR_SET_DUMPABLE, 0));
    R(prctl(PR_GET_DUMPABLE));
    R(prctl(PR_SET_DUMPABLE, 7));
    R(prctl(PR_SET_CHILD_SUBREAPER, 1));
    R(prctl(PR_GET_CHILD_SUBREAPER, &v));
    V(v);
    R(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    R(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    R(prctl(PR_SET_KEEPCAPS, 5));
    R(prctl(PR_SET_TIMERSLACK, 12345));
    R(prctl(PR_GET_TIMERSLACK));
    R(prctl(123456));
    R(prctl(PR_GET_NAME, (char *)-8L));
    return 0;
}
