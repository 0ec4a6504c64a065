/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The builders of tcg/ir.h: each fills in one operation. */
#include "config.h"

#include "tcg/emit.h"
#include "tcg/simplify.h"

/* Operands, the others absent. */
#define NO_ARGS                                                                \
    {                                                                          \
        IR_NOID, IR_NOID, IR_NOID, IR_NOID                                     \
    }
#define ARG1(x)                                                                \
    {                                                                          \
        (x).id, IR_NOID, IR_NOID, IR_NOID                                      \
    }
#define ARG2(x, y)                                                             \
    {                                                                          \
        (x).id, (y).id, IR_NOID, IR_NOID                                       \
    }
#define ARG3(x, y, z)                                                          \
    {                                                                          \
        (x).id, (y).id, (z).id, IR_NOID                                        \
    }

/* For operations without a rule of their own. */
static struct ir_val emit_any(struct ir_block *b, struct ir_insn *in)
{
    return ir_opinfo[in->op].props & IRP_P ? emit_pure(b, in)
                                           : emit_append(b, in);
}

bool ir_is_const(const struct ir_block *b, struct ir_val v, int64_t *out)
{
    if (b->op[v.id].op != IR_CONST)
        return false;
    *out = b->op[v.id].imm;
    return true;
}

struct ir_val ir_pcrel(struct ir_block *b, int64_t off)
{
    return emit_pure(
        b, &(struct ir_insn){
               .arg = NO_ARGS, .op = IR_PCREL, .type = IR_I64, .imm = off});
}

struct ir_val ir_op1(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x)
{
    return emit_any(b, &(struct ir_insn){.op = (uint8_t)op,
                                         .type = (uint8_t)t,
                                         .arg = ARG1(x)});
}

struct ir_val ir_op2(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x, struct ir_val y)
{
    return emit_any(b, &(struct ir_insn){.op = (uint8_t)op,
                                         .type = (uint8_t)t,
                                         .arg = ARG2(x, y)});
}

struct ir_val ir_op3(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x, struct ir_val y, struct ir_val z)
{
    return emit_any(b, &(struct ir_insn){.op = (uint8_t)op,
                                         .type = (uint8_t)t,
                                         .arg = ARG3(x, y, z)});
}

struct ir_val ir_extr(struct ir_block *b, enum ir_type t, struct ir_val x,
                      struct ir_val y, unsigned n)
{
    return emit_pure(
        b, &(struct ir_insn){
               .op = IR_EXTR, .type = (uint8_t)t, .arg = ARG2(x, y), .imm = n});
}

struct ir_val ir_op2i(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                      struct ir_val x, int64_t imm)
{
    return ir_op2(b, op, t, x, ir_const(b, t, imm));
}

struct ir_val ir_setcc(struct ir_block *b, enum ir_type t, enum ir_cc cc,
                       struct ir_val x, struct ir_val y)
{
    return emit_pure(b, &(struct ir_insn){.op = IR_SETCC,
                                          .type = (uint8_t)t,
                                          .cc = (uint8_t)cc,
                                          .arg = ARG2(x, y),
                                          .imm = ir_type_of(b, x)});
}

struct ir_val ir_select(struct ir_block *b, enum ir_cc cc, struct ir_val x,
                        struct ir_val y, struct ir_val yes, struct ir_val no)
{
    return emit_pure(b, &(struct ir_insn){.op = IR_SELECT,
                                          .type = b->op[yes.id].type,
                                          .cc = (uint8_t)cc,
                                          .arg = {x.id, y.id, yes.id, no.id},
                                          .imm = ir_type_of(b, x)});
}

struct ir_val ir_flags(struct ir_block *b, enum ir_opcode op, struct ir_val x,
                       struct ir_val y)
{
    return emit_pure(b, &(struct ir_insn){.op = (uint8_t)op,
                                          .type = IR_FLAGS,
                                          .arg = ARG2(x, y),
                                          .imm = ir_type_of(b, x)});
}

struct ir_val ir_fl_logic(struct ir_block *b, struct ir_val x)
{
    return emit_pure(b, &(struct ir_insn){.op = IR_FL_LOGIC,
                                          .type = IR_FLAGS,
                                          .arg = ARG1(x),
                                          .imm = ir_type_of(b, x)});
}

struct ir_val ir_flags_carry(struct ir_block *b, enum ir_opcode op,
                             struct ir_val x, struct ir_val y, struct ir_val fl)
{
    return emit_pure(b, &(struct ir_insn){.op = (uint8_t)op,
                                          .type = IR_FLAGS,
                                          .arg = ARG3(x, y, fl),
                                          .imm = ir_type_of(b, x)});
}

