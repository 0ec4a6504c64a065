/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tcg/eval.h"
#include "tcg/ir.h"
#include "tcg/vop.h"

/*
 * Operands of each operation, a letter each:
 *   t  the result's type                    i  i32 or i64
 *   m  the type in imm   x  the type in aux l  i64
 *   g  flags   v  v128   f  f32             d  f64
 *   c  f32 and f64, other than the result   *  any
 *   L  i64 or absent     V  v128 or absent  H  i32, i64 or absent
 */
static const char *const operands[IR_OP_COUNT] = {
    [IR_CONST] = "",      [IR_PCREL] = "",      [IR_GET] = "",
    [IR_PUT] = "*",       [IR_ADD] = "tt",      [IR_SUB] = "tt",
    [IR_MUL] = "tt",      [IR_MULHU] = "tt",    [IR_MULHS] = "tt",
    [IR_DIVU] = "tt",     [IR_DIVS] = "tt",     [IR_REMU] = "tt",
    [IR_REMS] = "tt",     [IR_AND] = "tt",      [IR_OR] = "tt",
    [IR_XOR] = "tt",      [IR_ANDN] = "tt",     [IR_SHL] = "tt",
    [IR_SHR] = "tt",      [IR_SAR] = "tt",      [IR_ROTR] = "tt",
    [IR_EXTR] = "tt",     [IR_NOT] = "t",       [IR_NEG] = "t",
    [IR_CLZ] = "t",       [IR_CTZ] = "t",       [IR_POPCNT] = "t",
    [IR_BSWAP] = "t",     [IR_SEXT8] = "i",     [IR_SEXT16] = "i",
    [IR_SEXT32] = "i",    [IR_ZEXT8] = "i",     [IR_ZEXT16] = "i",
    [IR_ZEXT32] = "i",    [IR_TRUNC] = "l",     [IR_SETCC] = "mm",
    [IR_SELECT] = "mmtt", [IR_ADC] = "ttg",     [IR_SBC] = "ttg",
    [IR_FL_ADD] = "mm",   [IR_FL_SUB] = "mm",   [IR_FL_ADC] = "mmg",
    [IR_FL_SBC] = "mmg",  [IR_FL_LOGIC] = "m",  [IR_FL_FCMP] = "mm",
    [IR_FL_PACK] = "l",   [IR_FL_UNPACK] = "g", [IR_FL_CCMP] = "mmg",
    [IR_FL_CCMN] = "mmg", [IR_SETFL] = "g",     [IR_SELFL] = "gtt",
    [IR_LD] = "lL",       [IR_ST] = "lLt",      [IR_RMW] = "lt",
    [IR_CMPXCHG] = "ltt", [IR_FENCE] = "",      [IR_JMP] = "",
    [IR_FPGET] = "",      [IR_FPSET] = "l",     [IR_BR] = "xx",
    [IR_BRFL] = "g",      [IR_JMPI] = "l",      [IR_CALL] = "",
    [IR_CALLI] = "l",     [IR_RET] = "l",       [IR_EXIT] = "",
    [IR_TRAP] = "xxL",    [IR_HELPER] = "HHHH", [IR_FADD] = "tt",
    [IR_FSUB] = "tt",     [IR_FMUL] = "tt",     [IR_FDIV] = "tt",
    [IR_FSQRT] = "t",     [IR_FMA] = "ttt",     [IR_FMIN] = "tt",
    [IR_FMAX] = "tt",     [IR_FNEG] = "t",      [IR_FABS] = "t",
    [IR_FSETCC] = "mm",   [IR_FCVT] = "c",      [IR_FRINT] = "t",
    [IR_FTOI] = "m",      [IR_ITOF] = "m",      [IR_BITCAST] = "*",
    [IR_NANBOX] = "f",    [IR_NANUNBOX] = "d",  [IR_VOP] = "VVV",
    [IR_VDUP] = "i",      [IR_VINS] = "vi",     [IR_VEXT] = "v",
    [IR_NOP] = "",        [IR_INSN] = "",       [IR_POLL] = "",
};

static bool is_int(unsigned t)
{
    return t == IR_I32 || t == IR_I64;
}

static bool is_float(unsigned t)
{
    return t == IR_F32 || t == IR_F64;
}

static unsigned log2_size(unsigned t)
{
    static const uint8_t size[] = {
        [IR_V] = 0,   [IR_I32] = 2,  [IR_I64] = 3,   [IR_F32] = 2,
        [IR_F64] = 3, [IR_V128] = 4, [IR_FLAGS] = 1,
    };

    return size[t];
}

/* Is an operand of type `t` (IR_V: absent) what letter `c` says? */
static bool operand_ok(const struct ir_insn *in, char c, unsigned t)
{
    switch (c) {
    case 't': return t == in->type && t != IR_V;
    case 'm': return t == (uint64_t)in->imm && t != IR_V;
    case 'x': return t == in->aux && t != IR_V;
    case 'i': return is_int(t);
    case 'l': return t == IR_I64;
    case 'g': return t == IR_FLAGS;
    case 'v': return t == IR_V128;
    case 'f': return t == IR_F32;
    case 'd': return t == IR_F64;
    case 'c': return is_float(t) && t != in->type;
    case 'L': return t == IR_I64 || t == IR_V;
    case 'V': return t == IR_V128 || t == IR_V;
    case 'H': return is_int(t) || t == IR_V;
    default: return t != IR_V;
    }
}

