/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest program: threads that count with the atomics of Zabha and Zacas,
 * first alone and then beside LR/SC pairs with other accesses between them,
 * which make Calque instrument all atomics.  Prints TAP.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 4, ROUNDS = 20000 };

static struct {
    uint8_t add8, cas8;
    uint16_t add16, cas16;
    uint32_t cas32, pair32, other;
    uint64_t cas64, xor64;
    uint64_t wide[2] __attribute__((aligned(16)));
} shared;

static int with_pairs;

/* .insn r OPCODE, funct3, funct7: funct3 is the size, funct7 the operation
 * above two bits of order. */
#define AMO(name, type, size, op)                                              \
    static type name(type *p, type v)                                          \
    {                                                                          \
        long old;                                                              \
        __asm__ volatile(".insn r 0x2f, " size ", " op " << 2 | 3, %0, %1, %2" \
                         : "=r"(old)                                           \
                         : "r"(p), "r"((long)v)                                \
                         : "memory");                                          \
        return (type)old;                                                      \
    }
AMO(add8, uint8_t, "0", "0")
AMO(add16, uint16_t, "1", "0")
AMO(xor8, uint8_t, "0", "4")

#define CAS(name, type, size)                                                  \
    static int name(type *p, type want, type to)                               \
    {                                                                          \
        long old = (long)want;                                                 \
        __asm__ volatile(".insn r 0x2f, " size ", 5 << 2 | 3, %0, %1, %2"      \
                         : "+r"(old)                                           \
                         : "r"(p), "r"((long)to)                               \
                         : "memory");                                          \
        return (type)old == want;                                              \
    }
CAS(cas8, uint8_t, "0")
CAS(cas16, uint16_t, "1")
CAS(cas32, uint32_t, "2")
CAS(cas64, uint64_t, "3")

/* Leaves what was there in want. */
static int cas128(uint64_t *p, uint64_t want[2], uint64_t lo, uint64_t hi)
{
    register uint64_t a2 __asm__("a2") = want[0], a3 __asm__("a3") = want[1];
    register uint64_t a4 __asm__("a4") = lo, a5 __asm__("a5") = hi;
    int done;

    __asm__ volatile(".insn r 0x2f, 4, 5 << 2 | 3, %0, %2, %3"
                     : "+r"(a2), "+r"(a3)
                     : "r"(p), "r"(a4), "r"(a5)
                     : "memory");
    done = a2 == want[0] && a3 == want[1];
    want[0] = a2;
    want[1] = a3;
    return done;
}

/* An increment with a load between LR and SC. */
static void add_paired(uint32_t *p, const uint32_t *other)
{
    uint32_t t, u;

    __asm__ volatile("1: lr.w %0, (%2)\n\t"
                     "lw %1, (%3)\n\t"
                     "add %0, %0, %1\n\t"
                     "addi %0, %0, 1\n\t"
                     "sc.w %1, %0, (%2)\n\t"
                     "bnez %1, 1b"
                     : "=&r"(t), "=&r"(u)
                     : "r"(p), "r"(other)
                     : "memory");
}

#define COUNT_UP(cas, type, at)                                                \
    do {                                                                       \
        type old_ = *(volatile type *)(at);                                    \
        while (!cas(at, old_, (type)(old_ + 1)))                               \
            old_ = *(volatile type *)(at);                                     \
    } while (0)

static void *work(void *arg)
{
    long torn = 0;

    for (int i = 0; i < ROUNDS; i++) {
        uint64_t seen[2] = {0, 0};
        add8(&shared.add8, 3);
        add16(&shared.add16, 5);
        xor8((uint8_t *)&shared.xor64 + (long)arg, 0xff);
        COUNT_UP(cas8, uint8_t, &shared.cas8);
        COUNT_UP(cas16, uint16_t, &shared.cas16);
        COUNT_UP(cas32, uint32_t, &shared.cas32);
        COUNT_UP(cas64, uint64_t, &shared.cas64);
        while (!cas128(shared.wide, seen, seen[0] + 1, seen[1] - 1))
            torn += seen[0] + seen[1] != 0;
        if (with_pairs)
            add_paired(&shared.pair32, &shared.other);
    }
    return (void *)torn;
}

static void ok(int good, const char *what)
{
    static unsigned number;

    printf("%sok %u - %s%s\n", good ? "" : "not ", ++number, what,
           with_pairs ? ", instrumented" : "");
}

static void run(void)
{
    const uint64_t n = (uint64_t)THREADS * ROUNDS;
    pthread_t thread[THREADS];
    long torn = 0;

    memset(&shared, 0, sizeof(shared));
    for (long i = 0; i < THREADS; i++)
        pthread_create(&thread[i], NULL, work, (void *)i);
    for (int i = 0; i < THREADS; i++) {
        void *r;
        pthread_join(thread[i], &r);
        torn += (long)r;
    }
    ok(shared.add8 == (uint8_t)(n * 3), "amoadd.b");
    ok(shared.add16 == (uint16_t)(n * 5), "amoadd.h");
    ok(shared.xor64 == 0, "amoxor.b on neighbours");
    ok(shared.cas8 == (uint8_t)n, "amocas.b");
    ok(shared.cas16 == (uint16_t)n, "amocas.h");
    ok(shared.cas32 == n, "amocas.w");
    ok(shared.cas64 == n, "amocas.d");
    ok(shared.wide[0] == n && shared.wide[1] == -n, "amocas.q");
    ok(torn == 0, "amocas.q's halves belong together");
    ok(!with_pairs || shared.pair32 == n, "lr.w and sc.w");
}

int main(void)
{
    printf("1..20\n");
    run();
    with_pairs = 1;
    run();
    return 0;
}
