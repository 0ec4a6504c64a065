/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The disassembler: operands as binutils prints them without aliases. */
#include "config.h"

#include "base/bits.h"
#include "target/decode.h"
#include "target/riscv/state.h"

static void riscv_operand_x(struct disas *d, int64_t r)
{
    static const char name[32][5] = {
        "zero", "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "s0", "s1", "a0",
        "a1",   "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
        "s6",   "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
    };

    disas_str(d, name[r]);
}

static void riscv_operand_f(struct disas *d, int64_t r)
{
    static const char name[32][5] = {
        "ft0", "ft1", "ft2",  "ft3",  "ft4", "ft5", "ft6",  "ft7",
        "fs0", "fs1", "fa0",  "fa1",  "fa2", "fa3", "fa4",  "fa5",
        "fa6", "fa7", "fs2",  "fs3",  "fs4", "fs5", "fs6",  "fs7",
        "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10", "ft11",
    };

    disas_str(d, name[r]);
}

static void riscv_operand_hex(struct disas *d, int64_t v)
{
    disas_hex(d, (uint64_t)v);
}

/* The address part of a prefetch, in units of 32 bytes. */
static void riscv_operand_block(struct disas *d, int64_t v)
{
    disas_dec(d, v * 32);
}

/* Only the odd ones are there. */
static void riscv_operand_mop(struct disas *d, int64_t n)
{
    disas_dec(d, 2 * n + 1);
}

/* The numbers of fli. */
static void riscv_operand_fli(struct disas *d, int64_t which)
{
    static const char text[32][14] = {
        "-0x1p+0",  "min",      "0x1p-16",  "0x1p-15",  "0x1p-8",   "0x1p-7",
        "0x1p-4",   "0x1p-3",   "0x1p-2",   "0x1.4p-2", "0x1.8p-2", "0x1.cp-2",
        "0x1p-1",   "0x1.4p-1", "0x1.8p-1", "0x1.cp-1", "0x1p+0",   "0x1.4p+0",
        "0x1.8p+0", "0x1.cp+0", "0x1p+1",   "0x1.4p+1", "0x1.8p+1", "0x1p+2",
        "0x1p+3",   "0x1p+4",   "0x1p+7",   "0x1p+8",   "0x1p+15",  "0x1p+16",
        "inf",      "nan",
    };

    disas_str(d, text[which]);
}

/* The field of lui and auipc, also of c.lui, whose own is shorter. */
static void riscv_operand_upper(struct disas *d, int64_t v)
{
    disas_hex(d, bits_get((uint64_t)v, 0, 20));
}

static void riscv_operand_pc(struct disas *d, int64_t off)
{
    disas_hex(d, d->pc + (uint64_t)off);
}

static void riscv_operand_csr(struct disas *d, int64_t csr)
{
    switch (csr) {
    case RISCV_CSR_FFLAGS: disas_str(d, "fflags"); break;
    case RISCV_CSR_FRM: disas_str(d, "frm"); break;
    case RISCV_CSR_FCSR: disas_str(d, "fcsr"); break;
    case RISCV_CSR_CYCLE: disas_str(d, "cycle"); break;
    case RISCV_CSR_TIME: disas_str(d, "time"); break;
    case RISCV_CSR_INSTRET: disas_str(d, "instret"); break;
    default: disas_hex(d, (uint64_t)csr); break;
    }
}

static void riscv_operand_fence(struct disas *d, int64_t set)
{
    static const char letter[4][2] = {"i", "o", "r", "w"};

    if (set == 0)
        disas_str(d, "unknown");
    for (unsigned i = 0; i < 4; i++)
        if (bit_test((uint64_t)set, 3 - i))
            disas_str(d, letter[i]);
}

static void riscv_operand_aqrl(struct disas *d, int64_t aq, int64_t rl)
{
    static const char suffix[4][6] = {"", ".rl", ".aq", ".aqrl"};

    disas_str(d, suffix[aq * 2 + rl]);
}

/* The rounding mode, unless it is the one that the assembler chooses. */
static void rounding(struct disas *d, int64_t rm, int64_t usual)
{
    static const char name[8][8] = {"rne", "rtz",     "rdn",     "rup",
                                    "rmm", "unknown", "unknown", "dyn"};

    if (rm == usual)
        return;
    disas_str(d, ",");
    disas_str(d, name[rm]);
}

static void riscv_operand_rm(struct disas *d, int64_t rm)
{
    rounding(d, rm, IR_RM_DYN);
}

/* Of conversions that are exact. */
static void riscv_operand_rm0(struct disas *d, int64_t rm)
{
    rounding(d, rm, IR_RM_RNE);
}

#define DECODE_FIND
#define DECODE_DISAS
#include "target/riscv/decode.inc"

unsigned riscv_disas(char *buf, size_t size, const uint8_t *code,
                     unsigned avail, uint64_t pc)
{
    struct disas d;
    struct riscv_args a = {0};
    uint32_t insn = code[0] | (uint32_t)code[1] << 8;
    unsigned row, len = (insn & 3) == 3 && avail >= 4 ? 4 : 2;

    if (len == 4)
        insn |= (uint32_t)code[2] << 16 | (uint32_t)code[3] << 24;
    disas_begin(&d, buf, size, pc, insn);
    row = len == 4 ? riscv_find32(insn, UINT64_MAX)
                   : riscv_find16(insn, UINT64_MAX);
    if (row == 0) {
        disas_str(&d, len == 4 ? ".4byte " : ".2byte ");
        disas_hex(&d, insn);
        return len;
    }
    riscv_extract(row - 1, insn, &a);
    riscv_syntax(&d, &a);
    return len;
}
