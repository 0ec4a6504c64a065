/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Zbc, Zbkb, Zbkx and the scalar cryptography of Zk (unprivileged
 * specification, chapters B and Cryptography Extensions: Scalar & Entropy
 * Source Instructions), on the vector operations that the host has instructions
 * for.
 */
#include "config.h"

#include "target/riscv/gen.h"

#include "tcg/vop.h"

/* The i64 as the low half of a vector. */
static struct ir_val to_vector(struct translate *t, struct ir_val v)
{
    return ir_op1(t->ir, IR_BITCAST, IR_V128, v);
}

static struct ir_val half(struct translate *t, struct ir_val v, unsigned lane)
{
    return ir_vext(t->ir, IR_I64, MEM_64, false, v, lane);
}

/* The vector of two registers, the first one low. */
static struct ir_val pair(struct translate *t, int64_t low, int64_t high)
{
    return ir_vins(t->ir, MEM_64, to_vector(t, gen_get(t, low)), 1,
                   gen_get(t, high));
}

static struct ir_val vector_op(struct translate *t, unsigned vop, unsigned esz,
                               struct ir_val x, struct ir_val y)
{
    return ir_vop(t->ir, vop, esz, VOP_FULL, x, y, IR_NONE, 0);
}

/* Carry-less products */

static struct ir_val product(struct translate *t, const struct riscv_args *a)
{
    return vector_op(t, VOP_PMULL, MEM_64, to_vector(t, gen_get(t, a->rs1)),
                     to_vector(t, gen_get(t, a->rs2)));
}

bool riscv_gen_clmul(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, half(t, product(t, a), 0));
    return true;
}

bool riscv_gen_clmulh(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, half(t, product(t, a), 1));
    return true;
}

/* The product's bits 126..63. */
bool riscv_gen_clmulr(struct translate *t, const struct riscv_args *a)
{
    struct ir_val p = product(t, a);

    gen_put(t, a->rd, ir_extr(t->ir, IR_I64, half(t, p, 1), half(t, p, 0), 63));
    return true;
}

/* Bits and tables */

/* The low `bits` of rs2 above those of rs1. */
static struct ir_val packed(struct translate *t, const struct riscv_args *a,
                            int64_t bits)
{
    struct ir_block *b = t->ir;
    const int64_t mask = (INT64_C(1) << bits) - 1;
    struct ir_val low = ir_op2i(b, IR_AND, IR_I64, gen_get(t, a->rs1), mask);
    struct ir_val high = ir_op2i(b, IR_AND, IR_I64, gen_get(t, a->rs2), mask);

    return ir_op2(b, IR_OR, IR_I64, low,
                  ir_op2i(b, IR_SHL, IR_I64, high, bits));
}

bool riscv_gen_pack(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, packed(t, a, 32));
    return true;
}

bool riscv_gen_packh(struct translate *t, const struct riscv_args *a)
{
    gen_put(t, a->rd, packed(t, a, 8));
    return true;
}

bool riscv_gen_packw(struct translate *t, const struct riscv_args *a)
{
    gen_put32(t, a->rd, packed(t, a, 16));
    return true;
}

bool riscv_gen_brev8(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v = to_vector(t, gen_get(t, a->rs1));

    gen_put(t, a->rd, half(t, vector_op(t, VOP_RBIT, MEM_8, v, IR_NONE), 0));
    return true;
}

/* A table of 8 bytes has zeros above it, as what lies beyond must have. */
bool riscv_gen_xperm8(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v =
        vector_op(t, VOP_TBL, MEM_8, to_vector(t, gen_get(t, a->rs1)),
                  to_vector(t, gen_get(t, a->rs2)));

    gen_put(t, a->rd, half(t, v, 0));
    return true;
}

