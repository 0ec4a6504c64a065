/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <linux/futex.h>
#include <pthread.h>
#include <time.h>

static uint32_t word = 1, other;

static long futex(uint32_t *p, int op, uint32_t v, void *t, uint32_t *p2,
                  uint32_t v3)
{
    return syscall(SYS_futex, p, op, v, t, p2, v3);
}

static void *sleeper(void *arg)
{
    while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 1)
        futex(&word, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0);
    return arg;
}

int main(void)
{
    struct timespec ts = {0, 1000000};
    pthread_t t;

    R(futex(&word, FUTEX_WAIT, 0, NULL, NULL, 0));
    R(futex(&word, FUTEX_WAIT, 1, &ts, NULL, 0));
    R(futex(&word, FUTEX_WAIT_BITSET, 1, &ts, NULL, ~0u));
    R(futex(&word, FUTEX_WAIT_BITSET, 1, NULL, NULL, 0));
    R(futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
    R(futex(&word, FUTEX_CMP_REQUEUE, 1, (void *)1L, &other, 7));
    R(futex(&word, FUTEX_CMP_REQUEUE, 1, (void *)1L, &other, 1));
    R(futex((uint32_t *)((char *)&word + 1), FUTEX_WAKE, 1, NULL, NULL, 0));
    R(futex((uint32_t *)-8L, FUTEX_WAIT, 1, NULL, NULL, 0));
    R(futex(&word, 77, 1, NULL, NULL, 0));
    ts.tv_nsec = -1;
    R(futex(&word, FUTEX_WAIT, 1, &ts, NULL, 0));
    R(futex(&other, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    T((other & FUTEX_TID_MASK) == (uint32_t)getpid());
    R(futex(&other, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    R(futex(&other, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    V(other);
    R(futex(&other, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
    R(pthread_create(&t, NULL, sleeper, NULL));
    usleep(5000);
    __atomic_store_n(&word, 2, __ATOMIC_SEQ_CST);
    T(futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) >= 0);
    R(pthread_join(t, NULL));
    return 0;
}
