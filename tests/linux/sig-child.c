/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SIGCHLD: handlers, children that reap themselves, and what fork and exec
 * hand on. */
#include "t.h"

static volatile int count;

static void handler(int sig)
{
    (void)sig;
    count++;
}

static pid_t child(int code)
{
    pid_t pid;

    fflush(stdout);
    pid = fork();
    if (pid == 0)
        _exit(code);
    return pid;
}

static void show(const char *who)
{
    sigset_t set, pending;
    struct sigaction sa;

    sigprocmask(SIG_BLOCK, NULL, &set);
    sigpending(&pending);
    printf("%s:", who);
    for (int i = 1; i < 32; i++) {
        sigaction(i, NULL, &sa);
        if (sigismember(&set, i))
            printf(" %d blocked", i);
        if (sigismember(&pending, i))
            printf(" %d pending", i);
        if (sa.sa_handler == SIG_IGN)
            printf(" %d ignored", i);
        else if (sa.sa_handler != SIG_DFL)
            printf(" %d handled", i);
    }
    printf("\n");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct sigaction sa = {.sa_handler = handler};
    sigset_t set, none;
    pid_t pid;

    if (argc > 1) {
        show("exec");
        return 0;
    }
    sigemptyset(&none);
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    sigaction(SIGCHLD, &sa, NULL);
    pid = child(3);
    R(sigsuspend(&none));
    V(count);
    reap(pid);
    sigprocmask(SIG_SETMASK, &none, NULL);
    sa.sa_flags = SA_NOCLDWAIT | SA_RESTART;
    sigaction(SIGCHLD, &sa, NULL);
    pid = child(4);
    R(waitpid(pid, NULL, 0));
    signal(SIGCHLD, SIG_IGN);
    pid = child(5);
    R(waitpid(pid, NULL, 0));
    signal(SIGCHLD, SIG_DFL);
    signal(SIGUSR1, handler);
    signal(SIGSEGV, handler);
    signal(SIGBUS, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGSEGV);
    sigaddset(&set, SIGILL);
    sigprocmask(SIG_SETMASK, &set, NULL);
    kill(getpid(), SIGTERM);
    kill(getpid(), SIGSEGV);
    show("parent");
    pid = fork();
    if (pid == 0) {
        show("child");
        execv("/proc/self/exe", (char *[]){argv[0], "again", NULL});
        _exit(1);
    }
    reap(pid);
    return 0;
}
