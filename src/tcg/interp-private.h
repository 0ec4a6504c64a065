/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the interpreter's files share. */
#ifndef CALQUE_TCG_INTERP_PRIVATE_H
#define CALQUE_TCG_INTERP_PRIVATE_H

#include "base/softfp.h"
#include "tcg/interp.h"
#include "tcg/vop.h"

/* A value in u64[0], i32 and f32 zero-extended, flags as NZCV in bits 31..28;
 * the upper half of all but v128 is zero. */
struct interp {
    struct tcg_env *env;
    char *state;
    const struct ir_block *b;
    const struct ir_rules *rules;
    const struct interp_host *host;
    uint64_t pc; /* of the current instruction */
    union v128 val[IR_MAX_OPS];
};

/* Operand k; zero when absent. */
static inline uint64_t interp_arg(const struct interp *it,
                                  const struct ir_insn *in, unsigned k)
{
    return in->arg[k] == IR_NOID ? 0 : it->val[in->arg[k]].u64[0];
}

/* Loads, stores and atomics: false on a fault. */
bool interp_mem(struct interp *it, const struct ir_insn *in, union v128 *r);

/* Floating point and vectors. */
void interp_fp(struct interp *it, const struct ir_insn *in, union v128 *r);
void interp_vec(struct interp *it, const struct ir_insn *in, union v128 *r);

/* The soft-float environment of this moment, and its flags merged back. */
struct softfp_env interp_fp_begin(const struct interp *it);
void interp_fp_end(struct interp *it, const struct softfp_env *fp);

#endif
