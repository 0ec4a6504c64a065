/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The AArch64 guest as the rest sees it: slots, models, tables. */
#include "config.h"

#include <elf.h>

#include "base/softfp.h"
#include "cpu/atomic.h"
#include "target/aarch64/aarch64.h"
#include "target/aarch64/features.h"
#include "target/aarch64/state.h"
#include "target/aarch64/decode.inc"
#include "tcg/flags.h"

#define X(n)                                                                   \
    [SLOT_X0 + n] = {"x" #n, offsetof(struct aarch64_cpu, x) + 8 * (n), IR_I64}
#define V(n)                                                                   \
    [SLOT_V0 +                                                                 \
        n] = {"v" #n, offsetof(struct aarch64_cpu, v) + 16 * (n), IR_V128}
#define KEY(key, text)                                                         \
    OTHER(SLOT_PAC_KEY + 2 * PAC_##key, "pac_" text "_lo",                     \
          pac_key[PAC_##key][0], IR_I64),                                      \
        OTHER(SLOT_PAC_KEY + 2 * PAC_##key + 1, "pac_" text "_hi",             \
              pac_key[PAC_##key][1], IR_I64)
#define MASK(key, text)                                                        \
    OTHER(SLOT_PAC_MASK + PAC_##key, "pac_" text "_mask", pac_mask[PAC_##key], \
          IR_I64)
#define OTHER(slot, text, member, type)                                        \
    [slot] = {text, offsetof(struct aarch64_cpu, member), type}

const struct ir_slot aarch64_slots[SLOT_COUNT + 1] = {
    X(0),
    X(1),
    X(2),
    X(3),
    X(4),
    X(5),
    X(6),
    X(7),
    X(8),
    X(9),
    X(10),
    X(11),
    X(12),
    X(13),
    X(14),
    X(15),
    X(16),
    X(17),
    X(18),
    X(19),
    X(20),
    X(21),
    X(22),
    X(23),
    X(24),
    X(25),
    X(26),
    X(27),
    X(28),
    X(29),
    X(30),
    OTHER(SLOT_SP, "sp", sp, IR_I64),
    V(0),
    V(1),
    V(2),
    V(3),
    V(4),
    V(5),
    V(6),
    V(7),
    V(8),
    V(9),
    V(10),
    V(11),
    V(12),
    V(13),
    V(14),
    V(15),
    V(16),
    V(17),
    V(18),
    V(19),
    V(20),
    V(21),
    V(22),
    V(23),
    V(24),
    V(25),
    V(26),
    V(27),
    V(28),
    V(29),
    V(30),
    V(31),
    OTHER(SLOT_FLAGS, "nzcv", flags, IR_FLAGS),
    OTHER(SLOT_TPIDR, "tpidr", tpidr, IR_I64),
    OTHER(SLOT_TPIDRRO, "tpidrro", tpidrro, IR_I64),
    OTHER(SLOT_EXCL_ADDR, "excl_addr", cpu.env.excl_addr, IR_I64),
    OTHER(SLOT_EXCL_LO, "excl_lo", cpu.env.excl_val[0], IR_I64),
    OTHER(SLOT_EXCL_HI, "excl_hi", cpu.env.excl_val[1], IR_I64),
    OTHER(SLOT_EXCL_VERSION, "excl_version", cpu.env.excl_version, IR_I64),
    OTHER(SLOT_VERSIONS, "versions", cpu.env.versions, IR_I64),
    OTHER(SLOT_FPCR, "fpcr", fpcr, IR_I32),
    OTHER(SLOT_MIDR, "midr", midr, IR_I64),
    OTHER(SLOT_PSTATE, "pstate", pstate, IR_I64),
    KEY(IA, "ia"),
    KEY(IB, "ib"),
    KEY(DA, "da"),
    KEY(DB, "db"),
    KEY(GA, "ga"),
    MASK(IA, "ia"),
    MASK(IB, "ib"),
    MASK(DA, "da"),
    MASK(DB, "db"),
};

const struct ir_helper aarch64_helpers[HELPER_COUNT] = {
#define HELPER(name, flags)                                                    \
    [HELPER_##name] = {#name, aarch64_helper_##name, flags},
#include "target/aarch64/helper.def"
#undef HELPER
};

static const struct target_monitor monitor = {
    .addr = SLOT_EXCL_ADDR,
    .lo = SLOT_EXCL_LO,
    .hi = SLOT_EXCL_HI,
    .version = SLOT_EXCL_VERSION,
    .versions = SLOT_VERSIONS,
    .help_version = HELPER_atomic_version,
    .help_store = HELPER_atomic_store,
    .help_pair = HELPER_atomic_pair,
    .help_rmw = HELPER_atomic_rmw,
    .help_cmpxchg = HELPER_atomic_cmpxchg,
};

/* Hottest first: arguments and results, what callers keep, the stack. */
static const uint16_t pin_int[] = {
    SLOT_X0,      SLOT_X0 + 1,  SLOT_SP,      SLOT_X0 + 2,
    SLOT_X0 + 3,  SLOT_X0 + 19, SLOT_X0 + 20, SLOT_X0 + 4,
    SLOT_X0 + 21, SLOT_X0 + 5,  IR_NOID,
};
static const uint16_t pin_vec[] = {
    SLOT_V0,      SLOT_V0 + 1,  SLOT_V0 + 2,  SLOT_V0 + 3,  SLOT_V0 + 4,
    SLOT_V0 + 5,  SLOT_V0 + 6,  SLOT_V0 + 7,  SLOT_V0 + 16, SLOT_V0 + 17,
    SLOT_V0 + 18, SLOT_V0 + 8,  SLOT_V0 + 9,  SLOT_V0 + 10, SLOT_V0 + 11,
    SLOT_V0 + 31, SLOT_V0 + 30, SLOT_V0 + 29, SLOT_V0 + 28, SLOT_V0 + 27,
    SLOT_V0 + 26, SLOT_V0 + 19, SLOT_V0 + 20, SLOT_V0 + 21, SLOT_V0 + 22,
    SLOT_V0 + 23, SLOT_V0 + 12, SLOT_V0 + 25, SLOT_V0 + 24, SLOT_V0 + 13,
    IR_NOID,
};

static void reset(struct cpu *cpu, const struct cpu_model *model)
{
    struct aarch64_cpu *a = (struct aarch64_cpu *)cpu;
    a->features = model->features;
    a->midr = aarch64_midr(model);
    a->flags = flags_pack(0);
    cpu->tag_bits = TAG_BITS;
    cpu->env.excl_addr = ~UINT64_C(0);
    cpu->env.mxcsr = 0x1f80;
    aarch64_set_fpcr(a, 0);
    aarch64_set_fpsr(a, 0);
}

static uint64_t features(const struct cpu *cpu)
{
    return ((const struct aarch64_cpu *)cpu)->features;
}

static void rules(uint32_t key, struct ir_rules *r)
{
    *r = (struct ir_rules){
        .nan = key & FPCR_DN ? SFP_NAN_DEFAULT : SFP_NAN_ARM,
        .tiny_before = true,
        .ahp = key & FPCR_AHP,
        .flush16 = key & FPCR_FZ16,
        .fp_soft = (key & ~(uint32_t)FPCR_DN) != 0,
        .fp_trap = key == 0,
    };
}

const struct target target_aarch64 = {
    .name = "aarch64",
    .elf_machine = EM_AARCH64,
    .elf_class = ELFCLASS64,
    .elf_data = ELFDATA2LSB,
    .insn_min = 4,
    .addr_bits = 39,
    .state_size = sizeof(struct aarch64_cpu),
    .state_bias = AARCH64_BIAS,
    .slots = aarch64_slots,
    .n_slots = SLOT_COUNT,
    .pin_int = pin_int,
    .pin_vec = pin_vec,
    .flags_slot = SLOT_FLAGS,
    .helpers = aarch64_helpers,
    .monitor = &monitor,
    .models = aarch64_models,
    .switches = aarch64_switches,
    .reset = reset,
    .features = features,
    .rules = rules,
    .translate = aarch64_translate,
    .flags_step = aarch64_flags_step,
    .disas = aarch64_disas,
    .abi = &aarch64_abi,
};
