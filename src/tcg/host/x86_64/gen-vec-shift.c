/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Vector shifts, by an immediate and by a vector. */
#include "config.h"

#include "tcg/host/x86_64/gen-vec.h"

static void gen_shli(struct vgen *o)
{
    vec_shl(o->g, o->esz, o->d, o->a, o->imm);
}

static void gen_shri(struct vgen *o)
{
    vec_shr(o->g, o->esz, o->d, o->a, o->imm);
}

static void gen_sari(struct vgen *o)
{
    vec_sar(o->g, o->esz, o->d, o->a, o->imm);
}

/* Rounded: the last bit that is shifted out is added. */
static void gen_rounded(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g);

    (o->op == VOP_SRSHRI ? vec_sar : vec_shr)(g, o->esz, o->d, o->a, o->imm);
    if (o->imm == 0)
        return;
    vec_shr(g, o->esz, t, o->a, o->imm - 1);
    v_op3k(g, O_PAND, t, t, K_ONE + o->esz);
    vec_lanes(o, VOP_ADD, o->d, o->d, t);
}

static void gen_sli(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g), rest = (8u << o->esz) - o->imm;

    vec_shl(g, o->esz, o->d, o->a, o->imm);
    if (o->imm == 0)
        return;
    vec_shl(g, o->esz, t, o->b, rest);
    vec_shr(g, o->esz, t, t, rest);
    v_op3(g, O_POR, o->d, o->d, t);
}

static void gen_sri(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned t = work_vec(g), rest = (8u << o->esz) - o->imm;

    vec_shr(g, o->esz, o->d, o->a, o->imm);
    vec_shr(g, o->esz, t, o->b, rest);
    vec_shl(g, o->esz, t, t, rest);
    v_op3(g, O_POR, o->d, o->d, t);
}

enum var_shift { SLLV, SRLV, SRAV };

/* Counts of a lane's width or more shift everything out. */
static void variable(struct gen *g, unsigned esz, enum var_shift how,
                     unsigned d, unsigned a, unsigned n)
{
    static const uint8_t word[] = {0x12, 0x10, 0x11};
    static const uint8_t wide[] = {0x47, 0x45, 0x46};

    if (esz == 1)
        v_evex(g, VE(word[how]) | X_W, d, a, n);
    else if (esz == 3 && how == SRAV)
        v_evex(g, VE(wide[how]) | X_W, d, a, n);
    else
        v_op3(g, VE(wide[how]) | (esz == 3 ? X_W : 0u), d, a, n);
}

/* Shifts of all lanes of x, to the left by the counts in n or to the right by
 * those in neg, its negatives: both are the low byte of what the guest gave, so
 * that the one that does not apply is too large, and leaves nothing or signs.
 */
struct counted {
    struct vgen *o;
    unsigned esz;
    unsigned unit; /* constant: the last bit of what becomes a lane's result */
    bool is_signed, rounded, saturates;
    unsigned x, n, neg;      /* registers; n and neg are spoilt */
    unsigned d;              /* result */
    unsigned over;           /* which lanes were limited */
    unsigned right, scratch; /* registers to use */
};

/* The last bit that is lost is added. */
static void shift_right(const struct counted *s)
{
    struct gen *g = s->o->g;
    enum var_shift how = s->is_signed ? SRAV : SRLV;
    uint32_t add = vec_direct(VOP_ADD, s->esz);

    variable(g, s->esz, how, s->right, s->x, s->neg);
    if (!s->rounded)
        return;
    vec_ones(g, s->scratch);
    v_op3(g, add, s->neg, s->neg, s->scratch);
    variable(g, s->esz, how, s->scratch, s->x, s->neg);
    v_op3k(g, O_PAND, s->scratch, s->scratch, s->unit);
    v_op3(g, add, s->right, s->right, s->scratch);
}

/* A lane whose count is not negative (mask) is limited if it does not shift
 * back to what it was. */
static void limit_left(const struct counted *s, unsigned mask)
{
    struct gen *g = s->o->g;

    variable(g, s->esz, s->is_signed ? SRAV : SRLV, s->over, s->d, s->n);
    v_op3(g, vec_direct(VOP_CMPEQ, s->esz), s->over, s->over, s->x);
    v_op3(g, O_POR, s->over, s->over, mask);
    vec_invert(g, s->over);
    if (s->is_signed)
        vec_limit_signed(g, s->esz, s->d, s->x, s->over, s->n);
    else
        v_op3(g, O_POR, s->d, s->d, s->over);
}

static void shift_counted(const struct counted *s)
{
    struct gen *g = s->o->g;
    unsigned top = (8u << s->esz) - 1, mask = s->scratch;

    shift_right(s);
    variable(g, s->esz, SLLV, s->d, s->x, s->n);
    if (s->is_signed || s->saturates) {
        vec_shl(g, s->esz, mask, s->n, top - 7);
        vec_sar(g, s->esz, mask, mask, top);
    }
    if (s->saturates)
        limit_left(s, mask);
    if (s->is_signed)
        vec_blend(g, s->d, s->d, s->right, mask);
    else
        v_op3(g, O_POR, s->d, s->d, s->right);
}

