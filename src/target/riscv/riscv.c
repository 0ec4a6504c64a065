/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* 64-bit RISC-V as a target. */
#include "config.h"

#include <elf.h>
#include <string.h>

#include "cpu/atomic.h"
#include "target/riscv/isa.h"
#include "target/riscv/state.h"

/* clang-format off */
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
    RISCV_SLOT_F + 18, /* fs2 */
    RISCV_SLOT_F + 19, /* fs3 */
    RISCV_SLOT_F + 16, /* fa6 */
    RISCV_SLOT_F + 17, /* fa7 */
    RISCV_SLOT_F + 3, /* ft3 */
    RISCV_SLOT_F + 4, /* ft4 */
    RISCV_SLOT_F + 5, /* ft5 */
    RISCV_SLOT_F + 6, /* ft6 */
    RISCV_SLOT_F + 7, /* ft7 */
    RISCV_SLOT_F + 20, /* fs4 */
    RISCV_SLOT_F + 21, /* fs5 */
    RISCV_SLOT_F + 22, /* fs6 */
    RISCV_SLOT_F + 23, /* fs7 */
    RISCV_SLOT_F + 28, /* ft8 */
    RISCV_SLOT_F + 29, /* ft9 */
    RISCV_SLOT_F + 24, /* fs8 */
    IR_NOID,
};
/* clang-format on */

static const struct target_monitor monitor = {
    .addr = RISCV_SLOT_EXCL_ADDR,
    .lo = RISCV_SLOT_EXCL_VAL,
    .hi = RISCV_SLOT_EXCL_HIGH,
    .version = RISCV_SLOT_EXCL_VERSION,
    .versions = RISCV_SLOT_VERSIONS,
    .help_version = RISCV_HELPER_ATOMIC_VERSION,
    .help_store = RISCV_HELPER_ATOMIC_STORE,
    .help_pair = RISCV_HELPER_ATOMIC_PAIR,
    .help_rmw = RISCV_HELPER_ATOMIC_RMW,
    .help_cmpxchg = RISCV_HELPER_ATOMIC_CMPXCHG,
};

static void reset(struct cpu *cpu, const struct cpu_model *model)
{
    struct riscv_cpu *c = (struct riscv_cpu *)cpu;

    memset(c->x, 0, sizeof(c->x));
    memset(c->f, 0, sizeof(c->f));
    c->features = model->features;
    cpu->env.excl_addr = UINT64_MAX;
    cpu->env.mxcsr = 0x1f80; /* all exceptions masked, but see set_frm() */
    riscv_set_fcsr(c, 0);
}

static uint64_t features(const struct cpu *cpu)
{
    return ((const struct riscv_cpu *)cpu)->features;
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
    .flags_slot = IR_NOID,
    .helpers = riscv_helpers,
    .monitor = &monitor,
    .models = riscv_models,
    .switches = riscv_switches,
    .reset = reset,
    .features = features,
    .rules = riscv_rules,
    .translate = riscv_translate,
    .disas = riscv_disas,
    .abi = &riscv_abi,
};
