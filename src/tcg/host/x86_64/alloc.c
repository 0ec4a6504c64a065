/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where values are: see gen.h. */
#include "config.h"

#include "tcg/host/x86_64/gen.h"

enum {
    OP_SSE_LOAD = 0x10 | M_0F | P_F2,
    OP_SSS_LOAD = 0x10 | M_0F | P_F3,
    OP_PXOR = 0xef | M_0F | P_66,
};

const uint8_t int_homes[N_INT_HOMES] = {RBX, RSI, RDI, R8,  R9,
                                        R10, R12, R13, R14, R15};

static const uint8_t int_scratch[] = {RCX, RDX, R11, RAX};

bool val_is_vec(const struct gen *g, uint16_t v)
{
    uint8_t t = g->b->op[v].type;
    return t == IR_F32 || t == IR_F64 || t == IR_V128;
}

bool val_is_wide(const struct gen *g, uint16_t v)
{
    return g->b->op[v].type == IR_I64;
}

bool val_const(const struct gen *g, uint16_t v, int64_t *imm)
{
    const struct ir_insn *in = &g->b->op[v];
    if (in->op != IR_CONST)
        return false;
    *imm = in->type == IR_I32 ? (int32_t)in->imm : in->imm;
    return true;
}

struct x86_mem env_mem(const struct gen *g, size_t off)
{
    return (struct x86_mem){
        .base = RBP, .index = NOREG, .disp = (int32_t)off - g->conv->bias};
}

struct x86_mem slot_mem(const struct gen *g, unsigned slot)
{
    return env_mem(g, g->conv->slots[slot].off);
}

static struct x86_mem spill_mem(const struct gen *g, unsigned word, bool vec)
{
    return env_mem(g, vec ? offsetof(struct tcg_env, vspill) + word * 16
                          : offsetof(struct tcg_env, spill) + word * 8);
}

static void unlink_val(struct gen *g, uint16_t v)
{
    struct gen_val *x = &g->val[v];

    if (x->list != NOREG) {
        if (x->prev == IR_NOID)
            g->head[x->list] = x->next;
        else
            g->val[x->prev].next = x->next;
        if (x->next != IR_NOID)
            g->val[x->next].prev = x->prev;
        x->list = NOREG;
    } else if (x->loc == LOC_SPILL) {
        (val_is_vec(g, v) ? g->vspill_refs : g->spill_refs)[x->slot]--;
    }
    x->loc = LOC_NONE;
}

static void link_list(struct gen *g, uint16_t v, unsigned list)
{
    struct gen_val *x = &g->val[v];

    x->list = (uint8_t)list;
    x->prev = IR_NOID;
    x->next = g->head[list];
    if (x->next != IR_NOID)
        g->val[x->next].prev = v;
    g->head[list] = v;
}

void val_place(struct gen *g, uint16_t v, enum loc_kind kind, unsigned r)
{
    struct gen_val *x = &g->val[v];

    if (x->loc != LOC_NONE)
        unlink_val(g, v);
    x->loc = (uint8_t)kind;
    x->canon = false;
    if (kind == LOC_REG || kind == LOC_VEC) {
        x->reg = (uint8_t)r;
        link_list(g, v, kind == LOC_REG ? r : LIST_VEC + r);
        return;
    }
    x->slot = (uint16_t)r;
    if (kind == LOC_SLOT)
        link_list(g, v, LIST_SLOT + r);
    else if (kind == LOC_SPILL)
        (val_is_vec(g, v) ? g->vspill_refs : g->spill_refs)[r]++;
}

void val_alias(struct gen *g, uint16_t v, uint16_t of)
{
    const struct gen_val *o = &g->val[of];
    struct gen_val *x = &g->val[v];

    x->hi_zero = o->hi_zero;
    x->copy = o->copy;
    val_place(g, v, (enum loc_kind)o->loc,
              o->loc == LOC_REG || o->loc == LOC_VEC ? o->reg : o->slot);
}

