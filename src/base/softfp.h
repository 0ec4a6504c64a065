/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Exact software floating point for the IEEE 754 binary formats.
 *
 * It stands in for the host's FPU wherever that cannot be used or cannot be
 * trusted to do what the guest's architecture says: the IR interpreter, the
 * out-of-line completion of operations on NaNs, modes no host register
 * expresses (flush to zero as Arm does it, default NaN, alternative half
 * precision, ties away, round to odd), and guest helpers.
 *
 * Values are bit patterns in the low bits of a uint64_t; the bits above the
 * format's width must be zero and are zero in results. Every function takes
 * the format as data, so binary16, bfloat16, binary32 and binary64 share one
 * implementation.
 *
 * Ownership and threads: nothing is allocated and there is no state besides
 * the caller's struct softfp_env, so all functions may be called by any
 * thread and from signal handlers. Only integer instructions are used; the
 * code works when compiled without floating-point and vector registers.
 *
 * Errors: every input has a result. Exceptions accrue in softfp_env.flags.
 *
 * Specifications: IEEE 754-2019; Arm ARM (DDI 0487) shared pseudocode,
 * functions FPUnpackBase to FPRoundBase; RISC-V unprivileged ISA, chapters F,
 * D, Zfh and Zfa.
 */
#ifndef CALQUE_BASE_SOFTFP_H
#define CALQUE_BASE_SOFTFP_H

#include <stdbool.h>
#include <stdint.h>

/* An interchange format: a sign bit, exp_bits (at most 11), frac_bits. */
struct softfp_fmt {
    uint8_t exp_bits;
    uint8_t frac_bits; /* at most 52 */
};

extern const struct softfp_fmt softfp_f16;
extern const struct softfp_fmt softfp_bf16;
extern const struct softfp_fmt softfp_f32;
extern const struct softfp_fmt softfp_f64;

/* Numbered as RISC-V's frm, as far as that goes. */
enum softfp_round {
    SOFTFP_RNE, /* to nearest, ties to even */
    SOFTFP_RTZ, /* towards zero */
    SOFTFP_RDN, /* towards minus infinity */
    SOFTFP_RUP, /* towards plus infinity */
    SOFTFP_RMM, /* to nearest, ties away from zero */
    SOFTFP_RTO, /* to odd: truncate, and set the last bit if inexact */
};

/* What an operation returns when an operand is a NaN or it generates one. */
enum softfp_nan {
    /* The first signalling operand, else the first NaN, made quiet; a
     * generated NaN is the positive quiet one (Arm FPProcessNaNs). */
    SFP_NAN_ARM,
    /* Always the positive quiet NaN (Arm FPCR.DN). */
    SFP_NAN_DEFAULT,
    /* As SFP_NAN_DEFAULT, and a NaN converts to the largest integer instead
     * of 0 (RISC-V). */
    SFP_NAN_LARGEST,
};

/* Exception flags, laid out as the cumulative bits of Arm's FPSR. */
enum softfp_flag {
    SOFTFP_INVALID = 0x01,
    SOFTFP_DIVZERO = 0x02,
    SOFTFP_OVERFLOW = 0x04,
    SOFTFP_UNDERFLOW = 0x08,
    SOFTFP_INEXACT = 0x10,
    SOFTFP_INPUT_DENORMAL = 0x80,
};

struct softfp_env {
    uint8_t round;    /* enum softfp_round */
    uint8_t nan;      /* enum softfp_nan */
    bool tiny_before; /* tininess is detected before rounding (Arm), not
                       * after it (RISC-V, x86) */
    bool flush_in;    /* denormal operands count as zero and raise
                       * INPUT_DENORMAL; not for binary16 (Arm FZ) */
    bool flush_out;   /* tiny results become zero and raise UNDERFLOW; not
                       * for binary16 (Arm FZ) */
    bool flush16;     /* binary16: both of the above, but operands raise
                       * nothing, and conversions to and from other formats
                       * are exempt (Arm FZ16) */
    bool ahp;         /* conversions take binary16 as Arm's alternative
                       * format, which has numbers in place of infinities and
                       * NaNs */
    uint8_t flags;    /* accrued, enum softfp_flag */
};

/* ---- Arithmetic, rounded as env->round says ---- */

/* a + b, a - b, a * b, a / b, square root of a. */
uint64_t softfp_add(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b);
uint64_t softfp_sub(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b);
uint64_t softfp_mul(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b);
uint64_t softfp_div(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b);
uint64_t softfp_sqrt(struct softfp_env *env, const struct softfp_fmt *fmt,
                     uint64_t a);

/*
 * a * b + c, rounded once. Infinity times zero is invalid whatever c is.
 * NaNs are chosen in Arm's order: c, a, b. The negated forms of guests
 * negate their operands first (softfp_neg).
 */
uint64_t softfp_fma(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b, uint64_t c);

/* Arm FMULX: a * b, but infinity times zero is 2 with the product's sign. */
uint64_t softfp_mulx(struct softfp_env *env, const struct softfp_fmt *fmt,
                     uint64_t a, uint64_t b);

/* Arm FRECPS: 2 - a * b, rounded once; 2 for infinity times zero. */
uint64_t softfp_recip_step(struct softfp_env *env, const struct softfp_fmt *fmt,
                           uint64_t a, uint64_t b);

/*
 * Arm BFDotAdd without FPCR.EBF: sum + (a0 * b0 + a1 * b1), sum a binary32, a
 * and b pairs of bfloat16.  Each step rounds to odd, overflows to infinity and
 * flushes; NaNs are the default one, and nothing is raised.
 */
