/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Mutual recursion: a parser by recursive descent that evaluates arithmetic
 * expressions, and Hofstadter's female and male sequences.
 */
#include "bench.h"

enum { TEXT = 4096 };

struct parser {
    const char *at;
    unsigned depth;
};

static char text[TEXT + 64];

BENCH_CALL static uint32_t expression(struct parser *p);

BENCH_CALL static uint32_t factor(struct parser *p)
{
    uint32_t value = 0;

    if (*p->at == '(') {
        p->at++;
        p->depth++;
        value = expression(p);
        p->at++;
        return value;
    }
    if (*p->at == '-') {
        p->at++;
        return -factor(p);
    }
    while (*p->at >= '0' && *p->at <= '9')
        value = value * 10 + (uint32_t)(*p->at++ - '0');
    return value;
}

BENCH_CALL static uint32_t term(struct parser *p)
{
    uint32_t value = factor(p);

    while (*p->at == '*' || *p->at == '/') {
        char operator= * p->at++;
        uint32_t other = factor(p);
        value = operator== '*' ? value * other : value /(other | 1);
    }
    return value;
}

BENCH_CALL static uint32_t expression(struct parser *p)
{
    uint32_t value = term(p);

    while (*p->at == '+' || *p->at == '-')
        value += *p->at++ == '+' ? term(p) : -term(p);
    return value;
}

BENCH_CALL static uint32_t male(uint32_t n);

BENCH_CALL static uint32_t female(uint32_t n)
{
    return n == 0 ? 1 : n - male(female(n - 1));
}

BENCH_CALL static uint32_t male(uint32_t n)
{
    return n == 0 ? 0 : n - female(male(n - 1));
}

/* Writes a random expression and returns its end. */
static char *make_expression(char *out, uint32_t *seed, unsigned depth)
{
    for (unsigned terms = 1 + bench_random(seed) % 4;; terms--) {
        uint32_t r = bench_random(seed);
        if (depth > 0 && r % 3) {
            *out++ = '(';
            out = make_expression(out, seed, depth - 1);
            *out++ = ')';
        } else {
            out += sprintf(out, "%s%u", r & 64 ? "-" : "", r >> 20);
        }
        if (terms <= 1 || out > text + TEXT - 256)
            return out;
        *out++ = "+-*/"[r >> 8 & 3];
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t seed = 41;
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++) {
        if (n % 64 == 0)
            *make_expression(text, &seed, 6) = '\0';
        for (unsigned i = 0; i < 10; i++) {
            struct parser p = {text, i};
            sum = bench_mix(sum, expression(&p) + p.depth);
        }
        sum = bench_mix(sum, female(20 + n % 4));
    }
    bench_report("mutual", sum);
    return 0;
}
