/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tcg/host/x86_64/evex.h"
#include "tcg/host/x86_64/gen.h"

/* What the table says of an opcode: the W bit (Intel SDM vol. 2, instruction
 * reference) and how long the memory operand is. */
enum {
    HAS = 0x80,
    W0 = HAS,
    W1 = HAS | 0x10,
    WOP = HAS | 0x20, /* W as the operation has it */
    VAES = HAS | 0x40,
    PCL = HAS | 0x60, /* VPCLMULQDQ */
    KIND = 0x70,
    LOG2 = 0x0f,
};
#define N(log2) (log2)

#define PS(op)  [op | M_0F]
#define PD(op)  [op | M_0F | P_66]
#define SS(op)  [op | M_0F | P_F3]
#define SD(op)  [op | M_0F | P_F2]
#define V38(op) [op | M_38 | P_66]
#define V3A(op) [op | M_3A | P_66]
#define ARITH(op)                                                              \
    PS(op) = W0 | N(4), PD(op) = W1 | N(4), SS(op) = W0 | N(2),                \
    SD(op) = W1 | N(3)

static const uint8_t forms[0x1000] = {
    /* moves */
    PS(0x10) = W0 | N(4),
    PS(0x11) = W0 | N(4),
    PS(0x28) = W0 | N(4),
    PS(0x29) = W0 | N(4),
    SS(0x10) = W0 | N(2),
    SS(0x11) = W0 | N(2),
    SD(0x10) = W1 | N(3),
    SD(0x11) = W1 | N(3),
    SS(0x7e) = W1 | N(3),
    PD(0xd6) = W1 | N(3),
    PD(0x6e) = WOP,
    PD(0x7e) = WOP,
    /* arithmetic and conversion */
    ARITH(0x51),
    ARITH(0x58),
    ARITH(0x59),
    ARITH(0x5c),
    ARITH(0x5d),
    ARITH(0x5e),
    ARITH(0x5f),
    PS(0x2e) = W0 | N(2),
    PS(0x2f) = W0 | N(2),
    PD(0x2e) = W1 | N(3),
    PD(0x2f) = W1 | N(3),
    PS(0x5a) = W0 | N(3),
    PD(0x5a) = W1 | N(4),
    SS(0x5a) = W0 | N(2),
    SD(0x5a) = W1 | N(3),
    PS(0x5b) = W0 | N(4),
    PD(0x5b) = W0 | N(4),
    SS(0x5b) = W0 | N(4),
    SS(0x2a) = WOP,
    SD(0x2a) = WOP,
    SS(0x2c) = WOP,
    SD(0x2c) = WOP,
    SS(0x2d) = WOP,
    SD(0x2d) = WOP,
    SS(0x78) = WOP,
    SD(0x78) = WOP,
    SS(0x79) = WOP,
    SD(0x79) = WOP,
    SS(0x7b) = WOP,
    SD(0x7b) = WOP,
    PS(0x78) = WOP,
    PS(0x79) = WOP,
    PD(0x78) = WOP,
    PD(0x79) = WOP,
    PD(0x7a) = WOP,
    PD(0x7b) = WOP,
    SS(0x7a) = WOP,
    SD(0x7a) = WOP,
    SS(0xe6) = WOP,
    V38(0x13) = W0 | N(3),
    V3A(0x1d) = W0 | N(3),
    V3A(0x08) = W0 | N(4),
    V3A(0x09) = W1 | N(4),
    V3A(0x0a) = W0 | N(2),
    V3A(0x0b) = W1 | N(3),
    V38(0x98) = WOP | N(4),
    V38(0x9a) = WOP | N(4),
    V38(0x9c) = WOP | N(4),
    V38(0x9e) = WOP | N(4),
    V38(0x99) = WOP,
    V38(0x9b) = WOP,
    V38(0x9d) = WOP,
    V38(0x9f) = WOP,
    V38(0xb8) = WOP | N(4),
    V38(0xba) = WOP | N(4),
    V38(0xbc) = WOP | N(4),
    V38(0xbe) = WOP | N(4),
    V38(0xb9) = WOP,
    V38(0xbb) = WOP,
    V38(0xbd) = WOP,
    V38(0xbf) = WOP,
    V38(0xa8) = WOP | N(4),
    V38(0xaa) = WOP | N(4),
    V38(0xac) = WOP | N(4),
    V38(0xae) = WOP | N(4),
    V38(0xa9) = WOP,
    V38(0xab) = WOP,
    V38(0xad) = WOP,
    V38(0xaf) = WOP,
    /* logic */
    PS(0x54) = W0 | N(4),
    PS(0x55) = W0 | N(4),
    PS(0x56) = W0 | N(4),
    PS(0x57) = W0 | N(4),
    PD(0xdb) = W0 | N(4),
    PD(0xdf) = W0 | N(4),
    PD(0xeb) = W0 | N(4),
    PD(0xef) = W0 | N(4),
    V3A(0x25) = WOP | N(4),
    /* integers */
    PD(0xd4) = W1 | N(4),
    PD(0xfb) = W1 | N(4),
    PD(0xf4) = W1 | N(4),
    PD(0xfc) = W0 | N(4),
    PD(0xfd) = W0 | N(4),
    PD(0xfe) = W0 | N(4),
    PD(0xf8) = W0 | N(4),
    PD(0xf9) = W0 | N(4),
    PD(0xfa) = W0 | N(4),
    PD(0xd8) = W0 | N(4),
    PD(0xd9) = W0 | N(4),
    PD(0xdc) = W0 | N(4),
    PD(0xdd) = W0 | N(4),
    PD(0xe8) = W0 | N(4),
    PD(0xe9) = W0 | N(4),
    PD(0xec) = W0 | N(4),
    PD(0xed) = W0 | N(4),
    PD(0xd5) = W0 | N(4),
    PD(0xe4) = W0 | N(4),
    PD(0xe5) = W0 | N(4),
    PD(0xf5) = W0 | N(4),
    PD(0xf6) = W0 | N(4),
    PD(0xe0) = W0 | N(4),
    PD(0xe3) = W0 | N(4),
    PD(0xda) = W0 | N(4),
    PD(0xde) = W0 | N(4),
    PD(0xea) = W0 | N(4),
    PD(0xee) = W0 | N(4),
    V38(0x04) = W0 | N(4),
    V38(0x0b) = W0 | N(4),
    V38(0x1c) = W0 | N(4),
    V38(0x1d) = W0 | N(4),
    V38(0x1e) = W0 | N(4),
    V38(0x28) = W1 | N(4),
    V38(0x38) = W0 | N(4),
    V38(0x39) = W0 | N(4),
    V38(0x3a) = W0 | N(4),
    V38(0x3b) = W0 | N(4),
    V38(0x3c) = W0 | N(4),
    V38(0x3d) = WOP | N(4),
    V38(0x3e) = W0 | N(4),
    V38(0x3f) = W0 | N(4),
    V38(0x40) = W0 | N(4),
    V38(0x44) = WOP | N(4),
    V38(0x54) = WOP | N(4),
    /* shifts */
    PD(0x71) = W0 | N(4),
    PD(0x72) = WOP | N(4),
    PD(0x73) = W1 | N(4),
    V38(0x10) = WOP | N(4),
    V38(0x11) = WOP | N(4),
    V38(0x12) = WOP | N(4),
    V38(0x45) = WOP | N(4),
    V38(0x46) = WOP | N(4),
    V38(0x47) = WOP | N(4),
    /* permutations, packing, lanes */
    PS(0xc6) = W0 | N(4),
    PD(0xc6) = W1 | N(4),
    PD(0x70) = W0 | N(4),
    PD(0x60) = W0 | N(4),
    PD(0x61) = W0 | N(4),
    PD(0x62) = W0 | N(4),
    PD(0x68) = W0 | N(4),
    PD(0x69) = W0 | N(4),
    PD(0x6a) = W0 | N(4),
    PD(0x6c) = W1 | N(4),
    PD(0x6d) = W1 | N(4),
    PD(0x63) = W0 | N(4),
    PD(0x67) = W0 | N(4),
    PD(0x6b) = W0 | N(4),
    V38(0x2b) = W0 | N(4),
    V38(0x00) = W0 | N(4),
    V38(0x20) = W0 | N(3),
    V38(0x23) = W0 | N(3),
    V38(0x25) = W0 | N(3),
    V38(0x30) = W0 | N(3),
    V38(0x33) = W0 | N(3),
    V38(0x35) = W0 | N(3),
    V38(0x58) = W0 | N(2),
    V38(0x59) = W1 | N(3),
    V38(0x78) = W0 | N(0),
    V38(0x79) = W0 | N(1),
    V3A(0x0f) = W0 | N(4),
    V3A(0x14) = W0 | N(0),
    V3A(0x15) = W0 | N(1),
    V3A(0x16) = WOP,
    V3A(0x20) = W0 | N(0),
    V3A(0x21) = W0 | N(2),
    V3A(0x22) = WOP,
    PD(0xc4) = W0 | N(1),
    V3A(0xce) = W1 | N(4),
    [0x15 | M_38 | P_F3] = WOP | N(3),
    [0x25 | M_38 | P_F3] = WOP | N(3),
    /* ciphers */
    V38(0xdc) = VAES | N(4),
    V38(0xdd) = VAES | N(4),
    V38(0xde) = VAES | N(4),
    V38(0xdf) = VAES | N(4),
    V3A(0x44) = PCL | N(4),
};