void val_drop(struct gen *g, uint16_t v)
{
    unlink_val(g, v);
}

bool reg_dead(const struct gen *g, unsigned list, uint16_t v)
{
    for (uint16_t i = g->head[list]; i != IR_NOID; i = g->val[i].next)
        if (i != v && g->val[i].uses != 0)
            return false;
    return true;
}

/* Moves all values of `list` to another place. */
static void relocate(struct gen *g, unsigned list, enum loc_kind kind,
                     unsigned r)
{
    while (g->head[list] != IR_NOID)
        val_place(g, g->head[list], kind, r);
}

static int free_spill(uint8_t *refs, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (!refs[i])
            return (int)i;
    return -1;
}

static bool list_has_copy(const struct gen *g, unsigned list, uint16_t *slot)
{
    uint16_t s = g->val[g->head[list]].copy;

    for (uint16_t i = g->head[list]; i != IR_NOID; i = g->val[i].next)
        if (g->val[i].copy != s)
            return false;
    *slot = s;
    return s != IR_NOID;
}

static void spill_reg(struct gen *g, unsigned r)
{
    uint16_t slot;

    if (list_has_copy(g, r, &slot)) {
        relocate(g, r, LOC_SLOT, slot);
        return;
    }
    int w = free_spill(g->spill_refs, TCG_SPILLS);
    if (w < 0) {
        g->failed = true;
        w = 0;
    }
    x_mov_store(&g->c, true, spill_mem(g, (unsigned)w, false), r);
    g->moved = g->c.p;
    relocate(g, r, LOC_SPILL, (unsigned)w);
}

static void spill_vec(struct gen *g, unsigned r)
{
    uint16_t slot;

    if (list_has_copy(g, LIST_VEC + r, &slot)) {
        relocate(g, LIST_VEC + r, LOC_SLOT, slot);
        return;
    }
    int w = free_spill(g->vspill_refs, TCG_VSPILLS);
    if (w < 0) {
        g->failed = true;
        w = 0;
    }
    v_store(g, spill_mem(g, (unsigned)w, true), r);
    g->moved = g->c.p;
    relocate(g, LIST_VEC + r, LOC_SPILL, (unsigned)w);
}

/* A free scratch register, or NOREG. */
static unsigned find_free(const struct gen *g)
{
    for (unsigned i = 0; i < sizeof(int_scratch); i++) {
        unsigned r = int_scratch[i];
        if (!(g->locked >> r & 1) && g->head[r] == IR_NOID)
            return r;
    }
    return NOREG;
}

/* How long register r is scratch, as an operation's number; 0: it is a home in
 * use (see gen.h). */
static unsigned scratch_until(const struct gen *g, unsigned r)
{
    uint16_t slot = g->slot_of[r], put;

    if (slot == IR_NOID)
        return IR_MAX_OPS;
    put = g->next_event[slot];
    if (put == IR_NOID || g->b->op[put].op != IR_PUT ||
        g->observers_at[put] != g->observers)
        return 0;
    return put;
}

/* The home that is free for longest, or NOREG. */
static unsigned idle_home(const struct gen *g)
{
    unsigned best = NOREG, until = 0;

    for (unsigned i = 0; i < N_INT_HOMES; i++) {
        unsigned r = int_homes[i];

        if ((g->locked >> r & 1) || g->head[r] != IR_NOID)
            continue;
        unsigned u = scratch_until(g, r);
        if (u > until) {
            best = r;
            until = u;
        }
    }
    return best;
}

static unsigned alloc_reg(struct gen *g)
{
    unsigned r = find_free(g), victim = NOREG;

    if (r == NOREG)
        r = idle_home(g);
    if (r != NOREG)
        return r;
    for (unsigned i = 0; i < sizeof(int_scratch); i++) {
        uint16_t slot;
        r = int_scratch[(i + g->op) % sizeof(int_scratch)];
        if (g->locked >> r & 1)
            continue;
        victim = r;
        if (list_has_copy(g, r, &slot))
            break;
    }
    if (victim == NOREG) {
        g->failed = true;
        return RAX;
    }
    spill_reg(g, victim);
    return victim;
}

