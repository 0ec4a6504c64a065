/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Loads and stores of one or two registers (Arm ARM, A64 instruction set
 * encoding: Loads and Stores).
 *
 * The order is that of precise faults: addresses and all accesses first, then
 * the registers.  A tagged address is the backend's affair.
 */
#include "config.h"

#include "target/aarch64/translate.h"

/* base + (index << scale) + disp, and the base after write-back. */
struct address {
    struct ir_val base, index;
    unsigned scale;
    int64_t disp;
    int64_t step; /* what write-back adds, 0 for none */
};

static struct address addr_imm(struct translate *t,
                               const struct aarch64_args *a)
{
    int64_t imm = a->imm * (INT64_C(1) << a->sh);
    return (struct address){
        .base = get_xsp(t, a->rn, 1),
        .index = IR_NONE,
        .disp = a->wb == 1 ? 0 : imm,
        .step = a->wb ? imm : 0,
    };
}

/* The host scales an index by 8 at most. */
static struct address addr_reg(struct translate *t,
                               const struct aarch64_args *a, int64_t size)
{
    unsigned scale = a->s ? (unsigned)size : 0;
    unsigned shift = scale > 3 ? scale : 0;
    return (struct address){
        .base = get_xsp(t, a->rn, 1),
        .index = gen_extend(t, 1, a->rm, a->option, shift),
        .scale = scale - shift,
    };
}

static struct ir_val load(struct translate *t, enum ir_type type, unsigned mem,
                          const struct address *m, int64_t more)
{
    return ir_ld(t->ir, type, mem, m->base, m->index, m->scale, m->disp + more);
}

static void store(struct translate *t, unsigned mem, const struct address *m,
                  int64_t more, struct ir_val v)
{
    ir_st(t->ir, mem, m->base, m->index, m->scale, m->disp + more, v);
}

static void write_back(struct translate *t, const struct aarch64_args *a,
                       const struct address *m)
{
    if (m->step)
        put_xsp(t, a->rn, ir_op2i(t->ir, IR_ADD, IR_I64, m->base, m->step));
}

/* ext: 0 zero-extended, 1 sign-extended to 64 bits, 2 to 32 bits. */
static struct ir_val load_x(struct translate *t, int64_t size, int64_t ext,
                            const struct address *m, int64_t more)
{
    unsigned mem = (unsigned)size | (ext ? MEM_SIGN : 0);
    return load(t, ext == 2 ? IR_I32 : IR_I64, mem, m, more);
}

GEN(ld_imm)
{
    struct address m = addr_imm(t, a);
    struct ir_val v = load_x(t, a->sz, a->ext, &m, 0);
    write_back(t, a, &m);
    put_x(t, a->rt, v);
    return true;
}

GEN(st_imm)
{
    struct address m = addr_imm(t, a);
    store(t, (unsigned)a->sz, &m, 0, get_x(t, a->rt, 1));
    write_back(t, a, &m);
    return true;
}

GEN(ld_reg)
{
    struct address m = addr_reg(t, a, a->sz);
    put_x(t, a->rt, load_x(t, a->sz, a->ext, &m, 0));
    return true;
}

GEN(st_reg)
{
    struct address m = addr_reg(t, a, a->sz);
    store(t, (unsigned)a->sz, &m, 0, get_x(t, a->rt, 1));
    return true;
}

GEN(ldr_lit)
{
    struct address m = {
        .base = ir_pcrel(t->ir, t->off + a->imm),
        .index = IR_NONE,
    };
    put_x(t, a->rt, load_x(t, a->sz, a->ext, &m, 0));
    return true;
}

/* With FEAT_LSE2 a pair of 16 aligned bytes is read or written at once: by one
 * access of that size, which the host makes so (SDM vol. 3, Guaranteed atomic
 * operations). */
static bool at_once(const struct translate *t, int64_t size)
{
    return size == MEM_64 && (t->features & AARCH64_HAS_LSE2);
}

