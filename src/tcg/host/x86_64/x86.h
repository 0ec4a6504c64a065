/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * x86-64 instruction encoding: legacy, REX and VEX forms of register and memory
 * operands (Intel SDM vol. 2, chapter 2).  An opcode is a number: byte,
 * map, mandatory prefix, W; see the X_ constants.  No state but the output
 * pointer.
 */
#ifndef CALQUE_TCG_X86_H
#define CALQUE_TCG_X86_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* clang-format off */
enum {
    RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10,
    R11, R12, R13, R14, R15, NOREG = 0xff
};
/* clang-format on */

/* Condition codes of jcc, setcc, cmovcc. */
/* clang-format off */
enum {
    X_O, X_NO, X_B, X_AE, X_E, X_NE, X_BE, X_A, X_S, X_NS,
    X_P, X_NP, X_L, X_GE, X_LE, X_G
};
/* clang-format on */

/* Opcode = byte | map << 8 | prefix << 10 | flags. */
enum {
    M_0F = 1 << 8,
    M_38 = 2 << 8,
    M_3A = 3 << 8,
    P_66 = 1 << 10,
    P_F3 = 2 << 10,
    P_F2 = 3 << 10,
    X_W = 1 << 12,    /* VEX.W or REX.W always */
    X_BYTE = 1 << 13, /* byte register operand: needs REX for sil, dil */
    X_BYTE_RM = 1 << 14,
    X_MAPS = 1 << 15, /* EVEX only: the map is 4 more */
    M_5 = M_0F | X_MAPS,
    M_6 = M_38 | X_MAPS,
};

/* ALU operations by their number in opcode groups 0x00-0x38 and 0x80 /n. */
enum { ALU_ADD, ALU_OR, ALU_ADC, ALU_SBB, ALU_AND, ALU_SUB, ALU_XOR, ALU_CMP };
enum { SH_ROL = 0, SH_ROR = 1, SH_SHL = 4, SH_SHR = 5, SH_SAR = 7 };

struct x86_mem {
    uint8_t base, index, scale; /* NOREG index: none; scale is log2 */
    int32_t disp;
};

struct x86_buf {
    uint8_t *p, *end;
    unsigned insns;
};

static inline void x_byte(struct x86_buf *c, unsigned v)
{
    *c->p++ = (uint8_t)v;
}

static inline void x_imm32(struct x86_buf *c, int32_t v)
{
    memcpy(c->p, &v, 4);
    c->p += 4;
}

static inline void x_imm64(struct x86_buf *c, uint64_t v)
{
    memcpy(c->p, &v, 8);
    c->p += 8;
}

/* Prefixes and opcode at p; returns their end. The pointer is kept out of
 * memory, where every byte written might have changed it. */
static inline uint8_t *x_opcode(uint8_t *p, uint32_t op, unsigned rex,
                                bool force_rex)
{
    static const uint8_t pfx[4] = {0, 0x66, 0xf3, 0xf2};
    unsigned pp = op >> 10 & 3, map = op >> 8 & 3;

    if (pp)
        *p++ = pfx[pp];
    if (rex || force_rex)
        *p++ = (uint8_t)(0x40 | rex);
    if (map) {
        *p++ = 0x0f;
        if (map > 1)
            *p++ = map == 2 ? 0x38 : 0x3a;
    }
    *p++ = (uint8_t)op;
    return p;
}

/* One-byte displacements count in units of 1 << n bytes. */
static inline uint8_t *x_modrm_mem(uint8_t *p, unsigned reg, struct x86_mem m,
                                   unsigned n)
{
    unsigned mod, rm = m.base & 7;
    int32_t units = m.disp >> n;

    if (m.disp == 0 && rm != 5)
        mod = 0;
    else
        mod = units * (1 << n) == m.disp && units == (int8_t)units ? 1 : 2;
    if (m.index == NOREG && rm != 4) {
        *p++ = (uint8_t)(mod << 6 | (reg & 7) << 3 | rm);
    } else {
        *p++ = (uint8_t)(mod << 6 | (reg & 7) << 3 | 4);
        *p++ = (uint8_t)(m.index == NOREG ? 4u << 3 | rm
                                          : (unsigned)m.scale << 6 |
                                                (m.index & 7u) << 3 | rm);
    }
    /* One byte of it or all four; the next instruction overwrites the rest. */
    if (mod == 1)
        m.disp = units;
    memcpy(p, &m.disp, 4);
    return p + (mod == 2 ? 4 : mod);
}

