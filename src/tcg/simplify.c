/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/bits.h"
#include "tcg/eval.h"
#include "tcg/simplify.h"

static const struct ir_insn *def(const struct ir_block *b, uint16_t id)
{
    return &b->op[id];
}

static bool is_const(const struct ir_block *b, uint16_t id)
{
    return b->op[id].op == IR_CONST;
}

static struct ir_val val(uint16_t id)
{
    return (struct ir_val){id};
}

static void to_unary(struct ir_insn *in, enum ir_opcode op)
{
    in->op = (uint8_t)op;
    in->arg[1] = IR_NOID;
}

unsigned ir_low_bits(const struct ir_block *b, uint16_t id)
{
    const struct ir_insn *d = def(b, id);
    unsigned width = d->type == IR_I64 ? 64 : 32;

    switch (d->op) {
    case IR_CONST:
        return width == 64 ? 64 - clz64((uint64_t)d->imm)
                           : 32 - clz32((uint32_t)d->imm);
    case IR_ZEXT8: return 8;
    case IR_ZEXT16: return 16;
    case IR_ZEXT32: return 32;
    case IR_SETCC:
    case IR_SETFL: return 1;
    case IR_CLZ:
    case IR_CTZ:
    case IR_POPCNT: return 7;
    case IR_LD:
        return d->sub & (MEM_SIGN | MEM_BE) ? width : 8u << (d->sub & MEM_SIZE);
    case IR_AND:
        return is_const(b, d->arg[1]) ? ir_low_bits(b, d->arg[1]) : width;
    case IR_SHR:
        return is_const(b, d->arg[1])
                   ? width - ((unsigned)def(b, d->arg[1])->imm & (width - 1))
                   : width;
    default: return width;
    }
}

/* Extension of what is extended already. */
static struct ir_val simplify_extend(struct ir_block *b, struct ir_insn *in)
{
    static const uint8_t bits_of[] = {8, 16, 32, 8, 16, 32};
    bool sign = in->op < IR_ZEXT8;
    unsigned bits = bits_of[in->op - IR_SEXT8];

    for (;;) {
        uint16_t x = in->arg[0];
        const struct ir_insn *d = def(b, x);

        if (ir_low_bits(b, x) + sign <= bits) {
            if (d->type == in->type)
                return val(x);
            if (d->op == IR_TRUNC && in->type == IR_I64 &&
                ir_low_bits(b, d->arg[0]) + sign <= bits)
                return val(d->arg[0]);
        }
        if (d->op == IR_TRUNC && sign && in->type == IR_I64 &&
            def(b, d->arg[0])->op >= IR_SEXT8 &&
            def(b, d->arg[0])->op <= in->op)
            return val(d->arg[0]);
        if (in->op == IR_SEXT32 && d->type == IR_I32 && ir_low_bits(b, x) < 32)
            in->op = IR_ZEXT32; /* which often costs nothing */
        if (d->op < IR_SEXT8 || d->op > IR_ZEXT32)
            return IR_NONE;
        if (sign && d->op <= in->op && d->type == in->type)
            return val(x); /* sign-extended from no more bits */
        if (bits_of[d->op - IR_SEXT8] < bits)
            return IR_NONE;
        in->arg[0] = d->arg[0]; /* the inner one changes higher bits only */
    }
}

static struct ir_val simplify_trunc(struct ir_block *b, struct ir_insn *in)
{
    for (;;) {
        const struct ir_insn *d = def(b, in->arg[0]);

        if (d->op == IR_ZEXT32 || d->op == IR_SEXT32) {
            if (def(b, d->arg[0])->type == IR_I32)
                return val(d->arg[0]);
            in->arg[0] = d->arg[0];
        } else if (d->op >= IR_SEXT8 && d->op <= IR_ZEXT16) {
            struct ir_insn copy = *d;

            copy.type = IR_I32;
            return ir_emit(b, copy);
        } else {
            return IR_NONE;
        }
    }
}

static unsigned type_size(unsigned t)
{
    return t == IR_V128 ? 16 : t == IR_I64 || t == IR_F64 ? 8 : 4;
}

static struct ir_val simplify_bitcast(struct ir_block *b, struct ir_insn *in)
{
    const struct ir_insn *d = def(b, in->arg[0]);
    unsigned from;

    if (d->type == in->type)
        return val(in->arg[0]);
    if (d->op != IR_BITCAST)
        return IR_NONE;
    from = def(b, d->arg[0])->type;
    /* Through a wider type, or one of the same size, nothing is lost. */
    if (from == in->type && type_size(d->type) >= type_size(from))
        return val(d->arg[0]);
    if ((type_size(d->type) >= type_size(from) && from != IR_V128 &&
         type_size(in->type) == type_size(from)) ||
        (type_size(d->type) == type_size(from) && in->type == IR_V128 &&
         from != IR_I32) ||
        (from == IR_V128 && type_size(d->type) == 8 &&
         type_size(in->type) == 8))
        in->arg[0] = d->arg[0];
    return IR_NONE;
}

