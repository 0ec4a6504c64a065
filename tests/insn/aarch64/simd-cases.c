/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Floating-point and vector instructions against a reference.
 *
 *   simd-cases make N SEED QEMU [ROW]      N cases of each row (or of one),
 *                                          which QEMU of that version has right
 *   simd-cases check CASES RESULTS         compares what simd-guest wrote with
 *                                          what translator and interpreter do
 *   simd-cases host CASES RESULTS [N]      ... and the compiled code do; N is
 *                                          a level of the host
 *   simd-cases compare CASES RESULTS RESULTS   ... with a second run of it
 *
 * Odd cases also go through the optimiser; a case in eight is a sequence.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECODE_ROWS
#define DECODE_FIND
#include "target/aarch64/aarch64.h"
#include "target/aarch64/state.h"
#include "target/aarch64/decode.inc"
#include "tcg/flags.h"
#include "tcg/interp.h"

#include "simd-cases.h"
#include "simd-host.h"

enum { SHOWN = 3, FPSR_UFC = 8 };

enum engine { INTERPRETER, HOST };

struct tally {
    unsigned cases, bad;
};

static struct aarch64_cpu cpu;
static struct ir_block block;
static uint64_t seed;

static uint32_t random32(void)
{
    return (uint32_t)next_random(&seed);
}

/* The data processing group of floating point and vectors: x111 in 28..25. */
static bool ours(const struct decode_row *r)
{
    return (r->mask & r->value & 7u << 25) == 7u << 25;
}

/* A random word of a row that decodes to it; the guest's frame is in x28 to
 * x30. */
static uint32_t make_word(unsigned row)
{
    const struct decode_row *r = &aarch64_rows[row];
    for (;;) {
        uint32_t w = (random32() & ~r->mask) | r->value;
        struct aarch64_args a = {0};
        aarch64_extract(row, w, &a);
        if (aarch64_find32(w, ~UINT64_C(0)) == row + 1 &&
            (a.rd < 28 || a.rd == 31) && (a.rn < 28 || a.rn == 31))
            return w;
    }
}

/* Lanes of the kind that the row works on, more often than not. */
static uint32_t make_kind(unsigned row, uint32_t word)
{
    const char *name = aarch64_rows[row].name;
    struct aarch64_args a = {.size = -1};
    uint32_t r = random32();
    aarch64_extract(row, word, &a);
    if (name[1] == '_')
        name += 2;
    if (r % 4 == 0)
        return (r >> 8) % KINDS;
    if (!strncmp(name, "bf", 2))
        return 8;
    if (!strncmp(name, "fmlal", 5) || !strncmp(name, "fmlsl", 5))
        return 4 + (r >> 2 & 1);
    if (a.size < 0)
        return (r >> 8) % KINDS;
    if (name[0] != 'f')
        return (uint32_t)a.size;
    /* Narrowing rows give the smaller size. */
    if (!strncmp(name, "fcvtn", 5) || !strncmp(name, "fcvtx", 5))
        a.size += r >> 2 & 1;
    return a.size > 3 ? 6 : (uint32_t)a.size + 3;
}

/* What is wrong in qemu-user 7.2 is left out (docs/deviations.md). */
static bool right_in(unsigned qemu, unsigned row)
{
    return qemu > 7 || strcmp(aarch64_rows[row].name, "s_fcvtzs_fix_h");
}

static uint32_t right_fpcr(unsigned qemu, const struct insn_case *c,
                           uint32_t fpcr)
{
    for (unsigned i = 0; i < c->n && qemu <= 7; i++) {
        unsigned row = aarch64_find32(c->word[i], ~UINT64_C(0)) - 1;
        if (!strcmp(aarch64_rows[row].name, "fjcvtzs"))
            fpcr &= ~(uint32_t)FPCR_FZ;
    }
    return fpcr;
}