static inline void x_modrm_mem_n(struct x86_buf *c, unsigned reg,
                                 struct x86_mem m, unsigned n)
{
    c->p = x_modrm_mem(c->p, reg, m, n);
}

/* op reg, rm (or the reverse, by the opcode). w: 64-bit operand size. */
static inline void x_rr(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
                        unsigned rm)
{
    bool wide = w || (op & X_W);
    bool byte = ((op & X_BYTE) && reg >= 4) || ((op & X_BYTE_RM) && rm >= 4);

    uint8_t *p = x_opcode(
        c->p, op, (unsigned)wide << 3 | (reg >> 3 & 1) << 2 | (rm >> 3 & 1),
        byte);
    *p++ = (uint8_t)(0xc0 | (reg & 7) << 3 | (rm & 7));
    c->p = p;
    c->insns++;
}

static inline void x_rm(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
                        struct x86_mem m)
{
    bool wide = w || (op & X_W);
    unsigned xi = m.index == NOREG ? 0 : m.index >> 3 & 1;

    uint8_t *p = x_opcode(c->p, op,
                          (unsigned)wide << 3 | (reg >> 3 & 1) << 2 | xi << 1 |
                              (m.base >> 3 & 1),
                          (op & X_BYTE) && reg >= 4);
    c->p = x_modrm_mem(p, reg, m, 0);
    c->insns++;
}

static inline void x_vex(struct x86_buf *c, uint32_t op, bool w, bool l,
                         unsigned reg, unsigned vvvv, unsigned xb)
{
    unsigned map = op >> 8 & 3, pp = op >> 10 & 3;
    bool wide = w || (op & X_W);

    c->insns++;
    if (map == 1 && !wide && !xb) {
        x_byte(c, 0xc5);
        x_byte(c, (~reg & 8) << 4 | (~vvvv & 15) << 3 | (unsigned)l << 2 | pp);
    } else {
        x_byte(c, 0xc4);
        x_byte(c, (~reg & 8) << 4 | (~xb & 3) << 5 | map);
        x_byte(c,
               (unsigned)wide << 7 | (~vvvv & 15) << 3 | (unsigned)l << 2 | pp);
    }
    x_byte(c, op & 0xff);
}

/* VEX forms; vvvv 0 where the instruction has no third operand. */
static inline void x_vrr(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
                         unsigned vvvv, unsigned rm)
{
    x_vex(c, op, w, false, reg, vvvv, rm >> 3 & 1);
    x_byte(c, 0xc0 | (reg & 7) << 3 | (rm & 7));
}

static inline void x_vrm(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
                         unsigned vvvv, struct x86_mem m)
{
    unsigned xi = m.index == NOREG ? 0 : m.index >> 3 & 1;

    x_vex(c, op, w, false, reg, vvvv, xi << 1 | (m.base >> 3 & 1));
    c->p = x_modrm_mem(c->p, reg, m, 0);
}

static inline bool x_fits8(int64_t v)
{
    return v >= -128 && v <= 127;
}

static inline bool x_fits32(int64_t v)
{
    return v == (int32_t)v;
}

static inline void x_alu_ri(struct x86_buf *c, unsigned alu, bool w,
                            unsigned reg, int32_t imm)
{
    x_rr(c, x_fits8(imm) ? 0x83 : 0x81, w, alu, reg);
    if (x_fits8(imm))
        x_byte(c, (uint8_t)imm);
    else
        x_imm32(c, imm);
}

