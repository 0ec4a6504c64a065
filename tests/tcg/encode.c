/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes host instructions in all the forms that the encoder has, with
 * registers and displacements around every boundary, and what a disassembler
 * must say of each: encode.sh compares.
 *
 *      encode CODE-FILE TEXT-FILE
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "tcg/backend.h"
#include "tcg/host/x86_64/evex.h"

static FILE *code, *text;

static struct x86_buf begin(uint8_t *room)
{
    return (struct x86_buf){.p = room, .end = room + 64};
}

static void end(const struct x86_buf *c, const uint8_t *room, const char *what)
{
    fwrite(room, 1, (size_t)(c->p - room), code);
    fprintf(text, "%s\n", what);
}

/* ---- Operands as the assembler writes them ---- */

enum { WIDE = 64, LONG = 32, BYTE = 8 };

static const char *int_name(unsigned r, unsigned bits)
{
    static const char *const low[] = {"ax", "cx", "dx", "bx",
                                      "sp", "bp", "si", "di"};
    static char name[4][8];
    static unsigned next;
    char *n = name[next++ & 3];

    if (r >= 8)
        snprintf(n, 8, "%%r%u%s", r,
                 bits == WIDE   ? ""
                 : bits == LONG ? "d"
                                : "b");
    else if (bits == BYTE)
        snprintf(n, 8, "%%%.*sl", r < 4 ? 1 : 2, low[r]);
    else
        snprintf(n, 8, "%%%c%s", bits == WIDE ? 'r' : 'e', low[r]);
    return n;
}

static const char *vec_name(unsigned r)
{
    static char name[4][8];
    static unsigned next;
    char *n = name[next++ & 3];

    snprintf(n, 8, "%%xmm%u", r & 31);
    return n;
}

static const char *mem_name(struct x86_mem m)
{
    static char name[48];
    unsigned n = 0;

    /* One-byte displacements of 0 stand where the base has no form without. */
    if (m.disp || (m.base & 7) == RBP)
        n = (unsigned)snprintf(
            name, sizeof(name), "%s0x%x", m.disp < 0 ? "-" : "",
            m.disp < 0 ? 0u - (unsigned)m.disp : (unsigned)m.disp);
    n += (unsigned)snprintf(name + n, sizeof(name) - n, "(%s",
                            int_name(m.base, WIDE));
    if (m.index != NOREG)
        n += (unsigned)snprintf(name + n, sizeof(name) - n, ",%s,%u",
                                int_name(m.index, WIDE), 1u << m.scale);
    snprintf(name + n, sizeof(name) - n, ")");
    return name;
}

/* ---- Memory operands ---- */

static const struct x86_mem shapes[] = {
    {.base = RAX, .index = NOREG},
    {.base = RSP, .index = NOREG},
    {.base = RBP, .index = NOREG},
    {.base = R12, .index = NOREG},
    {.base = R13, .index = NOREG},
    {.base = RDI, .index = RBP, .scale = 0},
    {.base = R13, .index = RCX, .scale = 1},
    {.base = RBP, .index = R12, .scale = 2},
    {.base = RSP, .index = R13, .scale = 3},
    {.base = R15, .index = R8, .scale = 3},
};
/* Around the bounds of one byte in units of 1 to 16. */
static const int32_t disps[] = {
    0,    1,    -1,   2,     -4,    8,      16,     127,  128,       -128,
    -129, 254,  256,  -256,  -257,  508,    512,    -512, 1016,      1024,
    2032, 2048, 2040, -2048, -2064, 100000, -0x800, 64,   0x7fffffff};
enum {
    SHAPES = sizeof(shapes) / sizeof(shapes[0]),
    DISPS = sizeof(disps) / sizeof(disps[0])
};

/* ---- Vector instructions ---- */

enum { MEM_WITHOUT_V = 2 };
#define ROW(op, ext, vex, evex, operands, mem)                                 \
    {op, ext, mem, vex, evex, operands},
