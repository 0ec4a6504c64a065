/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vector operations against the results of A64 instructions, recorded in
 * vop.vec by vop-cross.sh, the same rows on the compiled engines, and CRC steps
 * against the catalogue's check values.
 * With a row's number as argument, writes each result of that row.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/softfp.h"
#include "tcg-test.h"
#include "tcg/crc32.h"
#include "vop-rows.h"

#define ROW(op, esz, lanes, imm, kind, text)                                   \
    {VOP_##op, #op, esz, lanes, imm, kind},
static const struct row {
    enum vop op;
    const char *name;
    uint8_t esz, lanes;
    unsigned imm;
    char kind;
} rows[] = {VOP_ROWS};
#undef ROW

enum { COUNT = sizeof(rows) / sizeof(rows[0]) };

static uint64_t hash_row(unsigned i, bool show)
{
    /* FPCR.RMode 0 to 3 */
    static const uint8_t round[] = {SOFTFP_RNE, SOFTFP_RUP, SOFTFP_RDN,
                                    SOFTFP_RTZ};
    const struct row *r = &rows[i];
    const struct vop_info *info = &vop_info[r->op];
    uint64_t seed = i, hash = 0;

    for (unsigned k = 0; k < VOP_ROUNDS; k++) {
        union v128 a, b, c, d;
        struct softfp_env fp = {
            .nan = SFP_NAN_ARM, .tiny_before = true, .round = round[k & 3]};
        uint32_t sat = 0;
        struct vop_ctx ctx = {.fp = &fp,
                              .sat = &sat,
                              .esz = r->esz,
                              .half = r->lanes,
                              .imm = r->imm};
        uint64_t fpsr;

        row_input(&seed, r->esz, r->kind, a.u64);
        row_input(&seed, r->esz, r->kind, b.u64);
        row_input(&seed, r->esz, r->kind, c.u64);
        info->fn(&ctx, &d, &a, info->nargs > 1 ? &b : NULL,
                 info->nargs > 2 ? &c : NULL);
        fpsr = fp.flags | (uint64_t)sat << 27;
        hash = row_hash(row_hash(row_hash(hash, d.u64[0]), d.u64[1]), fpsr);
        if (show)
            printf("%u: %016" PRIx64 ":%016" PRIx64 " %016" PRIx64
                   ":%016" PRIx64 " -> %016" PRIx64 ":%016" PRIx64 " %08" PRIx64
                   "\n",
                   k, a.u64[1], a.u64[0], b.u64[1], b.u64[0], d.u64[1],
                   d.u64[0], fpsr);
    }
    return hash;
}

static void check_rows(FILE *f)
{
    bool seen[VOP_COUNT] = {false};

    for (unsigned i = 0; i < COUNT; i++) {
        const struct row *r = &rows[i];
        char name[32], text[80];
        unsigned esz, lanes, imm;
        uint64_t hash;
        bool ok = fscanf(f, "%31s %u %u %u %" SCNx64, name, &esz, &lanes, &imm,
                         &hash) == 5;

        ok = ok && strcmp(name, r->name) == 0 && esz == r->esz &&
             lanes == r->lanes && imm == r->imm && hash == hash_row(i, false);
        snprintf(text, sizeof(text), "row %u: %s esz %u lanes %u imm %#x", i,
                 r->name, r->esz, r->lanes, r->imm);
        test_ok(ok, text);
        seen[r->op] = true;
    }
    for (unsigned i = 0; i < VOP_COUNT; i++)
        if (!seen[i]) {
            test_ok(false, "an operation has no row");
            printf("# %s\n", vop_info[i].name);
        }
}

/* ---- The compiled engine ---- */

/* Bits of MXCSR that the host alone sets or sets by another rule. */
enum { MXCSR_DE_UE = 0x12 };

/* A block that does row r on vector slots from[0..2], with the result in
 * from[3]; `again` keeps the operands in use behind it. */
static void make_block(struct ir_block *b, const struct row *r,
                       const uint8_t from[4], bool again)
{
    struct ir_insn in = {.op = IR_INSN,
                         .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID}};
    struct ir_insn vop = {.op = IR_VOP,
                          .type = IR_V128,
                          .sub = r->esz,
                          .aux = r->lanes,
                          .aux2 = (int32_t)r->op,
                          .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID},
                          .imm = r->imm};
    unsigned n = vop_info[r->op].nargs;
    uint16_t arg[3];

    test_begin(b);
    ir_append(b, &in);
    b->n_insns = 1;
    for (unsigned k = 0; k < n; k++) {
        in.op = IR_GET;
        in.type = IR_V128;
        in.imm = SLOT_V + from[k];
        arg[k] = vop.arg[k] = ir_append(b, &in).id;
    }
    in.op = IR_PUT;
    in.type = IR_V;
    in.imm = SLOT_V + from[3];
    in.arg[0] = ir_append(b, &vop).id;
    ir_append(b, &in);
    if (again) {
        in.imm = SLOT_V + (from[3] ^ 1);
        in.arg[0] = arg[n - 1];
        ir_append(b, &in);
    }
    in = (struct ir_insn){
        .op = IR_JMP, .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID}, .imm = 4};
    ir_append(b, &in);
}

