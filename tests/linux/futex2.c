/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* futex_wait, futex_wake and futex_requeue: calls of their own, with flags for
 * the size. */
#include "t.h"
#include <pthread.h>
#include <time.h>

enum { WAKE = 454, WAIT = 455, REQUEUE = 456, U32 = 2, PRIVATE = 128 };

static const uint64_t ALL = UINT32_MAX;

struct waitv {
    uint64_t val, uaddr;
    uint32_t flags, reserved;
};

static uint32_t word = 1, other = 5;
static _Atomic int sleeping;

static long wait_on(uint32_t *p, uint64_t val, uint64_t mask, unsigned flags,
                    const struct timespec *end)
{
    return syscall(WAIT, p, val, mask, flags, end, CLOCK_MONOTONIC);
}

static long wake_at(uint32_t *p, uint64_t mask, int most, unsigned flags)
{
    return syscall(WAKE, p, mask, most, flags);
}

static void *sleeper(void *arg)
{
    long r;

    sleeping++;
    r = wait_on(&word, 1, (uintptr_t)arg, U32 | PRIVATE, NULL);
    return (void *)r;
}

/* Wakes, until as many as wanted were. */
static void wake(uint32_t *p, uint64_t mask, int wanted)
{
    int n = 0;

    while (n < wanted) {
        long r = wake_at(p, mask, wanted - n, U32 | PRIVATE);

        if (r < 0) {
            printf("wake: %s\n", strerrorname_np(errno));
            return;
        }
        n += (int)r;
        usleep(1000);
    }
    V(n);
}

int main(void)
{
    struct timespec past = {0, 0};
    struct waitv v[2] = {{1, (uintptr_t)&word, U32 | PRIVATE, 0},
                         {5, (uintptr_t)&other, U32 | PRIVATE, 0}};
    pthread_t t[4];
    void *result;
    long moved;

    if (wait_on(&word, 2, ALL, U32, NULL) == -1 && errno == ENOSYS) {
        puts("not there");
        return 0;
    }
    R(wait_on(&word, 2, ALL, U32, NULL));
    R(wait_on(&word, 1, ALL, U32, &past));
    R(wait_on(&word, 1, 0, U32, &past));
    R(wait_on(&word, 1, ALL, 3, &past));
    R(wait_on(&word, 1, 1ull << 32, U32, &past));
    R(wait_on((void *)((char *)&word + 1), 1, ALL, U32, &past));
    R(wait_on((void *)-4096L, 1, ALL, U32, &past));
    R(syscall(WAIT, &word, 1L, ALL, U32, &past, 77));
    R(wake_at(&word, ALL, 1, U32));
    R(wake_at(&word, 0, 1, U32));
    R(wake_at(&word, ALL, 1, 0x80000000));
    R(syscall(REQUEUE, v, 1, 0, 1));
    v[0].val = 7;
    R(syscall(REQUEUE, v, 0, 0, 1));
    v[0].val = 1;
    R(syscall(REQUEUE, v, 0, 0, 1));
    R(syscall(REQUEUE, NULL, 0, 0, 1));
    R(syscall(REQUEUE, (void *)-4096L, 0, 0, 1));

    for (int i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, sleeper, (void *)(i < 2 ? 1L : 2L));
    while (sleeping < 4)
        usleep(1000);
    wake(&word, 2, 2);
    for (int i = 2; i < 4; i++) {
        pthread_join(t[i], &result);
        V((intptr_t)result);
    }
    /* The others are moved, then woken where they are. */
    for (moved = 0; moved < 2; usleep(1000))
        moved += syscall(REQUEUE, v, 0, 0, 2);
    V(moved);
    V(wake_at(&word, ALL, 4, U32 | PRIVATE));
    wake(&other, 1, 2);
    for (int i = 0; i < 2; i++) {
        pthread_join(t[i], &result);
        V((intptr_t)result);
    }
    return 0;
}
