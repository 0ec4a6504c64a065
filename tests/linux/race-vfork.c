/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A vfork child that runs new code and changes mappings is killed at random
 * times, while a thread of its parent does the same: the parent goes on. */
#include "race.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { N = 256 };
static volatile bool stop;
static volatile int wrong;
static _Atomic pid_t victim;
static char stack[65536] __attribute__((aligned(16)));

static void exercise(char *code, unsigned seed)
{
    for (unsigned i = 0; i < N; i++)
        code_put(code + i * CODE_SIZE, (seed + i) & 2047);
    code_flush(code, N * CODE_SIZE);
    for (unsigned i = 0; i < N; i++)
        if (code_call(code + i * CODE_SIZE) != (int)((seed + i) & 2047))
            wrong++;
}

static void *run(void *arg)
{
    char *code = code_map(N * CODE_SIZE);
    unsigned seed = 7;

    (void)arg;
    while (!stop)
        exercise(code, seed += 17);
    return NULL;
}

static void *kill_them(void *arg)
{
    unsigned r = 1;

    (void)arg;
    while (!stop) {
        struct timespec ts = {0, (long)((r = r * 1103515245 + 12345) >> 12) %
                                     900000};
        nanosleep(&ts, NULL);
        pid_t pid = atomic_exchange(&victim, 0);
        if (pid > 0)
            kill(pid, SIGKILL);
    }
    return NULL;
}

static int child(void *arg)
{
    victim = (pid_t)syscall(SYS_getpid);
    for (;;)
        exercise(arg, 3);
}

int main(int argc, char **argv)
{
    char *code = code_map(N * CODE_SIZE);
    pthread_t t[2];
    int killed = 0, bad = 0, status;

    race_begin(argc, argv);
    pthread_create(&t[0], NULL, run, NULL);
    pthread_create(&t[1], NULL, kill_them, NULL);
    while (race_on()) {
        pid_t pid = clone(child, stack + sizeof(stack),
                          CLONE_VM | CLONE_VFORK | SIGCHLD, code);
        if (pid < 0 || waitpid(pid, &status, 0) != pid ||
            !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
            bad++;
        killed++;
    }
    stop = true;
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    race_count(killed, "children");
    T(killed > 10);
    V(bad);
    V(wrong);
    return 0;
}