static const char *check_operands(const struct ir_block *b, unsigned i)
{
    const struct ir_insn *in = &b->op[i];
    const char *want = operands[in->op];

    for (unsigned k = 0; k < 4; k++) {
        unsigned t = IR_V;

        if (in->arg[k] != IR_NOID) {
            if (want[0] == 0)
                return "too many operands";
            if (in->arg[k] >= i)
                return "operand is not defined before its use";
            t = b->op[in->arg[k]].type;
            if (ir_opinfo[b->op[in->arg[k]].op].type == IR_V || t == IR_V)
                return "operand has no value";
        }
        if (want[0] == 0)
            continue;
        if (!operand_ok(in, want[0], t))
            return "operand has the wrong type";
        want++;
    }
    return NULL;
}

static bool bitcast_ok(unsigned to, unsigned from)
{
    if (from == IR_FLAGS || to == IR_FLAGS || to == from)
        return false;
    if (from == IR_V128 || to == IR_V128)
        return to != IR_I32 && from != IR_I32;
    return log2_size(to) == log2_size(from);
}

static bool mem_ok(const struct ir_insn *in)
{
    unsigned size = in->sub & MEM_SIZE;

    return is_int(in->type)
               ? size <= log2_size(in->type)
               : in->type != IR_FLAGS && size == log2_size(in->type);
}

/* May a slot of type st be read or written as type t?  Integers and floats keep
 * to their own slots; only a vector slot is written by something narrower. */
static bool slot_ok(unsigned st, unsigned t, unsigned op)
{
    if (t == st)
        return true;
    if (st == IR_V128)
        return is_float(t);
    return op == IR_GET &&
           ((st == IR_I64 && t == IR_I32) || (st == IR_F64 && t == IR_F32));
}

/* The result's type and the fields of one operation. */
static const char *check_fields(const struct ir_block *b,
                                const struct ir_insn *in)
{
    unsigned fixed = ir_opinfo[in->op].type;
    unsigned t = in->type;

    if (fixed != IR_T && fixed != IR_V && t != fixed)
        return "result has the wrong type";
    switch (in->op) {
    case IR_CONST:
        if (t == IR_V || t == IR_FLAGS)
            return "constant has the wrong type";
        return t == IR_I32 && in->imm != (int32_t)in->imm
                   ? "i32 constant is not sign-extended"
                   : NULL;
    case IR_GET:
        return slot_ok(b->slots[in->imm].type, t, in->op)
                   ? NULL
                   : "get does not fit its slot";
    case IR_PUT:
        return slot_ok(b->slots[in->imm].type, b->op[in->arg[0]].type, in->op)
                   ? NULL
                   : "put does not fit its slot";
    case IR_EXTR:
        return in->imm > 0 && in->imm < 8 << log2_size(t)
                   ? NULL
                   : "extr count out of range";
    case IR_LD:
    case IR_ST:
        if (in->imm != (int32_t)in->imm || in->aux > 3)
            return "address out of range";
        return mem_ok(in) ? NULL : "access size does not fit its type";
    case IR_RMW:
    case IR_CMPXCHG: return mem_ok(in) ? NULL : "access size";
    case IR_BITCAST:
        return bitcast_ok(t, b->op[in->arg[0]].type) ? NULL : "no such bitcast";
    case IR_SELECT:
        return t != IR_FLAGS && t != IR_V128 ? NULL : "select of this type";
    case IR_VOP:
        if ((unsigned)in->aux2 >= VOP_COUNT)
            return "no such vector operation";
        for (unsigned k = 0; k < 3; k++)
            if ((in->arg[k] != IR_NOID) != (k < vop_info[in->aux2].nargs))
                return "vector operation has wrong operands";
        return NULL;
    default: break;
    }
    if ((eval_is_int((enum ir_opcode)in->op) || in->op == IR_SETCC ||
         in->op == IR_SETFL || in->op == IR_FSETCC || in->op == IR_FTOI ||
         in->op == IR_VEXT || in->op == IR_ADC || in->op == IR_SBC) &&
        !is_int(t))
        return "result is not an integer";
    if (in->op >= IR_FADD && in->op <= IR_FABS)
        return is_float(t) || t == IR_V128 ? NULL : "result is not a float";
    return NULL;
}

const char *ir_verify(const struct ir_block *b, unsigned *where)
{
    bool in_insn = false;

    for (unsigned i = 0; i < b->n; i++) {
        const struct ir_insn *in = &b->op[i];
        const char *error;

        *where = i;
        if (in->op >= IR_OP_COUNT)
            return "no such operation";
        error = check_operands(b, i);
        if (error == NULL)
            error = check_fields(b, in);
        if (error != NULL)
            return error;
        in_insn |= in->op == IR_INSN;
        if (!in_insn && ir_opinfo[in->op].props & ~IRP_P)
            return "operation before the first instruction";
        if ((i == b->n - 1u) != ((ir_opinfo[in->op].props & IRP_X) != 0))
            return "an exit must be the last operation, and only that";
    }
    *where = b->n;
    return b->n == 0 ? "empty block" : NULL;
}
