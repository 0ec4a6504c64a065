/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Litmus tests of memory ordering: outcomes that both guests' models forbid
 * must not appear (Arm ARM, Definition of the Arm memory model; RISC-V
 * unprivileged specification, RVWMO Memory Consistency Model and Ztso).  Each
 * runs many rounds on fresh locations, in which the threads keep step.
 *
 * LITMUS_MS is the time for each test in milliseconds; with it the number of
 * rounds goes to standard error, and how often what x86 allows was seen.
 */
#include "t.h"

#include <pthread.h>
#include <sched.h>
#include <time.h>

#include "litmus.h"

enum { ROUNDS = 1024, THREADS = 4, MILLISECONDS = 120 };

/* The locations of a round lie on lines of their own. */
struct round {
    _Alignas(64) atomic_int x;
    _Alignas(64) atomic_int y;
    _Alignas(64) atomic_int z;
    int r[THREADS][2];
};

static struct round rounds[ROUNDS];
static pthread_barrier_t barrier;
static struct {
    _Alignas(64) atomic_int round;
} progress[THREADS];
static volatile bool stop;
static long milliseconds = MILLISECONDS;
static bool verbose;

#define RLX memory_order_relaxed
#define ACQ memory_order_acquire
#define REL memory_order_release
#define SEQ memory_order_seq_cst

enum kind { ALWAYS, UNDER_TSO, ALLOWED };

struct litmus {
    const char *name;
    unsigned threads;
    void (*thread[THREADS])(struct round *, int *);
    bool (*outcome)(const struct round *);
    enum kind kind; /* when the outcome is forbidden */
};

static const struct litmus *running;

#define THREAD(name)                                                           \
    static void name(struct round *s, __attribute__((unused)) int *r)
/* Compilers for RISC-V make an atomic store an AMO, even if it is relaxed. */
#define PUT(v, n, order)                                                       \
    ((order) == RLX ? (void)(*(volatile int *)&s->v = (n))                     \
                    : atomic_store_explicit(&s->v, n, order))
#define SET(v, order)  PUT(v, 1, order)
#define GET(v, order)  atomic_load_explicit(&s->v, order)
#define ADD(v, order)  atomic_fetch_add_explicit(&s->v, 1, order)
#define SWAP(v, order) atomic_exchange_explicit(&s->v, 1, order)

/* MP: the flag is seen, the data are not. */
THREAD(mp_write_plain)
{
    SET(x, RLX);
    SET(y, RLX);
}
THREAD(mp_write)
{
    SET(x, RLX);
    SET(y, REL);
}
THREAD(mp_write_fence)
{
    SET(x, RLX);
    atomic_thread_fence(REL);
    SET(y, RLX);
}
THREAD(mp_write_fence_ww)
{
    SET(x, RLX);
    FENCE_WRITES();
    SET(y, RLX);
}
THREAD(mp_write_fence_tso)
{
    SET(x, RLX);
    FENCE_TSO();
    SET(y, RLX);
}
THREAD(mp_write_add)
{
    SET(x, RLX);
    ADD(y, REL);
}
THREAD(mp_write_swap)
{
    SET(x, RLX);
    SWAP(y, REL);
}
THREAD(mp_write_cas)
{
    int none = 0;
    SET(x, RLX);
    while (!atomic_compare_exchange_weak_explicit(&s->y, &none, 1, REL, RLX))
        none = 0;
}
THREAD(mp_write_exclusive)
{
    SET(x, RLX);
    swap_exclusive_release(&s->y, 1);
}
THREAD(mp_read_plain)
{
    r[0] = GET(y, RLX);
    r[1] = GET(x, RLX);
}
THREAD(mp_read)
{
    r[0] = GET(y, ACQ);
    r[1] = GET(x, RLX);
}
THREAD(mp_read_pc)
{
    r[0] = load_acquire_pc(&s->y);
    r[1] = GET(x, RLX);
}
THREAD(mp_read_exclusive)
{
    r[0] = load_exclusive_acquire(&s->y);
    r[1] = GET(x, RLX);
}
THREAD(mp_read_fence)
{
    r[0] = GET(y, RLX);
    atomic_thread_fence(ACQ);
    r[1] = GET(x, RLX);
}
THREAD(mp_read_fence_rr)
{
    r[0] = GET(y, RLX);
    FENCE_READS();
    r[1] = GET(x, RLX);
}
THREAD(mp_read_fence_tso)
{
    r[0] = GET(y, RLX);
    FENCE_TSO();
    r[1] = GET(x, RLX);
}
THREAD(mp_read_or)
{
    r[0] = atomic_fetch_or_explicit(&s->y, 0, ACQ);
    r[1] = GET(x, RLX);
}
THREAD(mp_read_address)
{
    r[0] = GET(y, RLX);
    r[1] = atomic_load_explicit(&s->x + zero_of(r[0]), RLX);
}
static bool mp(const struct round *s)
{
    return s->r[1][0] && !s->r[1][1];
}

