/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An exclusive pair as one operation.
 *
 * When the stored value is the loaded one combined with something that does not
 * depend on it, or does not depend on it at all, the pair is an IR_RMW; when a
 * branch leaves unless a certain value was loaded, an IR_CMPXCHG.  The pair's
 * operations are taken back and appended again: what does not need the loaded
 * value, the operation, the rest.  It cannot fail, so the status is 0 and the
 * branch that would repeat the pair goes away.
 *
 * All of it is the load's instruction.  If it faults, the block is made again
 * from there with TB_PLAIN, which fuses nothing, so that each half takes its
 * own fault.
 */
#include "config.h"

#include "cpu/atomic.h"
#include "cpu/translator.h"

enum { MAX_OPS = 48 };

struct fusion {
    struct translate *t;
    enum ir_type type; /* of the operation */
    unsigned mem;      /* of the load */
    unsigned start, n; /* the operations of the pair */
    unsigned load;     /* among them */
    unsigned branch;   /* the only side exit, or n */
    uint16_t x;        /* what is compared or combined with, old number */
    enum ir_rmw rmw;
    bool compare, negate, invert;
    struct ir_insn op[MAX_OPS];
    bool needs[MAX_OPS]; /* the loaded value */
    uint16_t now[MAX_OPS];
};

static const struct ir_insn *op_of(const struct fusion *f, uint16_t v)
{
    return &f->t->ir->op[v];
}

static bool depends(const struct fusion *f, uint16_t v)
{
    return v != IR_NOID && v >= f->start && f->needs[v - f->start];
}

/* Copies the operations; false for one that cannot be moved. */
static bool take(struct fusion *f)
{
    const struct ir_block *b = f->t->ir;
    uint64_t written[IR_MAX_SLOTS / 64] = {0};

    for (unsigned i = 0; i < f->n; i++) {
        const struct ir_insn *in = &b->op[f->start + i];
        bool pure = ir_opinfo[in->op].props & IRP_P;
        unsigned slot = (unsigned)in->imm % IR_MAX_SLOTS;
        uint64_t bit = UINT64_C(1) << slot % 64;

        f->op[i] = *in;
        f->needs[i] = i == f->load;
        for (unsigned a = 0; a < ir_opinfo[in->op].nargs; a++)
            f->needs[i] |= depends(f, in->arg[a]);
        if (pure || i == f->load || in->op == IR_INSN)
            continue;
        switch (in->op) {
        case IR_PUT: written[slot / 64] |= bit; break;
        case IR_GET:
            if (written[slot / 64] & bit)
                return false;
            break;
        case IR_TRAP:
            if (f->needs[i])
                return false;
            break;
        case IR_BR:
        case IR_BRFL:
            if (f->branch != f->n)
                return false;
            f->branch = i;
            break;
        default: return false;
        }
    }
    return true;
}

/* v without conversions that keep its low `bits`. */
static uint16_t low_of(const struct fusion *f, uint16_t v, unsigned bits)
{
    for (;;) {
        const struct ir_insn *in = op_of(f, v);
        unsigned keeps =
            in->op == IR_ZEXT8    ? 8
            : in->op == IR_ZEXT16 ? 16
            : in->op == IR_TRUNC || in->op == IR_SEXT32 || in->op == IR_ZEXT32
                ? 32
                : 0;
        if (v < f->start || keeps < bits)
            return v;
        v = in->arg[0];
    }
}

static unsigned bits_of(const struct fusion *f)
{
    return 8u << (f->mem & MEM_SIZE);
}

/* Stored value: the loaded one OP x. */
static bool is_update(struct fusion *f, uint16_t stored)
{
    unsigned bits = bits_of(f);
    uint16_t load = (uint16_t)(f->start + f->load);
    const struct ir_insn *in = op_of(f, low_of(f, stored, bits));
    bool first, second;

    if (!depends(f, stored)) {
        f->rmw = RMW_XCHG;
        f->x = stored;
        return true;
    }
    f->negate = in->op == IR_SUB;
    f->invert = in->op == IR_ANDN;
    switch (in->op) {
    case IR_SUB:
    case IR_ADD: f->rmw = RMW_ADD; break;
    case IR_ANDN:
    case IR_AND: f->rmw = RMW_AND; break;
    case IR_OR: f->rmw = RMW_OR; break;
    case IR_XOR: f->rmw = RMW_XOR; break;
    default: return false;
    }
    first = low_of(f, in->arg[0], bits) == load && !depends(f, in->arg[1]);
    second = low_of(f, in->arg[1], bits) == load && !depends(f, in->arg[0]) &&
             !f->negate && !f->invert;
    f->x = in->arg[first ? 1 : 0];
    return first || second;
}

