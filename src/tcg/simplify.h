/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Simplification of one pure operation as it is appended. Private to tcg.
 */
#ifndef CALQUE_TCG_SIMPLIFY_H
#define CALQUE_TCG_SIMPLIFY_H

#include "tcg/ir.h"

/* Returns the value that *in computes if there is one already or it is a
 * constant; else IR_NONE, with *in perhaps replaced by something simpler.
 * Operands are never replaced by values older than the operands' own operands,
 * and chains of additions are left as they are, so that no guest register's
 * old value is kept alive past its next put. */
struct ir_val ir_simplify(struct ir_block *b, struct ir_insn *in);

/* For BR and TRAP: 0 or 1 when the condition is known, else -1. Moves a
 * constant to the right. */
int ir_simplify_cond(const struct ir_block *b, struct ir_insn *in,
                     enum ir_type t);

/* The number of low bits of v that can be other than zero; its width when
 * nothing is known. */
unsigned ir_low_bits(const struct ir_block *b, uint16_t v);

/* Makes *in a rotation if it joins two shifts of one value to that; false, and
 * nothing is changed, if not. */
bool ir_rotation(const struct ir_block *b, struct ir_insn *in);

#endif
