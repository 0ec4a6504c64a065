/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operands of the disassembler, spelled as binutils does. The syntax itself
 * stands in the decode files.
 */
#include "config.h"

#include <string.h>

#include "target/aarch64/translate.h"
#include "target/aarch64/disas-simd.h"
#include "target/aarch64/sysreg.h"

static void reg_number(struct disas *d, char kind, int64_t r)
{
    char prefix[2] = {kind, 0};
    disas_str(d, prefix);
    disas_dec(d, r);
}

static void immediate(struct disas *d, int64_t v)
{
    disas_str(d, "#");
    disas_dec(d, v);
}

static void immediate_hex(struct disas *d, uint64_t v)
{
    disas_str(d, "#");
    disas_hex(d, v);
}

static void hex_digit(struct disas *d, int64_t v)
{
    char digit[2] = {"0123456789abcdef"[v], 0};
    disas_str(d, digit);
}

static void aarch64_operand_x(struct disas *d, int64_t sf, int64_t r)
{
    if (r == 31)
        disas_str(d, sf ? "xzr" : "wzr");
    else
        reg_number(d, sf ? 'x' : 'w', r);
}

static void aarch64_operand_xsp(struct disas *d, int64_t sf, int64_t r)
{
    if (r == 31)
        disas_str(d, sf ? "sp" : "wsp");
    else
        aarch64_operand_x(d, sf, r);
}

static void aarch64_operand_xnext(struct disas *d, int64_t sf, int64_t r)
{
    aarch64_operand_x(d, sf, r + 1);
}

static void aarch64_operand_xsz(struct disas *d, int64_t sz, int64_t r)
{
    aarch64_operand_x(d, sz == 3, r);
}

/* Scalar vector register of 1 << size bytes. */
static void aarch64_operand_v(struct disas *d, int64_t size, int64_t r)
{
    reg_number(d, "bhsdq"[size], r);
}

static void aarch64_operand_rel(struct disas *d, int64_t off)
{
    disas_hex(d, d->pc + (uint64_t)off);
}

static void aarch64_operand_page(struct disas *d, int64_t off)
{
    disas_hex(d, (d->pc & ~UINT64_C(0xfff)) + (uint64_t)off);
}

static void aarch64_operand_hex(struct disas *d, int64_t v)
{
    immediate_hex(d, (uint64_t)v);
}

static void aarch64_operand_aimm(struct disas *d, int64_t imm, int64_t sh)
{
    immediate_hex(d, (uint64_t)imm);
    if (sh)
        disas_str(d, ", lsl #12");
}

static void aarch64_operand_bitmask(struct disas *d, int64_t sf, int64_t n,
                                    int64_t immr, int64_t imms)
{
    immediate_hex(d, aarch64_bitmask(sf, n, immr, imms));
}

static void aarch64_operand_wide(struct disas *d, int64_t imm, int64_t hw)
{
    immediate_hex(d, (uint64_t)imm);
    if (hw) {
        disas_str(d, ", lsl ");
        immediate(d, 16 * hw);
    }
}

static void aarch64_operand_widez(struct disas *d, int64_t imm, int64_t hw)
{
    immediate_hex(d, (uint64_t)imm << (16 * hw));
}

static void aarch64_operand_widen(struct disas *d, int64_t sf, int64_t imm,
                                  int64_t hw)
{
    uint64_t v = ~((uint64_t)imm << (16 * hw));
    immediate_hex(d, sf ? v : (uint32_t)v);
}

/* Whether MOVZ or MOVN can load a bitmask immediate, which is then not spelled
 * MOV (Arm ARM, pseudocode MoveWidePreferred). */
static bool move_wide_preferred(int64_t sf, int64_t n, int64_t immr,
                                int64_t imms)
{
    uint64_t v = aarch64_bitmask(sf, n, immr, imms);
    uint64_t all = sf ? ~UINT64_C(0) : UINT32_MAX;
    for (int i = 0; i < (sf ? 64 : 32); i += 16) {
        uint64_t field = UINT64_C(0xffff) << i;
        if (!(v & ~field) || !(~v & all & ~field))
            return true;
    }
    return false;
}

static void aarch64_operand_bfpos(struct disas *d, int64_t sf, int64_t immr)
{
    immediate(d, ((sf ? 64 : 32) - immr) & (sf ? 63 : 31));
}

static void aarch64_operand_plus1(struct disas *d, int64_t v)
{
    immediate(d, v + 1);
}

