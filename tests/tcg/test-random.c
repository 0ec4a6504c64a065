/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Random IR programs.  Each is run as generated on the first engine; what
 * building and optimising make of it must verify and do the same on every
 * engine, and the text form must read back as the same operations.
 *
 *      test-random [FIRST-SEED [PROGRAMS]]
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcg/flags.h"
#include "tcg/interp.h"
#include "tcg-test.h"

enum { MAX_VALUES = 600, TYPES = IR_FLAGS + 1 };

/* The values of a program so far, by type. */
static struct {
    struct ir_block *b;
    uint64_t seed;
    uint16_t value[TYPES][MAX_VALUES];
    unsigned n[TYPES];
} gen;

static unsigned pick(unsigned n)
{
    return (unsigned)(test_random(&gen.seed) % n);
}

static uint16_t append(struct ir_insn in)
{
    uint16_t id = ir_append(gen.b, &in).id;

    if (ir_opinfo[in.op].type != IR_V)
        gen.value[in.type][gen.n[in.type]++] = id;
    return id;
}

/* A constant with a liking for boundaries. */
static int64_t number(void)
{
    static const int64_t list[] = {
        0,  1,  -1,   2,      3,          8,         31,       32,
        63, 64, 0xff, 0xffff, 0xffffffff, INT32_MIN, INT64_MIN};
    unsigned k = pick(20);

    if (k < sizeof(list) / sizeof(list[0]))
        return list[k];
    return (int64_t)(test_random(&gen.seed) >> pick(64));
}

/* A number or a NaN, quiet or not, of one sign or the other. */
static uint64_t special(bool wide)
{
    static const uint32_t list[] = {
        0x00000000, 0x3f800000, 0x7f800000, 0x7fc00000, 0xffc00000,
        0x7fc00012, 0xffe00034, 0x7f800056, 0xff800078, 0x00000009,
    };
    uint32_t x = list[pick(sizeof(list) / sizeof(list[0]))];
    uint64_t low = x & 0x7fffff;

    if (!wide)
        return x;
    return (uint64_t)(x >> 31) << 63 | (low & 0x700000) << 29 | (low & 0xff) |
           (x << 1 >> 24 == 0xff   ? 0x7ffull << 52
            : x << 1 >> 24 == 0x7f ? 0x3ffull << 52
                                   : 0);
}

static uint16_t make(unsigned t)
{
    struct ir_insn in = {.op = IR_CONST,
                         .type = (uint8_t)t,
                         .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID}};

    if (t == IR_FLAGS) {
        in.op = IR_GET;
        in.imm = SLOT_NZCV;
    } else {
        in.imm = t >= IR_F32 && t <= IR_V128 && pick(2)
                     ? (int64_t)special(t == IR_F64 || pick(2))
                     : number();
        if (t == IR_I32)
            in.imm = (int32_t)in.imm;
        if (t == IR_F32)
            in.imm = (uint32_t)in.imm;
    }
    return append(in);
}

/* A value of type t, mostly a recent one. */
static uint16_t any(unsigned t)
{
    unsigned n = gen.n[t];

    if (n == 0 || pick(12) == 0)
        return make(t);
    return gen.value[t][pick(3) ? n - 1 - pick(n < 6 ? n : 6) : pick(n)];
}

static unsigned int_type(void)
{
    return pick(2) ? IR_I64 : IR_I32;
}

static unsigned float_type(void)
{
    return pick(2) ? IR_F64 : IR_F32;
}

static struct ir_insn blank(unsigned op, unsigned t)
{
    return (struct ir_insn){.op = (uint8_t)op,
                            .type = (uint8_t)t,
                            .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID}};
}

