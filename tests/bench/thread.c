/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads made and joined. */
#include "bench.h"

#include <pthread.h>

static void *work(void *argument)
{
    uint64_t *value = argument;

    *value = bench_mix(*value, 1);
    return value;
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale * 10; n++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, work, &sum) != 0 ||
            pthread_join(thread, NULL) != 0)
            bench_fail("pthread_create");
    }
    bench_report("thread", sum);
    return 0;
}
