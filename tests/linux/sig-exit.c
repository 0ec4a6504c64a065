/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How programs end by signals, and what they leave for their parent. */
#include "t.h"
#include <sys/resource.h>

static void quiet(int sig)
{
    (void)sig;
}

static void ended(pid_t pid)
{
    siginfo_t si;

    R(waitid(P_PID, pid, &si, WEXITED | WNOWAIT));
    printf("code %d status %d\n", si.si_code, si.si_status);
    reap(pid);
}

int main(void)
{
    static const int sigs[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGILL,   SIGTRAP,
                               SIGABRT, SIGBUS,  SIGFPE,  SIGKILL,  SIGUSR1,
                               SIGSEGV, SIGPIPE, SIGALRM, SIGTERM,  SIGXCPU,
                               SIGSYS,  SIGIO,   SIGPWR,  SIGSTKFLT};
    struct rlimit none = {0, 0};
    int status, fd[2], seen[2];
    char c;
    pid_t pid;

    setrlimit(RLIMIT_CORE, &none);
    for (unsigned i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++) {
        fflush(stdout);
        pid = fork();
        if (pid == 0) {
            raise(sigs[i]);
            _exit(1);
        }
        ended(pid);
    }
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        raise(64);
        _exit(1);
    }
    waitpid(pid, &status, 0);
    V(status);
    R(pipe(fd));
    close(fd[0]);
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        signal(SIGPIPE, SIG_IGN);
        if (write(fd[1], "x", 1) != -1 || errno != EPIPE)
            _exit(2);
        signal(SIGPIPE, SIG_DFL);
        if (write(fd[1], "x", 1) != 1)
            _exit(3);
        _exit(4);
    }
    ended(pid);
    /* abort() with a handler that returns, and blocked. */
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        signal(SIGABRT, quiet);
        abort();
    }
    ended(pid);
    /* Stopped, continued, killed. */
    fflush(stdout);
    if (pipe(seen))
        return 1;
    pid = fork();
    if (pid == 0) {
        raise(SIGTSTP);
        /* Another stop takes back the news that it goes on. */
        if (read(seen[0], &c, 1) != 1)
            return 1;
        raise(SIGSTOP);
        for (;;)
            pause();
    }
    for (int i = 0; i < 2; i++) {
        R(waitpid(pid, &status, WUNTRACED) == pid);
        printf("stopped %d by %d\n", WIFSTOPPED(status), WSTOPSIG(status));
        kill(pid, SIGCONT);
        R(waitpid(pid, &status, WCONTINUED) == pid);
        V(WIFCONTINUED(status));
        if (i == 0 && write(seen[1], "", 1) != 1)
            return 1;
    }
    kill(pid, SIGINT);
    ended(pid);
    return 0;
}
