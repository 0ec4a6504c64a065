/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the generators of vector operations share.  Private to gen-vec*.c.
 *
 * A generator computes into o->d, which is no operand's register, and takes
 * scratch registers from work_vec().  One that changes EFLAGS says so in its
 * row (V_FLAGS).
 */
#ifndef CALQUE_TCG_X86_GEN_VEC_H
#define CALQUE_TCG_X86_GEN_VEC_H

#include "tcg/host/x86_64/gen.h"
#include "tcg/host/x86_64/vec-const.h"
#include "tcg/vop.h"

struct vgen {
    struct gen *g;
    const struct ir_insn *in;
    unsigned op, esz, lanes, imm;
    unsigned d, a, b, c;
    uint8_t *fixup[2]; /* ends of jumps to the portable function, or NULL */
};

typedef void vec_fn(struct vgen *o);

/* What a row of the table says beside the function. */
enum {
    V_OWN = 1,    /* the result is complete; else lanes beyond are zeroed */
    V_FLAGS = 2,  /* changes EFLAGS */
    V_FP = 4,     /* only where host FP is exact */
    V_WHOLE = 8,  /* all lanes only */
    V_SSE42 = 16, /* D lanes */
    V_AES = 32,
    V_SHA = 64,
    V_PCLMUL = 128,
    V_F16C = 256,
    V_FMA = 512,
    V_AVX2 = 1024,
};

struct vec_row {
    vec_fn *fn;
    uint16_t how;
    uint8_t sizes;                         /* lane sizes (bits by esz) */
    uint8_t sizes512;                      /* more of them with AVX-512 */
    bool (*can)(const struct ir_insn *in); /* NULL: always */
};
enum { V_B = 1, V_H = 2, V_S = 4, V_D = 8, V_BHS = 7, V_ALL = 15 };

/* Parts of the table, by kind. */
const struct vec_row *vec_int_row(unsigned op);
const struct vec_row *vec_shift_row(unsigned op);
const struct vec_row *vec_wide_row(unsigned op);
const struct vec_row *vec_sat_row(unsigned op);
const struct vec_row *vec_shuffle_row(unsigned op);
const struct vec_row *vec_crypto_row(unsigned op);
const struct vec_row *vec_fp_row(unsigned op);
const struct vec_row *vec_estimate_row(unsigned op);

enum {
    O_MOVAPS = 0x28 | M_0F,
    O_PAND = 0xdb | M_0F | P_66,
    O_PANDN = 0xdf | M_0F | P_66,
    O_POR = 0xeb | M_0F | P_66,
    O_PXOR = 0xef | M_0F | P_66,
    O_PSHUFD = 0x70 | M_0F | P_66,
    O_PSHUFB = 0x00 | M_38 | P_66,
    O_PALIGNR = 0x0f | M_3A | P_66,
    O_PBLENDW = 0x0e | M_3A | P_66,
    O_PUNPCKLBW = 0x60 | M_0F | P_66,
    O_PUNPCKLQDQ = 0x6c | M_0F | P_66,
    O_PUNPCKHQDQ = 0x6d | M_0F | P_66,
    O_PMULLW = 0xd5 | M_0F | P_66,
    O_PMULHW = 0xe5 | M_0F | P_66,
    O_PMULHUW = 0xe4 | M_0F | P_66,
    O_PMULUDQ = 0xf4 | M_0F | P_66,
    O_PMULDQ = 0x28 | M_38 | P_66,
    O_PMADDWD = 0xf5 | M_0F | P_66,
    O_PMADDUBSW = 0x04 | M_38 | P_66,
    O_PSADBW = 0xf6 | M_0F | P_66,
    O_PTEST = 0x17 | M_38 | P_66,
    O_SHUFPS = 0xc6 | M_0F,
    O_MOVD_TO = 0x6e | M_0F | P_66,
};
#define VB(op) ((op) | M_0F | P_66)
#define VE(op) ((op) | M_38 | P_66)

/* One host instruction d = a op b for a row and lane size, or 0. */
uint32_t vec_direct(unsigned op, unsigned esz);

