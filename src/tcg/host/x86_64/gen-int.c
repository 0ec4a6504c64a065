/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Integer operations. */
#include "config.h"

#include "tcg/host/x86_64/gen.h"

/* Bit of the operand's register in a mask, or none. */
static unsigned reg_if(const struct gen *g, uint16_t v)
{
    return g->val[v].loc == LOC_REG ? g->val[v].reg : NOREG;
}

static void alu_opnd(struct gen *g, unsigned alu, bool w, unsigned d,
                     struct opnd b)
{
    if (b.kind == OP_IMM)
        x_alu_ri(&g->c, alu, w, d, b.imm);
    else if (b.kind == OP_MEM)
        x_alu_rm(&g->c, alu, w, d, b.mem);
    else
        x_alu_rr(&g->c, alu, w, d, b.reg);
}

/* Additions that need no flags are lea where the result goes elsewhere. */
static bool try_lea(struct gen *g, const struct ir_insn *in, uint16_t v, bool w,
                    struct opnd b)
{
    uint16_t fv;
    struct x86_mem m = {.index = NOREG};

    if (in->op == IR_SUB && b.kind != OP_IMM)
        return false;
    if (flags_fuse(g, v, in->op == IR_ADD ? IR_FL_ADD : IR_FL_SUB, &fv) ||
        b.kind == OP_MEM)
        return false;
    unsigned a = use_reg(g, in->arg[0]);
    unsigned d = def_reg(g, v, a);
    if (d == a && b.kind == OP_IMM && g->fl.live == IR_NOID)
        x_alu_ri(&g->c, in->op == IR_ADD ? ALU_ADD : ALU_SUB, w, d, b.imm);
    else if (d == a && b.kind == OP_REG && g->fl.live == IR_NOID)
        x_alu_rr(&g->c, ALU_ADD, w, d, b.reg);
    else if (b.kind == OP_REG && d == b.reg && g->fl.live == IR_NOID)
        x_alu_rr(&g->c, ALU_ADD, w, d, a);
    else {
        m.base = (uint8_t)a;
        if (b.kind == OP_REG)
            m.index = b.reg;
        else
            m.disp = in->op == IR_ADD ? b.imm : -b.imm;
        x_rm(&g->c, 0x8d, w, d, m);
    }
    return true;
}

static void gen_alu(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const struct {
        uint8_t alu, fuse, pol;
        bool commutes;
    } tab[] = {
        [IR_ADD] = {ALU_ADD, IR_FL_ADD, POL_ADD, true},
        [IR_SUB] = {ALU_SUB, IR_FL_SUB, POL_SUB, false},
        [IR_AND] = {ALU_AND, IR_FL_LOGIC, POL_ADD, true},
        [IR_OR] = {ALU_OR, IR_OP_COUNT, 0, true},
        [IR_XOR] = {ALU_XOR, IR_OP_COUNT, 0, true},
    };
    bool w = op_is_wide(in);
    uint16_t fv = IR_NOID, a = in->arg[0];
    struct opnd b = use_opnd(g, in->arg[1], w);

    if ((in->op == IR_ADD || (in->op == IR_SUB && b.imm != INT32_MIN)) &&
        try_lea(g, in, v, w, b))
        return;
    bool fused = tab[in->op].fuse != IR_OP_COUNT &&
                 flags_fuse(g, v, (enum ir_opcode)tab[in->op].fuse, &fv);
    flags_clobber(g);
    if (fused && in->op == IR_AND && g->val[v].uses == 1 && b.kind != OP_MEM) {
        unsigned ra = use_reg(g, a);
        if (b.kind == OP_IMM) {
            x_rr(&g->c, 0xf7, w, 0, ra);
            x_imm32(&g->c, b.imm);
        } else {
            x_rr(&g->c, 0x85, w, ra, b.reg);
        }
        g->val[v].uses--;
        g->done[fv] = true;
        flags_born(g, fv, POL_ADD);
        return;
    }
    if (g->val[a].loc == LOC_REG)
        use_reg(g, a);
    unsigned d = def_reg(g, v, reg_if(g, a)), t = d;
    if (b.kind == OP_REG && b.reg == d) {
        if (tab[in->op].commutes && g->val[a].loc == LOC_REG) {
            alu_opnd(g, tab[in->op].alu, w, d,
                     (struct opnd){.kind = OP_REG, .reg = g->val[a].reg});
            goto flags;
        }
        if (reg_if(g, a) != d)
            t = tmp_reg(g);
    }
    load_into(g, t, a, w);
    alu_opnd(g, tab[in->op].alu, w, t, b);
    if (t != d)
        x_mov_rr(&g->c, w, d, t);
flags:
    if (fused)
        flags_fused(g, fv, (enum fl_polarity)tab[in->op].pol);
}