static int make(unsigned per_row, unsigned qemu, const char *only)
{
    static unsigned list[AARCH64_ROWS];
    unsigned n = 0;
    for (unsigned i = 0; i < AARCH64_ROWS; i++)
        if (ours(&aarch64_rows[i]) && right_in(qemu, i) &&
            (!only || !strcmp(only, aarch64_rows[i].name)))
            list[n++] = i;
    for (unsigned k = 0; k < per_row; k++)
        for (unsigned i = 0; i < n; i++) {
            struct insn_case c = {.row = list[i], .n = 1};
            c.word[0] = make_word(list[i]);
            c.rd = c.word[0] & 31;
            if (k % 8 == 7)
                for (; c.n < CASE_WORDS; c.n++)
                    c.word[c.n] = make_word(list[random32() % n]);
            uint32_t r = random32();
            c.fpcr = (r & 3) << 22;
            if ((r >> 2 & 3) == 0)
                c.fpcr |= (r >> 4 & 7) << 24;
            if ((r >> 7 & 7) == 0)
                c.fpcr |= FPCR_FZ16;
            c.fpcr = right_fpcr(qemu, &c, c.fpcr);
            if ((r >> 8 & 3) == 0)
                c.fpsr = random32() & 0x0800009f;
            c.kind = make_kind(list[i], c.word[0]);
            c.nzcv = random32() & 0xf0000000;
            c.seed = next_random(&seed);
            if (fwrite(&c, sizeof(c), 1, stdout) != 1)
                return 1;
        }
    return fflush(stdout) ? 1 : 0;
}

static void fail(const struct insn_case *c, const char *what)
{
    fprintf(stderr, "%s (%08x): %s\n", aarch64_rows[c->row].name, c->word[0],
            what);
    exit(1);
}

static void translate(const struct insn_case *c)
{
    struct ir_rules rules;
    unsigned where;
    target_aarch64.rules(cpu.cpu.key, &rules);
    rules.fp_trap = false; /* nobody handles it here */
    ir_begin(&block, 0x1000, aarch64_slots, aarch64_helpers, &rules);
    for (unsigned i = 0; i < c->n; i++) {
        struct translate t = {
            .ir = &block,
            .target = &target_aarch64,
            .features = ~UINT64_C(0),
            .pc = 0x1000 + 4 * i,
            .off = 4 * i,
            .key = cpu.cpu.key,
            .code = (const uint8_t *)&c->word[i],
            .avail = 4,
        };
        ir_insn_start(&block, t.off);
        if (aarch64_translate(&t) != 4 || t.done)
            fail(c, "is not translated");
    }
    ir_jmp(&block, 4 * c->n);
    const char *error = ir_verify(&block, &where);
    if (error) {
        ir_dump(&block, 2);
        fail(c, error);
    }
}

static void run(const struct insn_case *c, unsigned long number,
                enum engine engine, struct insn_result *r)
{
    struct interp_host host = {.sat = &cpu.cpu.env.sat};
    struct insn_state st;
    case_state(c, &st);
    memset(&cpu, 0, sizeof(cpu));
    cpu.features = ~UINT64_C(0);
    cpu.cpu.env.mxcsr = cpu.cpu.env.host_mxcsr = 0x1f80;
    memcpy(cpu.v, st.v, sizeof(st.v));
    memcpy(cpu.x, st.x, sizeof(st.x));
    cpu.flags = flags_pack((uint32_t)st.nzcv);
    aarch64_set_fpcr(&cpu, (uint32_t)st.fpcr);
    aarch64_set_fpsr(&cpu, (uint32_t)st.fpsr);
    cpu.cpu.env.mxcsr |= 0x80;
    translate(c);
    if (number & 1 || engine == HOST)
        ir_optimise(&block);
    if (engine == HOST) {
        if (!host_run(&cpu, &block)) {
            r->digest = 0; /* differs */
            return;
        }
    } else if (interp_run(&cpu.cpu.env, &cpu, &block, &host) != IR_EXIT_CHAIN) {
        fail(c, "does not run");
    }
    memcpy(st.v, cpu.v, sizeof(st.v));
    memcpy(st.x, cpu.x, sizeof(st.x));
    st.nzcv = flags_unpack(cpu.flags);
    st.fpsr = aarch64_get_fpsr(&cpu);
    case_result(c, &st, r);
}

