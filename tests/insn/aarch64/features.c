/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Guest program: says which of the extensions named in the arguments there are,
 * by the auxiliary vector, the identification registers, /proc/cpuinfo and the
 * instructions themselves, which must agree.  Status 1: they do not, or an
 * extension is there that was not named, or the other way round.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>

#define ID_REG(name)                                                           \
    static uint64_t name(void)                                                 \
    {                                                                          \
        uint64_t v;                                                            \
        __asm__("mrs %0, " #name "_el1" : "=r"(v));                            \
        return v;                                                              \
    }
ID_REG(id_aa64isar0)
ID_REG(id_aa64isar1)
ID_REG(id_aa64pfr0)

#define PROBE(name, words)                                                     \
    static void try_##name(void)                                               \
    {                                                                          \
        __asm__ volatile(words ::: "v0", "x0", "cc");                          \
    }
PROBE(fphp, ".inst 0x1ee02800")     /* fadd h0, h0, h0 */
PROBE(asimdhp, ".inst 0x4e401400")  /* fadd v0.8h, v0.8h, v0.8h */
PROBE(asimdfhm, ".inst 0x4e20ec00") /* fmlal v0.4s, v0.4h, v0.4h */
PROBE(fcma, ".inst 0x6e80e400")     /* fcadd v0.4s, v0.4s, v0.4s, #90 */
PROBE(jscvt, ".inst 0x1e7e0000")    /* fjcvtzs w0, d0 */
PROBE(frint, ".inst 0x1e684000")    /* frint32z d0, d0 */
PROBE(bf16, ".inst 0x1e634000")     /* bfcvt h0, s0 */
PROBE(i8mm, ".inst 0x4e80a400")     /* smmla v0.4s, v0.16b, v0.16b */

/* Bit of AT_HWCAP, or 64 and more of AT_HWCAP2; field of the register, whose
 * value 15 is "not there". */
static const struct {
    const char *name;
    unsigned bit;
    uint64_t (*reg)(void);
    unsigned shift, least;
    void (*probe)(void);
} features[] = {
    {"fphp", 9, id_aa64pfr0, 16, 1, try_fphp},
    {"asimdhp", 10, id_aa64pfr0, 20, 1, try_asimdhp},
    {"asimdfhm", 23, id_aa64isar0, 48, 1, try_asimdfhm},
    {"fcma", 14, id_aa64isar1, 16, 1, try_fcma},
    {"jscvt", 13, id_aa64isar1, 12, 1, try_jscvt},
    {"frint", 64 + 8, id_aa64isar1, 32, 1, try_frint},
    {"bf16", 64 + 14, id_aa64isar1, 44, 1, try_bf16},
    {"i8mm", 64 + 13, id_aa64isar1, 52, 1, try_i8mm},
};

static sigjmp_buf back;
static char cpuinfo[65536];

static void illegal(int sig)
{
    (void)sig;
    siglongjmp(back, 1);
}

static int runs(void (*probe)(void))
{
    if (sigsetjmp(back, 1))
        return 0;
    probe();
    return 1;
}

static int in_cpuinfo(const char *name)
{
    char word[32];
    snprintf(word, sizeof(word), " %s", name);
    size_t n = strlen(word);
    for (const char *p = cpuinfo; (p = strstr(p, word)); p++)
        if (p[n] == ' ' || p[n] == '\n')
            return 1;
    return 0;
}

int main(int argc, char **argv)
{
    int bad = 0;
    FILE *f = fopen("/proc/cpuinfo", "r");
    if (!f || !fread(cpuinfo, 1, sizeof(cpuinfo) - 1, f))
        return 1;
    signal(SIGILL, illegal);
    for (unsigned i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
        unsigned bit = features[i].bit;
        unsigned long caps = getauxval(bit < 64 ? AT_HWCAP : AT_HWCAP2);
        unsigned field = features[i].reg() >> features[i].shift & 15;
        int want = 0, cap = caps >> bit % 64 & 1, run = runs(features[i].probe);
        int reg = field >= features[i].least && field != 15;
        int info = in_cpuinfo(features[i].name);
        for (int k = 1; k < argc; k++)
            want |= !strcmp(argv[k], features[i].name);
        if (cap == want && reg == want && info == want && run == want)
            continue;
        printf("%s: %d wanted; hwcap %d, register %d, cpuinfo %d, runs %d\n",
               features[i].name, want, cap, reg, info, run);
        bad = 1;
    }
    return bad;
}