static void gen_andn(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool w = op_is_wide(in);
    unsigned b = use_reg(g, in->arg[1]), a = use_reg(g, in->arg[0]);

    flags_clobber(g);
    if (host_features()->bmi1) {
        unsigned d = def_reg(g, v, a);
        x_vrr(&g->c, 0xf2 | M_38, w, d, b, a);
        return;
    }
    unsigned t = tmp_reg(g);
    x_mov_rr(&g->c, w, t, b);
    x_rr(&g->c, 0xf7, w, 2, t);
    x_alu_rr(&g->c, ALU_AND, w, t, a);
    unsigned d = def_reg(g, v, t);
    x_mov_rr(&g->c, w, d, t);
}

static void gen_mul(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool w = op_is_wide(in);
    struct opnd b = use_opnd(g, in->arg[1], w);

    flags_clobber(g);
    if (b.kind == OP_IMM) {
        unsigned a = use_reg(g, in->arg[0]), d = def_reg(g, v, a);
        x_rr(&g->c, x_fits8(b.imm) ? 0x6b : 0x69, w, d, a);
        if (x_fits8(b.imm))
            x_byte(&g->c, (uint8_t)b.imm);
        else
            x_imm32(&g->c, b.imm);
        return;
    }
    if (g->val[in->arg[0]].loc == LOC_REG)
        use_reg(g, in->arg[0]);
    unsigned d = def_reg(g, v, reg_if(g, in->arg[0])), t = d;
    if (b.kind == OP_REG && b.reg == d && reg_if(g, in->arg[0]) != d)
        t = tmp_reg(g);
    load_into(g, t, in->arg[0], w);
    if (b.kind == OP_MEM)
        x_rm(&g->c, 0xaf | M_0F, w, t, b.mem);
    else
        x_rr(&g->c, 0xaf | M_0F, w, t, b.reg);
    if (t != d)
        x_mov_rr(&g->c, w, d, t);
}

static void gen_mulh(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool w = op_is_wide(in);

    flags_clobber(g);
    take_reg(g, RAX);
    take_reg(g, RDX);
    unsigned b = use_reg(g, in->arg[1]);
    load_into(g, RAX, in->arg[0], w);
    x_rr(&g->c, 0xf7, w, in->op == IR_MULHU ? 4 : 5, b);
    unsigned d = def_reg(g, v, RDX);
    if (d != RDX)
        x_mov_rr(&g->c, w, d, RDX);
}

/* RISC-V's results for a zero divisor and for min / -1 (unprivileged
 * specification, M extension: Division Operations), where div would trap: a
 * divisor of 0 or -1 goes round it. */
static void gen_div(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool w = op_is_wide(in);
    bool sign = in->op == IR_DIVS || in->op == IR_REMS;
    bool rem = in->op == IR_REMU || in->op == IR_REMS;
    struct x86_buf *c = &g->c;
    uint8_t *minus_one = NULL, *end1 = NULL;

    flags_clobber(g);
    take_reg(g, RAX);
    take_reg(g, RDX);
    unsigned b = use_reg(g, in->arg[1]);
    load_into(g, RAX, in->arg[0], w);
    x_rr(c, 0x85, w, b, b);
    uint8_t *zero = x_jcc8(c, X_E);
    if (sign) {
        x_alu_ri(c, ALU_CMP, w, b, -1);
        minus_one = x_jcc8(c, X_E);
        if (w)
            x_byte(c, 0x48);
        x_byte(c, 0x99); /* cqo */
        c->insns++;
    } else {
        x_alu_rr(c, ALU_XOR, false, RDX, RDX);
    }
    x_rr(c, 0xf7, w, sign ? 7 : 6, b);
    uint8_t *end = x_jmp8(c);
    if (sign) {
        x_here(c, minus_one);
        x_rr(c, 0xf7, w, 3, RAX);
        x_alu_rr(c, ALU_XOR, false, RDX, RDX);
        end1 = x_jmp8(c);
    }
    x_here(c, zero);
    x_mov_rr(c, w, RDX, RAX);
    x_mov_ri(c, RAX, w ? -1 : (int64_t)UINT32_MAX);
    x_here(c, end);
    if (sign)
        x_here(c, end1);
    unsigned r = rem ? RDX : RAX, d = def_reg(g, v, r);
    if (d != r)
        x_mov_rr(c, w, d, r);
}

