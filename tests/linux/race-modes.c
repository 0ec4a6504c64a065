/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads in different floating-point modes run the same functions, reached by
 * pointers; and loops that are made of returns alone are left by signals. */
#include "race.h"
#include <pthread.h>
#include <setjmp.h>
#include <sys/time.h>

enum { THREADS = 3 };
static volatile int wrong, calls;

#if defined(__aarch64__)
static const uint64_t modes[THREADS] = {0, 1 << 24 /* FZ */, 1 << 25 /* DN */};

static void set_mode(int i)
{
    __asm__ volatile("msr fpcr, %0" : : "r"(modes[i]));
}

static __attribute__((noinline)) uint64_t tiny(void)
{
    double r;

    __asm__ volatile("fmul %d0, %d1, %d2" : "=w"(r) : "w"(1e-300), "w"(1e-10));
    return (uint64_t)(r != 0);
}

static __attribute__((noinline)) uint64_t nan_bits(void)
{
    uint64_t r, nan = 0x7ff8000000001234;

    __asm__ volatile("fmov d0, %1\n fadd d0, d0, d0\n fmov %0, d0"
                     : "=r"(r)
                     : "r"(nan)
                     : "d0");
    return r & 0xffff;
}

static const uint64_t expected[THREADS][2] = {{1, 0x1234}, {0, 0x1234}, {1, 0}};
#define LOOP "spin: mov x30, x0\n ret\n"
#elif defined(__riscv)
static const uint64_t modes[THREADS] = {0, 3 /* RUP */, 4 /* RMM */};

static void set_mode(int i)
{
    __asm__ volatile("fsrm %0" : : "r"(modes[i]));
}

static __attribute__((noinline)) uint64_t tiny(void)
{
    uint64_t r;

    __asm__ volatile("fcvt.l.d %0, %1, dyn" : "=r"(r) : "f"(2.5));
    return r;
}

static __attribute__((noinline)) uint64_t nan_bits(void)
{
    uint64_t r;

    __asm__ volatile("fcvt.l.d %0, %1, dyn" : "=r"(r) : "f"(-0.5));
    return r;
}

static const uint64_t expected[THREADS][2] = {
    {2, 0}, {3, 0}, {3, (uint64_t)-1}};
#define LOOP "spin: mv ra, a0\n ret\n"
#else
static void set_mode(int i)
{
    (void)i;
}

static uint64_t tiny(void)
{
    return 1;
}

static uint64_t nan_bits(void)
{
    return 2;
}

static const uint64_t expected[THREADS][2] = {{1, 2}, {1, 2}, {1, 2}};
#define LOOP "spin: jmp spin\n"
#endif

__asm__(".text\n.balign 4\n.globl spin\n" LOOP);
void spin(void (*self)(void));

static uint64_t (*volatile function[2])(void) = {tiny, nan_bits};

static void *run(void *arg)
{
    int me = (int)(intptr_t)arg;

    while (race_on(calls > 10000)) {
        set_mode(me);
        for (int i = 0; i < 2000; i++)
            if (function[i & 1]() != expected[me][i & 1])
                wrong++;
        calls += 2000;
        set_mode(0);
    }
    return NULL;
}

static sigjmp_buf out;

static void on_alarm(int sig)
{
    (void)sig;
    siglongjmp(out, 1);
}

int main(int argc, char **argv)
{
    struct itimerval it = {{0, 0}, {0, 3000}};
    volatile int left = 0;
    pthread_t t[THREADS];

    race_begin(argc, argv);
    for (intptr_t i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, run, (void *)i);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    T(calls > 10000);
    V(wrong);
    signal(SIGALRM, on_alarm);
    for (volatile int i = 0; i < 20; i++)
        if (sigsetjmp(out, 1) == 0) {
            setitimer(ITIMER_REAL, &it, NULL);
            spin((void (*)(void))spin);
        } else {
            left++;
        }
    V(left);
    return 0;
}