/* The nibbles of a register as bytes. */
static struct ir_val nibbles(struct translate *t, int64_t r)
{
    const int64_t mask = 0x0f0f0f0f0f0f0f0f;
    struct ir_block *b = t->ir;
    struct ir_val v = gen_get(t, r);
    struct ir_val low = ir_op2i(b, IR_AND, IR_I64, v, mask);
    struct ir_val high =
        ir_op2i(b, IR_AND, IR_I64, ir_op2i(b, IR_SHR, IR_I64, v, 4), mask);

    return vector_op(t, VOP_ZIP1, MEM_8, to_vector(t, low), to_vector(t, high));
}

bool riscv_gen_xperm4(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v =
        vector_op(t, VOP_TBL, MEM_8, nibbles(t, a->rs1), nibbles(t, a->rs2));
    struct ir_val even = vector_op(t, VOP_UZP1, MEM_8, v, v);
    struct ir_val odd = vector_op(t, VOP_UZP2, MEM_8, v, v);

    gen_put(t, a->rd,
            ir_op2(t->ir, IR_OR, IR_I64, half(t, even, 0),
                   ir_op2i(t->ir, IR_SHL, IR_I64, half(t, odd, 0), 4)));
    return true;
}

/* AES: AESE and AESD add a round key, which is left out, and do a round
 * without mixing columns. */

static struct ir_val aes(struct translate *t, unsigned vop, struct ir_val v)
{
    return vector_op(t, vop, MEM_8, v, ir_const(t->ir, IR_V128, 0));
}

static struct ir_val mix(struct translate *t, unsigned vop, struct ir_val v)
{
    return vector_op(t, vop, MEM_8, v, IR_NONE);
}

static bool aes_round(struct translate *t, const struct riscv_args *a,
                      unsigned round, unsigned columns)
{
    struct ir_val v = aes(t, round, pair(t, a->rs1, a->rs2));

    if (columns != VOP_COUNT)
        v = mix(t, columns, v);
    gen_put(t, a->rd, half(t, v, 0));
    return true;
}

bool riscv_gen_aes64es(struct translate *t, const struct riscv_args *a)
{
    return aes_round(t, a, VOP_AESE, VOP_COUNT);
}

bool riscv_gen_aes64esm(struct translate *t, const struct riscv_args *a)
{
    return aes_round(t, a, VOP_AESE, VOP_AESMC);
}

bool riscv_gen_aes64ds(struct translate *t, const struct riscv_args *a)
{
    return aes_round(t, a, VOP_AESD, VOP_COUNT);
}

bool riscv_gen_aes64dsm(struct translate *t, const struct riscv_args *a)
{
    return aes_round(t, a, VOP_AESD, VOP_AESIMC);
}

bool riscv_gen_aes64im(struct translate *t, const struct riscv_args *a)
{
    struct ir_val v = mix(t, VOP_AESIMC, to_vector(t, gen_get(t, a->rs1)));

    gen_put(t, a->rd, half(t, v, 0));
    return true;
}

/* The S-box on the bytes of a word, which in all four columns stays in its
 * place when rows are shifted. */
static struct ir_val substitute(struct translate *t, struct ir_val word)
{
    struct ir_val v = aes(t, VOP_AESE, ir_vdup(t->ir, MEM_32, false, word));

    return ir_vext(t->ir, IR_I32, MEM_32, false, v, 0);
}

bool riscv_gen_aes64ks1i(struct translate *t, const struct riscv_args *a)
{
    enum { ROUNDS = 10 };
    static const uint8_t constant[ROUNDS] = {0x01, 0x02, 0x04, 0x08, 0x10,
                                             0x20, 0x40, 0x80, 0x1b, 0x36};
    struct ir_block *b = t->ir;
    struct ir_val v =
        ir_op1(b, IR_TRUNC, IR_I32,
               ir_op2i(b, IR_SHR, IR_I64, gen_get(t, a->rs1), 32));

    v = substitute(t, v);
    if (a->rnum < ROUNDS) {
        v = ir_op2i(b, IR_ROTR, IR_I32, v, 8);
        v = ir_op2i(b, IR_XOR, IR_I32, v, constant[a->rnum]);
    }
    v = ir_op1(b, IR_ZEXT32, IR_I64, v);
    gen_put(t, a->rd,
            ir_op2(b, IR_OR, IR_I64, v, ir_op2i(b, IR_SHL, IR_I64, v, 32)));
    return true;
}

