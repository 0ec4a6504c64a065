/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Mutexes: taken without contention, then by two threads at once. */
#include "bench.h"

#include <pthread.h>

enum { BUCKETS = 64 };

struct bucket {
    pthread_mutex_t lock;
    uint64_t sum;
};

static struct bucket buckets[BUCKETS];
static unsigned long rounds;

static void *work(void *argument)
{
    uint32_t seed = *(uint32_t *)argument;

    for (unsigned long n = 0; n < rounds; n++) {
        uint32_t r = bench_random(&seed);
        struct bucket *b = &buckets[r >> 8 & (BUCKETS - 1)];
        pthread_mutex_lock(&b->lock);
        b->sum += r;
        pthread_mutex_unlock(&b->lock);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    uint32_t seeds[2] = {107, 109};
    pthread_t threads[2];
    uint64_t sum = 0;

    rounds = bench_scale(argc, argv) * 1000;
    for (unsigned i = 0; i < BUCKETS; i++)
        pthread_mutex_init(&buckets[i].lock, NULL);
    work(&seeds[0]);
    for (unsigned i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, work, &seeds[i]) != 0)
            bench_fail("pthread_create");
    for (unsigned i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    for (unsigned i = 0; i < BUCKETS; i++)
        sum = bench_mix(sum, buckets[i].sum);
    bench_report("mutex", sum);
    return 0;
}
