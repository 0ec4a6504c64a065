/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SM3 (GB/T 32905) and SM4 (GB/T 32907), as the instructions divide them up
 * (Arm ARM, A64 Advanced SIMD and Floating-point Instruction Descriptions). */
#include "config.h"

#include "target/aarch64/gen-simd.h"

enum { S_LANES = 2, TOP = 3 };

static struct ir_val lane(struct translate *t, int64_t r, unsigned n)
{
    return gen_lane(t, get_q(t, r), S_LANES, n);
}

static struct ir_val op(struct translate *t, enum ir_opcode code,
                        struct ir_val x, struct ir_val y)
{
    return ir_op2(t->ir, code, IR_I32, x, y);
}

static struct ir_val rol(struct translate *t, struct ir_val x, int64_t n)
{
    return gen_shift(t, 0, x, 3, 32 - n);
}

/* x with two of its rotations: the permutations P0 and P1. */
static struct ir_val spread(struct translate *t, struct ir_val x, int64_t i,
                            int64_t j)
{
    return op(t, IR_XOR, op(t, IR_XOR, x, rol(t, x, i)), rol(t, x, j));
}

GEN(sm3ss1)
{
    struct ir_val v =
        op(t, IR_ADD, rol(t, lane(t, a->rn, TOP), 12), lane(t, a->rm, TOP));
    v = rol(t, op(t, IR_ADD, v, lane(t, a->ra, TOP)), 7);
    put_v(t, a->rd,
          ir_vins(t->ir, S_LANES, ir_const(t->ir, IR_V128, 0), TOP, v));
    return true;
}

/* The registers move down by one: the third is rotated, the last is new. */
static bool advance(struct translate *t, const struct aarch64_args *a,
                    int64_t rotation, struct ir_val top)
{
    struct ir_val v = get_q(t, a->rd),
                  third = rol(t, lane(t, a->rd, 2), rotation);
    v = gen_vop(t, VOP_EXT, 0, VOP_FULL, v, v, IR_NONE, 4);
    v = ir_vins(t->ir, S_LANES, v, 1, third);
    put_v(t, a->rd, ir_vins(t->ir, S_LANES, v, TOP, top));
    return true;
}

/* The boolean functions of registers x (the highest), y and z. */
static struct ir_val parity(struct translate *t, struct ir_val x,
                            struct ir_val y, struct ir_val z)
{
    return op(t, IR_XOR, op(t, IR_XOR, x, y), z);
}

static struct ir_val majority(struct translate *t, struct ir_val x,
                              struct ir_val y, struct ir_val z)
{
    struct ir_val either = op(t, IR_AND, z, op(t, IR_OR, x, y));
    return op(t, IR_OR, either, op(t, IR_AND, x, y));
}

static struct ir_val choose(struct translate *t, struct ir_val x,
                            struct ir_val y, struct ir_val z)
{
    return op(t, IR_XOR, z, op(t, IR_AND, x, op(t, IR_XOR, y, z)));
}

GEN(sm3tt1)
{
    struct ir_val x = lane(t, a->rd, 3), y = lane(t, a->rd, 2);
    struct ir_val z = lane(t, a->rd, 1);
    struct ir_val v = a->late ? majority(t, x, y, z) : parity(t, x, y, z);
    struct ir_val ss2 = op(t, IR_XOR, lane(t, a->rn, TOP), rol(t, x, 12));
    v = op(t, IR_ADD, op(t, IR_ADD, v, lane(t, a->rd, 0)), ss2);
    v = op(t, IR_ADD, v, lane(t, a->rm, (unsigned)a->imm));
    return advance(t, a, 9, v);
}

GEN(sm3tt2)
{
    struct ir_val x = lane(t, a->rd, 3), y = lane(t, a->rd, 2);
    struct ir_val z = lane(t, a->rd, 1);
    struct ir_val v = a->late ? choose(t, x, y, z) : parity(t, x, y, z);
    v = op(t, IR_ADD, op(t, IR_ADD, v, lane(t, a->rd, 0)), lane(t, a->rn, TOP));
    v = op(t, IR_ADD, v, lane(t, a->rm, (unsigned)a->imm));
    return advance(t, a, 19, spread(t, v, 9, 17));
}

static struct ir_val vector(struct translate *t, enum vop code, struct ir_val x,
                            struct ir_val y)
{
    return gen_vop2(t, code, S_LANES, VOP_FULL, x, y);
}

/* All lanes rotated left. */
static struct ir_val vector_rol(struct translate *t, struct ir_val x,
                                uint64_t n)
{
    return vector(t, VOP_OR, gen_vop1(t, VOP_SHLI, S_LANES, VOP_FULL, x, n),
                  gen_vop1(t, VOP_SHRI, S_LANES, VOP_FULL, x, 32 - n));
}

/* Words 0 to 2 in the lanes; the highest lane needs the new lowest one. */
GEN(sm3partw1)
{
    struct ir_val m = get_q(t, a->rm);
    struct ir_val up = gen_vop(t, VOP_EXT, 0, VOP_FULL, m,
                               ir_const(t->ir, IR_V128, 0), IR_NONE, 4);
    struct ir_val v = vector(t, VOP_XOR, get_q(t, a->rd), get_q(t, a->rn));
    v = vector(t, VOP_XOR, v, vector_rol(t, up, 15));
    struct ir_val r = vector(t, VOP_XOR, v, vector_rol(t, v, 15));
    r = vector(t, VOP_XOR, r, vector_rol(t, v, 23));
    struct ir_val top = gen_lane(t, v, S_LANES, TOP);
    top = op(t, IR_XOR, top, rol(t, gen_lane(t, r, S_LANES, 0), 15));
    put_v(t, a->rd, ir_vins(t->ir, S_LANES, r, TOP, spread(t, top, 15, 23)));
    return true;
}

GEN(sm3partw2)
{
    struct ir_val v =
        vector(t, VOP_XOR, get_q(t, a->rn), vector_rol(t, get_q(t, a->rm), 7));
    struct ir_val r = vector(t, VOP_XOR, get_q(t, a->rd), v);
    struct ir_val first = rol(t, gen_lane(t, v, S_LANES, 0), 15);
    struct ir_val top =
        op(t, IR_XOR, gen_lane(t, r, S_LANES, TOP), spread(t, first, 15, 23));
    put_v(t, a->rd, ir_vins(t->ir, S_LANES, r, TOP, top));
    return true;
}

GEN(sm4e)
{
    put_v(t, a->rd, vector(t, VOP_SM4E, get_q(t, a->rd), get_q(t, a->rn)));
    return true;
}

GEN(sm4ekey)
{
    put_v(t, a->rd, vector(t, VOP_SM4EKEY, get_q(t, a->rn), get_q(t, a->rm)));
    return true;
}