static void gen_int(void)
{
    unsigned op = IR_ADD + pick(IR_SETCC - IR_ADD);
    unsigned t = op == IR_TRUNC                       ? IR_I32
                 : op == IR_SEXT32 || op == IR_ZEXT32 ? IR_I64
                                                      : int_type();
    struct ir_insn in = blank(op, t);
    unsigned from = op == IR_TRUNC                      ? IR_I64
                    : op >= IR_SEXT8 && op <= IR_ZEXT32 ? int_type()
                                                        : t;

    in.arg[0] = any(from);
    if (ir_opinfo[op].nargs == 2)
        in.arg[1] = any(from);
    if (op == IR_EXTR)
        in.imm = 1 + pick(t == IR_I64 ? 63 : 31);
    append(in);
}

static void gen_condition(void)
{
    unsigned t = int_type();
    struct ir_insn in = blank(pick(2) ? IR_SETCC : IR_SELECT, int_type());

    in.cc = (uint8_t)pick(CC_TSTNZ + 1);
    in.imm = t;
    in.arg[0] = any(t);
    in.arg[1] = any(t);
    if (in.op == IR_SELECT) {
        in.type = (uint8_t)(pick(3) ? int_type() : float_type());
        in.arg[2] = any(in.type);
        in.arg[3] = any(in.type);
    }
    append(in);
}

static void gen_flags(void)
{
    unsigned op = IR_ADC + pick(IR_SELFL + 1 - IR_ADC);
    unsigned t = op == IR_FL_FCMP ? float_type() : int_type();
    struct ir_insn in =
        blank(op, ir_opinfo[op].type == IR_T ? t : ir_opinfo[op].type);

    in.cc = (uint8_t)pick(FC_AL + 1);
    switch (op) {
    case IR_FL_UNPACK:
    case IR_SETFL: in.arg[0] = any(IR_FLAGS); break;
    case IR_FL_PACK: in.arg[0] = any(IR_I64); break;
    case IR_SELFL:
        in.type = (uint8_t)(pick(2) ? t : IR_V128);
        in.arg[0] = any(IR_FLAGS);
        in.arg[1] = any(in.type);
        in.arg[2] = any(in.type);
        break;
    default:
        in.arg[0] = any(t);
        if (ir_opinfo[op].nargs >= 2)
            in.arg[1] = any(t);
        if (ir_opinfo[op].nargs == 3)
            in.arg[2] = any(IR_FLAGS);
        if (op != IR_ADC && op != IR_SBC)
            in.imm = t;
        if (op == IR_FL_CCMP || op == IR_FL_CCMN)
            in.aux = (uint16_t)pick(16);
        else
            in.cc = 0;
        break;
    }
    if (op == IR_FL_UNPACK || op == IR_FL_PACK)
        in.cc = 0;
    append(in);
}

static void gen_state(void)
{
    static const uint8_t wide[] = {IR_V128, IR_F64, IR_F32, IR_V128};
    struct ir_insn in = blank(pick(2) ? IR_GET : IR_PUT, IR_I64);

    in.imm = pick(SLOT_COUNT);
    in.type = test_slots[in.imm].type;
    if (in.type == IR_V128)
        in.type = wide[pick(4)];
    else if (in.op == IR_GET && in.type == IR_I64 && pick(2))
        in.type = IR_I32;
    else if (in.op == IR_GET && in.type == IR_F64 && pick(3) == 0)
        in.type = (uint8_t)float_type();
    if (in.op == IR_PUT)
        in.arg[0] = any(in.type);
    append(in);
}

/* What is added to an address: mostly little.  Where the sanitizers keep memory
 * of their own, only little. */
static int64_t distance(void)
{
    int64_t little = 8 * (int64_t)pick(16);

#ifdef CALQUE_SANITIZERS
    return little;
#else
    return pick(8) ? little : number();
#endif
}

/* An address inside the memory, made of parts that may be folded; now and then
 * one that faults. */
