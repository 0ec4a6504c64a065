/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "tcg/emit.h"
#include "tcg/eval.h"
#include "tcg/simplify.h"

#define NO_ARGS                                                                \
    {                                                                          \
        IR_NOID, IR_NOID, IR_NOID, IR_NOID                                     \
    }

const struct ir_opinfo ir_opinfo[IR_OP_COUNT] = {
#define V                                           IR_V
#define I32                                         IR_I32
#define I64                                         IR_I64
#define F32                                         IR_F32
#define F64                                         IR_F64
#define V128                                        IR_V128
#define FLAGS                                       IR_FLAGS
#define T                                           IR_T
#define P                                           IRP_P
#define M                                           IRP_M
#define X                                           IRP_X
#define S                                           IRP_S
#define H                                           IRP_H
#define N                                           IRP_N
#define IR_OP(name, text, nargs, type, props, mean) {text, nargs, type, props},
#include "tcg/ir.def"
#undef IR_OP
#undef V
#undef I32
#undef I64
#undef F32
#undef F64
#undef V128
#undef FLAGS
#undef T
#undef P
#undef M
#undef X
#undef S
#undef H
#undef N
};

void ir_begin(struct ir_block *b, uint64_t pc, const struct ir_slot *slots,
              const struct ir_helper *helpers, const struct ir_rules *rules)
{
    b->pc = pc;
    b->slots = slots;
    b->helpers = helpers;
    b->rules = *rules;
    b->n = 0;
    b->n_insns = 0;
    b->guest_len = 0;
    b->n_exits = 0;
    b->overflow = false;
    b->barrier = 0;
}

static bool is_branch(const struct ir_insn *in)
{
    return in->op == IR_BR || in->op == IR_BRFL;
}

struct ir_val ir_append(struct ir_block *b, const struct ir_insn *in)
{
    b->n_exits += is_branch(in);
    return emit_append(b, in);
}

void ir_truncate(struct ir_block *b, unsigned n)
{
    while (b->n > n) {
        const struct ir_insn *in = &b->op[--b->n];
        b->n_exits -= is_branch(in);
        for (unsigned k = 0; k < 4; k++)
            if (in->arg[k] != IR_NOID)
                b->op[in->arg[k]].uses--;
    }
}

/* ---- Value numbering of pure operations ---- */

struct key {
    uint64_t head, tail, imm;
    int32_t aux2;
};

static struct key key_of(const struct ir_insn *in)
{
    struct key k = {.imm = (uint64_t)in->imm, .aux2 = in->aux2};

    memcpy(&k.head, in, sizeof(k.head));
    memcpy(&k.tail, in->arg + 2, sizeof(k.tail));
    k.tail &= ~UINT64_C(0) >> 16; /* without uses, which come last */
    return k;
}

static struct ir_val append_pure(struct ir_block *b, const struct ir_insn *in)
{
    struct key k = key_of(in);
    uint64_t hash = (k.head ^ (k.tail << 7) ^ (k.imm * 0x9e3779b97f4a7c15u)) *
                    0xd6e8feb86659fd93u;
    uint16_t *entry = &b->vn[hash >> 56];

    if (*entry < b->n) {
        struct key o = key_of(&b->op[*entry]);

        if (o.head == k.head && o.tail == k.tail && o.imm == k.imm &&
            o.aux2 == k.aux2)
            return (struct ir_val){*entry};
    }
    *entry = b->n;
    return emit_append(b, in);
}

struct ir_val emit_pure(struct ir_block *b, struct ir_insn *in)
{
    struct ir_val v = ir_simplify(b, in);

    return ir_present(v) ? v : append_pure(b, in);
}

/* As append_pure, for the operation with the fewest fields. */
struct ir_val ir_const(struct ir_block *b, enum ir_type t, int64_t imm)
{
    imm = eval_canon(t, imm);
    uint64_t hash = ((uint64_t)imm + t) * 0x9e3779b97f4a7c15u;
    uint16_t *entry = &b->vn[hash >> 56];
    const struct ir_insn *o = &b->op[*entry];

    if (*entry < b->n && o->op == IR_CONST && o->type == t && o->imm == imm)
        return (struct ir_val){*entry};
    *entry = b->n;
    return emit_append(
        b, &(struct ir_insn){
               .op = IR_CONST, .type = (uint8_t)t, .arg = NO_ARGS, .imm = imm});
}

/* ---- Forwarding of guest state ---- */

/* The operation that last read or wrote `slot`, IR_NOID when that is not known.
 * An entry left by an earlier block cannot be taken for one of this block: the
 * first get or put of a slot replaces it. */
static uint16_t known(const struct ir_block *b, unsigned slot)
{
    uint16_t id;

    if (slot >= IR_MAX_SLOTS)
        return IR_NOID;
    id = b->known[slot];
    if (id >= b->n || id < b->barrier || b->op[id].imm != (int64_t)slot ||
        b->op[id].op - (unsigned)IR_GET > IR_PUT - IR_GET)
        return IR_NOID;
    return id;
}

static void set_known(struct ir_block *b, unsigned slot, uint16_t id)
{
    if (slot < IR_MAX_SLOTS)
        b->known[slot] = id;
}

static bool is_wider(enum ir_type a, enum ir_type b)
{
    static const uint8_t size[] = {
        [IR_I32] = 4, [IR_F32] = 4,   [IR_I64] = 8,
        [IR_F64] = 8, [IR_V128] = 16, [IR_FLAGS] = 2,
    };

    return size[a] > size[b];
}

