/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vectors: copies, permutations, tables, modified immediates. */
#include "config.h"

#include "target/aarch64/gen-simd.h"

/* ---- Copy ---- */

GEN(v_dup)
{
    put_v(t, a->rd,
          gen_vop1(t, VOP_DUPLANE, a->size, q_lanes(a->q), get_q(t, a->rn),
                   (uint64_t)a->idx));
    return true;
}

/* The scalar form. */
GEN(s_dup)
{
    struct ir_val r;
    if (a->size >= 2)
        r = get_fp_lane(t, a->rn, a->size, a->idx);
    else
        r = ir_op1(
            t->ir, IR_BITCAST, IR_F32,
            gen_lane(t, get_q(t, a->rn), (unsigned)a->size, (unsigned)a->idx));
    put_v(t, a->rd, r);
    return true;
}

GEN(v_dup_x)
{
    struct ir_val x = get_x(t, a->rn, a->size == 3);
    put_v(t, a->rd, ir_vdup(t->ir, (unsigned)a->size, a->q == Q_HALF, x));
    return true;
}

GEN(v_ins_x)
{
    struct ir_val x = get_x(t, a->rn, a->size == 3);
    put_v(t, a->rd,
          ir_vins(t->ir, (unsigned)a->size, get_q(t, a->rd), (unsigned)a->idx,
                  x));
    return true;
}

GEN(v_ins)
{
    put_v(t, a->rd,
          gen_vop(t, VOP_INSLANE, a->size, VOP_FULL, get_q(t, a->rd),
                  get_q(t, a->rn), IR_NONE, (uint64_t)(a->idx | a->src << 8)));
    return true;
}

GEN(v_umov)
{
    put_x(t, a->rd,
          gen_lane(t, get_q(t, a->rn), (unsigned)a->size, (unsigned)a->idx));
    return true;
}

GEN(v_smov)
{
    put_x(t, a->rd,
          ir_vext(t->ir, type_sf(a->q), (unsigned)a->size, true,
                  get_q(t, a->rn), (unsigned)a->idx));
    return true;
}

/* ---- Permute, extract, table ---- */

static bool permute(struct translate *t, const struct aarch64_args *a,
                    enum vop op)
{
    put_v(t, a->rd,
          gen_vop2(t, op, a->size, q_lanes(a->q), get_q(t, a->rn),
                   get_q(t, a->rm)));
    return true;
}

#define PERMUTE(OP)                                                            \
    OP(zip1, ZIP1)                                                             \
    OP(zip2, ZIP2)                                                             \
    OP(uzp1, UZP1)                                                             \
    OP(uzp2, UZP2)                                                             \
    OP(trn1, TRN1)                                                             \
    OP(trn2, TRN2)

#define DEFINE_PERMUTE(name, op)                                               \
    GEN(v_##name)                                                              \
    {                                                                          \
        return permute(t, a, VOP_##op);                                        \
    }
PERMUTE(DEFINE_PERMUTE)

GEN(v_ext)
{
    put_v(t, a->rd,
          gen_vop(t, VOP_EXT, 0, q_lanes(a->q), get_q(t, a->rn),
                  get_q(t, a->rm), IR_NONE, (uint64_t)a->imm));
    return true;
}

/* Each register of the table serves the indexes that fall into it and keeps
 * what the others gave. */
GEN(v_tbl)
{
    unsigned lanes = q_lanes(a->q);
    struct ir_val index = get_q(t, a->rm), r;
    if (a->ext)
        r = gen_vop(t, VOP_TBX, 0, lanes, get_q(t, a->rn), index,
                    get_q(t, a->rd), 0);
    else
        r = gen_vop2(t, VOP_TBL, 0, lanes, get_q(t, a->rn), index);
    for (int64_t i = 1; i < a->n; i++)
        r = gen_vop(t, VOP_TBX, 0, lanes, get_q(t, (a->rn + i) & 31), index, r,
                    (uint64_t)i);
    put_v(t, a->rd, r);
    return true;
}

/* ---- Modified immediate (Arm ARM, pseudocode AdvSIMDExpandImm) ---- */

/* An element of 1 << size bytes in all of 64 bits. */
static uint64_t replicate(uint64_t v, int64_t size)
{
    for (int64_t i = size; i < 3; i++)
        v |= v << (8 << i);
    return v;
}

/* The immediate's byte, shifted left by sh bytes; with msl by one more, and
 * ones shifted in. */
static uint64_t expand(const struct aarch64_args *a)
{
    int64_t shift = 8 * (a->sh + a->msl);
    uint64_t v = (uint64_t)a->imm << shift;
    if (a->msl)
        v |= (UINT64_C(1) << shift) - 1;
    return replicate(v, a->size);
}

GEN(v_movi)
{
    uint64_t v = expand(a);
    put_v(t, a->rd, gen_const_q(t, a->q, a->op ? ~v : v));
    return true;
}

GEN(v_orri)
{
    put_v(t, a->rd,
          gen_vop2(t, a->op ? VOP_ANDN : VOP_OR, 3, q_lanes(a->q),
                   get_q(t, a->rd), gen_const_q(t, a->q, expand(a))));
    return true;
}

/* Each bit of the immediate gives a byte. */
GEN(v_movi_d)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        if (a->imm >> i & 1)
            v |= UINT64_C(0xff) << (8 * i);
    put_v(t, a->rd, gen_const_q(t, a->q, v));
    return true;
}

GEN(v_fmov)
{
    uint64_t v = fp_expand_imm(a->size, a->imm);
    put_v(t, a->rd, gen_const_q(t, a->q, replicate(v, a->size)));
    return true;
}
