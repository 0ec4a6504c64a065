/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* NaNs by the thousand, and the invalid exception that comes with them, in two
 * threads, between a comparison and its branch, and under a signal handler. */
#include "t.h"
#include <fenv.h>
#include <math.h>
#include <pthread.h>

enum { ROUNDS = 40000 };

static volatile double zero, one = 1;
static volatile sig_atomic_t signals;

static double from_bits(uint64_t u)
{
    double d;
    memcpy(&d, &u, sizeof(d));
    return d;
}

static uint64_t to_bits(double d)
{
    uint64_t u;
    memcpy(&u, &d, sizeof(u));
    return u;
}

static void on_alarm(int sig)
{
    (void)sig;
    double x = zero / zero;
    signals += isnan(x) != 0;
}

/* Sums of NaNs and numbers, with integers compared around them. */
static void *sums(void *arg)
{
    const volatile double *numbers = arg;
    long wrong = 0, nans = 0;

    for (long i = 0; i < ROUNDS; i++) {
        double x = numbers[i & 3] * numbers[(i >> 2) & 3];
        bool expect = isnan(x);
        double y = x - x, z = sqrt(y) + x;
        if (i & 1 ? i < ROUNDS / 2 : i > ROUNDS / 3)
            z += y;
        nans += isnan(z);
        wrong += expect && !isnan(z);
        wrong += x < z && z < x;
    }
    return (void *)(nans * 1000 + wrong);
}

static void flags(void)
{
    volatile double quiet = from_bits(0x7ff8000000001234), r;
    volatile double loud = from_bits(0x7ff0000000001234);
    volatile float narrow;
    volatile int as_int;

    enum { RAISED = FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW };
#define RAISES(e)                                                              \
    do {                                                                       \
        feclearexcept(FE_ALL_EXCEPT);                                          \
        e;                                                                     \
        printf("%s: %d\n", #e, fetestexcept(RAISED) != 0);                     \
    } while (0)
    RAISES(r = zero / zero);
    T(isnan(r));
    RAISES(r = one / zero);
    T(isinf(r));
    RAISES(r = quiet + one);
    T(isnan(r));
    RAISES(r = loud + one);
    T(isnan(r));
    RAISES(r = INFINITY * zero);
    T(isnan(r));
    RAISES(r = sqrt(-one));
    T(isnan(r));
    RAISES(narrow = (float)loud);
    T(isnan(narrow));
    RAISES(narrow = (float)quiet);
    RAISES(r = rint(quiet));
    RAISES(as_int = (int)(one * 1e30));
    (void)as_int;
    RAISES(T(!(quiet == one)));
    RAISES(T(!(quiet < one)));
}

/* What the guest's architecture says and the host's does not. */
static bool right_bits(void)
{
    volatile double q = from_bits(0x7ff8000000001234);
    volatile double s = from_bits(0xfff0000000005678);
    uint64_t made = to_bits(zero / zero), kept = to_bits(q + one);
    uint64_t first = to_bits(q * s), quieted = to_bits(s - q);

#if defined __aarch64__
    return made == 0x7ff8000000000000 && kept == 0x7ff8000000001234 &&
           first == 0xfff8000000005678 && quieted == 0xfff8000000005678;
#elif defined __riscv
    return made == 0x7ff8000000000000 && kept == 0x7ff8000000000000 &&
           first == 0x7ff8000000000000 && quieted == 0x7ff8000000000000;
#else
    return made && kept && first && quieted;
#endif
}

/* FJCVTZS of a NaN is done out of line, and so goes around code that moves
 * another value away to make room.  All that is computed is zero. */
static void kept_around(void)
{
    uint64_t out[32][2] = {{0}};
#ifdef __aarch64__
    const uint64_t other[2] = {0x40200000448d0180, 0};
    const uint64_t nan[2] = {0x7ff4000000000abc, 0};

    __asm__ volatile(".arch armv8.3-a\n"
                     "movi v3.2d, #0\n"
                     "movi v17.2d, #0\n"
                     "movi v25.2d, #0\n"
                     "movi v29.2d, #0\n"
                     "movi v31.2d, #0\n"
                     "ldr q0, [%0]\n"
                     "ldr q11, [%1]\n"
                     "b 1f\n"
                     "1: sqdmulh s15, s29, v31.s[3]\n"
                     "nop\n"
                     "fadd v20.4s, v25.4s, v29.4s\n"
                     "fjcvtzs w14, d11\n"
                     "sqdmulh h21, h15, v3.h[1]\n"
                     "fadd v25.2d, v20.2d, v25.2d\n"
                     "sqdmulh h20, h17, h15\n"
                     "str q25, [%2, #400]\n"
                     "str q20, [%2, #320]\n"
                     :
                     : "r"(other), "r"(nan), "r"(out)
                     : "memory", "cc", "x14", "v0", "v3", "v11", "v15", "v17",
                       "v20", "v21", "v25", "v29", "v31");
#endif
    printf("%lx %lx %lx\n", out[25][0], out[25][1], out[20][0]);
}

int main(void)
{
    double numbers[4] = {1.5, INFINITY, 0, -2};
    double quiet[4] = {1.5, from_bits(0xfff8000000000001), 0, 3};
    pthread_t other;
    void *r;

    flags();
    kept_around();
    T(right_bits());
    signal(SIGALRM, on_alarm);
    ualarm(2000, 2000);
    pthread_create(&other, NULL, sums, quiet);
    V(sums(numbers));
    pthread_join(other, &r);
    V(r);
    while (signals == 0)
        pause();
    ualarm(0, 0);
    flags();
    T(right_bits());
    return 0;
}
