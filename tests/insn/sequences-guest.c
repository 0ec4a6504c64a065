/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest program: sequences-guest BATCH RESULTS runs the code that
 * scripts/difftest wrote and stores the state in which each run ended.
 *
 * Every run starts by the return of a signal handler, which puts the whole
 * state into the frame, and ends by an exception, whose handler finds the state
 * there: no register is the harness's own, and what a fault leaves is checked
 * with the same code as the rest. Handlers know nothing about the thread (its
 * pointer is under test as well), so that they may not call the C library.
 *
 * The batch: struct header, padded to a page; code; states; runs. The results
 * are one struct record each, whose cause is 0 until the run has ended.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define CODE   UINT64_C(0x11000000)
#define WINDOW UINT64_C(0x10001000)
#define STACK  UINT64_C(0x12000000)

enum { PAGE = 4096, WINDOW_SIZE = 2 * PAGE, STACK_SIZE = 1 << 20, PATCHES = 8 };

/* The parts of the window that tests use: its ends, the border of its pages,
 * and some of the middle of a page. */
static const struct {
    uint16_t off, len;
} areas[] = {
    {0, 128}, {0x780, 256}, {PAGE - 128, 256}, {WINDOW_SIZE - 128, 128}};

enum { AREAS = 4, AREA_WORDS = 768 / 8 };

#ifdef __aarch64__
enum { STATE_WORDS = 100 };
#else
enum { STATE_WORDS = 66 };
#endif

struct header {
    uint64_t code_size, states, runs;
    uint64_t memory[AREA_WORDS];
};

struct run {
    uint64_t pc, state, patches, unused;
    uint64_t patch[PATCHES][2];
};

struct record {
    uint64_t cause, addr, pc, unused;
    uint64_t state[STATE_WORDS];
    uint64_t memory[AREA_WORDS];
};

static const struct header *head;
static const uint64_t *states;
static const struct run *runs;
static struct record *results;
static uint64_t at = UINT64_MAX;

static void quit(void)
{
#ifdef __aarch64__
    register long number __asm__("x8") = SYS_exit_group;
    register long status __asm__("x0") = 0;
    __asm__ volatile("svc #0" : : "r"(number), "r"(status));
#else
    register long number __asm__("a7") = SYS_exit_group;
    register long status __asm__("a0") = 0;
    __asm__ volatile("ecall" : : "r"(number), "r"(status));
#endif
}

#ifdef __aarch64__

static struct fpsimd_context *vectors(ucontext_t *uc)
{
    uint8_t *p = (uint8_t *)uc->uc_mcontext.__reserved;
    struct _aarch64_ctx *c = (struct _aarch64_ctx *)p;

    while (c->magic != FPSIMD_MAGIC)
        c = (struct _aarch64_ctx *)(p += c->size);
    return (struct fpsimd_context *)c;
}

static void get_state(ucontext_t *uc, uint64_t *s, uint64_t *pc)
{
    const struct fpsimd_context *v = vectors(uc);
    const uint64_t *lane = (const uint64_t *)v->vregs;

    for (int i = 0; i < 31; i++)
        s[i] = uc->uc_mcontext.regs[i];
    s[31] = uc->uc_mcontext.sp;
    s[32] = uc->uc_mcontext.pstate & 0xf0000000;
    s[33] = v->fpcr;
    s[34] = v->fpsr;
    __asm__ volatile("mrs %0, tpidr_el0" : "=r"(s[35]));
    for (int i = 0; i < 64; i++)
        s[36 + i] = lane[i];
    *pc = uc->uc_mcontext.pc;
}

static void set_state(ucontext_t *uc, const uint64_t *s, uint64_t pc)
{
    struct fpsimd_context *v = vectors(uc);
    uint64_t *lane = (uint64_t *)v->vregs;

    for (int i = 0; i < 31; i++)
        uc->uc_mcontext.regs[i] = s[i];
    uc->uc_mcontext.sp = s[31];
    uc->uc_mcontext.pstate = s[32];
    v->fpcr = (uint32_t)s[33];
    v->fpsr = (uint32_t)s[34];
    __asm__ volatile("msr tpidr_el0, %0" : : "r"(s[35]));
    for (int i = 0; i < 64; i++)
        lane[i] = s[36 + i];
    uc->uc_mcontext.pc = pc;
}

#else

