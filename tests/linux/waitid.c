/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

static void show(const siginfo_t *i, pid_t pid)
{
    printf("signo %d code %d status %d pid %s\n", i->si_signo == SIGCHLD,
           i->si_code, i->si_status, i->si_pid == pid ? "right" : "wrong");
}

int main(void)
{
    siginfo_t i;
    pid_t pid;

    fflush(stdout);
    if ((pid = fork()) == 0)
        _exit(9);
    memset(&i, 0, sizeof(i));
    R(waitid(P_PID, pid, &i, WEXITED | WNOWAIT));
    show(&i, pid);
    R(waitid(P_ALL, 0, &i, WEXITED));
    show(&i, pid);
    R(waitid(P_ALL, 0, &i, WEXITED));
    if ((pid = fork()) == 0) {
        pause();
        _exit(0);
    }
    memset(&i, 0, sizeof(i));
    R(waitid(P_PID, pid, &i, WEXITED | WNOHANG));
    V(i.si_pid);
    R(kill(pid, SIGTERM));
    R(waitid(P_PID, pid, &i, WEXITED));
    show(&i, pid);
    R(waitid(P_PID, pid, &i, 0));
    R(waitid(77, pid, &i, WEXITED));
    return 0;
}
