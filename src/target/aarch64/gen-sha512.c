/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SHA-512 (FIPS 180-4) and what speeds SHA-3 up (Arm ARM, A64 Advanced SIMD and
 * Floating-point Instruction Descriptions).
 *
 * Two rounds of SHA-512 depend on each other, and the host has no instructions
 * for them: they are made of integer operations on the lanes.
 */
#include "config.h"

#include "target/aarch64/gen-simd.h"

enum { D_LANES = 3 };

static struct ir_val lane(struct translate *t, int64_t r, unsigned n)
{
    return gen_lane(t, get_q(t, r), D_LANES, n);
}

static struct ir_val add(struct translate *t, struct ir_val x, struct ir_val y)
{
    return ir_op2(t->ir, IR_ADD, IR_I64, x, y);
}

static struct ir_val xor
        (struct translate * t, struct ir_val x, struct ir_val y) {
            return ir_op2(t->ir, IR_XOR, IR_I64, x, y);
        }

        static struct ir_val
    and (struct translate * t, struct ir_val x, struct ir_val y)
{
    return ir_op2(t->ir, IR_AND, IR_I64, x, y);
}

static struct ir_val ror(struct translate *t, struct ir_val x, int64_t n)
{
    return gen_shift(t, 1, x, 3, n);
}

/* x rotated by three amounts; the last one of sigma is a shift. */
static struct ir_val sum(struct translate *t, struct ir_val x, int64_t i,
                         int64_t j, int64_t k)
{
    return xor(t, xor(t, ror(t, x, i), ror(t, x, j)), ror(t, x, k));
}

static struct ir_val sigma(struct translate *t, struct ir_val x, int64_t i,
                           int64_t j, int64_t k)
{
    return xor(t, xor(t, ror(t, x, i), ror(t, x, j)), gen_shift(t, 1, x, 1, k));
}

/* z where x has 0, y where it has 1. */
static struct ir_val choose(struct translate *t, struct ir_val x,
                            struct ir_val y, struct ir_val z)
{
    return xor(t, z, and(t, x, xor(t, y, z)));
}

static struct ir_val majority(struct translate *t, struct ir_val x,
                              struct ir_val y, struct ir_val z)
{
    struct ir_val both = and(t, x, y);
    return xor(t, both, and(t, z, xor(t, x, y)));
}

static bool put_lanes(struct translate *t, int64_t rd, struct ir_val lo,
                      struct ir_val hi)
{
    struct ir_val v = ir_op1(t->ir, IR_BITCAST, IR_V128, lo);
    put_v(t, rd, ir_vins(t->ir, D_LANES, v, 1, hi));
    return true;
}

GEN(sha512h)
{
    struct ir_val x0 = lane(t, a->rn, 0), x1 = lane(t, a->rn, 1);
    struct ir_val y0 = lane(t, a->rm, 0), y1 = lane(t, a->rm, 1);
    struct ir_val hi = add(t, sum(t, y1, 14, 18, 41), choose(t, y1, x0, x1));
    hi = add(t, hi, lane(t, a->rd, 1));
    struct ir_val e = add(t, hi, y0);
    struct ir_val lo = add(t, sum(t, e, 14, 18, 41), choose(t, e, y1, x0));
    return put_lanes(t, a->rd, add(t, lo, lane(t, a->rd, 0)), hi);
}

GEN(sha512h2)
{
    struct ir_val x = lane(t, a->rn, 0);
    struct ir_val y0 = lane(t, a->rm, 0), y1 = lane(t, a->rm, 1);
    struct ir_val hi = add(t, sum(t, y0, 28, 34, 39), majority(t, x, y1, y0));
    hi = add(t, hi, lane(t, a->rd, 1));
    struct ir_val lo = add(t, sum(t, hi, 28, 34, 39), majority(t, hi, y0, y1));
    return put_lanes(t, a->rd, add(t, lo, lane(t, a->rd, 0)), hi);
}

GEN(sha512su0)
{
    struct ir_val w0 = lane(t, a->rd, 0), w1 = lane(t, a->rd, 1);
    struct ir_val x = lane(t, a->rn, 0);
    return put_lanes(t, a->rd, add(t, w0, sigma(t, w1, 1, 8, 7)),
                     add(t, w1, sigma(t, x, 1, 8, 7)));
}

GEN(sha512su1)
{
    struct ir_val lo =
        add(t, sigma(t, lane(t, a->rn, 0), 19, 61, 6), lane(t, a->rm, 0));
    struct ir_val hi =
        add(t, sigma(t, lane(t, a->rn, 1), 19, 61, 6), lane(t, a->rm, 1));
    return put_lanes(t, a->rd, add(t, lo, lane(t, a->rd, 0)),
                     add(t, hi, lane(t, a->rd, 1)));
}

/* Whole vectors. */
static struct ir_val vector(struct translate *t, enum vop op, struct ir_val x,
                            struct ir_val y)
{
    return gen_vop2(t, op, D_LANES, VOP_FULL, x, y);
}

static struct ir_val rotate_left(struct translate *t, struct ir_val x,
                                 uint64_t n)
{
    if (n == 0)
        return x;
    return vector(t, VOP_OR, gen_vop1(t, VOP_SHLI, D_LANES, VOP_FULL, x, n),
                  gen_vop1(t, VOP_SHRI, D_LANES, VOP_FULL, x, 64 - n));
}

GEN(eor3)
{
    struct ir_val v = vector(t, VOP_XOR, get_q(t, a->rn), get_q(t, a->rm));
    put_v(t, a->rd, vector(t, VOP_XOR, v, get_q(t, a->ra)));
    return true;
}

GEN(bcax)
{
    struct ir_val v = vector(t, VOP_ANDN, get_q(t, a->rm), get_q(t, a->ra));
    put_v(t, a->rd, vector(t, VOP_XOR, v, get_q(t, a->rn)));
    return true;
}

GEN(rax1)
{
    struct ir_val v = rotate_left(t, get_q(t, a->rm), 1);
    put_v(t, a->rd, vector(t, VOP_XOR, v, get_q(t, a->rn)));
    return true;
}

GEN(xar)
{
    struct ir_val v = vector(t, VOP_XOR, get_q(t, a->rn), get_q(t, a->rm));
    put_v(t, a->rd, rotate_left(t, v, (64 - (uint64_t)a->imm) & 63));
    return true;
}
