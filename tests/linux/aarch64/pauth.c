/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pointer authentication: codes, keys of threads, forks and after exec. */
#include "check.h"

#include <pthread.h>

#ifndef PR_PAC_SET_ENABLED_KEYS
#define PR_PAC_SET_ENABLED_KEYS 60
#define PR_PAC_GET_ENABLED_KEYS 61
#endif

#define FIELD UINT64_C(0x007fff8000000000)
#define PLACE UINT64_C(0x1234567890)

/* One instruction on a pointer and a modifier. */
#define PAC(insn, pointer, modifier)                                           \
    ({                                                                         \
        register uint64_t x0 __asm__("x0") = (pointer);                        \
        register uint64_t x1 __asm__("x1") = (modifier);                       \
        caught.sig = 0;                                                        \
        __asm__ volatile(".arch armv8.3-a\n" insn : "+r"(x0) : "r"(x1));       \
        x0;                                                                    \
    })

/* Each with its key: the code comes and goes, another one is refused. */
#define CHECK_KEY(sign, authenticate, strip)                                   \
    do {                                                                       \
        unsigned moved = 0;                                                    \
        for (uint64_t m = 0; m < 64; m++) {                                    \
            uint64_t p = PAC(sign, PLACE + 16 * m, m);                         \
            CHECK((p & ~FIELD) == PLACE + 16 * m);                             \
            moved += p != PLACE + 16 * m;                                      \
            CHECK(PAC(authenticate, p, m) == PLACE + 16 * m);                  \
            CHECK(caught.sig == 0);                                            \
            CHECK(PAC(strip, p, 0) == PLACE + 16 * m);                         \
            PAC(authenticate, p ^ UINT64_C(1) << 45, m);                       \
            CHECK(caught.sig == SIGILL && caught.code == ILL_ILLOPN);          \
        }                                                                      \
        CHECK(moved >= 60);                                                    \
    } while (0)

static void check_keys(void)
{
    CHECK_KEY("pacia x0, x1", "autia x0, x1", "xpaci x0");
    CHECK_KEY("pacib x0, x1", "autib x0, x1", "xpaci x0");
    CHECK_KEY("pacda x0, x1", "autda x0, x1", "xpacd x0");
    CHECK_KEY("pacdb x0, x1", "autdb x0, x1", "xpacd x0");
    CHECK_KEY("paciza x0", "autiza x0", "xpaci x0");
    CHECK_KEY("pacdzb x0", "autdzb x0", "xpacd x0");
    /* Keys and modifiers differ: 16 bits that are the same, one in 65536. */
    CHECK(PAC("pacia x0, x1", PLACE, 1) != PAC("pacib x0, x1", PLACE, 1) ||
          PAC("pacia x0, x1", PLACE, 2) != PAC("pacib x0, x1", PLACE, 2));
    CHECK(PAC("xpaci x0", PLACE | UINT64_C(0xab) << 56 | FIELD, 0) ==
          (PLACE | UINT64_C(0xab) << 56));
    CHECK(PAC("xpaci x0", PLACE | UINT64_C(1) << 55, 0) ==
          (PLACE | FIELD | UINT64_C(1) << 55));
    /* The generic code is in the upper half. */
    uint64_t g = PAC("pacga x0, x0, x1", 5, 7);
    CHECK((uint32_t)g == 0 && g == PAC("pacga x0, x0, x1", 5, 7));
}

/* A function with all kinds of calls and returns. */
__asm__(".arch armv8.3-a\n"
        "double_it: paciasp\n stp x29, x30, [sp, #-16]!\n"
        "add x0, x0, x0\n ldp x29, x30, [sp], #16\n retaa\n"
        "call_a: pacibsp\n stp x29, x30, [sp, #-16]!\n"
        "adr x2, double_it\n mov x3, #9\n pacia x2, x3\n blraa x2, x3\n"
        "adr x2, double_it\n pacizb x2\n blrabz x2\n"
        "ldp x29, x30, [sp], #16\n retab\n"
        "jump_a: adr x2, double_it\n pacia x2, sp\n braa x2, sp\n"
        "bad_return: eor x30, x30, #0x8000000000\n retaa\n"
        "load_a: pacdza x0\n ldraa x1, [x0, #8]!\n add x0, x1, x0\n ret\n");
uint64_t double_it(uint64_t), call_a(uint64_t), jump_a(uint64_t);
uint64_t load_a(uint64_t *);