static void get_state(ucontext_t *uc, uint64_t *s, uint64_t *pc)
{
    const struct __riscv_mc_d_ext_state *d = &uc->uc_mcontext.__fpregs.__d;

    for (int i = 1; i < 32; i++)
        s[i] = uc->uc_mcontext.__gregs[i];
    for (int i = 0; i < 32; i++)
        s[32 + i] = d->__f[i];
    s[64] = d->__fcsr;
    *pc = uc->uc_mcontext.__gregs[0];
}

static void set_state(ucontext_t *uc, const uint64_t *s, uint64_t pc)
{
    struct __riscv_mc_d_ext_state *d = &uc->uc_mcontext.__fpregs.__d;
    uint64_t place;

    for (int i = 1; i < 32; i++)
        uc->uc_mcontext.__gregs[i] = s[i];
    for (int i = 0; i < 32; i++)
        d->__f[i] = s[32 + i];
    d->__fcsr = (uint32_t)s[64];
    uc->uc_mcontext.__gregs[0] = pc;
    /* No reservation is left over. */
    __asm__ volatile("sc.d zero, zero, (%0)" : : "r"(&place) : "memory");
}

#endif

/* Saves what the window holds, and makes it what it was. */
static void exchange_memory(uint64_t *saved)
{
    const uint64_t *fresh = head->memory;

    for (int i = 0; i < AREAS; i++) {
        volatile uint64_t *w = (uint64_t *)(WINDOW + areas[i].off);
        for (unsigned n = 0; n < areas[i].len / 8; n++) {
            if (saved)
                *saved++ = w[n];
            w[n] = *fresh++;
        }
    }
}

static void handler(int sig, siginfo_t *info, void *context)
{
    uint64_t s[STATE_WORDS] = {0}, pc;
    ucontext_t *uc = context;

    get_state(uc, s, &pc);
    if (at != UINT64_MAX) {
        struct record *r = &results[at];
        for (int i = 0; i < STATE_WORDS; i++)
            r->state[i] = s[i];
        exchange_memory(r->memory);
        r->pc = pc;
        if (sig == SIGSEGV || sig == SIGBUS)
            r->addr = (uint64_t)info->si_addr;
        r->cause = (uint64_t)sig | (uint64_t)(uint32_t)info->si_code << 32;
    } else {
        exchange_memory(NULL);
    }
    if (++at == head->runs)
        quit();
    const struct run *run = &runs[at];
    const uint64_t *from = states + run->state * STATE_WORDS;
    for (int i = 0; i < STATE_WORDS; i++)
        s[i] = from[i];
    for (uint64_t i = 0; i < run->patches; i++)
        s[run->patch[i][0]] = run->patch[i][1];
    set_state(uc, s, run->pc);
}

static void *map(uint64_t where, size_t size, int prot, int fd, off_t off)
{
    int flags = fd < 0 ? MAP_ANONYMOUS | MAP_PRIVATE : MAP_SHARED;
    void *p = mmap((void *)where, size, prot, flags | (where ? MAP_FIXED : 0),
                   fd, off);

    if (p == MAP_FAILED)
        exit(2);
    return p;
}

int main(int argc, char **argv)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
    struct sigaction sa = {.sa_sigaction = handler,
                           .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t ss = {.ss_size = STACK_SIZE};
    struct stat st;
    int in, out;

    if (argc < 3)
        return 2;
    in = open(argv[1], O_RDONLY);
    out = open(argv[2], O_RDWR);
    if (in < 0 || out < 0 || fstat(in, &st))
        return 2;
    head = map(0, (size_t)st.st_size, PROT_READ, in, 0);
    map(CODE, head->code_size, PROT_READ | PROT_EXEC, in, PAGE);
    states = (const uint64_t *)((const uint8_t *)head + PAGE + head->code_size);
    runs = (const struct run *)(states + head->states * STATE_WORDS);
    results = map(0, head->runs * sizeof(struct record), PROT_READ | PROT_WRITE,
                  out, 0);
    map(WINDOW - PAGE, PAGE, PROT_NONE, -1, 0);
    map(WINDOW, WINDOW_SIZE, PROT_READ | PROT_WRITE, -1, 0);
    map(WINDOW + WINDOW_SIZE, PAGE, PROT_NONE, -1, 0);
    map(WINDOW + WINDOW_SIZE + PAGE, PAGE, PROT_READ, -1, 0);
    ss.ss_sp = map(STACK, STACK_SIZE, PROT_READ | PROT_WRITE, -1, 0);
    sigfillset(&sa.sa_mask);
    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
    raise(SIGTRAP);
    return 2;
}