static void gen_shift_imm(struct gen *g, unsigned sh, bool w, uint16_t a,
                          unsigned n, uint16_t v)
{
    if (g->val[a].loc == LOC_REG)
        use_reg(g, a);
    unsigned d = def_reg(g, v, reg_if(g, a));
    if (sh == SH_SHL && n == 1 && reg_if(g, a) != NOREG &&
        (reg_if(g, a) != d || g->fl.live != IR_NOID)) {
        struct x86_mem m = {.base = g->val[a].reg, .index = g->val[a].reg};
        x_rm(&g->c, 0x8d, w, d, m);
        return;
    }
    if (sh == SH_ROR && host_features()->bmi2 && reg_if(g, a) != NOREG) {
        x_vrr(&g->c, 0xf0 | M_3A | P_F2, w, d, 0, g->val[a].reg);
        x_byte(&g->c, n);
        return;
    }
    flags_clobber(g);
    load_into(g, d, a, w);
    x_shift_i(&g->c, sh, w, d, n);
}

static void gen_shift(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint8_t kind[] = {SH_SHL, SH_SHR, SH_SAR, SH_ROR};
    static const uint32_t bmi2[] = {0xf7 | M_38 | P_66, 0xf7 | M_38 | P_F2,
                                    0xf7 | M_38 | P_F3};
    bool w = op_is_wide(in);
    unsigned k = in->op - IR_SHL;
    int64_t imm;

    if (val_const(g, in->arg[1], &imm)) {
        gen_shift_imm(g, kind[k], w, in->arg[0],
                      (unsigned)imm & (w ? 63u : 31u), v);
        return;
    }
    if (host_features()->bmi2 && k < 3) {
        unsigned n = use_reg(g, in->arg[1]);
        struct opnd a = use_opnd(g, in->arg[0], w);
        if (a.kind == OP_IMM)
            a.reg = (uint8_t)use_reg(g, in->arg[0]);
        unsigned d = def_reg(g, v, a.kind == OP_MEM ? NOREG : a.reg);
        if (a.kind == OP_MEM)
            x_vrm(&g->c, bmi2[k], w, d, n, a.mem);
        else
            x_vrr(&g->c, bmi2[k], w, d, n, a.reg);
        return;
    }
    flags_clobber(g);
    take_reg(g, RCX);
    load_into(g, RCX, in->arg[1], false);
    unsigned t = use_reg_own(g, in->arg[0]);
    x_rr(&g->c, 0xd3, w, kind[k], t);
    unsigned d = def_reg(g, v, t);
    if (d != t)
        x_mov_rr(&g->c, w, d, t);
}

static void gen_extr(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool w = op_is_wide(in);
    unsigned a = use_reg(g, in->arg[0]);
    unsigned t = use_reg_own(g, in->arg[1]);

    flags_clobber(g);
    x_rr(&g->c, 0xac | M_0F, w, a, t); /* shrd t, a, imm */
    x_byte(&g->c, (unsigned)in->imm & (w ? 63 : 31));
    unsigned d = def_reg(g, v, t);
    if (d != t)
        x_mov_rr(&g->c, w, d, t);
}

static void gen_unary(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool w = op_is_wide(in);
    uint16_t a = in->arg[0];

    if (in->op == IR_NEG)
        flags_clobber(g);
    if (g->val[a].loc == LOC_REG)
        use_reg(g, a);
    unsigned d = def_reg(g, v, reg_if(g, a));
    load_into(g, d, a, w);
    if (in->op == IR_BSWAP) {
        unsigned rex = (unsigned)w << 3 | d >> 3;
        if (rex)
            x_byte(&g->c, 0x40 | rex);
        x_byte(&g->c, 0x0f);
        x_byte(&g->c, 0xc8 | (d & 7));
        g->c.insns++;
    } else {
        x_rr(&g->c, 0xf7, w, in->op == IR_NOT ? 2 : 3, d);
    }
}

