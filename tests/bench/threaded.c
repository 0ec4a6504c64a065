/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An interpreter of a register machine with computed gotos (a dispatch at
 * the end of each operation), running a bubble sort.
 */
#include "bench.h"

enum { SIZE = 48 };

enum op { SET, MOVE, ADD, ADDI, FETCH, STORE, LESS_JUMP, NOT_LESS_JUMP, END };

struct insn {
    uint8_t op, a, b, c;
    int32_t value;
};

/* r0 = size, r1 = i, r2 = j, r3 and r4 = elements, r5 = j + 1, r6 = limit */
static const struct insn program[] = {
    [0] = {SET, 1, 0, 0, 0},        [1] = {SET, 2, 0, 0, 0},
    [2] = {MOVE, 6, 0, 0, 0},       [3] = {ADDI, 6, 6, 0, -1},
    [4] = {FETCH, 3, 2, 0, 0},      [5] = {ADDI, 5, 2, 0, 1},
    [6] = {FETCH, 4, 5, 0, 0},      [7] = {NOT_LESS_JUMP, 4, 3, 0, 10},
    [8] = {STORE, 4, 2, 0, 0},      [9] = {STORE, 3, 5, 0, 0},
    [10] = {ADD, 7, 7, 3, 0},       [11] = {MOVE, 2, 5, 0, 0},
    [12] = {LESS_JUMP, 2, 6, 0, 4}, [13] = {ADDI, 1, 1, 0, 1},
    [14] = {LESS_JUMP, 1, 0, 0, 1}, [15] = {END, 0, 0, 0, 0},
};

static uint32_t run(uint32_t *memory, uint32_t size)
{
    static const void *const labels[] = {
        [SET] = &&set,        [MOVE] = &&move,
        [ADD] = &&add,        [ADDI] = &&addi,
        [FETCH] = &&fetch,    [STORE] = &&store,
        [LESS_JUMP] = &&less, [NOT_LESS_JUMP] = &&not_less,
        [END] = &&end,
    };
    uint32_t r[8] = {size};
    const struct insn *pc = program;

#define NEXT goto *labels[(++pc)->op]
#define JUMP(condition)                                                        \
    do {                                                                       \
        pc = (condition) ? program + pc->value : pc + 1;                       \
        goto *labels[pc->op];                                                  \
    } while (0)

    goto *labels[pc->op];
set:
    r[pc->a] = (uint32_t)pc->value;
    NEXT;
move:
    r[pc->a] = r[pc->b];
    NEXT;
add:
    r[pc->a] = r[pc->b] + r[pc->c];
    NEXT;
addi:
    r[pc->a] = r[pc->b] + (uint32_t)pc->value;
    NEXT;
fetch:
    r[pc->a] = memory[r[pc->b]];
    NEXT;
store:
    memory[r[pc->b]] = r[pc->a];
    NEXT;
less:
    JUMP(r[pc->a] < r[pc->b]);
not_less:
    JUMP(r[pc->a] >= r[pc->b]);
end:
    return r[7];
#undef NEXT
#undef JUMP
}

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint32_t memory[SIZE], seed = 53;
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale * 10; n++) {
        for (unsigned i = 0; i < SIZE; i++)
            memory[i] = bench_random(&seed) % 1000;
        sum = bench_mix(sum, run(memory, SIZE));
        sum = bench_mix(sum, memory[n % SIZE]);
    }
    bench_report("threaded", sum);
    return 0;
}