int evex_form(uint32_t op, bool w)
{
    unsigned f = forms[op & 0xfff];
    unsigned n = (f & LOG2) << 1;

    switch (f & (HAS | KIND)) {
    case W0: return (int)n;
    case W1: return (int)(n | EVEX_W);
    case WOP: return (int)(n | (w || (op & X_W) ? EVEX_W : 0u));
    case VAES: return host_features()->vaes ? (int)n : -1;
    case PCL: return host_features()->vpclmul ? (int)n : -1;
    default: return -1;
    }
}

/* The four bytes of the prefix and the opcode. x and b are the upper bits of
 * the operand's register or of its index and base. */
static void prefix(struct x86_buf *c, uint32_t op, int form, unsigned reg,
                   unsigned vvvv, unsigned x, unsigned b)
{
    c->insns++;
    x_byte(c, 0x62);
    x_byte(c, (~reg & 8) << 4 | (~x & 1) << 6 | (~b & 1) << 5 | (~reg & 16) |
                  (op >> 13 & 4) | (op >> 8 & 3));
    x_byte(c, (form & EVEX_W ? 0x80u : 0u) | (~vvvv & 15) << 3 | 4 |
                  (op >> 10 & 3));
    x_byte(c, (~vvvv & 16) >> 1);
    x_byte(c, op & 0xff);
}

