/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Alternate stacks, and recovery from a stack that overflows. */
#include "t.h"
#include <setjmp.h>
#include <sys/mman.h>

#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

/* MINSIGSTKSZ of the kernel's headers; libc's may be larger. */
#ifdef __aarch64__
enum { SMALLEST = 5120 };
#else
enum { SMALLEST = 2048 };
#endif

static char *stack;
static size_t size = 65536;
static sigjmp_buf env;

static bool on_stack(void)
{
    char here;

    return &here > stack && &here < stack + size;
}

static void handler(int sig)
{
    stack_t now, other = {.ss_sp = stack, .ss_size = size};

    T(on_stack());
    R(sigaltstack(NULL, &now));
    printf("%d: flags %x size %zu\n", sig, (unsigned)now.ss_flags, now.ss_size);
    if (now.ss_size)
        R(sigaltstack(&other, NULL));
}

static void overflow(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    printf("%d code %d on stack %d\n", sig, si->si_code, on_stack());
    siglongjmp(env, 1);
}

static int deep(volatile char *p)
{
    volatile char more[4096];

    more[0] = *p;
    return deep(more) + more[0];
}

int main(void)
{
    stack_t ss, old;
    struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_ONSTACK};

    stack = (char *)mmap(NULL, size, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    R(sigaltstack(NULL, &old));
    V(old.ss_flags == SS_DISABLE);
    ss = (stack_t){.ss_sp = stack, .ss_size = 100};
    R(sigaltstack(&ss, NULL));
    ss.ss_size = SMALLEST - 1;
    R(sigaltstack(&ss, NULL));
    ss.ss_size = SMALLEST;
    R(sigaltstack(&ss, NULL));
    ss.ss_size = size;
    ss.ss_flags = 99;
    R(sigaltstack(&ss, NULL));
    ss.ss_flags = 0;
    R(sigaltstack(&ss, &old));
    R(sigaltstack((stack_t *)-8, NULL));
    sigaction(SIGUSR1, &sa, NULL);
    sa.sa_flags = 0;
    sigaction(SIGUSR2, &sa, NULL);
    raise(SIGUSR1);
    raise(SIGUSR2);
    V(on_stack());
    ss.ss_flags = (int)SS_AUTODISARM;
    R(sigaltstack(&ss, NULL));
    raise(SIGUSR1);
    R(sigaltstack(NULL, &old));
    printf("flags %x\n", (unsigned)old.ss_flags);
    ss.ss_flags = 0;
    R(sigaltstack(&ss, NULL));
    sa.sa_sigaction = overflow;
    sa.sa_flags = SA_ONSTACK | SA_SIGINFO;
    sigaction(SIGSEGV, &sa, NULL);
    for (volatile int i = 0; i < 3; i++)
        if (sigsetjmp(env, 1) == 0)
            deep(stack);
    ss.ss_flags = SS_DISABLE;
    R(sigaltstack(&ss, NULL));
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        _exit(deep(stack));
    reap(pid);
    return 0;
}
