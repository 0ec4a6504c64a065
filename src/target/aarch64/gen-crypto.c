/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AES, SHA-1 and SHA-256 (Arm ARM, A64 Advanced SIMD and Floating-point
 * Instruction Descriptions). */
#include "config.h"

#include "target/aarch64/gen-simd.h"

/* Operands x, y, z are register numbers, -1 for none. */
static bool vop(struct translate *t, const struct aarch64_args *a, enum vop op,
                int64_t esz, int64_t x, int64_t y, int64_t z)
{
    struct ir_val vx = get_q(t, x);
    struct ir_val vy = y < 0 ? IR_NONE : get_q(t, y);
    struct ir_val vz = z < 0 ? IR_NONE : get_q(t, z);
    put_v(t, a->rd, gen_vop(t, op, esz, VOP_FULL, vx, vy, vz, 0));
    return true;
}

/* Name, operation, lane size, operands. */
#define CRYPTO(OP)                                                             \
    OP(aese, AESE, 0, a->rd, a->rn, -1)                                        \
    OP(aesd, AESD, 0, a->rd, a->rn, -1)                                        \
    OP(aesmc, AESMC, 0, a->rn, -1, -1)                                         \
    OP(aesimc, AESIMC, 0, a->rn, -1, -1)                                       \
    OP(sha1c, SHA1C, 2, a->rd, a->rn, a->rm)                                   \
    OP(sha1p, SHA1P, 2, a->rd, a->rn, a->rm)                                   \
    OP(sha1m, SHA1M, 2, a->rd, a->rn, a->rm)                                   \
    OP(sha1h, SHA1H, 2, a->rn, -1, -1)                                         \
    OP(sha1su0, SHA1SU0, 2, a->rd, a->rn, a->rm)                               \
    OP(sha1su1, SHA1SU1, 2, a->rd, a->rn, -1)                                  \
    OP(sha256h, SHA256H, 2, a->rd, a->rn, a->rm)                               \
    OP(sha256h2, SHA256H2, 2, a->rd, a->rn, a->rm)                             \
    OP(sha256su0, SHA256SU0, 2, a->rd, a->rn, -1)                              \
    OP(sha256su1, SHA256SU1, 2, a->rd, a->rn, a->rm)

#define DEFINE_CRYPTO(name, op, esz, x, y, z)                                  \
    GEN(name)                                                                  \
    {                                                                          \
        return vop(t, a, VOP_##op, esz, x, y, z);                              \
    }
CRYPTO(DEFINE_CRYPTO)
