/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* futex_waitv, whose futexes are named in an array. */
#include "t.h"
#include <pthread.h>
#include <sys/mman.h>
#include <time.h>

enum { WAITV = 449, U32 = 2, WAKE = 1 };

struct waitv {
    uint64_t val, uaddr;
    uint32_t flags, reserved;
};

static uint32_t word[3] = {1, 2, 3};

/* Goes on until somebody was woken. */
static void *wake(void *arg)
{
    (void)arg;
    while (syscall(SYS_futex, &word[1], WAKE, 1, NULL, NULL, 0) == 0)
        usleep(1000);
    return NULL;
}

int main(void)
{
    struct waitv v[3];
    struct timespec past = {0, 0};
    pthread_t t;
    long r;

    for (unsigned i = 0; i < 3; i++)
        v[i] = (struct waitv){word[i], (uintptr_t)&word[i], U32, 0};
    r = syscall(WAITV, v, 3, 0, &past, CLOCK_MONOTONIC);
    if (r == -1 && errno == ENOSYS) {
        puts("not there");
        return 0;
    }
    T(r == -1 && errno == ETIMEDOUT);
    v[2].val = 4;
    R(syscall(WAITV, v, 3, 0, &past, CLOCK_MONOTONIC));
    v[2].val = 3;
    v[0].uaddr = 0;
    R(syscall(WAITV, v, 3, 0, &past, CLOCK_MONOTONIC));
    v[0].uaddr = (uintptr_t)&word[0];
    R(syscall(WAITV, v, 0, 0, &past, CLOCK_MONOTONIC));
    R(syscall(WAITV, v, 129, 0, &past, CLOCK_MONOTONIC));
    R(syscall(WAITV, NULL, 3, 0, &past, CLOCK_MONOTONIC));
    R(syscall(WAITV, (void *)-4096L, 3, 0, &past, CLOCK_MONOTONIC));
    R(syscall(WAITV, v, 3, 1, &past, CLOCK_MONOTONIC));
    pthread_create(&t, NULL, wake, NULL);
    R(syscall(WAITV, v, 3, 0, NULL, CLOCK_MONOTONIC));
    pthread_join(t, NULL);
    return 0;
}
