/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Atomic read-modify-writes and load-exclusive / store-exclusive pairs, for the
 * semantic functions of all targets.
 *
 * A pair between whose halves a block touches no memory is a compare-and-swap
 * against the loaded value: nobody can tell it from one in which the load took
 * place just before the store.  Any other pair may have looked at memory that
 * changed while the value came back (ABA).  The first of those, once a process
 * has had a second CPU, switches its translator to instrumented atomics: an
 * unpaired load-exclusive watches an entry of a table, hashed by address; an
 * atomic store to a watched entry ends that and increments a version; an
 * unpaired store-exclusive needs the version that its load saw.
 * docs/memory-model.md says what follows from this.
 *
 * Addresses are aligned (the caller has checked).  Called while translating,
 * with the translator's lock held, but for the helpers.
 */
#ifndef CALQUE_CPU_ATOMIC_H
#define CALQUE_CPU_ATOMIC_H

#include "cpu/target.h"

/* Where a target keeps the monitor of struct tcg_env, as slots, and the numbers
 * of the helpers below in its table: all with HELPER_STATE but for the first,
 * which must not come between a register and its use as an address. */
struct target_monitor {
    uint16_t addr, lo, hi, version, versions;
    uint16_t help_version, help_store, help_pair, help_rmw, help_cmpxchg;
};

/* In translated code: the bits of an entry of env.versions that keep an atomic
 * from going past it, and the entry's offset, addr >> 1 masked. */
enum { ATOMIC_BUSY = 0xffffff, ATOMIC_VERSION_MASK = 0x7ff8 };
/* The version of a load-exclusive that took none, which no entry has. */
enum { ATOMIC_UNVERSIONED = 1 };

/* Load-exclusive: the value as an i64, extended as `mem` says. */
struct ir_val atomic_load_ex(struct translate *t, unsigned mem,
                             struct ir_val addr);
/* Store-exclusive of the low part of v, of type ty: 0 or 1 as an i32. */
struct ir_val atomic_store_ex(struct translate *t, enum ir_type ty,
                              unsigned mem, struct ir_val addr,
                              struct ir_val v);
/* The same on 16 bytes: the value as a v128; and its two halves. */
struct ir_val atomic_load_ex16(struct translate *t, unsigned mem,
                               struct ir_val addr);
struct ir_val atomic_store_ex16(struct translate *t, struct ir_val addr,
                                struct ir_val lo, struct ir_val hi);
/* Whatever the monitor held is forgotten. */
void atomic_clear_ex(struct translate *t);

/* As ir_rmw and ir_cmpxchg. */
struct ir_val atomic_rmw(struct translate *t, enum ir_type ty, enum ir_rmw op,
                         unsigned mem, struct ir_val addr, struct ir_val v);
struct ir_val atomic_cmpxchg(struct translate *t, enum ir_type ty, unsigned mem,
                             struct ir_val addr, struct ir_val expected,
                             struct ir_val desired);
/* Compare and exchange of 16 bytes; old[] becomes what was there. Takes the
 * monitor. */
void atomic_cmpxchg16(struct translate *t, struct ir_val addr,
                      const struct ir_val expected[2],
                      const struct ir_val desired[2], struct ir_val old[2]);

/* The helpers. All but the first return 0 for a store done, 1 for none, and
 * ATOMIC_FAULT when memory could not be reached; values that were found are
 * left in the monitor. */
enum { ATOMIC_FAULT = 2, ATOMIC_PAIR_EX = 1, ATOMIC_PAIR_FREE = 2 };
uint64_t cpu_atomic_version(void *cpu, uint64_t addr, uint64_t b, uint64_t c,
                            uint64_t d);
uint64_t cpu_atomic_store(void *cpu, uint64_t addr, uint64_t v, uint64_t size,
                          uint64_t d);
/* how: ATOMIC_PAIR_EX as a store-exclusive, with _FREE whatever the version;
 * 0: as a compare-and-swap with the monitor's value. */
uint64_t cpu_atomic_pair(void *cpu, uint64_t addr, uint64_t lo, uint64_t hi,
                         uint64_t how);
/* what: log2 of the size, enum ir_rmw << 4. */
uint64_t cpu_atomic_rmw(void *cpu, uint64_t addr, uint64_t v, uint64_t what,
                        uint64_t d);
uint64_t cpu_atomic_cmpxchg(void *cpu, uint64_t addr, uint64_t expected,
                            uint64_t desired, uint64_t size);

#endif
