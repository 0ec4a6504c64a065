/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest program: what RISC-V Linux programs see of exceptions.  Signal
 * numbers, codes and addresses; registers in the context, which a handler may
 * change; fcsr across signals; reservations.  Prints TAP.
 *
 * Each trap happens in a piece of assembly that sets registers to known values
 * before it and returns what they are after it.  The handler notes what it sees
 * and goes on at the address in s11.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum { PC = 0, RA = 1, A0 = 10, A1 = 11, S10 = 26, S11 = 27, T6 = 31 };

static struct {
    int count, sig, code;
    uint64_t addr, regs[32], f[32], sp;
    uint32_t fcsr;
} seen;

static struct {
    int change;
    uint64_t a0, fa0;
    uint32_t fcsr;
} wish;

static void handler(int sig, siginfo_t *info, void *context)
{
    ucontext_t *uc = context;
    struct __riscv_mc_d_ext_state *fp = &uc->uc_mcontext.__fpregs.__d;

    seen.count++;
    seen.sig = sig;
    seen.code = info->si_code;
    seen.addr = (uint64_t)info->si_addr;
    memcpy(seen.regs, uc->uc_mcontext.__gregs, sizeof(seen.regs));
    memcpy(seen.f, fp->__f, sizeof(seen.f));
    seen.fcsr = fp->__fcsr;
    __asm__ volatile("mv %0, sp" : "=r"(seen.sp));
    if (sig != SIGUSR1)
        uc->uc_mcontext.__gregs[PC] = seen.regs[S11];
    if (wish.change) {
        uc->uc_mcontext.__gregs[A0] = wish.a0;
        fp->__f[10] = wish.fa0;
        fp->__fcsr = wish.fcsr;
    }
}

/*
 * trap_NAME(a0, a1): s11 = where to go on, s10 = the address of what traps, t6
 * and fs11 = values to be found.  Returns a0.
 */
#define TRAP(name, body)                                                       \
    uint64_t trap_##name(uint64_t a0, uint64_t a1);                            \
    __asm__(".pushsection .text\n"                                             \
            ".globl trap_" #name "\n"                                          \
            "trap_" #name ":\n"                                                \
            "addi sp, sp, -48\n"                                               \
            "sd s11, 0(sp)\n"                                                  \
            "sd s10, 8(sp)\n"                                                  \
            "sd ra, 16(sp)\n"                                                  \
            "fsd fs11, 24(sp)\n"                                               \
            "lla s11, 8f\n"                                                    \
            "lla s10, 7f\n"                                                    \
            "li t6, 0x123456789abcdef\n"                                       \
            "fmv.d.x fs11, t6\n"                                               \
            "7: " body "\n"                                                    \
            "8:\n"                                                             \
            "ld s11, 0(sp)\n"                                                  \
            "ld s10, 8(sp)\n"                                                  \
            "ld ra, 16(sp)\n"                                                  \
            "fld fs11, 24(sp)\n"                                               \
            "addi sp, sp, 48\n"                                                \
            "ret\n"                                                            \
            ".popsection\n")

TRAP(illegal, ".4byte 0xffffff7f");
TRAP(illegal16, ".2byte 0");
TRAP(csr, "csrr a0, mstatus");
TRAP(write_cycle, "csrw cycle, a0");
TRAP(ebreak, ".4byte 0x00100073");
TRAP(c_ebreak, ".2byte 0x9002");
TRAP(load, "ld a0, 8(a1)");
TRAP(store, "sd a0, 16(a1)");
TRAP(jump, "jalr ra, 0(a1)");
TRAP(amo, "amoadd.w a0, a0, (a1)");
TRAP(amo_half, ".4byte 0x00a5952f");   /* amoadd.h a0, a0, (a1) */
TRAP(cas, ".4byte 0x28a5a52f");        /* amocas.w a0, a0, (a1) */
TRAP(cas_wide, ".4byte 0x28c5c52f");   /* amocas.q a0, a2, (a1) */
TRAP(cas_odd, ".4byte 0x28c5c5af");    /* amocas.q a1, a2, (a1) */
TRAP(cbo_clean, ".4byte 0x0015a00f");  /* cbo.clean (a1) */
TRAP(cbo_inval, ".4byte 0x0005a00f");  /* cbo.inval (a1) */
TRAP(cbo_zero, ".4byte 0x0045a00f");   /* cbo.zero (a1) */
TRAP(hpmcounter, ".4byte 0xc0302573"); /* csrr a0, hpmcounter3 */
TRAP(lr, "lr.d a0, (a1)");
TRAP(sc, "sc.w a0, a0, (a1)");
TRAP(round, "fadd.d fa0, fa0, fa0");
TRAP(round_static, "fadd.d fa0, fa0, fa0, rtz\nfmv.x.d a0, fa0");
TRAP(round_reserved, ".4byte 0x02a55553");
TRAP(two, "addi a0, a0, 5\nld a1, 0(a1)\naddi a0, a0, 7");
TRAP(reserve, "lr.d t0, (a1)\n"
              "mv t1, a0\nli a7, 172\necall\nmv t2, a0\n" /* getpid */
              "sc.d a0, t1, (a1)");
