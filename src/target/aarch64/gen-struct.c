/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Loads and stores of structures (LD1-LD4, ST1-ST4; Arm ARM, A64 instruction
 * set encoding: Loads and Stores).
 *
 * Two and four interleaved elements are loaded as whole vectors and taken apart
 * with UZP; three element by element.
 */
#include "config.h"

#include "target/aarch64/translate.h"
#include "tcg/vop.h"

struct group {
    struct ir_val r[4];
};

static struct ir_val pick(struct translate *t, enum vop op,
                          const struct aarch64_args *a, struct ir_val x,
                          struct ir_val y)
{
    return ir_vop(t->ir, op, (unsigned)a->size, !a->q, x, y, IR_NONE, 0);
}

static int64_t reg(const struct aarch64_args *a, int64_t i)
{
    return (a->rt + i) & 31;
}

/* `bytes` is what the immediate form adds; rm = 31 selects it. */
static void write_back(struct translate *t, const struct aarch64_args *a,
                       struct ir_val base, int64_t bytes)
{
    if (!a->post)
        return;
    struct ir_val step =
        a->rm == 31 ? ir_const(t->ir, IR_I64, bytes) : get_x(t, a->rm, 1);
    put_xsp(t, a->rn, ir_op2(t->ir, IR_ADD, IR_I64, base, step));
}

static struct ir_val load_element(struct translate *t, struct ir_val base,
                                  unsigned esz, int64_t disp)
{
    return ir_ld(t->ir, esz == 3 ? IR_I64 : IR_I32, esz, base, IR_NONE, 0,
                 disp);
}

static struct group load_vectors(struct translate *t,
                                 const struct aarch64_args *a,
                                 struct ir_val base)
{
    struct group g;
    for (int64_t i = 0; i < a->n; i++)
        g.r[i] =
            a->q
                ? ir_ld(t->ir, IR_V128, MEM_128, base, IR_NONE, 0, 16 * i)
                : ir_op1(t->ir, IR_BITCAST, IR_V128,
                         ir_ld(t->ir, IR_F64, MEM_64, base, IR_NONE, 0, 8 * i));
    return g;
}

static struct group load_three(struct translate *t,
                               const struct aarch64_args *a, struct ir_val base)
{
    struct group g;
    unsigned esz = (unsigned)a->size, lanes = (a->q ? 16u : 8u) >> esz;
    for (unsigned i = 0; i < 3; i++) {
        g.r[i] = ir_const(t->ir, IR_V128, 0);
        for (unsigned k = 0; k < lanes; k++)
            g.r[i] = ir_vins(
                t->ir, esz, g.r[i], k,
                load_element(t, base, esz, (int64_t)(3 * k + i) << esz));
    }
    return g;
}

static struct group deinterleave(struct translate *t,
                                 const struct aarch64_args *a, struct group in)
{
    struct group g = in;
    if (a->sel == 2) {
        g.r[0] = pick(t, VOP_UZP1, a, in.r[0], in.r[1]);
        g.r[1] = pick(t, VOP_UZP2, a, in.r[0], in.r[1]);
        return g;
    }
    struct ir_val even_lo = pick(t, VOP_UZP1, a, in.r[0], in.r[1]);
    struct ir_val even_hi = pick(t, VOP_UZP1, a, in.r[2], in.r[3]);
    struct ir_val odd_lo = pick(t, VOP_UZP2, a, in.r[0], in.r[1]);
    struct ir_val odd_hi = pick(t, VOP_UZP2, a, in.r[2], in.r[3]);
    g.r[0] = pick(t, VOP_UZP1, a, even_lo, even_hi);
    g.r[1] = pick(t, VOP_UZP1, a, odd_lo, odd_hi);
    g.r[2] = pick(t, VOP_UZP2, a, even_lo, even_hi);
    g.r[3] = pick(t, VOP_UZP2, a, odd_lo, odd_hi);
    return g;
}