static void aarch64_operand_span(struct disas *d, int64_t lo, int64_t hi)
{
    immediate(d, hi - lo + 1);
}

static void aarch64_operand_shift(struct disas *d, int64_t sf, int64_t r,
                                  int64_t type, int64_t amount)
{
    static const char *const names[] = {", lsl ", ", lsr ", ", asr ", ", ror "};
    aarch64_operand_x(d, sf, r);
    if (type == 0 && amount == 0)
        return;
    disas_str(d, names[type]);
    immediate(d, amount);
}

static const char *const extend_names[] = {"uxtb", "uxth", "uxtw", "uxtx",
                                           "sxtb", "sxth", "sxtw", "sxtx"};

/* With the stack pointer among rn and rd, the full-width extension is LSL. */
static void aarch64_operand_ext(struct disas *d, int64_t sf, int64_t rm,
                                int64_t option, int64_t amount, int64_t rn,
                                int64_t rd)
{
    bool lsl = (rn == 31 || rd == 31) && option == (sf ? 3 : 2);
    aarch64_operand_x(d, sf && (option & 3) == 3, rm);
    if (lsl && !amount)
        return;
    disas_str(d, ", ");
    disas_str(d, lsl ? "lsl" : extend_names[option]);
    if (amount) {
        disas_str(d, " ");
        immediate(d, amount);
    }
}

static const char *const cond_names[] = {"eq", "ne", "cs", "cc", "mi", "pl",
                                         "vs", "vc", "hi", "ls", "ge", "lt",
                                         "gt", "le", "al", "nv"};

static void aarch64_operand_cond(struct disas *d, int64_t cond)
{
    disas_str(d, cond_names[cond]);
}

static void aarch64_operand_ncond(struct disas *d, int64_t cond)
{
    disas_str(d, cond_names[cond ^ 1]);
}

static void aarch64_operand_hint(struct disas *d, int64_t imm)
{
    static const char *const names[] = {
        [0] = "nop",         [1] = "yield",       [2] = "wfe",
        [3] = "wfi",         [4] = "sev",         [5] = "sevl",
        [7] = "xpaclri",     [8] = "pacia1716",   [10] = "pacib1716",
        [12] = "autia1716",  [14] = "autib1716",  [16] = "esb",
        [17] = "psb\tcsync", [18] = "tsb\tcsync", [20] = "csdb",
        [24] = "paciaz",     [25] = "paciasp",    [26] = "pacibz",
        [27] = "pacibsp",    [28] = "autiaz",     [29] = "autiasp",
        [30] = "autibz",     [31] = "autibsp",    [32] = "bti",
        [34] = "bti\tc",     [36] = "bti\tj",     [38] = "bti\tjc",
    };
    if (imm < (int64_t)(sizeof(names) / sizeof(names[0])) && names[imm]) {
        disas_str(d, names[imm]);
        return;
    }
    disas_str(d, "hint\t");
    immediate_hex(d, (uint64_t)imm);
}

static void aarch64_operand_barrier(struct disas *d, int64_t crm)
{
    static const char *const names[] = {
        [1] = "oshld", [2] = "oshst", [3] = "osh",   [5] = "nshld",
        [6] = "nshst", [7] = "nsh",   [9] = "ishld", [10] = "ishst",
        [11] = "ish",  [13] = "ld",   [14] = "st",   [15] = "sy",
    };
    if (names[crm]) {
        disas_str(d, names[crm]);
        return;
    }
    disas_str(d, "#0x0");
    hex_digit(d, crm);
}