static void address(struct ir_insn *in)
{
    struct ir_insn base = blank(IR_CONST, IR_I64);
    struct ir_insn op = blank(IR_AND, IR_I64);

    base.imm = pick(40) ? (int64_t)TEST_MEM_BASE + 1024 : (int64_t)TEST_MEM_BAD;
    op.arg[0] = any(IR_I64);
    op.arg[1] =
        append((struct ir_insn){.op = IR_CONST,
                                .type = IR_I64,
                                .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID},
                                .imm = 0xf0});
    in->arg[0] = append(base);
    in->arg[1] = append(op);
    in->aux = (uint16_t)pick(4);
    in->imm = 16 * (int)pick(8) - 64;
    if (pick(3) == 0)
        return;
    if (pick(2)) {
        op = blank(IR_SHL, IR_I64);
        op.arg[0] = in->arg[1];
        op.arg[1] =
            append((struct ir_insn){.op = IR_CONST,
                                    .type = IR_I64,
                                    .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID},
                                    .imm = pick(4)});
        in->arg[1] = append(op);
    }
    op = blank(pick(4) ? IR_ADD : IR_SUB, IR_I64);
    op.arg[0] = in->arg[0];
    op.arg[1] = in->arg[1];
    if (op.op == IR_ADD && pick(2)) {
        op.arg[0] = in->arg[1];
        op.arg[1] = in->arg[0];
    }
    in->arg[0] = append(op);
    in->arg[1] = IR_NOID;
    in->aux = 0;
    if (pick(2)) {
        op.op = pick(2) ? IR_ADD : IR_SUB;
        op.arg[0] = in->arg[0];
        op.arg[1] =
            append((struct ir_insn){.op = IR_CONST,
                                    .type = IR_I64,
                                    .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID},
                                    .imm = distance()});
        in->arg[0] = append(op);
    }
}

static void gen_memory(void)
{
    static const uint8_t ops[] = {IR_LD, IR_LD,  IR_LD,     IR_ST,
                                  IR_ST, IR_RMW, IR_CMPXCHG};
    unsigned op = ops[pick(sizeof(ops))];
    unsigned t = op == IR_RMW || op == IR_CMPXCHG || pick(3) ? int_type()
                 : pick(2)                                   ? float_type()
                                                             : IR_V128;
    struct ir_insn in = blank(op, t);

    switch (t) {
    case IR_I32: in.sub = (uint8_t)pick(3); break;
    case IR_I64: in.sub = (uint8_t)pick(4); break;
    case IR_F32: in.sub = MEM_32; break;
    case IR_F64: in.sub = MEM_64; break;
    default: in.sub = MEM_128; break;
    }
    if (op != IR_ST && t <= IR_I64 && pick(2))
        in.sub |= MEM_SIGN;
    if ((op == IR_LD || op == IR_ST) && pick(8) == 0)
        in.sub |= MEM_BE;
    address(&in);
    if (op == IR_RMW || op == IR_CMPXCHG) {
        struct ir_insn at = blank(IR_ADD, IR_I64);

        at.arg[0] = in.arg[0];
        at.arg[1] = in.arg[1] != IR_NOID ? in.arg[1] : in.arg[0];
        in.arg[0] = in.arg[1] != IR_NOID ? append(at) : in.arg[0];
        in.arg[1] = any(t);
        in.imm = 0;
        in.aux = (uint16_t)(op == IR_RMW ? pick(RMW_MAXU + 1) : 0);
        if (op == IR_CMPXCHG)
            in.arg[2] = any(t);
    } else if (op == IR_ST) {
        in.arg[2] = any(t);
    }
    append(in);
}

