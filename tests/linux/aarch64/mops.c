/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory copy and set: sizes, overlaps, faults on the way, tags, and parts of
 * the sequence that find what they do not expect. */
#include "check.h"

enum { PAGE = 4096 };

struct regs {
    uint64_t d, s, n, nzcv;
};

/* An instruction or several on X0, X1, X2, with NZCV. */
#define RUN(words, r)                                                          \
    do {                                                                       \
        register uint64_t x0 __asm__("x0") = (r).d;                            \
        register uint64_t x1 __asm__("x1") = (r).s;                            \
        register uint64_t x2 __asm__("x2") = (r).n;                            \
        register uint64_t x3 __asm__("x3") = (r).nzcv;                         \
        caught.sig = 0;                                                        \
        __asm__ volatile("adr x4, 9f\n str x4, [%4]\n msr nzcv, x3\n" words    \
                         "9: mrs x3, nzcv\n"                                   \
                         : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)              \
                         : "r"(&recover)                                       \
                         : "x4", "cc", "memory");                              \
        (r) = (struct regs){x0, x1, x2, x3};                                   \
        recover = 0;                                                           \
    } while (0)

/* cpyf* and cpy* [x0]!, [x1]!, x2!; set* [x0]!, x2!, x1 */
#define CPYFP ".inst 0x19010440\n"
#define CPYFM ".inst 0x19410440\n"
#define CPYFE ".inst 0x19810440\n"
#define CPYP  ".inst 0x1d010440\n"
#define CPYM  ".inst 0x1d410440\n"
#define CPYE  ".inst 0x1d810440\n"
#define SETP  ".inst 0x19c10440\n"
#define SETM  ".inst 0x19c14440\n"
#define SETE  ".inst 0x19c18440\n"

static char *area; /* 16 pages, none behind them */
enum { AREA = 16 * PAGE };

static void fill(void)
{
    for (unsigned i = 0; i < AREA; i++)
        area[i] = (char)(i * 7 + i / 256);
}

static void check_move(unsigned to, unsigned from, unsigned n)
{
    static char want[AREA];
    struct regs r = {(uintptr_t)area + to, (uintptr_t)area + from, n, 15 << 28};

    fill();
    memcpy(want, area, AREA);
    memmove(want + to, want + from, n);
    RUN(CPYP CPYM CPYE, r);
    CHECK(!memcmp(area, want, AREA));
    bool back = to > from && to < from + n;
    CHECK(r.n == 0 && r.nzcv == 0);
    CHECK(r.d == (uintptr_t)area + to + (back ? 0 : n));
    CHECK(r.s == (uintptr_t)area + from + (back ? 0 : n));
}

static void check_copy_and_set(unsigned to, unsigned from, unsigned n)
{
    static char want[AREA];
    struct regs r = {(uintptr_t)area + to, (uintptr_t)area + from, n, 0};

    fill();
    memcpy(want, area, AREA);
    memcpy(want + to, area + from, n);
    RUN(CPYFP CPYFM CPYFE, r);
    CHECK(!memcmp(area, want, AREA) && r.n == 0);
    memset(want + to, 0x5a, n);
    r = (struct regs){(uintptr_t)area + to, 0x15a, n, 0};
    RUN(SETP SETM SETE, r);
    CHECK(!memcmp(area, want, AREA) && r.n == 0);
    CHECK(r.d == (uintptr_t)area + to + n && r.s == 0x15a);
}

/* The handler sees the main part with the registers as far as it came. */
static void check_faults(void)
{
    uintptr_t end = (uintptr_t)area + AREA;
    struct regs r;

    fill();
    r = (struct regs){end - 5000, (uintptr_t)area, 9000, 0};
    RUN(CPYFP CPYFM CPYFE, r);
    CHECK(caught.sig == SIGSEGV && caught.code == SEGV_MAPERR);
    CHECK(caught.addr == end);
    CHECK(r.n == (uint64_t)-4000 && r.d == end + 4000);
    CHECK(r.s == (uintptr_t)area + 9000);
    CHECK(!memcmp(area + AREA - 5000, area, 5000));

    r = (struct regs){(uintptr_t)area, end - 100, 1 << 20, 0};
    RUN(CPYFP CPYFM CPYFE, r);
    CHECK(caught.sig == SIGSEGV && caught.addr == end);
    CHECK(r.n == (uint64_t)100 - (1 << 20));

    r = (struct regs){end - 3000, 7, UINT64_MAX, 0};
    RUN(SETP SETM SETE, r);
    CHECK(caught.sig == SIGSEGV && caught.addr == end);
    CHECK(r.n == 3000 - (uint64_t)INT64_MAX && area[AREA - 1] == 7);

    /* Backwards: what is at the top comes first. */
    fill();
    mprotect(area + 8 * PAGE, PAGE, PROT_READ);
    r = (struct regs){(uintptr_t)area + 7 * PAGE,
                      (uintptr_t)area + 6 * PAGE + 9, 3 * PAGE, 0};
    RUN(CPYP CPYM CPYE, r);
    CHECK(caught.sig == SIGSEGV && caught.code == SEGV_ACCERR);
    CHECK(caught.addr == (uintptr_t)area + 9 * PAGE - 1);
    CHECK(r.n == 2 * PAGE && r.d == (uintptr_t)area + 7 * PAGE);
    mprotect(area + 8 * PAGE, PAGE, PROT_READ | PROT_WRITE);
    /* And goes on from there. */
    RUN(CPYM CPYE, r);
    CHECK(caught.sig == 0 && r.n == 0);
    for (unsigned i = 0; i < 3 * PAGE; i++) {
        unsigned was = i + 6 * PAGE + 9;
        CHECK(area[7 * PAGE + i] == (char)(was * 7 + was / 256));
    }
    /* Outside of what there can be. */
    r = (struct regs){UINT64_C(1) << 50, (uintptr_t)area, 8, 0};
    RUN(CPYFP CPYFM CPYFE, r);
    CHECK(caught.sig == SIGSEGV && caught.addr == UINT64_C(1) << 50);
}

