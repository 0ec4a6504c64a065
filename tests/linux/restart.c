/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that a signal interrupts: restarted or EINTR, by SA_RESTART and call.
 */
#include "t.h"
#include <poll.h>
#include <sys/select.h>
#include <time.h>

static volatile int count;

static void handler(int sig)
{
    (void)sig;
    count++;
}

/* A child sends the signal, later writes a byte. */
static pid_t nudge(int fd)
{
    pid_t pid;

    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        usleep(100000);
        kill(getppid(), SIGUSR1);
        usleep(100000);
        if (write(fd, "x", 1) != 1)
            _exit(1);
        _exit(0);
    }
    return pid;
}

int main(void)
{
    struct timespec left = {0, 0};
    struct pollfd f;
    fd_set r;
    char c;
    int p[2];
    pid_t pid;

    R(pipe(p));
    for (int restart = 0; restart < 2; restart++) {
        struct sigaction sa = {.sa_handler = handler,
                               .sa_flags = restart ? SA_RESTART : 0};

        printf("restart %d\n", restart);
        sigaction(SIGUSR1, &sa, NULL);
        pid = nudge(p[1]);
        R(read(p[0], &c, 1));
        reap(pid);
        if (!restart)
            R(read(p[0], &c, 1));
        f = (struct pollfd){p[0], POLLIN, 0};
        pid = nudge(p[1]);
        R(poll(&f, 1, -1));
        reap(pid);
        R(read(p[0], &c, 1));
        pid = nudge(p[1]);
        FD_ZERO(&r);
        FD_SET(p[0], &r);
        R(select(p[0] + 1, &r, NULL, NULL, NULL));
        reap(pid);
        R(read(p[0], &c, 1));
        pid = nudge(p[1]);
        R(nanosleep(&(struct timespec){3, 0}, &left));
        T(left.tv_sec == 2);
        reap(pid);
        R(read(p[0], &c, 1));
        pid = nudge(p[1]);
        R(waitpid(pid, NULL, 0) > 0 ? 1 : -1);
        if (!restart)
            reap(pid);
        R(read(p[0], &c, 1));
    }
    V(count);
    return 0;
}
