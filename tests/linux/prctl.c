/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/prctl.h>

/* RISC-V's own. */
#if defined(__riscv)
#define FLUSH_CTX(ctx, scope) prctl(71, ctx, scope)
#else
#define FLUSH_CTX(ctx, scope)                                                  \
    ((ctx) < 2 && (scope) < 2 ? 0 : (errno = EINVAL, -1))
#endif

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
    R(FLUSH_CTX(0UL, 0UL));
    R(FLUSH_CTX(0UL, 1UL));
    R(FLUSH_CTX(1UL, 1UL));
    R(FLUSH_CTX(2UL, 0UL));
    R(FLUSH_CTX(0UL, 2UL));
    R(prctl(PR_GET_NAME, (char *)-8L));
    return 0;
}
