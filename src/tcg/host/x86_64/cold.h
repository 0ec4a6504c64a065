/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Cold calls: an operation of the IR done by its portable C function, out of
 * line, with every host register kept.  The call is described by a record in
 * the code; the stub saves all registers into struct tcg_env, calls
 * tcg_cold() on the C stack and restores them.
 */
#ifndef CALQUE_TCG_X86_COLD_H
#define CALQUE_TCG_X86_COLD_H

#include "tcg/backend.h"

enum cold_where { COLD_NONE, COLD_REG, COLD_VEC, COLD_IMM, COLD_MEM };

struct cold_arg {
    uint8_t where, reg;
    uint8_t type; /* enum ir_type */
    uint16_t off; /* COLD_MEM: offset in the state */
    int64_t imm;
};

struct cold_desc {
    struct ir_insn in;
    struct cold_arg arg[4], dst;
    struct ir_rules rules;
    uint64_t pc;    /* guest PC, for what may fault */
    int32_t resume; /* from the record's start to where to go on */
};

/* Called by the stub. Returns the host address to go on at. */
uint64_t tcg_cold(struct tcg_env *env, const uint8_t *record,
                  const struct tcg_conv *conv);

#endif