/* v, the low part of a slot of type `st` or (exact) all that is in it, seen as
 * type t. */
static struct ir_val view(struct ir_block *b, struct ir_val v, enum ir_type t,
                          enum ir_type st, bool exact)
{
    enum ir_type vt = ir_type_of(b, v);

    if (vt == t)
        return v;
    if (vt == IR_FLAGS || t == IR_FLAGS || (is_wider(t, vt) && !exact))
        return IR_NONE;
    if (is_wider(t, vt) && st != IR_V128)
        return IR_NONE;
    if (vt == IR_I32 && t != IR_F32)
        return IR_NONE;
    if (t == IR_I32 && vt != IR_F32) {
        if (vt != IR_I64)
            v = ir_op1(b, IR_BITCAST, IR_I64, v);
        return ir_op1(b, IR_TRUNC, t, v);
    }
    if (vt != IR_V128 && t != IR_V128 && (is_wider(vt, t) || is_wider(t, vt)))
        v = ir_op1(b, IR_BITCAST, IR_V128, v);
    return ir_op1(b, IR_BITCAST, t, v);
}

/* Floating-point and vector slots hold no integers: these pass through the
 * float type of their size. */
static bool is_int_of_vector(const struct ir_block *b, unsigned slot,
                             unsigned type)
{
    unsigned st = b->slots[slot].type;

    return (st == IR_V128 || st == IR_F64) &&
           (type == IR_I64 || type == IR_I32);
}

static enum ir_type float_of(unsigned type)
{
    return type == IR_I64 ? IR_F64 : IR_F32;
}

/* Where the slot's value is not there in the type that is wanted. */
static __attribute__((noinline)) struct ir_val
get_slow(struct ir_block *b, unsigned slot, enum ir_type t, uint16_t id)
{
    struct ir_val v = IR_NONE;

    if (is_int_of_vector(b, slot, t))
        return ir_op1(b, IR_BITCAST, t, ir_get(b, slot, float_of(t)));
    if (id != IR_NOID) {
        enum ir_type st = (enum ir_type)b->slots[slot].type;
        bool put = b->op[id].op == IR_PUT;

        v.id = put ? b->op[id].arg[0] : id;
        v = view(b, v, t, st, put);
    }
    if (ir_present(v))
        return v;
    set_known(b, slot, b->n);
    return emit_append(
        b, &(struct ir_insn){
               .op = IR_GET, .type = (uint8_t)t, .arg = NO_ARGS, .imm = slot});
}

struct ir_val ir_get(struct ir_block *b, unsigned slot, enum ir_type t)
{
    uint16_t id = known(b, slot);

    if (id != IR_NOID) {
        uint16_t v = b->op[id].op == IR_PUT ? b->op[id].arg[0] : id;
        if (b->op[v].type == t)
            return (struct ir_val){v};
    }
    return get_slow(b, slot, t, id);
}

void ir_put(struct ir_block *b, unsigned slot, struct ir_val v)
{
    unsigned st = b->slots[slot].type, t = b->op[v.id].type;
    uint16_t id = known(b, slot);

    if (t != st && is_int_of_vector(b, slot, t)) {
        t = float_of(t);
        v = ir_op1(b, IR_BITCAST, (enum ir_type)t, v);
    }
    if (id != IR_NOID && (b->op[id].op == IR_PUT ? b->op[id].arg[0] == v.id
                                                 : id == v.id && t == st))
        return;
    set_known(b, slot, b->n);
    emit_append(b, &(struct ir_insn){.op = IR_PUT,
                                     .type = (uint8_t)t,
                                     .arg = {v.id, IR_NOID, IR_NOID, IR_NOID},
                                     .imm = slot});
}

struct ir_val ir_helper(struct ir_block *b, enum ir_type t, unsigned helper,
                        struct ir_val x, struct ir_val y, struct ir_val z,
                        struct ir_val w)
{
    struct ir_val v =
        emit_append(b, &(struct ir_insn){.op = IR_HELPER,
                                         .type = (uint8_t)t,
                                         .arg = {x.id, y.id, z.id, w.id},
                                         .imm = helper});

    if (b->helpers[helper].flags & HELPER_STATE)
        b->barrier = b->n;
    return v;
}

struct ir_val ir_emit(struct ir_block *b, struct ir_insn in)
{
    const struct ir_opinfo *info = &ir_opinfo[in.op];

    for (unsigned i = info->nargs; i < 4; i++)
        in.arg[i] = IR_NOID;
    in.uses = 0;
    if (in.op == IR_CONST)
        return ir_const(b, (enum ir_type)in.type, in.imm);
    if (info->props & IRP_P)
        return emit_pure(b, &in);
    switch (in.op) {
    case IR_GET: return ir_get(b, (unsigned)in.imm, (enum ir_type)in.type);
    case IR_PUT:
        ir_put(b, (unsigned)in.imm, (struct ir_val){in.arg[0]});
        return IR_NONE;
    case IR_BR:
    case IR_TRAP:
        if (ir_simplify_cond(b, &in, (enum ir_type)in.aux) == 0)
            return IR_NONE;
        return ir_append(b, &in);
    case IR_HELPER:
        return ir_helper(b, (enum ir_type)in.type, (unsigned)in.imm,
                         (struct ir_val){in.arg[0]}, (struct ir_val){in.arg[1]},
                         (struct ir_val){in.arg[2]},
                         (struct ir_val){in.arg[3]});
    default: return ir_append(b, &in);
    }
}
