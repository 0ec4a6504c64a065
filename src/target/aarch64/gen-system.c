/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Hints, barriers, cache maintenance and system registers (C4.1.93). */
#include "config.h"

#include "target/aarch64/features.h"
#include "target/aarch64/sysreg.h"
#include "target/aarch64/translate.h"

/* Hints, pointer authentication without the feature, prefetches. */
GEN(nop)
{
    (void)t;
    (void)a;
    return true;
}

/* CRm<1:0>: 1 loads, 2 stores, else all. The host orders loads with what
 * follows them, and stores with stores. */
static bool barrier(struct translate *t, const struct aarch64_args *a)
{
    unsigned types = a->crm & 3;
    if (types != 1 && types != 2)
        ir_fence(t->ir);
    return true;
}

GEN(dmb)
{
    return barrier(t, a);
}

GEN(dsb)
{
    return barrier(t, a);
}

GEN(sb)
{
    (void)t;
    (void)a;
    return true;
}

/* What follows is looked up anew: code may have changed. */
GEN(isb)
{
    (void)a;
    ir_jmp(t->ir, t->off + 4);
    t->done = true;
    return true;
}

/* Caches are coherent, but a bad address must fault. */
GEN(dc)
{
    ir_ld(t->ir, IR_I64, MEM_8, get_x(t, a->rt, 1), IR_NONE, 0, 0);
    return true;
}

GEN(ic_ivau)
{
    ir_helper(t->ir, IR_I64, HELPER_ic_ivau, get_x(t, a->rt, 1), IR_NONE,
              IR_NONE, IR_NONE);
    ir_exit(t->ir, EXIT_FLUSH_LINE, t->off + 4);
    t->done = true;
    return true;
}

/* DCZID_EL0.BS = 4: 64 bytes. */
GEN(dc_zva)
{
    struct ir_val base =
        ir_op2i(t->ir, IR_AND, IR_I64, get_x(t, a->rt, 1), -64);
    struct ir_val zero = ir_const(t->ir, IR_V128, 0);
    for (int i = 0; i < 4; i++)
        ir_st(t->ir, MEM_128, base, IR_NONE, 0, 16 * i, zero);
    return true;
}

static bool read_helper(struct translate *t, const struct aarch64_args *a,
                        enum aarch64_helper h)
{
    put_x(t, a->rt,
          ir_helper(t->ir, IR_I64, h, ir_const(t->ir, IR_I64, a->reg), IR_NONE,
                    IR_NONE, IR_NONE));
    return true;
}

static bool read_pstate(struct translate *t, const struct aarch64_args *a,
                        int64_t bit)
{
    put_x(t, a->rt,
          ir_op2i(t->ir, IR_AND, IR_I64, ir_get(t->ir, SLOT_PSTATE, IR_I64),
                  bit));
    return true;
}

/* Z says that there was no number; then the result is 0. */
static bool read_random(struct translate *t, const struct aarch64_args *a)
{
    struct ir_val v = ir_helper(t->ir, IR_I64, HELPER_random, IR_NONE, IR_NONE,
                                IR_NONE, IR_NONE);
    struct ir_val z =
        ir_setcc(t->ir, IR_I64, CC_EQ, v, ir_const(t->ir, IR_I64, 0));
    put_x(t, a->rt, v);
    put_flags(t,
              ir_op1(t->ir, IR_FL_PACK, IR_FLAGS, gen_shift(t, 1, z, 0, 30)));
    return true;
}

/* As Linux answers: REVIDR_EL1 is 0, MPIDR_EL1 says nothing but its RES1. */
static bool read_id(struct translate *t, const struct aarch64_args *a,
                    unsigned reg)
{
    struct ir_val v;
    if (reg == SYSREG_MIDR_EL1)
        v = ir_get(t->ir, SLOT_MIDR, IR_I64);
    else if (reg == SYSREG_MPIDR_EL1)
        v = ir_const(t->ir, IR_I64, INT64_C(1) << 31);
    else
        v = ir_const(t->ir, IR_I64,
                     (int64_t)aarch64_id_register(t->features, reg));
    put_x(t, a->rt, v);
    return true;
}

