/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs on AArch64 and writes vop.vec: for each row of vop-rows.h, the hash of
 * what its instructions compute. With a row's number as argument, writes each
 * result instead.
 */
#include <stdio.h>
#include <stdlib.h>

#include "vop-rows.h"

struct operands {
    uint64_t a[2], b[2], c[2], d[2];
    uint64_t fpcr, fpsr;
};

#define ROW(op, esz, lanes, imm, kind, text)                                   \
    {#op, esz, lanes, imm, kind, __COUNTER__},
static const struct row {
    const char *name;
    unsigned esz, lanes, imm;
    char kind;
    unsigned number;
} rows[] = {VOP_ROWS};
#undef ROW

enum { COUNT = sizeof(rows) / sizeof(rows[0]), FIRST_CASE = __COUNTER__ + 1 };

#define ROW(op, esz, lanes, imm, kind, text)                                   \
    case __COUNTER__ - FIRST_CASE:                                             \
        __asm__ volatile(                                                      \
            "msr fpcr, %4\n msr fpsr, xzr\n"                                   \
            "ldr q0, [%2]\n ldr q1, [%0]\n ldr q2, [%1]\n" text                \
            "\n str q0, [%3]\n msr fpcr, xzr"                                  \
            :                                                                  \
            : "r"(o->a), "r"(o->b), "r"(o->c), "r"(o->d), "r"(o->fpcr)         \
            : "v0", "v1", "v2", "v3", "x9", "x10", "memory", "cc");            \
        break;

static void run(unsigned number, struct operands *o)
{
    switch (number) {
        VOP_ROWS
    default: abort();
    }
    __asm__ volatile("mrs %0, fpsr" : "=r"(o->fpsr));
}

int main(int argc, char **argv)
{
    int only = argc > 1 ? atoi(argv[1]) : -1;

    for (unsigned i = 0; i < COUNT; i++) {
        const struct row *r = &rows[i];
        uint64_t seed = i, hash = 0;

        if (only >= 0 && (int)i != only)
            continue;
        for (unsigned k = 0; k < VOP_ROUNDS; k++) {
            struct operands o;

            row_input(&seed, r->esz, r->kind, o.a);
            row_input(&seed, r->esz, r->kind, o.b);
            row_input(&seed, r->esz, r->kind, o.c);
            o.fpcr = r->kind == 'f' ? (k & 3ull) << 22 : 0;
            run(i, &o);
            o.fpsr &= 0x0800009f;
            hash = row_hash(row_hash(row_hash(hash, o.d[0]), o.d[1]), o.fpsr);
            if (only >= 0)
                printf("%u: %016lx:%016lx %016lx:%016lx -> %016lx:%016lx "
                       "%08lx\n",
                       k, o.a[1], o.a[0], o.b[1], o.b[0], o.d[1], o.d[0],
                       o.fpsr);
        }
        if (only < 0)
            printf("%s %u %u %u %016lx\n", r->name, r->esz, r->lanes, r->imm,
                   hash);
    }
    return 0;
}
