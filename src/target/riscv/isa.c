/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Extensions and the models that are made of them. */
#include "config.h"

#include "target/riscv/isa.h"

#include "target/riscv/decode.inc"

#define HAS(name) RISCV_HAS_##name
enum { NO = 64 }; /* hwprobe bit of an extension that has none */

static const struct isa {
    const char *name;
    uint64_t features;
    uint8_t hwprobe;
} table[] = {
#define ISA(name, features, needs, hwprobe) {#name, features, hwprobe},
#define ISA_PART(name, features, hwprobe)   {#name, features, hwprobe},
#define ISA_GROUP(name, features)
#include "target/riscv/isa.def"
#undef ISA
#undef ISA_PART
#undef ISA_GROUP
};

const struct cpu_switch riscv_switches[] = {
#define ISA(name, features, needs, hwprobe) {#name, features, needs},
#define ISA_PART(name, features, hwprobe)
#define ISA_GROUP(name, features) {#name, features, 0},
#include "target/riscv/isa.def"
#undef ISA
#undef ISA_PART
#undef ISA_GROUP
    {NULL, 0, 0},
};

enum { N_ISA = sizeof(table) / sizeof(table[0]) };

static bool has(uint64_t features, const struct isa *i)
{
    return (features & i->features) == i->features;
}

/* Names of more than a letter follow an underscore. */
void riscv_isa_print(uint64_t features, struct fmt_sink *out)
{
    fmt_print(out, "rv64");
    for (unsigned i = 0; i < N_ISA; i++)
        if (has(features, &table[i]))
            fmt_print(out, "%s%s", table[i].name[1] ? "_" : "", table[i].name);
}

uint64_t riscv_isa_hwcap(uint64_t features)
{
    uint64_t caps = 0;

    for (unsigned i = 0; i < N_ISA; i++)
        if (table[i].name[1] == '\0' && has(features, &table[i]))
            caps |= UINT64_C(1) << (table[i].name[0] - 'a');
    return caps;
}

uint64_t riscv_isa_hwprobe(uint64_t features)
{
    uint64_t bits = 0;

    for (unsigned i = 0; i < N_ISA; i++)
        if (table[i].hwprobe != NO && has(features, &table[i]))
            bits |= UINT64_C(1) << table[i].hwprobe;
    return bits;
}

/* The profiles (RISC-V Profiles, RVA22U64 and RVA23U64), as far as there are
 * features for what they ask. */
#define RVA22                                                                  \
    (HAS(I) | HAS(M) | HAS(ZAAMO) | HAS(ZALRSC) | HAS(F) | HAS(D) | HAS(C) |   \
     HAS(ZICSR) | HAS(ZICNTR) | HAS(ZIHPM) | HAS(ZICCRSE) | HAS(ZIHINTPAUSE) | \
     HAS(ZBA) | HAS(ZBB) | HAS(ZBS) | HAS(ZICBOM) | HAS(ZICBOP) |              \
     HAS(ZICBOZ) | HAS(ZFHMIN) | HAS(ZKT))
#define RVA23                                                                  \
    (RVA22 | HAS(ZIHINTNTL) | HAS(ZICOND) | HAS(ZIMOP) | HAS(ZCMOP) |          \
     HAS(ZCB) | HAS(ZFA) | HAS(ZAWRS) | HAS(SUPM))
/* As QEMU has it. */
#define RV64                                                                   \
    ((RVA22 & ~(HAS(ZFHMIN) | HAS(ZKT))) | HAS(ZIFENCEI) | HAS(ZBC) |          \
     HAS(ZIHINTNTL) | HAS(ZFA) | HAS(ZAWRS))
#define ISA(name, features, needs, hwprobe) (features) |
#define ISA_PART(name, features, hwprobe)   (features) |
#define ISA_GROUP(name, features)
const struct cpu_model riscv_models[] = {
    {"max", "everything that is implemented",
#include "target/riscv/isa.def"
     0},
    {"rv64", "RV64GC, B, Zbc, Zfa, Zawrs, Zicbo*", RV64},
    {"rva22u64", "the profile RVA22U64", RVA22},
    {"rva23u64", "the profile RVA23U64, less V", RVA23},
    {NULL, NULL, 0},
};
