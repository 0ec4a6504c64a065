/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For the programs that try races: they run for about a second, or for as many
 * seconds as their argument says, or longer if too little has happened, and
 * then print what must hold; with a second argument, also how much they did.
 * Little functions are made at run time, so that there is always something to
 * translate.
 */
#ifndef RACE_H
#define RACE_H

#include "t.h"
#include <sys/mman.h>
#include <time.h>

static double race_end;
static bool race_verbose;

static inline double race_now(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static inline void race_begin(int argc, char **argv)
{
    race_verbose = argc > 2;
    race_end = race_now() + (argc > 1 ? atof(argv[1]) : 1.0);
}

/* Until the time is over and there was enough to judge by, which takes longer
 * on a busy machine. */
static inline bool race_on(bool enough)
{
    return !enough || race_now() < race_end;
}

static inline void race_count(long n, const char *what)
{
    if (race_verbose)
        printf("%ld %s\n", n, what);
}

/* A function that returns n (below 2048), of CODE_SIZE bytes. */
#define CODE_SIZE 16
typedef int code_fn(void);

static inline void code_put(void *at, unsigned n)
{
#if defined(__aarch64__)
    const uint32_t code[] = {0x52800000u | n << 5, 0xd65f03c0u, 0, 0};
#elif defined(__riscv)
    const uint32_t code[] = {0x00000513u | n << 20, 0x00008067u, 0, 0};
#elif defined(__x86_64__)
    const uint32_t code[] = {0xb8u | n << 8, n >> 24 | 0xc300u, 0, 0};
#endif
    memcpy(at, code, sizeof(code));
}

static inline void code_flush(void *at, size_t size)
{
    __builtin___clear_cache((char *)at, (char *)at + size);
}

static inline int code_call(void *at)
{
    code_fn *fn;

    memcpy(&fn, &at, sizeof(fn));
    return fn();
}

/* Writes n functions anew and calls them; counts those that say something else.
 */
static inline void code_exercise(char *at, unsigned n, unsigned seed,
                                 volatile int *wrong)
{
    for (unsigned i = 0; i < n; i++)
        code_put(at + i * CODE_SIZE, (seed + i) & 2047);
    code_flush(at, n * CODE_SIZE);
    for (unsigned i = 0; i < n; i++)
        if (code_call(at + i * CODE_SIZE) != (int)((seed + i) & 2047))
            (*wrong)++;
}

static inline void *code_map(size_t size)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

#endif