static void gen_float(void)
{
    unsigned op = IR_FADD + pick(IR_NANUNBOX + 1 - IR_FADD);
    unsigned t = float_type();
    struct ir_insn in = blank(op, t);
    bool vector = op <= IR_FABS && pick(3) == 0;

    if (vector) {
        in.type = IR_V128;
        in.sub = (uint8_t)(1 + pick(3));
        in.aux = (uint16_t)(in.sub == 1 && pick(2) ? 8 : pick(2));
    }
    for (unsigned k = 0; k < ir_opinfo[op].nargs; k++)
        in.arg[k] = any(vector ? (unsigned)IR_V128 : t);
    switch (op) {
    case IR_FMA: in.aux |= (uint16_t)(pick(4) << 1); break;
    case IR_FMIN:
    case IR_FMAX: in.aux |= (uint16_t)(pick(2) << 1); break;
    case IR_FSETCC:
        in.type = (uint8_t)int_type();
        in.imm = t;
        in.sub = (uint8_t)pick(6);
        in.aux = (uint16_t)pick(2);
        break;
    case IR_FCVT: in.type = t == IR_F32 ? IR_F64 : IR_F32; break;
    case IR_FRINT: in.aux |= (uint16_t)(pick(5) << 4 | pick(2) << 1); break;
    case IR_FTOI:
        in.type = (uint8_t)int_type();
        in.imm = t;
        in.aux = (uint16_t)(pick(5) << 4 | pick(2) << 1);
        break;
    case IR_ITOF:
        in.imm = int_type();
        in.arg[0] = any((unsigned)in.imm);
        in.aux = (uint16_t)(pick(2) << 1);
        break;
    case IR_BITCAST: {
        static const uint8_t pairs[][2] = {
            {IR_I32, IR_F32},  {IR_F32, IR_I32},  {IR_I64, IR_F64},
            {IR_F64, IR_I64},  {IR_F32, IR_V128}, {IR_F64, IR_V128},
            {IR_I64, IR_V128}, {IR_V128, IR_F32}, {IR_V128, IR_F64},
            {IR_V128, IR_I64},
        };
        unsigned k = pick(10);

        in.type = pairs[k][1];
        in.arg[0] = any(pairs[k][0]);
        break;
    }
    case IR_NANBOX:
        in.type = IR_F64;
        in.arg[0] = any(IR_F32);
        break;
    case IR_NANUNBOX:
        in.type = IR_F32;
        in.arg[0] = any(IR_F64);
        break;
    default: break;
    }
    append(in);
}

/* Lane sizes (a bit each), kinds of lanes (bits of enum vop_lanes) and range of
 * the immediate that an operation can have. */
struct shape {
    uint8_t sizes, lanes;
    enum { IMM_NONE, IMM_LEFT, IMM_RIGHT, IMM_LANE, IMM_OTHER } imm;
};
enum {
    NARROW = 7,
    ANY_SIZE = 15,
    FULL = 1 << VOP_FULL,
    FULL_HALF = FULL | 1 << VOP_HALF,
    ANY_LANES = FULL_HALF | 1 << VOP_SCALAR,
};

static bool between(unsigned op, unsigned first, unsigned last)
{
    return op >= first && op <= last;
}

