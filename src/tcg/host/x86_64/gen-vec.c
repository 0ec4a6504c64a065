/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations: which have host code, and what all kinds share. */
#include "config.h"

#include "tcg/host/x86_64/evex.h"
#include "tcg/host/x86_64/gen-vec.h"

static const uint32_t direct[VOP_COUNT][4] = {
    [VOP_AND] = {O_PAND, O_PAND, O_PAND, O_PAND},
    [VOP_OR] = {O_POR, O_POR, O_POR, O_POR},
    [VOP_XOR] = {O_PXOR, O_PXOR, O_PXOR, O_PXOR},
    [VOP_ADD] = {VB(0xfc), VB(0xfd), VB(0xfe), VB(0xd4)},
    [VOP_SUB] = {VB(0xf8), VB(0xf9), VB(0xfa), VB(0xfb)},
    [VOP_MUL] = {0, O_PMULLW, VE(0x40), 0},
    [VOP_CMPEQ] = {VB(0x74), VB(0x75), VB(0x76), VE(0x29)},
    [VOP_CMPGT] = {VB(0x64), VB(0x65), VB(0x66), 0},
    [VOP_SMIN] = {VE(0x38), VB(0xea), VE(0x39), 0},
    [VOP_SMAX] = {VE(0x3c), VB(0xee), VE(0x3d), 0},
    [VOP_UMIN] = {VB(0xda), VE(0x3a), VE(0x3b), 0},
    [VOP_UMAX] = {VB(0xde), VE(0x3e), VE(0x3f), 0},
    [VOP_URHADD] = {VB(0xe0), VB(0xe3), 0, 0},
    [VOP_ZIP1] = {VB(0x60), VB(0x61), VB(0x62), VB(0x6c)},
};

uint32_t vec_direct(unsigned op, unsigned esz)
{
    return direct[op][esz];
}

void vec_ones(struct gen *g, unsigned d)
{
    if (d >= 16) {
        evex_emit(&g->c, 0x25 | M_3A | P_66, 0, d, d, d); /* vpternlogd */
        x_byte(&g->c, 0xff);
        return;
    }
    v_op3(g, VB(0x76), d, d, d);
}

void vec_zero(struct gen *g, unsigned d)
{
    v_op3(g, O_PXOR, d, d, d);
}

void vec_invert(struct gen *g, unsigned d)
{
    v_op3k(g, O_PXOR, d, d, K_SHL8);
}

void vec_lanes(struct vgen *o, unsigned op, unsigned d, unsigned a, unsigned b)
{
    v_op3(o->g, direct[op][o->esz], d, a, b);
}

void vec_blend(struct gen *g, unsigned d, unsigned x, unsigned y, unsigned m)
{
    if (host_features()->avx) {
        v_blend(g, d, x, y, m);
        return;
    }
    unsigned t = work_vec(g), u = work_vec(g);
    v_op3(g, O_PAND, t, m, y);
    v_op3(g, O_PANDN, u, m, x);
    v_op3(g, O_POR, d, t, u);
}

/* Shift of words, doublewords or quadwords (SDM vol. 2: opcodes 71 to 73). */
static void shift(struct gen *g, unsigned esz, unsigned ext, unsigned d,
                  unsigned a, unsigned n)
{
    v_shift(g, VB(0x70 + esz), ext, d, a, n);
}

void vec_down(struct gen *g, unsigned d, unsigned a, unsigned n)
{
    shift(g, 3, 3, d, a, n);
}

void vec_shl(struct gen *g, unsigned esz, unsigned d, unsigned a, unsigned n)
{
    if (n == 0) {
        v_mov(g, d, a);
        return;
    }
    shift(g, esz ? esz : 1, 6, d, a, n);
    if (esz == 0)
        v_op3k(g, O_PAND, d, d, K_SHL8 + n);
}

void vec_shr(struct gen *g, unsigned esz, unsigned d, unsigned a, unsigned n)
{
    if (n == 0) {
        v_mov(g, d, a);
        return;
    }
    if (esz == 0 && n == 8) {
        vec_zero(g, d);
        return;
    }
    shift(g, esz ? esz : 1, 2, d, a, n);
    if (esz == 0)
        v_op3k(g, O_PAND, d, d, K_SHR8 + n);
}