GEN(ldp)
{
    struct address m = addr_imm(t, a);
    int64_t size = a->sh;
    struct ir_val v, w;
    if (at_once(t, size)) {
        struct ir_val q = load(t, IR_V128, MEM_128, &m, 0);
        v = gen_lane(t, q, MEM_64, 0);
        w = gen_lane(t, q, MEM_64, 1);
    } else {
        v = load_x(t, size, a->ext, &m, 0);
        w = load_x(t, size, a->ext, &m, INT64_C(1) << size);
    }
    write_back(t, a, &m);
    put_x(t, a->rt, v);
    put_x(t, a->rt2, w);
    return true;
}

GEN(stp)
{
    struct address m = addr_imm(t, a);
    int64_t size = a->sh;
    struct ir_val v = get_x(t, a->rt, 1), w = get_x(t, a->rt2, 1);
    if (at_once(t, size)) {
        struct ir_val q = ir_op1(t->ir, IR_BITCAST, IR_V128, v);
        store(t, MEM_128, &m, 0, ir_vins(t->ir, MEM_64, q, 1, w));
    } else {
        store(t, (unsigned)size, &m, 0, v);
        store(t, (unsigned)size, &m, INT64_C(1) << size, w);
    }
    write_back(t, a, &m);
    return true;
}

/* Vector registers: size is log2 of the bytes, 0 to 4. */
static struct ir_val load_v(struct translate *t, int64_t size,
                            const struct address *m, int64_t more)
{
    static const uint8_t type[] = {IR_I64, IR_I64, IR_F32, IR_F64, IR_V128};
    struct ir_val v =
        load(t, (enum ir_type)type[size], (unsigned)size, m, more);
    return size < 2 ? ir_op1(t->ir, IR_BITCAST, IR_V128, v) : v;
}

static void store_v(struct translate *t, int64_t size, int64_t r,
                    const struct address *m, int64_t more)
{
    static const uint8_t type[] = {IR_V128, IR_V128, IR_F32, IR_F64, IR_V128};
    struct ir_val v = get_v(t, r, (enum ir_type)type[size]);
    if (size < 2)
        v = gen_lane(t, v, (unsigned)size, 0);
    store(t, (unsigned)size, m, more, v);
}

GEN(ld_v)
{
    struct address m = addr_imm(t, a);
    struct ir_val v = load_v(t, a->fsz, &m, 0);
    write_back(t, a, &m);
    put_v(t, a->rt, v);
    return true;
}

GEN(st_v)
{
    struct address m = addr_imm(t, a);
    store_v(t, a->fsz, a->rt, &m, 0);
    write_back(t, a, &m);
    return true;
}

GEN(ld_v_reg)
{
    struct address m = addr_reg(t, a, a->fsz);
    put_v(t, a->rt, load_v(t, a->fsz, &m, 0));
    return true;
}

GEN(st_v_reg)
{
    struct address m = addr_reg(t, a, a->fsz);
    store_v(t, a->fsz, a->rt, &m, 0);
    return true;
}

GEN(ldr_v_lit)
{
    struct address m = {
        .base = ir_pcrel(t->ir, t->off + a->imm),
        .index = IR_NONE,
    };
    put_v(t, a->rt, load_v(t, a->fsz, &m, 0));
    return true;
}

GEN(ldp_v)
{
    struct address m = addr_imm(t, a);
    struct ir_val v = load_v(t, a->sh, &m, 0);
    struct ir_val w = load_v(t, a->sh, &m, INT64_C(1) << a->sh);
    write_back(t, a, &m);
    put_v(t, a->rt, v);
    put_v(t, a->rt2, w);
    return true;
}

GEN(stp_v)
{
    struct address m = addr_imm(t, a);
    store_v(t, a->sh, a->rt, &m, 0);
    store_v(t, a->sh, a->rt2, &m, INT64_C(1) << a->sh);
    write_back(t, a, &m);
    return true;
}
