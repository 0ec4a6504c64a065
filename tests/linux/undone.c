/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A store-exclusive fails if another thread has changed the memory with atomics
 * since the load-exclusive, also if it has changed it back.  Alone it succeeds
 * sooner or later.
 */
#include "t.h"

#include <pthread.h>

enum { ROUNDS = 60, TRIES = 1000, KINDS = 4, FIRST = 40 };

static uint64_t word = FIRST;
static volatile int go, done;

#if defined(__aarch64__) || defined(__riscv)
static uint64_t load(uint64_t *p)
{
    uint64_t v;

#if defined(__aarch64__)
    __asm__ volatile("ldaxr %0, [%1]" : "=&r"(v) : "r"(p) : "memory");
#else
    __asm__ volatile("lr.d.aq %0, (%1)" : "=&r"(v) : "r"(p) : "memory");
#endif
    return v;
}

static bool store(uint64_t *p, uint64_t v)
{
    uint32_t failed;

#if defined(__aarch64__)
    __asm__ volatile("stlxr %w0, %1, [%2]"
                     : "=&r"(failed)
                     : "r"(v), "r"(p)
                     : "memory");
#else
    __asm__ volatile("sc.d.rl %0, %1, (%2)"
                     : "=&r"(failed)
                     : "r"(v), "r"(p)
                     : "memory");
#endif
    return !failed;
}
#endif

/* Changes the word and changes it back. */
static void disturb(unsigned kind)
{
    uint64_t seen = FIRST;

    switch (kind) {
    case 0:
        __atomic_fetch_add(&word, 2, __ATOMIC_SEQ_CST);
        __atomic_fetch_sub(&word, 2, __ATOMIC_SEQ_CST);
        break;
    case 1:
        __atomic_exchange_n(&word, 7, __ATOMIC_SEQ_CST);
        __atomic_exchange_n(&word, FIRST, __ATOMIC_SEQ_CST);
        break;
    case 2:
        while (!__atomic_compare_exchange_n(&word, &seen, 9, 0,
                                            __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            seen = FIRST;
        seen = 9;
        while (!__atomic_compare_exchange_n(&word, &seen, FIRST, 0,
                                            __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            seen = 9;
        break;
    default:
        __atomic_fetch_or(&word, 3, __ATOMIC_SEQ_CST);
        __atomic_fetch_and(&word, ~UINT64_C(3), __ATOMIC_SEQ_CST);
        break;
    }
}

static void *other(void *arg)
{
    for (int i = 0; i < ROUNDS; i++) {
        while (go <= i)
            ;
        disturb((unsigned)i % KINDS);
        done = i + 1;
    }
    return arg;
}

int main(void)
{
    pthread_t thread;
    unsigned stored = 0;
    bool alone = false;

    pthread_create(&thread, NULL, other, NULL);
    for (int i = 0; i < ROUNDS; i++) {
#if defined(__aarch64__) || defined(__riscv)
        uint64_t v = load(&word);

        go = i + 1;
        while (done <= i)
            ;
        stored += store(&word, v);
#else
        go = i + 1;
#endif
    }
    pthread_join(thread, NULL);
#if defined(__aarch64__) || defined(__riscv)
    for (int i = 0; i < TRIES && !alone; i++) {
        uint64_t v = load(&word);
        v += (uint64_t)go - ROUNDS;
        alone = store(&word, v);
    }
#else
    alone = true;
#endif
    T(stored == 0);
    T(alone);
    T(word == FIRST);
    return 0;
}
