/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RV64GC with Zba, Zbb and Zbs as a target. */
#include "config.h"

#include <elf.h>
#include <string.h>

#include "base/softfp.h"
#define DECODE_FIND
#define DECODE_GEN
#include "target/riscv/decode.inc"
#include "target/riscv/state.h"

/* clang-format off */
#define X(n, reg) \
    [RISCV_SLOT_X + (n)] = {reg, offsetof(struct riscv_cpu, x[n]), IR_I64}
#define F(n, reg) \
    [RISCV_SLOT_F + (n)] = {reg, offsetof(struct riscv_cpu, f[n]), IR_F64}

const struct ir_slot riscv_slots[RISCV_SLOTS] = {
    [RISCV_SLOT_EXCL_ADDR] =
        {"resaddr", offsetof(struct riscv_cpu, cpu.env.excl_addr), IR_I64},
    [RISCV_SLOT_EXCL_VAL] =
        {"resval", offsetof(struct riscv_cpu, cpu.env.excl_val), IR_I64},
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

/* By how often compiled code reads and writes them when it runs: a mean over
 * the benchmark programs. */
static const uint16_t pin_int[] = {
    RISCV_SLOT_X + 15, /* a5 */
    RISCV_SLOT_X + 14, /* a4 */
    RISCV_SLOT_X + 13, /* a3 */
    RISCV_SLOT_X + 10, /* a0 */
    RISCV_SLOT_X + 12, /* a2 */
    RISCV_SLOT_X + 11, /* a1 */
    RISCV_SLOT_X + 8, /* s0 */
    RISCV_SLOT_X + 2, /* sp */
    RISCV_SLOT_X + 16, /* a6 */
    RISCV_SLOT_X + 9, /* s1 */
    IR_NOID,
};

static const uint16_t pin_vec[] = {
    RISCV_SLOT_F + 15, /* fa5 */
    RISCV_SLOT_F + 14, /* fa4 */
    RISCV_SLOT_F + 13, /* fa3 */
    RISCV_SLOT_F + 12, /* fa2 */
    RISCV_SLOT_F + 11, /* fa1 */
    RISCV_SLOT_F + 10, /* fa0 */
    RISCV_SLOT_F + 8, /* fs0 */
    RISCV_SLOT_F + 0, /* ft0 */
    RISCV_SLOT_F + 1, /* ft1 */
    RISCV_SLOT_F + 9, /* fs1 */
    RISCV_SLOT_F + 2, /* ft2 */
    IR_NOID,
};
/* clang-format on */

static const struct cpu_model models[] = {
    {.name = "rv64",
     .description = "RV64GC, Zba, Zbb, Zbs",
     .features = RISCV_HAS_I | RISCV_HAS_M | RISCV_HAS_A | RISCV_HAS_F |
                 RISCV_HAS_D | RISCV_HAS_C | RISCV_HAS_ZICSR |
                 RISCV_HAS_ZIFENCEI | RISCV_HAS_ZBA | RISCV_HAS_ZBB |
                 RISCV_HAS_ZBS},
    {.name = NULL},
};

static void reset(struct cpu *cpu, const struct cpu_model *model)
{
    struct riscv_cpu *c = (struct riscv_cpu *)cpu;

    memset(c->x, 0, sizeof(c->x));
    memset(c->f, 0, sizeof(c->f));
    c->features = model->features;
    cpu->env.excl_addr = UINT64_MAX;
    cpu->env.mxcsr = 0x1f80; /* all exceptions masked */
    riscv_set_fcsr(c, 0);
}

static uint64_t features(const struct cpu *cpu)
{
    return ((const struct riscv_cpu *)cpu)->features;
}

/* What the key stands for is lowered to helpers by the semantic functions, so
 * the rules are the same under all keys (unprivileged specification 21). */
static void rules(uint32_t key, struct ir_rules *r)
{
    (void)key;
    *r = (struct ir_rules){.nan = SFP_NAN_RISCV, .fcvt_nan_max = true};
}

static unsigned translate(struct translate *t)
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
    }
    ir_exit(t->ir, EXIT_ILLEGAL, t->off);
    t->done = true;
    return len;
}

extern const struct target target_riscv64;
const struct target target_riscv64 = {
    .name = "riscv64",
    .elf_machine = EM_RISCV,
    .elf_class = ELFCLASS64,
    .elf_data = ELFDATA2LSB,
    .insn_min = 2,
    .addr_bits = 38, /* the lower half of Sv39's addresses is the user's */
    .state_size = sizeof(struct riscv_cpu),
    .state_bias = offsetof(struct riscv_cpu, x[1]) + 128,
    .slots = riscv_slots,
    .n_slots = RISCV_SLOTS,
    .pin_int = pin_int,
    .pin_vec = pin_vec,
    .helpers = riscv_helpers,
    .models = models,
    .reset = reset,
    .features = features,
    .rules = rules,
    .translate = translate,
    .disas = riscv_disas,
    .abi = &riscv_abi,
};
