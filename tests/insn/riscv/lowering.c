/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How RISC-V instructions leave a block: traps, reserved encodings, calls and
 * returns, polls, fences.  Each case is a few instruction words, the key that
 * they are translated for, and the names of the operations that count.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "target/riscv/state.h"

struct lowering {
    const char *what;
    uint32_t words[3]; /* 16-bit ones as they are; 0 ends the list */
    uint32_t key;
    const char *want;
};

/* Exits with a reason are "exit/REASON@OFFSET". The specification's sections
 * are those of the unprivileged ISA. */
static const struct lowering cases[] = {
    {"c.addi16sp of 0", {0x6101}, 0, "exit/3@0"},
    {"csr of machine mode", {0x30002573}, 0, "exit/3@0"},
    {"write to cycle", {0xc0051573}, 0, "exit/3@0"},
    {"read of cycle by csrrs", {0xc0002573}, 0, "helper"},
    {"reserved static rounding mode", {0x02c5d553}, 0, "exit/3@0"},
    {"dynamic rounding, host mode", {0x02c5f553}, 0, "fadd"},
    {"dynamic rounding, ties away", {0x02c5f553}, IR_RM_RMM, "helper"},
    {"dynamic rounding, reserved frm", {0x02c5f553}, 5, "exit/3@0"},
    {"static rounding", {0x02c5a553}, 0, "helper"},
    {"static rounding, current mode", {0x02c5a553}, IR_RM_RDN, "fadd"},
    {"static rounding to nearest", {0x02c58553}, IR_RM_RNE, "fadd"},
    {"static rounding, ties away", {0x02c5c553}, IR_RM_RMM, "helper"},
    {"static rounding, reserved frm", {0x02c5a553}, 5, "helper"},
    {"comparison, reserved frm", {0xa2c52553}, 5, "fsetcc"},
    {"conversion, static mode", {0xc2051553}, 0, "ftoi"},
    {"exact conversion, any mode", {0xd2051553}, 0, "itof"},
    {"rounding conversion, static mode", {0xd2251553}, 0, "helper"},
    {"rounding conversion, current mode", {0xd2251553}, IR_RM_RTZ, "itof"},
    {"frm written", {0x00251073}, 0, "helper exit/0@4"},
    {"frm written by the block's mode", {0x00215073}, IR_RM_RDN, "helper"},
    {"frm written by another mode", {0x00215073}, 0, "helper exit/0@4"},
    {"frm written, ties away", {0x00225073}, 0, "helper exit/0@4"},
    {"fflags written", {0x00151073}, 0, ""},
    {"fcsr read", {0x00302573}, 0, "helper"},
    {"fcsr written by zero", {0x00301073}, 0, "helper"},
    {"ecall after another", {0x0001, 0x00000073}, 0, "exit/1@6"},
    {"ebreak after another", {0x0001, 0x00100073}, 0, "exit/4@2"},
    {"c.ebreak", {0x9002}, 0, "exit/4@0"},
    {"fence.i", {0x0000100f}, 0, "exit/8@4"},
    {"fence rw,rw", {0x0330000f}, 0, "fence"},
    {"fence w,r", {0x0120000f}, 0, "fence"},
    {"fence r,rw", {0x0230000f}, 0, ""},
    {"fence rw,w", {0x0310000f}, 0, ""},
    {"fence.tso", {0x8330000f}, 0, ""},
    {"pause", {0x0100000f}, 0, ""},
    {"amoadd.w", {0x00b5252f}, 0, "trap/7 rmw"},
    {"lr.w.aqrl", {0x1605252f}, 0, "trap/7 fence ld"},
    {"sc.w", {0x18b5262f}, 0, "trap/7 cmpxchg"},
    {"amoadd.b", {0x00b5052f}, 0, "rmw"},
    {"amocas.h", {0x28b5152f}, 0, "trap/7 cmpxchg"},
    {"amocas.q", {0x28c5c52f}, 0, "trap/7 helper trap/513"},
    {"wrs.nto", {0x00d00073}, 0, ""},
    {"cbo.flush", {0x0025200f}, 0, "ld"},
    {"cbo.zero", {0x0045200f}, 0, "st st st st"},
    {"cbo.inval", {0x0005200f}, 0, "exit/3@0"},
    {"prefetch.w", {0x00356013}, 0, ""},
    {"hpmcounter3", {0xc0302573}, 0, "exit/3@0"},
    {"fadd.h, host mode", {0x04c5f553}, 0, "fadd"},
    {"fadd.h, ties away", {0x04c5f553}, IR_RM_RMM, "helper"},
    {"fmadd.h", {0x0cc5f543}, 0, "helper"},
    {"fround.d, ties away", {0x4245f553}, IR_RM_RMM, "frint"},
    {"fround.d, reserved frm", {0x4245f553}, IR_RM_RMM + 1, "exit/3@0"},
    {"load of x0", {0x00052003}, 0, "ld"},
    {"jal ra forward", {0x008000ef}, 0, "call"},
    {"jal t0 backward", {0xff9ff2ef}, 0, "poll call"},
    {"jal x0 forward", {0x0080006f}, 0, "jmp"},
    {"jal x0 to itself", {0x0000006f}, 0, "poll jmp"},
    {"jal a0", {0x0080056f}, 0, "jmp"},
    {"beq backward", {0xfeb50ee3}, 0, "poll br"},
    {"beq forward, and on", {0x00b50463, 0x00100073}, 0, "br exit/4@4"},
    /* 2.5.1, table of hints */
    {"ret", {0x8082}, 0, "ret"},
    {"jr t0", {0x8282}, 0, "ret"},
    {"jr a0", {0x8502}, 0, "poll jmpi"},
    {"jalr a0", {0x9502}, 0, "poll calli"},
    {"jalr t0,a0", {0x000502e7}, 0, "poll calli"},
    {"jalr a1,a0", {0x000505e7}, 0, "poll jmpi"},
    {"jalr ra,ra", {0x000080e7}, 0, "poll calli"},
    {"jalr ra,t0", {0x000280e7}, 0, "poll jmpi"},
    {"far call", {0x00001097, 0x008080e7}, 0, "call"},
    {"far tail call", {0x00001317, 0x00830067}, 0, "jmp"},
};

