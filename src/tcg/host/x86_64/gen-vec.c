/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations that the host has in one or a few instructions. */
#include "config.h"

#include "tcg/host/x86_64/gen.h"
#include "tcg/vop.h"

enum {
    O_PAND = 0xdb | M_0F | P_66,
    O_PANDN = 0xdf | M_0F | P_66,
    O_POR = 0xeb | M_0F | P_66,
    O_PXOR = 0xef | M_0F | P_66,
    O_PCMPEQD = 0x76 | M_0F | P_66,
    O_PSHUFD = 0x70 | M_0F | P_66,
    O_PALIGNR = 0x0f | M_3A | P_66,
    O_PSHUFB = 0x00 | M_38 | P_66,
    O_PSRLDQ = 0x73 | M_0F | P_66,
    O_SHUFPS = 0xc6 | M_0F,
    O_MOVD_TO = 0x6e | M_0F | P_66,
};
#define B(op) ((op) | M_0F | P_66)
#define E(op) ((op) | M_38 | P_66)

/* d = a op b, by lane size; 0: none. */
static const uint32_t direct[VOP_COUNT][4] = {
    [VOP_AND] = {O_PAND, O_PAND, O_PAND, O_PAND},
    [VOP_OR] = {O_POR, O_POR, O_POR, O_POR},
    [VOP_XOR] = {O_PXOR, O_PXOR, O_PXOR, O_PXOR},
    [VOP_ADD] = {B(0xfc), B(0xfd), B(0xfe), B(0xd4)},
    [VOP_SUB] = {B(0xf8), B(0xf9), B(0xfa), B(0xfb)},
    [VOP_MUL] = {0, B(0xd5), E(0x40), 0},
    [VOP_CMPEQ] = {B(0x74), B(0x75), B(0x76), E(0x29)},
    [VOP_CMPGT] = {B(0x64), B(0x65), B(0x66), 0},
    [VOP_SMIN] = {E(0x38), B(0xea), E(0x39), 0},
    [VOP_SMAX] = {E(0x3c), B(0xee), E(0x3d), 0},
    [VOP_UMIN] = {B(0xda), E(0x3a), E(0x3b), 0},
    [VOP_UMAX] = {B(0xde), E(0x3e), E(0x3f), 0},
    [VOP_ZIP1] = {B(0x60), B(0x61), B(0x62), B(0x6c)},
    [VOP_ZIP2] = {B(0x68), B(0x69), B(0x6a), B(0x6d)},
    [VOP_UZP1] = {0, 0, 0, B(0x6c)},
    [VOP_UZP2] = {0, 0, 0, B(0x6d)},
    [VOP_TRN1] = {0, 0, 0, B(0x6c)},
    [VOP_TRN2] = {0, 0, 0, B(0x6d)},
    [VOP_ADDP] = {0, E(0x01), E(0x02), 0},
};

/* Operations of pairs of lanes, whose 64-bit form is not the low half of the
 * 128-bit one. */
static bool pairs_lanes(unsigned vop)
{
    return vop == VOP_ZIP2 || vop == VOP_UZP1 || vop == VOP_UZP2 ||
           vop == VOP_ADDP || vop == VOP_EXT;
}

static void ones(struct gen *g, unsigned t)
{
    v_op3(g, O_PCMPEQD, t, t, t);
}

static void invert(struct gen *g, unsigned d)
{
    unsigned t = tmp_vec(g);

    ones(g, t);
    v_op3(g, O_PXOR, d, d, t);
}

static bool gen_shift_imm(struct gen *g, const struct ir_insn *in, unsigned d,
                          unsigned a)
{
    static const uint8_t op[] = {0, 0x71, 0x72, 0x73};
    unsigned ext = in->aux2 == VOP_SHLI ? 6 : in->aux2 == VOP_SHRI ? 2 : 4;

    if (in->sub == 0 || (in->sub == 3 && ext == 4))
        return false;
    if (host_features()->avx) {
        x_vrr(&g->c, B(op[in->sub]), false, ext, d, a);
    } else {
        v_mov(g, d, a);
        x_rr(&g->c, B(op[in->sub]), false, ext, d);
    }
    x_byte(&g->c, (unsigned)in->imm);
    return true;
}

