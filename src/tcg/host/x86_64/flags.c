/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Flags values: born in EFLAGS, used from there, stored only when someone can
 * see the slot's memory, or recomputed by the fault handler from a recipe.
 *
 * The slot's memory holds V in the low byte and, in the high byte, what lahf
 * gives after a comparison: N, Z, and carry with x86's polarity (a borrow), the
 * inverse of Arm's.  Flags after additions are brought to that polarity by cmc.
 */
#include "config.h"

#include "tcg/host/x86_64/gen.h"

enum { FCC_SWAPPED = POL_FCMP + 1 };

/* x86 condition for an A64 one, given EFLAGS of a - b; NOREG: none. */
static const uint8_t cond_sub[FC_AL] = {
    [FC_EQ] = X_E, [FC_NE] = X_NE, [FC_CS] = X_AE, [FC_CC] = X_B,
    [FC_MI] = X_S, [FC_PL] = X_NS, [FC_VS] = X_O,  [FC_VC] = X_NO,
    [FC_HI] = X_A, [FC_LS] = X_BE, [FC_GE] = X_GE, [FC_LT] = X_L,
    [FC_GT] = X_G, [FC_LE] = X_LE,
};

/* After ucomis a, b, and after ucomis b, a: those that one condition says
 * right also for unordered operands (SDM vol. 2, UCOMISD; Arm ARM FPCompare).
 */
static const uint8_t cond_fcmp[FC_AL] = {
    [FC_EQ] = NOREG, [FC_NE] = NOREG, [FC_CS] = NOREG, [FC_CC] = NOREG,
    [FC_MI] = NOREG, [FC_PL] = NOREG, [FC_VS] = X_P,   [FC_VC] = X_NP,
    [FC_HI] = NOREG, [FC_LS] = NOREG, [FC_GE] = X_AE,  [FC_LT] = X_B,
    [FC_GT] = X_A,   [FC_LE] = X_BE,
};
static const uint8_t cond_swap[FC_AL] = {
    [FC_EQ] = NOREG, [FC_NE] = NOREG, [FC_CS] = X_BE,  [FC_CC] = X_A,
    [FC_MI] = X_A,   [FC_PL] = X_BE,  [FC_VS] = X_P,   [FC_VC] = X_NP,
    [FC_HI] = X_B,   [FC_LS] = X_AE,  [FC_GE] = NOREG, [FC_LT] = NOREG,
    [FC_GT] = NOREG, [FC_LE] = NOREG,
};

static struct x86_mem flags_mem(const struct gen *g)
{
    return slot_mem(g, g->flags_slot);
}

void flags_begin(struct gen *g)
{
    g->fl =
        (struct gen_flags){.live = IR_NOID, .pend = IR_NOID, .memory = IR_NOID};
}

/* ah:al = the slot's layout, from EFLAGS, which is kept. */
static void flags_to_rax(struct gen *g, unsigned pol)
{
    struct x86_buf *c = &g->c;

    if (pol == POL_SUB) {
        x_rr(c, 0x9f, false, 0, 0);
        c->p--; /* lahf has no operand byte */
        x_setcc(c, X_O, RAX);
        return;
    }
    bool swap = pol == FCC_SWAPPED;
    static const uint8_t cc[2][3] = {{X_B, X_E, X_P}, {X_A, X_E, X_P}};
    x_mov_ri(c, RAX, 0x200);
    for (unsigned i = 0; i < 3; i++)
        x_rm(c, (0x40u | cc[swap][i]) | M_0F, false, RAX,
             env_mem(g, offsetof(struct tcg_env, fl_words) + 4 * i));
}

static void emit_cmc(struct gen *g)
{
    g->c.insns++;
    x_byte(&g->c, 0xf5);
}

/* Stores EFLAGS in the slot's layout; every register is kept. With POL_ADD the
 * carry is brought to the other polarity first and left so. */
