/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From an instruction word to its semantic function, and what these share. */
#include "config.h"

#include <string.h>

#define DECODE_FIND
#define DECODE_FLAGS
#define DECODE_GEN
#include "target/aarch64/translate.h"

unsigned aarch64_translate(struct translate *t)
{
    struct aarch64_args a;
    uint32_t insn;
    if (t->avail < 4)
        return TRANSLATE_FETCH;
    memcpy(&insn, t->code, sizeof(insn));
    unsigned row = aarch64_find32(insn, t->features);
    bool ok = false;
    if (row) {
        aarch64_extract(row - 1, insn, &a);
        ok = aarch64_gen[row - 1](t, &a);
    }
    if (!ok) {
        ir_exit(t->ir, EXIT_ILLEGAL, t->off);
        t->done = true;
    }
    return 4;
}

enum flags_step aarch64_flags_step(const uint8_t *code, uint64_t features,
                                   int64_t *rel)
{
    struct aarch64_args a;
    uint32_t insn;
    memcpy(&insn, code, sizeof(insn));
    unsigned row = aarch64_find32(insn, features);
    enum flags_step step =
        row ? (enum flags_step)aarch64_flags[row - 1] : FLAGS_USE;
    if (step >= FLAGS_JUMP) {
        aarch64_extract(row - 1, insn, &a);
        *rel = a.imm;
    }
    return step;
}

struct ir_val gen_lane(struct translate *t, struct ir_val v, unsigned esz,
                       unsigned lane)
{
    return ir_vext(t->ir, esz == 3 ? IR_I64 : IR_I32, esz, false, v, lane);
}

struct ir_val gen_shift(struct translate *t, int64_t sf, struct ir_val x,
                        int64_t type, int64_t amount)
{
    static const uint8_t op[] = {IR_SHL, IR_SHR, IR_SAR, IR_ROTR};
    if (amount == 0)
        return x;
    return ir_op2i(t->ir, (enum ir_opcode)op[type], type_sf(sf), x, amount);
}

struct ir_val gen_extend(struct translate *t, int64_t sf, int64_t rm,
                         int64_t option, int64_t amount)
{
    static const uint8_t op[] = {IR_ZEXT8, IR_ZEXT16, IR_ZEXT32, IR_OP_COUNT,
                                 IR_SEXT8, IR_SEXT16, IR_SEXT32, IR_OP_COUNT};
    struct ir_val x = get_x(t, rm, sf);
    enum ir_opcode o = (enum ir_opcode)op[option];
    /* A word or doubleword is already as wide as a 32-bit operation. */
    if (o != IR_OP_COUNT && (sf || (option & 3) < 2))
        x = ir_op1(t->ir, o, type_sf(sf), x);
    return gen_shift(t, sf, x, 0, amount);
}

void gen_align(struct translate *t, struct ir_val addr, unsigned size)
{
    enum { GRANULE = 16 };
    if (size == 1)
        return;
    if (size == GRANULE || !(t->features & AARCH64_HAS_LSE2)) {
        ir_trap(t->ir, CC_TSTNZ, addr, ir_const(t->ir, IR_I64, size - 1),
                EXIT_ALIGN, addr);
        return;
    }
    struct ir_val at = ir_op2i(t->ir, IR_AND, IR_I64, addr, GRANULE - 1);
    ir_trap(t->ir, CC_GTU, at, ir_const(t->ir, IR_I64, GRANULE - size),
            EXIT_ALIGN, addr);
}

/* Arm ARM, pseudocode DecodeBitMasks. */
uint64_t aarch64_bitmask(int64_t sf, int64_t n, int64_t immr, int64_t imms)
{
    unsigned code = (unsigned)(n << 6 | (~imms & 0x3f));
    unsigned len = 31 - (unsigned)__builtin_clz(code);
    unsigned size = 1u << len, levels = size - 1;
    unsigned s = (unsigned)imms & levels, r = (unsigned)immr & levels;
    uint64_t ones = ~UINT64_C(0) >> (63 - s);
    uint64_t all = ~UINT64_C(0) >> (64 - size);
    uint64_t element = r ? ((ones >> r) | (ones << (size - r))) & all : ones;
    for (; size < 64; size *= 2)
        element |= element << size;
    return sf ? element : (uint32_t)element;
}