static inline void x_alu_mi(struct x86_buf *c, unsigned alu, bool w,
                            struct x86_mem m, int32_t imm)
{
    x_rm(c, x_fits8(imm) ? 0x83 : 0x81, w, alu, m);
    if (x_fits8(imm))
        x_byte(c, (uint8_t)imm);
    else
        x_imm32(c, imm);
}

static inline void x_alu_rr(struct x86_buf *c, unsigned alu, bool w,
                            unsigned reg, unsigned rm)
{
    x_rr(c, alu << 3 | 3, w, reg, rm);
}

static inline void x_alu_rm(struct x86_buf *c, unsigned alu, bool w,
                            unsigned reg, struct x86_mem m)
{
    x_rm(c, alu << 3 | 3, w, reg, m);
}

static inline void x_mov_rr(struct x86_buf *c, bool w, unsigned d, unsigned s)
{
    x_rr(c, 0x8b, w, d, s);
}

static inline void x_mov_load(struct x86_buf *c, bool w, unsigned d,
                              struct x86_mem m)
{
    x_rm(c, 0x8b, w, d, m);
}

static inline void x_mov_store(struct x86_buf *c, bool w, struct x86_mem m,
                               unsigned s)
{
    x_rm(c, 0x89, w, s, m);
}

/* Shortest flag-preserving move of a constant. */
static inline void x_mov_ri(struct x86_buf *c, unsigned d, int64_t imm)
{
    if ((uint64_t)imm <= UINT32_MAX) {
        c->insns++;
        if (d >= 8)
            x_byte(c, 0x41);
        x_byte(c, 0xb8 | (d & 7));
        x_imm32(c, (int32_t)imm);
    } else if (x_fits32(imm)) {
        x_rr(c, 0xc7, true, 0, d);
        x_imm32(c, (int32_t)imm);
    } else {
        c->insns++;
        x_byte(c, 0x48 | (d >> 3));
        x_byte(c, 0xb8 | (d & 7));
        x_imm64(c, (uint64_t)imm);
    }
}

static inline void x_shift_i(struct x86_buf *c, unsigned sh, bool w, unsigned d,
                             unsigned n)
{
    x_rr(c, 0xc1, w, sh, d);
    x_byte(c, n);
}

static inline void x_setcc(struct x86_buf *c, unsigned cc, unsigned d)
{
    x_rr(c, (0x90 | cc) | M_0F | X_BYTE_RM, false, 0, d);
}

static inline void x_movzx8(struct x86_buf *c, unsigned d, unsigned s)
{
    x_rr(c, 0xb6 | M_0F | X_BYTE_RM, false, d, s);
}

/* Short forward jump with its distance to be set by x_here. */
static inline uint8_t *x_jcc8(struct x86_buf *c, unsigned cc)
{
    c->insns++;
    x_byte(c, 0x70 | cc);
    x_byte(c, 0);
    return c->p;
}

static inline uint8_t *x_jmp8(struct x86_buf *c)
{
    c->insns++;
    x_byte(c, 0xeb);
    x_byte(c, 0);
    return c->p;
}

static inline void x_here(const struct x86_buf *c, uint8_t *after_jump)
{
    after_jump[-1] = (uint8_t)(c->p - after_jump);
}

/* Near jumps; return the end of the instruction, for x_set_rel32. */
static inline uint8_t *x_jcc32(struct x86_buf *c, unsigned cc)
{
    c->insns++;
    x_byte(c, 0x0f);
    x_byte(c, 0x80 | cc);
    x_imm32(c, 0);
    return c->p;
}

static inline uint8_t *x_jmp32(struct x86_buf *c)
{
    c->insns++;
    x_byte(c, 0xe9);
    x_imm32(c, 0);
    return c->p;
}

static inline void x_set_rel32(uint8_t *end, const uint8_t *target)
{
    int32_t d = (int32_t)(target - end);
    memcpy(end - 4, &d, 4);
}

#endif
