/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Private: system registers that EL0 can name, by bits 19..5 of MRS and MSR
 * (Arm ARM, AArch64 System Register Descriptions), and the values of those that
 * never change.
 */
#ifndef CALQUE_TARGET_AARCH64_SYSREG_H
#define CALQUE_TARGET_AARCH64_SYSREG_H

#include <stdbool.h>
#include <stdint.h>

/* op0 is 2 or 3; its low bit is bit 14. */
#define SYSREG(op0, op1, crn, crm, op2)                                        \
    (((op0)&1) << 14 | (op1) << 11 | (crn) << 7 | (crm) << 3 | (op2))

enum {
    SYSREG_MIDR_EL1 = SYSREG(3, 0, 0, 0, 0),
    SYSREG_MPIDR_EL1 = SYSREG(3, 0, 0, 0, 5),
    SYSREG_REVIDR_EL1 = SYSREG(3, 0, 0, 0, 6),
    SYSREG_ID_AA64PFR0_EL1 = SYSREG(3, 0, 0, 4, 0),
    SYSREG_ID_AA64PFR1_EL1 = SYSREG(3, 0, 0, 4, 1),
    SYSREG_ID_AA64ZFR0_EL1 = SYSREG(3, 0, 0, 4, 4),
    SYSREG_ID_AA64DFR0_EL1 = SYSREG(3, 0, 0, 5, 0),
    SYSREG_ID_AA64DFR1_EL1 = SYSREG(3, 0, 0, 5, 1),
    SYSREG_ID_AA64ISAR0_EL1 = SYSREG(3, 0, 0, 6, 0),
    SYSREG_ID_AA64ISAR1_EL1 = SYSREG(3, 0, 0, 6, 1),
    SYSREG_ID_AA64ISAR2_EL1 = SYSREG(3, 0, 0, 6, 2),
    SYSREG_ID_AA64MMFR0_EL1 = SYSREG(3, 0, 0, 7, 0),
    SYSREG_ID_AA64MMFR1_EL1 = SYSREG(3, 0, 0, 7, 1),
    SYSREG_ID_AA64MMFR2_EL1 = SYSREG(3, 0, 0, 7, 2),
    SYSREG_CTR_EL0 = SYSREG(3, 3, 0, 0, 1),
    SYSREG_DCZID_EL0 = SYSREG(3, 3, 0, 0, 7),
    SYSREG_RNDR = SYSREG(3, 3, 2, 4, 0),
    SYSREG_RNDRRS = SYSREG(3, 3, 2, 4, 1),
    SYSREG_DIT = SYSREG(3, 3, 4, 2, 5),
    SYSREG_SSBS = SYSREG(3, 3, 4, 2, 6),
    SYSREG_NZCV = SYSREG(3, 3, 4, 2, 0),
    SYSREG_FPCR = SYSREG(3, 3, 4, 4, 0),
    SYSREG_FPSR = SYSREG(3, 3, 4, 4, 1),
    SYSREG_TPIDR_EL0 = SYSREG(3, 3, 13, 0, 2),
    SYSREG_TPIDRRO_EL0 = SYSREG(3, 3, 13, 0, 3),
    SYSREG_CNTFRQ_EL0 = SYSREG(3, 3, 14, 0, 0),
    SYSREG_CNTVCT_EL0 = SYSREG(3, 3, 14, 0, 2),
    SYSREG_CNTVCTSS_EL0 = SYSREG(3, 3, 14, 0, 6),
};

/* Cache lines of 64 bytes, data cache clean not needed for coherence (IDC),
 * instruction cache maintenance needed (D24.2.34). */
#define CTR_EL0_VALUE INT64_C(0x9444c004)
/* DC ZVA of 64 bytes is permitted. */
#define DCZID_EL0_VALUE INT64_C(4)
/* The virtual counter counts nanoseconds. */
#define CNTFRQ_EL0_VALUE INT64_C(1000000000)

/* The identification registers whose reads Linux emulates for EL0. */
static inline bool sysreg_is_id(unsigned reg)
{
    unsigned crm = reg >> 3 & 15;
    if ((reg & ~0x7fu) != SYSREG(3, 0, 0, 0, 0))
        return false;
    if (crm == 0)
        return reg == SYSREG_MIDR_EL1 || reg == SYSREG_MPIDR_EL1 ||
               reg == SYSREG_REVIDR_EL1;
    return crm >= 2 && crm <= 7;
}

#endif