TRAP(ctzw, ".4byte 0x6015151b"); /* ctzw a0, a0 */

static unsigned number, failed;
static void ok(int good, const char *what)
{
    printf("%sok %u - %s\n", good ? "" : "not ", ++number, what);
    failed += !good;
    if (!good)
        printf("# count %d sig %d code %d addr %#lx pc-s10 %ld fcsr %#x\n",
               seen.count, seen.sig, seen.code, (unsigned long)seen.addr,
               (long)(seen.regs[PC] - seen.regs[S10]), seen.fcsr);
}

static void forget(void)
{
    memset(&seen, 0, sizeof(seen));
    memset(&wish, 0, sizeof(wish));
}

/* One signal, at the instruction that s10 points to, registers intact. */
static int exact(int sig, int code)
{
    return seen.count == 1 && seen.sig == sig && seen.code == code &&
           seen.regs[PC] == seen.regs[S10] &&
           seen.regs[T6] == 0x123456789abcdef &&
           seen.f[27] == 0x123456789abcdef && seen.sp % 16 == 0;
}

static uint32_t get_fcsr(void)
{
    uint32_t v;

    __asm__ volatile("frcsr %0" : "=r"(v));
    return v;
}

static void set_fcsr(uint32_t v)
{
    __asm__ volatile("fscsr %0" ::"r"(v));
}

static void instructions(void)
{
    forget();
    trap_illegal(1, 2);
    ok(exact(SIGILL, ILL_ILLOPC) && seen.addr == seen.regs[S10] &&
           seen.regs[A0] == 1 && seen.regs[A1] == 2,
       "illegal instruction");
    forget();
    trap_illegal16(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC) && seen.addr == seen.regs[S10],
       "compressed illegal instruction");
    forget();
    trap_csr(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC), "a CSR of machine mode");
    forget();
    trap_write_cycle(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC), "a read-only CSR");
    forget();
    trap_hpmcounter(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC), "a counter that perf has not given");
    forget();
    trap_cbo_inval(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC), "cbo.inval");
    forget();
    trap_cas_odd(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC), "amocas.q of an odd register");
    forget();
    trap_ebreak(0, 0);
    ok(exact(SIGTRAP, TRAP_BRKPT) && seen.addr == seen.regs[S10], "ebreak");
    forget();
    trap_c_ebreak(0, 0);
    ok(exact(SIGTRAP, TRAP_BRKPT) && seen.addr == seen.regs[S10], "c.ebreak");
    ok(trap_ctzw(0xff00000000, 0) == 32, "ctzw of a low word of 0");
}

