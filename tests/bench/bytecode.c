/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An interpreter of a stack machine around a switch, running Euclid's
 * algorithm on many pairs of numbers.
 */
#include "bench.h"

enum op {
    LOAD,
    SAVE,
    PUSH,
    ADD,
    MULTIPLY,
    REMAINDER,
    XOR,
    JUMP,
    JUMP_IF_ZERO,
    STOP,
};

struct insn {
    enum op op;
    uint32_t operand;
};

enum { LIMIT, X, A, B, TOTAL, VARIABLES };

/* for (x = limit; x; x--) { total ^= gcd(3x + limit, limit) + total; } */
static const struct insn program[] = {
    [0] = {LOAD, LIMIT},
    [1] = {SAVE, X},
    [2] = {LOAD, X},
    [3] = {JUMP_IF_ZERO, 35},
    [4] = {LOAD, X},
    [5] = {PUSH, 3},
    [6] = {MULTIPLY, 0},
    [7] = {LOAD, LIMIT},
    [8] = {ADD, 0},
    [9] = {SAVE, A},
    [10] = {LOAD, LIMIT},
    [11] = {SAVE, B},
    [12] = {LOAD, B},
    [13] = {JUMP_IF_ZERO, 21},
    [14] = {LOAD, B},
    [15] = {LOAD, A},
    [16] = {LOAD, B},
    [17] = {REMAINDER, 0},
    [18] = {SAVE, B},
    [19] = {SAVE, A},
    [20] = {JUMP, 12},
    [21] = {LOAD, A},
    [22] = {LOAD, TOTAL},
    [23] = {ADD, 0},
    [24] = {LOAD, TOTAL},
    [25] = {XOR, 0},
    [26] = {SAVE, TOTAL},
    [27] = {LOAD, TOTAL},
    [28] = {PUSH, 5},
    [29] = {MULTIPLY, 0},
    [30] = {SAVE, TOTAL},
    [31] = {LOAD, X},
    [32] = {PUSH, UINT32_MAX},
    [33] = {ADD, 0},
    [34] = {JUMP, 1},
    [35] = {STOP, 0},
};

static uint32_t run(uint32_t limit)
{
    uint32_t variable[VARIABLES] = {[LIMIT] = limit};
    uint32_t stack[8], *top = stack;
    const struct insn *pc = program;

    for (;;) {
        const struct insn *i = pc++;
        switch (i->op) {
        case LOAD: *top++ = variable[i->operand]; break;
        case SAVE: variable[i->operand] = *--top; break;
        case PUSH: *top++ = i->operand; break;
        case ADD:
            top--;
            top[-1] += top[0];
            break;
        case MULTIPLY:
            top--;
            top[-1] *= top[0];
            break;
        case REMAINDER:
            top--;
            top[-1] %= top[0];
            break;
        case XOR:
            top--;
            top[-1] ^= top[0];
            break;
        case JUMP: pc = program + i->operand; break;
        case JUMP_IF_ZERO:
            if (*--top == 0)
                pc = program + i->operand;
            break;
        case STOP: return variable[TOTAL];
        }
    }
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale; n++)
        sum = bench_mix(sum, run(1000 + n % 100));
    bench_report("bytecode", sum);
    return 0;
}
