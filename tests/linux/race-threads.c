/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads at atomics, mutexes, condition variables, signals and mappings. */
#include "race.h"
#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 2 };
static _Atomic long added, mixed, xored;
static _Atomic unsigned char small;
static _Atomic short medium;
static long locked, turns[THREADS];
static int turn;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t turn_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turned = PTHREAD_COND_INITIALIZER;
static _Atomic long handled, sent;
static _Atomic int wrong;
static pthread_t thread[THREADS];
static pthread_barrier_t started;

static void on_signal(int sig)
{
    (void)sig;
    atomic_fetch_add(&handled, 1);
}

static void atomics(void)
{
    long seen;

    for (int i = 0; i < 500; i++) {
        atomic_fetch_add(&added, 3);
        atomic_fetch_add(&small, 1);
        atomic_fetch_sub(&medium, 1);
        atomic_fetch_xor(&xored, 0x5555);
        seen = atomic_load(&mixed);
        while (!atomic_compare_exchange_weak(&mixed, &seen, seen + 1))
            ;
    }
}

static void mapping(int me)
{
    volatile char *p = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (p == MAP_FAILED) {
        wrong++;
        return;
    }
    p[0] = p[4096] = (char)me;
    mprotect((void *)p, 4096, PROT_READ);
    if (p[0] != (char)me || p[4096] != (char)me || p[1])
        wrong++;
    munmap((void *)p, 8192);
}

static _Atomic long rounds;

static bool take_turn(int me)
{
    bool on = race_on(rounds > 20 && handled > 0);

    pthread_mutex_lock(&turn_mutex);
    while (turn != me && turn >= 0)
        pthread_cond_wait(&turned, &turn_mutex);
    on = on && turn >= 0;
    turn = on ? !me : -1;
    turns[me] += on;
    pthread_cond_broadcast(&turned);
    pthread_mutex_unlock(&turn_mutex);
    return on;
}

static void *run(void *arg)
{
    int me = (int)(intptr_t)arg;
    pthread_barrier_wait(&started);
    do {
        atomics();
        for (int i = 0; i < 200; i++) {
            pthread_mutex_lock(&mutex);
            locked++;
            pthread_mutex_unlock(&mutex);
        }
        if (pthread_kill(thread[!me], SIGUSR1) == 0)
            atomic_fetch_add(&sent, 1);
        mapping(me);
        atomic_fetch_add(&rounds, 1);
    } while (take_turn(me));
    pthread_barrier_wait(&started);
    return NULL;
}

int main(int argc, char **argv)
{
    signal(SIGUSR1, on_signal);
    race_begin(argc, argv);
    pthread_barrier_init(&started, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&thread[i], NULL, run, (void *)(intptr_t)i);
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
    race_count(rounds, "rounds");
    T(rounds > 20);
    T(added == rounds * 1500);
    T(mixed == rounds * 500);
    T(small == (unsigned char)(rounds * 500));
    T(medium == (short)-(rounds * 500));
    T(xored == 0);
    T(locked == rounds * 200);
    T(labs(turns[0] - turns[1]) <= 1);
    T(handled > 0 && handled <= sent);
    V(wrong);
    return 0;
}
