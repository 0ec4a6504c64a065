/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A fault at every form of memory access: the handler must see the program
 * counter, the address, the code and every register as they were before the
 * instruction.
 *
 * Each case is a run of instructions: some that change registers and flags,
 * the access, and some that would change more.  Registers hold values known
 * by their numbers; a copy of what they must be is kept by running the leading
 * part alone.
 */
#include "race.h"
#include <setjmp.h>
#include <ucontext.h>

#if defined(__aarch64__)
/* x0 is the address; x1 a good one; w2.. data. */
#define FORMS(F)                                                               \
    F("ldrb w3, [x0]", 0)                                                      \
    F("ldrsb x3, [x0]", 0)                                                     \
    F("ldrsb w3, [x0]", 0)                                                     \
    F("ldrh w3, [x0]", 0)                                                      \
    F("ldrsh x3, [x0]", 0)                                                     \
    F("ldr w3, [x0]", 0)                                                       \
    F("ldrsw x3, [x0]", 0)                                                     \
    F("ldr x3, [x0]", 0)                                                       \
    F("ldr x0, [x0]", 0)                                                       \
    F("strb w3, [x0]", 1)                                                      \
    F("strh w3, [x0]", 1)                                                      \
    F("str w3, [x0]", 1)                                                       \
    F("str x3, [x0]", 1)                                                       \
    F("str xzr, [x0]", 1)                                                      \
    F("ldr x3, [x0], #8", 0)                                                   \
    F("str x3, [x0], #8", 1)                                                   \
    F("ldr x3, [x0, #0]!", 0)                                                  \
    F("ldp x3, x4, [x0]", 0)                                                   \
    F("ldp x0, x4, [x0]", 0)                                                   \
    F("ldp x4, x0, [x0]", 0)                                                   \
    F("ldp w3, w4, [x0], #16", 0)                                              \
    F("ldpsw x3, x4, [x0]", 0)                                                 \
    F("stp x3, x4, [x0]", 1)                                                   \
    F("stp x3, x4, [x0], #16", 1)                                              \
    F("stp w3, w4, [x0, #0]!", 1)                                              \
    F("ldnp x3, x4, [x0]", 0)                                                  \
    F("stnp x3, x4, [x0]", 1)                                                  \
    F("ldur x3, [x0, #0]", 0)                                                  \
    F("stur w3, [x0, #0]", 1)                                                  \
    F("ldtr x3, [x0]", 0)                                                      \
    F("sttr x3, [x0]", 1)                                                      \
    F("ldr x3, [x0, xzr]", 0)                                                  \
    F("str w3, [x0, wzr, uxtw #2]", 1)                                         \
    F("ldr b3, [x0]", 0)                                                       \
    F("ldr h3, [x0]", 0)                                                       \
    F("ldr s3, [x0]", 0)                                                       \
    F("ldr d3, [x0]", 0)                                                       \
    F("ldr q3, [x0]", 0)                                                       \
    F("str b3, [x0]", 1)                                                       \
    F("str h3, [x0]", 1)                                                       \
    F("str s3, [x0]", 1)                                                       \
    F("str d3, [x0]", 1)                                                       \
    F("str q3, [x0]", 1)                                                       \
    F("ldr q3, [x0], #16", 0)                                                  \
    F("str q3, [x0], #16", 1)                                                  \
    F("ldp q3, q4, [x0]", 0)                                                   \
    F("stp q3, q4, [x0], #32", 1)                                              \
    F("ldp d3, d4, [x0], #16", 0)                                              \
    F("stp s3, s4, [x0]", 1)                                                   \
    F("ld1 {v3.16b}, [x0]", 0)                                                 \
    F("ld1 {v3.8b, v4.8b}, [x0], #16", 0)                                      \
    F("ld1 {v3.4s, v4.4s, v5.4s, v6.4s}, [x0]", 0)                             \
    F("st1 {v3.2d, v4.2d, v5.2d}, [x0]", 1)                                    \
    F("ld2 {v3.8h, v4.8h}, [x0]", 0)                                           \
    F("st2 {v3.16b, v4.16b}, [x0], #32", 1)                                    \
    F("ld3 {v3.4s, v4.4s, v5.4s}, [x0]", 0)                                    \
    F("st4 {v3.8b, v4.8b, v5.8b, v6.8b}, [x0]", 1)                             \
    F("ld1 {v3.b}[5], [x0]", 0)                                                \
    F("ld1 {v3.d}[1], [x0], #8", 0)                                            \
    F("st1 {v3.h}[2], [x0]", 1)                                                \
    F("ld1r {v3.4s}, [x0]", 0)                                                 \
    F("ld4r {v3.8h, v4.8h, v5.8h, v6.8h}, [x0]", 0)                            \
    F("st3 {v3.s, v4.s, v5.s}[1], [x0]", 1)                                    \
    F("ldxr x3, [x0]", 0)                                                      \
    F("ldaxr w3, [x0]", 0)                                                     \
    F("ldxrb w3, [x0]", 0)                                                     \
    F("ldxp x3, x4, [x0]", 0)                                                  \
    F("ldaxp w3, w4, [x0]", 0)                                                 \
    F("ldar x3, [x0]", 0)                                                      \
    F("ldarh w3, [x0]", 0)                                                     \
    F("stlr x3, [x0]", 1)                                                      \
    F("stlrb w3, [x0]", 1)                                                     \
    F("ldadd x3, x4, [x0]", 1)                                                 \
    F("ldaddal w3, w4, [x0]", 1)                                               \
    F("stadd x3, [x0]", 1)                                                     \
    F("ldclr x3, x4, [x0]", 1)                                                 \
    F("ldset w3, w4, [x0]", 1)                                                 \
    F("ldeor x3, x4, [x0]", 1)                                                 \
    F("ldsmax x3, x4, [x0]", 1)                                                \
    F("ldsmin w3, w4, [x0]", 1)                                                \
    F("ldumax x3, x4, [x0]", 1)                                                \
    F("lduminb w3, w4, [x0]", 1)                                               \
    F("ldumaxh w3, w4, [x0]", 1)                                               \
    F("swp x3, x4, [x0]", 1)                                                   \
    F("swpb w3, w4, [x0]", 1)                                                  \
    F("cas x3, x4, [x0]", 1)                                                   \
    F("casalh w3, w4, [x0]", 1)                                                \
    F("casp x4, x5, x6, x7, [x0]", 1)                                          \
    F("casp w4, w5, w6, w7, [x0]", 1)                                          \
    F("dc zva, x0", 1)                                                         \
    F("ldapr x3, [x0]", 0)
