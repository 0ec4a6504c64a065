/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Flags at a fault in a loop that accesses memory before it compares: those of
 * the comparison in the turn before, or from before the loop.  A native build
 * prints what they must be.
 */
#include "t.h"
#include <sys/mman.h>
#include <sys/time.h>

enum { PAGE = 4096 };

static char *page; /* the next one cannot be accessed */

/* NZCV of a - b. */
static unsigned flags_of(uint32_t a, uint32_t b)
{
    uint32_t r = a - b;

    return r >> 31 << 3 | (r == 0) << 2 | (a >= b) << 1 |
           ((a ^ b) & (a ^ r)) >> 31;
}

#ifdef __aarch64__
#include <ucontext.h>
static volatile unsigned seen;
static volatile int alarms;

static void handler(int sig, siginfo_t *si, void *context)
{
    ucontext_t *uc = context;

    (void)si;
    if (sig == SIGALRM) {
        alarms++;
        return;
    }
    seen = (unsigned)(uc->uc_mcontext.pstate >> 28);
    uc->uc_mcontext.pc = uc->uc_mcontext.regs[9];
}

/* Before the loop the flags are those of a - b. */
#define LOOP(name, body)                                                       \
    static void name(char *p, uint64_t a, uint64_t b, uint64_t n)              \
    {                                                                          \
        register char *x0 __asm__("x0") = p;                                   \
        register uint64_t x1 __asm__("x1") = a, x2 __asm__("x2") = b,          \
                             x3 __asm__("x3") = n;                             \
                                                                               \
        __asm__ volatile("adr x9, 2f\n"                                        \
                         "cmp w1, w2\n"                                        \
                         "b 1f\n"                                              \
                         "1:" body "2:\n"                                      \
                         : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)              \
                         :                                                     \
                         : "x4", "x5", "x6", "x9", "cc", "memory");            \
    }

LOOP(load, "ldrb w4, [x0], #1\ncmp w4, w1\nb.ne 1b\n")
LOOP(store, "strb w4, [x0], #1\nsubs w3, w3, #1\nb.ne 1b\n")
LOOP(moves, "add x5, x0, #1\nldrb w4, [x0]\nmov x0, x5\ncmp w4, w1\nb.ne 1b\n")
LOOP(logic, "add x3, x3, x3\nldrb w4, [x0]\nand x5, x5, x5\nldrb w6, [x0], #1\n"
            "cmp w4, w1\nb.ne 1b\n")
LOOP(twice, "ldrb w4, [x0], #1\nldrb w5, [x0], #1\ncmp w5, w1\nb.ne 1b\n")
LOOP(tests, "ldrb w4, [x0], #1\ntst w4, #512\nb.eq 1b\n")

static unsigned try(void (*loop)(char *, uint64_t, uint64_t, uint64_t),
                    unsigned turns, uint32_t a, uint32_t b, unsigned n)
{
    for (int i = 0; i < 3; i++) {
        seen = 16;
        loop(page + PAGE - turns, a, b, n);
    }
    return seen;
}

/* A loop that signals interrupt; the turns that it makes. */
static uint64_t interrupted(uint64_t n)
{
    struct itimerval it = {{0, 300}, {0, 300}};
    uint64_t i = 0;

    setitimer(ITIMER_REAL, &it, NULL);
    __asm__ volatile("1: ldrb w4, [%1]\n"
                     "add %0, %0, #1\n"
                     "cmp %0, %2\n"
                     "b.lo 1b\n"
                     : "+r"(i)
                     : "r"(page), "r"(n)
                     : "x4", "cc");
    it = (struct itimerval){{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &it, NULL);
    return i;
}

static void begin(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};

    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGALRM, &sa, NULL);
}
#define TRY(loop, turns, a, b, n, expected)                                    \
    printf(#loop " %u turns: %x\n", turns, try(loop, turns, a, b, n))
#else
static void begin(void)
{
}

static uint64_t interrupted(uint64_t n)
{
    return n;
}

#define TRY(loop, turns, a, b, n, expected)                                    \
    printf(#loop " %u turns: %x\n", turns, turns ? expected : flags_of(a, b))
#endif

int main(void)
{
    static const uint32_t values[] = {0x80000000, 0, 0x7fffffff, 0x100, 200};
    unsigned last = 200;

    page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(page + PAGE, PAGE, PROT_NONE);
    begin();
    for (unsigned i = 0; i < 5; i++)
        for (unsigned turns = 0; turns < 12; turns += 1 + turns / 2) {
            uint32_t a = values[i], b = values[(i + 1) % 5];

            memset(page, (int)(a == last ? 201 : last), PAGE);
            unsigned byte = (unsigned char)page[0];
            TRY(load, turns, a, b, 0, flags_of(byte, a));
            TRY(moves, turns, a, b, 0, flags_of(byte, a));
            TRY(logic, turns, a, b, 0, flags_of(byte, a));
            TRY(twice, 2 * turns, a, b, 0, flags_of(byte, a));
            TRY(tests, turns, a, b, 0, 4u);
            TRY(store, turns, a, b, 0x80000001 + i,
                flags_of(0x80000001 + i - turns + 1, 1));
        }
    V(interrupted(20000000));
    return 0;
}
