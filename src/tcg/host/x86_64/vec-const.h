/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Constants of vector operations: 16 bytes each, behind the stubs at the start
 * of the code cache, where an instruction reaches them relative to itself.
 * Read-only; private to the host's generator.
 */
#ifndef CALQUE_TCG_X86_VEC_CONST_H
#define CALQUE_TCG_X86_VEC_CONST_H

#include "tcg/vop.h"

/* Those followed by a comment with a count are arrays. */
enum {
    K_BYTE = 0,               /* 16: n in each byte */
    K_DUPH = K_BYTE + 16,     /* 8: shuffle of halfword n to all */
    K_SHL8 = K_DUPH + 8,      /* 8: 0xff << n in each byte */
    K_SHR8 = K_SHL8 + 8,      /* 8: 0xff >> n */
    K_SIGN8 = K_SHR8 + 8,     /* 8: 0x80 >> n */
    K_LOW = K_SIGN8 + 8,      /* 4: lane 0 of 1 << n bytes all ones */
    K_ONE = K_LOW + 4,        /* 4: 1 in each lane */
    K_SIGN = K_ONE + 4,       /* 4: the top bit of each lane */
    K_EVEN = K_SIGN + 4,      /* 3: low half of lanes of 2 << n bytes */
    K_UNZIP = K_EVEN + 3,     /* 3: shuffle of even lanes, then odd ones */
    K_XTN = K_UNZIP + 3,      /* 3: shuffle of the low halves, rest zero */
    K_XTNH = K_XTN + 3,       /* 3: of the high halves */
    K_REV = K_XTNH + 3,       /* 5: see gen-vec-shuffle.c */
    K_70 = K_REV + 5,         /* 0x70 in each byte */
    K_TABLE,                  /* 4: 16 * n in each byte */
    K_CNT = K_TABLE + 4,      /* number of ones of a nibble */
    K_CLZ,                    /* leading zeros of a nibble */
    K_RBITL,                  /* a nibble reversed */
    K_RBITH,                  /* and shifted to the upper half */
    K_RBITM,                  /* matrix that reverses a byte */
    K_SHA1,                   /* 3: C, P, M */
    K_F1HI = K_SHA1 + 3,      /* 2: upper half 1.0, f32 and f64 */
    K_F1 = K_F1HI + 2,        /* 2: 1.0 in all lanes, f32 and f64 */
    K_FHALF = K_F1 + 2,       /* 2: 0.5 */
    K_FWHOLE = K_FHALF + 2,   /* 2: the least number without a fraction part */
    K_F65536 = K_FWHOLE + 2,  /* f32 65536.0 */
    K_H1HI,                   /* upper half f16 1.0 */
    K_ODD,                    /* 3: f64 below f32's digits, their last, above */
    K_BIT32 = K_ODD + 3,      /* bit 32 */
    K_COUNT8,                 /* 4: 0xff in each lane */
    K_UPPER = K_COUNT8 + 4,   /* all ones in the upper half */
    K_NAN,                    /* 2: the canonical one in lane 0, f32 and f64 */
    K_F2 = K_NAN + 2,         /* 2: 2.0 in all lanes, f32 and f64 */
    K_F3 = K_F2 + 2,          /* 2: 3.0 */
    K_FSQUARE = K_F3 + 2,     /* 2: a power of two whose square is finite */
    K_FMAX = K_FSQUARE + 2,   /* 2: the largest finite number */
    K_FNORMAL = K_FMAX + 2,   /* 2: the predecessor of the least normal one */
    K_FRECIP = K_FNORMAL + 2, /* 2: the largest with a normal reciprocal */
    K_RECIPEXP = K_FRECIP + 2,   /* 2: twice the exponent's bias, less one */
    K_RSQRTEXP = K_RECIPEXP + 2, /* 2: three times, less one */
    K_UPPERONE = K_RSQRTEXP + 2, /* 1 in the upper byte of words */
    /* Tables of bytes, which vec_put_consts() makes. */
    K_RECIP,                /* 16: estimates, by eight bits of the fraction */
    K_RSQRT = K_RECIP + 16, /* 16: by the exponent's last bit and seven of it */
    K_COUNT = K_RSQRT + 16
};

/* Puts all of them there. */
void vec_put_consts(union v128 at[K_COUNT]);

#endif