static void sar64(struct gen *g, unsigned d, unsigned a, unsigned n)
{
    if (host_features()->avx512) {
        evex_emit(&g->c, VB(0x72), EVEX_W, 4, d, a);
        x_byte(&g->c, n);
        return;
    }
    if (n >= 63) { /* the sign alone */
        shift(g, 2, 4, d, a, 31);
        v_op2i(g, O_PSHUFD, d, d, 0xf5);
        return;
    }
    unsigned t = work_vec(g), u = work_vec(g);
    if (n < 32) {
        shift(g, 3, 2, t, a, n);
        shift(g, 2, 4, u, a, n);
    } else {
        shift(g, 2, 4, u, a, n - 32);
        v_op2i(g, O_PSHUFD, t, u, 0xf5);
        shift(g, 2, 4, u, a, 31);
    }
    v_op3i(g, O_PBLENDW, d, t, u, 0xcc);
}

void vec_sar(struct gen *g, unsigned esz, unsigned d, unsigned a, unsigned n)
{
    if (n == 0) {
        v_mov(g, d, a);
    } else if (esz == 3) {
        sar64(g, d, a, n);
    } else if (esz) {
        shift(g, esz, 4, d, a, n);
    } else {
        n = n > 7 ? 7 : n;
        vec_shr(g, 0, d, a, n);
        v_op3k(g, O_PXOR, d, d, K_SIGN8 + n);
        v_op3k(g, direct[VOP_SUB][0], d, d, K_SIGN8 + n);
    }
}

void vec_cmpgt(struct gen *g, unsigned esz, unsigned d, unsigned a, unsigned b)
{
    v_op3(g, esz == 3 ? VE(0x37) : direct[VOP_CMPGT][esz], d, a, b);
}

void vec_test(struct vgen *o, unsigned x)
{
    if (o->lanes == VOP_FULL)
        v_op2(o->g, O_PTEST, x, x);
    else
        v_op2k(o->g, O_PTEST, x, K_LOW + (o->lanes == VOP_HALF ? 3 : o->esz));
}

void vec_note_saturation(struct vgen *o, unsigned x)
{
    struct gen *g = o->g;

    vec_test(o, x);
    uint8_t *none = x_jcc8(&g->c, X_E);
    x_rm(&g->c, 0xc7, false, 0, env_mem(g, offsetof(struct tcg_env, sat)));
    x_imm32(&g->c, 1);
    x_here(&g->c, none);
}

static const struct vec_row *find_row(const struct ir_insn *in)
{
    static const struct vec_row *(*const parts[])(unsigned) = {
        vec_int_row,     vec_shift_row,  vec_wide_row, vec_sat_row,
        vec_shuffle_row, vec_crypto_row, vec_fp_row,   vec_estimate_row,
    };
    const struct host_features *h = host_features();
    const unsigned has = (h->sse42 || in->sub < 3 ? V_SSE42 : 0u) |
                         (h->aes ? V_AES : 0u) | (h->sha ? V_SHA : 0u) |
                         (h->pclmul ? V_PCLMUL : 0u) | (h->f16c ? V_F16C : 0u) |
                         (h->fma ? V_FMA : 0u) | (h->avx2 ? V_AVX2 : 0u);
    const unsigned need =
        V_SSE42 | V_AES | V_SHA | V_PCLMUL | V_F16C | V_FMA | V_AVX2;

    for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const struct vec_row *r = parts[i]((unsigned)in->aux2);
        if (!r || !r->fn)
            continue;
        unsigned sizes = r->sizes | (h->avx512 ? r->sizes512 : 0u);
        if (!(sizes >> in->sub & 1) || (r->how & need & ~has) ||
            ((r->how & V_WHOLE) && (in->aux & 3) != VOP_FULL) ||
            (r->can && !r->can(in)))
            return NULL;
        return r;
    }
    return NULL;
}

/* The result's register from d, with the lanes that the operation has. */
static void finish(struct vgen *o, unsigned final, bool complete)
{
    struct gen *g = o->g;

    if (complete || o->lanes == VOP_FULL)
        v_mov(g, final, o->d);
    else if (o->lanes == VOP_HALF || o->esz == 3)
        v_zero_rest(g, final, o->d, IR_F64);
    else
        v_op3k(g, O_PAND, final, o->d, K_LOW + o->esz);
}