/* The upper bytes of words stay, or come down to be lower ones. */
static void upper_bytes(struct gen *g, unsigned d, unsigned a, bool down)
{
    vec_shr(g, 1, d, a, 8);
    if (!down)
        vec_shl(g, 1, d, d, 8);
}

/* Bytes are the upper halves of words: first those with even numbers. */
static void shift_bytes(struct counted *s)
{
    struct vgen *o = s->o;
    struct gen *g = o->g;
    unsigned neg = s->neg, over = s->over;

    s->esz = 1;
    s->unit = K_UPPERONE;
    s->x = work_vec(g);
    s->n = work_vec(g);
    s->neg = work_vec(g);
    s->d = work_vec(g);
    vec_shl(g, 1, s->x, o->a, 8);
    v_op3k(g, O_PAND, s->n, o->b, K_EVEN);
    v_op3k(g, O_PAND, s->neg, neg, K_EVEN);
    shift_counted(s);
    upper_bytes(g, o->d, s->d, true);
    if (s->saturates) {
        s->over = work_vec(g);
        v_op3k(g, O_PAND, over, over, K_EVEN);
    }
    upper_bytes(g, s->x, o->a, false);
    vec_shr(g, 1, s->n, o->b, 8);
    vec_shr(g, 1, s->neg, neg, 8);
    shift_counted(s);
    upper_bytes(g, s->d, s->d, false);
    v_op3(g, O_POR, o->d, o->d, s->d);
    if (s->saturates) {
        upper_bytes(g, s->over, s->over, false);
        v_op3(g, O_POR, over, over, s->over);
        s->over = over;
    }
}

static void gen_by_vector(struct vgen *o)
{
    struct gen *g = o->g;
    unsigned op = o->op;
    struct counted s = {
        .o = o,
        .esz = o->esz,
        .unit = K_ONE + o->esz,
        .is_signed = op == VOP_SSHL || op == VOP_SRSHL || op == VOP_SQSHL ||
                     op == VOP_SQRSHL,
        .rounded = op == VOP_SRSHL || op == VOP_URSHL || op == VOP_SQRSHL ||
                   op == VOP_UQRSHL,
        .saturates = op == VOP_SQSHL || op == VOP_UQSHL || op == VOP_SQRSHL ||
                     op == VOP_UQRSHL,
        .x = o->a,
        .d = o->d,
        .neg = work_vec(g),
        .right = work_vec(g),
        .scratch = work_vec(g),
    };

    if (s.saturates)
        s.over = work_vec(g);
    vec_zero(g, s.neg);
    vec_lanes(o, VOP_SUB, s.neg, s.neg, o->b);
    if (o->esz == 0) {
        shift_bytes(&s);
    } else {
        s.n = work_vec(g);
        v_op3k(g, O_PAND, s.neg, s.neg, K_COUNT8 + o->esz);
        v_op3k(g, O_PAND, s.n, o->b, K_COUNT8 + o->esz);
        shift_counted(&s);
    }
    if (s.saturates)
        vec_note_saturation(o, s.over);
}

const struct vec_row *vec_shift_row(unsigned op)
{
    static const struct vec_row rows[VOP_COUNT] = {
        [VOP_SHLI] = {gen_shli, 0, V_ALL, 0, NULL},
        [VOP_SHRI] = {gen_shri, 0, V_ALL, 0, NULL},
        [VOP_SARI] = {gen_sari, 0, V_ALL, 0, NULL},
        [VOP_SRSHRI] = {gen_rounded, 0, V_ALL, 0, NULL},
        [VOP_URSHRI] = {gen_rounded, 0, V_ALL, 0, NULL},
        [VOP_SLI] = {gen_sli, 0, V_ALL, 0, NULL},
        [VOP_SRI] = {gen_sri, 0, V_ALL, 0, NULL},
        [VOP_SSHL] = {gen_by_vector, V_AVX2, V_S, V_B | V_H | V_D, NULL},
        [VOP_USHL] = {gen_by_vector, V_AVX2, V_S | V_D, V_B | V_H, NULL},
        [VOP_SRSHL] = {gen_by_vector, V_AVX2, V_S, V_B | V_H | V_D, NULL},
        [VOP_URSHL] = {gen_by_vector, V_AVX2, V_S | V_D, V_B | V_H, NULL},
        [VOP_SQSHL] = {gen_by_vector, V_AVX2 | V_FLAGS, V_S, V_B | V_H | V_D,
                       NULL},
        [VOP_UQSHL] = {gen_by_vector, V_AVX2 | V_FLAGS, V_S | V_D, V_B | V_H,
                       NULL},
        [VOP_SQRSHL] = {gen_by_vector, V_AVX2 | V_FLAGS, V_S, V_B | V_H | V_D,
                        NULL},
        [VOP_UQRSHL] = {gen_by_vector, V_AVX2 | V_FLAGS, V_S | V_D, V_B | V_H,
                        NULL},
    };
    return &rows[op];
}