/* lzcnt, tzcnt, popcnt with bsr, bsf and arithmetic where the host lacks them.
 */
static void gen_count(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    const struct host_features *f = host_features();
    static const uint32_t op[] = {0xbd | M_0F | P_F3, 0xbc | M_0F | P_F3,
                                  0xb8 | M_0F | P_F3};
    bool have[] = {f->lzcnt, f->bmi1, f->popcnt};
    unsigned k = in->op - IR_CLZ;
    bool w = op_is_wide(in);

    if (!have[k]) {
        gen_cold_call(g, in, v);
        return;
    }
    flags_clobber(g);
    unsigned a = use_reg(g, in->arg[0]), d = def_reg(g, v, a);
    x_rr(&g->c, op[k], w, d, a);
}

static void gen_ext(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const struct {
        uint32_t rr;
        bool w;
    } tab[] = {
        [IR_SEXT8 - IR_SEXT8] = {0xbe | M_0F | X_BYTE_RM, true},
        [IR_SEXT16 - IR_SEXT8] = {0xbf | M_0F, true},
        [IR_SEXT32 - IR_SEXT8] = {0x63, true},
        [IR_ZEXT8 - IR_SEXT8] = {0xb6 | M_0F | X_BYTE_RM, false},
        [IR_ZEXT16 - IR_SEXT8] = {0xb7 | M_0F, false},
        [IR_ZEXT32 - IR_SEXT8] = {0x8b, false},
    };
    unsigned k = in->op - IR_SEXT8;
    const struct gen_val *a = &g->val[in->arg[0]];

    if ((in->op == IR_ZEXT32 && a->loc == LOC_REG && a->hi_zero &&
         g->b->op[in->arg[0]].type == IR_I32)) {
        val_alias(g, v, in->arg[0]);
        g->val[v].copy = IR_NOID;
        return;
    }
    bool w = tab[k].w && op_is_wide(in);
    if (!g->val[in->arg[0]].uses &&
        (a->loc == LOC_SLOT || a->loc == LOC_SPILL)) {
        struct opnd o = use_opnd(g, in->arg[0], true);
        x_rm(&g->c, tab[k].rr & ~(uint32_t)X_BYTE_RM, w, def_reg(g, v, NOREG),
             o.mem);
    } else {
        unsigned r = use_reg(g, in->arg[0]);
        x_rr(&g->c, tab[k].rr, w, def_reg(g, v, r), r);
    }
    g->val[v].hi_zero = true;
}

static void gen_trunc(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    if (g->val[in->arg[0]].loc == LOC_CONST)
        use_reg(g, in->arg[0]);
    if (g->val[in->arg[0]].loc == LOC_CONST) { /* a PCREL */
        unsigned d = def_reg(g, v, NOREG);
        load_into(g, d, in->arg[0], true);
        g->val[v].hi_zero = false;
        return;
    }
    val_alias(g, v, in->arg[0]);
    g->val[v].hi_zero = false;
}

