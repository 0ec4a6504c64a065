/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the benchmark programs share: the scale factor, a random sequence
 * that is the same everywhere, and a checksum to print. The programs are
 * guests: they are built for the host and for every guest from the same
 * source, know nothing of the library, and print the same line on each, so
 * that a wrong result shows. Argument 1 of a program is the amount of work;
 * 1 is the least, bench.list holds what takes 0.3 to 0.5 seconds natively.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Keeps a function a real call, whatever the optimiser finds out about it. */
#ifdef __clang__
#define BENCH_CALL __attribute__((noinline))
#else
#define BENCH_CALL __attribute__((noipa))
#endif

/* The amount of work asked for; ends the program if it makes no sense. */
static inline unsigned long bench_scale(int argc, char **argv)
{
    char *end = NULL;
    unsigned long scale = argc == 2 ? strtoul(argv[1], &end, 10) : 0;

    if (scale == 0 || *end != '\0') {
        fprintf(stderr, "usage: %s SCALE\n", argv[0]);
        exit(2);
    }
    return scale;
}

/* Next number of a xorshift sequence; *state must not be 0. */
static inline uint32_t bench_random(uint32_t *state)
{
    uint32_t x = *state;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    *state = x;
    return x;
}

/* Adds VALUE to the checksum SUM; the order of additions matters. */
static inline uint64_t bench_mix(uint64_t sum, uint64_t value)
{
    sum = (sum ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return sum ^ (sum >> 29);
}

/* Prints the line that native and guest runs are compared by. */
static inline void bench_report(const char *name, uint64_t sum)
{
    printf("%s %016" PRIx64 "\n", name, sum);
}

/* Ends the program after a failed system or library call. */
__attribute__((noreturn)) static inline void bench_fail(const char *what)
{
    perror(what);
    exit(1);
}

#endif