static struct shape vop_shape(unsigned op)
{
    if (op == VOP_SHLI || op == VOP_SLI || between(op, VOP_SQSHLI, VOP_SQSHLUI))
        return (struct shape){ANY_SIZE, ANY_LANES, IMM_LEFT};
    if (op == VOP_SHRI || op == VOP_SARI || op == VOP_SRI ||
        between(op, VOP_SRSHRI, VOP_URSHRI))
        return (struct shape){ANY_SIZE, ANY_LANES, IMM_RIGHT};
    if (op == VOP_DUPLANE || op == VOP_INSLANE)
        return (struct shape){ANY_SIZE, FULL_HALF, IMM_LANE};
    if (op == VOP_SHRN || op == VOP_RSHRN ||
        between(op, VOP_SQSHRN, VOP_SQRSHRUN))
        return (struct shape){NARROW, FULL, IMM_RIGHT};
    if (op == VOP_EXT || op == VOP_TBL || op == VOP_TBX)
        return (struct shape){1, FULL_HALF, IMM_OTHER};
    if (op == VOP_REV || between(op, VOP_SADDLP, VOP_UADALP))
        return (struct shape){NARROW, FULL_HALF, IMM_OTHER};
    if (between(op, VOP_ZIP1, VOP_TRN2))
        return (struct shape){ANY_SIZE, FULL_HALF, IMM_NONE};
    if (op == VOP_PMULL)
        return (struct shape){9, FULL, IMM_OTHER};
    if (between(op, VOP_SDOT, VOP_BFDOT) || op == VOP_URECPE ||
        op == VOP_URSQRTE)
        return (struct shape){4, FULL_HALF, IMM_NONE};
    if (between(op, VOP_SQDMULL, VOP_SQDMLSL))
        return (struct shape){6, FULL, IMM_OTHER};
    if (between(op, VOP_SQXTN, VOP_SQXTUN))
        return (struct shape){NARROW, FULL | 1 << VOP_SCALAR, IMM_NONE};
    if (between(op, VOP_SADDL, VOP_RSHRN))
        return (struct shape){NARROW, FULL, IMM_OTHER};
    if (between(op, VOP_ADDV, VOP_UADDLV))
        return (struct shape){NARROW, FULL_HALF, IMM_NONE};
    if (between(op, VOP_AESE, VOP_SM4EKEY))
        return (struct shape){4, FULL, IMM_NONE};
    if (between(op, VOP_SQDMULH, VOP_SQRDMLSH))
        return (struct shape){6, ANY_LANES, IMM_NONE};
    if (op == VOP_BFMMLA)
        return (struct shape){4, FULL, IMM_NONE};
    if (between(op, VOP_FMAXV, VOP_FMINNMV))
        return (struct shape){6, FULL, IMM_NONE};
    if (op == VOP_FRINTR)
        return (struct shape){12, ANY_LANES, IMM_OTHER};
    if (op == VOP_FJCVTZS)
        return (struct shape){8, 1 << VOP_HALF, IMM_NONE};
    if (op == VOP_FWIDEN)
        return (struct shape){2, ANY_LANES, IMM_OTHER};
    if (op == VOP_BFCVTN)
        return (struct shape){2, FULL | 1 << VOP_SCALAR, IMM_NONE};
    if (op == VOP_FCVTL || op == VOP_FCVTN)
        return (struct shape){6, FULL, IMM_OTHER};
    if (op == VOP_FCVTXN)
        return (struct shape){4, FULL, IMM_NONE};
    if (op == VOP_FCVTS)
        return (struct shape){14, 1 << VOP_SCALAR, IMM_OTHER};
    if (between(op, VOP_FTOS, VOP_UTOF))
        return (struct shape){14, ANY_LANES, IMM_OTHER};
    if (op >= VOP_FCMEQ)
        return (struct shape){14, ANY_LANES, IMM_NONE};
    return (struct shape){ANY_SIZE, ANY_LANES, IMM_NONE};
}

static int64_t vop_imm(unsigned op, unsigned esz, unsigned lanes)
{
    switch (vop_shape(op).imm) {
    case IMM_NONE: return 0;
    case IMM_LEFT: return pick(8u << esz);
    case IMM_RIGHT: return 1 + pick(8u << esz);
    case IMM_LANE:
        return op == VOP_DUPLANE
                   ? pick(16u >> esz)
                   : pick((lanes ? 8u : 16u) >> esz) | pick(16u >> esz) << 8;
    default: break;
    }
    switch (op) {
    case VOP_EXT: return pick(lanes ? 8 : 16);
    case VOP_TBL:
    case VOP_TBX: return pick(4);
    case VOP_REV: return esz + 1 + pick(3 - esz);
    case VOP_SSHLL:
    case VOP_USHLL: return pick(2) | pick(8u << esz) << 8;
    case VOP_FCVTS: return 1 + (esz - 1 + 1 + pick(2)) % 3;
    case VOP_FRINTR: return pick(5) | (pick(2) ? 32 : 64) << 8;
    case VOP_FWIDEN: return lanes == VOP_SCALAR ? 0 : 4 * pick(2);
    case VOP_FTOS:
    case VOP_FTOU: return pick(6) == 5 ? 7 : pick(5);
    case VOP_STOF:
    case VOP_UTOF: return 7 | (pick(2) ? pick(8u << esz) << 8 : 0);
    default: return pick(2);
    }
}

