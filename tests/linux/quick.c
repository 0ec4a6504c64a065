/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls that are over at once leave every register alone but the result's, the
 * vector registers and the status of floating point among them, and signals
 * that come meanwhile are not late.
 */
#include "t.h"

#include <fenv.h>
#include <sys/resource.h>
#include <sys/time.h>

#define EACH(f)                                                                \
    f(0) f(1) f(2) f(3) f(4) f(5) f(6) f(7) f(8) f(9) f(10) f(11) f(12) f(13)  \
        f(14) f(15) f(16) f(17) f(18) f(19) f(20) f(21) f(22) f(23) f(24)      \
            f(25) f(26) f(27) f(28) f(29) f(30) f(31)
#define EACH_NAMED(v)                                                          \
    v "0", v "1", v "2", v "3", v "4", v "5", v "6", v "7", v "8", v "9",      \
        v "10", v "11", v "12", v "13", v "14", v "15", v "16", v "17",        \
        v "18", v "19", v "20", v "21", v "22", v "23", v "24", v "25",        \
        v "26", v "27", v "28", v "29", v "30", v "31"

enum { ROUNDS = 2000, N_VECTORS = 32 };

/* Fills the vector registers from `in`, makes the call, and stores what is in
 * them afterwards.  Natively there is nothing to be shown. */
static long call(long nr, const uint64_t (*in)[2], uint64_t (*out)[2])
{
#if defined(__aarch64__)
    register long x8 __asm__("x8") = nr;
    register long x0 __asm__("x0") = 0;
    register long x1 __asm__("x1") = 0;

    __asm__ volatile(
#define LOAD(n)  "ldr q" #n ", [%3, #16*" #n "]\n"
#define STORE(n) "str q" #n ", [%4, #16*" #n "]\n"
        EACH(LOAD) "svc #0\n" EACH(STORE)
        : "+r"(x0), "+r"(x8), "+r"(x1)
        : "r"(in), "r"(out)
        : "memory", EACH_NAMED("v"));
    return x0;
#elif defined(__riscv)
    register long a7 __asm__("a7") = nr;
    register long a0 __asm__("a0") = 0;
    register long a1 __asm__("a1") = 0;

    __asm__ volatile(
#define LOAD(n)  "fld f" #n ", 16*" #n "(%3)\n"
#define STORE(n) "fsd f" #n ", 16*" #n "(%4)\n"
        EACH(LOAD) "ecall\n" EACH(STORE)
        : "+r"(a0), "+r"(a7), "+r"(a1)
        : "r"(in), "r"(out)
        : "memory", EACH_NAMED("f"));
    return a0;
#else
    memcpy(out, in, sizeof(*in) * N_VECTORS);
    return syscall(nr, 0, 0);
#endif
}

static unsigned changed(long nr)
{
    uint64_t in[N_VECTORS][2], out[N_VECTORS][2] = {{0}};
    unsigned n = 0;

    for (unsigned i = 0; i < N_VECTORS; i++)
        for (unsigned k = 0; k < 2; k++)
            in[i][k] = (i * 2 + k + 1) * UINT64_C(0x9e3779b97f4a7c15);
    call(nr, (const uint64_t(*)[2])in, out);
    for (unsigned i = 0; i < N_VECTORS; i++)
        n += in[i][0] != out[i][0];
#ifdef __aarch64__
    for (unsigned i = 0; i < N_VECTORS; i++)
        n += in[i][1] != out[i][1];
#endif
    return n;
}

static volatile sig_atomic_t got;

static void handler(int sig)
{
    (void)sig;
    got++;
}

/* A timer that fires in the midst of such calls interrupts a loop of nothing
 * else. */
static void interrupt_loop(void)
{
    struct itimerval timer = {{0, 1000}, {0, 1000}};

    setitimer(ITIMER_REAL, &timer, NULL);
    while (got < 20)
        syscall(SYS_getppid);
    timer = (struct itimerval){{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &timer, NULL);
    T(got >= 20);
}

int main(void)
{
    static const long calls[] = {SYS_getpid,  SYS_getppid,     SYS_gettid,
                                 SYS_getuid,  SYS_sched_yield, SYS_getpgid,
                                 SYS_geteuid, SYS_getpriority};
    unsigned n = 0;

    for (unsigned i = 0; i < ROUNDS; i++)
        n += changed(calls[i % (sizeof(calls) / sizeof(calls[0]))]);
    V(n);

    T(syscall(SYS_getpid) == getpid());
    T(syscall(SYS_gettid) == getpid());
    T(syscall(SYS_getppid) == getppid());
    R(syscall(SYS_getpgid, -1));
    R(syscall(SYS_sched_get_priority_max, 1));
    R(syscall(SYS_sched_get_priority_min, 77));
    R(syscall(SYS_getpriority, PRIO_USER + 1, 0));
    R(syscall(SYS_umask, 027));
    R(syscall(SYS_umask, 022));

    feclearexcept(FE_ALL_EXCEPT);
    fesetround(FE_UPWARD);
    feraiseexcept(FE_OVERFLOW);
    syscall(SYS_getppid);
    T(fetestexcept(FE_ALL_EXCEPT) == (FE_OVERFLOW | FE_INEXACT) ||
      fetestexcept(FE_ALL_EXCEPT) == FE_OVERFLOW);
    T(fegetround() == FE_UPWARD);

    signal(SIGALRM, handler);
    interrupt_loop();
    return 0;
}