/* The operations that leave the block or go out of line, in order. */
static void describe(const struct ir_block *b, char *out, size_t size)
{
    size_t n = 0;

    out[0] = 0;
    for (unsigned i = 0; i < b->n; i++) {
        const struct ir_insn *in = &b->op[i];

        switch (in->op) {
        case IR_EXIT:
            n += (size_t)snprintf(out + n, size - n, " exit/%u@%d", in->aux,
                                  (int)in->imm);
            break;
        case IR_TRAP:
            n += (size_t)snprintf(out + n, size - n, " trap/%d", in->aux2);
            break;
        default:
            if (in->op >= IR_JMP || (in->op >= IR_LD && in->op <= IR_FENCE))
                if (in->op < IR_BITCAST || in->op == IR_POLL)
                    n += (size_t)snprintf(out + n, size - n, " %s",
                                          ir_opinfo[in->op].name);
        }
    }
}

static void translate(struct ir_block *b, const struct lowering *c)
{
    struct translate t = {.ir = b,
                          .target = target_by_name("riscv64"),
                          .features = UINT64_MAX,
                          .key = c->key,
                          .pc = 0x10000};
    struct ir_rules rules;

    riscv_rules(c->key, &rules);
    ir_begin(b, t.pc, riscv_slots, riscv_helpers, &rules);
    for (unsigned i = 0; i < 3 && c->words[i] != 0 && !t.done; i++) {
        uint8_t code[4];
        unsigned len;

        memcpy(code, &c->words[i], sizeof(code));
        t.code = code;
        t.avail = sizeof(code);
        ir_insn_start(b, t.off);
        len = riscv_translate(&t);
        t.off += len;
        t.pc += len;
    }
}

int main(void)
{
    static struct ir_block b;
    unsigned n = sizeof(cases) / sizeof(cases[0]), failed = 0;

    printf("1..%u\n", n);
    for (unsigned i = 0; i < n; i++) {
        char got[256];
        bool ok;

        translate(&b, &cases[i]);
        describe(&b, got, sizeof(got));
        ok = strcmp(got[0] ? got + 1 : got, cases[i].want) == 0;
        printf("%sok %u - %s\n", ok ? "" : "not ", i + 1, cases[i].what);
        if (!ok) {
            printf("# wanted \"%s\", got \"%s\"\n", cases[i].want, got);
            failed++;
        }
    }
    return failed != 0;
}