/* SB: both stores are passed by the loads. */
THREAD(sb_x_plain)
{
    SET(x, RLX);
    r[0] = GET(y, RLX);
}
THREAD(sb_y_plain)
{
    SET(y, RLX);
    r[0] = GET(x, RLX);
}
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
THREAD(sb_x_exclusive)
{
    swap_exclusive_release(&s->x, 1);
    r[0] = load_exclusive_acquire(&s->y);
}
THREAD(sb_y_exclusive)
{
    swap_exclusive_release(&s->y, 1);
    r[0] = load_exclusive_acquire(&s->x);
}
static bool sb(const struct round *s)
{
    return !s->r[0][0] && !s->r[1][0];
}

/* LB: each load sees the store that follows the other load. */
THREAD(lb_x_plain)
{
    r[0] = GET(x, RLX);
    SET(y, RLX);
}
THREAD(lb_y_plain)
{
    r[0] = GET(y, RLX);
    SET(x, RLX);
}
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
THREAD(lb_x_data)
{
    r[0] = GET(x, RLX);
    PUT(y, 1 + (int)zero_of(r[0]), RLX);
}
THREAD(lb_y_data)
{
    r[0] = GET(y, RLX);
    PUT(x, 1 + (int)zero_of(r[0]), RLX);
}
THREAD(lb_x_control)
{
    r[0] = GET(x, RLX);
    if (r[0])
        SET(y, RLX);
}
THREAD(lb_y_exclusive)
{
    r[0] = load_exclusive_acquire(&s->y);
    swap_exclusive_release(&s->x, 1);
}
static bool lb(const struct round *s)
{
    return s->r[0][0] && s->r[1][0];
}

/* S: a store is ordered before one that the thread has seen the sequel of. */
THREAD(s_write)
{
    PUT(x, 2, RLX);
    SET(y, REL);
}
THREAD(s_write_plain)
{
    PUT(x, 2, RLX);
    SET(y, RLX);
}
THREAD(s_read)
{
    r[0] = GET(y, ACQ);
    SET(x, RLX);
}
THREAD(s_read_plain)
{
    r[0] = GET(y, RLX);
    SET(x, RLX);
}
THREAD(s_read_data)
{
    r[0] = GET(y, RLX);
    PUT(x, 1 + (int)zero_of(r[0]), RLX);
}
static bool s_outcome(const struct round *s)
{
    return s->r[1][0] && s->x == 2;
}

/* R: the later of two stores does not make its thread see the other's past. */
THREAD(r_write)
{
    SET(x, RLX);
    SET(y, REL);
}
THREAD(r_read)
{
    PUT(y, 2, RLX);
    atomic_thread_fence(SEQ);
    r[0] = GET(x, RLX);
}
THREAD(r_read_swap)
{
    atomic_exchange_explicit(&s->y, 2, SEQ);
    r[0] = GET(x, SEQ);
}
static bool r_outcome(const struct round *s)
{
    return s->y == 2 && !s->r[1][0];
}

/* 2+2W: each location keeps the first of the other thread's order. */
THREAD(ww_x_plain)
{
    SET(x, RLX);
    PUT(y, 2, RLX);
}
THREAD(ww_y_plain)
{
    SET(y, RLX);
    PUT(x, 2, RLX);
}
THREAD(ww_x)
{
    SET(x, RLX);
    PUT(y, 2, REL);
}
THREAD(ww_y)
{
    SET(y, RLX);
    PUT(x, 2, REL);
}
THREAD(ww_x_fence)
{
    SET(x, RLX);
    FENCE_WRITES();
    PUT(y, 2, RLX);
}
THREAD(ww_y_swap)
{
    SET(y, RLX);
    atomic_exchange_explicit(&s->x, 2, REL);
}
static bool ww(const struct round *s)
{
    return s->x == 1 && s->y == 1;
}