static struct group interleave(struct translate *t,
                               const struct aarch64_args *a, struct group in)
{
    struct group g = in;
    if (a->sel == 2) {
        g.r[0] = pick(t, VOP_ZIP1, a, in.r[0], in.r[1]);
        g.r[1] = pick(t, VOP_ZIP2, a, in.r[0], in.r[1]);
        return g;
    }
    struct ir_val even_lo = pick(t, VOP_ZIP1, a, in.r[0], in.r[2]);
    struct ir_val even_hi = pick(t, VOP_ZIP2, a, in.r[0], in.r[2]);
    struct ir_val odd_lo = pick(t, VOP_ZIP1, a, in.r[1], in.r[3]);
    struct ir_val odd_hi = pick(t, VOP_ZIP2, a, in.r[1], in.r[3]);
    g.r[0] = pick(t, VOP_ZIP1, a, even_lo, odd_lo);
    g.r[1] = pick(t, VOP_ZIP2, a, even_lo, odd_lo);
    g.r[2] = pick(t, VOP_ZIP1, a, even_hi, odd_hi);
    g.r[3] = pick(t, VOP_ZIP2, a, even_hi, odd_hi);
    return g;
}

static void load_group(struct translate *t, const struct aarch64_args *a,
                       struct ir_val base)
{
    struct group g;
    if (a->sel == 3)
        g = load_three(t, a, base);
    else
        g = load_vectors(t, a, base);
    if (a->sel == 2 || a->sel == 4)
        g = deinterleave(t, a, g);
    write_back(t, a, base, a->n * (a->q ? 16 : 8));
    for (int64_t i = 0; i < a->n; i++)
        put_v(t, reg(a, i), g.r[i]);
}

static void store_three(struct translate *t, const struct aarch64_args *a,
                        struct ir_val base, struct group g)
{
    unsigned esz = (unsigned)a->size, lanes = (a->q ? 16u : 8u) >> esz;
    for (unsigned k = 0; k < lanes; k++)
        for (unsigned i = 0; i < 3; i++)
            ir_st(t->ir, esz, base, IR_NONE, 0, (int64_t)(3 * k + i) << esz,
                  gen_lane(t, g.r[i], esz, k));
}

static void store_group(struct translate *t, const struct aarch64_args *a,
                        struct ir_val base)
{
    struct group g;
    for (int64_t i = 0; i < a->n; i++)
        g.r[i] = get_v(t, reg(a, i), IR_V128);
    if (a->sel == 3) {
        store_three(t, a, base, g);
        write_back(t, a, base, a->n * (a->q ? 16 : 8));
        return;
    }
    if (a->sel != 1)
        g = interleave(t, a, g);
    for (int64_t i = 0; i < a->n; i++) {
        if (a->q)
            ir_st(t->ir, MEM_128, base, IR_NONE, 0, 16 * i, g.r[i]);
        else
            ir_st(t->ir, MEM_64, base, IR_NONE, 0, 8 * i,
                  ir_op1(t->ir, IR_BITCAST, IR_F64, g.r[i]));
    }
    write_back(t, a, base, a->n * (a->q ? 16 : 8));
}

GEN(vmulti)
{
    struct ir_val base = get_xsp(t, a->rn, 1);
    if (a->l)
        load_group(t, a, base);
    else
        store_group(t, a, base);
    return true;
}

/* One lane of n registers. */
GEN(vone)
{
    struct ir_val base = get_xsp(t, a->rn, 1), x[4];
    unsigned esz = (unsigned)a->esz, lane = (unsigned)a->lane;
    for (int64_t i = 0; i < a->n; i++) {
        if (a->l)
            x[i] = load_element(t, base, esz, i << esz);
        else
            ir_st(t->ir, esz, base, IR_NONE, 0, i << esz,
                  gen_lane(t, get_v(t, reg(a, i), IR_V128), esz, lane));
    }
    write_back(t, a, base, a->n << esz);
    for (int64_t i = 0; a->l && i < a->n; i++)
        put_v(t, reg(a, i),
              ir_vins(t->ir, esz, get_v(t, reg(a, i), IR_V128), lane, x[i]));
    return true;
}

/* One element into all lanes of each of n registers. */
GEN(vrep)
{
    struct ir_val base = get_xsp(t, a->rn, 1), x[4];
    unsigned esz = (unsigned)a->size;
    for (int64_t i = 0; i < a->n; i++)
        x[i] = ir_vdup(t->ir, esz, !a->q, load_element(t, base, esz, i << esz));
    write_back(t, a, base, a->n << esz);
    for (int64_t i = 0; i < a->n; i++)
        put_v(t, reg(a, i), x[i]);
    return true;
}