static const struct row {
    uint32_t op;
    uint8_t ext, mem;
    const char *vex, *evex, *operands;
} rows[] = {
#include "encodings.def"
};
#undef ROW
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static bool has(const struct row *r, const char *any)
{
    return strpbrk(r->operands, any) != NULL;
}

static bool has_v(const struct row *r, bool mem)
{
    return has(r, "v") && !(mem && r->mem == MEM_WITHOUT_V);
}

/* mem: NULL for a register. */
static void vector_text(const struct row *r, bool evex, unsigned reg,
                        unsigned vvvv, unsigned rm, const char *mem, char *out,
                        size_t size)
{
    unsigned n = (unsigned)snprintf(out, size, "%s", evex ? r->evex : r->vex);
    char before = ' ';

    for (const char *p = r->operands; *p; p++) {
        const char *s = "";

        switch (*p) {
        case 'i': s = "$0x5"; break;
        case 'r': s = vec_name(reg); break;
        case 'v': s = vec_name(vvvv); break;
        case 'm': s = mem ? mem : vec_name(rm); break;
        case 'M': s = mem ? mem : int_name(rm, LONG); break;
        case 'Q': s = int_name(rm, WIDE); break;
        case 'R': s = int_name(reg, LONG); break;
        case 'S': s = int_name(reg, WIDE); break;
        default: continue;
        }
        if (*p == 'v' && !has_v(r, mem != NULL))
            continue;
        n += (unsigned)snprintf(out + n, size - n, "%c%s", before, s);
        before = ',';
    }
}

static void immediate(struct x86_buf *c, const struct row *r)
{
    if (has(r, "i"))
        x_byte(c, 5);
}

static void vector_registers(const struct row *r, unsigned reg, unsigned vvvv,
                             unsigned rm)
{
    uint8_t room[64];
    char line[96];
    struct x86_buf c = begin(room);
    bool high = (reg | vvvv | rm) >= 16;
    int form = evex_form(r->op, false);

    if (r->vex[0] == 0)
        evex_emit(&c, r->op, form, reg, vvvv, rm);
    else
        evex_rr(&c, r->op, false, reg, vvvv, rm);
    immediate(&c, r);
    vector_text(r, high || r->vex[0] == 0, reg, vvvv, rm, NULL, line,
                sizeof(line));
    end(&c, room, line);
}

static void vector_memory(const struct row *r, unsigned reg, unsigned vvvv,
                          struct x86_mem m)
{
    uint8_t room[64];
    char line[96];
    struct x86_buf c = begin(room);

    evex_rm(&c, r->op, false, reg, vvvv, m);
    immediate(&c, r);
    vector_text(r, (reg | vvvv) >= 16, reg, vvvv, 0, mem_name(m), line,
                sizeof(line));
    end(&c, room, line);
}

/* From the next instruction on, as the translator has constants. */
static void vector_rip(const struct row *r, unsigned reg, unsigned vvvv)
{
    uint8_t room[64];
    char line[96];
    struct x86_buf c = begin(room);

    evex_rip(&c, r->op, false, reg, vvvv);
    x_byte(&c, (reg & 7) << 3 | 5);
    x_imm32(&c, -0x1234);
    immediate(&c, r);
    vector_text(r, (reg | vvvv) >= 16, reg, vvvv, 0, "-0x1234(%rip)", line,
                sizeof(line));
    end(&c, room, line);
}

