/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Two threads on shared C11 atomics: additions, compare-and-swap loops,
 * exchanges, and a ring with acquire and release.
 */
#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>

enum { RING = 1024 };

static _Atomic uint64_t total, mixed;
static _Atomic uint32_t head, tail, flags, biggest;
static uint32_t ring[RING];
static unsigned long rounds;

static void update(uint32_t value)
{
    uint64_t seen = atomic_load_explicit(&mixed, memory_order_relaxed);
    uint32_t most = atomic_load(&biggest);

    atomic_fetch_add(&total, value);
    while (!atomic_compare_exchange_weak(&mixed, &seen, seen ^ value * 77))
        continue;
    while (most < value &&
           !atomic_compare_exchange_weak(&biggest, &most, value))
        continue;
    atomic_fetch_or(&flags, UINT32_C(1) << value % 32);
}

static void *producer(void *unused)
{
    uint32_t seed = 103;

    for (unsigned long n = 0; n < rounds; n++) {
        uint32_t at = atomic_load_explicit(&head, memory_order_relaxed);
        uint32_t value = bench_random(&seed);
        while (at - atomic_load_explicit(&tail, memory_order_acquire) == RING)
            sched_yield();
        ring[at % RING] = value;
        atomic_store_explicit(&head, at + 1, memory_order_release);
        update(value);
    }
    return unused;
}

int main(int argc, char **argv)
{
    pthread_t thread;
    uint64_t sum = 0;

    rounds = bench_scale(argc, argv) * 1000;
    if (pthread_create(&thread, NULL, producer, NULL) != 0)
        bench_fail("pthread_create");
    for (unsigned long n = 0; n < rounds; n++) {
        uint32_t at = atomic_load_explicit(&tail, memory_order_relaxed);
        while (atomic_load_explicit(&head, memory_order_acquire) == at)
            sched_yield();
        sum = bench_mix(sum, ring[at % RING]);
        atomic_store_explicit(&tail, at + 1, memory_order_release);
        update((uint32_t)(n * 2654435761u));
    }
    pthread_join(thread, NULL);
    sum = bench_mix(sum, atomic_exchange(&total, 0));
    sum = bench_mix(sum, atomic_load(&mixed));
    sum = bench_mix(sum, atomic_load(&biggest));
    bench_report("atomics", bench_mix(sum, atomic_load(&flags)));
    return 0;
}
