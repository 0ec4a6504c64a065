/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "target/aarch64/features.h"

#include <string.h>

#include "base/fmt.h"
#include "target/aarch64/decode.inc"
#include "target/aarch64/state.h"
#include "target/aarch64/sysreg.h"

/* Features that show in no instruction of their own. */
#define NO_ROWS (AARCH64_HAS_LSE2 | AARCH64_HAS_RNG | AARCH64_HAS_ECV)
#define THERE   (AARCH64_HAS_ROWS | NO_ROWS)

#define V8_0                                                                   \
    (AARCH64_HAS_FP | AARCH64_HAS_ASIMD | AARCH64_HAS_CRC | AARCH64_HAS_AES |  \
     AARCH64_HAS_PMULL | AARCH64_HAS_SHA1 | AARCH64_HAS_SHA2)
#define V8_2                                                                   \
    (V8_0 | AARCH64_HAS_LSE | AARCH64_HAS_RDM | AARCH64_HAS_LOR |              \
     AARCH64_HAS_LRCPC | AARCH64_HAS_DPB | AARCH64_HAS_DOTPROD |               \
     AARCH64_HAS_FP16 | AARCH64_HAS_SSBS)
#define V8_4                                                                   \
    (V8_2 | AARCH64_HAS_JSCVT | AARCH64_HAS_FCMA | AARCH64_HAS_SHA3 |          \
     AARCH64_HAS_SM3 | AARCH64_HAS_SM4 | AARCH64_HAS_SHA512 |                  \
     AARCH64_HAS_FHM | AARCH64_HAS_DIT | AARCH64_HAS_LSE2 |                    \
     AARCH64_HAS_LRCPC2 | AARCH64_HAS_FLAGM | AARCH64_HAS_PAUTH |              \
     AARCH64_HAS_DPB2 | AARCH64_HAS_I8MM | AARCH64_HAS_BF16 | AARCH64_HAS_RNG)

/* What costs programs more than it gives them: distributions sign every return
 * address, their memcpy is faster as ordinary code, as are SM3 and SM4, and so
 * are pairs of registers that are loaded and stored one by one. */
#define SLOW                                                                   \
    (AARCH64_HAS_PAUTH | AARCH64_HAS_MOPS | AARCH64_HAS_LSE2 |                 \
     AARCH64_HAS_SM3 | AARCH64_HAS_SM4)

/* A feature counts once it is there. */
const struct cpu_model aarch64_models[] = {
    {"default", "all that makes programs faster", THERE & ~SLOW},
    {"max", "everything that is implemented", THERE},
    {"cortex-a53", "Armv8.0-A", V8_0 &THERE},
    {"cortex-a72", "Armv8.0-A", V8_0 &THERE},
    {"cortex-a76", "Armv8.2-A", V8_2 &THERE},
    {"neoverse-n1", "Armv8.2-A", V8_2 &THERE},
    {"neoverse-v1", "Armv8.4-A without SVE", V8_4 &THERE},
    {NULL, NULL, 0},
};

/* The first two have no implementer. */
enum { MIDR_NONE = 0x000f0000 };
static const struct {
    const char *model;
    uint32_t midr;
} midrs[] = {
    {"cortex-a53", 0x410fd034},  {"cortex-a72", 0x410fd083},
    {"cortex-a76", 0x414fd0b1},  {"neoverse-n1", 0x413fd0c1},
    {"neoverse-v1", 0x411fd401},
};

uint64_t aarch64_midr(const struct cpu_model *model)
{
    for (unsigned i = 0; i < sizeof(midrs) / sizeof(midrs[0]); i++)
        if (!strcmp(midrs[i].model, model->name))
            return midrs[i].midr;
    return MIDR_NONE;
}

#define AARCH64_HAS_ALWAYS ~UINT64_C(0)
#define SYSREG_NONE_EL1    0

static const struct {
    uint64_t feature;
    uint8_t bit;
    uint8_t shift, value;
    uint16_t reg;
    const char *name;
} rows[] = {
#define FIXED(ext, bit, name, reg, shift, value)                               \
    {AARCH64_HAS_##ext, bit, shift, value, SYSREG_##reg##_EL1, name},
#define FEATURE(ext, needs, bit, name, reg, shift, value)                      \
    FIXED(ext, bit, name, reg, shift, value)
#define ALIAS(ext, name)
#include "target/aarch64/features.def"
#undef FIXED
#undef FEATURE
#undef ALIAS
};
enum { N_ROWS = sizeof(rows) / sizeof(rows[0]) };

const struct cpu_switch aarch64_switches[] = {
#define HAS(ext) AARCH64_HAS_##ext
#define FIXED(ext, bit, name, reg, shift, value)
#define FEATURE(ext, needs, bit, name, reg, shift, value)                      \
    {name, HAS(ext), needs},
#define ALIAS(ext, name) {name, HAS(ext), 0},
#include "target/aarch64/features.def"
    {NULL, 0, 0},
};

uint64_t aarch64_hwcap(uint64_t features, unsigned word)
{
    uint64_t v = 0;
    for (unsigned i = 0; i < N_ROWS; i++)
        if (rows[i].bit / 64 == word && (features & rows[i].feature))
            v |= UINT64_C(1) << (rows[i].bit % 64);
    return v;
}

void aarch64_print_features(struct fmt_sink *out, uint64_t features)
{
    fmt_print(out, "Features\t:");
    for (unsigned i = 0; i < N_ROWS; i++)
        if (features & rows[i].feature)
            fmt_print(out, " %s", rows[i].name);
    fmt_print(out, "\n");
}

/* What Linux shows of hidden fields that are not 0: AArch64 only at EL0 and
 * EL1, no debug architecture beyond the first, no granule in particular. */
static uint64_t hidden_fields(unsigned reg)
{
    switch (reg) {
    case SYSREG_ID_AA64PFR0_EL1: return 0x11;
    case SYSREG_ID_AA64DFR0_EL1: return 0x6;
    case SYSREG_ID_AA64MMFR0_EL1: return UINT64_C(0x111ff000000);
    default: return 0;
    }
}

uint64_t aarch64_id_register(uint64_t features, unsigned reg)
{
    uint64_t v = hidden_fields(reg);
    for (unsigned i = 0; i < N_ROWS; i++)
        if (rows[i].reg == reg && (features & rows[i].feature))
            v = (v & ~(UINT64_C(15) << rows[i].shift)) | (uint64_t)rows[i].value
                                                             << rows[i].shift;
    return v;
}