static bool gen_vop(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    struct vgen o = {.g = g,
                     .in = in,
                     .op = (unsigned)in->aux2,
                     .esz = in->sub,
                     .lanes = in->aux & 3u,
                     .imm = (unsigned)in->imm};
    uint32_t op = direct[o.op][o.esz];
    const struct vec_row *row = op ? NULL : find_row(in);
    unsigned *const r[3] = {&o.a, &o.b, &o.c};
    unsigned used = 0;

    if (o.lanes == VOP_SCALAR && (o.op <= VOP_BSL || o.op == VOP_INSLANE))
        o.lanes = VOP_HALF;
    if (o.lanes != VOP_FULL && o.op >= VOP_ZIP2 && o.op <= VOP_EXT &&
        (o.lanes == VOP_SCALAR || o.esz == 3))
        return false; /* permutes one lane */
    if (!op && (!row || ((row->how & V_FP) && g->b->rules.fp_soft)))
        return false;
    if (row && (row->how & V_FLAGS))
        flags_clobber(g);
    for (unsigned i = 0; i < 3; i++)
        if (in->arg[i] != IR_NOID) {
            *r[i] = use_vec(g, in->arg[i]);
            used |= 1u << *r[i];
        }
    unsigned final = def_vec(g, v, NOREG);
    o.d = final;
    if (op) {
        v_op3(g, op, o.d, o.a, o.b);
    } else {
        if (used >> final & 1)
            o.d = work_vec(g);
        row->fn(&o);
    }
    finish(&o, final, row && (row->how & V_OWN));
    for (unsigned i = 0; i < 2; i++)
        if (o.fixup[i])
            gen_cold_fixup(g, in, v, o.fixup[i]);
    return true;
}

static bool gen_vdup(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t bc[] = {VE(0x78), VE(0x79), VE(0x58), VE(0x59)};
    unsigned a = use_reg(g, in->arg[0]), d = def_vec(g, v, NOREG);

    v_from_int(g, d, a, in->sub == 3);
    if (host_features()->avx2)
        v_op2(g, bc[in->sub], d, d);
    else if (in->sub >= 2)
        v_op2i(g, O_PSHUFD, d, d, in->sub == 2 ? 0 : 0x44);
    else
        v_op3k(g, O_PSHUFB, d, d, in->sub ? K_DUPH : K_BYTE);
    if (in->aux & 1)
        v_zero_rest(g, d, d, IR_F64);
    return true;
}

static void gen_vins(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned a = use_vec(g, in->arg[0]), b = use_reg(g, in->arg[1]);
    unsigned d = def_vec(g, v, a);

    v_insert_int(g, in->sub, d, a, b, (unsigned)in->imm);
}

static void gen_vext(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t op[] = {0x14 | M_3A | P_66, 0x15 | M_3A | P_66,
                                  0x16 | M_3A | P_66, 0x16 | M_3A | P_66};
    unsigned a = use_vec(g, in->arg[0]), d = def_reg(g, v, NOREG);
    bool w = op_is_wide(in);

    if (in->imm == 0 && in->sub >= 2) {
        v_to_int(g, d, a, in->sub == 3);
    } else {
        v_op2i(g, op[in->sub] | (in->sub == 3 ? X_W : 0u), a, d,
               (unsigned)in->imm);
    }
    if ((in->aux & 2) && in->sub == 0)
        x_rr(&g->c, 0xbe | M_0F | X_BYTE_RM, w, d, d);
    else if ((in->aux & 2) && in->sub == 1)
        x_rr(&g->c, 0xbf | M_0F, w, d, d);
    else if ((in->aux & 2) && in->sub == 2 && w)
        x_rr(&g->c, 0x63, true, d, d);
    g->val[v].hi_zero = !w;
}

bool gen_vec(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    switch (in->op) {
    case IR_VDUP: return gen_vdup(g, in, v);
    case IR_VINS: gen_vins(g, in, v); return true;
    case IR_VEXT: gen_vext(g, in, v); return true;
    default: return gen_vop(g, in, v);
    }
}
