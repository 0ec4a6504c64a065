/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Code that is rewritten, unmapped, mapped again and protected while threads
 * run it and translate more: after the cache maintenance, only the new code
 * runs. */
#include "race.h"
#include <pthread.h>

enum { PAGE = 4096, N = PAGE / CODE_SIZE };
static volatile int wrong, ran;
static char *shared_code;
static pthread_barrier_t barrier;
static volatile unsigned version;
static volatile bool stop;

static void fill(char *code, unsigned n)
{
    for (unsigned i = 0; i < N; i++)
        code_put(code + i * CODE_SIZE, (n + i) & 2047);
    code_flush(code, PAGE);
}

static void check(char *code, unsigned n)
{
    for (unsigned i = 0; i < N; i++) {
        if (code_call(code + i * CODE_SIZE) != (int)((n + i) & 2047))
            wrong++;
        ran++;
    }
}

/* Each turn goes by another way to new code. */
static void *own(void *arg)
{
    unsigned n = (unsigned)(uintptr_t)arg * 500;
    char *code = code_map(PAGE);

    for (int turn = 0; race_on(ran > 2000); turn++, n += 3) {
        switch (turn % 4) {
        case 0: break; /* in place */
        case 1:
            munmap(code, PAGE);
            code = code_map(PAGE);
            break;
        case 2:
            if (mmap(code, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != code)
                wrong++;
            break;
        case 3: mprotect(code, PAGE, PROT_READ | PROT_WRITE); break;
        }
        fill(code, n);
        if (turn % 4 == 3)
            mprotect(code, PAGE, PROT_READ | PROT_EXEC);
        check(code, n);
        if (turn % 4 == 3)
            mprotect(code, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
    }
    return NULL;
}

/* One writes, all run after a barrier. */
static void *together(void *arg)
{
    bool writer = arg == NULL;

    for (;;) {
        pthread_barrier_wait(&barrier);
        if (writer) {
            version += 5;
            fill(shared_code, version);
            stop = !race_on(ran > 2000);
        }
        pthread_barrier_wait(&barrier);
        if (stop)
            return NULL;
        /* What a CPU has fetched is dropped by each for itself. */
        code_flush(shared_code, CODE_SIZE);
        check(shared_code, version);
    }
}

int main(int argc, char **argv)
{
    pthread_t t[6];

    race_begin(argc, argv);
    shared_code = code_map(PAGE);
    pthread_barrier_init(&barrier, NULL, 3);
    for (uintptr_t i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, own, (void *)i);
    for (uintptr_t i = 0; i < 3; i++)
        pthread_create(&t[i + 3], NULL, together, (void *)i);
    for (int i = 0; i < 6; i++)
        pthread_join(t[i], NULL);
    race_count(ran, "calls");
    T(ran > 2000);
    V(wrong);
    return 0;
}