static bool gen_unsigned_cmp(struct gen *g, const struct ir_insn *in,
                             unsigned d, unsigned a, unsigned b)
{
    bool hi = in->aux2 == VOP_CMPHI;
    uint32_t m = direct[hi ? VOP_UMIN : VOP_UMAX][in->sub];

    if (!m)
        return false;
    unsigned t = tmp_vec(g);
    v_op3(g, m, t, a, b);
    v_op3(g, direct[VOP_CMPEQ][in->sub], d, t, a);
    if (hi)
        invert(g, d);
    return true;
}

static void gen_bsl(struct gen *g, unsigned d, unsigned a, unsigned b,
                    unsigned c)
{
    unsigned t = tmp_vec(g), u = tmp_vec(g);

    v_op3(g, O_PAND, t, a, b);
    v_op3(g, O_PANDN, u, a, c);
    v_op3(g, O_POR, d, t, u);
}

static bool gen_dup_lane(struct gen *g, const struct ir_insn *in, unsigned d,
                         unsigned a)
{
    unsigned lane = (unsigned)in->imm;

    if (in->sub < 2)
        return false;
    unsigned sel = in->sub == 3 ? (lane ? 0xee : 0x44) : lane * 0x55;
    v_op2(g, O_PSHUFD, d, a);
    x_byte(&g->c, sel);
    return true;
}

static void shuffle_even_odd(struct gen *g, unsigned d, unsigned a, unsigned b,
                             unsigned imm)
{
    v_op3(g, O_SHUFPS, d, a, b);
    x_byte(&g->c, imm);
}

/* What is not one instruction. d is none of the operands. */
static bool gen_special(struct gen *g, const struct ir_insn *in, unsigned d,
                        unsigned a, unsigned b, unsigned c)
{
    switch (in->aux2) {
    case VOP_ANDN: v_op3(g, O_PANDN, d, b, a); return true;
    case VOP_ORN:
        v_mov(g, d, b);
        invert(g, d);
        v_op3(g, O_POR, d, d, a);
        return true;
    case VOP_NOT:
        v_mov(g, d, a);
        invert(g, d);
        return true;
    case VOP_BSL: gen_bsl(g, d, a, b, c); return true;
    case VOP_NEG:
        v_op3(g, O_PXOR, d, d, d);
        v_op3(g, direct[VOP_SUB][in->sub], d, d, a);
        return true;
    case VOP_ABS:
        if (in->sub == 3)
            return false;
        v_op2(g, E(0x1cu + in->sub), d, a);
        return true;
    case VOP_CMPGE:
        if (in->sub == 3)
            return false;
        v_op3(g, direct[VOP_CMPGT][in->sub], d, b, a);
        invert(g, d);
        return true;
    case VOP_CMPHI:
    case VOP_CMPHS: return gen_unsigned_cmp(g, in, d, a, b);
    case VOP_CMPTST: {
        unsigned z = tmp_vec(g);
        v_op3(g, O_PXOR, z, z, z);
        v_op3(g, O_PAND, d, a, b);
        v_op3(g, direct[VOP_CMPEQ][in->sub], d, d, z);
        invert(g, d);
        return true;
    }
    case VOP_SHLI:
    case VOP_SHRI:
    case VOP_SARI: return gen_shift_imm(g, in, d, a);
    case VOP_EXT:
        v_op3(g, O_PALIGNR, d, b, a);
        x_byte(&g->c, (unsigned)in->imm);
        return true;
    case VOP_DUPLANE: return gen_dup_lane(g, in, d, a);
    case VOP_UZP1:
    case VOP_UZP2:
        if (in->sub != 2)
            return false;
        shuffle_even_odd(g, d, a, b, in->aux2 == VOP_UZP1 ? 0x88 : 0xdd);
        return true;
    default: return false;
    }
}