GEN(mrs)
{
    switch (a->reg) {
    case SYSREG_NZCV:
        put_x(t, a->rt, ir_op1(t->ir, IR_FL_UNPACK, IR_I64, get_flags(t)));
        return true;
    case SYSREG_DIT:
        return (t->features & AARCH64_HAS_DIT) && read_pstate(t, a, PSTATE_DIT);
    case SYSREG_SSBS:
        return (t->features & AARCH64_HAS_SSBS) &&
               read_pstate(t, a, PSTATE_SSBS);
    case SYSREG_RNDR:
    case SYSREG_RNDRRS:
        return (t->features & AARCH64_HAS_RNG) && read_random(t, a);
    case SYSREG_TPIDR_EL0:
        put_x(t, a->rt, ir_get(t->ir, SLOT_TPIDR, IR_I64));
        return true;
    case SYSREG_TPIDRRO_EL0:
        put_x(t, a->rt, ir_get(t->ir, SLOT_TPIDRRO, IR_I64));
        return true;
    case SYSREG_CTR_EL0:
        put_x(t, a->rt, ir_const(t->ir, IR_I64, CTR_EL0_VALUE));
        return true;
    case SYSREG_DCZID_EL0:
        put_x(t, a->rt, ir_const(t->ir, IR_I64, DCZID_EL0_VALUE));
        return true;
    case SYSREG_CNTFRQ_EL0:
        put_x(t, a->rt, ir_const(t->ir, IR_I64, CNTFRQ_EL0_VALUE));
        return true;
    case SYSREG_CNTVCT_EL0: return read_helper(t, a, HELPER_cntvct);
    case SYSREG_CNTVCTSS_EL0:
        return (t->features & AARCH64_HAS_ECV) &&
               read_helper(t, a, HELPER_cntvct);
    case SYSREG_FPCR:
        put_x(
            t, a->rt,
            ir_op1(t->ir, IR_ZEXT32, IR_I64, ir_get(t->ir, SLOT_FPCR, IR_I32)));
        return true;
    case SYSREG_FPSR: return read_helper(t, a, HELPER_get_fpsr);
    default:
        return sysreg_is_id((unsigned)a->reg) &&
               read_id(t, a, (unsigned)a->reg);
    }
}

static bool write_pstate(struct translate *t, uint64_t bit, struct ir_val v)
{
    struct ir_val old =
        ir_op2i(t->ir, IR_AND, IR_I64, ir_get(t->ir, SLOT_PSTATE, IR_I64),
                ~(int64_t)bit);
    v = ir_op2i(t->ir, IR_AND, IR_I64, v, (int64_t)bit);
    ir_put(t->ir, SLOT_PSTATE, ir_op2(t->ir, IR_OR, IR_I64, old, v));
    return true;
}

/* Time does not depend on data less than it does already, and what the bit of
 * SSBS says about the host is nobody's to change: they are kept, no more. */
GEN(msr_dit)
{
    return write_pstate(t, PSTATE_DIT,
                        ir_const(t->ir, IR_I64, a->crm & 1 ? -1 : 0));
}

GEN(msr_ssbs)
{
    return write_pstate(t, PSTATE_SSBS,
                        ir_const(t->ir, IR_I64, a->crm & 1 ? -1 : 0));
}

GEN(msr)
{
    struct ir_val x = get_x(t, a->rt, 1);
    switch (a->reg) {
    case SYSREG_NZCV:
        put_flags(t, ir_op1(t->ir, IR_FL_PACK, IR_FLAGS, x));
        return true;
    case SYSREG_DIT:
        return (t->features & AARCH64_HAS_DIT) &&
               write_pstate(t, PSTATE_DIT, x);
    case SYSREG_SSBS:
        return (t->features & AARCH64_HAS_SSBS) &&
               write_pstate(t, PSTATE_SSBS, x);
    case SYSREG_TPIDR_EL0: ir_put(t->ir, SLOT_TPIDR, x); return true;
    case SYSREG_FPSR:
        ir_helper(t->ir, IR_I64, HELPER_set_fpsr, x, IR_NONE, IR_NONE, IR_NONE);
        return true;
    case SYSREG_FPCR:
        /* The execution loop looks at the new key. */
        ir_helper(t->ir, IR_I64, HELPER_set_fpcr, x, IR_NONE, IR_NONE, IR_NONE);
        ir_exit(t->ir, EXIT_NONE, t->off + 4);
        t->done = true;
        return true;
    default: return false;
    }
}