static void emit_store_to(struct gen *g, enum fl_polarity pol, struct x86_mem m)
{
    struct x86_buf *c = &g->c;
    struct x86_mem save = env_mem(g, offsetof(struct tcg_env, cold_ip));
    bool busy = g->head[RAX] != IR_NOID || (g->locked >> RAX & 1);

    if (busy)
        x_mov_store(c, true, save, RAX);
    if (pol == POL_ADD)
        emit_cmc(g);
    flags_to_rax(g, pol == POL_ADD ? POL_SUB : pol);
    x_byte(c, 0x66);
    x_mov_store(c, false, m, RAX);
    if (busy)
        x_mov_load(c, true, RAX, save);
}

void flags_emit_store(struct gen *g, enum fl_polarity pol)
{
    emit_store_to(g, pol, flags_mem(g));
}

/* The slot that keeps value x from here to the next put of the flags, or
 * IR_NOID. A put of x's zero extension counts when only the low half matters.
 */
static uint16_t find_holder(const struct gen *g, uint16_t x)
{
    const struct ir_insn *op = g->b->op;
    uint16_t holder = IR_NOID, ext = IR_NOID, i;
    bool narrow = op[x].type == IR_I32;

    if (op[x].op == IR_TRUNC)
        x = op[x].arg[0];
    if (op[x].op == IR_GET)
        holder = (uint16_t)op[x].imm;
    for (i = (uint16_t)(x + 1); i < g->b->n; i++) {
        const struct ir_insn *in = &op[i];
        if (in->op == IR_ZEXT32 && in->arg[0] == x && narrow)
            ext = i;
        if (in->op != IR_PUT)
            continue;
        if (in->imm == g->flags_slot) {
            if (i >= g->op)
                break;
        } else if (in->arg[0] == x || (ext != IR_NOID && in->arg[0] == ext)) {
            if (holder == IR_NOID && i < g->op)
                holder = (uint16_t)in->imm;
        } else if (in->imm == holder) {
            holder = IR_NOID;
        }
    }
    return holder;
}

static bool recipe_src(const struct gen *g, uint16_t x, struct snap_src *s)
{
    int64_t imm;

    if (val_const(g, x, &imm)) {
        *s = (struct snap_src){IR_NOID, imm};
        return true;
    }
    *s = (struct snap_src){find_holder(g, x), 0};
    return s->slot != IR_NOID;
}

/* Operand a of v = flags of a - b, by way of the difference d: a = d + b. */
static bool recipe_by_result(const struct gen *g, uint16_t v, struct snap *r)
{
    const struct ir_insn *in = &g->b->op[v];
    const struct ir_insn *d = in - 1;

    while (d->op == IR_NOP)
        d--; /* the first operation is none */
    if (in->op != IR_FL_SUB || r->b.slot != IR_NOID || d->op != IR_SUB ||
        d->arg[0] != in->arg[0] || d->arg[1] != in->arg[1])
        return false;
    r->a.slot = find_holder(g, (uint16_t)(d - g->b->op));
    r->a.imm = r->b.imm;
    return r->a.slot != IR_NOID;
}

static bool make_recipe(struct gen *g)
{
    static const uint8_t kind[] = {[IR_FL_ADD - IR_FL_ADD] = SNAP_FL_ADD,
                                   [IR_FL_SUB - IR_FL_ADD] = SNAP_FL_SUB,
                                   [IR_FL_LOGIC - IR_FL_ADD] = SNAP_FL_LOGIC};
    const struct ir_insn *in = &g->b->op[g->fl.pend];
    struct snap r = {0};

    if (in->op != IR_FL_ADD && in->op != IR_FL_SUB && in->op != IR_FL_LOGIC)
        return false;
    r.kind = kind[in->op - IR_FL_ADD];
    r.wide = g->b->op[in->arg[0]].type == IR_I64;
    if (in->op != IR_FL_LOGIC && !recipe_src(g, in->arg[1], &r.b))
        return false;
    if (!recipe_src(g, in->arg[0], &r.a) &&
        !recipe_by_result(g, g->fl.pend, &r))
        return false;
    g->fl.recipe = r;
    return true;
}

/* A word of the spill area for value v, which is an integer there. */
static struct x86_mem take_spill(struct gen *g, uint16_t v)
{
    for (unsigned w = 0; w < TCG_SPILLS; w++)
        if (!g->spill_refs[w]) {
            val_place(g, v, LOC_SPILL, w);
            return env_mem(g, offsetof(struct tcg_env, spill) + w * 8);
        }
    g->failed = true;
    return flags_mem(g);
}