static void vop_any(struct ir_insn *in)
{
    unsigned op = pick(VOP_COUNT);
    struct shape shape = vop_shape(op);

    do
        in->sub = (uint8_t)pick(4);
    while (!(shape.sizes >> in->sub & 1));
    do
        in->aux = (uint16_t)pick(3);
    while (!(shape.lanes >> in->aux & 1));
    in->aux2 = (int32_t)op;
    in->imm = vop_imm(op, in->sub, in->aux);
    for (unsigned k = 0; k < vop_info[op].nargs; k++)
        in->arg[k] = any(IR_V128);
}

static void gen_vector(void)
{
    struct ir_insn in =
        blank(pick(3) ? (unsigned)IR_VOP : IR_VOP + pick(4), IR_V128);

    in.sub = (uint8_t)pick(4);
    switch (in.op) {
    case IR_VOP: vop_any(&in); break;
    case IR_VDUP:
        in.aux = (uint16_t)pick(2);
        in.arg[0] = any(in.sub == 3 ? (unsigned)IR_I64 : int_type());
        break;
    case IR_VINS:
        in.imm = pick(16u >> in.sub);
        in.arg[0] = any(IR_V128);
        in.arg[1] = any(in.sub == 3 ? (unsigned)IR_I64 : int_type());
        break;
    default:
        in.type = (uint8_t)(in.sub == 3 ? (unsigned)IR_I64 : int_type());
        in.imm = pick(16u >> in.sub);
        in.aux = (uint16_t)(pick(2) << 1);
        in.arg[0] = any(IR_V128);
        break;
    }
    append(in);
}

/* At half of the places to go on at, nobody sees the flags. */
static uint8_t flags_dead_at(int64_t target)
{
    return target & 8 ? IR_FLAGS_DEAD : 0;
}

static void gen_leave(void)
{
    unsigned t = int_type();
    struct ir_insn in = blank(IR_BR, IR_V);

    if (pick(4))
        return; /* keep programs long */
    in.op = (uint8_t)(pick(2) ? IR_BR : pick(2) ? IR_BRFL : IR_TRAP);
    in.imm = 4 + 4 * (int)pick(64);
    if (in.op == IR_BRFL) {
        in.cc = (uint8_t)pick(FC_AL);
        in.arg[0] = any(IR_FLAGS);
    } else {
        in.cc = (uint8_t)pick(CC_TSTNZ + 1);
        in.aux = (uint16_t)t;
        in.arg[0] = any(t);
        in.arg[1] = any(t);
    }
    if (in.op == IR_TRAP) {
        in.imm = 0;
        in.aux2 = 7;
        in.arg[2] = pick(2) ? any(IR_I64) : IR_NOID;
    }
    if (in.op != IR_TRAP)
        in.sub = flags_dead_at(in.imm);
    append(in);
}

static void gen_helper(void)
{
    struct ir_insn in = blank(pick(8) ? IR_POLL : IR_HELPER, IR_V);

    if (in.op == IR_HELPER) {
        in.imm = pick(2);
        in.type = IR_I64;
        for (unsigned k = 0; k < 4; k++)
            in.arg[k] = any(IR_I64);
    }
    append(in);
}

static void generate(struct ir_block *b, uint64_t seed)
{
    static void (*const kinds[])(void) = {
        gen_int,    gen_int,    gen_int,   gen_condition, gen_flags,
        gen_state,  gen_state,  gen_state, gen_memory,    gen_float,
        gen_vector, gen_vector, gen_leave, gen_helper,
    };
    struct ir_insn in = blank(IR_INSN, IR_V);
    unsigned insns;

    gen.b = b;
    gen.seed = seed;
    memset(gen.n, 0, sizeof(gen.n));
    test_begin(b);
    insns = 1 + pick(20);
    for (unsigned i = 0; i < insns; i++) {
        in.imm = 4 * i;
        append(in);
        b->n_insns++;
        for (unsigned k = 1 + pick(6); k > 0; k--)
            kinds[pick(sizeof(kinds) / sizeof(kinds[0]))]();
    }
    in = blank(pick(2) ? IR_JMP : IR_EXIT, IR_V);
    in.aux = in.op == IR_EXIT;
    in.imm = 4 * (int)insns;
    if (in.op == IR_JMP)
        in.sub = flags_dead_at(in.imm);
    append(in);
}

