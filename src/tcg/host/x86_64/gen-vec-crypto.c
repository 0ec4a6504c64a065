/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector operations of AES, SHA and carry-less products, where the host has
 * instructions for them (SDM vol. 1, 12.13 and vol. 2). */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

enum {
    O_AESIMC = 0xdb | M_38 | P_66,
    O_AESENC = 0xdc | M_38 | P_66,
    O_AESENCLAST = 0xdd | M_38 | P_66,
    O_AESDECLAST = 0xdf | M_38 | P_66,
    O_PCLMULQDQ = 0x44 | M_3A | P_66,
    O_SHA1RNDS4 = 0xcc | M_3A,
    O_SHA256RNDS2 = 0xcb | M_38,
    O_SHA256MSG1 = 0xcc | M_38,
    O_SHA256MSG2 = 0xcd | M_38,
};

/* The last round has no mixing: with a key of zero it is what Arm divides off.
 */
static void gen_aes_round(struct vgen *o)
{
    unsigned z = work_vec(o->g);

    vec_zero(o->g, z);
    v_op3(o->g, O_PXOR, o->d, o->a, o->b);
    v_op3(o->g, o->op == VOP_AESE ? O_AESENCLAST : O_AESDECLAST, o->d, o->d, z);
}

/* Undoing a round's first steps leaves the mixing. */
static void gen_aesmc(struct vgen *o)
{
    unsigned z = work_vec(o->g);

    vec_zero(o->g, z);
    v_op3(o->g, O_AESDECLAST, o->d, o->a, z);
    v_op3(o->g, O_AESENC, o->d, o->d, z);
}

static void gen_aesimc(struct vgen *o)
{
    v_op2(o->g, O_AESIMC, o->d, o->a);
}

static void gen_pmull(struct vgen *o)
{
    v_op3i(o->g, O_PCLMULQDQ, o->d, o->a, o->b, o->imm & 1 ? 0x11 : 0);
}

/* The host has lanes in the reverse order and adds the constant itself. */
static void gen_sha1(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned w = work_vec(g), k = o->op - VOP_SHA1C;

    v_op3k(g, O_PAND, w, o->b, K_LOW + 2);
    v_op3(g, vec_direct(VOP_ADD, 2), w, w, o->c);
    v_op3k(g, vec_direct(VOP_SUB, 2), w, w, K_SHA1 + k);
    v_op2i(g, O_PSHUFD, w, w, 0x1b);
    v_op2i(g, O_PSHUFD, o->d, o->a, 0x1b);
    v_legacy(g, O_SHA1RNDS4, o->d, w, (int)k);
    v_op2i(g, O_PSHUFD, o->d, o->d, 0x1b);
}

/* d = lanes of a rotated left. */
static void rotate(struct gen *g, unsigned d, unsigned a, unsigned n)
{
    unsigned t = work_vec(g);

    vec_shr(g, 2, t, a, 32 - n);
    vec_shl(g, 2, d, a, n);
    v_op3(g, O_POR, d, d, t);
}

static void gen_sha1h(struct vgen *o)
{
    rotate(o->g, o->d, o->a, 30);
    v_op3k(o->g, O_PAND, o->d, o->d, K_LOW + 2);
}

static void gen_sha1su0(struct vgen *o)
{
    struct gen *g = o->g;

    v_op3i(g, O_SHUFPS | P_66, o->d, o->a, o->b, 1);
    v_op3(g, O_PXOR, o->d, o->d, o->a);
    v_op3(g, O_PXOR, o->d, o->d, o->c);
}

static void gen_sha1su1(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    vec_down(g, t, o->b, 4);
    v_op3(g, O_PXOR, t, t, o->a);
    rotate(g, o->d, t, 1);
    v_op2i(g, O_PSHUFD, t, o->d, 0); /* lane 3 depends on the new lane 0 */
    rotate(g, t, t, 1);
    v_op3k(g, O_PAND, t, t, K_UPPER);
    vec_shr(g, 3, t, t, 32);
    vec_shl(g, 3, t, t, 32);
    v_op3(g, O_PXOR, o->d, o->d, t);
}