/* Flags that are made out of line arrive in a spill word. */
void flags_in_memory(struct gen *g, uint16_t v)
{
    take_spill(g, v);
}

/* The slot's memory is about to change: a value in it that is still wanted
 * moves to a spill word. EFLAGS are kept. */
static void keep_memory(struct gen *g)
{
    uint16_t m = g->fl.memory;

    if (m == IR_NOID || m == g->fl.live || !g->val[m].uses)
        return;
    struct x86_mem save = env_mem(g, offsetof(struct tcg_env, cold_ip));
    struct x86_mem word = take_spill(g, m);
    x_mov_store(&g->c, true, save, RAX);
    x_rm(&g->c, 0xb7 | M_0F, false, RAX, flags_mem(g));
    x_mov_store(&g->c, false, word, RAX);
    x_mov_load(&g->c, true, RAX, save);
}

static void store_live(struct gen *g)
{
    keep_memory(g);
    flags_emit_store(g, (enum fl_polarity)g->fl.pol);
    if (g->fl.pol == POL_ADD)
        g->fl.pol = POL_SUB;
    g->fl.memory = g->fl.live;
    g->fl.pend = IR_NOID;
}

/* Makes the loss of EFLAGS harmless, but keeps them for now. May change their
 * polarity. */
static void flags_settle(struct gen *g)
{
    uint16_t v = g->fl.live;

    if (v == IR_NOID)
        return;
    bool used = g->val[v].uses > 0;
    if (g->fl.pend == v) {
        unsigned see = g->see[g->op];
        if (used || (see & SEE_EXIT) ||
            ((see & SEE_FAULT) && g->fl.recipe.kind == SNAP_NONE &&
             !make_recipe(g)))
            store_live(g);
        else if (!see)
            g->fl.pend = IR_NOID;
    } else if (used && g->fl.memory != v && g->val[v].loc != LOC_SPILL) {
        emit_store_to(g, (enum fl_polarity)g->fl.pol, take_spill(g, v));
        if (g->fl.pol == POL_ADD)
            g->fl.pol = POL_SUB;
    }
}

void flags_clobber(struct gen *g)
{
    flags_settle(g);
    g->fl.live = IR_NOID;
}

void flags_born(struct gen *g, uint16_t v, enum fl_polarity pol)
{
    g->fl.live = v;
    g->fl.pol = (uint8_t)pol;
    val_place(g, v, LOC_FLAGS, 0);
}

void flags_store_pending(struct gen *g)
{
    if (g->fl.pend == IR_NOID)
        return;
    if (g->fl.live != g->fl.pend) {
        g->failed = true;
        return;
    }
    store_live(g);
}

bool flags_snapshot(struct gen *g, struct snap *s)
{
    if (g->fl.pend == IR_NOID)
        return false;
    if (g->fl.live == g->fl.pend && g->fl.pol <= POL_ADD) {
        s->kind = g->fl.pol == POL_ADD ? SNAP_HOST_ADD : SNAP_HOST_SUB;
        return true;
    }
    if (g->fl.recipe.kind == SNAP_NONE && !make_recipe(g)) {
        flags_store_pending(g);
        return false;
    }
    s->kind = g->fl.recipe.kind;
    s->wide = g->fl.recipe.wide;
    s->a = g->fl.recipe.a;
    s->b = g->fl.recipe.b;
    return true;
}

/* The slot's layout in memory into EFLAGS, subtract polarity. Changes rax. */
static void word_to_eflags(struct gen *g)
{
    g->c.insns += 2;
    x_byte(&g->c, 0x04); /* add al, 0x7f: V into OF */
    x_byte(&g->c, 0x7f);
    x_byte(&g->c, 0x9e); /* sahf */
}