bool riscv_gen_aes64ks2(struct translate *t, const struct riscv_args *a)
{
    struct ir_block *b = t->ir;
    struct ir_val y = gen_get(t, a->rs2);
    struct ir_val low = ir_op2(
        b, IR_XOR, IR_I64, ir_op2i(b, IR_SHR, IR_I64, gen_get(t, a->rs1), 32),
        ir_op1(b, IR_ZEXT32, IR_I64, y));
    struct ir_val high =
        ir_op2(b, IR_XOR, IR_I64, low, ir_op2i(b, IR_SHR, IR_I64, y, 32));

    gen_put(
        t, a->rd,
        ir_op2(b, IR_OR, IR_I64, low, ir_op2i(b, IR_SHL, IR_I64, high, 32)));
    return true;
}

/* Hash functions: x rotated right by r1 and by r2, and x rotated or, if
 * `shift`, shifted right by r3. */
static struct ir_val rotations(struct translate *t, enum ir_type ty,
                               struct ir_val x, int r1, int r2, int r3,
                               bool shift)
{
    struct ir_block *b = t->ir;
    struct ir_val v = ir_op2(b, IR_XOR, ty, ir_op2i(b, IR_ROTR, ty, x, r1),
                             ir_op2i(b, IR_ROTR, ty, x, r2));

    return ir_op2(b, IR_XOR, ty, v,
                  ir_op2i(b, shift ? IR_SHR : IR_ROTR, ty, x, r3));
}

static bool hash32(struct translate *t, const struct riscv_args *a, int r1,
                   int r2, int r3, bool shift)
{
    gen_put32(t, a->rd,
              rotations(t, IR_I32, gen_get32(t, a->rs1), r1, r2, r3, shift));
    return true;
}

static bool hash64(struct translate *t, const struct riscv_args *a, int r1,
                   int r2, int r3, bool shift)
{
    gen_put(t, a->rd,
            rotations(t, IR_I64, gen_get(t, a->rs1), r1, r2, r3, shift));
    return true;
}

bool riscv_gen_sha256sum0(struct translate *t, const struct riscv_args *a)
{
    return hash32(t, a, 2, 13, 22, false);
}

bool riscv_gen_sha256sum1(struct translate *t, const struct riscv_args *a)
{
    return hash32(t, a, 6, 11, 25, false);
}

bool riscv_gen_sha256sig0(struct translate *t, const struct riscv_args *a)
{
    return hash32(t, a, 7, 18, 3, true);
}

bool riscv_gen_sha256sig1(struct translate *t, const struct riscv_args *a)
{
    return hash32(t, a, 17, 19, 10, true);
}

bool riscv_gen_sha512sum0(struct translate *t, const struct riscv_args *a)
{
    return hash64(t, a, 28, 34, 39, false);
}

bool riscv_gen_sha512sum1(struct translate *t, const struct riscv_args *a)
{
    return hash64(t, a, 14, 18, 41, false);
}

bool riscv_gen_sha512sig0(struct translate *t, const struct riscv_args *a)
{
    return hash64(t, a, 1, 8, 7, true);
}

bool riscv_gen_sha512sig1(struct translate *t, const struct riscv_args *a)
{
    return hash64(t, a, 19, 61, 6, true);
}

/* SM3's permutations rotate to the left. */
bool riscv_gen_sm3p0(struct translate *t, const struct riscv_args *a)
{
    return hash32(t, a, 32 - 9, 32 - 17, 0, false);
}

bool riscv_gen_sm3p1(struct translate *t, const struct riscv_args *a)
{
    return hash32(t, a, 32 - 15, 32 - 23, 0, false);
}

/*
 * SM4.  Its S-box, as that of AES, is an inversion between affine maps, in a
 * field that is isomorphic: so it is the other one between two affine maps.
 * Each is the sum of what it makes of the low and the high half of a byte.
 */