static void vector_row(const struct row *r)
{
    static const uint8_t regs[] = {0, 3, 4, 7, 8, 12, 15, 16, 20, 23, 24, 31};
    enum { REGS = sizeof(regs) };
    unsigned turn = 0;

    for (unsigned i = 0; i < REGS * REGS * REGS; i++) {
        unsigned reg = regs[i % REGS], vvvv = regs[i / REGS % REGS];
        unsigned rm = regs[i / REGS / REGS];

        /* Each once, whatever operands there are. */
        if ((reg >= 16 && has(r, "RS")) || (rm >= 16 && has(r, "MQ")) ||
            (vvvv && !has(r, "v")) || (reg && !has(r, "rRS")))
            continue;
        if (!has(r, "rRS"))
            reg = r->ext;
        vector_registers(r, reg, vvvv, rm);
    }
    for (unsigned d = 0; r->mem && r->vex[0] && d < DISPS; d++)
        for (unsigned k = 0; k < SHAPES; k++) {
            struct x86_mem m = shapes[k];
            unsigned vvvv = has_v(r, true) ? regs[turn % REGS] : 0;

            m.disp = disps[d];
            vector_memory(r, regs[turn++ * 5 % REGS], vvvv, m);
        }
    if (r->mem && r->vex[0])
        for (unsigned i = 0; i < REGS * REGS; i++)
            vector_rip(r, regs[i % REGS], has_v(r, true) ? regs[i / REGS] : 0);
}

/* The table has a row for each form that there is. */
static bool complete(void)
{
    static bool seen[0x1000];

    for (unsigned i = 0; i < ROWS; i++)
        seen[rows[i].op & 0xfff] = true;
    for (unsigned op = 0; op < 0x1000; op++)
        if (!seen[op] && evex_form(op, false) >= 0) {
            fprintf(stderr, "encodings.def has no row for %#x\n", op);
            return false;
        }
    return true;
}

/* ---- Integer instructions ---- */

static const struct {
    uint32_t op;
    const char *name;
    uint8_t from; /* bits of r/m, or 0: as the operation */
    bool store;
} plain[] = {
    {0x8b, "mov", 0, false},
    {0x89, "mov", 0, true},
    {0x88 | X_BYTE, "mov", BYTE, true},
    {0xaf | M_0F, "imul", 0, false},
    {0xb8 | M_0F | P_F3, "popcnt", 0, false},
    {0xbd | M_0F | P_F3, "lzcnt", 0, false},
    {0xbc | M_0F | P_F3, "tzcnt", 0, false},
    {ALU_ADD << 3 | 3, "add", 0, false},
    {ALU_OR << 3 | 3, "or", 0, false},
    {ALU_ADC << 3 | 3, "adc", 0, false},
    {ALU_SBB << 3 | 3, "sbb", 0, false},
    {ALU_AND << 3 | 3, "and", 0, false},
    {ALU_SUB << 3 | 3, "sub", 0, false},
    {ALU_XOR << 3 | 3, "xor", 0, false},
    {ALU_CMP << 3 | 3, "cmp", 0, false},
};
enum { PLAIN = sizeof(plain) / sizeof(plain[0]) };

static void plain_text(unsigned i, const char *rm, const char *reg, char *out,
                       size_t size)
{
    const char *first = plain[i].store ? reg : rm;
    const char *second = plain[i].store ? rm : reg;

    snprintf(out, size, "%s %s,%s", plain[i].name, first, second);
}

static void plain_forms(unsigned i, bool w)
{
    unsigned bits = plain[i].from ? plain[i].from : w ? WIDE : LONG;
    uint8_t room[64];
    char line[96];

    for (unsigned r = 0; r < 256; r++) {
        struct x86_buf c = begin(room);
        uint32_t both = plain[i].op & X_BYTE ? X_BYTE_RM : 0;

        x_rr(&c, plain[i].op | both, w, r & 15, r >> 4);
        plain_text(i, int_name(r >> 4, bits), int_name(r & 15, bits), line,
                   sizeof(line));
        end(&c, room, line);
    }
    for (unsigned d = 0; d < DISPS * SHAPES; d++) {
        struct x86_buf c = begin(room);
        struct x86_mem m = shapes[d % SHAPES];

        m.disp = disps[d / SHAPES];
        x_rm(&c, plain[i].op, w, d & 15, m);
        plain_text(i, mem_name(m), int_name(d & 15, bits), line, sizeof(line));
        end(&c, room, line);
    }
}