/* Brings flags value v into EFLAGS. */
static void flags_load(struct gen *g, uint16_t v)
{
    if (g->b->op[v].op == IR_GET)
        v = g->val[v].slot;
    if (g->fl.live == v)
        return;
    flags_clobber(g);
    struct x86_mem word = flags_mem(g);
    if (g->fl.memory != v) {
        if (g->val[v].loc != LOC_SPILL) {
            g->failed = true;
            return;
        }
        word =
            env_mem(g, offsetof(struct tcg_env, spill) + g->val[v].slot * 8u);
    }
    take_reg(g, RAX);
    x_rm(&g->c, 0xb7 | M_0F, false, RAX, word);
    word_to_eflags(g);
    g->locked &= ~(1u << RAX);
    g->fl.live = v;
    g->fl.pol = POL_SUB;
}

void flags_enter(struct gen *g)
{
    g->op = 0;
    g->fl.memory = 0;
    flags_load(g, 0);
    g->fl.memory = IR_NOID;
    g->fl.pend = 0;
    g->fl.recipe.kind = SNAP_NONE;
}

/* The old content needs no saving: passes have shown that nobody sees it, or a
 * recipe or store has been made. */
void flags_put(struct gen *g, uint16_t v)
{
    if (g->b->op[v].op == IR_GET)
        v = g->val[v].slot;
    if (g->fl.memory == v && g->fl.pend == IR_NOID)
        return;
    if (g->fl.memory == v) {
        g->fl.pend = IR_NOID;
        return;
    }
    if (g->fl.live != v)
        flags_load(g, v);
    if (g->fl.memory != IR_NOID && g->val[g->fl.memory].uses)
        keep_memory(g);
    g->fl.pend = v;
    g->fl.memory = IR_NOID;
    g->fl.recipe.kind = SNAP_NONE;
}

/* EFLAGS after a floating-point compare into those of a subtraction. */
static void flags_normalise(struct gen *g)
{
    take_reg(g, RAX);
    flags_to_rax(g, g->fl.pol);
    word_to_eflags(g);
    g->locked &= ~(1u << RAX);
    g->fl.pol = POL_SUB;
}

/* EFLAGS hold v; returns the x86 condition for fc. Where no single one does
 * (NOREG), the flags are put into a form that has one; EQ and NE
 * after a floating-point compare are left to the caller if it says so. */
static unsigned flags_cond(struct gen *g, enum ir_fc fc)
{
    unsigned cc = NOREG;

    switch (g->fl.pol) {
    case POL_ADD:
        if (fc == FC_CS || fc == FC_CC)
            return fc == FC_CS ? X_B : X_AE;
        if (fc == FC_HI || fc == FC_LS) {
            emit_cmc(g);
            g->fl.pol = POL_SUB;
        }
        break;
    case POL_FCMP: cc = cond_fcmp[fc]; break;
    case FCC_SWAPPED: cc = cond_swap[fc]; break;
    default: break;
    }
    if (g->fl.pol <= POL_ADD)
        return cond_sub[fc];
    if (cc != NOREG)
        return cc;
    flags_normalise(g);
    return cond_sub[fc];
}

/* Two conditions are cheaper than a conversion for these. */
static bool is_fcmp_eq(const struct gen *g, enum ir_fc fc)
{
    return g->fl.pol >= POL_FCMP && (fc == FC_EQ || fc == FC_NE);
}

void gen_brfl(struct gen *g, const struct ir_insn *in)
{
    enum ir_fc fc = (enum ir_fc)in->cc;

    flags_load(g, in->arg[0]);
    if (fc >= FC_AL) {
        gen_side_exit(g, X_O, in->imm);
        gen_side_exit(g, X_NO, in->imm);
        return;
    }
    if (!is_fcmp_eq(g, fc)) {
        gen_side_exit(g, flags_cond(g, fc), in->imm);
        return;
    }
    if (fc == FC_NE) {
        gen_side_exit(g, X_P, in->imm);
        gen_side_exit(g, X_NE, in->imm);
        return;
    }
    uint8_t *unordered = x_jcc8(&g->c, X_P);
    gen_side_exit(g, X_E, in->imm);
    x_here(&g->c, unordered);
}