/* Coherence of one location, with plain accesses. */
THREAD(write_1)
{
    SET(x, RLX);
}
THREAD(write_2)
{
    PUT(x, 2, RLX);
}
THREAD(read_twice)
{
    r[0] = GET(x, RLX);
    r[1] = GET(x, RLX);
}
THREAD(read_twice_exclusive)
{
    r[0] = GET(x, RLX);
    r[1] = load_exclusive_acquire(&s->x);
}
static bool corr(const struct round *s)
{
    return s->r[1][0] && !s->r[1][1];
}
static bool corr2(const struct round *s)
{
    return s->r[2][0] && s->r[2][1] && s->r[3][0] && s->r[3][1] &&
           s->r[2][0] != s->r[2][1] && s->r[3][0] != s->r[3][1] &&
           s->r[2][0] != s->r[3][0];
}
THREAD(write_read)
{
    SET(x, RLX);
    r[0] = GET(x, RLX);
}
static bool cowr(const struct round *s)
{
    return s->r[0][0] == 2 && s->x == 1;
}
THREAD(read_write)
{
    r[0] = GET(x, RLX);
    SET(x, RLX);
}
static bool corw(const struct round *s)
{
    return s->r[0][0] == 2 && s->x == 2;
}

/* IRIW: two readers see two stores in opposite orders. */
THREAD(write_x)
{
    SET(x, REL);
}
THREAD(write_y)
{
    SET(y, REL);
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
THREAD(read_xy_address)
{
    r[0] = GET(x, RLX);
    r[1] = atomic_load_explicit(&s->y + zero_of(r[0]), RLX);
}
THREAD(read_yx_address)
{
    r[0] = GET(y, RLX);
    r[1] = atomic_load_explicit(&s->x + zero_of(r[0]), RLX);
}
static bool iriw(const struct round *s)
{
    return s->r[2][0] && !s->r[2][1] && s->r[3][0] && !s->r[3][1];
}

/* WRC: what was seen and told on is not seen by the third. */
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
THREAD(wrc_tell_data)
{
    r[0] = GET(x, RLX);
    PUT(y, r[0], RLX);
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

/* ISA2: message passing by way of another thread and location. */
THREAD(isa2_tell)
{
    r[0] = GET(y, ACQ);
    if (r[0])
        SET(z, REL);
}
THREAD(isa2_read)
{
    r[0] = GET(z, ACQ);
    r[1] = GET(x, RLX);
}
static bool isa2(const struct round *s)
{
    return s->r[1][0] && s->r[2][0] && !s->r[2][1];
}

static const struct litmus tests[] = {
    {"MP", 2, {mp_write, mp_read}, mp, ALWAYS},
    {"MP+fences", 2, {mp_write_fence, mp_read_fence}, mp, ALWAYS},
    {"MP+fence ww+rr", 2, {mp_write_fence_ww, mp_read_fence_rr}, mp, ALWAYS},
    {"MP+fence tso", 2, {mp_write_fence_tso, mp_read_fence_tso}, mp, ALWAYS},
    {"MP+add", 2, {mp_write_add, mp_read}, mp, ALWAYS},
    {"MP+swap+or", 2, {mp_write_swap, mp_read_or}, mp, ALWAYS},
    {"MP+cas", 2, {mp_write_cas, mp_read}, mp, ALWAYS},
    {"MP+exclusives", 2, {mp_write_exclusive, mp_read_exclusive}, mp, ALWAYS},
    {"MP+rel+acquire pc", 2, {mp_write, mp_read_pc}, mp, ALWAYS},
    {"MP+fence+address", 2, {mp_write_fence_ww, mp_read_address}, mp, ALWAYS},
    {"MP+exclusive+address",
     2,
     {mp_write_exclusive, mp_read_address},
     mp,
     ALWAYS},
    {"SB+fences", 2, {sb_x_fence, sb_y_fence}, sb, ALWAYS},
    {"SB+seq", 2, {sb_x_seq, sb_y_seq}, sb, ALWAYS},
    {"SB+swap+add", 2, {sb_x_swap, sb_y_add}, sb, ALWAYS},
    {"SB+exclusives", 2, {sb_x_exclusive, sb_y_exclusive}, sb, ALWAYS},
    {"SB+exclusive+seq", 2, {sb_x_exclusive, sb_y_seq}, sb, ALWAYS},
    {"LB", 2, {lb_x, lb_y}, lb, ALWAYS},
    {"LB+datas", 2, {lb_x_data, lb_y_data}, lb, ALWAYS},
    {"LB+control+data", 2, {lb_x_control, lb_y_data}, lb, ALWAYS},
    {"LB+data+exclusive", 2, {lb_x_data, lb_y_exclusive}, lb, ALWAYS},
    {"S", 2, {s_write, s_read}, s_outcome, ALWAYS},
    {"S+rel+data", 2, {s_write, s_read_data}, s_outcome, ALWAYS},
    {"R", 2, {r_write, r_read}, r_outcome, ALWAYS},
    {"R+swap", 2, {mp_write_swap, r_read_swap}, r_outcome, ALWAYS},
    {"2+2W", 2, {ww_x, ww_y}, ww, ALWAYS},
    {"2+2W+fence+swap", 2, {ww_x_fence, ww_y_swap}, ww, ALWAYS},
    {"CoRR", 2, {write_1, read_twice}, corr, ALWAYS},
    {"CoRR+exclusive", 2, {write_1, read_twice_exclusive}, corr, ALWAYS},
    {"CoRR2", 4, {write_1, write_2, read_twice, read_twice}, corr2, ALWAYS},
    {"CoWR", 2, {write_read, write_2}, cowr, ALWAYS},
    {"CoRW", 2, {read_write, write_2}, corw, ALWAYS},
    {"IRIW", 4, {write_x, write_y, read_xy, read_yx}, iriw, ALWAYS},
    {"IRIW+addresses",
     4,
     {write_x, write_y, read_xy_address, read_yx_address},
     iriw,
     ALWAYS},
    {"WRC", 3, {write_1, wrc_tell, wrc_read}, wrc, ALWAYS},
    {"WRC+swap", 3, {write_1, wrc_tell_swap, wrc_read}, wrc, ALWAYS},
    {"WRC+data+acq", 3, {write_1, wrc_tell_data, wrc_read}, wrc, ALWAYS},
    {"ISA2", 3, {mp_write, isa2_tell, isa2_read}, isa2, ALWAYS},
    {"MP plain", 2, {mp_write_plain, mp_read_plain}, mp, UNDER_TSO},
    {"LB plain", 2, {lb_x_plain, lb_y_plain}, lb, UNDER_TSO},
    {"S plain", 2, {s_write_plain, s_read_plain}, s_outcome, UNDER_TSO},
    {"2+2W plain", 2, {ww_x_plain, ww_y_plain}, ww, UNDER_TSO},
    {"SB plain", 2, {sb_x_plain, sb_y_plain}, sb, ALLOWED},
};

/* The CPUs that there are in turn. */
static void stay_apart(unsigned me)
{
    cpu_set_t all, one;
    unsigned n, cpu = 0;

    sched_getaffinity(0, sizeof(all), &all);
    n = me % (unsigned)CPU_COUNT(&all) + 1;
    while (!CPU_ISSET(cpu, &all) || --n)
        cpu++;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    sched_setaffinity(0, sizeof(one), &one);
}

/* Keeps the threads in the same round, unless one does not run. */
static void keep_step(unsigned me, int round)
{
    atomic_store_explicit(&progress[me].round, round, RLX);
    for (unsigned i = 0; i < running->threads; i++)
        for (int n = 0; n < 100; n++)
            if (atomic_load_explicit(&progress[i].round, RLX) >= round)
                break;
}

static void *work(void *arg)
{
    unsigned me = (unsigned)(uintptr_t)arg;

    stay_apart(me);
    for (;;) {
        pthread_barrier_wait(&barrier);
        if (stop)
            return NULL;
        for (int i = 0; i < ROUNDS; i++) {
            keep_step(me, i);
            running->thread[me](&rounds[i], rounds[i].r[me]);
        }
        pthread_barrier_wait(&barrier);
    }
}

static long now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void run(const struct litmus *l)
{
    pthread_t thread[THREADS];
    long end = now() + milliseconds, batches = 0;
    int seen = 0;

    running = l;
    stop = false;
    pthread_barrier_init(&barrier, NULL, l->threads + 1);
    for (unsigned i = 0; i < l->threads; i++)
        pthread_create(&thread[i], NULL, work, (void *)(uintptr_t)i);
    do {
        memset(rounds, 0, sizeof(rounds));
        for (unsigned i = 0; i < l->threads; i++)
            progress[i].round = -1;
        pthread_barrier_wait(&barrier);
        pthread_barrier_wait(&barrier);
        for (int i = 0; i < ROUNDS; i++)
            seen += l->outcome(&rounds[i]);
        batches++;
    } while (now() < end);
    stop = true;
    pthread_barrier_wait(&barrier);
    for (unsigned i = 0; i < l->threads; i++)
        pthread_join(thread[i], NULL);
    pthread_barrier_destroy(&barrier);
    if (verbose)
        fprintf(stderr, "%s: %ld rounds, outcome seen %d times\n", l->name,
                batches * ROUNDS, seen);
    if (l->kind == UNDER_TSO && !has_tso())
        seen = 0;
    if (l->kind != ALLOWED)
        printf("%s: %d forbidden outcomes\n", l->name, seen);
}

int main(void)
{
    const char *time = getenv("LITMUS_MS");

    if (time) {
        milliseconds = atol(time);
        verbose = true;
    }
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
        run(&tests[i]);
    return 0;
}
