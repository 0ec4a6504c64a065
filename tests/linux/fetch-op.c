/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Read-modify-writes of every size and order by three threads at once: no
 * update is lost, and neighbours in the same word stay as they are.
 * (Baseline AArch64 code takes LSE where it finds it.)
 */
#include "t.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 3, ROUNDS = 20000 };

/* Doubles, through a compare-exchange loop: an update no fetch-and-op has. */
#define STEP(order)                                                            \
    do {                                                                       \
        atomic_fetch_add_explicit(&v[1], 3, order);                            \
        atomic_fetch_sub_explicit(&v[2], 5, order);                            \
        atomic_fetch_xor_explicit(&v[3], 1 << me, order);                      \
        seen = atomic_load_explicit(&v[4], memory_order_relaxed);              \
        while (!atomic_compare_exchange_weak_explicit(                         \
            &v[4], &seen, seen * 3 + 1, order, memory_order_relaxed))          \
            continue;                                                          \
        atomic_fetch_or_explicit(&v[5], 1 << me, order);                       \
        atomic_fetch_and_explicit(&v[5], ~(1 << me), order);                   \
        while (atomic_exchange_explicit(&v[6], 1, order))                      \
            sched_yield();                                                     \
        v[7]++;                                                                \
        atomic_store_explicit(&v[6], 0, memory_order_release);                 \
    } while (0)

#define SIZE(name, type)                                                       \
    static _Alignas(64) _Atomic(type) name##_v[10];                            \
    static void *name##_work(void *arg)                                        \
    {                                                                          \
        _Atomic(type) *v = name##_v;                                           \
        int me = (int)(intptr_t)arg;                                           \
        type seen;                                                             \
        for (int i = 0; i < ROUNDS; i++) {                                     \
            STEP(memory_order_relaxed);                                        \
            STEP(memory_order_acquire);                                        \
            STEP(memory_order_release);                                        \
            STEP(memory_order_acq_rel);                                        \
            STEP(memory_order_seq_cst);                                        \
        }                                                                      \
        return arg;                                                            \
    }
/* The failure order of a compare-exchange may be no stronger than relaxed. */
SIZE(byte, uint8_t)
SIZE(half, uint16_t)
SIZE(word, uint32_t)
SIZE(wide, uint64_t)

#define RUN(name)                                                              \
    do {                                                                       \
        for (int i = 0; i < THREADS; i++)                                      \
            pthread_create(&thread[i], NULL, name##_work,                      \
                           (void *)(intptr_t)i);                               \
        for (int i = 0; i < THREADS; i++)                                      \
            pthread_join(thread[i], NULL);                                     \
        for (int i = 0; i < 10; i++)                                           \
            printf(#name " %d: %llx\n", i, (unsigned long long)name##_v[i]);   \
    } while (0)

int main(void)
{
    pthread_t thread[THREADS];

    RUN(byte);
    RUN(half);
    RUN(word);
    RUN(wide);
    return 0;
}