static void aarch64_operand_sysreg(struct disas *d, int64_t reg)
{
    static const struct {
        uint16_t reg;
        const char *name;
    } names[] = {
        {SYSREG_MIDR_EL1, "midr_el1"},
        {SYSREG_MPIDR_EL1, "mpidr_el1"},
        {SYSREG_REVIDR_EL1, "revidr_el1"},
        {SYSREG_ID_AA64PFR0_EL1, "id_aa64pfr0_el1"},
        {SYSREG_ID_AA64PFR1_EL1, "id_aa64pfr1_el1"},
        {SYSREG_ID_AA64ZFR0_EL1, "id_aa64zfr0_el1"},
        {SYSREG_ID_AA64DFR0_EL1, "id_aa64dfr0_el1"},
        {SYSREG_ID_AA64DFR1_EL1, "id_aa64dfr1_el1"},
        {SYSREG_ID_AA64ISAR0_EL1, "id_aa64isar0_el1"},
        {SYSREG_ID_AA64ISAR1_EL1, "id_aa64isar1_el1"},
        {SYSREG_ID_AA64ISAR2_EL1, "id_aa64isar2_el1"},
        {SYSREG_ID_AA64MMFR0_EL1, "id_aa64mmfr0_el1"},
        {SYSREG_ID_AA64MMFR1_EL1, "id_aa64mmfr1_el1"},
        {SYSREG_ID_AA64MMFR2_EL1, "id_aa64mmfr2_el1"},
        {SYSREG_CTR_EL0, "ctr_el0"},
        {SYSREG_DCZID_EL0, "dczid_el0"},
        {SYSREG_RNDR, "rndr"},
        {SYSREG_RNDRRS, "rndrrs"},
        {SYSREG_DIT, "dit"},
        {SYSREG_SSBS, "ssbs"},
        {SYSREG_NZCV, "nzcv"},
        {SYSREG_FPCR, "fpcr"},
        {SYSREG_FPSR, "fpsr"},
        {SYSREG_TPIDR_EL0, "tpidr_el0"},
        {SYSREG_TPIDRRO_EL0, "tpidrro_el0"},
        {SYSREG_CNTFRQ_EL0, "cntfrq_el0"},
        {SYSREG_CNTVCT_EL0, "cntvct_el0"},
        {SYSREG_CNTVCTSS_EL0, "cntvctss_el0"},
    };
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].reg == reg) {
            disas_str(d, names[i].name);
            return;
        }
    reg_number(d, 's', 2 + (reg >> 14));
    disas_str(d, "_");
    disas_dec(d, reg >> 11 & 7);
    disas_str(d, "_c");
    disas_dec(d, reg >> 7 & 15);
    disas_str(d, "_c");
    disas_dec(d, reg >> 3 & 15);
    disas_str(d, "_");
    disas_dec(d, reg & 7);
}

/* Suffixes of mnemonics. */
static void aarch64_operand_crcsz(struct disas *d, int64_t sz)
{
    static const char *const names[] = {"b", "h", "w", "x"};
    disas_str(d, names[sz]);
}

static void aarch64_operand_sz(struct disas *d, int64_t sz)
{
    if (sz < 2)
        disas_str(d, sz ? "h" : "b");
}

static void aarch64_operand_szs(struct disas *d, int64_t sz)
{
    aarch64_operand_crcsz(d, sz);
}

static void aarch64_operand_a(struct disas *d, int64_t acquire)
{
    if (acquire)
        disas_str(d, "a");
}

static void aarch64_operand_l(struct disas *d, int64_t release)
{
    if (release)
        disas_str(d, "l");
}

static void aarch64_operand_al(struct disas *d, int64_t acquire,
                               int64_t release)
{
    aarch64_operand_a(d, acquire);
    aarch64_operand_l(d, release);
}

static void aarch64_operand_ldst(struct disas *d, int64_t load)
{
    disas_str(d, load ? "ld" : "st");
}

/* Keys of pointer authentication. */
static void aarch64_operand_ab(struct disas *d, int64_t key)
{
    disas_str(d, key ? "b" : "a");
}

static void aarch64_operand_key(struct disas *d, int64_t key)
{
    static const char *const names[] = {"ia", "ib", "da", "db"};
    disas_str(d, names[key]);
}

static void aarch64_operand_keyz(struct disas *d, int64_t key)
{
    static const char *const names[] = {"iza", "izb", "dza", "dzb"};
    disas_str(d, names[key]);
}

static void aarch64_operand_di(struct disas *d, int64_t data)
{
    disas_str(d, data ? "d" : "i");
}

/* Options of memory copies and sets: unprivileged, not temporal. */
static void aarch64_operand_cpyopt(struct disas *d, int64_t opts)
{
    static const char *const user[] = {"", "wt", "rt", "t"};
    static const char *const non_temporal[] = {"", "wn", "rn", "n"};
    disas_str(d, user[opts & 3]);
    disas_str(d, non_temporal[opts >> 2]);
}

static void aarch64_operand_setopt(struct disas *d, int64_t opts)
{
    static const char *const names[] = {"", "t", "n", "tn"};
    disas_str(d, names[opts]);
}

static void aarch64_operand_prfop(struct disas *d, int64_t op)
{
    static const char *const type[] = {"pld", "pli", "pst"};
    if (op >> 3 == 3 || (op >> 1 & 3) == 3) {
        disas_str(d, op < 16 ? "#0x0" : "#0x1");
        hex_digit(d, op & 15);
        return;
    }
    disas_str(d, type[op >> 3]);
    reg_number(d, 'l', (op >> 1 & 3) + 1);
    disas_str(d, op & 1 ? "strm" : "keep");
}