void gen_setfl(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    enum ir_fc fc = (enum ir_fc)in->cc;

    flags_load(g, in->arg[0]);
    if (fc >= FC_AL) {
        x_mov_ri(&g->c, def_reg(g, v, NOREG), 1);
        return;
    }
    if (is_fcmp_eq(g, fc))
        flags_normalise(g);
    unsigned cc = flags_cond(g, fc);
    unsigned d = def_reg(g, v, NOREG);
    x_setcc(&g->c, cc, d);
    x_movzx8(&g->c, d, d);
    g->val[v].hi_zero = true;
}

/* r = the slot's layout of flags value x, which may be in EFLAGS. */
static void flags_word(struct gen *g, unsigned r, uint16_t x)
{
    flags_load(g, x);
    if (g->fl.pol == POL_ADD) {
        emit_cmc(g);
        g->fl.pol = POL_SUB;
    }
    flags_to_rax(g, g->fl.pol);
    x_mov_rr(&g->c, false, r, RAX);
}

/* A choice between flags values is one between their words. */
static void selfl_flags(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    enum ir_fc fc = (enum ir_fc)in->cc;

    take_reg(g, RAX);
    unsigned y = tmp_reg(g), n = tmp_reg(g);
    g->val[in->arg[0]].uses++; /* wanted until the last load */
    g->val[in->arg[2]].uses++;
    flags_word(g, y, in->arg[1]);
    g->val[in->arg[2]].uses--;
    flags_word(g, n, in->arg[2]);
    g->val[in->arg[0]].uses--;
    flags_load(g, in->arg[0]);
    if (is_fcmp_eq(g, fc))
        flags_normalise(g);
    flags_settle(g);
    if (fc < FC_AL)
        x_rr(&g->c, (0x40u | (flags_cond(g, fc) ^ 1)) | M_0F, false, y, n);
    g->fl.live = IR_NOID;
    x_mov_rr(&g->c, false, RAX, y);
    word_to_eflags(g);
    flags_born(g, v, POL_SUB);
}

void gen_selfl(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    enum ir_fc fc = (enum ir_fc)in->cc;
    bool w = op_is_wide(in);
    uint16_t yes = in->arg[1], no = in->arg[2];

    if (in->type == IR_FLAGS) {
        selfl_flags(g, in, v);
        return;
    }
    if (val_is_vec(g, v)) {
        gen_selfl_vec(g, in, v);
        return;
    }
    flags_load(g, in->arg[0]);
    if (fc >= FC_AL) {
        load_into(g, def_reg(g, v, NOREG), yes, w);
        g->val[v].hi_zero = false;
        return;
    }
    bool two = is_fcmp_eq(g, fc);
    unsigned cc = two ? X_NE : flags_cond(g, fc);
    if (two && fc == FC_EQ) {
        uint16_t t = yes;
        yes = no;
        no = t;
    }
    /* The chosen-if-true operand must be in a register that d is not. */
    unsigned ry = use_reg(g, yes);
    unsigned d =
        def_reg(g, v, g->val[no].loc == LOC_REG ? g->val[no].reg : NOREG);
    unsigned t = d == ry ? tmp_reg(g) : d;
    load_into(g, t, no, w);
    x_rr(&g->c, (0x40u | cc) | M_0F, w, t, ry);
    if (two)
        x_rr(&g->c, (0x40u | X_P) | M_0F, w, t, ry);
    if (t != d)
        x_mov_rr(&g->c, w, d, t);
    g->val[v].hi_zero = true;
}

void gen_choose_vec(struct gen *g, unsigned cc, uint16_t v, unsigned yes,
                    unsigned no)
{
    unsigned t = tmp_vec(g), d = def_vec(g, v, NOREG);

    v_mov(g, t, yes);
    uint8_t *skip = x_jcc8(&g->c, cc);
    v_mov(g, t, no);
    x_here(&g->c, skip);
    v_mov(g, d, t);
}

void gen_selfl_vec(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    enum ir_fc fc = (enum ir_fc)in->cc;
    unsigned y = use_vec(g, in->arg[1]), n = use_vec(g, in->arg[2]);

    flags_load(g, in->arg[0]);
    if (fc >= FC_AL) {
        v_mov(g, def_vec(g, v, NOREG), y);
        return;
    }
    if (is_fcmp_eq(g, fc))
        flags_normalise(g);
    gen_choose_vec(g, flags_cond(g, fc), v, y, n);
}

