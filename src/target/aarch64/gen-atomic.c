/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Ordered accesses, exclusives and the LSE atomics (Arm ARM,
 * Synchronization and semaphores; A64 instruction set overview: Atomic
 * instructions).
 *
 * All of them require natural alignment, which the host would not check, or to
 * stay within 16 bytes, which is within a cache line: there the host's accesses
 * are atomic, too.
 * cpu/atomic.h has the exclusives' scheme.
 */
#include "config.h"

#include "cpu/atomic.h"
#include "target/aarch64/translate.h"

/* Sub-doubleword atomics are computed in 32 bits. */
static enum ir_type type_size(int64_t sz)
{
    return sz == 3 ? IR_I64 : IR_I32;
}

static struct ir_val aligned_base(struct translate *t, int64_t rn,
                                  unsigned size)
{
    struct ir_val base = get_xsp(t, rn, 1);
    gen_align(t, base, size);
    return base;
}

GEN(ldar)
{
    struct ir_val base = aligned_base(t, a->rn, 1u << a->sz);
    put_x(t, a->rt,
          ir_ld(t->ir, IR_I64, (unsigned)a->sz | MEM_ACQ, base, IR_NONE, 0, 0));
    return true;
}

GEN(stlr)
{
    struct ir_val base = aligned_base(t, a->rn, 1u << a->sz);
    ir_st(t->ir, (unsigned)a->sz | MEM_REL, base, IR_NONE, 0, 0,
          get_x(t, a->rt, 1));
    return true;
}

static struct ir_val offset_base(struct translate *t,
                                 const struct aarch64_args *a)
{
    struct ir_val base =
        ir_op2i(t->ir, IR_ADD, IR_I64, get_xsp(t, a->rn, 1), a->imm);
    gen_align(t, base, 1u << a->sz);
    return base;
}

GEN(ldapur)
{
    struct ir_val base = offset_base(t, a);
    unsigned mem = (unsigned)a->sz | MEM_ACQ | (a->ext ? MEM_SIGN : 0);
    put_x(
        t, a->rt,
        ir_ld(t->ir, a->ext == 2 ? IR_I32 : IR_I64, mem, base, IR_NONE, 0, 0));
    return true;
}

GEN(stlur)
{
    struct ir_val base = offset_base(t, a);
    ir_st(t->ir, (unsigned)a->sz | MEM_REL, base, IR_NONE, 0, 0,
          get_x(t, a->rt, 1));
    return true;
}

/* Exclusives. The acquire and release bits need nothing more: the exclusive
 * load is a host load, the store a locked instruction. */
GEN(ldxr)
{
    struct ir_val base = aligned_base(t, a->rn, 1u << a->sz);
    unsigned mem = (unsigned)a->sz | (a->acq ? MEM_ACQ : 0);
    put_x(t, a->rt, atomic_load_ex(t, mem, base));
    return true;
}

GEN(stxr)
{
    struct ir_val base = aligned_base(t, a->rn, 1u << a->sz);
    enum ir_type ty = type_size(a->sz);
    put_x(t, a->rs,
          atomic_store_ex(t, ty, (unsigned)a->sz, base,
                          get_x(t, a->rt, ty == IR_I64)));
    return true;
}

/* Two words as one doubleword, lower register first. */
static struct ir_val join_words(struct translate *t, int64_t lo, int64_t hi)
{
    struct ir_val l = ir_op1(t->ir, IR_ZEXT32, IR_I64, get_x(t, lo, 1));
    struct ir_val h = gen_shift(t, 1, get_x(t, hi, 1), 0, 32);
    return ir_op2(t->ir, IR_OR, IR_I64, l, h);
}

static void split_words(struct translate *t, struct ir_val v, int64_t lo,
                        int64_t hi)
{
    struct ir_val l = ir_op1(t->ir, IR_ZEXT32, IR_I64, v);
    struct ir_val h = gen_shift(t, 1, v, 1, 32);
    put_x(t, lo, l);
    put_x(t, hi, h);
}

GEN(ldxp)
{
    struct ir_val base = aligned_base(t, a->rn, a->sf ? 16 : 8);
    unsigned acq = a->acq ? MEM_ACQ : 0;
    if (!a->sf) {
        split_words(t, atomic_load_ex(t, MEM_64 | acq, base), a->rt, a->rt2);
        return true;
    }
    struct ir_val q = atomic_load_ex16(t, MEM_128 | acq, base);
    put_x(t, a->rt, gen_lane(t, q, 3, 0));
    put_x(t, a->rt2, gen_lane(t, q, 3, 1));
    return true;
}

GEN(stxp)
{
    struct ir_val base = aligned_base(t, a->rn, a->sf ? 16 : 8), status;
    if (a->sf)
        status =
            atomic_store_ex16(t, base, get_x(t, a->rt, 1), get_x(t, a->rt2, 1));
    else
        status = atomic_store_ex(t, IR_I64, MEM_64, base,
                                 join_words(t, a->rt, a->rt2));
    put_x(t, a->rs, status);
    return true;
}

GEN(clrex)
{
    (void)a;
    atomic_clear_ex(t);
    return true;
}

GEN(cas)
{
    struct ir_val base = aligned_base(t, a->rn, 1u << a->sz);
    enum ir_type ty = type_size(a->sz);
    struct ir_val old = atomic_cmpxchg(t, ty, (unsigned)a->sz, base,
                                       get_x(t, a->rs, ty == IR_I64),
                                       get_x(t, a->rt, ty == IR_I64));
    put_x(t, a->rs, old);
    return true;
}

GEN(casp)
{
    struct ir_val base = aligned_base(t, a->rn, a->sf ? 16 : 8);
    if (!a->sf) {
        struct ir_val old = atomic_cmpxchg(t, IR_I64, MEM_64, base,
                                           join_words(t, a->rs, a->rs + 1),
                                           join_words(t, a->rt, a->rt + 1));
        split_words(t, old, a->rs, a->rs + 1);
        return true;
    }
    struct ir_val old[2];
    const struct ir_val want[2] = {get_x(t, a->rs, 1), get_x(t, a->rs + 1, 1)};
    const struct ir_val with[2] = {get_x(t, a->rt, 1), get_x(t, a->rt + 1, 1)};
    atomic_cmpxchg16(t, base, want, with, old);
    put_x(t, a->rs, old[0]);
    put_x(t, a->rs + 1, old[1]);
    return true;
}

/* op: the order of the LD<OP> encodings, then SWP. */
GEN(amo)
{
    static const uint8_t rmw[] = {RMW_ADD, RMW_AND,  RMW_XOR,  RMW_OR,  RMW_MAX,
                                  RMW_MIN, RMW_MAXU, RMW_MINU, RMW_XCHG};
    struct ir_val base = aligned_base(t, a->rn, 1u << a->sz);
    enum ir_type ty = type_size(a->sz);
    struct ir_val v = get_x(t, a->rs, ty == IR_I64);
    if (a->op == 1) /* LDCLR */
        v = ir_op1(t->ir, IR_NOT, ty, v);
    put_x(t, a->rt,
          atomic_rmw(t, ty, (enum ir_rmw)rmw[a->op], (unsigned)a->sz, base, v));
    return true;
}
