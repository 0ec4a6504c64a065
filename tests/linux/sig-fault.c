/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Faults: signal, code and address for each kind of access. */
#include "t.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf env;
static char *base;

static void handler(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    printf("  SIG%s code %d at %+ld\n", sigabbrev_np(sig), si->si_code,
           (long)((char *)si->si_addr - base));
    siglongjmp(env, 1);
}

static void ill(int sig, siginfo_t *si, void *uc)
{
    (void)uc;
    (void)si;
    printf("  SIG%s\n", sigabbrev_np(sig));
    siglongjmp(env, 1);
}

#define TRY(e)                                                                 \
    do {                                                                       \
        printf("%s\n", #e);                                                    \
        if (sigsetjmp(env, 1) == 0) {                                          \
            e;                                                                 \
            printf("  no fault\n");                                            \
        }                                                                      \
    } while (0)

static volatile long sink;

static void illegal(void)
{
#if defined(__aarch64__)
    __asm__ volatile(".inst 0");
#elif defined(__riscv)
    __asm__ volatile(".insn 2, 0");
#else
    __asm__ volatile("ud2");
#endif
}

static void breakpoint(void)
{
#if defined(__aarch64__)
    __asm__ volatile("brk #1");
#elif defined(__riscv)
    __asm__ volatile("ebreak");
#else
    __asm__ volatile("int3");
#endif
}

static void dies(int how)
{
    sigset_t set;
    pid_t pid;

    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        sigfillset(&set);
        if (how == 1)
            sigprocmask(SIG_BLOCK, &set, NULL);
        else if (how == 2)
            signal(SIGSEGV, SIG_IGN);
        else if (how == 3)
            signal(SIGSEGV, SIG_DFL);
        *(volatile char *)base = 1;
        _exit(0);
    }
    reap(pid);
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    int prot[] = {PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE};
    volatile char *p;
    char *file;
    int fd = make_file("f", "x");

    setvbuf(stdout, NULL, _IOLBF, 0);
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);
    base = (char *)mmap(NULL, 3 * 65536, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
                        -1, 0);
    munmap(base + 65536, 65536);
    for (int i = 0; i < 3; i++) {
        mprotect(base, 65536, prot[i]);
        p = base + 24;
        TRY(sink = *p);
        TRY(*p = 1);
        TRY(sink = *(volatile long *)p);
        TRY(*(volatile double *)p = 1.0);
        TRY(((void (*)(void))(p + 40))());
    }
    p = base + 65536 + 100;
    TRY(sink = *p);
    TRY(*p = 1);
    TRY(memset((char *)p, 1, 100));
    TRY(((void (*)(void))(p + 4))());
    TRY(__atomic_fetch_add((int *)p, 1, __ATOMIC_SEQ_CST));
    base = NULL;
    p = NULL;
    TRY(sink = p[8]);
    TRY(p[16] = 1);
    TRY(((void (*)(void))p)());
    base = file =
        (char *)mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    TRY(sink = file[4095]);
    TRY(sink = file[4096 + 7]);
    TRY(file[8192] = 1);
    base =
        (char *)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    dies(1);
    dies(2);
    dies(3);
    sa.sa_sigaction = ill;
    sigaction(SIGILL, &sa, NULL);
    sigaction(SIGTRAP, &sa, NULL);
    TRY(illegal());
    TRY(breakpoint());
    return 0;
}