/* The host keeps a, b, e, f and c, d, g, h in registers, highest first, and
 * takes the words from xmm0. */
static void gen_sha256(struct vgen *o)
{
    struct gen *g = o->g;
    bool second = o->op == VOP_SHA256H2;
    unsigned abcd = second ? o->b : o->a, efgh = second ? o->a : o->b;
    g->vlocked |= 1;
    unsigned x = work_vec(g), y = work_vec(g), keep = work_vec(g);

    v_op3(g, O_PUNPCKLQDQ, x, efgh, abcd);
    v_op3(g, O_PUNPCKHQDQ, y, efgh, abcd);
    v_op2i(g, O_PSHUFD, x, x, 0xb1); /* from high to low: a b e f */
    v_op2i(g, O_PSHUFD, y, y, 0xb1);
    v_mov(g, keep, 0);
    v_mov(g, 0, o->c);
    v_legacy(g, O_SHA256RNDS2, y, x, -1);
    v_op2i(g, O_PSHUFD, 0, 0, 0xee);
    v_legacy(g, O_SHA256RNDS2, x, y, -1);
    v_mov(g, 0, keep);
    /* x = a b e f after four rounds, y = after two: c d g h */
    if (second)
        v_op3(g, O_PUNPCKLQDQ, o->d, x, y);
    else
        v_op3(g, O_PUNPCKHQDQ, o->d, x, y);
    v_op2i(g, O_PSHUFD, o->d, o->d, 0xb1);
}

static void gen_sha256su0(struct vgen *o)
{
    v_mov(o->g, o->d, o->a);
    v_legacy(o->g, O_SHA256MSG1, o->d, o->b, -1);
}

static void gen_sha256su1(struct vgen *o)
{
    struct gen *g = o->g;

    v_op3i(g, O_PALIGNR, o->d, o->c, o->b, 4);
    v_op3(g, vec_direct(VOP_ADD, 2), o->d, o->d, o->a);
    v_legacy(g, O_SHA256MSG2, o->d, o->c, -1);
}

const struct vec_row *vec_crypto_row(unsigned op)
{
    enum { SHA = V_OWN | V_SHA };
    static const struct vec_row rows[VOP_COUNT] = {
        [VOP_AESE] = {gen_aes_round, V_OWN | V_AES, V_ALL, 0, NULL},
        [VOP_AESD] = {gen_aes_round, V_OWN | V_AES, V_ALL, 0, NULL},
        [VOP_AESMC] = {gen_aesmc, V_OWN | V_AES, V_ALL, 0, NULL},
        [VOP_AESIMC] = {gen_aesimc, V_OWN | V_AES, V_ALL, 0, NULL},
        [VOP_PMULL] = {gen_pmull, V_OWN | V_PCLMUL, V_D, 0, NULL},
        [VOP_SHA1C] = {gen_sha1, SHA, V_ALL, 0, NULL},
        [VOP_SHA1P] = {gen_sha1, SHA, V_ALL, 0, NULL},
        [VOP_SHA1M] = {gen_sha1, SHA, V_ALL, 0, NULL},
        [VOP_SHA1H] = {gen_sha1h, V_OWN, V_ALL, 0, NULL},
        [VOP_SHA1SU0] = {gen_sha1su0, V_OWN, V_ALL, 0, NULL},
        [VOP_SHA1SU1] = {gen_sha1su1, V_OWN, V_ALL, 0, NULL},
        [VOP_SHA256H] = {gen_sha256, SHA, V_ALL, 0, NULL},
        [VOP_SHA256H2] = {gen_sha256, SHA, V_ALL, 0, NULL},
        [VOP_SHA256SU0] = {gen_sha256su0, SHA, V_ALL, 0, NULL},
        [VOP_SHA256SU1] = {gen_sha256su1, SHA, V_ALL, 0, NULL},
    };
    return &rows[op];
}
