/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The builders of tcg/ir.h: each fills in one operation. */
#include "config.h"

#include "tcg/ir.h"

bool ir_is_const(const struct ir_block *b, struct ir_val v, int64_t *out)
{
    if (b->op[v.id].op != IR_CONST)
        return false;
    *out = b->op[v.id].imm;
    return true;
}

struct ir_val ir_const(struct ir_block *b, enum ir_type t, int64_t imm)
{
    return ir_emit(
        b, (struct ir_insn){.op = IR_CONST, .type = (uint8_t)t, .imm = imm});
}

struct ir_val ir_pcrel(struct ir_block *b, int64_t off)
{
    return ir_emit(
        b, (struct ir_insn){.op = IR_PCREL, .type = IR_I64, .imm = off});
}

struct ir_val ir_get(struct ir_block *b, unsigned slot, enum ir_type t)
{
    return ir_emit(
        b, (struct ir_insn){.op = IR_GET, .type = (uint8_t)t, .imm = slot});
}

void ir_put(struct ir_block *b, unsigned slot, struct ir_val v)
{
    ir_emit(b, (struct ir_insn){.op = IR_PUT, .arg = {v.id}, .imm = slot});
}

struct ir_val ir_op1(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x)
{
    return ir_emit(
        b,
        (struct ir_insn){.op = (uint8_t)op, .type = (uint8_t)t, .arg = {x.id}});
}

struct ir_val ir_op2(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x, struct ir_val y)
{
    return ir_emit(b, (struct ir_insn){.op = (uint8_t)op,
                                       .type = (uint8_t)t,
                                       .arg = {x.id, y.id}});
}

struct ir_val ir_op3(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x, struct ir_val y, struct ir_val z)
{
    return ir_emit(b, (struct ir_insn){.op = (uint8_t)op,
                                       .type = (uint8_t)t,
                                       .arg = {x.id, y.id, z.id}});
}

struct ir_val ir_extr(struct ir_block *b, enum ir_type t, struct ir_val x,
                      struct ir_val y, unsigned n)
{
    return ir_emit(b, (struct ir_insn){.op = IR_EXTR,
                                       .type = (uint8_t)t,
                                       .arg = {x.id, y.id},
                                       .imm = n});
}

struct ir_val ir_op2i(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                      struct ir_val x, int64_t imm)
{
    return ir_op2(b, op, t, x, ir_const(b, t, imm));
}

struct ir_val ir_setcc(struct ir_block *b, enum ir_type t, enum ir_cc cc,
                       struct ir_val x, struct ir_val y)
{
    return ir_emit(b, (struct ir_insn){.op = IR_SETCC,
                                       .type = (uint8_t)t,
                                       .cc = (uint8_t)cc,
                                       .arg = {x.id, y.id},
                                       .imm = ir_type_of(b, x)});
}

struct ir_val ir_select(struct ir_block *b, enum ir_cc cc, struct ir_val x,
                        struct ir_val y, struct ir_val yes, struct ir_val no)
{
    return ir_emit(b, (struct ir_insn){.op = IR_SELECT,
                                       .type = b->op[yes.id].type,
                                       .cc = (uint8_t)cc,
                                       .arg = {x.id, y.id, yes.id, no.id},
                                       .imm = ir_type_of(b, x)});
}

struct ir_val ir_flags(struct ir_block *b, enum ir_opcode op, struct ir_val x,
                       struct ir_val y)
{
    return ir_emit(b, (struct ir_insn){.op = (uint8_t)op,
                                       .type = IR_FLAGS,
                                       .arg = {x.id, y.id},
                                       .imm = ir_type_of(b, x)});
}

struct ir_val ir_fl_logic(struct ir_block *b, struct ir_val x)
{
    return ir_emit(b, (struct ir_insn){.op = IR_FL_LOGIC,
                                       .type = IR_FLAGS,
                                       .arg = {x.id},
                                       .imm = ir_type_of(b, x)});
}

