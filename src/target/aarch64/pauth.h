/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Private: keys of pointer authentication (FEAT_PAuth2, FEAT_FPACCOMBINE).
 *
 * The algorithm is one of our own, as an implementation may have it: the upper
 * and lower half of the product of address and modifier, each xored with one
 * half of the key, are xored.  It costs two multiplications; that attackers
 * cannot guess codes is no promise of a translator whose memory they share.
 * Keys belong to a thread, are copied by clone and fork, and new after exec
 * (kernel documentation, arch/arm64: pointer-authentication).
 */
#ifndef CALQUE_TARGET_AARCH64_PAUTH_H
#define CALQUE_TARGET_AARCH64_PAUTH_H

#include <stdbool.h>

#include "target/aarch64/state.h"

/* Bits of an address that hold its code: all between the 39 that are used and
 * the one that selects a half of the address space. */
#define PAC_FIELD INT64_C(0x007fff8000000000)

/* Sets of keys, by bit (PR_PAC_APIAKEY and so on). */
enum {
    PAC_ADDRESS = 1 << PAC_IA | 1 << PAC_IB | 1 << PAC_DA | 1 << PAC_DB,
    PAC_ALL = PAC_ADDRESS | 1 << PAC_GA,
};

/* New random values for a set of keys. */
void aarch64_pac_reset(struct aarch64_cpu *a, unsigned keys);

/* Of the keys in the set, those in `enabled` are enabled, the others not: their
 * instructions do nothing. */
void aarch64_pac_enable(struct aarch64_cpu *a, unsigned keys, unsigned enabled);

/* prctl: the operations on keys. False: it is none of them. */
bool aarch64_prctl(struct cpu *cpu, const uint64_t args[6], int64_t *result);

#endif