uint32_t softfp_bfdot(uint32_t sum, uint32_t a, uint32_t b);

/* Arm FRSQRTS: (3 - a * b) / 2, rounded once; 1.5 for infinity times zero. */
uint64_t softfp_rsqrt_step(struct softfp_env *env, const struct softfp_fmt *fmt,
                           uint64_t a, uint64_t b);

/* The pattern with its sign flipped, NaNs included; raises nothing. */
uint64_t softfp_neg(const struct softfp_fmt *fmt, uint64_t a);

/* ---- Arm's table estimates ---- */

/* FRECPE, FRSQRTE, FRECPX. */
uint64_t softfp_recip_estimate(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a);
uint64_t softfp_rsqrt_estimate(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a);
uint64_t softfp_recip_exponent(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a);

/* URECPE, URSQRTE: on unsigned fixed-point fractions. */
uint32_t softfp_urecip_estimate(uint32_t a);
uint32_t softfp_ursqrt_estimate(uint32_t a);

/* ---- Comparison ---- */

enum softfp_rel {
    SOFTFP_LT = -1,
    SOFTFP_EQ = 0,
    SOFTFP_GT = 1,
    SOFTFP_UNORDERED = 2,
};

/* A signalling NaN is invalid; with signal, a quiet one is too. */
enum softfp_rel softfp_compare(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a,
                               uint64_t b, bool signal);

/* A NaN operand makes the result a NaN; -0 is less than +0. Arm FMIN/FMAX,
 * RISC-V FMINM/FMAXM (IEEE 754-2019 minimum, maximum). */
uint64_t softfp_min(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b);
uint64_t softfp_max(struct softfp_env *env, const struct softfp_fmt *fmt,
                    uint64_t a, uint64_t b);

/* A number wins over a quiet NaN, a signalling one makes a NaN. Arm
 * FMINNM/FMAXNM (IEEE 754-2008 minNum, maxNum). */
uint64_t softfp_minnum(struct softfp_env *env, const struct softfp_fmt *fmt,
                       uint64_t a, uint64_t b);
uint64_t softfp_maxnum(struct softfp_env *env, const struct softfp_fmt *fmt,
                       uint64_t a, uint64_t b);

/* A number wins over any NaN; a signalling NaN is invalid all the same.
 * RISC-V FMIN/FMAX (IEEE 754-2019 minimumNumber, maximumNumber). */
uint64_t softfp_minimum_number(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a,
                               uint64_t b);
uint64_t softfp_maximum_number(struct softfp_env *env,
                               const struct softfp_fmt *fmt, uint64_t a,
                               uint64_t b);

/* RISC-V FCLASS: one bit of 0x001 (-infinity) to 0x200 (quiet NaN). */
unsigned softfp_class(const struct softfp_fmt *fmt, uint64_t a);

/* ---- Conversion ----
 * Instructions encode the rounding mode of these, so it is an argument (enum
 * softfp_round) and env->round is not looked at.
 */

/* To an integral value in the same format. Raises INEXACT only if exact is
 * set (Arm FRINTX, RISC-V FROUNDNX). */
uint64_t softfp_round_int(struct softfp_env *env, const struct softfp_fmt *fmt,
                          uint64_t a, unsigned round, bool exact);

/* Arm FRINT32x, FRINT64x: as above with inexact, and what does not fit in a
 * signed integer of the given bits becomes the smallest one and is invalid. */
uint64_t softfp_round_int_range(struct softfp_env *env,
                                const struct softfp_fmt *fmt, uint64_t a,
                                unsigned round, unsigned bits);

/* From one format to another. With round to odd, Arm FCVTXN. */
uint64_t softfp_convert(struct softfp_env *env, const struct softfp_fmt *to,
                        const struct softfp_fmt *from, uint64_t a,
                        unsigned round);

/* The number a of a wider format, for operations on operands of two of them
 * (Arm FPMulAddH): flush16 applies and ahp does not.  A NaN stays as it is; if
 * it signals, it is invalid already. */
uint64_t softfp_widen(struct softfp_env *env, const struct softfp_fmt *to,
                      const struct softfp_fmt *from, uint64_t a);

/*
 * a * 2^fbits as an integer of the given bits (1 to 64), saturated. What does
 * not fit is invalid and not inexact. A NaN gives 0, or the largest integer
 * with SFP_NAN_LARGEST. fbits is 0 to 64.
 */
int64_t softfp_to_sint(struct softfp_env *env, const struct softfp_fmt *fmt,
                       uint64_t a, unsigned round, unsigned bits,
                       unsigned fbits);
uint64_t softfp_to_uint(struct softfp_env *env, const struct softfp_fmt *fmt,
                        uint64_t a, unsigned round, unsigned bits,
                        unsigned fbits);

/*
 * a truncated, modulo 2^32 (Arm FJCVTZS, RISC-V FCVTMOD.W.D); 0 for infinities
 * and NaNs. What does not fit a signed 32-bit integer is invalid. *exact tells
 * whether the result converts back to the same bits as a (Arm's Z flag).
 */
uint32_t softfp_to_int32_modulo(struct softfp_env *env,
                                const struct softfp_fmt *fmt, uint64_t a,
                                bool *exact);

/* a / 2^fbits, fbits 0 to 64. */
uint64_t softfp_from_sint(struct softfp_env *env, const struct softfp_fmt *fmt,
                          int64_t a, unsigned round, unsigned fbits);
uint64_t softfp_from_uint(struct softfp_env *env, const struct softfp_fmt *fmt,
                          uint64_t a, unsigned round, unsigned fbits);

#endif
