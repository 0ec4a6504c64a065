/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest program: pointer masking (RISC-V Instruction Set Manual, Pointer
 * Masking Extensions; kernel documentation, arch/riscv: uabi) with PMLEN of 0,
 * 7 and 16.  Every explicit access ignores the masked bits and sign-extends the
 * one below, jumps do not; system calls do when asked to.  Prints what does not
 * hold.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SET = 55, GET = 56, ENABLE = 1, SHIFT = 24, NR_HWPROBE = 258 };
enum { EXECUTED = 7 };

static unsigned failed;

#define CHECK(e)                                                               \
    do {                                                                       \
        if (!(e)) {                                                            \
            printf("line %d, PMLEN %d: %s\n", __LINE__, pmlen, #e);            \
            failed++;                                                          \
        }                                                                      \
    } while (0)

static int pmlen;

static long set(long bits, long flags)
{
    return prctl(SET, bits << SHIFT | flags, 0, 0, 0);
}

static long get(void)
{
    return prctl(GET, 0, 0, 0, 0);
}

/* p with a pattern in the top `bits` bits. */
static void *tagged_by(const void *p, int bits, uint64_t pattern)
{
    uint64_t a = (uintptr_t)p;

    if (bits)
        a = a << bits >> bits | pattern << (64 - bits);
    return (void *)a;
}

static void *tagged(const void *p)
{
    return tagged_by(p, pmlen, 0x5a5a5);
}

/* ---- Faults ---- */

static sigjmp_buf back;
static siginfo_t seen;

static void on_fault(int sig, siginfo_t *info, void *context)
{
    (void)sig, (void)context;
    seen = *info;
    siglongjmp(back, 1);
}

static int load_faults(const void *p)
{
    if (sigsetjmp(back, 1))
        return seen.si_signo;
    (void)*(volatile const char *)p;
    return 0;
}

static int amo_faults(const void *p)
{
    if (sigsetjmp(back, 1))
        return seen.si_signo;
    __asm__ volatile("amoadd.w zero, zero, (%0)" : : "r"(p) : "memory");
    return 0;
}

static int jump_faults(void (*f)(void))
{
    if (sigsetjmp(back, 1))
        return seen.si_signo;
    f();
    return 0;
}

static void nothing(void)
{
}

static void check_faults(void)
{
    char here = 0, *page;
    void *above = (void *)((uintptr_t)&here | UINT64_C(1) << (63 - pmlen));

    CHECK(load_faults(tagged(&here)) == 0);
    /* The bit below is not masked. */
    CHECK(load_faults(above) == SIGSEGV);
    CHECK(load_faults(tagged_by(above, pmlen, ~UINT64_C(0))) == SIGSEGV);
    if (pmlen == 16)
        CHECK(seen.si_addr == tagged_by(above, pmlen, ~UINT64_C(0)));
    page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(load_faults(tagged(page + 5)) == SIGSEGV);
    CHECK(seen.si_addr == page + 5 && seen.si_code == SEGV_ACCERR);
    munmap(page, 4096);
    CHECK(load_faults(tagged(page + 5)) == SIGSEGV);
    CHECK(seen.si_addr == page + 5 && seen.si_code == SEGV_MAPERR);
    CHECK(amo_faults(tagged(&failed)) == 0);
    CHECK(amo_faults(tagged((char *)&failed + 1)) == SIGBUS);
    CHECK(seen.si_addr == (char *)&failed + 1);
    CHECK(jump_faults(nothing) == 0);
    if (pmlen)
        CHECK(jump_faults((void (*)(void))tagged((void *)nothing)) == SIGSEGV);
}

/* ---- Instructions ---- */

static uint64_t memory[64] __attribute__((aligned(64)));
enum { VALUE = 0x11223344 };

/* One that loads: a0 is where 8 bytes of 0x88..f8 lie. */
#define LOAD(insn)                                                             \
    ({                                                                         \
        register uint64_t a0 __asm__("a0") = (uintptr_t)tagged(memory + 2);    \
        register uint64_t a1 __asm__("a1") = 1;                                \
        __asm__ volatile(insn : "+r"(a1) : "r"(a0) : "fa0", "memory");         \
        a1;                                                                    \
    })

/* One that stores a1 there: what is there then. */
#define STORE(insn)                                                            \
    ({                                                                         \
        register uint64_t a0 __asm__("a0") = (uintptr_t)tagged(memory + 2);    \
        register uint64_t a1 __asm__("a1") = VALUE;                            \
        register uint64_t a2 __asm__("a2") = 0;                                \
        memory[2] = 0;                                                         \
        __asm__ volatile("fmv.d.x fa0, a1\n\t" insn                            \
                         : "+r"(a1), "+r"(a2)                                  \
                         : "r"(a0)                                             \
                         : "fa0", "memory");                                   \
        memory[2];                                                             \
    })

static void check_loads(void)
{
    const uint64_t all = 0xf8e8d8c8b8a89888;

    memory[2] = all;
    CHECK(LOAD("lb a1, 0(a0)") == (uint64_t)(int8_t)all);
    CHECK(LOAD("lh a1, 0(a0)") == (uint64_t)(int16_t)all);
    CHECK(LOAD("lw a1, 0(a0)") == (uint64_t)(int32_t)all);
    CHECK(LOAD("lbu a1, 7(a0)") == 0xf8);
    CHECK(LOAD("lhu a1, 6(a0)") == 0xf8e8);
    CHECK(LOAD("lwu a1, 4(a0)") == all >> 32);
    CHECK(LOAD("ld a1, 0(a0)") == all);
    CHECK(LOAD("addi a0, a0, 2047\n\tld a1, -2047(a0)") == all);
    CHECK(LOAD("c.ld a1, 0(a0)") == all);
    CHECK(LOAD("flw fa0, 0(a0)\n\tfmv.x.w a1, fa0") == (uint64_t)(int32_t)all);
    CHECK(LOAD("fld fa0, 0(a0)\n\tfmv.x.d a1, fa0") == all);
    CHECK(LOAD("lr.w a1, (a0)") == (uint64_t)(int32_t)all);
    CHECK(LOAD("lr.d a1, (a0)") == all);
    CHECK(LOAD("mv a2, sp\n\tmv sp, a0\n\tc.ldsp a1, 0(sp)\n\tmv sp, a2") ==
          all);
    /* cbo.clean, cbo.flush, prefetch.r */
    CHECK(LOAD(".word 0x0015200f, 0x0025200f, 0x00156013") == 1);
}

static void check_stores(void)
{
    CHECK(STORE("sb a1, 0(a0)") == (uint8_t)VALUE);
    CHECK(STORE("sh a1, 0(a0)") == (uint16_t)VALUE);
    CHECK(STORE("sw a1, 0(a0)") == VALUE);
    CHECK(STORE("sd a1, 0(a0)") == VALUE);
    CHECK(STORE("c.sd a1, 0(a0)") == VALUE);
    CHECK(STORE("fsw fa0, 0(a0)") == VALUE);
    CHECK(STORE("fsd fa0, 0(a0)") == VALUE);
    CHECK(STORE("amoswap.w a2, a1, (a0)") == VALUE);
    CHECK(STORE("amoadd.d a2, a1, (a0)") == VALUE);
    CHECK(STORE("amomaxu.w a2, a1, (a0)") == VALUE);
    CHECK(STORE("lr.d a2, (a0)\n\tsc.d a2, a1, (a0)") == VALUE);
    CHECK(STORE("lr.w a2, (a0)\n\tsw a2, 8(a0)\n\tsc.w a2, a1, (a0)") == VALUE);
    /* amocas.d a2, a1, (a0); amoadd.b a2, a1, (a0) */
    CHECK(STORE(".word 0x28b5362f") == VALUE);
    CHECK(STORE(".word 0x00b5062f") == (uint8_t)VALUE);
    /* cbo.zero */
    memset(memory, 0xff, sizeof(memory));
    CHECK(STORE(".word 0x0045200f") == 0 && memory[0] == 0 && memory[7] == 0);
    CHECK(memory[8] == ~UINT64_C(0));
}

/* A reservation is of memory, whatever the tag. */
static void check_reservation(void)
{
    uint64_t old, failure;

    memory[3] = 5;
    __asm__ volatile("lr.d %0, (%2)\n\tsc.d %1, %4, (%3)"
                     : "=&r"(old), "=&r"(failure)
                     : "r"(tagged(memory + 3)), "r"(memory + 3), "r"(9)
                     : "memory");
    CHECK(old == 5 && failure == 0 && memory[3] == 9);
    __asm__ volatile("lr.d %0, (%2)\n\tj 1f\n1:\n\tsc.d %1, %4, (%3)"
                     : "=&r"(old), "=&r"(failure)
                     : "r"(tagged(memory + 3)),
                       "r"(tagged_by(memory + 3, pmlen, 1)), "r"(10)
                     : "memory");
    CHECK(old == 9 && failure == 0 && memory[3] == 10);
}

/* Masking and the rounding mode are of one thread's state. */
static void check_modes(void)
{
    double third;

    memory[2] = 1;
    __asm__ volatile(
        "fsrmi 3\n\tfcvt.d.l %0, %1\n\tfdiv.d %0, %0, %2\n\tfsrmi 0"
        : "=&f"(third)
        : "r"(*(volatile uint64_t *)tagged(memory + 2)), "f"(3.0));
    CHECK(third == 1.0 / 3 || third > 1.0 / 3);
    CHECK(*(volatile uint64_t *)tagged(memory + 2) == 1);
    __asm__ volatile("fsrmi 2");
    CHECK(*(volatile uint64_t *)tagged(memory + 2) == 1);
    __asm__ volatile("fsrmi 0");
}

/* ---- What Linux says ---- */

static void check_request(void)
{
    for (long request = 0; request <= 20; request++) {
        long is = request == 0 ? 0 : request <= 7 ? 7 : 16;

        if (request > 16) {
            CHECK(set(request, 0) == -1 && errno == EINVAL);
            continue;
        }
        CHECK(set(request, 0) == 0 && get() == is << SHIFT);
        CHECK(set(request, ENABLE) == (request ? 0 : -1));
        CHECK(get() == (is << SHIFT | (request ? ENABLE : 0)));
    }
    CHECK(set(0, ENABLE) == -1 && errno == EINVAL);
    CHECK(set(7, 2) == -1 && errno == EINVAL);
    CHECK(prctl(SET, 7L << SHIFT | 1L << 31, 0, 0, 0) == -1 && errno == EINVAL);
    CHECK(prctl(SET, 7L << SHIFT, 1, 0, 0) == -1 && errno == EINVAL);
    CHECK(prctl(GET, 1, 0, 0, 0) == -1 && errno == EINVAL);
    CHECK(set(0, 0) == 0 && get() == 0);
}

/* A clock is read by the vDSO, with stores of the program's. */
static void check_calls(int fd)
{
    struct timespec *t = (struct timespec *)(memory + 8);
    struct {
        int64_t key;
        uint64_t value;
    } pair = {3, 0};
    char c = 'x';

    set(pmlen, 0);
    memset(t, 0, sizeof(*t));
    CHECK(clock_gettime(CLOCK_REALTIME, tagged(t)) == 0 && t->tv_sec > 0);
    if (pmlen) {
        CHECK(write(fd, tagged(&c), 1) == -1 && errno == EFAULT);
        CHECK(syscall(NR_HWPROBE, tagged(&pair), 1, 0, NULL, 0) == -1 &&
              errno == EFAULT);
        CHECK(set(pmlen, ENABLE) == 0);
    }
    CHECK(write(fd, tagged(&c), 1) == 1);
    CHECK(syscall(NR_HWPROBE, tagged(&pair), 1, 0, NULL, 0) == 0 &&
          pair.value == 1);
    CHECK(write(fd,
                (void *)((uintptr_t)tagged(&c) | UINT64_C(1) << (63 - pmlen)),
                1) == -1 &&
          errno == EFAULT);
    set(pmlen, 0);
}

static void *in_thread(void *arg)
{
    CHECK((get() & ~ENABLE) == (long)pmlen << SHIFT);
    *(volatile int *)tagged(arg) = 1;
    return NULL;
}

static int status_of(pid_t child)
{
    int status = -1;

    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Who has another thread settles for the tagged address ABI that there is. */
static int threads(void)
{
    pthread_t other;
    int done = 0;

    set(pmlen, 0);
    pthread_create(&other, NULL, in_thread, &done);
    pthread_join(other, NULL);
    CHECK(done == 1);
    if (pmlen)
        CHECK(set(pmlen, ENABLE) == -1 && errno == EBUSY);
    CHECK(get() == (long)pmlen << SHIFT);
    CHECK(set(16, 0) == 0 && get() == 16 << SHIFT);
    return failed != 0;
}

static void check_inheritance(const char *self)
{
    pid_t child;

    set(pmlen, pmlen ? ENABLE : 0);
    child = fork();
    if (child == 0) {
        in_thread(&child);
        CHECK(get() == ((long)pmlen << SHIFT | (pmlen ? ENABLE : 0)));
        _exit(failed != 0);
    }
    CHECK(status_of(child) == 0);
    child = fork();
    if (child == 0) {
        execl(self, self, "executed", (char *)NULL);
        _exit(1);
    }
    CHECK(status_of(child) == EXECUTED);
    child = fork();
    if (child == 0)
        _exit(threads());
    CHECK(status_of(child) == 0);
}

int main(int argc, char **argv)
{
    static const int widths[] = {0, 7, 16, 0};
    struct sigaction action = {.sa_sigaction = on_fault,
                               .sa_flags = SA_SIGINFO};
    int fd[2];

    if (argc > 1 && !strcmp(argv[1], "executed"))
        return get() == 0 ? EXECUTED : 1;
    if (argc > 1 && !strcmp(argv[1], "absent"))
        return !(set(7, 0) == -1 && errno == EINVAL && get() == -1 &&
                 errno == EINVAL && set(0, 0) == -1);
    if (pipe(fd))
        return 1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    check_request();
    for (unsigned i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
        pmlen = widths[i];
        set(pmlen, 0);
        check_loads();
        check_stores();
        check_reservation();
        check_modes();
        check_faults();
        check_calls(fd[1]);
        check_inheritance(argv[0]);
    }
    return failed != 0;
}