static unsigned alloc_vec(struct gen *g)
{
    unsigned victim = NOREG;

    for (unsigned r = VEC_SCRATCH; r < 16; r++)
        if (!(g->vlocked >> r & 1) && g->head[LIST_VEC + r] == IR_NOID)
            return r;
    for (unsigned i = 0; i < 16 - VEC_SCRATCH; i++) {
        unsigned r = VEC_SCRATCH + (i + g->op) % (16 - VEC_SCRATCH);
        if (!(g->vlocked >> r & 1))
            victim = r;
    }
    if (victim == NOREG) {
        g->failed = true;
        return VEC_SCRATCH;
    }
    spill_vec(g, victim);
    return victim;
}

unsigned tmp_reg(struct gen *g)
{
    unsigned r = alloc_reg(g);
    g->locked |= 1u << r;
    return r;
}

unsigned tmp_vec(struct gen *g)
{
    unsigned r = alloc_vec(g);
    g->vlocked |= 1u << r;
    return r;
}

/* Makes the home r scratch until the operation ends. */
static void borrow_vec(struct gen *g, unsigned r)
{
    int w = free_spill(g->vspill_refs, TCG_VSPILLS);

    g->vlocked |= 1u << r;
    if (w < 0 || g->n_lent == MAX_LENT) {
        g->failed = true;
        return;
    }
    g->vspill_refs[w]++;
    g->lent[g->n_lent++] = (struct lent){.reg = (uint8_t)r, .word = (uint8_t)w};
    v_store(g, spill_mem(g, (unsigned)w, true), r);
    g->moved = g->c.p;
}

unsigned work_vec(struct gen *g)
{
    unsigned pick = NOREG;

    for (unsigned r = 16; r-- > 0;) {
        if (g->vlocked >> r & 1)
            continue;
        if (g->head[LIST_VEC + r] == IR_NOID &&
            g->slot_of[LIST_VEC + r] == IR_NOID) {
            g->vlocked |= 1u << r;
            return r;
        }
        pick = r;
    }
    for (unsigned r = VEC_SCRATCH; r < 16; r++)
        if (!(g->vlocked >> r & 1))
            return tmp_vec(g);
    if (pick == NOREG) {
        g->failed = true;
        return VEC_SCRATCH;
    }
    borrow_vec(g, pick);
    return pick;
}

void take_reg(struct gen *g, unsigned r)
{
    if (g->head[r] != IR_NOID) {
        g->locked |= 1u << r;
        unsigned d = find_free(g);
        if (d != NOREG) {
            x_mov_rr(&g->c, true, d, r);
            g->moved = g->c.p;
            relocate(g, r, LOC_REG, d);
        } else {
            spill_reg(g, r);
        }
    }
    g->locked |= 1u << r;
}

static void load_const(struct gen *g, unsigned r, uint16_t v)
{
    const struct ir_insn *in = &g->b->op[v];

    if (in->op == IR_PCREL) {
        gen_pc(g, r, in->imm);
        return;
    }
    x_mov_ri(&g->c, r,
             in->type == IR_I32 ? (int64_t)(uint32_t)in->imm : in->imm);
}

void gen_pc(struct gen *g, unsigned r, int64_t off)
{
    const uint8_t *before = g->c.p;

    x_mov_ri(&g->c, r, (int64_t)(g->b->pc + (uint64_t)off));
    if (g->c.p - before < 10)
        g->out->relocatable = false;
    else if (g->out->n_relocs < g->out->reloc_room)
        g->out->reloc[g->out->n_relocs++] =
            (uint32_t)(g->c.p - 8 - g->out->code);
    else
        g->failed = true;
}

