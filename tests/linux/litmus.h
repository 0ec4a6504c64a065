/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For litmus.c: what C's atomics do not make compilers emit.  Natively, on a
 * host with total store order, each is what comes next to it.
 */
#ifndef LITMUS_H
#define LITMUS_H

#include <stdatomic.h>
#include <stdbool.h>

#if defined(__aarch64__)

#define FENCE_WRITES() __asm__ volatile("dmb ishst" ::: "memory")
#define FENCE_READS()  __asm__ volatile("dmb ishld" ::: "memory")
#define FENCE_TSO()    __asm__ volatile("dmb ishld\n dmb ishst" ::: "memory")

/* 0, but only when `r` is known. */
static inline long zero_of(int r)
{
    long zero;

    __asm__ volatile("eor %0, %1, %1" : "=r"(zero) : "r"((long)r));
    return zero;
}

/* Acquire that does not wait for earlier releases. */
static inline int load_acquire_pc(atomic_int *p)
{
    int v;

    __asm__ volatile(".arch_extension rcpc\n ldapr %w0, %1"
                     : "=r"(v)
                     : "Q"(*p)
                     : "memory");
    return v;
}

static inline int load_exclusive_acquire(atomic_int *p)
{
    int v;

    __asm__ volatile("ldaxr %w0, %1\n clrex" : "=r"(v) : "Q"(*p) : "memory");
    return v;
}

static inline void swap_exclusive_release(atomic_int *p, int v)
{
    int old, failed;

    __asm__ volatile("1: ldxr %w0, %2\n stlxr %w1, %w3, %2\n cbnz %w1, 1b"
                     : "=&r"(old), "=&r"(failed), "+Q"(*p)
                     : "r"(v)
                     : "memory");
}

static inline bool has_tso(void)
{
    return false;
}

#elif defined(__riscv)

#include <sys/syscall.h>
#include <unistd.h>

#define FENCE_WRITES() __asm__ volatile("fence w, w" ::: "memory")
#define FENCE_READS()  __asm__ volatile("fence r, r" ::: "memory")
#define FENCE_TSO()    __asm__ volatile("fence.tso" ::: "memory")

static inline long zero_of(int r)
{
    long zero;

    __asm__ volatile("xor %0, %1, %1" : "=r"(zero) : "r"(r));
    return zero;
}

/* An atomic memory operation that changes nothing. */
static inline int load_acquire_pc(atomic_int *p)
{
    int v;

    __asm__ volatile("amoor.w.aq %0, zero, %1" : "=r"(v), "+A"(*p)::"memory");
    return v;
}

static inline int load_exclusive_acquire(atomic_int *p)
{
    int v;

    __asm__ volatile("lr.w.aq %0, %1" : "=r"(v), "+A"(*p)::"memory");
    return v;
}

static inline void swap_exclusive_release(atomic_int *p, int v)
{
    int old, failed;

    __asm__ volatile("1: lr.w %0, %2\n sc.w.rl %1, %3, %2\n bnez %1, 1b"
                     : "=&r"(old), "=&r"(failed), "+A"(*p)
                     : "r"(v)
                     : "memory");
}

/* Ztso, by riscv_hwprobe: key IMA_EXT_0, bit 33. */
static inline bool has_tso(void)
{
    struct {
        long key;
        unsigned long value;
    } pair = {.key = 4};

    return syscall(258, &pair, 1, 0, NULL, 0) == 0 && pair.key == 4 &&
           (pair.value >> 33 & 1);
}

#else

#define FENCE_WRITES() __asm__ volatile("" ::: "memory")
#define FENCE_READS()  __asm__ volatile("" ::: "memory")
#define FENCE_TSO()    __asm__ volatile("" ::: "memory")

static inline long zero_of(int r)
{
    long zero = r;

    __asm__ volatile("xor %0, %0" : "+r"(zero));
    return zero;
}

static inline int load_acquire_pc(atomic_int *p)
{
    return atomic_load_explicit(p, memory_order_acquire);
}

static inline int load_exclusive_acquire(atomic_int *p)
{
    return atomic_load_explicit(p, memory_order_acquire);
}

static inline void swap_exclusive_release(atomic_int *p, int v)
{
    atomic_exchange(p, v);
}

static inline bool has_tso(void)
{
    return true;
}

#endif

#endif