static void immediates(void)
{
    static const char *const name[] = {"add", "or",  "adc", "sbb",
                                       "and", "sub", "xor", "cmp"};
    static const int32_t value[] = {0, 1, 127, 128, -1, -128, -129, INT32_MIN};
    uint8_t room[64];
    char line[96];

    for (unsigned i = 0; i < 8 * 8 * 16 * 2; i++) {
        unsigned alu = i & 7, r = i >> 6 & 15;
        int32_t v = value[i >> 3 & 7];
        bool w = i >> 10;
        unsigned long long shown =
            w ? (unsigned long long)(long long)v : (uint32_t)v;
        struct x86_buf c = begin(room);
        struct x86_mem m = shapes[r % SHAPES];

        x_alu_ri(&c, alu, w, r, v);
        snprintf(line, sizeof(line), "%s $0x%llx,%s", name[alu], shown,
                 int_name(r, w ? WIDE : LONG));
        end(&c, room, line);
        c = begin(room);
        m.disp = disps[i % DISPS];
        x_alu_mi(&c, alu, w, m, v);
        snprintf(line, sizeof(line), "%s%c $0x%llx,%s", name[alu],
                 w ? 'q' : 'l', shown, mem_name(m));
        end(&c, room, line);
    }
}

static void constants_and_shifts(void)
{
    static const int64_t value[] = {
        0, 1, -1, INT32_MAX, INT32_MIN, 0xffffffff, 0x100000000, INT64_MIN};
    static const char *const shift[] = {"rol", "ror", "", "",
                                        "shl", "shr", "", "sar"};
    static const char *const set[] = {"o",  "no", "b",  "ae", "e", "ne",
                                      "be", "a",  "s",  "ns", "p", "np",
                                      "l",  "ge", "le", "g"};
    uint8_t room[64];
    char line[96];

    for (unsigned r = 0; r < 16; r++)
        for (unsigned i = 0; i < 16; i++) {
            struct x86_buf c = begin(room);
            int64_t v = value[i & 7];
            bool narrow = (uint64_t)v <= UINT32_MAX;

            x_mov_ri(&c, r, v);
            snprintf(line, sizeof(line), "%s $0x%llx,%s",
                     narrow || v == (int32_t)v ? "mov" : "movabs",
                     (unsigned long long)v, int_name(r, narrow ? LONG : WIDE));
            end(&c, room, line);
            c = begin(room);
            x_setcc(&c, i, r);
            snprintf(line, sizeof(line), "set%s %s", set[i], int_name(r, BYTE));
            end(&c, room, line);
            c = begin(room);
            x_movzx8(&c, r, i);
            snprintf(line, sizeof(line), "movzbl %s,%s", int_name(i, BYTE),
                     int_name(r, LONG));
            end(&c, room, line);
            if (!shift[i & 7][0])
                continue;
            c = begin(room);
            x_shift_i(&c, i & 7, i >> 3, r, 5 + r);
            snprintf(line, sizeof(line), "%s $0x%x,%s", shift[i & 7], 5 + r,
                     int_name(r, i >> 3 ? WIDE : LONG));
            end(&c, room, line);
        }
}

int main(int argc, char **argv)
{
    if (argc != 3 || tcg_host_init() != NULL)
        return 2;
    code = fopen(argv[1], "w");
    text = fopen(argv[2], "w");
    if (code == NULL || text == NULL || !complete())
        return 1;
    for (unsigned i = 0; i < ROWS; i++)
        if (evex_form(rows[i].op, false) >= 0) /* not without the feature */
            vector_row(&rows[i]);
    for (unsigned i = 0; i < PLAIN; i++) {
        plain_forms(i, false);
        if (plain[i].from == 0)
            plain_forms(i, true);
    }
    immediates();
    constants_and_shifts();
    return fclose(code) != 0 || fclose(text) != 0;
}
