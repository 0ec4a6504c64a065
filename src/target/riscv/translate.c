/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From instruction words to their semantic functions. */
#include "config.h"

#include "base/softfp.h"
#define DECODE_FIND
#define DECODE_GEN
#include "target/riscv/gen.h"

/* clang-format off */
#define X(n, reg) \
    [RISCV_SLOT_X + (n)] = {reg, offsetof(struct riscv_cpu, x[n]), IR_I64}
#define F(n, reg) \
    [RISCV_SLOT_F + (n)] = {reg, offsetof(struct riscv_cpu, f[n]), IR_F64}

const struct ir_slot riscv_slots[RISCV_SLOTS] = {
    [RISCV_SLOT_EXCL_ADDR] =
        {"excl_addr", offsetof(struct riscv_cpu, cpu.env.excl_addr), IR_I64},
    [RISCV_SLOT_EXCL_VAL] =
        {"excl_val", offsetof(struct riscv_cpu, cpu.env.excl_val), IR_I64},
    [RISCV_SLOT_EXCL_HIGH] =
        {"excl_high", offsetof(struct riscv_cpu, cpu.env.excl_val[1]), IR_I64},
    [RISCV_SLOT_VERSIONS] =
        {"versions", offsetof(struct riscv_cpu, cpu.env.versions), IR_I64},
    [RISCV_SLOT_EXCL_VERSION] =
        {"excl_version", offsetof(struct riscv_cpu, cpu.env.excl_version), IR_I64},
    X(1, "ra"), X(2, "sp"), X(3, "gp"), X(4, "tp"), X(5, "t0"), X(6, "t1"),
    X(7, "t2"), X(8, "s0"), X(9, "s1"), X(10, "a0"), X(11, "a1"),
    X(12, "a2"), X(13, "a3"), X(14, "a4"), X(15, "a5"), X(16, "a6"),
    X(17, "a7"), X(18, "s2"), X(19, "s3"), X(20, "s4"), X(21, "s5"),
    X(22, "s6"), X(23, "s7"), X(24, "s8"), X(25, "s9"), X(26, "s10"),
    X(27, "s11"), X(28, "t3"), X(29, "t4"), X(30, "t5"), X(31, "t6"),
    F(0, "ft0"), F(1, "ft1"), F(2, "ft2"), F(3, "ft3"), F(4, "ft4"),
    F(5, "ft5"), F(6, "ft6"), F(7, "ft7"), F(8, "fs0"), F(9, "fs1"),
    F(10, "fa0"), F(11, "fa1"), F(12, "fa2"), F(13, "fa3"), F(14, "fa4"),
    F(15, "fa5"), F(16, "fa6"), F(17, "fa7"), F(18, "fs2"), F(19, "fs3"),
    F(20, "fs4"), F(21, "fs5"), F(22, "fs6"), F(23, "fs7"), F(24, "fs8"),
    F(25, "fs9"), F(26, "fs10"), F(27, "fs11"), F(28, "ft8"), F(29, "ft9"),
    F(30, "ft10"), F(31, "ft11"),
};
/* clang-format on */

/* What the key stands for is lowered to helpers by the semantic functions, so
 * the rules are the same under all keys. */
void riscv_rules(uint32_t key, struct ir_rules *r)
{
    *r = (struct ir_rules){
        .nan = SFP_NAN_LARGEST, .fcvt_nan_max = true, .fp_trap = key == 0};
}

unsigned riscv_translate(struct translate *t)
{
    struct riscv_args a;
    uint32_t insn = t->code[0] | (uint32_t)t->code[1] << 8;
    unsigned row, len = (insn & 3) == 3 ? 4 : 2;

    if (t->avail < len)
        return TRANSLATE_FETCH;
    if (len == 4)
        insn |= (uint32_t)t->code[2] << 16 | (uint32_t)t->code[3] << 24;
    row = len == 4 ? riscv_find32(insn, t->features)
                   : riscv_find16(insn, t->features);
    if (row != 0) {
        riscv_extract(row - 1, insn, &a);
        if (riscv_gen[row - 1](t, &a))
            return len;
    } else if (len == 4 && riscv_gen_vdso(t, insn)) {
        return len;
    }
    ir_exit(t->ir, EXIT_ILLEGAL, t->off);
    t->done = true;
    return len;
}
