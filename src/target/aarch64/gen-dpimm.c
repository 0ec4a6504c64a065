/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Data processing with immediates (Arm ARM, A64 instruction set encoding: Data
 * Processing -- Immediate). */
#include "config.h"

#include "target/aarch64/translate.h"

GEN(adr)
{
    put_x(t, a->rd, ir_pcrel(t->ir, t->off + a->imm));
    return true;
}

GEN(adrp)
{
    int64_t page = -(int64_t)(t->pc & 0xfff) + a->imm;
    put_x(t, a->rd, ir_pcrel(t->ir, t->off + page));
    return true;
}

static struct ir_val add_sub_const(struct translate *t,
                                   const struct aarch64_args *a)
{
    return ir_const(t->ir, type_sf(a->sf), a->imm << (a->sh ? 12 : 0));
}

GEN(add_imm)
{
    struct ir_val x = get_xsp(t, a->rn, a->sf), y = add_sub_const(t, a);
    put_xsp(t, a->rd, ir_op2(t->ir, IR_ADD, type_sf(a->sf), x, y));
    return true;
}

GEN(sub_imm)
{
    struct ir_val x = get_xsp(t, a->rn, a->sf), y = add_sub_const(t, a);
    put_xsp(t, a->rd, ir_op2(t->ir, IR_SUB, type_sf(a->sf), x, y));
    return true;
}

/* Value and flags stand next to each other with the same operands, so that one
 * host instruction gives both. */
static bool set_flags(struct translate *t, const struct aarch64_args *a,
                      enum ir_opcode op, enum ir_opcode flop)
{
    struct ir_val x = get_xsp(t, a->rn, a->sf), y = add_sub_const(t, a);
    struct ir_val v = IR_NONE;
    if (a->rd != 31)
        v = ir_op2(t->ir, op, type_sf(a->sf), x, y);
    struct ir_val fl = ir_flags(t->ir, flop, x, y);
    if (a->rd != 31)
        put_x(t, a->rd, v);
    put_flags(t, fl);
    return true;
}

GEN(adds_imm)
{
    return set_flags(t, a, IR_ADD, IR_FL_ADD);
}

GEN(subs_imm)
{
    return set_flags(t, a, IR_SUB, IR_FL_SUB);
}

static struct ir_val logic(struct translate *t, const struct aarch64_args *a,
                           enum ir_opcode op)
{
    int64_t mask = (int64_t)aarch64_bitmask(a->sf, a->n, a->immr, a->imms);
    if (!a->sf)
        mask = (int32_t)mask;
    return ir_op2i(t->ir, op, type_sf(a->sf), get_x(t, a->rn, a->sf), mask);
}

GEN(and_imm)
{
    put_xsp(t, a->rd, logic(t, a, IR_AND));
    return true;
}

GEN(orr_imm)
{
    put_xsp(t, a->rd, logic(t, a, IR_OR));
    return true;
}

GEN(eor_imm)
{
    put_xsp(t, a->rd, logic(t, a, IR_XOR));
    return true;
}

GEN(ands_imm)
{
    struct ir_val v = logic(t, a, IR_AND);
    struct ir_val fl = ir_fl_logic(t->ir, v);
    put_x(t, a->rd, v);
    put_flags(t, fl);
    return true;
}

static bool move_const(struct translate *t, const struct aarch64_args *a,
                       uint64_t v)
{
    if (!a->sf)
        v = (uint32_t)v;
    put_x(t, a->rd, ir_const(t->ir, IR_I64, (int64_t)v));
    return true;
}

GEN(movz)
{
    return move_const(t, a, (uint64_t)a->imm << (16 * a->hw));
}

GEN(movn)
{
    return move_const(t, a, ~((uint64_t)a->imm << (16 * a->hw)));
}

GEN(movk)
{
    uint64_t keep = ~(UINT64_C(0xffff) << (16 * a->hw));
    int64_t bits = (int64_t)((uint64_t)a->imm << (16 * a->hw));
    enum ir_type ty = type_sf(a->sf);
    if (!a->sf) {
        keep = (uint64_t)(int32_t)keep;
        bits = (int32_t)bits;
    }
    struct ir_val v = get_x(t, a->rd, a->sf);
    v = ir_op2i(t->ir, IR_AND, ty, v, (int64_t)keep);
    put_x(t, a->rd, ir_op2i(t->ir, IR_OR, ty, v, bits));
    return true;
}