/* gen-vec.c */
void vec_ones(struct gen *g, unsigned d);
void vec_zero(struct gen *g, unsigned d);
void vec_invert(struct gen *g, unsigned d);
/* d = lanes op, by vec_direct(). */
void vec_lanes(struct vgen *o, unsigned op, unsigned d, unsigned a, unsigned b);
/* d = m ? y : x, m all ones or zero in each byte. */
void vec_blend(struct gen *g, unsigned d, unsigned x, unsigned y, unsigned m);
/* Shifts of lanes of any size by 0 to their width (shl: less). d may be a. */
void vec_shl(struct gen *g, unsigned esz, unsigned d, unsigned a, unsigned n);
void vec_shr(struct gen *g, unsigned esz, unsigned d, unsigned a, unsigned n);
void vec_sar(struct gen *g, unsigned esz, unsigned d, unsigned a, unsigned n);
/* Whole-register shift right by n bytes. */
void vec_down(struct gen *g, unsigned d, unsigned a, unsigned n);
/* d = signed a > b; D lanes need SSE4.2. */
void vec_cmpgt(struct gen *g, unsigned esz, unsigned d, unsigned a, unsigned b);
/* Sets EFLAGS: not equal if any bit of x in the operation's lanes is set. */
void vec_test(struct vgen *o, unsigned x);
/* The sticky saturation flag is set if any byte of x in the operation's lanes
 * is not zero. */
void vec_note_saturation(struct vgen *o, unsigned x);
/* gen-vec-sat.c: d = the limit of a lane with the sign of x where m, all ones
 * or zero by lane, is set; t is scratch. */
void vec_limit_signed(struct gen *g, unsigned esz, unsigned d, unsigned x,
                      unsigned m, unsigned t);
/* gen-vec-shuffle.c: *even and *odd are new registers with the even and odd
 * lanes of a followed by those of b, as many as the operation has. */
void vec_unzip(struct vgen *o, unsigned *even, unsigned *odd);
/* gen-vec-wide.c: product of the lower or upper (imm bit 0) narrow lanes. */
void vec_mull(struct vgen *o, unsigned d, bool is_signed);
/* gen-vec-int.c: d = |a - b| without overflow. */
void vec_abd(struct vgen *o, unsigned d, bool is_signed);

/* gen-half.c: operations on halves, for hosts with F16C.  half_binary returns
 * the end of a jump to take for NaNs; d is no operand and zero beyond the
 * lanes. An op is the opcode of the instruction on singles. */
enum {
    HALF_ADD = 0x58,
    HALF_MUL = 0x59,
    HALF_SUB = 0x5c,
    HALF_MIN = 0x5d,
    HALF_DIV = 0x5e,
    HALF_MAX = 0x5f,
};
uint8_t *half_binary(struct gen *g, unsigned op, unsigned lanes, unsigned d,
                     unsigned a, unsigned b);
/* predicate: of cmpps. */
void half_compare(struct gen *g, unsigned lanes, unsigned d, unsigned a,
                  unsigned b, unsigned predicate);
/* Rows of the table, and whether they can. */
void half_widen(struct vgen *o);
void half_from_int(struct vgen *o);
bool half_can_from_int(const struct ir_insn *in);
void half_to_int(struct vgen *o);
bool half_can_to_int(const struct ir_insn *in);

/* gen-fp.c: r = x rounded to nearest, halves away from zero, without the
 * inexact flag: cut off, and one more where the fraction is a half or more, in
 * exact steps.  pfx as below.  Returns the end of a jump for NaNs and numbers
 * so large that they have no fraction.  Packed doublewords need SSE4.2. */
uint8_t *vec_round_away(struct gen *g, uint32_t pfx, bool f64, unsigned r,
                        unsigned x);
/* gen-vec-fp.c: d = minimum or maximum of x and y, which are no NaNs and not d;
 * -0 is below 0. pfx: of the scalar or packed form. t is scratch. */
void vec_fminmax(struct gen *g, uint32_t pfx, bool max, unsigned d, unsigned x,
                 unsigned y, unsigned t);

#endif