void load_into(struct gen *g, unsigned r, uint16_t v, bool w)
{
    const struct gen_val *x = &g->val[v];

    switch (x->loc) {
    case LOC_REG:
        if (x->reg != r)
            x_mov_rr(&g->c, w, r, x->reg);
        break;
    case LOC_SLOT: x_mov_load(&g->c, w, r, slot_mem(g, x->slot)); break;
    case LOC_SPILL:
        x_mov_load(&g->c, w, r, spill_mem(g, x->slot, false));
        break;
    default: load_const(g, r, v); break;
    }
}

/* The memory of `slot` also holds x, which is in a register. */
static void set_copy(struct gen *g, struct gen_val *x, unsigned slot)
{
    x->copy = (uint16_t)slot;
    g->copied[slot / 64] |= UINT64_C(1) << slot % 64;
}

unsigned use_reg_load(struct gen *g, uint16_t v)
{
    struct gen_val *x = &g->val[v];
    unsigned r;

    r = tmp_reg(g);
    load_into(g, r, v, val_is_wide(g, v));
    if (x->loc == LOC_SLOT || x->loc == LOC_SPILL) {
        uint16_t copy = x->loc == LOC_SLOT ? x->slot : (uint16_t)IR_NOID;
        val_place(g, v, LOC_REG, r);
        x->copy = IR_NOID;
        if (copy != IR_NOID)
            set_copy(g, x, copy);
        if (!val_is_wide(g, v))
            x->hi_zero = true;
    }
    return r;
}

unsigned use_reg_own(struct gen *g, uint16_t v)
{
    const struct gen_val *x = &g->val[v];

    if (x->loc == LOC_REG && !g->val[v].uses && reg_dead(g, x->reg, v) &&
        scratch_until(g, x->reg)) {
        g->locked |= 1u << x->reg;
        return x->reg;
    }
    if (x->loc == LOC_REG)
        g->locked |= 1u << x->reg;
    unsigned r = tmp_reg(g);
    load_into(g, r, v, val_is_wide(g, v));
    return r;
}

static void load_vec_mem(struct gen *g, unsigned r, struct x86_mem m, int type)
{
    if (type == IR_F32)
        v_op_load(g, OP_SSS_LOAD, r, m);
    else if (type == IR_F64)
        v_op_load(g, OP_SSE_LOAD, r, m);
    else
        v_load(g, r, m);
}

/* Low half imm, the rest zero. */
static void load_vec_const(struct gen *g, unsigned r, uint16_t v)
{
    const struct ir_insn *in = &g->b->op[v];
    int64_t imm = in->type == IR_F32 ? (int64_t)(uint32_t)in->imm : in->imm;

    if (!imm) {
        v_op3(g, OP_PXOR, r, r, r);
        return;
    }
    unsigned t = tmp_reg(g);
    x_mov_ri(&g->c, t, imm);
    v_from_int(g, r, t, true);
    g->locked &= ~(1u << t);
}

void load_into_vec(struct gen *g, unsigned r, uint16_t v)
{
    const struct gen_val *x = &g->val[v];

    if (x->loc == LOC_VEC) {
        if (x->reg != r)
            v_mov(g, r, x->reg);
    } else if (x->loc == LOC_SLOT) {
        load_vec_mem(g, r, slot_mem(g, x->slot), g->b->op[v].type);
    } else if (x->loc == LOC_SPILL) {
        v_load(g, r, spill_mem(g, x->slot, true));
    } else {
        load_vec_const(g, r, v);
    }
}

unsigned use_vec(struct gen *g, uint16_t v)
{
    struct gen_val *x = &g->val[v];

    if (x->loc == LOC_VEC) {
        g->vlocked |= 1u << x->reg;
        return x->reg;
    }
    unsigned r = tmp_vec(g);
    uint16_t slot = x->loc == LOC_SLOT ? x->slot : (uint16_t)IR_NOID;
    load_into_vec(g, r, v);
    if (x->loc == LOC_CONST)
        return r;
    val_place(g, v, LOC_VEC, r);
    if (slot != IR_NOID) {
        bool narrow = g->b->op[v].type != IR_V128;
        x->hi_zero = narrow;
        x->copy = IR_NOID;
        if (!narrow || g->conv->slots[slot].type != IR_V128)
            set_copy(g, x, slot);
    }
    return r;
}