static struct ir_val low_bits(struct translate *t, int64_t sf, struct ir_val x,
                              unsigned len)
{
    enum ir_type ty = type_sf(sf);
    switch (len) {
    case 8: return ir_op1(t->ir, IR_ZEXT8, ty, x);
    case 16: return ir_op1(t->ir, IR_ZEXT16, ty, x);
    case 32: return sf ? ir_op1(t->ir, IR_ZEXT32, ty, x) : x;
    case 64: return x;
    default:
        return ir_op2i(t->ir, IR_AND, ty, x,
                       (int64_t)((UINT64_C(1) << len) - 1));
    }
}

/* SBFM, C6.2.266: the field is moved to the top and down again. */
GEN(sbfm)
{
    unsigned width = a->sf ? 64 : 32;
    unsigned immr = (unsigned)a->immr, imms = (unsigned)a->imms;
    enum ir_type ty = type_sf(a->sf);
    struct ir_val x = get_x(t, a->rn, a->sf);
    if (immr == 0 && imms == 7) {
        x = ir_op1(t->ir, IR_SEXT8, ty, x);
    } else if (immr == 0 && imms == 15) {
        x = ir_op1(t->ir, IR_SEXT16, ty, x);
    } else if (immr == 0 && imms == 31 && a->sf) {
        x = ir_op1(t->ir, IR_SEXT32, ty, x);
    } else {
        unsigned up = width - 1 - imms;
        unsigned down = imms >= immr ? up + immr : immr - imms - 1;
        x = gen_shift(t, a->sf, x, 0, up);
        x = gen_shift(t, a->sf, x, 2, down);
    }
    put_x(t, a->rd, x);
    return true;
}

GEN(ubfm)
{
    unsigned width = a->sf ? 64 : 32;
    unsigned immr = (unsigned)a->immr, imms = (unsigned)a->imms;
    struct ir_val x = get_x(t, a->rn, a->sf);
    if (imms >= immr) {
        x = gen_shift(t, a->sf, x, 1, immr);
        if (imms != width - 1)
            x = low_bits(t, a->sf, x, imms - immr + 1);
    } else {
        if (imms + 1 != immr)
            x = low_bits(t, a->sf, x, imms + 1);
        x = gen_shift(t, a->sf, x, 0, width - immr);
    }
    put_x(t, a->rd, x);
    return true;
}

GEN(bfm)
{
    unsigned width = a->sf ? 64 : 32;
    unsigned immr = (unsigned)a->immr, imms = (unsigned)a->imms;
    enum ir_type ty = type_sf(a->sf);
    bool extract = imms >= immr;
    unsigned len = extract ? imms - immr + 1 : imms + 1;
    unsigned pos = extract ? 0 : width - immr;
    struct ir_val x = get_x(t, a->rn, a->sf);
    struct ir_val d = get_x(t, a->rd, a->sf);
    if (len == width) {
        put_x(t, a->rd, x);
        return true;
    }
    uint64_t mask = ((UINT64_C(1) << len) - 1) << pos;
    int64_t keep = a->sf ? (int64_t)~mask : (int32_t)~mask;
    if (extract)
        x = gen_shift(t, a->sf, x, 1, immr);
    if (!extract || imms != width - 1)
        x = low_bits(t, a->sf, x, len);
    x = gen_shift(t, a->sf, x, 0, pos);
    d = ir_op2i(t->ir, IR_AND, ty, d, keep);
    put_x(t, a->rd, ir_op2(t->ir, IR_OR, ty, d, x));
    return true;
}

GEN(extr)
{
    enum ir_type ty = type_sf(a->sf);
    struct ir_val hi = get_x(t, a->rn, a->sf), lo = get_x(t, a->rm, a->sf);
    struct ir_val v;
    if (a->imms == 0)
        v = lo;
    else if (a->rn == a->rm)
        v = ir_op2i(t->ir, IR_ROTR, ty, lo, a->imms);
    else
        v = ir_extr(t->ir, ty, hi, lo, (unsigned)a->imms);
    put_x(t, a->rd, v);
    return true;
}
