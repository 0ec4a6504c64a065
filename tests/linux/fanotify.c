/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What who watches a file sees of its execution, and may refuse. */
#include "t.h"
#include <poll.h>
#include <sys/fanotify.h>

static int group;
static int to_child[2];

/* Executes the file when told to, and does nothing else with it. */
static pid_t child(const char *path)
{
    char *args[] = {(char *)path, "child", NULL};
    pid_t pid = fork();
    char go;

    if (pid == 0) {
        close(group);
        read(to_child[0], &go, 1);
        execv(path, args);
        printf("execv: %s\n", strerrorname_np(errno));
        fflush(stdout);
        _exit(99);
    }
    return pid;
}

/* Answers what is asked until the child ends, and counts. */
static void answer(pid_t pid, uint64_t refused)
{
    int opened = 0, executed = 0, exec_asked = 0;
    siginfo_t info = {.si_pid = 0};

    while (info.si_pid == 0) {
        struct pollfd p = {.fd = group, .events = POLLIN};
        char buf[4096] __attribute__((aligned(8)));
        struct fanotify_event_metadata *m = (void *)buf;
        ssize_t n;

        waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
        if (poll(&p, 1, 10) != 1)
            continue;
        n = read(group, buf, sizeof(buf));
        for (; FAN_EVENT_OK(m, n); m = FAN_EVENT_NEXT(m, n)) {
            struct fanotify_response response = {
                m->fd, m->mask & refused ? FAN_DENY : FAN_ALLOW};

            opened += (m->mask & FAN_OPEN) != 0;
            executed += (m->mask & FAN_OPEN_EXEC) != 0;
            exec_asked += (m->mask & FAN_OPEN_EXEC_PERM) != 0;
            if (m->mask &
                (FAN_OPEN_PERM | FAN_ACCESS_PERM | FAN_OPEN_EXEC_PERM))
                write(group, &response, sizeof(response));
            close(m->fd);
        }
    }
    V(executed);
    V(exec_asked);
    T(opened > 0 || !executed);
    reap(pid);
}

static void watch(const char *path, const char *what, uint64_t events,
                  uint64_t refused)
{
    pid_t pid;

    printf("-- %s\n", what);
    fflush(stdout);
    group = fanotify_init(FAN_CLASS_CONTENT | FAN_CLOEXEC, O_RDONLY);
    if (group < 0) {
        puts("fanotify is refused");
        return;
    }
    pipe(to_child);
    pid = child(path);
    R(fanotify_mark(group, FAN_MARK_ADD, events, AT_FDCWD, path));
    fflush(stdout);
    write(to_child[1], "", 1);
    answer(pid, refused);
    close(group);
    close(to_child[0]);
    close(to_child[1]);
}

#define WATCH(events, refused)                                                 \
    watch(argv[0], #events ", refused: " #refused, events, refused)

int main(int argc, char **argv)
{
    if (argc > 1) {
        puts("runs");
        return 5;
    }
    WATCH(FAN_OPEN | FAN_OPEN_EXEC, 0);
    WATCH(FAN_OPEN_EXEC_PERM, 0);
    WATCH(FAN_OPEN_EXEC_PERM, FAN_OPEN_EXEC_PERM);
    WATCH(FAN_ACCESS_PERM | FAN_OPEN_EXEC_PERM, FAN_OPEN_EXEC_PERM);
    WATCH(FAN_OPEN_PERM, FAN_OPEN_PERM);
    WATCH(FAN_ACCESS_PERM, FAN_ACCESS_PERM);
    WATCH(FAN_OPEN_PERM | FAN_ACCESS_PERM, 0);
    return 0;
}
