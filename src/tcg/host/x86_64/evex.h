/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which vector instructions reach xmm16 to xmm31, and how: EVEX forms of 128
 * bits, without masks (Intel SDM vol. 2, 2.7).  Opcodes are those of x86.h, so
 * that the same number names the VEX and the EVEX form.  No state; any thread.
 */
#ifndef CALQUE_TCG_EVEX_H
#define CALQUE_TCG_EVEX_H

#include "tcg/host/x86_64/x86.h"

enum {
    EVEX_W = 1, /* the form's W bit; above it, log2 of what one-byte
                 * displacements count in */
};

/* EVEX_ bits of the form, or -1: there is none here. w as for x_vrr(). */
int evex_form(uint32_t op, bool w);

/* The instruction by its VEX or, for high registers, its EVEX form, which it
 * must have. */
void evex_rr(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
             unsigned vvvv, unsigned rm);
void evex_rm(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
             unsigned vvvv, struct x86_mem m);
/* All but the operand and what follows: [rip + d]. */
void evex_rip(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
              unsigned vvvv);

/* The EVEX form at any registers; form as of evex_form(). */
void evex_emit(struct x86_buf *c, uint32_t op, int form, unsigned reg,
               unsigned vvvv, unsigned rm);

#endif