struct opnd use_opnd(struct gen *g, uint16_t v, bool w)
{
    const struct gen_val *x = &g->val[v];
    struct opnd o = {.kind = OP_REG};
    int64_t imm;

    if (val_const(g, v, &imm) && (!w || x_fits32(imm))) {
        o.kind = OP_IMM;
        o.imm = (int32_t)imm;
    } else if (!g->val[v].uses && x->loc == LOC_SLOT) {
        o.kind = OP_MEM;
        o.mem = slot_mem(g, x->slot);
    } else if (!g->val[v].uses && x->loc == LOC_SPILL) {
        o.kind = OP_MEM;
        o.mem = spill_mem(g, x->slot, false);
    } else {
        o.reg = (uint8_t)use_reg(g, v);
    }
    return o;
}

static bool hint_usable(const struct gen *g, uint16_t v, unsigned base)
{
    unsigned h = g->val[v].hint;
    return h != NOREG && reg_dead(g, base + h, v);
}

unsigned def_reg(struct gen *g, uint16_t v, unsigned prefer)
{
    unsigned r;

    if (hint_usable(g, v, 0))
        r = g->val[v].hint;
    else if (prefer != NOREG && reg_dead(g, prefer, v) &&
             scratch_until(g, prefer))
        r = prefer;
    else
        r = alloc_reg(g);
    g->locked |= 1u << r;
    g->val[v].copy = IR_NOID;
    g->val[v].hi_zero = g->b->op[v].type == IR_I32;
    val_place(g, v, LOC_REG, r);
    return r;
}

unsigned def_vec(struct gen *g, uint16_t v, unsigned prefer)
{
    unsigned r;

    if (hint_usable(g, v, LIST_VEC))
        r = g->val[v].hint;
    else if (prefer != NOREG && g->slot_of[LIST_VEC + prefer] == IR_NOID &&
             reg_dead(g, LIST_VEC + prefer, v))
        r = prefer;
    else
        r = alloc_vec(g);
    g->vlocked |= 1u << r;
    g->val[v].copy = IR_NOID;
    g->val[v].hi_zero = false;
    val_place(g, v, LOC_VEC, r);
    return r;
}

static bool slot_is_vec(const struct gen *g, unsigned slot)
{
    uint8_t t = g->conv->slots[slot].type;
    return t == IR_F32 || t == IR_F64 || t == IR_V128;
}

void gen_get(struct gen *g, uint16_t v, unsigned slot)
{
    g->val[v].copy = IR_NOID;
    g->val[v].hi_zero = false;
    unsigned h = g->home_of[slot];
    if (h == NOREG)
        val_place(g, v, LOC_SLOT, slot);
    else if (!slot_is_vec(g, slot))
        val_place(g, v, LOC_REG, h);
    else if (val_is_vec(g, v))
        val_place(g, v, LOC_VEC, h);
    else
        v_to_int(g, def_reg(g, v, NOREG), h, val_is_wide(g, v));
}

/* Saves the values that still need a home's or slot's old content. */
static void evacuate(struct gen *g, unsigned list)
{
    uint16_t v = g->head[list];

    if (v == IR_NOID)
        return;
    if (val_is_vec(g, v)) {
        unsigned r = alloc_vec(g);
        if (list >= LIST_SLOT)
            load_vec_mem(g, r, slot_mem(g, list - LIST_SLOT),
                         g->conv->slots[list - LIST_SLOT].type);
        else
            v_mov(g, r, list - LIST_VEC);
        relocate(g, list, LOC_VEC, r);
    } else {
        unsigned r = alloc_reg(g);
        if (list >= LIST_SLOT)
            x_mov_load(&g->c, true, r, slot_mem(g, list - LIST_SLOT));
        else
            x_mov_rr(&g->c, true, r, list);
        relocate(g, list, LOC_REG, r);
    }
}

