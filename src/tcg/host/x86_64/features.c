/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the host's processor has, and what of it compiled code uses. */
#include "config.h"

#include <cpuid.h>

#include "tcg/host/x86_64/gen.h"

/* `found` is what there is, `features` what is used of it. */
static struct host_features found, features;

const struct host_features *host_features(void)
{
    return &features;
}

/* The parts of the register state that the system switches (SDM vol. 1, 13). */
static uint32_t saved_state(void)
{
    uint32_t lo, hi;
    __asm__("xgetbv" : "=a"(lo), "=d"(hi) : "c"(0));
    return lo;
}

/* Of a state component (SDM vol. 1, 13.2). */
static uint32_t xsave_offset(unsigned component)
{
    unsigned a, b = 0, c, d;
    return __get_cpuid_count(0xd, component, &a, &b, &c, &d) ? b : 0;
}

const char *tcg_host_init(void)
{
    unsigned a, b, c, d, a7, b7 = 0, c7 = 0, d7 = 0, c1 = 0;

    /* Each CPUID is a trap into the hypervisor where there is one, so that the
     * highest leaves are not asked for: AMD64 has 1 and 0x80000001, and no
     * processor with FMA lacks 7. */
    __cpuid(1, a, b, c, d);
    if (!(c & bit_SSE4_1) || !(c & bit_SSSE3))
        return "SSE4.1";
    if (!(c & bit_CMPXCHG16B))
        return "CMPXCHG16B";
    if ((c & bit_FMA) || __get_cpuid_max(0, NULL) >= 7)
        __cpuid_count(7, 0, a7, b7, c7, d7);
    unsigned ax, bx, dx;
    __cpuid(0x80000001, ax, bx, c1, dx);
    if (!(c1 & bit_LAHF_LM))
        return "LAHF in 64-bit mode";
    uint32_t state = c & bit_OSXSAVE ? saved_state() : 0;
    bool ymm = (state & 6) == 6;
    const unsigned evex =
        bit_AVX512F | bit_AVX512VL | bit_AVX512BW | bit_AVX512DQ | bit_AVX512CD;
    bool avx512 = (state & 0xe6) == 0xe6 && (b7 & evex) == evex;
    found = (struct host_features){
        .sse42 = c & bit_SSE4_2,
        .avx = ymm && (c & bit_AVX),
        .avx2 = ymm && (b7 & bit_AVX2),
        .fma = ymm && (c & bit_FMA),
        .f16c = ymm && (c & bit_F16C),
        .bmi1 = ymm && (b7 & bit_BMI),
        .bmi2 = ymm && (b7 & bit_BMI2),
        .lzcnt = c1 & bit_ABM,
        .popcnt = c & bit_POPCNT,
        .aes = c & bit_AES,
        .pclmul = c & bit_PCLMUL,
        .sha = b7 & bit_SHA,
        .gfni = ymm && (c & bit_AVX) && (c7 & bit_GFNI),
        .avx512 = avx512,
        .hi16_zmm = avx512 ? xsave_offset(7) : 0,
        .vaes = avx512 && (c7 & bit_VAES),
        .vpclmul = avx512 && (c7 & bit_VPCLMULQDQ),
        .bitalg = avx512 && (c7 & bit_AVX512BITALG),
        .fp16 = avx512 && (d7 & bit_AVX512FP16),
    };
    features = found;
    return NULL;
}

/* ---- Levels ---- */

/* Nothing but what the level's name stands for (x86-64 psABI,
 * micro-architecture levels). */
static void only_v2(struct host_features *f)
{
    *f = (struct host_features){.sse42 = f->sse42, .popcnt = f->popcnt};
}

static void only_v3(struct host_features *f)
{
    struct host_features all = *f;

    only_v2(f);
    f->avx = all.avx;
    f->avx2 = all.avx2;
    f->fma = all.fma;
    f->f16c = all.f16c;
    f->bmi1 = all.bmi1;
    f->bmi2 = all.bmi2;
    f->lzcnt = all.lzcnt;
}

static void only_v4(struct host_features *f)
{
    struct host_features all = *f;

    only_v3(f);
    f->avx512 = all.avx512;
    f->hi16_zmm = all.hi16_zmm;
}

/* Without the half-precision instructions, so that a host which has them tries
 * what stands for them. */
static void high_first(struct host_features *f)
{
    f->fp16 = false;
    if (f->avx512)
        f->first_home = 16;
}

static bool has_v2(const struct host_features *f)
{
    return f->sse42 && f->popcnt;
}

static bool has_v3(const struct host_features *f)
{
    return has_v2(f) && f->avx && f->avx2 && f->fma && f->f16c && f->bmi1 &&
           f->bmi2 && f->lzcnt;
}

static bool has_v4(const struct host_features *f)
{
    return has_v3(f) && f->avx512;
}

static const struct level {
    const char *name;
    bool (*has)(const struct host_features *f); /* NULL: any host */
    void (*limit)(struct host_features *f);     /* NULL: not at all */
} levels[] = {
    [TCG_LEVEL_NATIVE] = {"native", NULL, NULL},
    {"x86-64-v2", has_v2, only_v2},
    {"x86-64-v3", has_v3, only_v3},
    {"x86-64-v4", has_v4, only_v4},
    {"native-high", NULL, high_first},
};
enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

const char *tcg_host_level_name(unsigned level)
{
    return level < LEVELS ? levels[level].name : NULL;
}

bool tcg_host_has_level(unsigned level)
{
    return !levels[level].has || levels[level].has(&found);
}

void tcg_host_use(unsigned level)
{
    features = found;
    if (levels[level].limit)
        levels[level].limit(&features);
}