/* A following flags operation on the same operands takes the flags of the
 * instruction that makes the value. */
bool flags_fuse(struct gen *g, uint16_t v, enum ir_opcode want, uint16_t *fv)
{
    const struct ir_insn *in = &g->b->op[v], *next = in + 1;
    unsigned n = want == IR_FL_ADC || want == IR_FL_SBC ? 3 : 2;

    while (next->op == IR_NOP)
        next++; /* no NOP is the last */
    if (next->op != want || g->done[next - g->b->op] ||
        g->b->op[in->arg[0]].type != in->type)
        return false;
    if (want == IR_FL_LOGIC) {
        if (next->arg[0] != v)
            return false;
    } else {
        for (unsigned i = 0; i < n; i++)
            if (next->arg[i] != in->arg[i])
                return false;
    }
    *fv = (uint16_t)(next - g->b->op);
    return true;
}

/* The flags of a fused operation are there; its operands' uses are counted off.
 */
void flags_fused(struct gen *g, uint16_t fv, enum fl_polarity pol)
{
    const struct ir_insn *in = &g->b->op[fv];

    for (unsigned i = 0; i < 3; i++)
        if (in->arg[i] != IR_NOID)
            g->val[in->arg[i]].uses--;
    g->done[fv] = true;
    flags_born(g, fv, pol);
}

static void gen_fl_sub(struct gen *g, const struct ir_insn *in)
{
    bool w = g->b->op[in->arg[0]].type == IR_I64;
    struct opnd b = use_opnd(g, in->arg[1], w);
    struct opnd a = b.kind == OP_REG ? use_opnd(g, in->arg[0], w)
                                     : (struct opnd){.kind = OP_IMM};

    if (a.kind == OP_MEM) {
        x_rm(&g->c, ALU_CMP << 3 | 1, w, b.reg, a.mem);
        return;
    }
    unsigned ra = a.kind == OP_REG ? a.reg : use_reg(g, in->arg[0]);
    if (b.kind == OP_IMM && b.imm == 0)
        x_rr(&g->c, 0x85, w, ra, ra);
    else if (b.kind == OP_IMM)
        x_alu_ri(&g->c, ALU_CMP, w, ra, b.imm);
    else if (b.kind == OP_MEM)
        x_alu_rm(&g->c, ALU_CMP, w, ra, b.mem);
    else
        x_alu_rr(&g->c, ALU_CMP, w, ra, b.reg);
}

static void gen_fl_add(struct gen *g, const struct ir_insn *in)
{
    bool w = g->b->op[in->arg[0]].type == IR_I64;
    struct opnd b = use_opnd(g, in->arg[1], w);
    unsigned t = tmp_reg(g);

    load_into(g, t, in->arg[0], w);
    if (b.kind == OP_IMM)
        x_alu_ri(&g->c, ALU_ADD, w, t, b.imm);
    else if (b.kind == OP_MEM)
        x_alu_rm(&g->c, ALU_ADD, w, t, b.mem);
    else
        x_alu_rr(&g->c, ALU_ADD, w, t, b.reg);
}

/* Which operand order serves the first condition that is asked. */
static bool fcmp_swapped(const struct gen *g, uint16_t v)
{
    const struct ir_insn *op = g->b->op;

    for (unsigned i = v + 1u; i < g->b->n && i < v + 12u; i++) {
        uint8_t o = op[i].op;
        if ((o == IR_BRFL || o == IR_SETFL || o == IR_SELFL) &&
            op[i].arg[0] == v && op[i].cc < FC_AL)
            return cond_fcmp[op[i].cc] == NOREG && cond_swap[op[i].cc] != NOREG;
    }
    return false;
}

static void gen_fl_fcmp(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool swap = fcmp_swapped(g, v);
    unsigned a = use_vec(g, in->arg[swap]), b = use_vec(g, in->arg[!swap]);
    uint32_t op = (in->sub & 1 ? 0x2f : 0x2e) | M_0F;

    if (g->b->op[in->arg[0]].type == IR_F64)
        op |= P_66;
    v_op2(g, op, a, b);
    flags_born(g, v, swap ? (enum fl_polarity)FCC_SWAPPED : POL_FCMP);
}