/* An epilogue with work left, and registers of option B: as Linux does it, the
 * prologue is run again (here what stands in its place is). */
static void check_restart(void)
{
    struct regs r = {(uintptr_t)area + 200, (uintptr_t)area + 100, -60, 0};

    fill();
    RUN(CPYFP CPYFM CPYFE, r); /* for the counts below: 0 is left */
    r = (struct regs){(uintptr_t)area + 100, (uintptr_t)area + 1100,
                      (uint64_t)-100, 0};
    RUN("b 1f\n" CPYFP CPYFM "1:" CPYFE, r);
    CHECK(r.n == 0 && r.d == (uintptr_t)area + 100);
    CHECK(!memcmp(area, area + 1000, 100));
    r = (struct regs){(uintptr_t)area, (uintptr_t)area + 2000, 100, 2 << 28};
    RUN("b 1f\n" CPYFP "1:" CPYFM CPYFE, r);
    CHECK(r.n == 0 && r.nzcv == 0 && r.d == (uintptr_t)area + 100);
    CHECK(!memcmp(area, area + 2000, 100));
    r = (struct regs){(uintptr_t)area + 100, (uintptr_t)area + 3100, 100,
                      (uint64_t)10 << 28};
    RUN("b 1f\n" CPYP "1:" CPYM CPYE, r);
    CHECK(r.n == 0 && !memcmp(area, area + 3000, 100));
    r = (struct regs){(uintptr_t)area + 50, 9, (uint64_t)-50, 0};
    RUN("b 1f\n" SETP SETM "1:" SETE, r);
    CHECK(r.n == 0 && area[0] == 9 && area[49] == 9 && area[50] != 9);
}

static void check_tags(void)
{
    struct regs r = {(uintptr_t)area | UINT64_C(0x12) << 56,
                     (uintptr_t)(area + 512) | UINT64_C(0x34) << 56, 300, 0};

    fill();
    RUN(CPYP CPYM CPYE, r);
    CHECK(!memcmp(area, area + 512, 300));
    CHECK(r.d == ((uintptr_t)(area + 300) | UINT64_C(0x12) << 56));
}

/* A copy that takes a while is left for signals. */
static volatile int alarms;

static void on_alarm(int sig)
{
    (void)sig;
    alarms++;
}

static void check_signals(void)
{
    size_t size = 256 << 20;
    char *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    struct regs r = {(uintptr_t)p, 3, size, 0};

    signal(SIGALRM, on_alarm);
    ualarm(2000, 2000);
    RUN(SETP SETM SETE, r);
    CHECK(alarms > 0 && r.n == 0 && p[0] == 3 && p[size - 1] == 3);
    ualarm(0, 0);
    munmap(p, size);
}

int main(void)
{
    catch_signals(0);
    if (!(getauxval(AT_HWCAP2) >> 43 & 1))
        return 0;
    area = mmap(NULL, AREA + PAGE, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(area + AREA, PAGE);
    static const unsigned sizes[] = {0, 1, 7, 64, 100, 4095, 4096, 4097, 20000};
    for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        check_move(3, 0, sizes[i]);
        check_move(0, 3, sizes[i]);
        check_move(5000, 1, sizes[i]);
        check_move(1, 5000, sizes[i]);
        check_move(30000, 5, sizes[i]);
        check_copy_and_set(30000, 5, sizes[i]);
        check_copy_and_set(5, 30001, sizes[i]);
    }
    check_faults();
    check_restart();
    check_tags();
    check_signals();
    return failures;
}