static void check_branches(void)
{
    uint64_t pair[2] = {3, 4};

    for (int i = 0; i < 1000; i++) {
        CHECK(double_it(i) == 2u * i);
        CHECK(call_a(i) == 4u * i);
        CHECK(jump_a(i) == 2u * i);
    }
    CHECK(load_a(pair) == (uintptr_t)(pair + 1) + 4);
    caught.sig = 0;
    __asm__ volatile("adr x2, 1f\n str x2, [%0]\n mov x4, x30\n bl bad_return\n"
                     "1: mov x30, x4\n"
                     :
                     : "r"(&recover)
                     : "x2", "x4", "x30", "memory");
    recover = 0;
    CHECK(caught.sig == SIGILL && caught.code == ILL_ILLOPN);
}

static uint64_t sign(void)
{
    return PAC("pacia x0, x1", PLACE, 77);
}

static void *in_thread(void *want)
{
    CHECK(sign() == *(uint64_t *)want);
    /* Its own keys only. */
    prctl(PR_PAC_RESET_KEYS, PR_PAC_APIAKEY, 0, 0, 0);
    return NULL;
}

static void check_inheritance(void)
{
    uint64_t want = sign(), mine;
    pthread_t thread;
    int status;

    pthread_create(&thread, NULL, in_thread, &want);
    pthread_join(thread, NULL);
    CHECK(sign() == want);
    if (fork() == 0)
        _exit(sign() != want);
    wait(&status);
    CHECK(status == 0);
    /* After exec they are others: one of three codes differs. */
    int pipes[2];
    for (int i = 0, same = 0; i < 3; i++) {
        CHECK(pipe(pipes) == 0);
        if (fork() == 0) {
            dup2(pipes[1], 1);
            execl("/proc/self/exe", "pauth", "sign", NULL);
            _exit(1);
        }
        wait(&status);
        CHECK(read(pipes[0], &mine, sizeof(mine)) == sizeof(mine));
        same += mine == want;
        CHECK(same < 3);
    }
}

static void check_prctl(void)
{
    uint64_t a = sign(), b = PAC("pacdb x0, x1", PLACE, 1), changed = 0;

    CHECK(prctl(PR_PAC_GET_ENABLED_KEYS, 0, 0, 0, 0) == 15);
    CHECK(prctl(PR_PAC_SET_ENABLED_KEYS, PR_PAC_APIAKEY, 0, 0, 0) == 0);
    CHECK(prctl(PR_PAC_GET_ENABLED_KEYS, 0, 0, 0, 0) == 14);
    CHECK(sign() == PLACE);
    CHECK(PAC("autia x0, x1", a, 77) == a && caught.sig == 0);
    CHECK(PAC("pacdb x0, x1", PLACE, 1) == b);
    CHECK(prctl(PR_PAC_SET_ENABLED_KEYS, 1, 1, 0, 0) == 0 && sign() == a);
    CHECK(prctl(PR_PAC_SET_ENABLED_KEYS, 1, 2, 0, 0) == -1 && errno == EINVAL);
    CHECK(prctl(PR_PAC_SET_ENABLED_KEYS, 16, 0, 0, 0) == -1);
    CHECK(prctl(PR_PAC_GET_ENABLED_KEYS, 1, 0, 0, 0) == -1);
    CHECK(prctl(PR_PAC_RESET_KEYS, 32, 0, 0, 0) == -1 && errno == EINVAL);
    CHECK(prctl(PR_PAC_RESET_KEYS, 1, 1, 0, 0) == -1);
    for (int i = 0; i < 3; i++, a = sign()) {
        CHECK(prctl(PR_PAC_RESET_KEYS, PR_PAC_APIAKEY, 0, 0, 0) == 0);
        changed += sign() != a;
    }
    CHECK(changed);
    CHECK(PAC("pacdb x0, x1", PLACE, 1) == b);
}

int main(int argc, char **argv)
{
    catch_signals(0);
    if (!(getauxval(AT_HWCAP) >> 30 & 1)) {
        /* In the space of hints, and nowhere else. */
        __asm__ volatile("paciasp\n autiasp\n bti c\n");
        CHECK(prctl(PR_PAC_RESET_KEYS, 0, 0, 0, 0) == -1 && errno == EINVAL);
        return failures;
    }
    if (argc > 1) {
        uint64_t mine = sign();
        return write(1, &mine, sizeof(mine)) != sizeof(mine);
    }
    (void)argv;
    check_keys();
    check_branches();
    check_inheritance();
    check_prctl();
    return failures;
}