/* Addresses. */
static void aarch64_operand_base(struct disas *d, int64_t rn)
{
    disas_str(d, "[");
    aarch64_operand_xsp(d, 1, rn);
    disas_str(d, "]");
}

static void aarch64_operand_wbase(struct disas *d, int64_t rn)
{
    aarch64_operand_base(d, rn);
    disas_str(d, "!");
}

static void aarch64_operand_addr(struct disas *d, int64_t rn, int64_t imm,
                                 int64_t sh, int64_t wb)
{
    int64_t off = imm * (INT64_C(1) << sh);
    disas_str(d, "[");
    aarch64_operand_xsp(d, 1, rn);
    if (wb == 1)
        disas_str(d, "]");
    if (off || wb) {
        disas_str(d, ", ");
        immediate(d, off);
    }
    if (wb != 1)
        disas_str(d, wb ? "]!" : "]");
}

static void aarch64_operand_raddr(struct disas *d, int64_t rn, int64_t rm,
                                  int64_t option, int64_t s, int64_t size)
{
    disas_str(d, "[");
    aarch64_operand_xsp(d, 1, rn);
    disas_str(d, ", ");
    aarch64_operand_x(d, option & 1, rm);
    if (option != 3 || s) {
        disas_str(d, ", ");
        disas_str(d, option == 3 ? "lsl" : extend_names[option]);
        if (s) {
            disas_str(d, " ");
            immediate(d, size);
        }
    }
    disas_str(d, "]");
}

/* Lists of n vector registers from r on. */
static void list(struct disas *d, int64_t r, int64_t n, const char *suffix)
{
    disas_str(d, "{");
    for (int64_t i = 0; i < n; i++) {
        bool run = n > 2 && r + n <= 32;
        if (run && i != 0 && i != n - 1)
            continue;
        if (i)
            disas_str(d, run ? "-" : ", ");
        reg_number(d, 'v', (r + i) & 31);
        disas_str(d, suffix);
    }
    disas_str(d, "}");
}

static void aarch64_operand_vlist(struct disas *d, int64_t r, int64_t n,
                                  int64_t size, int64_t q)
{
    static const char *const suffix[] = {".8b", ".16b", ".4h", ".8h",
                                         ".2s", ".4s",  ".1d", ".2d"};
    list(d, r, n, suffix[size * 2 + q]);
}

static void aarch64_operand_vlane(struct disas *d, int64_t r, int64_t n,
                                  int64_t size, int64_t lane)
{
    static const char *const suffix[] = {".b", ".h", ".s", ".d"};
    list(d, r, n, suffix[size]);
    disas_str(d, "[");
    disas_dec(d, lane);
    disas_str(d, "]");
}

static void structure(struct disas *d, int64_t rn, int64_t post, int64_t rm,
                      int64_t bytes)
{
    aarch64_operand_base(d, rn);
    if (!post)
        return;
    disas_str(d, ", ");
    if (rm == 31)
        immediate(d, bytes);
    else
        aarch64_operand_x(d, 1, rm);
}

static void aarch64_operand_vaddr(struct disas *d, int64_t rn, int64_t post,
                                  int64_t rm, int64_t n, int64_t q)
{
    structure(d, rn, post, rm, n * (q ? 16 : 8));
}

static void aarch64_operand_vaddr1(struct disas *d, int64_t rn, int64_t post,
                                   int64_t rm, int64_t n, int64_t esz)
{
    structure(d, rn, post, rm, n << esz);
}

#define DECODE_FIND
#define DECODE_DISAS
#include "target/aarch64/decode.inc"

unsigned aarch64_disas(char *buf, size_t size, const uint8_t *code,
                       unsigned avail, uint64_t pc)
{
    struct aarch64_args a;
    struct disas d;
    uint32_t insn = 0;
    if (avail < 4)
        return 0;
    memcpy(&insn, code, sizeof(insn));
    disas_begin(&d, buf, size, pc, insn);
    unsigned row = aarch64_find32(insn, ~UINT64_C(0));
    if (row) {
        aarch64_extract(row - 1, insn, &a);
        aarch64_syntax(&d, &a);
    } else {
        disas_str(&d, ".inst\t");
        disas_str(&d, "0x");
        for (int i = 28; i >= 0; i -= 4)
            hex_digit(&d, insn >> i & 15);
    }
    return 4;
}
