/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Litmus tests of memory ordering: outcomes that both guests' models forbid
 * must not appear (Arm ARM, Definition of the Arm memory model; RISC-V
 * unprivileged specification, RVWMO Memory Consistency Model).  Each runs many
 * rounds on fresh locations; the threads meet before each batch.
 */
#include "t.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { ROUNDS = 4096, THREADS = 4, MILLISECONDS = 400 };

/* The locations of a round lie on lines of their own. */
struct round {
    _Alignas(64) atomic_int x;
    _Alignas(64) atomic_int y;
    int r[THREADS][2];
};

static struct round rounds[ROUNDS];
static pthread_barrier_t barrier;
static volatile bool stop;

#define RLX memory_order_relaxed
#define ACQ memory_order_acquire
#define REL memory_order_release
#define SEQ memory_order_seq_cst

struct litmus {
    const char *name;
    int threads;
    void (*thread[THREADS])(struct round *, int *);
    bool (*forbidden)(const struct round *);
};

static const struct litmus *running;

#define THREAD(name)   static void name(struct round *s, int *r)
#define SET(v, order)  atomic_store_explicit(&s->v, 1, order)
#define GET(v, order)  atomic_load_explicit(&s->v, order)
#define ADD(v, order)  atomic_fetch_add_explicit(&s->v, 1, order)
#define SWAP(v, order) atomic_exchange_explicit(&s->v, 1, order)

/* MP: the flag is seen, the data are not. */
THREAD(mp_write)
{
    SET(x, RLX);
    SET(y, REL);
    (void)r;
}
THREAD(mp_write_fence)
{
    SET(x, RLX);
    atomic_thread_fence(REL);
    SET(y, RLX);
    (void)r;
}
THREAD(mp_write_add)
{
    SET(x, RLX);
    ADD(y, REL);
    (void)r;
}
THREAD(mp_write_swap)
{
    SET(x, RLX);
    SWAP(y, REL);
    (void)r;
}
THREAD(mp_write_cas)
{
    int none = 0;
    SET(x, RLX);
    while (!atomic_compare_exchange_weak_explicit(&s->y, &none, 1, REL, RLX))
        none = 0;
    (void)r;
}
THREAD(mp_read)
{
    r[0] = GET(y, ACQ);
    r[1] = GET(x, RLX);
}
THREAD(mp_read_fence)
{
    r[0] = GET(y, RLX);
    atomic_thread_fence(ACQ);
    r[1] = GET(x, RLX);
}
THREAD(mp_read_or)
{
    r[0] = atomic_fetch_or_explicit(&s->y, 0, ACQ);
    r[1] = GET(x, RLX);
}
static bool mp(const struct round *s)
{
    return s->r[1][0] && !s->r[1][1];
}

/* SB: both stores are passed by the loads. */
THREAD(sb_x_fence)
{
    SET(x, RLX);
    atomic_thread_fence(SEQ);
    r[0] = GET(y, RLX);
}
THREAD(sb_y_fence)
{
    SET(y, RLX);
    atomic_thread_fence(SEQ);
    r[0] = GET(x, RLX);
}
THREAD(sb_x_seq)
{
    SET(x, SEQ);
    r[0] = GET(y, SEQ);
}
THREAD(sb_y_seq)
{
    SET(y, SEQ);
    r[0] = GET(x, SEQ);
}
THREAD(sb_x_swap)
{
    SWAP(x, SEQ);
    r[0] = GET(y, SEQ);
}
THREAD(sb_y_add)
{
    ADD(y, SEQ);
    r[0] = GET(x, SEQ);
}
static bool sb(const struct round *s)
{
    return !s->r[0][0] && !s->r[1][0];
}

/* LB: each load sees the store that follows the other load. */
THREAD(lb_x)
{
    r[0] = GET(x, ACQ);
    SET(y, REL);
}
THREAD(lb_y)
{
    r[0] = GET(y, ACQ);
    SET(x, REL);
}
static bool lb(const struct round *s)
{
    return s->r[0][0] && s->r[1][0];
}

/* IRIW: two readers see two stores in opposite orders. */
THREAD(write_x)
{
    SET(x, REL);
    (void)r;
}
THREAD(write_y)
{
    SET(y, REL);
    (void)r;
}
THREAD(read_xy)
{
    r[0] = GET(x, ACQ);
    r[1] = GET(y, ACQ);
}
THREAD(read_yx)
{
    r[0] = GET(y, ACQ);
    r[1] = GET(x, ACQ);
}
static bool iriw(const struct round *s)
{
    return s->r[2][0] && !s->r[2][1] && s->r[3][0] && !s->r[3][1];
}

/* WRC: what was seen and told on is not seen by the third. */
THREAD(wrc_write)
{
    SET(x, RLX);
    (void)r;
}
THREAD(wrc_tell)
{
    r[0] = GET(x, ACQ);
    if (r[0])
        SET(y, REL);
}
THREAD(wrc_tell_swap)
{
    r[0] = GET(x, ACQ);
    if (r[0])
        SWAP(y, REL);
}
THREAD(wrc_read)
{
    r[0] = GET(y, ACQ);
    r[1] = GET(x, RLX);
}
static bool wrc(const struct round *s)
{
    return s->r[1][0] && s->r[2][0] && !s->r[2][1];
}

static const struct litmus tests[] = {
    {"MP", 2, {mp_write, mp_read}, mp},
    {"MP+fences", 2, {mp_write_fence, mp_read_fence}, mp},
    {"MP+add", 2, {mp_write_add, mp_read}, mp},
    {"MP+swap+or", 2, {mp_write_swap, mp_read_or}, mp},
    {"MP+cas", 2, {mp_write_cas, mp_read}, mp},
    {"SB+fences", 2, {sb_x_fence, sb_y_fence}, sb},
    {"SB+seq", 2, {sb_x_seq, sb_y_seq}, sb},
    {"SB+swap+add", 2, {sb_x_swap, sb_y_add}, sb},
    {"LB", 2, {lb_x, lb_y}, lb},
    {"IRIW", 4, {write_x, write_y, read_xy, read_yx}, iriw},
    {"WRC", 3, {wrc_write, wrc_tell, wrc_read}, wrc},
    {"WRC+swap", 3, {wrc_write, wrc_tell_swap, wrc_read}, wrc},
};

static void *work(void *arg)
{
    int me = (int)(intptr_t)arg;

    for (;;) {
        pthread_barrier_wait(&barrier);
        if (stop)
            return NULL;
        for (int i = 0; i < ROUNDS; i++)
            running->thread[me](&rounds[i], rounds[i].r[me]);
        pthread_barrier_wait(&barrier);
    }
}

static long milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void run(const struct litmus *l)
{
    pthread_t thread[THREADS];
    long end = milliseconds() + MILLISECONDS;
    int bad = 0;

    running = l;
    stop = false;
    pthread_barrier_init(&barrier, NULL, (unsigned)l->threads + 1);
    for (int i = 0; i < l->threads; i++)
        pthread_create(&thread[i], NULL, work, (void *)(intptr_t)i);
    do {
        memset(rounds, 0, sizeof(rounds));
        pthread_barrier_wait(&barrier);
        pthread_barrier_wait(&barrier);
        for (int i = 0; i < ROUNDS; i++)
            bad += l->forbidden(&rounds[i]);
    } while (milliseconds() < end);
    stop = true;
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < l->threads; i++)
        pthread_join(thread[i], NULL);
    pthread_barrier_destroy(&barrier);
    printf("%s: %d forbidden outcomes\n", l->name, bad);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
        run(&tests[i]);
    return 0;
}