#define ARCH ".arch armv8.4-a\n"
#define LEAD                                                                   \
    "adds x20, x20, x21\n eor v20.16b, v20.16b, v21.16b\n"                     \
    "sub x22, x22, #7\n mov x23, x24\n subs w25, w26, w27\n"                   \
    "fadd d22, d22, d23\n"
#define TAIL                                                                   \
    "add x22, x22, #9\n adds x20, x20, #3\n"                                   \
    "eor v20.16b, v20.16b, v22.16b\n mov x24, #0\n ret\n"
#elif defined(__riscv)
/* a0 is the address. */
#define FORMS(F)                                                               \
    F("lb a3, 0(a0)", 0)                                                       \
    F("lbu a3, 0(a0)", 0)                                                      \
    F("lh a3, 0(a0)", 0)                                                       \
    F("lhu a3, 0(a0)", 0)                                                      \
    F("lw a3, 0(a0)", 0)                                                       \
    F("lwu a3, 0(a0)", 0)                                                      \
    F("ld a3, 0(a0)", 0)                                                       \
    F("ld a0, 0(a0)", 0)                                                       \
    F("sb a3, 0(a0)", 1)                                                       \
    F("sh a3, 0(a0)", 1)                                                       \
    F("sw a3, 0(a0)", 1)                                                       \
    F("sd a3, 0(a0)", 1)                                                       \
    F("sd zero, 0(a0)", 1)                                                     \
    F("c.lw a3, 0(a0)", 0)                                                     \
    F("c.ld a3, 0(a0)", 0)                                                     \
    F("c.sw a3, 0(a0)", 1)                                                     \
    F("c.sd a3, 0(a0)", 1)                                                     \
    F("c.fld fa3, 0(a0)", 0)                                                   \
    F("c.fsd fa3, 0(a0)", 1)                                                   \
    F("flw fa3, 0(a0)", 0)                                                     \
    F("fld fa3, 0(a0)", 0)                                                     \
    F("fsw fa3, 0(a0)", 1)                                                     \
    F("fsd fa3, 0(a0)", 1)                                                     \
    F("lr.w a3, (a0)", 0)                                                      \
    F("lr.d.aq a3, (a0)", 0)                                                   \
    F("amoadd.w a4, a3, (a0)", 1)                                              \
    F("amoadd.d a4, a3, (a0)", 1)                                              \
    F("amoadd.d zero, a3, (a0)", 1)                                            \
    F("amoswap.w a4, a3, (a0)", 1)                                             \
    F("amoswap.d a4, a3, (a0)", 1)                                             \
    F("amoand.w a4, a3, (a0)", 1)                                              \
    F("amoor.d.aqrl a4, a3, (a0)", 1)                                          \
    F("amoxor.w a4, a3, (a0)", 1)                                              \
    F("amomin.w a4, a3, (a0)", 1)                                              \
    F("amomax.d a4, a3, (a0)", 1)                                              \
    F("amominu.d a4, a3, (a0)", 1)                                             \
    F("amomaxu.w a4, a3, (a0)", 1)