static void forget_copies(struct gen *g, unsigned slot)
{
    uint64_t bit = UINT64_C(1) << slot % 64;

    if (!(g->copied[slot / 64] & bit))
        return;
    g->copied[slot / 64] &= ~bit;
    for (unsigned list = 0; list < LIST_SLOT; list++)
        for (uint16_t i = g->head[list]; i != IR_NOID; i = g->val[i].next)
            if (g->val[i].copy == slot)
                g->val[i].copy = IR_NOID;
}

/* A helper may write any slot: what is still wanted of their old contents moves
 * to scratch registers or spill words. */
void alloc_barrier(struct gen *g)
{
    unsigned lists = (unsigned)LIST_SLOT + g->conv->n_slots;

    for (unsigned list = 0; list < lists; list++) {
        bool home = list >= LIST_SLOT || g->slot_of[list] != IR_NOID;
        if (home && !reg_dead(g, list, IR_NOID))
            evacuate(g, list);
    }
    for (unsigned list = 0; list < LIST_SLOT; list++)
        for (uint16_t i = g->head[list]; i != IR_NOID; i = g->val[i].next)
            g->val[i].copy = IR_NOID;
}

static void put_int(struct gen *g, unsigned slot, uint16_t v)
{
    struct gen_val *x = &g->val[v];
    bool wide = g->conv->slots[slot].type == IR_I64;
    unsigned h = g->home_of[slot];
    int64_t imm;

    if (h != NOREG) {
        if (x->loc == LOC_REG && x->reg == h)
            return;
        if (x->loc == LOC_REG)
            g->locked |= 1u << x->reg;
        evacuate(g, h);
        load_into(g, h, v, wide);
        /* A value in the home that it is put into later stays there. */
        if (x->loc != LOC_CONST && (x->loc != LOC_REG || x->reg != x->hint))
            val_place(g, v, LOC_REG, h);
        return;
    }
    if (x->loc == LOC_SLOT && x->slot == slot)
        return;
    if (x->loc == LOC_REG)
        g->locked |= 1u << x->reg;
    evacuate(g, LIST_SLOT + slot);
    forget_copies(g, slot);
    if (val_const(g, v, &imm) && (!wide || x_fits32(imm))) {
        x_rm(&g->c, 0xc7, wide, 0, slot_mem(g, slot));
        x_imm32(&g->c, (int32_t)imm);
        return;
    }
    unsigned r = use_reg(g, v);
    x_mov_store(&g->c, wide, slot_mem(g, slot), r);
    if (x->loc == LOC_REG && wide) /* and whatever else is the same */
        for (uint16_t i = g->head[r]; i != IR_NOID; i = g->val[i].next)
            set_copy(g, &g->val[i], slot);
}

