/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Robust mutexes, whose owners die in all ways, and the lists behind them. */
#include "t.h"
#include <pthread.h>
#include <sys/mman.h>
#include <time.h>

enum { MANY = 5 };

struct shared {
    pthread_mutex_t m[MANY];
    _Atomic int ready;
};

static struct shared *s;

static void init(int pshared, int protocol)
{
    pthread_mutexattr_t a;

    pthread_mutexattr_init(&a);
    pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setpshared(&a, pshared);
    pthread_mutexattr_setprotocol(&a, protocol);
    for (int i = 0; i < MANY; i++)
        pthread_mutex_init(&s->m[i], &a);
    s->ready = 0;
}

static void *hold(void *unused)
{
    for (int i = 0; i < MANY; i++)
        pthread_mutex_lock(&s->m[i]);
    s->ready = 1;
    return unused;
}

static void *hold_and_exit(void *unused)
{
    hold(unused);
    usleep(20000);
    syscall(SYS_exit, 0);
    return NULL;
}

static void await(void)
{
    while (!s->ready)
        usleep(1000);
}

/* Each in turn, the first perhaps while its owner lives. */
static void take_over(void)
{
    for (int i = 0; i < MANY; i++)
        R(pthread_mutex_lock(&s->m[i]));
    for (int i = 0; i < MANY - 1; i++)
        R(pthread_mutex_consistent(&s->m[i]));
    for (int i = 0; i < MANY; i++)
        R(pthread_mutex_unlock(&s->m[i]));
    R(pthread_mutex_lock(&s->m[0]));
    R(pthread_mutex_unlock(&s->m[0]));
    T(pthread_mutex_lock(&s->m[MANY - 1]) == ENOTRECOVERABLE);
}

static void threads(int pshared, int protocol)
{
    pthread_t t;

    init(pshared, protocol);
    pthread_create(&t, NULL, hold, NULL);
    pthread_join(t, NULL);
    take_over();
    init(pshared, protocol);
    pthread_create(&t, NULL, hold_and_exit, NULL);
    await();
    take_over();
}

enum end { EXIT, KILLED, FAULT, EXEC, ENDS };

static void child(enum end how, bool threaded)
{
    pthread_t t;

    if (threaded)
        pthread_create(&t, NULL, hold, NULL);
    else
        hold(NULL);
    await();
    usleep(20000);
    switch (how) {
    case EXIT: _exit(0);
    case FAULT:
        signal(SIGSEGV, SIG_DFL);
        *(volatile int *)8 = 1;
        break;
    case EXEC: execl("/proc/self/exe", "executed", NULL); break;
    default:
        for (;;)
            pause();
    }
    _exit(1);
}

static void processes(int protocol, bool threaded)
{
    for (enum end how = 0; how < ENDS; how++) {
        pid_t pid;

        init(PTHREAD_PROCESS_SHARED, protocol);
        fflush(stdout);
        if ((pid = fork()) == 0)
            child(how, threaded);
        await();
        if (how == KILLED)
            kill(pid, SIGKILL);
        printf("end %d%s\n", how, threaded ? " of a thread" : "");
        take_over();
        reap(pid);
    }
}

/* A robust mutex that nobody dies with is as any other. */
static void *try(void *unused)
{
    struct timespec soon;

    T(pthread_mutex_trylock(&s->m[0]) == EBUSY);
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec /= 2;
    T(pthread_mutex_timedlock(&s->m[0], &soon) == ETIMEDOUT);
    T(pthread_mutex_unlock(&s->m[0]) == EPERM);
    return unused;
}

static void alive(void)
{
    pthread_t t;

    init(PTHREAD_PROCESS_PRIVATE, PTHREAD_PRIO_NONE);
    R(pthread_mutex_lock(&s->m[0]));
    pthread_create(&t, NULL, try, NULL);
    pthread_join(t, NULL);
    R(pthread_mutex_unlock(&s->m[0]));
}

/* The list of a thread, which it tells us of. */
static int tid;
static void *own;
static int stay[2];

static void *show(void *unused)
{
    size_t len;
    char c;

    R(syscall(SYS_get_robust_list, 0, &own, &len));
    tid = (int)syscall(SYS_gettid);
    s->ready = 1;
    if (read(stay[0], &c, 1) != 1)
        perror("read");
    return unused;
}

static void lists(void)
{
    void *head = NULL, *mine;
    pthread_t t;
    size_t len;
    pid_t pid;

    R(syscall(SYS_get_robust_list, 0, &mine, &len));
    T(mine != NULL);
    V(len);
    R(syscall(SYS_set_robust_list, mine, 1));
    R(syscall(SYS_set_robust_list, mine, len));
    R(syscall(SYS_get_robust_list, getpid(), &head, &len));
    T(head == mine);
    s->ready = 0;
    R(pipe(stay));
    pthread_create(&t, NULL, show, NULL);
    await();
    R(syscall(SYS_get_robust_list, tid, &head, &len));
    T(head == own && head != mine);
    R(write(stay[1], "", 1));
    pthread_join(t, NULL);
    R(syscall(SYS_get_robust_list, -1, &head, &len));
    R(syscall(SYS_get_robust_list, 0, (void *)8, &len));
    R(syscall(SYS_get_robust_list, 0, &head, (void *)8));
    fflush(stdout);
    s->ready = 0;
    if ((pid = fork()) == 0) {
        s->ready = 1; /* the C library has told the kernel */
        pause();
        _exit(0);
    }
    await();
    R(syscall(SYS_get_robust_list, pid, &head, &len));
    T(head == mine);
    kill(pid, SIGKILL);
    reap(pid);
    R(syscall(SYS_get_robust_list, pid, &head, &len));
}

int main(int argc, char **argv)
{
    (void)argc;
    if (strcmp(argv[0], "executed") == 0)
        return 0;
    s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    alive();
    threads(PTHREAD_PROCESS_PRIVATE, PTHREAD_PRIO_NONE);
    threads(PTHREAD_PROCESS_SHARED, PTHREAD_PRIO_NONE);
    threads(PTHREAD_PROCESS_PRIVATE, PTHREAD_PRIO_INHERIT);
    processes(PTHREAD_PRIO_NONE, false);
    processes(PTHREAD_PRIO_NONE, true);
    processes(PTHREAD_PRIO_INHERIT, false);
    lists();
    return 0;
}
