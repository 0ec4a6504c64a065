/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls through a table of function pointers, picked by the data. */
#include "bench.h"

enum { COMMANDS = 4096 };

struct machine {
    uint32_t a, b;
    uint32_t memory[16];
};

typedef void command(struct machine *m, uint32_t operand);

static void op_add(struct machine *m, uint32_t operand)
{
    m->a += operand;
}

static void op_xor(struct machine *m, uint32_t operand)
{
    m->a ^= m->b + operand;
}

static void op_rotate(struct machine *m, uint32_t operand)
{
    (void)operand;
    m->b = m->a << 5 | m->a >> 27;
}

static void op_store(struct machine *m, uint32_t operand)
{
    m->memory[operand % 16] = m->a;
}

static void op_load(struct machine *m, uint32_t operand)
{
    m->b += m->memory[(operand ^ m->a) % 16];
}

static void op_multiply(struct machine *m, uint32_t operand)
{
    m->a = m->a * (operand | 1) + m->b;
}

static void op_swap(struct machine *m, uint32_t operand)
{
    uint32_t a = m->a;

    m->a = m->b ^ operand;
    m->b = a;
}

static void op_test(struct machine *m, uint32_t operand)
{
    if (m->a & 1)
        m->b -= operand;
}

static command *const commands[8] = {
    op_add, op_xor, op_rotate, op_store, op_load, op_multiply, op_swap, op_test,
};
static uint32_t program[COMMANDS];

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    struct machine m = {1, 2, {0}};
    uint32_t seed = 47;

    for (unsigned i = 0; i < COMMANDS; i++)
        program[i] = bench_random(&seed);
    for (unsigned long n = 0; n < scale; n++)
        for (unsigned i = 0; i < COMMANDS; i++)
            commands[program[i] >> 8 & 7](&m, program[i] & 0xff);
    bench_report("pointers", (uint64_t)m.a << 32 | m.b);
    return 0;
}