unsigned gen_compare(struct gen *g, enum ir_cc cc, uint16_t a, uint16_t b,
                     bool w)
{
    static const uint8_t cond[] = {
        [CC_EQ] = X_E,   [CC_NE] = X_NE, [CC_LTU] = X_B,  [CC_GEU] = X_AE,
        [CC_LEU] = X_BE, [CC_GTU] = X_A, [CC_LT] = X_L,   [CC_GE] = X_GE,
        [CC_LE] = X_LE,  [CC_GT] = X_G,  [CC_TSTZ] = X_E, [CC_TSTNZ] = X_NE,
    };
    bool test = cc == CC_TSTZ || cc == CC_TSTNZ;
    int64_t imm;

    flags_clobber(g);
    if (val_const(g, b, &imm) && imm == 0 && !test) {
        unsigned ra = use_reg(g, a);
        x_rr(&g->c, 0x85, w, ra, ra);
        return cond[cc];
    }
    if (test && val_const(g, b, &imm) && w &&
        __builtin_popcountll((uint64_t)imm) == 1 && !x_fits32(imm)) {
        unsigned ra = use_reg(g, a);
        x_rr(&g->c, 0xba | M_0F, true, 4, ra); /* bt */
        x_byte(&g->c, (unsigned)__builtin_ctzll((uint64_t)imm));
        return cc == CC_TSTZ ? X_AE : X_B;
    }
    unsigned ra = use_reg(g, a);
    struct opnd o = use_opnd(g, b, w);
    if (test && o.kind == OP_IMM) {
        if ((uint32_t)o.imm < 0x100) {
            x_rr(&g->c, 0xf6 | X_BYTE_RM, false, 0, ra);
            x_byte(&g->c, (uint8_t)o.imm);
        } else {
            x_rr(&g->c, 0xf7, w, 0, ra);
            x_imm32(&g->c, o.imm);
        }
    } else if (test) {
        if (o.kind == OP_MEM)
            x_rm(&g->c, 0x85, w, ra, o.mem);
        else
            x_rr(&g->c, 0x85, w, ra, o.reg);
    } else {
        alu_opnd(g, ALU_CMP, w, ra, o);
    }
    return cond[cc];
}

static void gen_setcc(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned cc = gen_compare(g, (enum ir_cc)in->cc, in->arg[0], in->arg[1],
                              in->imm == IR_I64);
    unsigned d = def_reg(g, v, NOREG);

    x_setcc(&g->c, cc, d);
    x_movzx8(&g->c, d, d);
    g->val[v].hi_zero = true;
}

static void gen_select(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool w = op_is_wide(in);
    uint16_t no = in->arg[3];

    if (val_is_vec(g, v)) {
        unsigned y = use_vec(g, in->arg[2]), n = use_vec(g, no);
        unsigned c = gen_compare(g, (enum ir_cc)in->cc, in->arg[0], in->arg[1],
                                 in->imm == IR_I64);
        gen_choose_vec(g, c, v, y, n);
        return;
    }
    unsigned ry = use_reg(g, in->arg[2]);
    if (g->val[no].loc == LOC_REG)
        use_reg(g, no);
    uint32_t locked = g->locked;
    unsigned cc = gen_compare(g, (enum ir_cc)in->cc, in->arg[0], in->arg[1],
                              in->imm == IR_I64);
    /* The compared operands are done with: their registers are free again. */
    g->locked = locked;
    for (unsigned i = 0; i < 2; i++)
        if (!g->val[in->arg[i]].uses && in->arg[i] != in->arg[2] &&
            in->arg[i] != no)
            val_drop(g, in->arg[i]);
    unsigned d = def_reg(g, v, reg_if(g, no)), t = d;
    if (d == ry && reg_if(g, no) != d)
        t = tmp_reg(g);
    load_into(g, t, no, w);
    x_rr(&g->c, (0x40u | cc) | M_0F, w, t, ry);
    if (t != d)
        x_mov_rr(&g->c, w, d, t);
    g->val[v].hi_zero = true;
}

void gen_int(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    switch (in->op) {
    case IR_ADD:
    case IR_SUB:
    case IR_AND:
    case IR_OR:
    case IR_XOR: gen_alu(g, in, v); break;
    case IR_ANDN: gen_andn(g, in, v); break;
    case IR_MUL: gen_mul(g, in, v); break;
    case IR_MULHU:
    case IR_MULHS: gen_mulh(g, in, v); break;
    case IR_DIVU:
    case IR_DIVS:
    case IR_REMU:
    case IR_REMS: gen_div(g, in, v); break;
    case IR_SHL:
    case IR_SHR:
    case IR_SAR:
    case IR_ROTR: gen_shift(g, in, v); break;
    case IR_EXTR: gen_extr(g, in, v); break;
    case IR_NOT:
    case IR_NEG:
    case IR_BSWAP: gen_unary(g, in, v); break;
    case IR_CLZ:
    case IR_CTZ:
    case IR_POPCNT: gen_count(g, in, v); break;
    case IR_TRUNC: gen_trunc(g, in, v); break;
    case IR_SETCC: gen_setcc(g, in, v); break;
    case IR_SELECT: gen_select(g, in, v); break;
    default: gen_ext(g, in, v); break;
    }
}
