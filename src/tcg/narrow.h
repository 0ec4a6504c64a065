/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Block scope: 64-bit logic on extended 32-bit values. Private to tcg.
 *
 * RV64 keeps 32-bit values sign-extended, and ands, ors and xors them in all 64
 * bits.  Done in 32 bits, with one extension of the result, the operands'
 * extensions go away, and so does the result's where only 32-bit operations
 * look at it.
 */
#ifndef CALQUE_TCG_NARROW_H
#define CALQUE_TCG_NARROW_H

#include "tcg/ir.h"

/* `uses` must count the uses of each value; afterwards it does for what is
 * used.  Leaves pure operations behind that nothing uses. */
void ir_narrow(struct ir_block *b);

#endif
