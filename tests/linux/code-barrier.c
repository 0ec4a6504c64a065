/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Code in several pages, of which a little is changed at a time; then comes a
 * barrier for all code (on RISC-V, others name what they changed). */
#include "race.h"

/* One function in 256 lies on two pages. */
enum { PAGE = 4096, FIRST = 12, COUNT = 3 * PAGE / CODE_SIZE - 1, ROUNDS = 60 };
static char *code;
static unsigned is[COUNT], wrong;

static char *at(unsigned i)
{
    return code + FIRST + i % COUNT * CODE_SIZE;
}

static void set(unsigned i, unsigned n)
{
    is[i % COUNT] = n;
    code_put(at(i), n);
}

static void barrier(void)
{
#ifdef __riscv
    __asm__ volatile(".word 0x0000100f" ::: "memory"); /* fence.i */
#else
    code_flush(code, 3 * PAGE);
#endif
}

static void check(const char *what, unsigned from, unsigned step)
{
    for (unsigned i = from; i < COUNT; i += step)
        wrong += code_call(at(i)) != (int)is[i];
    printf("%s: %u wrong\n", what, wrong);
}

int main(void)
{
    code = code_map(4 * PAGE);
    for (unsigned i = 0; i < COUNT; i++)
        set(i, i);
    barrier();
    check("every second", 0, 2);
    barrier();
    /* One that nobody has run is another for a moment. */
    set(101, 1);
    code_call(at(101));
    set(101, 101);
    barrier();
    check("all", 0, 1);
    for (unsigned r = 0; r < ROUNDS; r++) {
        set(r * 37, r + 1000);
        set(255, r); /* on two pages */
        if (r % 3)
            set(511, r);
        barrier();
        check("after changes", r % 2, 1 + r % 5);
    }
    /* Code, data and code again. */
    memset(code + PAGE, 0, PAGE);
    barrier();
    for (unsigned i = 0; i < COUNT; i++)
        set(i, i + 1);
    barrier();
    check("all new", 0, 1);
    mprotect(code + PAGE, PAGE, PROT_NONE);
    barrier();
    mprotect(code + PAGE, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
    set(300, 7);
    barrier();
    check("after a page could not be read", 0, 1);
    return 0;
}
