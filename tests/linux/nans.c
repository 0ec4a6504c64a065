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

int main(void)
{
    double numbers[4] = {1.5, INFINITY, 0, -2};
    double quiet[4] = {1.5, from_bits(0xfff8000000000001), 0, 3};
    pthread_t other;
    void *r;

    flags();
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