struct ir_val ir_flags_carry(struct ir_block *b, enum ir_opcode op,
                             struct ir_val x, struct ir_val y, struct ir_val fl)
{
    return ir_emit(b, (struct ir_insn){.op = (uint8_t)op,
                                       .type = IR_FLAGS,
                                       .arg = {x.id, y.id, fl.id},
                                       .imm = ir_type_of(b, x)});
}

struct ir_val ir_ccmp(struct ir_block *b, enum ir_opcode op, enum ir_fc fc,
                      struct ir_val fl, struct ir_val x, struct ir_val y,
                      unsigned nzcv)
{
    return ir_emit(b, (struct ir_insn){.op = (uint8_t)op,
                                       .type = IR_FLAGS,
                                       .cc = (uint8_t)fc,
                                       .arg = {x.id, y.id, fl.id},
                                       .aux = (uint16_t)nzcv,
                                       .imm = ir_type_of(b, x)});
}

struct ir_val ir_setfl(struct ir_block *b, enum ir_type t, enum ir_fc fc,
                       struct ir_val fl)
{
    return ir_emit(b, (struct ir_insn){.op = IR_SETFL,
                                       .type = (uint8_t)t,
                                       .cc = (uint8_t)fc,
                                       .arg = {fl.id}});
}

struct ir_val ir_selfl(struct ir_block *b, enum ir_fc fc, struct ir_val fl,
                       struct ir_val yes, struct ir_val no)
{
    return ir_emit(b, (struct ir_insn){.op = IR_SELFL,
                                       .type = b->op[yes.id].type,
                                       .cc = (uint8_t)fc,
                                       .arg = {fl.id, yes.id, no.id}});
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
    return ir_emit(b, (struct ir_insn){.op = IR_LD,
                                       .type = (uint8_t)t,
                                       .sub = (uint8_t)mem,
                                       .arg = {base.id, index.id},
                                       .aux = (uint16_t)scale,
                                       .imm = disp});
}

void ir_st(struct ir_block *b, unsigned mem, struct ir_val base,
           struct ir_val index, unsigned scale, int64_t disp, struct ir_val v)
{
    base = far_base(b, base, &disp);
    ir_emit(b, (struct ir_insn){.op = IR_ST,
                                .type = b->op[v.id].type,
                                .sub = (uint8_t)mem,
                                .arg = {base.id, index.id, v.id},
                                .aux = (uint16_t)scale,
                                .imm = disp});
}

struct ir_val ir_rmw(struct ir_block *b, enum ir_type t, enum ir_rmw op,
                     unsigned mem, struct ir_val addr, struct ir_val v)
{
    return ir_emit(b, (struct ir_insn){.op = IR_RMW,
                                       .type = (uint8_t)t,
                                       .sub = (uint8_t)mem,
                                       .arg = {addr.id, v.id},
                                       .aux = (uint16_t)op});
}

struct ir_val ir_cmpxchg(struct ir_block *b, enum ir_type t, unsigned mem,
                         struct ir_val addr, struct ir_val expected,
                         struct ir_val desired)
{
    return ir_emit(b,
                   (struct ir_insn){.op = IR_CMPXCHG,
                                    .type = (uint8_t)t,
                                    .sub = (uint8_t)mem,
                                    .arg = {addr.id, expected.id, desired.id}});
}

void ir_fence(struct ir_block *b)
{
    ir_emit(b, (struct ir_insn){.op = IR_FENCE});
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
    ir_emit(b, (struct ir_insn){.op = IR_JMP, .imm = off});
}

void ir_br(struct ir_block *b, enum ir_cc cc, struct ir_val x, struct ir_val y,
           int64_t off)
{
    ir_emit(b, (struct ir_insn){.op = IR_BR,
                                .cc = (uint8_t)cc,
                                .arg = {x.id, y.id},
                                .aux = b->op[x.id].type,
                                .imm = off});
}

void ir_brfl(struct ir_block *b, enum ir_fc fc, struct ir_val fl, int64_t off)
{
    ir_emit(b,
            (struct ir_insn){
                .op = IR_BRFL, .cc = (uint8_t)fc, .arg = {fl.id}, .imm = off});
}

