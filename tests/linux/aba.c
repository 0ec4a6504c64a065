/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A lock-free stack whose nodes are reused at once, popped by a load-exclusive,
 * a load of the next pointer and a store-exclusive. A store-exclusive that only
 * compares values links it into a circle or loses nodes within a second.
 */
#include "t.h"

#include <pthread.h>
#include <time.h>

enum { NODES = 8, THREADS = 3, SECONDS = 2, HELD = 2 };

struct node {
    struct node *next;
    int held;
};

static struct node nodes[NODES];
static struct node *volatile top;
static volatile int stop, corrupt;

static struct node *pop(void)
{
    struct node *n, *next;
    long failed;

#if defined(__aarch64__)
    __asm__ volatile("1: ldaxr %0, [%3]\n"
                     "   cbz %0, 2f\n"
                     "   ldr %1, [%0]\n"
                     "   stlxr %w2, %1, [%3]\n"
                     "   cbnz %w2, 1b\n"
                     "2:"
                     : "=&r"(n), "=&r"(next), "=&r"(failed)
                     : "r"(&top)
                     : "memory");
#elif defined(__riscv)
    __asm__ volatile("1: lr.d.aq %0, (%3)\n"
                     "   beqz %0, 2f\n"
                     "   ld %1, (%0)\n"
                     "   sc.d.rl %2, %1, (%3)\n"
                     "   bnez %2, 1b\n"
                     "2:"
                     : "=&r"(n), "=&r"(next), "=&r"(failed)
                     : "r"(&top)
                     : "memory");
#else
    (void)failed, (void)next, n = NULL;
#endif
    return n;
}

static void push(struct node *n)
{
    struct node *seen = top;

    do
        n->next = seen;
    while (!__atomic_compare_exchange_n(&top, &seen, n, 1, __ATOMIC_ACQ_REL,
                                        __ATOMIC_RELAXED));
}

static void *work(void *arg)
{
    struct node *mine[HELD];

    while (!stop && !corrupt) {
        for (int i = 0; i < HELD; i++) {
            mine[i] = pop();
            if (mine[i] &&
                __atomic_exchange_n(&mine[i]->held, 1, __ATOMIC_ACQ_REL))
                corrupt = 1;
        }
        for (int i = 0; i < HELD; i++)
            if (mine[i]) {
                __atomic_store_n(&mine[i]->held, 0, __ATOMIC_RELEASE);
                push(mine[i]);
            }
    }
    return arg;
}

int main(void)
{
    pthread_t thread[THREADS];
    int left = 0;

#if defined(__aarch64__) || defined(__riscv)
    for (int i = 0; i < NODES; i++)
        push(&nodes[i]);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&thread[i], NULL, work, NULL);
    sleep(SECONDS);
    stop = 1;
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
    while (left <= NODES && pop())
        left++;
    T(!corrupt);
    T(left == NODES);
#else
    T(!corrupt);
    left = NODES;
    T(left == NODES);
#endif
    return 0;
}