static void show(const struct insn_case *c, const struct insn_result *want,
                 const struct insn_result *got)
{
    struct insn_state st;
    char text[128];
    case_state(c, &st);
    for (unsigned i = 0; i < c->n; i++) {
        uint32_t w = c->word[i];
        unsigned rn = w >> 5 & 31, rm = w >> 16 & 31, ra = w >> 10 & 31;
        aarch64_disas(text, sizeof(text), (const uint8_t *)&w, 4, 0);
        printf("%08x %s", w, text);
        if (c->n == 1)
            printf("  fpcr %08x\n  d %016lx%016lx n %016lx%016lx\n"
                   "  m %016lx%016lx a %016lx%016lx x %016lx",
                   c->fpcr, st.v[w & 31][1], st.v[w & 31][0], st.v[rn][1],
                   st.v[rn][0], st.v[rm][1], st.v[rm][0], st.v[ra][1],
                   st.v[ra][0], rn < 28 ? st.x[rn] : 0);
        printf("\n");
    }
    printf("  want v %016lx%016lx x %016lx nzcv %08x fpsr %08x\n", want->v[1],
           want->v[0], want->x, want->nzcv, want->fpsr);
    printf("  got  v %016lx%016lx x %016lx nzcv %08x fpsr %08x%s\n", got->v[1],
           got->v[0], got->x, got->nzcv, got->fpsr,
           want->digest == got->digest ? "" : " digest");
}

/* Has r a lane with the smallest normal number of some format? */
static bool has_least_normal(const struct insn_result *r)
{
    for (unsigned i = 0; i < 8; i++) {
        uint64_t v = r->v[i / 4] >> (i % 4 * 16);
        if ((v & 0x7fff) == 0x0400 ||
            (i % 2 == 0 && (v & 0x7fffffff) == 0x00800000) ||
            (i % 4 == 0 && v << 1 == UINT64_C(0x0020000000000000)))
            return true;
    }
    return false;
}

/* The host does not raise underflow where only the rounding leaves the
 * subnormals (docs/deviations.md). */
static bool same(const struct insn_case *c, const struct insn_result *want,
                 struct insn_result got, bool host)
{
    if (host && (c->n > 1 || has_least_normal(want)))
        got.fpsr |= want->fpsr & FPSR_UFC;
    return !memcmp(want, &got, sizeof(got));
}

static FILE *open_file(const char *name)
{
    FILE *f = fopen(name, "rb");
    if (!f) {
        perror(name);
        exit(1);
    }
    return f;
}

static int check(const char *cases, const char *results, enum engine engine,
                 const char *other)
{
    static struct tally tally[AARCH64_ROWS];
    FILE *fc = open_file(cases), *fr = open_file(results);
    FILE *fo = other ? open_file(other) : NULL;
    unsigned long total = 0, bad = 0;
    struct insn_case c;
    while (fread(&c, sizeof(c), 1, fc) == 1) {
        struct insn_result want, got = {0};
        if (fread(&want, sizeof(want), 1, fr) != 1)
            fail(&c, "has no result");
        if (!fo)
            run(&c, total, engine, &got);
        else if (fread(&got, sizeof(got), 1, fo) != 1)
            fail(&c, "has no second result");
        struct tally *y = &tally[c.row];
        y->cases++;
        total++;
        if (same(&c, &want, got, fo || engine == HOST))
            continue;
        bad++;
        if (y->bad++ < SHOWN)
            show(&c, &want, &got);
    }
    unsigned rows = 0, least = ~0u;
    for (unsigned i = 0; i < AARCH64_ROWS; i++) {
        if (!ours(&aarch64_rows[i]))
            continue;
        rows += tally[i].cases != 0;
        if (tally[i].cases && tally[i].cases < least)
            least = tally[i].cases;
        if (tally[i].bad)
            printf("%-16s %u of %u differ\n", aarch64_rows[i].name,
                   tally[i].bad, tally[i].cases);
    }
    printf("%u rows, %u cases each: %lu cases, %lu differ\n", rows, least,
           total, bad);
    return bad || !total;
}

int main(int argc, char **argv)
{
    if (argc >= 5 && !strcmp(argv[1], "make")) {
        seed = strtoull(argv[3], NULL, 0);
        return make((unsigned)strtoul(argv[2], NULL, 0),
                    (unsigned)strtoul(argv[4], NULL, 0),
                    argc > 5 ? argv[5] : NULL);
    }
    if (argc >= 4 && !strcmp(argv[1], "check"))
        return check(argv[2], argv[3], INTERPRETER, NULL);
    if (argc >= 4 && !strcmp(argv[1], "host")) {
        host_init(argc > 4 ? (unsigned)strtoul(argv[4], NULL, 0) : 0);
        return check(argv[2], argv[3], HOST, NULL);
    }
    if (argc >= 5 && !strcmp(argv[1], "compare"))
        return check(argv[2], argv[3], INTERPRETER, argv[4]);
    fprintf(stderr, "usage: see the head of simd-cases.c\n");
    return 2;
}