static void memory(void)
{
    uint64_t *page =
        mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    forget();
    trap_load(0, 0);
    ok(exact(SIGSEGV, SEGV_MAPERR) && seen.addr == 8, "load of no page");
    forget();
    trap_store(0, (uint64_t)page);
    ok(exact(SIGSEGV, SEGV_ACCERR) && seen.addr == (uint64_t)page + 16,
       "store to a read-only page");
    forget();
    trap_cas(0, (uint64_t)page);
    ok(exact(SIGSEGV, SEGV_ACCERR) && seen.addr == (uint64_t)page,
       "compare-and-swap in a read-only page");
    forget();
    trap_cbo_zero(0, (uint64_t)page + 100);
    ok(exact(SIGSEGV, SEGV_ACCERR) && seen.addr == (uint64_t)page + 64,
       "cbo.zero in a read-only page");
    forget();
    trap_cbo_clean(0, (uint64_t)page + 100);
    ok(seen.count == 0, "cbo.clean in a read-only page");
    forget();
    trap_cbo_clean(0, 8);
    ok(exact(SIGSEGV, SEGV_MAPERR) && seen.addr == 8, "cbo.clean of no page");
    forget();
    trap_jump(0, 16);
    ok(seen.count == 1 && seen.sig == SIGSEGV && seen.code == SEGV_MAPERR &&
           seen.addr == 16 && seen.regs[PC] == 16 &&
           seen.regs[RA] == seen.regs[S10] + 4,
       "jump to no page");
    forget();
    trap_jump(0, (uint64_t)page);
    ok(seen.count == 1 && seen.sig == SIGSEGV && seen.code == SEGV_ACCERR &&
           seen.addr == (uint64_t)page && seen.regs[PC] == (uint64_t)page,
       "jump to a page of data");
    forget();
    uint64_t r = trap_two(1, 16);
    ok(r == 6 && seen.count == 1 && seen.regs[A0] == 6 &&
           seen.regs[PC] > seen.regs[S10],
       "what comes before a fault is done, the rest not");
}

static void alignment(void)
{
    static uint64_t cell[2] __attribute__((aligned(16)));
    uint64_t at = (uint64_t)cell + 2;

    forget();
    trap_amo(1, at);
    ok(exact(SIGBUS, BUS_ADRALN) && seen.addr == at && cell[0] == 0,
       "misaligned AMO");
    forget();
    trap_amo_half(1, at + 1);
    ok(exact(SIGBUS, BUS_ADRALN) && seen.addr == at + 1, "misaligned amoadd.h");
    forget();
    trap_cas_wide(1, (uint64_t)&cell[1]);
    ok(exact(SIGBUS, BUS_ADRALN), "misaligned amocas.q");
    forget();
    trap_lr(1, at + 2);
    ok(exact(SIGBUS, BUS_ADRALN) && seen.addr == at + 2, "misaligned LR");
    forget();
    trap_sc(1, at);
    ok(exact(SIGBUS, BUS_ADRALN) && seen.addr == at && cell[0] == 0,
       "misaligned SC");
    forget();
    ok(trap_reserve(1, (uint64_t)cell) == 1 && cell[0] == 0,
       "a system call ends a reservation");
}

static void floating(void)
{
    forget();
    set_fcsr(3 << 5 | 5);
    wish.change = 1;
    wish.a0 = 77;
    wish.fa0 = 0x4000000000000000;
    wish.fcsr = 4 << 5 | 0x12;
    uint64_t r = trap_illegal(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC) && seen.fcsr == (3 << 5 | 5),
       "fcsr in the context");
    ok(get_fcsr() == wish.fcsr, "fcsr changed by the handler");
    ok(r == 77, "a register changed by the handler");
    /* 1 + 2^-53 is a tie, which RMM rounds away from zero. */
    double x = 1.0, y = 0x1p-53, z;
    __asm__ volatile("fadd.d %0, %1, %2" : "=f"(z) : "f"(x), "f"(y));
    ok(z == 1.0 + 0x1p-52, "the mode that the handler chose rounds");
    forget();
    set_fcsr(5 << 5);
    trap_round(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC) && seen.fcsr == 5 << 5,
       "dynamic rounding in a reserved mode");
    forget();
    trap_round_static(0, 0);
    ok(seen.count == 0, "static rounding in a reserved mode");
    forget();
    set_fcsr(0);
    trap_round_reserved(0, 0);
    ok(exact(SIGILL, ILL_ILLOPC), "a reserved static mode");
    forget();
    set_fcsr(2 << 5 | 1);
    raise(SIGUSR1);
    ok(seen.count == 1 && seen.fcsr == (2 << 5 | 1) &&
           get_fcsr() == (2 << 5 | 1),
       "fcsr kept over a signal from outside");
    set_fcsr(0);
}

int main(void)
{
    static const int signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGUSR1};
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};

    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
    printf("1..33\n");
    instructions();
    memory();
    alignment();
    floating();
    return failed != 0;
}