void evex_emit(struct x86_buf *c, uint32_t op, int form, unsigned reg,
               unsigned vvvv, unsigned rm)
{
    prefix(c, op, form, reg, vvvv, rm >> 4, rm >> 3);
    x_byte(c, 0xc0 | (reg & 7) << 3 | (rm & 7));
}

void evex_rr(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
             unsigned vvvv, unsigned rm)
{
    if ((reg | vvvv | rm) < 16)
        x_vrr(c, op, w, reg, vvvv, rm);
    else
        evex_emit(c, op, evex_form(op, w), reg, vvvv, rm);
}

void evex_rm(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
             unsigned vvvv, struct x86_mem m)
{
    if ((reg | vvvv) < 16) {
        x_vrm(c, op, w, reg, vvvv, m);
        return;
    }
    int form = evex_form(op, w);
    unsigned xi = m.index == NOREG ? 0 : m.index >> 3;
    prefix(c, op, form, reg, vvvv, xi, m.base >> 3);
    x_modrm_mem_n(c, reg, m, (unsigned)form >> 1);
}

void evex_rip(struct x86_buf *c, uint32_t op, bool w, unsigned reg,
              unsigned vvvv)
{
    if ((reg | vvvv) < 16)
        x_vex(c, op, w, false, reg, vvvv, 0);
    else
        prefix(c, op, evex_form(op, w), reg, vvvv, 0, 0);
}
