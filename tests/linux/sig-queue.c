/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Real-time signals queue, in order, with their values; standard ones do not.
 * All numbers are the program's, those that libc keeps to itself too. */
#include "t.h"

struct action {
    void (*handler)(int, siginfo_t *, void *);
    unsigned long flags;
#if defined(__x86_64__) || defined(__aarch64__)
    void (*restorer)(void);
#endif
    uint64_t mask;
};

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    printf("%d value %d code %d\n", sig, si->si_value.sival_int, si->si_code);
}

#ifdef __x86_64__
void restorer(void);
__asm__("restorer: mov $15, %eax; syscall");
#endif

static long act(int sig)
{
    struct action a = {.handler = handler, .flags = SA_SIGINFO};

#ifdef __x86_64__
    a.flags |= 0x04000000;
    a.restorer = restorer;
#endif
    a.mask = ~0ull;
    return syscall(SYS_rt_sigaction, sig, &a, NULL, 8);
}

static long send(int sig, int value)
{
    siginfo_t si = {.si_code = SI_QUEUE};

    si.si_value.sival_int = value;
    return syscall(SYS_rt_sigqueueinfo, getpid(), sig, &si);
}

int main(void)
{
    static const int sigs[] = {64, 33, 40, 32, SIGUSR2, 34, SIGUSR1, 63};
    uint64_t all = ~0ull, none = 0, old;

    R(act(0));
    R(act(65));
    R(act(SIGSTOP));
    R(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 16));
    for (unsigned i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
        R(act(sigs[i]));
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &old, 8);
    for (int v = 1; v <= 3; v++)
        for (unsigned i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
            send(sigs[i], v);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, &all, 8);
    printf("mask %llx\n", (unsigned long long)all);
    for (int v = 0; v < 3; v++)
        R(send(32 + v, v));
    return 0;
}