void ir_jmpi(struct ir_block *b, struct ir_val addr)
{
    ir_emit(b, (struct ir_insn){.op = IR_JMPI, .arg = {addr.id}});
}

void ir_call(struct ir_block *b, int64_t off, int64_t ret_off)
{
    ir_emit(b, (struct ir_insn){
                   .op = IR_CALL, .imm = off, .aux2 = (int32_t)ret_off});
}

void ir_calli(struct ir_block *b, struct ir_val addr, int64_t ret_off)
{
    ir_emit(b, (struct ir_insn){
                   .op = IR_CALLI, .arg = {addr.id}, .aux2 = (int32_t)ret_off});
}

void ir_ret(struct ir_block *b, struct ir_val addr)
{
    ir_emit(b, (struct ir_insn){.op = IR_RET, .arg = {addr.id}});
}

void ir_exit(struct ir_block *b, unsigned reason, int64_t off)
{
    ir_emit(b, (struct ir_insn){
                   .op = IR_EXIT, .aux = (uint16_t)reason, .imm = off});
}

void ir_trap(struct ir_block *b, enum ir_cc cc, struct ir_val x,
             struct ir_val y, unsigned reason, struct ir_val addr)
{
    ir_emit(b, (struct ir_insn){.op = IR_TRAP,
                                .cc = (uint8_t)cc,
                                .arg = {x.id, y.id, addr.id},
                                .aux = b->op[x.id].type,
                                .aux2 = (int32_t)reason});
}

struct ir_val ir_helper(struct ir_block *b, enum ir_type t, unsigned helper,
                        struct ir_val x, struct ir_val y, struct ir_val z,
                        struct ir_val w)
{
    return ir_emit(b, (struct ir_insn){.op = IR_HELPER,
                                       .type = (uint8_t)t,
                                       .arg = {x.id, y.id, z.id, w.id},
                                       .imm = helper});
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
                                       .arg = {x.id, y.id, z.id},
                                       .aux = (uint16_t)aux,
                                       .imm = typed ? ir_type_of(b, x) : 0});
}

struct ir_val ir_vdup(struct ir_block *b, unsigned esz, bool half,
                      struct ir_val v)
{
    return ir_emit(b, (struct ir_insn){.op = IR_VDUP,
                                       .type = IR_V128,
                                       .sub = (uint8_t)esz,
                                       .arg = {v.id},
                                       .aux = half});
}

struct ir_val ir_vins(struct ir_block *b, unsigned esz, struct ir_val vec,
                      unsigned lane, struct ir_val v)
{
    return ir_emit(b, (struct ir_insn){.op = IR_VINS,
                                       .type = IR_V128,
                                       .sub = (uint8_t)esz,
                                       .arg = {vec.id, v.id},
                                       .imm = lane});
}

struct ir_val ir_vext(struct ir_block *b, enum ir_type t, unsigned esz,
                      bool sign, struct ir_val vec, unsigned lane)
{
    return ir_emit(b, (struct ir_insn){.op = IR_VEXT,
                                       .type = (uint8_t)t,
                                       .sub = (uint8_t)esz,
                                       .arg = {vec.id},
                                       .aux = sign ? 2 : 0,
                                       .imm = lane});
}

struct ir_val ir_vop(struct ir_block *b, unsigned vop, unsigned esz,
                     unsigned lanes, struct ir_val x, struct ir_val y,
                     struct ir_val z, uint64_t imm)
{
    return ir_emit(b, (struct ir_insn){.op = IR_VOP,
                                       .type = IR_V128,
                                       .sub = (uint8_t)esz,
                                       .arg = {x.id, y.id, z.id},
                                       .aux = (uint16_t)lanes,
                                       .aux2 = (int32_t)vop,
                                       .imm = (int64_t)imm});
}

void ir_insn_start(struct ir_block *b, int64_t off)
{
    ir_emit(b, (struct ir_insn){.op = IR_INSN, .imm = off});
}

void ir_poll(struct ir_block *b)
{
    ir_emit(b, (struct ir_insn){.op = IR_POLL});
}
