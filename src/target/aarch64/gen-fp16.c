/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Half precision: what is not the same function as for the other sizes.  A half
 * is in lane 0 of a vector; the IR has no type for it.
 */
#include "config.h"

#include "target/aarch64/gen-simd.h"

/* aux of the IR's operations on vectors: only lane 0. */
enum { LANE0 = 8 };

/* Writes lane 0 of x, the rest of rd is zero. */
static void put_half(struct translate *t, int64_t rd, struct ir_val x)
{
    struct ir_val zero = ir_const(t->ir, IR_V128, 0);
    put_v(t, rd, gen_vop(t, VOP_INSLANE, 1, VOP_FULL, zero, x, IR_NONE, 0));
}

/* ---- Moves ---- */

GEN(h_fmov)
{
    put_half(t, a->rd, get_q(t, a->rn));
    return true;
}

GEN(h_fmov_to)
{
    struct ir_val x = gen_lane(t, get_q(t, a->rn), 1, 0);
    put_x(t, a->rd, a->sf ? ir_op1(t->ir, IR_ZEXT32, IR_I64, x) : x);
    return true;
}

GEN(h_fmov_from)
{
    struct ir_val x = ir_op1(t->ir, IR_ZEXT16, IR_I32, get_x(t, a->rn, 0));
    put_v(t, a->rd, ir_op1(t->ir, IR_BITCAST, IR_F32, x));
    return true;
}

GEN(h_fcsel)
{
    enum ir_fc fc = cond_fc(a->cond);
    struct ir_val x = get_q(t, a->rn);
    if (fc != FC_AL)
        x = ir_selfl(t->ir, fc, get_flags(t), x, get_q(t, a->rm));
    put_half(t, a->rd, x);
    return true;
}

/* ---- Arithmetic ---- */

/* From a general register, which may have more bits than the half's lane. */
GEN(h_cvtf)
{
    uint64_t fbits = 64 - (uint64_t)a->scale, bits = a->sf ? 64 : 32;
    struct ir_val x = get_x(t, a->rn, a->sf);
    x = ir_op1(t->ir, IR_BITCAST, a->sf ? IR_F64 : IR_F32, x);
    x = ir_op1(t->ir, IR_BITCAST, IR_V128, x);
    put_v(t, a->rd,
          gen_vop1(t, a->unsig ? VOP_UTOF : VOP_STOF, 1, VOP_SCALAR, x,
                   IR_RM_DYN | fbits << 8 | bits << 16));
    return true;
}

GEN(h_fnmul)
{
    struct ir_val x = ir_fp(t->ir, IR_FMUL, IR_V128, 1, LANE0, get_q(t, a->rn),
                            get_q(t, a->rm), IR_NONE);
    put_v(t, a->rd,
          ir_fp(t->ir, IR_FNEG, IR_V128, 1, LANE0, x, IR_NONE, IR_NONE));
    return true;
}

GEN(h_fma)
{
    unsigned aux = LANE0 | (unsigned)a->neg << 1 | (unsigned)a->nega << 2;
    put_v(t, a->rd,
          ir_fp(t->ir, IR_FMA, IR_V128, 1, aux, get_q(t, a->rn),
                get_q(t, a->rm), get_q(t, a->ra)));
    return true;
}

/* ---- Products of halves onto singles ---- */

/* The first of the halves that vector operand x contributes. */
static uint64_t first(const struct aarch64_args *a)
{
    return a->upper ? (a->q ? 4 : 2) : 0;
}

static bool mlal(struct translate *t, const struct aarch64_args *a,
                 struct ir_val y, uint64_t first_y)
{
    unsigned lanes = q_lanes(a->q);
    struct ir_val x =
        gen_vop1(t, VOP_FWIDEN, 1, lanes, get_q(t, a->rn), first(a));
    y = gen_vop1(t, VOP_FWIDEN, 1, lanes, y, first_y);
    put_v(t, a->rd,
          ir_fp(t->ir, IR_FMA, IR_V128, 2, (unsigned)a->neg << 1 | !a->q, x, y,
                get_q(t, a->rd)));
    return true;
}

GEN(v_fmlal)
{
    return mlal(t, a, get_q(t, a->rm), first(a));
}

GEN(v_fmlal_e)
{
    struct ir_val y = gen_vop1(t, VOP_DUPLANE, 1, VOP_FULL, get_q(t, a->rm),
                               (uint64_t)a->idx);
    return mlal(t, a, y, 0);
}
