/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Private: what the semantic functions (gen-*.c) share.
 *
 * GEN(name) heads the function that emits the IR of the decode rows that name
 * it.  It returns false, before it has emitted anything, for an operand
 * combination that is unallocated.  Loads come before any put of the same
 * instruction, so that a faulting access leaves the registers as they were.
 */
#ifndef CALQUE_TARGET_AARCH64_TRANSLATE_H
#define CALQUE_TARGET_AARCH64_TRANSLATE_H

#include "cpu/target.h"
#include "target/aarch64/state.h"
#include "target/aarch64/decode.inc"

#define GEN(name)                                                              \
    bool aarch64_gen_##name(struct translate *t, const struct aarch64_args *a)

/* Registers are I64 when sf is set, else I32. */
static inline enum ir_type type_sf(int64_t sf)
{
    return sf ? IR_I64 : IR_I32;
}

/* Register r, 31 being the zero register. */
static inline struct ir_val get_x(struct translate *t, int64_t r, int64_t sf)
{
    if (r == 31)
        return ir_const(t->ir, type_sf(sf), 0);
    return ir_get(t->ir, SLOT_X0 + (unsigned)r, type_sf(sf));
}

/* Register r, 31 being the stack pointer. */
static inline struct ir_val get_xsp(struct translate *t, int64_t r, int64_t sf)
{
    return ir_get(t->ir, SLOT_X0 + (unsigned)r, type_sf(sf));
}

/* Writes r, 31 being the stack pointer; an I32 value zeroes the upper half. */
static inline void put_xsp(struct translate *t, int64_t r, struct ir_val v)
{
    if (ir_type_of(t->ir, v) == IR_I32)
        v = ir_op1(t->ir, IR_ZEXT32, IR_I64, v);
    ir_put(t->ir, SLOT_X0 + (unsigned)r, v);
}

/* Writes r, 31 being the zero register. */
static inline void put_x(struct translate *t, int64_t r, struct ir_val v)
{
    if (r != 31)
        put_xsp(t, r, v);
}

static inline struct ir_val get_flags(struct translate *t)
{
    return ir_get(t->ir, SLOT_FLAGS, IR_FLAGS);
}

static inline void put_flags(struct translate *t, struct ir_val fl)
{
    ir_put(t->ir, SLOT_FLAGS, fl);
}

/* Vector register r: the whole, or its low part as F32, F64. A narrower put
 * zeroes the rest. */
static inline struct ir_val get_v(struct translate *t, int64_t r,
                                  enum ir_type type)
{
    return ir_get(t->ir, SLOT_V0 + (unsigned)r, type);
}

static inline void put_v(struct translate *t, int64_t r, struct ir_val v)
{
    ir_put(t->ir, SLOT_V0 + (unsigned)r, v);
}

/* Lane of a vector as an integer (I64 for doublewords), zero-extended. */
struct ir_val gen_lane(struct translate *t, struct ir_val v, unsigned esz,
                       unsigned lane);
/* x shifted by a constant: type 0 LSL, 1 LSR, 2 ASR, 3 ROR. */
struct ir_val gen_shift(struct translate *t, int64_t sf, struct ir_val x,
                        int64_t type, int64_t amount);
/* Register rm extended (option of C6.2.4 ADD (extended register)), then shifted
 * left. */
struct ir_val gen_extend(struct translate *t, int64_t sf, int64_t rm,
                         int64_t option, int64_t amount);

/* Conditions 14 and 15 are both "always". */
static inline enum ir_fc cond_fc(int64_t cond)
{
    return cond >= FC_AL ? FC_AL : (enum ir_fc)cond;
}

/* Leaves with EXIT_ALIGN when addr is not a multiple of size (power of 2), or
 * with FEAT_LSE2 when the access is not within 16 bytes. */
void gen_align(struct translate *t, struct ir_val addr, unsigned size);

/* The value of an N:immr:imms bitmask immediate (DecodeBitMasks), which must be
 * valid. */
uint64_t aarch64_bitmask(int64_t sf, int64_t n, int64_t immr, int64_t imms);

#endif
