/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The names of processes and threads: who sets them, who sees them. */
#include "t.h"
#include <pthread.h>
#include <sys/prctl.h>

static char buf[8192];
static int ready[2], go[2];

static void file(pid_t pid, pid_t tid, const char *name)
{
    char path[64];
    ssize_t n;
    int fd;

    if (tid)
        snprintf(path, sizeof(path), "/proc/%d/task/%d/%s", pid, tid, name);
    else
        snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
    fd = open(path, O_RDONLY);
    n = read(fd, buf, sizeof(buf) - 1);
    close(fd);
    if (n < 0) {
        printf("%s: %s\n", name, strerrorname_np(errno));
        return;
    }
    buf[n] = '\0';
    if (strcmp(name, "cmdline") == 0) {
        printf("cmdline");
        for (char *p = buf; p < buf + n; p += strlen(p) + 1)
            printf(" [%s]", *p == '/' ? basename(p) : p);
        puts("");
        return;
    }
    if (strcmp(name, "stat") == 0) {
        printf("stat %.*s\n", (int)(strchr(buf, ')') - strchr(buf, '(') + 1),
               strchr(buf, '('));
        return;
    }
    printf("%s %.*s\n", name, (int)strcspn(buf, "\n"), buf);
}

static void all(pid_t pid, pid_t tid)
{
    file(pid, tid, "comm");
    file(pid, tid, "stat");
    file(pid, tid, "status");
    file(pid, tid, "cmdline");
}

static void set(pid_t pid, pid_t tid, const char *name)
{
    char path[64];
    int fd;

    snprintf(path, sizeof(path), "/proc/%d/task/%d/comm", pid, tid);
    fd = open(path, O_WRONLY);
    R(write(fd, name, strlen(name)));
    close(fd);
}

/* Tells that a step is done, waits for the next. */
static void step(void)
{
    char c;

    if (write(ready[1], "", 1) != 1 || read(go[0], &c, 1) != 1)
        _exit(1);
}

static void await(void)
{
    char c;

    if (read(ready[0], &c, 1) != 1)
        puts("the child is gone");
}

static void next(void)
{
    if (write(go[1], "", 1) != 1)
        puts("the child is gone");
}

static void child(void)
{
    step();
    prctl(PR_SET_NAME, "a new name that is too long");
    step();
    close(open("/proc/self/comm", O_RDONLY));
    prctl(PR_GET_NAME, buf);
    printf("child's %s\n", buf);
    fflush(stdout);
    step();
    _exit(0);
}

static _Atomic int thread_tid;

static void *thread(void *unused)
{
    thread_tid = gettid();
    step();
    pthread_setname_np(pthread_self(), "by itself");
    step();
    return unused;
}

static void threads(void)
{
    pthread_t t;

    pthread_create(&t, NULL, thread, NULL);
    await();
    all(getpid(), thread_tid);
    R(pthread_setname_np(t, "from outside"));
    R(pthread_getname_np(t, buf, 16));
    puts(buf);
    all(getpid(), thread_tid);
    next();
    await();
    all(getpid(), thread_tid);
    all(getpid(), 0);
    set(getpid(), thread_tid, "written\n");
    file(getpid(), thread_tid, "comm");
    next();
    pthread_join(t, NULL);
}

int main(int argc, char **argv)
{
    char *args[] = {"argument zero", "one", "", "three", NULL};
    char title[] = "title";
    pid_t pid;

    if (strcmp(argv[0], "argument zero") == 0) {
        ready[1] = 63;
        go[0] = 64;
        step();
        prctl(PR_SET_NAME, "renamed");
        /* What is shown as the command line is the memory. */
        memcpy(argv[0], "rewritten", 9);
        step();
        return argc;
    }
    R(pipe(ready) + pipe(go));
    all(getpid(), 0);
    prctl(PR_SET_NAME, title);
    all(getpid(), 0);
    fflush(stdout);
    if ((pid = fork()) == 0)
        child();
    await();
    all(pid, 0);
    next();
    await();
    all(pid, 0);
    set(pid, pid, "other");
    next();
    await();
    next();
    reap(pid);

    fflush(stdout);
    if ((pid = fork()) == 0) {
        dup2(ready[1], 63);
        dup2(go[0], 64);
        execv("/proc/self/exe", args);
        _exit(1);
    }
    await();
    all(pid, 0);
    next();
    await();
    all(pid, 0);
    next();
    reap(pid);
    symlink(argv[0], "a link with a long name");
    if ((pid = fork()) == 0) {
        dup2(ready[1], 63);
        dup2(go[0], 64);
        execv("a link with a long name", args);
        _exit(1);
    }
    await();
    all(pid, 0);
    kill(pid, SIGKILL);
    waitid(P_PID, (id_t)pid, &(siginfo_t){0}, WEXITED | WNOWAIT);
    all(pid, 0);
    reap(pid);
    threads();
    return 0;
}