static void put_vec(struct gen *g, unsigned slot, uint16_t v)
{
    struct gen_val *x = &g->val[v];
    uint8_t vt = g->b->op[v].type, st = g->conv->slots[slot].type;
    bool widen = st == IR_V128 && vt != IR_V128 && !x->hi_zero;
    unsigned h = g->home_of[slot];

    if (h != NOREG) {
        bool there = x->loc == LOC_VEC && x->reg == h;
        if (there && !widen)
            return;
        if (x->loc == LOC_VEC)
            g->vlocked |= 1u << x->reg;
        if (!there || !reg_dead(g, LIST_VEC + h, v))
            evacuate(g, LIST_VEC + h);
        unsigned r = x->loc == LOC_VEC ? x->reg : h;
        bool spilled = x->loc == LOC_SPILL;
        if (x->loc != LOC_VEC)
            load_into_vec(g, h, v);
        if (spilled && widen)
            v_zero_rest(g, h, h, vt);
        else if (x->loc == LOC_VEC && widen)
            v_zero_rest(g, h, r, vt);
        else if (x->loc == LOC_VEC)
            v_mov(g, h, r);
        val_place(g, v, LOC_VEC, h);
        x->hi_zero |= st == IR_V128 && vt != IR_V128;
        return;
    }
    if (x->loc == LOC_SLOT && x->slot == slot && vt == st)
        return;
    unsigned r = use_vec(g, v);
    evacuate(g, LIST_SLOT + slot);
    forget_copies(g, slot);
    widen = st == IR_V128 && vt != IR_V128 && !x->hi_zero;
    if (widen) {
        unsigned t = tmp_vec(g);
        v_zero_rest(g, t, r, vt);
        r = t;
    }
    if (st == IR_F64)
        v_store_f64(g, slot_mem(g, slot), r);
    else
        v_store(g, slot_mem(g, slot), r);
    if (x->loc == LOC_VEC && vt == st &&
        g->slot_of[LIST_VEC + x->reg] == IR_NOID)
        set_copy(g, x, slot);
}

/* An integer into the low part of a vector slot, the rest becoming zero. */
static void put_int_in_vec(struct gen *g, unsigned slot, uint16_t v)
{
    unsigned r = use_reg(g, v), h = g->home_of[slot];

    evacuate(g, h == NOREG ? LIST_SLOT + slot : LIST_VEC + h);
    forget_copies(g, slot);
    if (h != NOREG) {
        v_from_int(g, h, r, val_is_wide(g, v));
        return;
    }
    unsigned t = tmp_vec(g);
    v_from_int(g, t, r, val_is_wide(g, v));
    if (g->conv->slots[slot].type == IR_V128)
        v_store(g, slot_mem(g, slot), t);
    else
        v_store_f64(g, slot_mem(g, slot), t);
}

void gen_put(struct gen *g, unsigned slot, uint16_t v)
{
    if (!slot_is_vec(g, slot))
        put_int(g, slot, v);
    else if (val_is_vec(g, v))
        put_vec(g, slot, v);
    else
        put_int_in_vec(g, slot, v);
}

void return_homes(struct gen *g)
{
    while (g->n_lent > 0) {
        const struct lent *l = &g->lent[--g->n_lent];
        v_load(g, l->reg, spill_mem(g, l->word, true));
        g->vspill_refs[l->word]--;
    }
}

static void set_home(struct tcg_homes *h, unsigned slot, unsigned reg,
                     unsigned base)
{
    h->home_of[slot] = (uint8_t)reg;
    h->slot_of[base + reg] = (uint16_t)slot;
}

void homes_init(struct tcg_homes *h, const struct tcg_conv *cv)
{
    memset(h->home_of, NOREG, sizeof(h->home_of));
    memset(h->slot_of, 0xff, sizeof(h->slot_of));
    for (unsigned i = 0; i < N_INT_HOMES && cv->pin_int[i] != IR_NOID; i++)
        set_home(h, cv->pin_int[i], int_homes[i], 0);
    for (unsigned i = 0; i < n_vec_homes() && cv->pin_vec[i] != IR_NOID; i++)
        set_home(h, cv->pin_vec[i], vec_home(i), LIST_VEC);
    h->flags_slot = IR_NOID;
    for (unsigned i = 0; i < cv->n_slots; i++)
        if (cv->slots[i].type == IR_FLAGS)
            h->flags_slot = (uint16_t)i;
}

void alloc_begin(struct gen *g)
{
    memset(g->head, 0xff, (LIST_SLOT + g->conv->n_slots) * sizeof(g->head[0]));
    memset(g->spill_refs, 0, sizeof(g->spill_refs));
    memset(g->vspill_refs, 0, sizeof(g->vspill_refs));
    memset(g->copied, 0, sizeof(g->copied));
    g->n_lent = 0;
    g->moved = NULL;
    g->locked = g->vlocked = 0;
}
