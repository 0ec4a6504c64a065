/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What translated code calls: floating point in modes that the host's FPU has
 * not, and CSRs.  env.mxcsr is the guest's while a HELPER_FP helper runs.
 */
#include "config.h"

#include "base/hostvdso.h"
#include "base/softfp.h"
#include "cpu/atomic.h"
#include "target/riscv/state.h"

/* MXCSR: flags from bit 0, exception masks from bit 7, rounding control in bits
 * 14..13 (Intel SDM volume 1, 10.2.3). */
enum {
    MX_INVALID = 1,
    MX_DIVZERO = 4,
    MX_OVERFLOW = 8,
    MX_UNDERFLOW = 16,
    MX_INEXACT = 32,
    MX_FLAGS = 63,
    MX_MASK_INVALID = 1 << 7,
    MX_RC = 3 << 13,
};

/* fcsr's accrued exceptions (unprivileged specification, F extension:
 * Floating-Point Control and Status Register). */
enum { FF_NX = 1, FF_UF = 2, FF_OF = 4, FF_DZ = 8, FF_NV = 16 };

static const struct {
    uint8_t guest, mxcsr, soft;
} fp_flags[] = {
    {FF_NV, MX_INVALID, SOFTFP_INVALID},
    {FF_DZ, MX_DIVZERO, SOFTFP_DIVZERO},
    {FF_OF, MX_OVERFLOW, SOFTFP_OVERFLOW},
    {FF_UF, MX_UNDERFLOW, SOFTFP_UNDERFLOW},
    {FF_NX, MX_INEXACT, SOFTFP_INEXACT},
};
#define N_FLAGS (sizeof(fp_flags) / sizeof(fp_flags[0]))

static uint32_t get_fflags(const struct riscv_cpu *c)
{
    uint32_t flags = 0;

    for (unsigned i = 0; i < N_FLAGS; i++)
        if (c->cpu.env.mxcsr & fp_flags[i].mxcsr)
            flags |= fp_flags[i].guest;
    return flags;
}

static void set_fflags(struct riscv_cpu *c, uint32_t flags)
{
    uint32_t mxcsr = c->cpu.env.mxcsr & ~(uint32_t)MX_FLAGS;

    for (unsigned i = 0; i < N_FLAGS; i++)
        if (flags & fp_flags[i].guest)
            mxcsr |= fp_flags[i].mxcsr;
    c->cpu.env.mxcsr = mxcsr;
}

/* MXCSR numbers the modes otherwise: 0 nearest, 1 down, 2 up, 3 to zero. */
static void set_frm(struct riscv_cpu *c, unsigned frm)
{
    static const uint8_t rc[8] = {
        [IR_RM_RNE] = 0, [IR_RM_RTZ] = 3, [IR_RM_RDN] = 1, [IR_RM_RUP] = 2};

    c->frm = (uint8_t)(frm & 7);
    cpu_set_modes(&c->cpu, c->frm);
    c->cpu.env.mxcsr &= ~(uint32_t)(MX_RC | MX_MASK_INVALID);
    c->cpu.env.mxcsr |= (uint32_t)rc[c->frm] << 13;
    if (c->frm)
        c->cpu.env.mxcsr |= MX_MASK_INVALID; /* nothing relies on its trap */
}

uint32_t riscv_get_fcsr(const struct riscv_cpu *c)
{
    return (uint32_t)c->frm << 5 | get_fflags(c);
}

void riscv_set_fcsr(struct riscv_cpu *c, uint32_t fcsr)
{
    set_fflags(c, fcsr);
    set_frm(c, fcsr >> 5);
}

static uint64_t read_csr(const struct riscv_cpu *c, uint64_t csr)
{
    switch (csr) {
    case RISCV_CSR_FFLAGS: return get_fflags(c);
    case RISCV_CSR_FRM: return c->frm;
    default: return riscv_get_fcsr(c);
    }
}

static void write_csr(struct riscv_cpu *c, uint64_t csr, uint64_t v)
{
    switch (csr) {
    case RISCV_CSR_FFLAGS: set_fflags(c, (uint32_t)v); break;
    case RISCV_CSR_FRM: set_frm(c, (unsigned)v); break;
    default: riscv_set_fcsr(c, (uint32_t)v); break;
    }
}

static uint64_t helper_csr(void *cpu, uint64_t csr, uint64_t op, uint64_t v,
                           uint64_t unused)
{
    struct riscv_cpu *c = cpu;
    uint64_t old = read_csr(c, csr);

    (void)unused;
    switch (op) {
    case RISCV_CSR_WRITE: write_csr(c, csr, v); break;
    case RISCV_CSR_SET: write_csr(c, csr, old | v); break;
    case RISCV_CSR_CLEAR: write_csr(c, csr, old & ~v); break;
    default: break;
    }
    return old;
}

/* cycle and instret count nanoseconds: steadily rising, as is all that a
 * program may rely on. */