struct ir_val ir_ccmp(struct ir_block *b, enum ir_opcode op, enum ir_fc fc,
                      struct ir_val fl, struct ir_val x, struct ir_val y,
                      unsigned nzcv)
{
    return emit_pure(b, &(struct ir_insn){.op = (uint8_t)op,
                                          .type = IR_FLAGS,
                                          .cc = (uint8_t)fc,
                                          .arg = ARG3(x, y, fl),
                                          .aux = (uint16_t)nzcv,
                                          .imm = ir_type_of(b, x)});
}

struct ir_val ir_setfl(struct ir_block *b, enum ir_type t, enum ir_fc fc,
                       struct ir_val fl)
{
    return emit_pure(b, &(struct ir_insn){.op = IR_SETFL,
                                          .type = (uint8_t)t,
                                          .cc = (uint8_t)fc,
                                          .arg = ARG1(fl)});
}

struct ir_val ir_selfl(struct ir_block *b, enum ir_fc fc, struct ir_val fl,
                       struct ir_val yes, struct ir_val no)
{
    return emit_pure(b, &(struct ir_insn){.op = IR_SELFL,
                                          .type = b->op[yes.id].type,
                                          .cc = (uint8_t)fc,
                                          .arg = ARG3(fl, yes, no)});
}

/* The displacement as an operand where it does not fit the field. */
static struct ir_val far_base(struct ir_block *b, struct ir_val base,
                              int64_t *disp)
{
    if (*disp != (int32_t)*disp) {
        base = ir_op2i(b, IR_ADD, IR_I64, base, *disp);
        *disp = 0;
    }
    return base;
}

struct ir_val ir_ld(struct ir_block *b, enum ir_type t, unsigned mem,
                    struct ir_val base, struct ir_val index, unsigned scale,
                    int64_t disp)
{
    base = far_base(b, base, &disp);
    return emit_append(b, &(struct ir_insn){.op = IR_LD,
                                            .type = (uint8_t)t,
                                            .sub = (uint8_t)mem,
                                            .arg = ARG2(base, index),
                                            .aux = (uint16_t)scale,
                                            .imm = disp});
}

void ir_st(struct ir_block *b, unsigned mem, struct ir_val base,
           struct ir_val index, unsigned scale, int64_t disp, struct ir_val v)
{
    base = far_base(b, base, &disp);
    emit_append(b, &(struct ir_insn){.op = IR_ST,
                                     .type = b->op[v.id].type,
                                     .sub = (uint8_t)mem,
                                     .arg = ARG3(base, index, v),
                                     .aux = (uint16_t)scale,
                                     .imm = disp});
}

struct ir_val ir_rmw(struct ir_block *b, enum ir_type t, enum ir_rmw op,
                     unsigned mem, struct ir_val addr, struct ir_val v)
{
    return emit_append(b, &(struct ir_insn){.op = IR_RMW,
                                            .type = (uint8_t)t,
                                            .sub = (uint8_t)mem,
                                            .arg = ARG2(addr, v),
                                            .aux = (uint16_t)op});
}

struct ir_val ir_cmpxchg(struct ir_block *b, enum ir_type t, unsigned mem,
                         struct ir_val addr, struct ir_val expected,
                         struct ir_val desired)
{
    return emit_append(b,
                       &(struct ir_insn){.op = IR_CMPXCHG,
                                         .type = (uint8_t)t,
                                         .sub = (uint8_t)mem,
                                         .arg = ARG3(addr, expected, desired)});
}

void ir_fence(struct ir_block *b)
{
    emit_append(b, &(struct ir_insn){.arg = NO_ARGS, .op = IR_FENCE});
}

struct ir_val ir_fpget(struct ir_block *b)
{
    return ir_op1(b, IR_FPGET, IR_I64, IR_NONE);
}

void ir_fpset(struct ir_block *b, struct ir_val v)
{
    ir_op1(b, IR_FPSET, IR_V, v);
}

void ir_jmp(struct ir_block *b, int64_t off)
{
    emit_append(b, &(struct ir_insn){.arg = NO_ARGS, .op = IR_JMP, .imm = off});
}

void ir_br(struct ir_block *b, enum ir_cc cc, struct ir_val x, struct ir_val y,
           int64_t off)
{
    ir_emit(b, (struct ir_insn){.op = IR_BR,
                                .cc = (uint8_t)cc,
                                .arg = ARG2(x, y),
                                .aux = b->op[x.id].type,
                                .imm = off});
}