/* x OP constant; the constant is c. */
static struct ir_val simplify_right(struct ir_block *b, struct ir_insn *in,
                                    int64_t c)
{
    enum ir_type t = (enum ir_type)in->type;
    unsigned width = t == IR_I64 ? 64 : 32;
    struct ir_val x = val(in->arg[0]);
    const struct ir_insn *d = def(b, x.id);

    switch (in->op) {
    case IR_ADD:
        if (d->op == IR_PCREL)
            return ir_pcrel(b, d->imm + c);
        return c == 0 ? x : IR_NONE;
    case IR_SUB: return c == 0 ? x : IR_NONE;
    case IR_OR:
        if (c == 0)
            return x;
        return c == -1 ? val(in->arg[1]) : IR_NONE;
    case IR_XOR:
        if (c == 0)
            return x;
        if (c == -1)
            to_unary(in, IR_NOT);
        return IR_NONE;
    case IR_ANDN: return ir_op2i(b, IR_AND, t, x, ~c);
    case IR_AND:
        if (c == -1)
            return x;
        if (c == 0)
            return val(in->arg[1]);
        if (c == 0xff || c == 0xffff || (c == 0xffffffff && t == IR_I64))
            return ir_op1(b,
                          c == 0xff     ? IR_ZEXT8
                          : c == 0xffff ? IR_ZEXT16
                                        : IR_ZEXT32,
                          t, x);
        return IR_NONE;
    case IR_MUL:
        if (c == 0)
            return val(in->arg[1]);
        if (c == 1)
            return x;
        if (c == -1)
            to_unary(in, IR_NEG);
        else if (is_pow2(width == 64 ? (uint64_t)c : (uint32_t)c))
            return ir_op2i(b, IR_SHL, t, x, ctz64((uint64_t)c));
        return IR_NONE;
    case IR_DIVU:
    case IR_REMU:
        if (!is_pow2(width == 64 ? (uint64_t)c : (uint32_t)c))
            return IR_NONE;
        return in->op == IR_DIVU
                   ? ir_op2i(b, IR_SHR, t, x, ctz64((uint64_t)c))
                   : ir_op2i(b, IR_AND, t, x, (int64_t)((uint64_t)c - 1));
    case IR_SHL:
    case IR_ROTR: return (c & (width - 1)) == 0 ? x : IR_NONE;
    case IR_SHR:
    case IR_SAR:
        c &= width - 1;
        if (c == 0)
            return x;
        if (d->op == IR_SHL && is_const(b, d->arg[1]) &&
            (def(b, d->arg[1])->imm & (width - 1)) == c) {
            unsigned left = width - (unsigned)c;
            int op = in->op == IR_SAR ? IR_SEXT8 : IR_ZEXT8;

            if (left == 8 || left == 16 || left == 32)
                return ir_op1(b, (enum ir_opcode)(op + (left >> 4)), t,
                              val(d->arg[0]));
        }
        return IR_NONE;
    default: return IR_NONE;
    }
}

/* Both operands are the same value. */
static struct ir_val simplify_same(struct ir_block *b, struct ir_insn *in)
{
    switch (in->op) {
    case IR_SUB:
    case IR_XOR:
    case IR_ANDN: return ir_const(b, (enum ir_type)in->type, 0);
    case IR_AND:
    case IR_OR: return val(in->arg[0]);
    default: return IR_NONE;
    }
}

static struct ir_val simplify_left(struct ir_block *b, struct ir_insn *in)
{
    int64_t c = def(b, in->arg[0])->imm;

    if (in->op == IR_SUB && c == 0) {
        in->arg[0] = in->arg[1];
        to_unary(in, IR_NEG);
    } else if (in->op == IR_ANDN && c == -1) {
        in->arg[0] = in->arg[1];
        to_unary(in, IR_NOT);
    } else if (c == 0 &&
               (in->op == IR_SHL || in->op == IR_SHR || in->op == IR_SAR ||
                in->op == IR_ROTR || in->op == IR_ANDN)) {
        return val(in->arg[0]);
    }
    return IR_NONE;
}

static bool commutes(unsigned op)
{
    return op == IR_ADD || op == IR_AND || op == IR_OR || op == IR_XOR ||
           (op >= IR_MUL && op <= IR_MULHS);
}