#define ARCH ""
#define LEAD                                                                   \
    "add s4, s4, s5\n fadd.d fs4, fs4, fs5\n addi s6, s6, -7\n"                \
    "mv s7, s8\n xor s9, s10, s11\n"
#define TAIL                                                                   \
    "addi s6, s6, 9\n add s4, s4, s4\n fsub.d fs4, fs4, fs6\n"                 \
    "li s8, 0\n ret\n"
#endif

#if defined(__x86_64__)
/* The oracle says only how it must end. */
int main(void)
{
    int bad = 0;

    V(bad);
    return 0;
}
#else

/* A record of each case, in a section of their own. */
struct form {
    void *code, *at;
    const char *text;
    long writes;
};
extern const struct form __start_forms[], __stop_forms[];
#define CASE(form, writes)                                                     \
    __asm__(ARCH ".text\n.balign 4\n1: " LEAD "2: " form "\n" TAIL             \
                 ".section .rodata\n3: .asciz \"" form "\"\n"                  \
                 ".section forms, \"a\"\n.balign 8\n"                          \
                 ".quad 1b, 2b, 3b, " #writes "\n.text\n");
FORMS(CASE)

enum { INT = 32 };
struct regs {
    uint64_t x[INT], f[64], flags;
};
static struct regs before, seen;
static volatile uint64_t seen_pc, seen_addr;
static volatile int seen_code, seen_sig;
static int bad;

/* go: loads every register but the stack's and the thread's from `before` and
 * jumps to `to`, which does not return but by a fault. */
__attribute__((noreturn)) void go(const struct regs *r, void *to);
#if defined(__aarch64__)
#define LP(a, b) "ldp x" #a ", x" #b ", [x30, #" #a "*8]\n"
__asm__(".globl go\ngo: mov x30, x0\n add x17, x30, #256\n"
        "ld1 {v0.2d-v3.2d}, [x17], #64\n ld1 {v4.2d-v7.2d}, [x17], #64\n"
        "ld1 {v8.2d-v11.2d}, [x17], #64\n ld1 {v12.2d-v15.2d}, [x17], #64\n"
        "ld1 {v16.2d-v19.2d}, [x17], #64\n ld1 {v20.2d-v23.2d}, [x17], #64\n"
        "ld1 {v24.2d-v27.2d}, [x17], #64\n ld1 {v28.2d-v31.2d}, [x17], #64\n"
        "ldr x17, [x30, #768]\n msr nzcv, x17\n mov x17, x1\n" LP(0, 1) LP(2, 3)
            LP(4, 5) LP(6, 7) LP(8, 9) LP(10, 11) LP(12, 13) LP(14, 15)
                LP(18, 19) LP(20, 21) LP(22, 23) LP(24, 25) LP(26, 27)
                    LP(28, 29) "ldr x16, [x30, #128]\n br x17\n");
#else
#define LX(n) "ld x" #n ", " #n "*8(t6)\n"
#define LF(n) "fld f" #n ", 256+" #n "*8(t6)\n"
__asm__(".globl go\ngo: mv t6, a0\n mv t5, a1\n" LF(0) LF(1) LF(2) LF(3) LF(4)
            LF(5) LF(6) LF(7) LF(8) LF(9) LF(10) LF(11) LF(12) LF(13) LF(14)
                LF(15) LF(16) LF(17) LF(18) LF(19) LF(20) LF(21) LF(22) LF(23)
                    LF(24) LF(25) LF(26) LF(27) LF(28) LF(29) LF(30) LF(31)
                        LX(1) LX(5) LX(6) LX(7) LX(8) LX(9) LX(10) LX(11) LX(12)
                            LX(13) LX(14) LX(15) LX(16) LX(17) LX(18) LX(19)
                                LX(20) LX(21) LX(22) LX(23) LX(24) LX(25) LX(26)
                                    LX(27) LX(28) LX(29) "jr t5\n");
#endif

static sigjmp_buf back;

static void handler(int sig, siginfo_t *info, void *context)
{
    const ucontext_t *uc = context;

    seen_sig = sig;
    seen_code = info->si_code;
    seen_addr = (uintptr_t)info->si_addr;
#if defined(__aarch64__)
    const struct fpsimd_context *fp = (void *)uc->uc_mcontext.__reserved;
    memcpy(seen.x, uc->uc_mcontext.regs, 31 * 8);
    memcpy(seen.f, fp->vregs, sizeof(seen.f));
    seen.flags = uc->uc_mcontext.pstate & 0xf0000000u;
    seen_pc = uc->uc_mcontext.pc;
#else
    memcpy(seen.x, uc->uc_mcontext.__gregs, sizeof(seen.x));
    memcpy(seen.f, uc->uc_mcontext.__fpregs.__d.__f, 256);
    seen_pc = seen.x[0];
    seen.x[0] = 0;
#endif
    siglongjmp(back, 1);
}

/* What the leading part of each case does. */
static void lead(struct regs *r)
{
    double d, e;
#if defined(__aarch64__)
    uint32_t a = (uint32_t)r->x[26], b = (uint32_t)r->x[27];
    r->x[20] += r->x[21];
    r->f[40] ^= r->f[42];
    r->f[41] ^= r->f[43];
    r->x[22] -= 7;
    r->x[23] = r->x[24];
    r->x[25] = a - b;
    r->flags = 0;
    if ((uint32_t)(a - b) == 0)
        r->flags |= 1u << 30;
    if (a >= b)
        r->flags |= 1u << 29;
    if (((a ^ b) & (a ^ (a - b))) >> 31)
        r->flags |= 1u << 28;
    if ((a - b) >> 31)
        r->flags |= 1u << 31;
    memcpy(&d, &r->f[44], 8);
    memcpy(&e, &r->f[46], 8);
    d += e;
    memcpy(&r->f[44], &d, 8);
    r->f[45] = 0;
#else
    r->x[20] += r->x[21];
    memcpy(&d, &r->f[20], 8);
    memcpy(&e, &r->f[21], 8);
    d += e;
    memcpy(&r->f[20], &d, 8);
    r->x[22] -= 7;
    r->x[23] = r->x[24];
    r->x[25] = r->x[26] ^ r->x[27];
#endif
}

static bool is_set_by_go(int i)
{
#if defined(__aarch64__)
    return i < 30 && i != 17;
#else
    return i == 1 || (i >= 5 && i < 30);
#endif
}

static void try_form(const struct form *f, char *address, int want,
                     unsigned turn)
{
    const char *form = f->text;
    struct regs r;

    for (int i = 0; i < INT; i++)
        r.x[i] = 0x0101010101010101u * (unsigned)(i + 1) + turn * 0x9e3779b9u;
    for (int i = 0; i < 64; i++) {
        double d = i * 1.25 + turn;
        memcpy(&r.f[i], &d, 8);
    }
    r.x[26] = turn * 3;
    r.x[27] = 7 * (turn & 1) + turn * 2;
    r.flags = 0;
#if defined(__aarch64__)
    r.x[0] = (uintptr_t)address;
#else
    r.x[10] = (uintptr_t)address;
#endif
    before = r;
    seen_sig = 0;
    if (sigsetjmp(back, 1) == 0)
        go(&before, f->code);
    lead(&r);
    if (seen_sig != SIGSEGV || seen_code != want ||
        (seen_addr & ~63ul) != ((uintptr_t)address & ~63ul) ||
        seen_pc != (uintptr_t)f->at) {
        printf("%s: signal %d code %d address %d pc %ld\n", form, seen_sig,
               seen_code, (int)(seen_addr - (uintptr_t)address),
               (long)(seen_pc - (uintptr_t)f->at));
        bad++;
    }
    for (int i = 0; i < INT; i++)
        if (is_set_by_go(i) && seen.x[i] != r.x[i]) {
            printf("%s: x%d is %lx, not %lx\n", form, i, seen.x[i], r.x[i]);
            bad++;
        }
    for (int i = 0; i < (int)(sizeof(r.f) / 8); i++)
#if defined(__riscv)
        if (i < 32)
#endif
            if (seen.f[i] != r.f[i]) {
                printf("%s: f %d is %lx, not %lx\n", form, i, seen.f[i],
                       r.f[i]);
                bad++;
            }
    if (seen.flags != r.flags) {
        printf("%s: flags %lx, not %lx\n", form, seen.flags, r.flags);
        bad++;
    }
}

int main(int argc, char **argv)
{
    struct sigaction sa = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
    enum { SIZE = 65536 };
    char *none =
        mmap(NULL, SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *ro = mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *gone =
        mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    unsigned turn = 0;

    munmap(gone, SIZE);
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGBUS, &sa, NULL);
    sigaction(SIGILL, &sa, NULL);
    race_begin(argc, argv);
    do {
        for (const struct form *f = __start_forms; f < __stop_forms; f++) {
            try_form(f, none + 4096, SEGV_ACCERR, turn);
            try_form(f, gone + 4096, SEGV_MAPERR, turn);
            if (f->writes)
                try_form(f, ro + 4096, SEGV_ACCERR, turn);
        }
        turn++;
    } while (race_on(true) && bad == 0);
    race_count(turn, "turns of all forms");
    V(bad);
    return 0;
}
#endif