/* The word of the slot's layout for NZCV in bits 3..0. */
static unsigned nzcv_word(unsigned nzcv)
{
    return (nzcv & 1) | (nzcv >> 3 & 1) << 15 | (nzcv >> 2 & 1) << 14 |
           (~nzcv >> 1 & 1) << 8 | 1 << 9;
}

static void gen_ccmp(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool add = in->op == IR_FL_CCMN;
    bool w = g->b->op[in->arg[0]].type == IR_I64;
    struct opnd b;
    unsigned a;

    take_reg(g, RAX);
    b = use_opnd(g, in->arg[1], w);
    a = add ? use_reg_own(g, in->arg[0]) : use_reg(g, in->arg[0]);
    g->locked &= ~(1u << RAX);
    flags_load(g, in->arg[2]);
    if (is_fcmp_eq(g, (enum ir_fc)in->cc))
        flags_normalise(g);
    flags_settle(g);
    uint8_t *no = NULL;
    if (in->cc < FC_AL)
        no = x_jcc8(&g->c, flags_cond(g, (enum ir_fc)in->cc) ^ 1);
    g->fl.live = IR_NOID;
    if (b.kind == OP_IMM)
        x_alu_ri(&g->c, add ? ALU_ADD : ALU_CMP, w, a, b.imm);
    else if (b.kind == OP_MEM)
        x_alu_rm(&g->c, add ? ALU_ADD : ALU_CMP, w, a, b.mem);
    else
        x_alu_rr(&g->c, add ? ALU_ADD : ALU_CMP, w, a, b.reg);
    if (add)
        emit_cmc(g);
    if (!no) {
        flags_born(g, v, POL_SUB);
        return;
    }
    uint8_t *end = x_jmp8(&g->c);
    x_here(&g->c, no);
    if (g->head[RAX] != IR_NOID)
        g->failed = true;
    x_mov_ri(&g->c, RAX, nzcv_word(in->aux & 15));
    word_to_eflags(g);
    x_here(&g->c, end);
    flags_born(g, v, POL_SUB);
}

/* NZCV in bits 31..28 of a register to the slot's layout: bits move apart. */
static void gen_fl_pack(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    flags_clobber(g);
    take_reg(g, RAX);
    unsigned a = use_reg(g, in->arg[0]), t = tmp_reg(g);
    x_mov_rr(&g->c, false, RAX, a);
    x_shift_i(&g->c, SH_SHR, false, RAX, 16);
    x_mov_rr(&g->c, false, t, RAX);
    x_alu_ri(&g->c, ALU_AND, false, RAX, 0xc000);
    x_alu_ri(&g->c, ALU_XOR, false, t, 0x2000); /* C inverted */
    x_mov_rr(&g->c, false, a = t, t);
    x_shift_i(&g->c, SH_SHR, false, t, 5);
    x_mov_store(&g->c, false, env_mem(g, offsetof(struct tcg_env, cold_ip)), t);
    x_alu_ri(&g->c, ALU_AND, false, t, 0x100);
    x_alu_rr(&g->c, ALU_OR, false, RAX, t);
    x_mov_load(&g->c, false, t, env_mem(g, offsetof(struct tcg_env, cold_ip)));
    x_shift_i(&g->c, SH_SHR, false, t, 7);
    x_alu_ri(&g->c, ALU_AND, false, t, 1);
    x_alu_rr(&g->c, ALU_OR, false, RAX, t);
    word_to_eflags(g);
    g->locked &= ~(1u << RAX);
    flags_born(g, v, POL_SUB);
}

