/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Atomic, exclusive and ordered accesses that are not aligned: with FEAT_LSE2
 * within 16 bytes they are done, all else is SIGBUS. The address in siginfo has
 * no tag (kernel documentation, arch/arm64: tagged-pointers). So is a branch
 * to where no instruction can be, mapped or not.
 */
#include "check.h"

#include <pthread.h>

static char memory[64] __attribute__((aligned(64)));

#define TRY(insn, address)                                                     \
    ({                                                                         \
        register uint64_t x0 __asm__("x0") = (uintptr_t)(address);             \
        register uint64_t x1 __asm__("x1") = 1;                                \
        register uint64_t x2 __asm__("x2") = 0;                                \
        caught.sig = 0;                                                        \
        __asm__ volatile(".arch armv8.4-a\n" insn                              \
                         : "+r"(x1), "+r"(x2)                                  \
                         : "r"(x0)                                             \
                         : "x3", "x4", "x5", "cc", "memory");                  \
        x2;                                                                    \
    })

static void check_all(unsigned at, bool fine)
{
    int want = fine ? 0 : SIGBUS;
    char *p = memory + at;

    TRY("ldadd x1, x2, [x0]", p);
    CHECK(caught.sig == want);
    TRY("cas x1, x2, [x0]", p);
    CHECK(caught.sig == want);
    TRY("swp x1, x2, [x0]", p);
    CHECK(caught.sig == want);
    TRY("ldar x2, [x0]", p);
    CHECK(caught.sig == want);
    TRY("stlr x1, [x0]", p);
    CHECK(caught.sig == want);
    TRY("ldapr x2, [x0]", p);
    CHECK(caught.sig == want);
    TRY("ldaxr x2, [x0]", p);
    CHECK(caught.sig == want);
    if (fine) {
        CHECK(TRY("ldxr x3, [x0]\n add x3, x3, x1\n stxr w2, x3, [x0]\n", p) ==
              0);
        CHECK(TRY("ldxr x3, [x0]\n str x3, [sp, #-16]!\n add sp, sp, #16\n"
                  "stxr w2, x3, [x0]\n",
                  p) == 0);
    } else {
        CHECK(caught.code == BUS_ADRALN && caught.addr == (uintptr_t)p);
        TRY("ldadd x1, x2, [x0]", (uintptr_t)p | UINT64_C(0x5a) << 56);
        CHECK(caught.sig == SIGBUS && caught.addr == (uintptr_t)p);
    }
}

/* Additions that are atomic add up, at an address that is not aligned. */
static void *adds(void *p)
{
    for (int i = 0; i < 100000; i++)
        TRY("ldadd x1, x2, [x0]", p);
    return NULL;
}

static void check_atomic(void)
{
    pthread_t other;
    uint64_t sum;

    memset(memory, 0, sizeof(memory));
    pthread_create(&other, NULL, adds, memory + 3);
    adds(memory + 3);
    pthread_join(other, NULL);
    memcpy(&sum, memory + 3, sizeof(sum));
    CHECK(sum == 200000);
}

/* Pairs: nobody sees one half of a store. */
static void *stores_pairs(void *p)
{
    for (uint64_t i = 0; i < 300000; i++)
        __asm__ volatile("stp %0, %0, [%1]" : : "r"(i), "r"(p) : "memory");
    return NULL;
}

static void check_pairs(void)
{
    pthread_t other;
    uint64_t a = 0, b, torn = 0;

    memset(memory, 0, sizeof(memory));
    pthread_create(&other, NULL, stores_pairs, memory + 16);
    while (a != 299999) {
        __asm__ volatile("ldp %0, %1, [%2]"
                         : "=&r"(a), "=&r"(b)
                         : "r"(memory + 16)
                         : "memory");
        torn += a != b;
    }
    pthread_join(other, NULL);
    CHECK(torn == 0);
}

static void check_branch(uintptr_t to)
{
    for (unsigned i = 1; i < 4; i++) {
        caught.sig = 0;
        recover = (uintptr_t) && behind;
        __asm__ goto("br %0" : : "r"(to + i) : "memory" : behind);
    behind:
        recover = 0;
        CHECK(caught.sig == SIGBUS && caught.code == BUS_ADRALN);
        CHECK(caught.addr == to + i && caught.pc == to + i);
    }
}

int main(void)
{
    unsigned long cap = getauxval(AT_HWCAP);
    bool lse2 = cap >> 25 & 1;

    catch_signals(0);
    check_branch((uintptr_t)check_branch);
    check_branch(0x1000);
    if (!(cap >> 8 & 1)) {
        TRY("ldar x2, [x0]", memory + 4);
        CHECK(caught.sig == SIGBUS && caught.code == BUS_ADRALN);
        return failures;
    }
    check_all(0, true);
    check_all(4, lse2);
    check_all(5, lse2);
    check_all(8, true);
    check_all(9, false);
    check_all(12, false);
    TRY("ldxp x1, x2, [x0]", memory + 8);
    CHECK(caught.sig == SIGBUS);
    if (lse2) {
        check_atomic();
        check_pairs();
    }
    /* SA_EXPOSE_TAGBITS */
    catch_signals(0x800);
    TRY("ldadd x1, x2, [x0]", (uintptr_t)(memory + 9) | UINT64_C(0x5a) << 56);
    CHECK(caught.addr >> 56 == 0x5a);
    return failures;
}
