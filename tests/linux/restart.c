/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that a signal interrupts: restarted or EINTR, by SA_RESTART and call.
 */
#include "t.h"
#include <poll.h>
#include <sys/select.h>
#include <time.h>

static volatile int count, lost;
static int handled[2];

static void handler(int sig)
{
    (void)sig;
    count++;
    if (write(handled[1], "h", 1) != 1)
        lost++;
}

/* Waits until the parent has slept for a while: it is in its call then. On a
 * busy machine it may take long to get there. */
static void await_sleep(pid_t pid)
{
    char path[64], text[256];

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    for (int seen = 0; seen < 3;) {
        int fd = open(path, O_RDONLY);
        ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
        const char *state;

        close(fd);
        usleep(30000);
        if (n <= 0) {
            seen++;
            continue;
        }
        text[n] = 0;
        state = strrchr(text, ')');
        seen = state && state[1] && state[2] == 'S' ? seen + 1 : 0;
    }
}

/* A child sends the signal, and when that is handled writes a byte. If it came
 * sooner, calls would find both. */
static pid_t nudge(int fd)
{
    pid_t pid;
    char c;

    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        await_sleep(getppid());
        kill(getppid(), SIGUSR1);
        if (read(handled[0], &c, 1) != 1)
            _exit(1);
        await_sleep(getppid());
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
    R(pipe(handled));
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
        R(nanosleep(&(struct timespec){15, 0}, &left));
        T(left.tv_sec < 15 && left.tv_sec > 0);
        reap(pid);
        R(read(p[0], &c, 1));
        pid = nudge(p[1]);
        R(waitpid(pid, NULL, 0) > 0 ? 1 : -1);
        if (!restart)
            reap(pid);
        R(read(p[0], &c, 1));
    }
    V(count);
    V(lost);
    return 0;
}