/* The slot's layout to NZCV in bits 31..28. */
void gen_fl_unpack(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    struct x86_buf *c = &g->c;

    flags_load(g, in->arg[0]);
    take_reg(g, RAX);
    flags_to_rax(g, g->fl.pol == POL_ADD ? (emit_cmc(g), POL_SUB) : g->fl.pol);
    if (g->fl.pol == POL_ADD)
        g->fl.pol = POL_SUB;
    flags_clobber(g);
    unsigned t = tmp_reg(g), d = def_reg(g, v, NOREG);
    x_mov_rr(c, false, t, RAX);
    x_shift_i(c, SH_SHL, false, t, 28); /* V */
    x_mov_rr(c, false, d, RAX);
    x_alu_ri(c, ALU_XOR, false, d, 0x100);
    x_alu_ri(c, ALU_AND, false, d, 0x100);
    x_shift_i(c, SH_SHL, false, d, 21); /* C */
    x_alu_rr(c, ALU_OR, false, d, t);
    x_alu_ri(c, ALU_AND, false, RAX, 0xc000);
    x_shift_i(c, SH_SHL, false, RAX, 16); /* N, Z */
    x_alu_rr(c, ALU_OR, false, d, RAX);
}

/* A get of the slot is another name of the value that it holds. */
void flags_get(struct gen *g, uint16_t v)
{
    uint16_t same = g->fl.pend != IR_NOID ? g->fl.pend : g->fl.memory;

    val_place(g, v, LOC_FLAGS, 0);
    if (same == IR_NOID)
        same = g->fl.memory = v;
    else
        g->val[same].uses = (uint16_t)(g->val[same].uses + g->val[v].uses);
    g->val[v].slot = same;
}

/* A helper may have changed the slot. */
void flags_forget(struct gen *g)
{
    g->fl.memory = g->fl.live = IR_NOID;
}

void gen_flags_op(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    switch (in->op) {
    case IR_FL_SUB:
        flags_clobber(g);
        gen_fl_sub(g, in);
        flags_born(g, v, POL_SUB);
        break;
    case IR_FL_ADD:
        flags_clobber(g);
        gen_fl_add(g, in);
        flags_born(g, v, POL_ADD);
        break;
    case IR_FL_LOGIC: {
        bool w = g->b->op[in->arg[0]].type == IR_I64;
        flags_clobber(g);
        unsigned a = use_reg(g, in->arg[0]);
        x_rr(&g->c, 0x85, w, a, a);
        flags_born(g, v, POL_ADD);
        break;
    }
    case IR_FL_ADC:
    case IR_FL_SBC: gen_adc(g, in, v); break;
    case IR_FL_FCMP:
        if (g->b->rules.fp_soft) {
            gen_cold_call(g, in, v);
            break;
        }
        flags_clobber(g);
        gen_fl_fcmp(g, in, v);
        break;
    case IR_FL_PACK: gen_fl_pack(g, in, v); break;
    default: gen_ccmp(g, in, v); break;
    }
}

/* adc, sbc and their flags. */
void gen_adc(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    bool sub = in->op == IR_SBC || in->op == IR_FL_SBC;
    bool only_flags = in->op == IR_FL_ADC || in->op == IR_FL_SBC;
    bool w = g->b->op[in->arg[0]].type == IR_I64;
    uint16_t fv = IR_NOID;

    flags_load(g, in->arg[2]);
    if (g->fl.pol >= POL_FCMP)
        flags_normalise(g);
    flags_settle(g);
    struct opnd b = use_opnd(g, in->arg[1], w);
    /* x86 wants the carry in add polarity for adc, a borrow for sbb. */
    if ((g->fl.pol == POL_ADD) == sub) {
        emit_cmc(g);
        g->fl.pol = sub ? POL_SUB : POL_ADD;
    }
    unsigned t = tmp_reg(g);
    load_into(g, t, in->arg[0], w);
    g->fl.live = IR_NOID;
    unsigned alu = sub ? ALU_SBB : ALU_ADC;
    if (b.kind == OP_IMM)
        x_alu_ri(&g->c, alu, w, t, b.imm);
    else if (b.kind == OP_MEM)
        x_alu_rm(&g->c, alu, w, t, b.mem);
    else
        x_alu_rr(&g->c, alu, w, t, b.reg);
    enum fl_polarity pol = sub ? POL_SUB : POL_ADD;
    if (only_flags) {
        flags_born(g, v, pol);
        return;
    }
    if (flags_fuse(g, v, sub ? IR_FL_SBC : IR_FL_ADC, &fv))
        flags_fused(g, fv, pol);
    unsigned d = def_reg(g, v, t);
    if (d != t)
        x_mov_rr(&g->c, w, d, t);
}