bool ir_rotation(const struct ir_block *b, struct ir_insn *in)
{
    int64_t width = in->type == IR_I64 ? 64 : 32;

    if (in->op != IR_OR && in->op != IR_XOR && in->op != IR_ADD)
        return false;
    const struct ir_insn *l = def(b, in->arg[0]), *r = def(b, in->arg[1]);
    if (l->op != IR_SHL) {
        const struct ir_insn *x = l;
        l = r;
        r = x;
    }
    if (l->op != IR_SHL || r->op != IR_SHR || l->arg[0] != r->arg[0] ||
        !is_const(b, l->arg[1]) || !is_const(b, r->arg[1]))
        return false;
    int64_t left = def(b, l->arg[1])->imm, right = def(b, r->arg[1])->imm;
    if (left < 0 || right < 0 || left + right != width)
        return false;
    in->op = IR_ROTR;
    in->arg[0] = r->arg[0];
    in->arg[1] = r->arg[1];
    return true;
}

static struct ir_val simplify_binary(struct ir_block *b, struct ir_insn *in)
{
    bool ca = is_const(b, in->arg[0]);
    bool cb = is_const(b, in->arg[1]);

    if (ca && cb)
        return ir_const(b, (enum ir_type)in->type,
                        (int64_t)eval_int((enum ir_opcode)in->op,
                                          (enum ir_type)in->type,
                                          (uint64_t)def(b, in->arg[0])->imm,
                                          (uint64_t)def(b, in->arg[1])->imm,
                                          (unsigned)in->imm));
    if (ca && commutes(in->op)) {
        uint16_t x = in->arg[0];

        in->arg[0] = in->arg[1];
        in->arg[1] = x;
        cb = true;
        ca = false;
    }
    if (in->op == IR_EXTR)
        return in->arg[0] == in->arg[1]
                   ? ir_op2i(b, IR_ROTR, (enum ir_type)in->type,
                             val(in->arg[0]), in->imm)
                   : IR_NONE;
    if (ir_rotation(b, in))
        return IR_NONE;
    if (cb)
        return simplify_right(b, in, def(b, in->arg[1])->imm);
    if (ca)
        return simplify_left(b, in);
    return in->arg[0] == in->arg[1] ? simplify_same(b, in) : IR_NONE;
}

static struct ir_val simplify_unary(struct ir_block *b, struct ir_insn *in)
{
    const struct ir_insn *d = def(b, in->arg[0]);

    if (d->op == IR_CONST)
        return ir_const(b, (enum ir_type)in->type,
                        (int64_t)eval_int((enum ir_opcode)in->op,
                                          (enum ir_type)in->type,
                                          (uint64_t)d->imm, 0, 0));
    if (in->op == IR_TRUNC)
        return simplify_trunc(b, in);
    if (in->op >= IR_SEXT8)
        return simplify_extend(b, in);
    if ((in->op == IR_NOT || in->op == IR_NEG || in->op == IR_BSWAP) &&
        d->op == in->op)
        return val(d->arg[0]);
    return IR_NONE;
}

int ir_simplify_cond(const struct ir_block *b, struct ir_insn *in,
                     enum ir_type t)
{
    bool ca = is_const(b, in->arg[0]);
    bool cb = is_const(b, in->arg[1]);

    if (ca && cb)
        return eval_cc((enum ir_cc)in->cc, t, (uint64_t)def(b, in->arg[0])->imm,
                       (uint64_t)def(b, in->arg[1])->imm);
    if (in->arg[0] == in->arg[1] && in->cc < CC_TSTZ)
        return eval_cc((enum ir_cc)in->cc, t, 0, 0);
    if (ca) {
        uint16_t x = in->arg[0];

        in->arg[0] = in->arg[1];
        in->arg[1] = x;
        in->cc = (uint8_t)eval_cc_swap((enum ir_cc)in->cc);
    }
    return -1;
}

struct ir_val ir_simplify(struct ir_block *b, struct ir_insn *in)
{
    int known;

    switch (in->op) {
    case IR_CONST:
        in->imm = eval_canon((enum ir_type)in->type, in->imm);
        return IR_NONE;
    case IR_SETCC:
        known = ir_simplify_cond(b, in, (enum ir_type)in->imm);
        return known < 0 ? IR_NONE : ir_const(b, (enum ir_type)in->type, known);
    case IR_SELECT:
        if (in->arg[2] == in->arg[3])
            return val(in->arg[2]);
        known = ir_simplify_cond(b, in, (enum ir_type)in->imm);
        return known < 0 ? IR_NONE : val(in->arg[known ? 2 : 3]);
    case IR_SELFL: return in->arg[1] == in->arg[2] ? val(in->arg[1]) : IR_NONE;
    case IR_BITCAST: return simplify_bitcast(b, in);
    default:
        if (!eval_is_int((enum ir_opcode)in->op))
            return IR_NONE;
        return in->op >= IR_NOT ? simplify_unary(b, in)
                                : simplify_binary(b, in);
    }
}
