/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/mman.h>
#include <sys/resource.h>

int main(void)
{
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int local = 1, status, hold[2];
    struct rusage ru;
    pid_t pid;

    fflush(stdout);
    if ((pid = fork()) == 0) {
        local = 2;
        *shared = getppid();
        _exit(42);
    }
    reap(pid);
    V(local);
    T(*shared == getpid());
    if ((pid = fork()) == 0)
        abort();
    reap(pid);
    if ((pid = fork()) == 0)
        raise(SIGKILL);
    reap(pid);
    R(pipe(hold));
    fflush(stdout);
    if ((pid = fork()) == 0) {
        raise(SIGSTOP);
        _exit(read(hold[0], &local, 1) == 1 ? 3 : 4);
    }
    T(waitpid(pid, &status, WUNTRACED) == pid);
    T(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    R(kill(pid, SIGCONT));
    T(waitpid(pid, &status, WCONTINUED) == pid);
    T(WIFCONTINUED(status));
    R(write(hold[1], "x", 1));
    T(wait4(pid, &status, 0, &ru) == pid);
    T(WEXITSTATUS(status) == 3);
    R(wait(NULL));
    R(waitpid(-1, NULL, WNOHANG));
    R(waitpid(1, NULL, 0));
    R(waitpid(-1, NULL, 0x80));
    return 0;
}
