/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the IR's integer operations compute: the one definition, shared by the
 * builders' constant folding and the interpreter.
 *
 * Pure functions, any thread. Private to tcg.
 */
#ifndef CALQUE_TCG_EVAL_H
#define CALQUE_TCG_EVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "tcg/ir.h"

/* True for the operations of eval_int(). */
bool eval_is_int(enum ir_opcode op);

/* a OP b at the width of `t` (i32 or i64); b is ignored by unary operations,
 * n is the count of EXTR.  Upper halves of i32 operands are ignored; an i32
 * result is zero-extended.  SEXT* and ZEXT* take a as 64 bits. */
uint64_t eval_int(enum ir_opcode op, enum ir_type t, uint64_t a, uint64_t b,
                  unsigned n);

/* cc(a, b) at the width of `t`. */
bool eval_cc(enum ir_cc cc, enum ir_type t, uint64_t a, uint64_t b);

/* cc with its operands exchanged. */
enum ir_cc eval_cc_swap(enum ir_cc cc);

/* The two kinds of extension, and the form in which a constant is kept: an
 * i32 is sign-extended. */
static inline int64_t eval_canon(enum ir_type t, int64_t x)
{
    return t == IR_I32 ? (int32_t)x : x;
}

#endif
