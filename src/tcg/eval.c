/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/bits.h"
#include "tcg/eval.h"

bool eval_is_int(enum ir_opcode op)
{
    return op >= IR_ADD && op <= IR_TRUNC;
}

static uint64_t eval_div(enum ir_opcode op, bool wide, uint64_t a, uint64_t b)
{
    int64_t sa = wide ? (int64_t)a : (int32_t)a;
    int64_t sb = wide ? (int64_t)b : (int32_t)b;

    switch (op) {
    case IR_DIVU: return b == 0 ? UINT64_MAX : a / b;
    case IR_REMU: return b == 0 ? a : a % b;
    case IR_DIVS:
        if (sb == 0)
            return UINT64_MAX;
        return sb == -1 ? -(uint64_t)sa : (uint64_t)(sa / sb);
    default:
        if (sb == 0)
            return a;
        return sb == -1 ? 0 : (uint64_t)(sa % sb);
    }
}

static uint64_t eval_mulh(enum ir_opcode op, bool wide, uint64_t a, uint64_t b)
{
    if (op == IR_MULHU)
        return wide ? (uint64_t)(((unsigned __int128)a * b) >> 64)
                    : (a * b) >> 32;
    return wide ? (uint64_t)(((__int128)(int64_t)a * (int64_t)b) >> 64)
                : (uint64_t)(((int64_t)(int32_t)a * (int32_t)b) >> 32);
}

static uint64_t eval_shift(enum ir_opcode op, bool wide, uint64_t a, unsigned n)
{
    n &= wide ? 63 : 31;
    switch (op) {
    case IR_SHL: return a << n;
    case IR_SHR: return a >> n;
    case IR_SAR:
        return (uint64_t)((wide ? (int64_t)a : (int64_t)(int32_t)a) >> n);
    default: return wide ? ror64(a, n) : ror32((uint32_t)a, n);
    }
}

static uint64_t eval_unary(enum ir_opcode op, bool wide, uint64_t a)
{
    switch (op) {
    case IR_NOT: return ~a;
    case IR_NEG: return -a;
    case IR_CLZ: return wide ? clz64(a) : clz32((uint32_t)a);
    case IR_CTZ: return wide ? ctz64(a) : ctz32((uint32_t)a);
    case IR_POPCNT: return popcount64(a);
    case IR_BSWAP:
        return wide ? __builtin_bswap64(a) : __builtin_bswap32((uint32_t)a);
    case IR_SEXT8: return (uint64_t)(int64_t)(int8_t)a;
    case IR_SEXT16: return (uint64_t)(int64_t)(int16_t)a;
    case IR_SEXT32: return (uint64_t)(int64_t)(int32_t)a;
    case IR_ZEXT8: return (uint8_t)a;
    case IR_ZEXT16: return (uint16_t)a;
    default: return (uint32_t)a; /* ZEXT32, TRUNC */
    }
}

static uint64_t eval_binary(enum ir_opcode op, bool wide, uint64_t a,
                            uint64_t b, unsigned n)
{
    switch (op) {
    case IR_ADD: return a + b;
    case IR_SUB: return a - b;
    case IR_MUL: return a * b;
    case IR_MULHU:
    case IR_MULHS: return eval_mulh(op, wide, a, b);
    case IR_DIVU:
    case IR_DIVS:
    case IR_REMU:
    case IR_REMS: return eval_div(op, wide, a, b);
    case IR_AND: return a & b;
    case IR_OR: return a | b;
    case IR_XOR: return a ^ b;
    case IR_ANDN: return a & ~b;
    case IR_EXTR:
        return wide ? (a << (64 - n)) | (b >> n) : ((a << 32) | b) >> n;
    default: return eval_shift(op, wide, a, (unsigned)b);
    }
}

uint64_t eval_int(enum ir_opcode op, enum ir_type t, uint64_t a, uint64_t b,
                  unsigned n)
{
    bool wide = t == IR_I64;
    uint64_t r;

    if (!wide) {
        a = (uint32_t)a;
        b = (uint32_t)b;
    }
    r = op >= IR_NOT ? eval_unary(op, wide, a) : eval_binary(op, wide, a, b, n);
    return wide ? r : (uint32_t)r;
}

bool eval_cc(enum ir_cc cc, enum ir_type t, uint64_t a, uint64_t b)
{
    int64_t sa = (int64_t)a;
    int64_t sb = (int64_t)b;
    bool r;

    if (t == IR_I32) {
        sa = (int32_t)a;
        sb = (int32_t)b;
        a = (uint32_t)a;
        b = (uint32_t)b;
    }
    switch (cc & ~1u) {
    case CC_EQ: r = a == b; break;
    case CC_LTU: r = a < b; break;
    case CC_LEU: r = a <= b; break;
    case CC_LT: r = sa < sb; break;
    case CC_LE: r = sa <= sb; break;
    default: r = (a & b) == 0; break;
    }
    return r ^ (cc & 1);
}

enum ir_cc eval_cc_swap(enum ir_cc cc)
{
    static const uint8_t swap[] = {
        [CC_EQ] = CC_EQ,   [CC_NE] = CC_NE,     [CC_LTU] = CC_GTU,
        [CC_GEU] = CC_LEU, [CC_LEU] = CC_GEU,   [CC_GTU] = CC_LTU,
        [CC_LT] = CC_GT,   [CC_GE] = CC_LE,     [CC_LE] = CC_GE,
        [CC_GT] = CC_LT,   [CC_TSTZ] = CC_TSTZ, [CC_TSTNZ] = CC_TSTNZ,
    };

    return (enum ir_cc)swap[cc];
}
