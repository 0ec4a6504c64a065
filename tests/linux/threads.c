/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static int counter, turn;
static __thread int mine;

static void *count(void *arg)
{
    for (int i = 0; i < 10000; i++) {
        pthread_mutex_lock(&lock);
        counter++;
        pthread_mutex_unlock(&lock);
        mine++;
    }
    pthread_barrier_wait(&barrier);
    return (void *)((intptr_t)arg + mine);
}

static void *ping(void *arg)
{
    for (int i = 0; i < 200; i++) {
        pthread_mutex_lock(&lock);
        while (turn != (int)(intptr_t)arg)
            pthread_cond_wait(&cond, &lock);
        turn = !turn;
        pthread_cond_broadcast(&cond);
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

int main(void)
{
    pthread_t t[8];
    void *r;
    long sum = 0;

    pthread_barrier_init(&barrier, NULL, 8);
    for (int i = 0; i < 8; i++)
        R(pthread_create(&t[i], NULL, count, (void *)(intptr_t)i));
    for (int i = 0; i < 8; i++) {
        pthread_join(t[i], &r);
        sum += (intptr_t)r;
    }
    V(counter);
    V(sum);
    V(mine);
    pthread_create(&t[0], NULL, ping, (void *)0);
    pthread_create(&t[1], NULL, ping, (void *)1);
    R(pthread_join(t[0], NULL));
    R(pthread_join(t[1], NULL));
    T(syscall(SYS_gettid) == getpid());
    pthread_barrier_init(&barrier, NULL, 1);
    for (int i = 0; i < 100; i++) {
        R(pthread_create(&t[0], NULL, count, NULL) | pthread_join(t[0], NULL));
    }
    V(counter);
    puts("done");
    return 0;
}