/* ---- Running and comparing ---- */

/* Denormal operands are noted by the host alone; tininess is detected where the
 * host does it. */
enum { MXCSR_DE_UE = 0x12 };

struct outcome {
    struct test_state state;
    uint32_t reason;
    uint8_t memory[TEST_MEM_SIZE];
};

/* Any bits, or special ones of an f64 or of two f32. */
static uint64_t float_slot(uint64_t *seed, bool wide)
{
    uint64_t x = test_random(seed);

    if (x & 1)
        return x;
    gen.seed = x;
    return wide ? special(true) : special(false) | special(false) << 32;
}

static void run(unsigned engine, const struct ir_block *b, uint64_t seed,
                struct outcome *o)
{
    uint64_t *memory = (uint64_t *)(uintptr_t)TEST_MEM_BASE;

    memset(o, 0, sizeof(*o));
    for (unsigned i = 0; i < TEST_REGS; i++)
        o->state.x[i] = test_random(&seed) >> (test_random(&seed) & 63);
    for (unsigned i = 0; i < 4; i++) {
        o->state.f[i] = float_slot(&seed, seed & 1);
        o->state.v[i].u64[0] = float_slot(&seed, seed & 2);
        o->state.v[i].u64[1] = float_slot(&seed, seed & 2);
    }
    o->state.nzcv = (uint16_t)(0x200 | (test_random(&seed) & 0xc101));
    o->state.cpu.env.mxcsr = TEST_MXCSR | (test_random(&seed) & 0x6000);
    for (unsigned i = 0; i < TEST_MEM_SIZE / 8; i++)
        memory[i] = test_random(&seed);
    o->reason = test_run(engine, &o->state, b);
    memcpy(o->memory, memory, TEST_MEM_SIZE);
}

/* The host does not say which address it was. */
static bool is_non_canonical(uint64_t addr)
{
    return (uint64_t)((int64_t)(addr << 16) >> 16) != addr;
}

/* NULL, or the first part of the outcomes that differs. */
static const char *difference(const struct outcome *a, const struct outcome *b)
{
    const char *x = (const char *)&a->state;
    const char *y = (const char *)&b->state;

    if (a->reason != b->reason)
        return "reason";
    if (a->state.cpu.env.pc != b->state.cpu.env.pc)
        return "pc";
    for (unsigned i = 0; i < SLOT_COUNT; i++) {
        static const uint8_t size[TYPES] = {
            [IR_I64] = 8, [IR_F64] = 8, [IR_V128] = 16};
        unsigned off = test_slots[i].off;

        if (i != SLOT_NZCV &&
            memcmp(x + off, y + off, size[test_slots[i].type]) != 0)
            return test_slots[i].name;
    }
    bool dead = a->reason == IR_EXIT_CHAIN &&
                flags_dead_at((int64_t)(a->state.cpu.env.pc - TEST_PC));
    if (!dead && flags_unpack(a->state.nzcv) != flags_unpack(b->state.nzcv))
        return "nzcv";
    if (a->state.cpu.env.sat != b->state.cpu.env.sat)
        return "saturation";
    if (a->state.cpu.env.fault_addr != b->state.cpu.env.fault_addr &&
        !(b->state.cpu.env.fault_addr == 0 &&
          (is_non_canonical(a->state.cpu.env.fault_addr) ||
           is_non_canonical(a->state.cpu.env.fault_addr + TEST_BASE))))
        return "fault address";
    if ((a->state.cpu.env.mxcsr ^ b->state.cpu.env.mxcsr) &
        ~(uint32_t)MXCSR_DE_UE)
        return "mxcsr";
    return memcmp(a->memory, b->memory, sizeof(a->memory)) ? "memory" : NULL;
}