void ir_brfl(struct ir_block *b, enum ir_fc fc, struct ir_val fl, int64_t off)
{
    b->n_exits++;
    emit_append(
        b, &(struct ir_insn){
               .op = IR_BRFL, .cc = (uint8_t)fc, .arg = ARG1(fl), .imm = off});
}

void ir_jmpi(struct ir_block *b, struct ir_val addr)
{
    emit_append(b, &(struct ir_insn){.op = IR_JMPI, .arg = ARG1(addr)});
}

void ir_call(struct ir_block *b, int64_t off, int64_t ret_off)
{
    emit_append(b, &(struct ir_insn){.arg = NO_ARGS,
                                     .op = IR_CALL,
                                     .imm = off,
                                     .aux2 = (int32_t)ret_off});
}

void ir_calli(struct ir_block *b, struct ir_val addr, int64_t ret_off)
{
    emit_append(b, &(struct ir_insn){.op = IR_CALLI,
                                     .arg = ARG1(addr),
                                     .aux2 = (int32_t)ret_off});
}

void ir_ret(struct ir_block *b, struct ir_val addr)
{
    emit_append(b, &(struct ir_insn){.op = IR_RET, .arg = ARG1(addr)});
}

void ir_exit(struct ir_block *b, unsigned reason, int64_t off)
{
    emit_append(b, &(struct ir_insn){.arg = NO_ARGS,
                                     .op = IR_EXIT,
                                     .aux = (uint16_t)reason,
                                     .imm = off});
}

void ir_trap(struct ir_block *b, enum ir_cc cc, struct ir_val x,
             struct ir_val y, unsigned reason, struct ir_val addr)
{
    ir_emit(b, (struct ir_insn){.op = IR_TRAP,
                                .cc = (uint8_t)cc,
                                .arg = ARG3(x, y, addr),
                                .aux = b->op[x.id].type,
                                .aux2 = (int32_t)reason});
}

struct ir_val ir_fp(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                    unsigned sub, unsigned aux, struct ir_val x,
                    struct ir_val y, struct ir_val z)
{
    bool typed =
        op == IR_FL_FCMP || op == IR_FSETCC || op == IR_FTOI || op == IR_ITOF;

    return ir_emit(b, (struct ir_insn){.op = (uint8_t)op,
                                       .type = (uint8_t)t,
                                       .sub = (uint8_t)sub,
                                       .arg = ARG3(x, y, z),
                                       .aux = (uint16_t)aux,
                                       .imm = typed ? ir_type_of(b, x) : 0});
}

struct ir_val ir_vdup(struct ir_block *b, unsigned esz, bool half,
                      struct ir_val v)
{
    return emit_pure(b, &(struct ir_insn){.op = IR_VDUP,
                                          .type = IR_V128,
                                          .sub = (uint8_t)esz,
                                          .arg = ARG1(v),
                                          .aux = half});
}

struct ir_val ir_vins(struct ir_block *b, unsigned esz, struct ir_val vec,
                      unsigned lane, struct ir_val v)
{
    return emit_pure(b, &(struct ir_insn){.op = IR_VINS,
                                          .type = IR_V128,
                                          .sub = (uint8_t)esz,
                                          .arg = ARG2(vec, v),
                                          .imm = lane});
}

struct ir_val ir_vext(struct ir_block *b, enum ir_type t, unsigned esz,
                      bool sign, struct ir_val vec, unsigned lane)
{
    return emit_pure(b, &(struct ir_insn){.op = IR_VEXT,
                                          .type = (uint8_t)t,
                                          .sub = (uint8_t)esz,
                                          .arg = ARG1(vec),
                                          .aux = sign ? 2 : 0,
                                          .imm = lane});
}

struct ir_val ir_vop(struct ir_block *b, unsigned vop, unsigned esz,
                     unsigned lanes, struct ir_val x, struct ir_val y,
                     struct ir_val z, uint64_t imm)
{
    return emit_append(b, &(struct ir_insn){.op = IR_VOP,
                                            .type = IR_V128,
                                            .sub = (uint8_t)esz,
                                            .arg = ARG3(x, y, z),
                                            .aux = (uint16_t)lanes,
                                            .aux2 = (int32_t)vop,
                                            .imm = (int64_t)imm});
}

void ir_insn_start(struct ir_block *b, int64_t off)
{
    emit_append(b,
                &(struct ir_insn){.arg = NO_ARGS, .op = IR_INSN, .imm = off});
}

void ir_poll(struct ir_block *b)
{
    emit_append(b, &(struct ir_insn){.arg = NO_ARGS, .op = IR_POLL});
}
