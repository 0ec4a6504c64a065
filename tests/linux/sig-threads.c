/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Signals to threads and to the process; masks of threads. */
#include "t.h"
#include <pthread.h>

static pthread_t threads[3];
static pthread_barrier_t barrier;
static volatile int by[3], process_by = -1;

static int self(void)
{
    for (int i = 0; i < 3; i++)
        if (pthread_equal(threads[i], pthread_self()))
            return i;
    return -1;
}

static void handler(int sig)
{
    if (sig == SIGUSR1)
        by[self()]++;
    else
        process_by = self();
}

static void *run(void *arg)
{
    int me = (int)(intptr_t)arg;
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, NULL, &set);
    pthread_barrier_wait(&barrier);
    if (me == 0)
        T(sigismember(&set, SIGUSR2) == 1);
    pthread_barrier_wait(&barrier);
    if (me == 1) {
        sigdelset(&set, SIGUSR2);
        pthread_sigmask(SIG_SETMASK, &set, NULL);
    }
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 1000 && (by[me] == 0 || process_by < 0); i++)
        usleep(1000);
    pthread_barrier_wait(&barrier);
    return NULL;
}

int main(void)
{
    struct sigaction sa = {.sa_handler = handler};
    sigset_t set;

    sigaction(SIGUSR1, &sa, NULL);
    sigaction(SIGUSR2, &sa, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    pthread_barrier_init(&barrier, NULL, 4);
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, run, (void *)(intptr_t)i);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 3; i++)
        R(pthread_kill(threads[i], SIGUSR1));
    R(kill(getpid(), SIGUSR2));
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d %d, %d\n", by[0], by[1], by[2], process_by);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        pthread_barrier_init(&barrier, NULL, 5);
        pthread_create(&threads[0], NULL, run, NULL);
        kill(getpid(), SIGTERM);
        for (;;)
            pause();
    }
    reap(pid);
    return 0;
}