static bool same(const struct test_state *x, const struct test_state *y)
{
    return memcmp(x->v, y->v, sizeof(x->v)) == 0 &&
           !((x->cpu.env.mxcsr ^ y->cpu.env.mxcsr) & ~(uint32_t)MXCSR_DE_UE) &&
           x->cpu.env.sat == y->cpu.env.sat;
}

/* Every row with operands and result in pinned and unpinned slots, which may be
 * the same, against the interpreter. */
static void check_compiled(void)
{
    static struct ir_block b;
    static struct test_state want, seen;

    for (unsigned i = 0; i < COUNT; i++) {
        const struct row *r = &rows[i];
        uint64_t seed = i;
        char text[80];
        bool ok = true;

        for (unsigned k = 0; k < VOP_ROUNDS && ok; k++) {
            uint64_t x = test_random(&seed);
            uint8_t from[4] = {x & 3, x >> 2 & 3, x >> 4 & 3, x >> 6 & 3};

            make_block(&b, r, from, x >> 8 & 1);
            memset(&want, 0, sizeof(want));
            for (unsigned v = 0; v < 4; v++)
                row_input(&seed, r->esz, r->kind, want.v[v].u64);
            want.cpu.env.mxcsr = TEST_MXCSR | (x >> 10 & 3) << 13;
            seen = want;
            test_run(0, &want, &b);
            test_run(1 + k % (TEST_ENGINES - 1), &seen, &b);
            ok = same(&want, &seen);
            if (!ok)
                printf("# round %u, slots %u %u %u to %u: %016" PRIx64
                       ":%016" PRIx64 " not %016" PRIx64 ":%016" PRIx64
                       " mxcsr %x not %x sat %u not %u\n",
                       k, from[0], from[1], from[2], from[3],
                       seen.v[from[3]].u64[1], seen.v[from[3]].u64[0],
                       want.v[from[3]].u64[1], want.v[from[3]].u64[0],
                       seen.cpu.env.mxcsr, want.cpu.env.mxcsr, seen.cpu.env.sat,
                       want.cpu.env.sat);
        }
        snprintf(text, sizeof(text), "compiled: %s esz %u lanes %u imm %#x",
                 r->name, r->esz, r->lanes, r->imm);
        test_ok(ok, text);
    }
}

static void check_crc(void)
{
    static const char digits[] = "123456789";
    uint32_t crc = ~0u, crcc = ~0u;
    uint64_t word;

    memcpy(&word, digits, 8);
    crc = crc32_step(crc32_step(crc, word, 8), (uint8_t)digits[8], 1);
    crcc = crc32c_step(crc32c_step(crcc, word, 8), (uint8_t)digits[8], 1);
    test_ok(~crc == 0xcbf43926, "CRC-32 of 123456789");
    test_ok(~crcc == 0xe3069283, "CRC-32C of 123456789");
}

int main(int argc, char **argv)
{
    const char *dir = getenv("srcdir");
    char path[4096];
    FILE *f;

    if (argc > 1) {
        unsigned i = (unsigned)strtoul(argv[1], NULL, 10);

        return i < COUNT ? (hash_row(i, true), 0) : 1;
    }
    snprintf(path, sizeof(path), "%s/tests/tcg/vop.vec",
             dir != NULL ? dir : ".");
    f = fopen(path, "r");
    if (f == NULL) {
        printf("Bail out! cannot read %s\n", path);
        return 1;
    }
    check_rows(f);
    fclose(f);
    if (!test_map()) {
        printf("Bail out! no memory at the guest's address\n");
        return 1;
    }
    check_compiled();
    check_crc();
    return test_done();
}
