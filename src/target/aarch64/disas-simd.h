/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Private to disas.c: operands of the vector and floating-point instructions,
 * spelled as binutils does.  q is that of simd.decode: 0 for 64-bit vectors, 1
 * for 128-bit ones, 2 for scalars.
 */
#ifndef CALQUE_TARGET_AARCH64_DISAS_SIMD_H
#define CALQUE_TARGET_AARCH64_DISAS_SIMD_H

#include <stdint.h>

#include "target/decode.h"

static inline void aarch64_operand_vr(struct disas *d, int64_t r, int64_t size,
                                      int64_t q)
{
    static const char *const arrangement[] = {
        ".8b", ".16b", ".4h", ".8h", ".2s", ".4s", ".1d", ".2d", "", ".1q"};
    static const char *const scalar[] = {"b", "h", "s", "d", "q"};
    disas_str(d, q == 2 ? scalar[size] : "v");
    disas_dec(d, r);
    if (q != 2)
        disas_str(d, arrangement[size * 2 + q]);
}

/* The wide operand of an instruction on elements of two sizes. */
static inline void aarch64_operand_vwide(struct disas *d, int64_t r,
                                         int64_t size, int64_t q)
{
    aarch64_operand_vr(d, r, size + 1, q == 2 ? 2 : 1);
}

/* Half as many elements of twice the size. */
static inline void aarch64_operand_vlong(struct disas *d, int64_t r,
                                         int64_t size, int64_t q)
{
    aarch64_operand_vr(d, r, size + 1, q);
}

/* Two halves, or four. */
static inline void aarch64_operand_vhalf(struct disas *d, int64_t r, int64_t q)
{
    disas_str(d, "v");
    disas_dec(d, r);
    disas_str(d, q ? ".4h" : ".2h");
}

/* Two elements. */
static inline void aarch64_operand_vpair(struct disas *d, int64_t r,
                                         int64_t size)
{
    if (size == 1)
        aarch64_operand_vhalf(d, r, 0);
    else
        aarch64_operand_vr(d, r, size, size == 3);
}

/* One element. */
static inline void aarch64_operand_vel(struct disas *d, int64_t r, int64_t size,
                                       int64_t lane)
{
    static const char *const suffix[] = {".b[", ".h[", ".s[", ".d["};
    disas_str(d, "v");
    disas_dec(d, r);
    disas_str(d, suffix[size]);
    disas_dec(d, lane);
    disas_str(d, "]");
}

/* Four bytes. */
static inline void aarch64_operand_vel4b(struct disas *d, int64_t r,
                                         int64_t lane)
{
    disas_str(d, "v");
    disas_dec(d, r);
    disas_str(d, ".4b[");
    disas_dec(d, lane);
    disas_str(d, "]");
}

/* Two halves. */
static inline void aarch64_operand_vel2h(struct disas *d, int64_t r,
                                         int64_t lane)
{
    disas_str(d, "v");
    disas_dec(d, r);
    disas_str(d, ".2h[");
    disas_dec(d, lane);
    disas_str(d, "]");
}

/* A rotation in quarters; of fcadd, 90 or 270 degrees. */
static inline void aarch64_operand_rot(struct disas *d, int64_t quarters)
{
    disas_str(d, "#");
    disas_dec(d, 90 * quarters);
}

static inline void aarch64_operand_rotadd(struct disas *d, int64_t rot)
{
    aarch64_operand_rot(d, rot ? 3 : 1);
}

static inline void aarch64_operand_bt(struct disas *d, int64_t top)
{
    disas_str(d, top ? "t" : "b");
}

/* The suffix of instructions on upper halves. */
static inline void aarch64_operand_two(struct disas *d, int64_t q)
{
    if (q == 1)
        disas_str(d, "2");
}

static inline void aarch64_operand_bits(struct disas *d, int64_t size)
{
    disas_str(d, "#");
    disas_dec(d, 8 << size);
}

static inline void aarch64_operand_shl(struct disas *d, int64_t size, int64_t n)
{
    (void)size;
    disas_str(d, "#");
    disas_dec(d, n);
}

static inline void aarch64_operand_shr(struct disas *d, int64_t size, int64_t n)
{
    aarch64_operand_shl(d, size, (8 << size) - n);
}

static inline void aarch64_operand_fbits(struct disas *d, int64_t scale)
{
    disas_str(d, "#");
    disas_dec(d, 64 - scale);
}

static inline void aarch64_operand_vimm(struct disas *d, int64_t imm,
                                        int64_t sh, int64_t msl)
{
    disas_str(d, "#");
    disas_hex(d, (uint64_t)imm);
    if (!sh && !msl)
        return;
    disas_str(d, msl ? ", msl #" : ", lsl #");
    disas_dec(d, 8 * (sh + msl));
}

/* Each bit of imm is a byte of zeros or ones. */
static inline void aarch64_operand_vmask(struct disas *d, int64_t imm)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        if (imm >> i & 1)
            v |= UINT64_C(0xff) << (8 * i);
    disas_str(d, "#");
    disas_hex(d, v);
}

/* An 8-bit floating-point constant (VFPExpandImm, C2.2.3): sixteenths from 16
 * to 31, times 2 to the power of -3 to 4. */
static inline void aarch64_operand_fpimm(struct disas *d, int64_t imm)
{
    int64_t power = ((imm >> 4 & 7) ^ 4) - 3;
    /* In units of 2^-7, so that it is an integer: v = units / 128. */
    int64_t units = (16 + (imm & 15)) << (power + 3);
    int64_t digits = units * 78125, scale = 1, exponent = -7; /* in 10^-7 */
    char text[24];
    unsigned n = 0;
    while (scale <= digits / 10) {
        scale *= 10;
        exponent++;
    }
    text[n++] = (char)('0' + digits / scale);
    text[n++] = '.';
    while (n < 20) {
        digits = digits % scale * 10;
        text[n++] = (char)('0' + digits / scale);
    }
    text[n] = 0;
    disas_str(d, imm & 0x80 ? "#-" : "#");
    disas_str(d, text);
    disas_str(d, exponent < 0 ? "e-0" : "e+0");
    disas_dec(d, exponent < 0 ? -exponent : exponent);
}

#endif