struct affine {
    uint64_t low[2], high[2]; /* tables of 16 bytes */
};

static struct ir_val table(struct translate *t, const uint64_t bytes[2])
{
    return ir_vins(t->ir, MEM_64, ir_const(t->ir, IR_V128, (int64_t)bytes[0]),
                   1, gen_const(t, (int64_t)bytes[1]));
}

/* The map of a byte in an i64, as byte 0 of a vector. */
static struct ir_val map(struct translate *t, const struct affine *m,
                         struct ir_val byte)
{
    struct ir_block *b = t->ir;
    struct ir_val low = ir_op2i(b, IR_AND, IR_I64, byte, 15);
    struct ir_val high = ir_op2i(b, IR_SHR, IR_I64, byte, 4);

    low = vector_op(t, VOP_TBL, MEM_8, table(t, m->low), to_vector(t, low));
    high = vector_op(t, VOP_TBL, MEM_8, table(t, m->high), to_vector(t, high));
    return vector_op(t, VOP_XOR, MEM_8, low, high);
}

static struct ir_val first_byte(struct translate *t, struct ir_val v)
{
    return ir_op1(t->ir, IR_ZEXT8, IR_I64, half(t, v, 0));
}

static struct ir_val sm4_substitute(struct translate *t, struct ir_val byte)
{
    static const struct affine before = {
        {0x078b37bb820eb23e, 0x9814a8241d912da1},
        {0x37eb19c5f22edc00, 0x3fe311cdfa26d408},
    };
    static const struct affine after = {
        {0x2098ea521ea6d46c, 0x47ff8d3579c1b30b},
        {0x2dcd7d9db050e000, 0xed0dbd5d709020c0},
    };
    /* Byte 0 stays in its place when rows are shifted. */
    struct ir_val v = aes(t, VOP_AESE, map(t, &before, byte));

    return first_byte(t, map(t, &after, first_byte(t, v)));
}

/* Of the linear maps: the bits of x under `mask`, moved to the left. */
struct sm4_term {
    uint8_t mask, shift;
};

/* rd = rs1 ^ the map of the S-box of byte bs of rs2, which is that many bytes
 * rotated to the left. */
static bool sm4(struct translate *t, const struct riscv_args *a,
                const struct sm4_term *term, unsigned terms)
{
    struct ir_block *b = t->ir;
    struct ir_val byte =
        ir_op1(b, IR_ZEXT8, IR_I64,
               ir_op2i(b, IR_SHR, IR_I64, gen_get(t, a->rs2), a->bs * 8));
    struct ir_val x = sm4_substitute(t, byte), y = x;

    for (unsigned i = 0; i < terms; i++) {
        struct ir_val part = ir_op2i(b, IR_AND, IR_I64, x, term[i].mask);
        y = ir_op2(b, IR_XOR, IR_I64, y,
                   ir_op2i(b, IR_SHL, IR_I64, part, term[i].shift));
    }
    y = ir_op2i(b, IR_ROTR, IR_I32, ir_op1(b, IR_TRUNC, IR_I32, y),
                (32 - a->bs * 8) & 31);
    gen_put32(t, a->rd, ir_op2(b, IR_XOR, IR_I32, y, gen_get32(t, a->rs1)));
    return true;
}

bool riscv_gen_sm4ed(struct translate *t, const struct riscv_args *a)
{
    static const struct sm4_term terms[] = {
        {0xff, 2}, {0xff, 8}, {0xff, 18}, {0x3f, 26}, {0xc0, 10}};

    return sm4(t, a, terms, sizeof(terms) / sizeof(terms[0]));
}

bool riscv_gen_sm4ks(struct translate *t, const struct riscv_args *a)
{
    static const struct sm4_term terms[] = {
        {0x07, 29}, {0xfe, 7}, {0x01, 23}, {0xf8, 13}};

    return sm4(t, a, terms, sizeof(terms) / sizeof(terms[0]));
}
