/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pattern matching: a small regular expression is compiled to a
 * nondeterministic automaton in a bit mask, that to a table of states as
 * they are met, and the table is run over text.
 */
#include "bench.h"

#include <string.h>

enum { MAX_STATES = 256, TEXT = 1 << 16, LETTERS = 128 };

/* One position of the pattern: what it accepts, and whether it repeats. */
struct position {
    uint8_t accepts[LETTERS];
    int star;
};

static struct position positions[32];
static unsigned position_count;
static uint32_t state_set[MAX_STATES];
static uint16_t transition[MAX_STATES][LETTERS];
static unsigned state_count;
static char text[TEXT];

/* Syntax: characters, '.', '[...]' with ranges, each may have '*'. */
static void parse(const char *p)
{
    position_count = 0;
    while (*p) {
        struct position *at = &positions[position_count++];
        memset(at, 0, sizeof *at);
        if (*p == '.') {
            memset(at->accepts, 1, sizeof at->accepts);
        } else if (*p == '[') {
            for (p++; *p != ']'; p++) {
                char last = p[1] == '-' ? p[2] : p[0];
                for (char c = *p; c <= last; c++)
                    at->accepts[(uint8_t)c] = 1;
                if (p[1] == '-')
                    p += 2;
            }
        } else {
            at->accepts[(uint8_t)*p] = 1;
        }
        if (*++p == '*') {
            at->star = 1;
            p++;
        }
    }
}

/* Positions reachable without reading anything. */
static uint32_t closure(uint32_t set)
{
    for (unsigned i = 0; i < position_count; i++)
        if (set >> i & 1 && positions[i].star)
            set |= UINT32_C(2) << i;
    return set;
}

static uint16_t state_of(uint32_t set)
{
    unsigned i;

    for (i = 0; i < state_count; i++)
        if (state_set[i] == set)
            return (uint16_t)i;
    if (i == MAX_STATES)
        exit(3);
    state_set[i] = set;
    memset(transition[i], 0xff, sizeof transition[i]);
    state_count++;
    return (uint16_t)i;
}

static uint16_t advance(uint16_t state, uint8_t c)
{
    uint32_t set = state_set[state], next = 1;

    for (unsigned i = 0; i < position_count; i++) {
        if (!(set >> i & 1) || !positions[i].accepts[c])
            continue;
        next |= positions[i].star ? UINT32_C(1) << i : UINT32_C(2) << i;
    }
    return transition[state][c] = state_of(closure(next));
}

/* Places where a match of the pattern ends. */
static uint32_t count_matches(const char *pattern)
{
    uint32_t count = 0;
    uint16_t state;

    parse(pattern);
    state_count = 0;
    state = state_of(closure(1));
    for (unsigned i = 0; i < TEXT; i++) {
        uint8_t c = (uint8_t)text[i];
        uint16_t next = transition[state][c];
        state = next == UINT16_MAX ? advance(state, c) : next;
        count += state_set[state] >> position_count & 1;
    }
    return count;
}

int main(int argc, char **argv)
{
    static const char *const patterns[] = {
        "a[b-d]*e", "th.s",          "[a-f][a-f]*[0-9]",
        "x.*y",     "q[^a]*u[a-z]n", "[0-9][0-9]*[.][0-9]",
    };
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 37;
    uint64_t sum = 0;

    for (unsigned i = 0; i < TEXT; i++)
        text[i] = "abcdefghijklmnopqrstuvwxyz 0123456789.\n"
                  "etaoinshrdlu etaoinsh aei"[bench_random(&seed) % 64];
    for (unsigned long n = 0; n < scale; n++)
        for (unsigned i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
            sum = bench_mix(sum, count_matches(patterns[i]));
    bench_report("dfa", sum);
    return 0;
}
