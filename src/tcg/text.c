/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The text form of the IR.
 *
 *      line    = [ "vN =" ] name [ fields ] [ "#" comment ]
 *
 * N is the operation's number in the block; operations without a value have no
 * "vN =" (`insn` has one as a landmark).  What follows the name is the
 * operation's row in the table below, a letter a field:
 *
 *   t .type   T .type of the operands (imm)        y a type (imm)
 *   0..3 value operands, "-" for an absent one, none for absent last ones
 *   c cc.type with the type in aux   C with the type in imm
 *   f flags condition   n cc.type of a floating-point comparison
 *   s slot name   i imm   # ", imm"   > "-> imm"   g "imm N" unless 0
 *   m access: u or s, bits, then .acq .rel .be    @ [a + b << aux + imm]
 *   [ [a]   r atomic operation   z "nzcv N"   b "sub N" unless 0
 *   k "aux N" unless 0   R "ret N"   q "reason N at N"   w "reason N"
 *   h helper number   o vector operation
 *
 * Printing and parsing walk the same row, so that each is the other's inverse.
 */
#include "config.h"

#include <string.h>

#include "base/fd.h"
#include "base/fmt.h"
#include "tcg/ir.h"
#include "tcg/vop.h"

static const char *const fields[IR_OP_COUNT] = {
    [IR_CONST] = "ti",       [IR_PCREL] = "i",       [IR_GET] = "ts",
    [IR_PUT] = "s0",         [IR_ADD] = "t01",       [IR_SUB] = "t01",
    [IR_MUL] = "t01",        [IR_MULHU] = "t01",     [IR_MULHS] = "t01",
    [IR_DIVU] = "t01",       [IR_DIVS] = "t01",      [IR_REMU] = "t01",
    [IR_REMS] = "t01",       [IR_AND] = "t01",       [IR_OR] = "t01",
    [IR_XOR] = "t01",        [IR_ANDN] = "t01",      [IR_SHL] = "t01",
    [IR_SHR] = "t01",        [IR_SAR] = "t01",       [IR_ROTR] = "t01",
    [IR_EXTR] = "t01#",      [IR_NOT] = "t0",        [IR_NEG] = "t0",
    [IR_CLZ] = "t0",         [IR_CTZ] = "t0",        [IR_POPCNT] = "t0",
    [IR_BSWAP] = "t0",       [IR_SEXT8] = "t0",      [IR_SEXT16] = "t0",
    [IR_SEXT32] = "t0",      [IR_ZEXT8] = "t0",      [IR_ZEXT16] = "t0",
    [IR_ZEXT32] = "t0",      [IR_TRUNC] = "t0",      [IR_SETCC] = "tC01",
    [IR_SELECT] = "tC0123",  [IR_ADC] = "t012",      [IR_SBC] = "t012",
    [IR_FL_ADD] = "T01",     [IR_FL_SUB] = "T01",    [IR_FL_ADC] = "T012",
    [IR_FL_SBC] = "T012",    [IR_FL_LOGIC] = "T0",   [IR_FL_FCMP] = "T01b",
    [IR_FL_PACK] = "0",      [IR_FL_UNPACK] = "0",   [IR_FL_CCMP] = "Tf012z",
    [IR_FL_CCMN] = "Tf012z", [IR_SETFL] = "tf0",     [IR_SELFL] = "tf012",
    [IR_LD] = "tm@",         [IR_ST] = "tm@2",       [IR_RMW] = "trm[1",
    [IR_CMPXCHG] = "tm[12",  [IR_FENCE] = "",        [IR_JMP] = "ib",
    [IR_FPGET] = "",         [IR_FPSET] = "0",       [IR_BR] = "c01>b",
    [IR_BRFL] = "f0>b",      [IR_JMPI] = "0",        [IR_CALL] = "iRb",
    [IR_CALLI] = "0R",       [IR_RET] = "0",         [IR_EXIT] = "q",
    [IR_TRAP] = "c012w",     [IR_HELPER] = "th0123", [IR_FADD] = "t01bk",
    [IR_FSUB] = "t01bk",     [IR_FMUL] = "t01bk",    [IR_FDIV] = "t01bk",
    [IR_FSQRT] = "t0bk",     [IR_FMA] = "t012bk",    [IR_FMIN] = "t01bk",
    [IR_FMAX] = "t01bk",     [IR_FNEG] = "t0bk",     [IR_FABS] = "t0bk",
    [IR_FSETCC] = "tn01k",   [IR_FCVT] = "t0k",      [IR_FRINT] = "t0bk",
    [IR_FTOI] = "ty0k",      [IR_ITOF] = "ty0k",     [IR_BITCAST] = "t0",
    [IR_NANBOX] = "0",       [IR_NANUNBOX] = "0",    [IR_VOP] = "o012bkg",
    [IR_VDUP] = "0bk",       [IR_VINS] = "01bkg",    [IR_VEXT] = "t0bkg",
    [IR_INSN] = "i",         [IR_POLL] = "",         [IR_NOP] = "",
};

static const char *const type_names[] = {"void", "i32",  "i64",   "f32",
                                         "f64",  "v128", "flags", NULL};
static const char *const cc_names[] = {"eq",   "ne",    "ltu", "geu", "leu",
                                       "gtu",  "lt",    "ge",  "le",  "gt",
                                       "tstz", "tstnz", NULL};
static const char *const fc_names[] = {"eq", "ne", "cs", "cc", "mi", "pl",
                                       "vs", "vc", "hi", "ls", "ge", "lt",
                                       "gt", "le", "al", NULL};
static const char *const fcc_names[] = {"eq", "lt", "le", "gt",
                                        "ge", "un", NULL};
static const char *const rmw_names[] = {"xchg", "add", "and",  "or",   "xor",
                                        "min",  "max", "minu", "maxu", NULL};
static const struct {
    const char *name;
    uint8_t bit;
} mem_flags[] = {{".acq", MEM_ACQ}, {".rel", MEM_REL}, {".be", MEM_BE}};

static bool has_value(const struct ir_insn *in)
{
    return ir_opinfo[in->op].type != IR_V || in->op == IR_INSN;
}

/* ---- Printing ---- */

static void print_addr(struct fmt_sink *s, const struct ir_insn *in)
{
    fmt_print(s, " [v%u", in->arg[0]);
    if (in->arg[1] != IR_NOID)
        fmt_print(s, " + v%u << %u", in->arg[1], in->aux);
    if (in->imm != 0)
        fmt_print(s, " + %ld", (long)in->imm);
    fmt_print(s, "]");
}

static void print_mem(struct fmt_sink *s, unsigned mem)
{
    fmt_print(s, " %c%u", mem & MEM_SIGN ? 's' : 'u', 8u << (mem & MEM_SIZE));
    for (unsigned i = 0; i < 3; i++)
        if (mem & mem_flags[i].bit)
            fmt_print(s, "%s", mem_flags[i].name);
}

static void print_arg(struct fmt_sink *s, const struct ir_insn *in, unsigned k,
                      bool first)
{
    unsigned n = ir_opinfo[in->op].nargs;

    while (n > 0 && in->arg[n - 1] == IR_NOID)
        n--;
    if (k >= n)
        return;
    fmt_print(s, first ? " " : ", ");
    if (in->arg[k] == IR_NOID)
        fmt_print(s, "-");
    else
        fmt_print(s, "v%u", in->arg[k]);
}

static void print_option(struct fmt_sink *s, const char *name, int64_t v)
{
    if (v != 0)
        fmt_print(s, " %s %ld", name, (long)v);
}

static void print_field(struct fmt_sink *s, const struct ir_block *b,
                        const struct ir_insn *in, char c, char before)
{
    bool first = strchr("0123@[shi", before) == NULL || before == 0;

    switch (c) {
    case 't': fmt_print(s, ".%s", type_names[in->type]); break;
    case 'T': fmt_print(s, ".%s", type_names[in->imm]); break;
    case 'y': fmt_print(s, " %s", type_names[in->imm]); break;
    case 'c':
        fmt_print(s, " %s.%s", cc_names[in->cc], type_names[in->aux]);
        break;
    case 'C':
        fmt_print(s, " %s.%s", cc_names[in->cc], type_names[in->imm]);
        break;
    case 'n':
        fmt_print(s, " %s.%s", fcc_names[in->sub], type_names[in->imm]);
        break;
    case 'f': fmt_print(s, " %s", fc_names[in->cc]); break;
    case 's': fmt_print(s, " %s", b->slots[in->imm].name); break;
    case 'i': fmt_print(s, " %ld", (long)in->imm); break;
    case 'h': fmt_print(s, " %ld", (long)in->imm); break;
    case '#': fmt_print(s, ", %ld", (long)in->imm); break;
    case '>': fmt_print(s, " -> %ld", (long)in->imm); break;
    case 'm': print_mem(s, in->sub); break;
    case '@': print_addr(s, in); break;
    case '[': fmt_print(s, " [v%u]", in->arg[0]); break;
    case 'r': fmt_print(s, " %s", rmw_names[in->aux]); break;
    case 'z': fmt_print(s, " nzcv %u", in->aux); break;
    case 'b': print_option(s, "sub", in->sub); break;
    case 'k': print_option(s, "aux", in->aux); break;
    case 'g': print_option(s, "imm", in->imm); break;
    case 'R': fmt_print(s, " ret %d", in->aux2); break;
    case 'q': fmt_print(s, " reason %u at %ld", in->aux, (long)in->imm); break;
    case 'w': fmt_print(s, " reason %d", in->aux2); break;
    case 'o': fmt_print(s, " %s", vop_info[in->aux2].name); break;
    default: print_arg(s, in, (unsigned)(c - '0'), first); break;
    }
}

void ir_print(const struct ir_block *b, struct fmt_sink *s)
{
    for (unsigned i = 0; i < b->n; i++) {
        const struct ir_insn *in = &b->op[i];
        char before = 0;

        fmt_print(s, "     ");
        if (has_value(in))
            fmt_print(s, "v%u = ", i);
        fmt_print(s, "%s", ir_opinfo[in->op].name);
        for (const char *f = fields[in->op]; *f != 0; before = *f++)
            print_field(s, b, in, *f, before);
        fmt_print(s, "\n");
    }
}

static void dump_flush(struct fmt_sink *s)
{
    const int *fd = (const int *)s->context;

    fd_write_all(*fd, s->buf, s->len);
    s->len = 0;
}

void ir_dump(const struct ir_block *b, int fd)
{
    char buf[1024];
    struct fmt_sink s = {
        .buf = buf, .size = sizeof(buf), .flush = dump_flush, .context = &fd};

    ir_print(b, &s);
    dump_flush(&s);
}

/* ---- Parsing ---- */

struct parser {
    struct ir_block *b;
    const char *p;
    bool bad;
};

static void skip_blanks(struct parser *ps)
{
    while (*ps->p == ' ' || *ps->p == '\t')
        ps->p++;
}

/* Takes `text` if it is next. */
static bool take(struct parser *ps, const char *text)
{
    size_t len = strlen(text);

    skip_blanks(ps);
    if (strncmp(ps->p, text, len) != 0)
        return false;
    ps->p += len;
    return true;
}

static void need(struct parser *ps, const char *text)
{
    if (!take(ps, text))
        ps->bad = true;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_';
}

/* The length of the word that is next. */
static size_t word(struct parser *ps)
{
    size_t n = 0;

    skip_blanks(ps);
    while (is_word(ps->p[n]))
        n++;
    return n;
}

static bool take_word(struct parser *ps, const char *name)
{
    size_t n = word(ps);

    if (n != strlen(name) || strncmp(ps->p, name, n) != 0)
        return false;
    ps->p += n;
    return true;
}

static unsigned take_name(struct parser *ps, const char *const *names)
{
    for (unsigned i = 0; names[i] != NULL; i++)
        if (take_word(ps, names[i]))
            return i;
    ps->bad = true;
    return 0;
}

static int64_t take_number(struct parser *ps)
{
    bool minus = take(ps, "-");
    unsigned base = take(ps, "0x") ? 16 : 10;
    uint64_t v = 0;
    const char *start = (skip_blanks(ps), ps->p);

    for (;; ps->p++) {
        unsigned digit = *ps->p >= 'a' ? (unsigned)(*ps->p - 'a') + 10
                                       : (unsigned)(*ps->p - '0');

        if (digit >= base)
            break;
        v = v * base + digit;
    }
    if (ps->p == start)
        ps->bad = true;
    return (int64_t)(minus ? -v : v);
}

static uint16_t take_value(struct parser *ps)
{
    if (take(ps, "-"))
        return IR_NOID;
    need(ps, "v");
    return (uint16_t)take_number(ps);
}

static void take_addr(struct parser *ps, struct ir_insn *in)
{
    need(ps, "[");
    in->arg[0] = take_value(ps);
    in->arg[1] = IR_NOID;
    while (!ps->bad && take(ps, "+")) {
        skip_blanks(ps);
        if (*ps->p != 'v') {
            in->imm = take_number(ps);
            continue;
        }
        in->arg[1] = take_value(ps);
        if (take(ps, "<<"))
            in->aux = (uint16_t)take_number(ps);
    }
    need(ps, "]");
}

static void take_mem(struct parser *ps, struct ir_insn *in)
{
    int64_t bits;

    in->sub = take(ps, "s") ? MEM_SIGN : 0;
    if (in->sub == 0)
        need(ps, "u");
    bits = take_number(ps);
    for (unsigned size = 0; size <= MEM_128; size++)
        if (bits == 8 << size) {
            in->sub |= (uint8_t)size;
            bits = 0;
        }
    if (bits != 0)
        ps->bad = true;
    for (unsigned i = 0; i < 3; i++)
        if (take(ps, mem_flags[i].name))
            in->sub |= mem_flags[i].bit;
}

static void take_slot(struct parser *ps, struct ir_insn *in)
{
    for (unsigned i = 0; ps->b->slots[i].name != NULL; i++)
        if (take_word(ps, ps->b->slots[i].name)) {
            in->imm = i;
            return;
        }
    ps->bad = true;
}

static void take_vop(struct parser *ps, struct ir_insn *in)
{
    for (int i = 0; i < VOP_COUNT; i++)
        if (take_word(ps, vop_info[i].name)) {
            in->aux2 = i;
            return;
        }
    ps->bad = true;
}

static void take_arg(struct parser *ps, struct ir_insn *in, unsigned k,
                     bool first)
{
    bool there;

    skip_blanks(ps);
    there = first ? *ps->p == 'v' || *ps->p == '-' : *ps->p == ',';
    in->arg[k] = IR_NOID;
    if (there && !first)
        need(ps, ",");
    if (there)
        in->arg[k] = take_value(ps);
}

/* name.type of a condition */
static unsigned take_cond(struct parser *ps, const char *const *names,
                          unsigned *type)
{
    unsigned cc = take_name(ps, names);

    need(ps, ".");
    *type = take_name(ps, type_names);
    return cc;
}

static int64_t take_option(struct parser *ps, const char *name)
{
    return take_word(ps, name) ? take_number(ps) : 0;
}

static int64_t take_named(struct parser *ps, const char *name)
{
    need(ps, name);
    return take_number(ps);
}

static void take_field(struct parser *ps, struct ir_insn *in, char c,
                       char before)
{
    bool first = strchr("0123@[shi", before) == NULL || before == 0;
    unsigned type = 0;

    switch (c) {
    case 't':
        need(ps, ".");
        in->type = (uint8_t)take_name(ps, type_names);
        break;
    case 'T': need(ps, "."); __attribute__((fallthrough));
    case 'y': in->imm = take_name(ps, type_names); break;
    case 'c':
        in->cc = (uint8_t)take_cond(ps, cc_names, &type);
        in->aux = (uint16_t)type;
        break;
    case 'C':
        in->cc = (uint8_t)take_cond(ps, cc_names, &type);
        in->imm = type;
        break;
    case 'n':
        in->sub = (uint8_t)take_cond(ps, fcc_names, &type);
        in->imm = type;
        break;
    case 'f': in->cc = (uint8_t)take_name(ps, fc_names); break;
    case 's': take_slot(ps, in); break;
    case '#': need(ps, ","); __attribute__((fallthrough));
    case 'h':
    case 'i': in->imm = take_number(ps); break;
    case '>': in->imm = take_named(ps, "->"); break;
    case 'm': take_mem(ps, in); break;
    case '@': take_addr(ps, in); break;
    case '[':
        need(ps, "[");
        in->arg[0] = take_value(ps);
        need(ps, "]");
        break;
    case 'r': in->aux = (uint16_t)take_name(ps, rmw_names); break;
    case 'z': in->aux = (uint16_t)take_named(ps, "nzcv"); break;
    case 'b': in->sub = (uint8_t)take_option(ps, "sub"); break;
    case 'k': in->aux = (uint16_t)take_option(ps, "aux"); break;
    case 'g': in->imm = take_option(ps, "imm"); break;
    case 'R': in->aux2 = (int32_t)take_named(ps, "ret"); break;
    case 'q':
        in->aux = (uint16_t)take_named(ps, "reason");
        in->imm = take_named(ps, "at");
        break;
    case 'w': in->aux2 = (int32_t)take_named(ps, "reason"); break;
    case 'o': take_vop(ps, in); break;
    default: take_arg(ps, in, (unsigned)(c - '0'), first); break;
    }
}

static void take_line(struct parser *ps)
{
    struct ir_block *b = ps->b;
    struct ir_insn in = {.arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID}};
    int64_t number = -1;
    char before = 0;

    skip_blanks(ps);
    if (*ps->p == 'v' && ps->p[1] >= '0' && ps->p[1] <= '9') {
        number = take_value(ps);
        need(ps, "=");
    }
    while (in.op < IR_OP_COUNT && !take_word(ps, ir_opinfo[in.op].name))
        in.op++;
    if (ps->bad || in.op == IR_OP_COUNT || b->n == IR_MAX_OPS ||
        (has_value(&in) ? number != b->n : number >= 0)) {
        ps->bad = true;
        return;
    }
    in.type = ir_opinfo[in.op].type;
    for (const char *f = fields[in.op]; *f != 0 && !ps->bad; before = *f++)
        take_field(ps, &in, *f, before);
    for (unsigned k = 0; k < 4; k++)
        if (in.arg[k] != IR_NOID && in.arg[k] >= b->n)
            ps->bad = true;
    if (ps->bad)
        return;
    if (in.op == IR_PUT)
        in.type = b->op[in.arg[0]].type;
    if (in.op == IR_CONST && in.type == IR_I32)
        in.imm = (int32_t)in.imm; /* written in hexadecimal */
    b->n_insns = (uint16_t)(b->n_insns + (in.op == IR_INSN));
    ir_append(b, &in);
}

unsigned ir_parse(struct ir_block *b, const char *text)
{
    struct parser ps = {.b = b, .p = text};

    for (unsigned line = 1; *ps.p != 0; line++) {
        skip_blanks(&ps);
        if (*ps.p != '\n' && *ps.p != '#' && *ps.p != 0)
            take_line(&ps);
        skip_blanks(&ps);
        if (*ps.p == '#')
            ps.p += strcspn(ps.p, "\n");
        if (ps.bad || (*ps.p != '\n' && *ps.p != 0))
            return line;
        if (*ps.p == '\n')
            ps.p++;
    }
    return 0;
}
