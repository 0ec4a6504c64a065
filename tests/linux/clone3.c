/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clone3: its structure in all sizes, and what each field does. */
#include "t.h"
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>

struct args {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack,
        stack_size, tls, set_tid, set_tid_size, cgroup;
    uint64_t more[8];
};

enum { V0 = 64, V1 = 80, V2 = 88 };

#ifndef CLONE_CLEAR_SIGHAND
#define CLONE_CLEAR_SIGHAND 0x100000000ull
#endif
#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000ull
#endif

static long clone3(const void *a, size_t size)
{
    fflush(stdout);
    return syscall(SYS_clone3, a, size);
}

static void handler(int sig)
{
    (void)sig;
}

/* A child that ends with a status, and what the parent sees of it. */
static void child(struct args *a, size_t size, int (*f)(void))
{
    long pid = clone3(a, size);
    siginfo_t si;

    if (pid == 0)
        _exit(f());
    if (pid < 0) {
        printf("no child: %s\n", strerrorname_np(errno));
        return;
    }
    si.si_pid = 0;
    R(waitid(P_PID, (id_t)pid, &si, WEXITED | __WALL));
    T(si.si_pid == pid);
    printf("code %d status %d\n", si.si_code, si.si_status);
}

static int plain(void)
{
    return 3;
}

static void sizes(void)
{
    struct args a = {.exit_signal = SIGCHLD};
    char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    child(&a, V0, plain);
    child(&a, V1, plain);
    child(&a, V2, plain);
    child(&a, sizeof(a), plain);
    R(clone3(&a, V0 - 1));
    R(clone3(&a, 0));
    R(clone3(&a, 4097));
    R(clone3(NULL, V0));
    R(clone3((void *)-4096L, V0));
    a.more[0] = 1;
    R(clone3(&a, sizeof(a)));
    /* The structure ends where memory does. */
    munmap(page + 4096, 4096);
    memcpy(page + 4096 - V0, &(struct args){.exit_signal = SIGCHLD}, V0);
    child((struct args *)(page + 4096 - V0), V0, plain);
    R(clone3(page + 4096 - V0, V1));
    munmap(page, 4096);
}

static void refused(void)
{
    static const struct args wrong[] = {
        {.flags = 1},
        {.flags = CLONE_DETACHED},
        {.flags = 1ull << 40},
        {.exit_signal = 65},
        {.exit_signal = 1ull << 32},
        {.exit_signal = SIGCHLD, .stack = 4096},
        {.exit_signal = SIGCHLD, .stack_size = 4096},
        {.flags = CLONE_THREAD, .exit_signal = SIGCHLD},
        {.flags = CLONE_THREAD},
        {.flags = CLONE_SIGHAND},
        {.flags = CLONE_PARENT, .exit_signal = SIGCHLD},
        {.flags = CLONE_SIGHAND | CLONE_VM | CLONE_CLEAR_SIGHAND},
        {.flags = CLONE_FS | CLONE_NEWNS},
        {.flags = CLONE_PIDFD | CLONE_DETACHED},
        {.flags = CLONE_PIDFD, .pidfd = 8},
        {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = 999},
        {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = 1},
        {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = -1ull},
        {.exit_signal = SIGCHLD, .set_tid = 8, .set_tid_size = 1},
        {.exit_signal = SIGCHLD, .set_tid = 8},
        {.exit_signal = SIGCHLD, .set_tid_size = 1},
        {.exit_signal = SIGCHLD, .set_tid = 8, .set_tid_size = 33},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        printf("%zu: ", i);
        R(clone3(&wrong[i], V2));
    }
}

static void set_tid(void)
{
    pid_t tid = getpid();
    struct args a = {
        .exit_signal = SIGCHLD, .set_tid = (uintptr_t)&tid, .set_tid_size = 1};
    pid_t pid;

    R(clone3(&a, V2));
    tid = 0;
    R(clone3(&a, V2));
    tid = 1;
    R(clone3(&a, V2));
    /* One that has just become free, if we may. */
    fflush(stdout);
    if ((pid = fork()) == 0)
        _exit(0);
    reap(pid);
    tid = pid;
    if ((pid = (pid_t)clone3(&a, V2)) == 0)
        _exit(getpid() == tid && gettid() == tid ? 0 : 1);
    printf("%s\n", pid == tid ? "as asked" : strerrorname_np(errno));
    if (pid > 0)
        reap(pid);
}

static int masks(void)
{
    struct sigaction a;
    int n = 0;

    sigaction(SIGUSR1, NULL, &a);
    n += a.sa_handler == SIG_DFL;
    sigaction(SIGUSR2, NULL, &a);
    n += a.sa_handler == SIG_IGN ? 2 : 0;
    sigaction(SIGTERM, NULL, &a);
    n += a.sa_handler == SIG_DFL ? 4 : 0;
    return n;
}

static int parents_tid, childs_tid;

static int tids(void)
{
    return (parents_tid == getpid() ? 1 : 0) + (childs_tid == getpid() ? 2 : 0);
}

static void fields(void)
{
    int pidfd = -1;
    struct args a = {.exit_signal = SIGCHLD,
                     .flags = CLONE_PIDFD,
                     .pidfd = (uintptr_t)&pidfd};
    struct pollfd p;
    siginfo_t si;
    long pid;

    if ((pid = clone3(&a, V0)) == 0)
        _exit(9);
    T(pid > 0 && pidfd >= 0);
    R(fcntl(pidfd, F_GETFD));
    p = (struct pollfd){.fd = pidfd, .events = POLLIN};
    R(poll(&p, 1, -1));
    R(waitid(P_PIDFD, (id_t)pidfd, &si, WEXITED));
    printf("status %d\n", si.si_status);
    close(pidfd);

    signal(SIGUSR1, handler);
    signal(SIGUSR2, SIG_IGN);
    a = (struct args){.exit_signal = SIGCHLD};
    child(&a, V0, masks);
    a.flags = CLONE_CLEAR_SIGHAND;
    child(&a, V0, masks);
    T(signal(SIGUSR1, SIG_DFL) == handler);

    a = (struct args){.exit_signal = SIGCHLD,
                      .flags = CLONE_PARENT_SETTID | CLONE_CHILD_SETTID,
                      .parent_tid = (uintptr_t)&parents_tid,
                      .child_tid = (uintptr_t)&childs_tid};
    child(&a, V0, tids);
    T(parents_tid > 0);
    T(childs_tid == 0);

    /* Without a signal, only __WALL waits for it. */
    a = (struct args){.exit_signal = 0};
    child(&a, V0, plain);
    a = (struct args){.exit_signal = SIGUSR2};
    child(&a, V0, plain);
    a = (struct args){.flags = CLONE_VFORK, .exit_signal = SIGCHLD};
    child(&a, V0, plain);
    a = (struct args){.flags = CLONE_FILES | CLONE_FS | CLONE_SYSVSEM |
                               CLONE_IO | CLONE_UNTRACED,
                      .exit_signal = SIGCHLD};
    child(&a, V0, plain);
}

static volatile int seen;

static int on_stack(void *arg)
{
    seen = (uintptr_t)&arg > (uintptr_t)arg &&
           (uintptr_t)&arg < (uintptr_t)arg + 65536;
    return 6;
}

/* libc's clone with a stack, whose child shares memory. */
static void stack(void)
{
    char *low = mmap(NULL, 65536, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    int pid = clone(on_stack, low + 65536, CLONE_VM | SIGCHLD, low);

    reap(pid);
    V(seen);
}

int main(void)
{
    sizes();
    refused();
    set_tid();
    fields();
    stack();
    return 0;
}
