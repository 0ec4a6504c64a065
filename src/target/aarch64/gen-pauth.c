/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pointer authentication (Arm ARM, Pointer authentication; pseudocode AddPAC,
 * AuthPAC, Strip, with FEAT_PAuth2 and FEAT_FPACCOMBINE).
 *
 * A code is xored to the bits that hold it, so that signing and authenticating
 * are the same but for what is checked, and a key that is not enabled is one
 * without such bits.
 */
#include "config.h"

#include "target/aarch64/pauth.h"
#include "target/aarch64/translate.h"

/* See pauth.h. */
static struct ir_val mix(struct translate *t, unsigned key, struct ir_val x,
                         struct ir_val y)
{
    struct ir_block *b = t->ir;
    x = ir_op2(b, IR_XOR, IR_I64, x, ir_get(b, SLOT_PAC_KEY + 2 * key, IR_I64));
    y = ir_op2(b, IR_XOR, IR_I64, y,
               ir_get(b, SLOT_PAC_KEY + 2 * key + 1, IR_I64));
    return ir_op2(b, IR_XOR, IR_I64, ir_op2(b, IR_MUL, IR_I64, x, y),
                  ir_op2(b, IR_MULHU, IR_I64, x, y));
}

static struct ir_val mask_of(struct translate *t, int64_t key)
{
    return ir_get(t->ir, SLOT_PAC_MASK + (unsigned)key, IR_I64);
}

/* The address with its code xored. */
static struct ir_val code(struct translate *t, int64_t key, struct ir_val ptr,
                          struct ir_val mod)
{
    struct ir_val bare = ir_op2i(t->ir, IR_AND, IR_I64, ptr, ~PAC_FIELD);
    struct ir_val c = mix(t, (unsigned)key, bare, mod);
    c = ir_op2(t->ir, IR_AND, IR_I64, c, mask_of(t, key));
    return ir_op2(t->ir, IR_XOR, IR_I64, ptr, c);
}

/* Whether the bits are now all as bit 55 is: each as the one above it. */
static struct ir_val authenticate(struct translate *t, int64_t key,
                                  struct ir_val ptr, struct ir_val mod)
{
    struct ir_val r = code(t, key, ptr, mod);
    struct ir_val differ =
        ir_op2(t->ir, IR_XOR, IR_I64, r, gen_shift(t, 1, r, 1, 1));
    ir_trap(t->ir, CC_TSTNZ, differ, mask_of(t, key), EXIT_OPERAND, IR_NONE);
    return r;
}

static struct ir_val zero(struct translate *t)
{
    return ir_const(t->ir, IR_I64, 0);
}

GEN(pac)
{
    put_x(t, a->rd, code(t, a->key, get_x(t, a->rd, 1), get_xsp(t, a->rn, 1)));
    return true;
}

GEN(pacz)
{
    put_x(t, a->rd, code(t, a->key, get_x(t, a->rd, 1), zero(t)));
    return true;
}

GEN(aut)
{
    put_x(t, a->rd,
          authenticate(t, a->key, get_x(t, a->rd, 1), get_xsp(t, a->rn, 1)));
    return true;
}

GEN(autz)
{
    put_x(t, a->rd, authenticate(t, a->key, get_x(t, a->rd, 1), zero(t)));
    return true;
}

/* In the space of hints: on X30 with SP or 0, on X17 with X16. */
static bool hinted(struct translate *t, const struct aarch64_args *a,
                   int64_t rd, struct ir_val mod)
{
    struct ir_val ptr = get_x(t, rd, 1);
    put_x(t, rd,
          a->auth ? authenticate(t, a->key, ptr, mod)
                  : code(t, a->key, ptr, mod));
    return true;
}

GEN(pac_lr)
{
    return hinted(t, a, 30, a->sp ? get_xsp(t, 31, 1) : zero(t));
}

GEN(pac_1716)
{
    return hinted(t, a, 17, get_x(t, 16, 1));
}

static bool strip(struct translate *t, int64_t rd)
{
    struct ir_val x = get_x(t, rd, 1);
    struct ir_val all = gen_shift(t, 1, gen_shift(t, 1, x, 0, 8), 2, 63);
    struct ir_val field = ir_op2i(t->ir, IR_AND, IR_I64, all, PAC_FIELD);
    x = ir_op2i(t->ir, IR_AND, IR_I64, x, ~PAC_FIELD);
    put_x(t, rd, ir_op2(t->ir, IR_OR, IR_I64, x, field));
    return true;
}

GEN(xpac)
{
    return strip(t, a->rd);
}

GEN(xpaclri)
{
    (void)a;
    return strip(t, 30);
}

GEN(pacga)
{
    struct ir_val r = mix(t, PAC_GA, get_x(t, a->rn, 1), get_xsp(t, a->rm, 1));
    put_x(t, a->rd, ir_op2i(t->ir, IR_AND, IR_I64, r, -(INT64_C(1) << 32)));
    return true;
}

/* Branches; rm is -1 for a modifier of 0. */
static struct ir_val branch_target(struct translate *t,
                                   const struct aarch64_args *a)
{
    ir_poll(t->ir);
    return authenticate(t, a->key, get_x(t, a->rn, 1),
                        a->rm < 0 ? zero(t) : get_xsp(t, a->rm, 1));
}

GEN(bra)
{
    ir_jmpi(t->ir, branch_target(t, a));
    t->done = true;
    return true;
}

GEN(blra)
{
    struct ir_val to = branch_target(t, a);
    put_x(t, 30, ir_pcrel(t->ir, t->off + 4));
    ir_calli(t->ir, to, t->off + 4);
    t->done = true;
    return true;
}

GEN(reta)
{
    ir_ret(t->ir, authenticate(t, a->key, get_x(t, 30, 1), get_xsp(t, 31, 1)));
    t->done = true;
    return true;
}

/* With a data key and no modifier. */
GEN(ldra)
{
    struct ir_val base =
        authenticate(t, PAC_DA + a->key, get_xsp(t, a->rn, 1), zero(t));
    struct ir_val v = ir_ld(t->ir, IR_I64, MEM_64, base, IR_NONE, 0, a->imm);
    if (a->wb)
        put_xsp(t, a->rn, ir_op2i(t->ir, IR_ADD, IR_I64, base, a->imm));
    put_x(t, a->rt, v);
    return true;
}