/* Whether comparing `seen` with x tells what comparing memory with x does. */
static bool is_exact(const struct fusion *f, uint16_t seen, uint16_t x)
{
    static const uint8_t narrow[] = {IR_ZEXT8, IR_ZEXT16};
    const struct ir_insn *in = op_of(f, x), *s = op_of(f, seen);
    uint16_t load = (uint16_t)(f->start + f->load);
    unsigned size = f->mem & MEM_SIZE;

    if (depends(f, x) ||
        (seen != load && (s->op != IR_TRUNC || s->arg[0] != load)))
        return false;
    if (size == MEM_64)
        return seen == load;
    if (size == MEM_32 && s->type == IR_I32)
        return true;
    if (in->op == IR_CONST)
        return f->mem & MEM_SIGN ? in->imm == (int32_t)in->imm
                                 : (uint64_t)in->imm >> bits_of(f) == 0;
    return size == MEM_32 ? (f->mem & MEM_SIGN) && in->op == IR_SEXT32
                          : in->op == narrow[size];
}

/* A branch away unless x was loaded; then a store of something else. */
static bool is_compare(struct fusion *f, uint16_t stored)
{
    const struct ir_insn *br = &f->op[f->branch];

    if (br->op == IR_BRFL && br->cc == FC_NE)
        br = op_of(f, br->arg[0]);
    else if (br->op != IR_BR || br->cc != CC_NE)
        return false;
    if ((br->op != IR_BR && br->op != IR_FL_SUB) || depends(f, stored) ||
        !is_exact(f, br->arg[0], br->arg[1]))
        return false;
    f->compare = true;
    f->x = br->arg[1];
    return true;
}

static struct ir_val renumbered(const struct fusion *f, uint16_t v)
{
    return (struct ir_val){v != IR_NOID && v >= f->start ? f->now[v - f->start]
                                                         : v};
}

/* Appends operation i again. */
static void again(struct fusion *f, unsigned i)
{
    struct ir_block *b = f->t->ir;
    struct ir_insn in = f->op[i];

    for (unsigned a = 0; a < 4; a++)
        in.arg[a] = renumbered(f, in.arg[a]).id;
    if (in.op == IR_PUT)
        ir_put(b, (unsigned)in.imm, (struct ir_val){in.arg[0]});
    else if (in.op == IR_GET)
        f->now[i] = ir_get(b, (unsigned)in.imm, (enum ir_type)in.type).id;
    else
        f->now[i] = ir_emit(b, in).id;
}

static struct ir_val operand(struct fusion *f, uint16_t v)
{
    struct ir_val x = renumbered(f, v);

    if (f->type == IR_I32 && ir_type_of(f->t->ir, x) == IR_I64)
        x = ir_op1(f->t->ir, IR_TRUNC, IR_I32, x);
    return x;
}

static struct ir_val operation(struct fusion *f, uint16_t stored)
{
    struct ir_block *b = f->t->ir;
    struct ir_val addr = renumbered(f, f->op[f->load].arg[0]);
    struct ir_val x = operand(f, f->x);
    unsigned mem = f->mem & ~(unsigned)MEM_SIGN;

    if (f->compare) {
        struct ir_val to = operand(f, stored);
        atomic_watch(f->t, addr);
        return ir_cmpxchg(b, f->type, mem, addr, x, to);
    }
    if (f->negate)
        x = ir_op1(b, IR_NEG, f->type, x);
    if (f->invert)
        x = ir_op1(b, IR_NOT, f->type, x);
    atomic_watch(f->t, addr);
    return ir_rmw(b, f->type, f->rmw, mem, addr, x);
}

static bool is_independent(const struct fusion *f, unsigned i)
{
    return !f->needs[i] && f->op[i].op != IR_PUT && f->op[i].op != IR_INSN;
}

/* Of the monitor only its being clear remains, unless a branch leaves. */
static bool is_needed(const struct fusion *f, unsigned i)
{
    const struct target_monitor *m = f->t->target->monitor;
    bool monitor = f->op[i].op == IR_PUT &&
                   (f->op[i].imm == m->addr || f->op[i].imm == m->lo ||
                    f->op[i].imm == m->version);

    return f->op[i].op != IR_INSN && !is_independent(f, i) &&
           (!monitor || f->compare);
}

static void rebuild(struct fusion *f, uint16_t stored)
{
    struct ir_block *b = f->t->ir;

    ir_truncate(b, f->start);
    ir_insn_start(b, f->op[0].imm);
    for (unsigned i = 0; i < f->n; i++)
        if (is_independent(f, i))
            again(f, i);
    struct ir_val old = operation(f, stored);
    if (f->type == IR_I32)
        old = ir_op1(b, f->mem & MEM_SIGN ? IR_SEXT32 : IR_ZEXT32, IR_I64, old);
    f->now[f->load] = old.id;
    for (unsigned i = 0; i < f->n; i++)
        if (i != f->load && is_needed(f, i))
            again(f, i);
}

bool atomic_fuse(struct translate *t, enum ir_type ty, struct ir_val v)
{
    struct ir_block *b = t->ir;
    struct fusion f = {.t = t, .type = ty};
    unsigned load = t->pair.value.id;

    for (f.start = load; b->op[f.start].op != IR_INSN; f.start--)
        ;
    f.n = f.branch = b->n - f.start;
    f.load = load - f.start;
    f.mem = b->op[load].sub;
    if (f.n > MAX_OPS || !take(&f) ||
        !(f.branch == f.n ? is_update(&f, v.id) : is_compare(&f, v.id)))
        return false;
    rebuild(&f, v.id);
    t->fused = true;
    return true;
}