static bool text_returns(const struct ir_block *b)
{
    static char text[IR_MAX_OPS * 64];
    static struct ir_block copy;

    test_print(b, text, sizeof(text));
    test_begin(&copy);
    if (ir_parse(&copy, text) != 0 || copy.n != b->n)
        return false;
    for (unsigned i = 0; i < b->n; i++) {
        copy.op[i].uses = b->op[i].uses;
        if (memcmp(&copy.op[i], &b->op[i], 12) != 0 ||
            copy.op[i].aux != b->op[i].aux ||
            copy.op[i].aux2 != b->op[i].aux2 || copy.op[i].imm != b->op[i].imm)
            return false;
    }
    return true;
}

/* NULL, or what is wrong with the program that is `first`; then *bad is the
 * form of it that differs. */
static const char *check(const struct ir_block *first, uint64_t seed,
                         struct ir_block *bad)
{
    static struct ir_block blocks[4]; /* as is, optimised, built, both */
    static struct outcome want, seen;
    unsigned where;

    blocks[0] = *first;
    blocks[1] = blocks[0];
    ir_optimise(&blocks[1]);
    ir_compact(&blocks[1]);
    test_rebuild(&blocks[2], &blocks[0]);
    blocks[3] = blocks[2];
    ir_optimise(&blocks[3]);
    ir_compact(&blocks[3]);
    for (unsigned i = 0; i < 4; i++) {
        const char *error = ir_verify(&blocks[i], &where);

        *bad = blocks[i];
        if (error != NULL)
            return error;
        if (!text_returns(&blocks[i]))
            return "text does not read back";
    }
    run(0, &blocks[0], seed, &want);
    for (unsigned e = 0; e < TEST_ENGINES; e++)
        for (unsigned i = 0; i < 4; i++) {
            const char *what;

            run(e, &blocks[i], seed, &seen);
            what = difference(&want, &seen);
            *bad = blocks[i];
            if (what != NULL)
                return what;
        }
    return NULL;
}

/* Replaces operations by constants and fences as long as the program keeps
 * failing, and writes what is left. */
static void reduce(struct ir_block *b, uint64_t seed)
{
    static char text[IR_MAX_OPS * 64];
    static struct ir_block bad;
    const char *what;

    for (unsigned i = b->n - 1; i-- > 0;) {
        struct ir_insn keep = b->op[i];
        bool value = ir_opinfo[keep.op].type != IR_V;

        if (keep.op == IR_INSN || keep.type == IR_FLAGS)
            continue;
        b->op[i] = blank(value ? IR_CONST : IR_FENCE, value ? keep.type : IR_V);
        if (check(b, seed, &bad) == NULL)
            b->op[i] = keep;
    }
    ir_optimise(b); /* without what is now unused, if it still fails */
    ir_compact(b);
    what = check(b, seed, &bad);
    test_print(&bad, text, sizeof(text));
    printf("# seed %llu: %s differs:\n", (unsigned long long)seed,
           what != NULL ? what : "nothing");
    fputs(text, stdout);
}

int main(int argc, char **argv)
{
    static struct ir_block b, bad;
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
    uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 0) : 5000;
    const char *error = NULL;
    uint64_t seed;

    if (!test_map()) {
        printf("Bail out! no memory at the guest's address\n");
        return 1;
    }
    for (seed = first; seed < first + count && error == NULL; seed++) {
        test_use_rules(seed & 1 ? TEST_RISCV : TEST_ARM);
        if (seed % 500 == 0 && !test_compiled_restart())
            error = "no memory";
        generate(&b, seed);
        error = check(&b, seed, &bad);
    }
    test_ok(error == NULL, "random programs");
    if (error != NULL)
        reduce(&b, seed - 1);
    return test_done();
}