static bool has_special(const struct ir_insn *in)
{
    bool small = in->sub == 0, wide = in->sub == 3;

    switch (in->aux2) {
    case VOP_ANDN: case VOP_ORN: case VOP_NOT: case VOP_BSL: case VOP_NEG:
    case VOP_CMPTST:
    case VOP_EXT: return true;
    case VOP_ABS: case VOP_CMPGE: case VOP_CMPHI: case VOP_CMPHS:
        return !wide;
    case VOP_SHLI: case VOP_SHRI: return !small;
    case VOP_SARI: return !small && !wide;
    case VOP_DUPLANE: return in->sub >= 2;
    case VOP_UZP1: case VOP_UZP2: return in->sub == 2;
    default: return false;
    }
}

static bool gen_vop(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    uint32_t op = direct[in->aux2][in->sub & 3];
    bool half = in->aux & 1;
    unsigned r[3] = {0, 0, 0};

    if (in->aux == VOP_SCALAR || (!op && !has_special(in)) || (half && pairs_lanes((unsigned)in->aux2)))
        return false;
    for (unsigned i = 0; i < 3; i++)
        if (in->arg[i] != IR_NOID)
            r[i] = use_vec(g, in->arg[i]);
    unsigned d = def_vec(g, v, NOREG), t = d;
    if (op) {
        v_op3(g, op, d, r[0], r[1]);
    } else {
        if (d == r[0] || d == r[1] || d == r[2])
            t = tmp_vec(g);
        if (!gen_special(g, in, t, r[0], r[1], r[2]))
            g->failed = true;
    }
    if (half)
        v_zero_rest(g, d, t, IR_F64);
    else
        v_mov(g, d, t);
    return true;
}

static bool gen_vdup(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t bc[] = {E(0x78), E(0x79), E(0x58), E(0x59)};

    if (!host_features()->avx2)
        return false;
    unsigned a = use_reg(g, in->arg[0]), d = def_vec(g, v, NOREG);
    x_vrr(&g->c, O_MOVD_TO, in->sub == 3, d, 0, a);
    x_vrr(&g->c, bc[in->sub], false, d, 0, d);
    if (in->aux & 1)
        v_zero_rest(g, d, d, IR_F64);
    return true;
}

static bool gen_vins(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t op[] = {0x20 | M_3A | P_66, 0xc4 | M_0F | P_66,
                                  0x22 | M_3A | P_66, 0x22 | M_3A | P_66};

    if (!host_features()->avx)
        return false;
    unsigned a = use_vec(g, in->arg[0]), b = use_reg(g, in->arg[1]);
    unsigned d = def_vec(g, v, a);
    x_vrr(&g->c, op[in->sub], in->sub == 3, d, a, b);
    x_byte(&g->c, (unsigned)in->imm);
    return true;
}

static bool gen_vext(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t op[] = {0x14 | M_3A | P_66, 0x15 | M_3A | P_66,
                                  0x16 | M_3A | P_66, 0x16 | M_3A | P_66};

    if (!host_features()->avx)
        return false;
    unsigned a = use_vec(g, in->arg[0]), d = def_reg(g, v, NOREG);
    bool w = op_is_wide(in);
    x_vrr(&g->c, op[in->sub], in->sub == 3, a, 0, d);
    x_byte(&g->c, (unsigned)in->imm);
    if ((in->aux & 2) && in->sub == 0)
        x_rr(&g->c, 0xbe | M_0F | X_BYTE_RM, w, d, d);
    else if ((in->aux & 2) && in->sub == 1)
        x_rr(&g->c, 0xbf | M_0F, w, d, d);
    else if ((in->aux & 2) && in->sub == 2 && w)
        x_rr(&g->c, 0x63, true, d, d);
    g->val[v].hi_zero = !w;
    return true;
}

bool gen_vec(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    switch (in->op) {
    case IR_VDUP: return gen_vdup(g, in, v);
    case IR_VINS: return gen_vins(g, in, v);
    case IR_VEXT: return gen_vext(g, in, v);
    default: return gen_vop(g, in, v);
    }
}