static uint64_t helper_counter(void *cpu, uint64_t csr, uint64_t b, uint64_t c,
                               uint64_t d)
{
    struct timespec ts = {0};
    uint64_t ns;

    (void)cpu, (void)b, (void)c, (void)d;
    host_clock_gettime(CLOCK_MONOTONIC, &ts);
    ns = (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
    return csr == RISCV_CSR_TIME ? ns / (1000000000 / RISCV_TIME_HZ) : ns;
}

const struct softfp_fmt *const riscv_formats[] = {
    [RISCV_FMT_S] = &softfp_f32,
    [RISCV_FMT_D] = &softfp_f64,
    [RISCV_FMT_H] = &softfp_f16,
};

static uint64_t helper_fclass(void *cpu, uint64_t v, uint64_t fmt, uint64_t c,
                              uint64_t d)
{
    (void)cpu, (void)c, (void)d;
    return softfp_class(riscv_formats[fmt], v);
}

static uint64_t compute(struct softfp_env *e, const struct softfp_fmt *f,
                        uint64_t what, uint64_t x, uint64_t y, uint64_t z)
{
    bool exact;

    switch (what & 15) {
    case RISCV_FP_ADD: return softfp_add(e, f, x, y);
    case RISCV_FP_SUB: return softfp_sub(e, f, x, y);
    case RISCV_FP_MUL: return softfp_mul(e, f, x, y);
    case RISCV_FP_DIV: return softfp_div(e, f, x, y);
    case RISCV_FP_SQRT: return softfp_sqrt(e, f, x);
    case RISCV_FP_FMA:
        if (what & RISCV_FP_NEG_PRODUCT)
            x = softfp_neg(f, x);
        if (what & RISCV_FP_NEG_ADDEND)
            z = softfp_neg(f, z);
        return softfp_fma(e, f, x, y, z);
    case RISCV_FP_CONVERT:
        return softfp_convert(e, f, riscv_formats[what >> RISCV_FP_FROM & 3], x,
                              e->round);
    case RISCV_FP_MODULO:
        return (uint64_t)(int32_t)softfp_to_int32_modulo(e, f, x, &exact);
    default:
        return what & RISCV_FP_UNSIGNED
                   ? softfp_from_uint(e, f, x, e->round, 0)
                   : softfp_from_sint(e, f, (int64_t)x, e->round, 0);
    }
}

/* The numbers of enum ir_round and enum softfp_round agree. */
_Static_assert((int)IR_RM_RMM == (int)SOFTFP_RMM &&
                   (int)IR_RM_RUP == (int)SOFTFP_RUP &&
                   (int)IR_RM_RDN == (int)SOFTFP_RDN,
               "rounding modes");

static uint64_t helper_fp(void *cpu, uint64_t x, uint64_t y, uint64_t z,
                          uint64_t what)
{
    struct riscv_cpu *c = cpu;
    unsigned mode = what >> RISCV_FP_MODE & 7;
    struct softfp_env e = {.round =
                               (uint8_t)(mode == IR_RM_DYN ? c->frm : mode),
                           .nan = SFP_NAN_LARGEST};
    uint64_t v =
        compute(&e, riscv_formats[what >> RISCV_FP_FMT & 3], what, x, y, z);

    for (unsigned i = 0; i < N_FLAGS; i++)
        if (e.flags & fp_flags[i].soft)
            c->cpu.env.mxcsr |= fp_flags[i].mxcsr;
    return v;
}

const struct ir_helper riscv_helpers[] = {
    [RISCV_HELPER_FP] = {"riscv_fp", helper_fp, HELPER_FP},
    [RISCV_HELPER_FCLASS] = {"riscv_fclass", helper_fclass, 0},
    [RISCV_HELPER_CSR] = {"riscv_csr", helper_csr, HELPER_FP},
    [RISCV_HELPER_COUNTER] = {"riscv_counter", helper_counter, HELPER_OUTSIDE},
    [RISCV_HELPER_VDSO] = {"riscv_vdso", cpu_vdso_call, HELPER_OUTSIDE},
    [RISCV_HELPER_ATOMIC_VERSION] = {"atomic_version", cpu_atomic_version,
                                     HELPER_OUTSIDE},
    [RISCV_HELPER_ATOMIC_STORE] = {"atomic_store", cpu_atomic_store,
                                   HELPER_STATE | HELPER_OUTSIDE},
    [RISCV_HELPER_ATOMIC_PAIR] = {"atomic_pair", cpu_atomic_pair,
                                  HELPER_STATE | HELPER_OUTSIDE},
    [RISCV_HELPER_ATOMIC_RMW] = {"atomic_rmw", cpu_atomic_rmw,
                                 HELPER_STATE | HELPER_OUTSIDE},
    [RISCV_HELPER_ATOMIC_CMPXCHG] = {"atomic_cmpxchg", cpu_atomic_cmpxchg,
                                     HELPER_STATE | HELPER_OUTSIDE},
};
