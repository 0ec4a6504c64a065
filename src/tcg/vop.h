/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vector operations: what a lane-wise operation means, once, in portable C.
 *
 * Each row of vop.def names one operation and the C function that defines it.
 * The interpreter calls the function; a host backend emits host instructions
 * for the rows that it knows (tcg/host/HOST/vop.c) and calls the function for
 * the rest, so that a new operation is one row and one function.
 *
 * The functions are pure but for the FP environment; any thread may call them.
 * They are compiled without host FP where they compute FP.
 */
#ifndef CALQUE_TCG_VOP_H
#define CALQUE_TCG_VOP_H

#include <stdint.h>

struct softfp_env;

union v128 {
    uint8_t u8[16];
    int8_t s8[16];
    uint16_t u16[8];
    int16_t s16[8];
    uint32_t u32[4];
    int32_t s32[4];
    uint64_t u64[2];
    int64_t s64[2];
} __attribute__((aligned(16)));

/* How much of a vector an operation works on. */
enum vop_lanes {
    VOP_FULL,
    VOP_HALF,
    VOP_SCALAR
}; /* all, low 64 bits, lane 0 */

struct vop_ctx {
    struct softfp_env *fp; /* rounding, NaN rule, sticky flags */
    uint32_t *sat;         /* sticky saturation flag (Arm QC); may be NULL */
    uint8_t esz;           /* log2 of the lane size in bytes */
    uint8_t half;          /* enum vop_lanes; the rest of *d becomes zero */
    uint64_t imm;
};

/* *d must not be read; it may be the same object as an operand only if the
 * caller says so nowhere: backends always pass a distinct *d. */
typedef void vop_fn(const struct vop_ctx *ctx, union v128 *d,
                    const union v128 *a, const union v128 *b,
                    const union v128 *c);

enum vop {
#define VOP(name, nargs, fn) VOP_##name,
#include "tcg/vop.def"
#undef VOP
    VOP_COUNT,
    /* Rows before this one are pure; it and those behind may set sticky flags
     * and so must neither be dropped nor merged. */
    VOP_FIRST_EFFECT = VOP_SQADD
};

struct vop_info {
    const char *name;
    vop_fn *fn;
    uint8_t nargs;
};
extern const struct vop_info vop_info[VOP_COUNT];

/* The functions of vop.def. */
#define VOP(name, nargs, fn) vop_fn fn;
#include "tcg/vop.def"
#undef VOP

#endif
