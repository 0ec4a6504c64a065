/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The IR of atomics, plain and instrumented.
 *
 * An instrumented atomic whose entry is watched or locked is translated again
 * with TB_PLAIN, where helpers make it.
 * A helper that cannot reach memory says so, and the instruction is translated
 * again with TB_PLAIN: there an access that changes nothing comes first and
 * takes the fault where it is exact.
 */
#include "config.h"

#include "cpu/atomic.h"
#include "cpu/translator.h"

static const struct target_monitor *monitor(const struct translate *t)
{
    return t->target->monitor;
}

/* Remembers the load that a store-exclusive of this block may pair with. */
static void open_pair(struct translate *t, struct ir_val addr,
                      struct ir_val value, unsigned size)
{
    t->pair = (struct translate_pair){.open = true,
                                      .size = (uint8_t)size,
                                      .addr = addr,
                                      .value = value,
                                      .from = t->ir->n};
}

/* Whether the store at `addr` ends a pair that looks at no other memory. */
static bool close_pair(struct translate *t, struct ir_val addr, unsigned size)
{
    const struct ir_block *b = t->ir;
    bool open = t->pair.open;

    t->pair.open = false;
    if (!open || t->pair.addr.id != addr.id || t->pair.size != size)
        return false;
    for (unsigned i = t->pair.from; i < b->n; i++) {
        const struct ir_insn *in = &b->op[i];
        if ((ir_opinfo[in->op].props & (IRP_M | IRP_H)) && in->op != IR_POLL &&
            in->op != IR_FENCE)
            return false;
    }
    return true;
}

/* What the monitor knows of an address: not its tag. */
static struct ir_val untagged(struct translate *t, struct ir_val addr)
{
    if (!t->tags)
        return addr;
    return ir_op2i(t->ir, IR_SAR, IR_I64,
                   ir_op2i(t->ir, IR_SHL, IR_I64, addr, t->tags), t->tags);
}

/* Records the version, which must be older than the value. */
static void record_version(struct translate *t, struct ir_val addr)
{
    if (t->instrumented)
        ir_put(t->ir, monitor(t)->version,
               ir_helper(t->ir, IR_I64, monitor(t)->help_version, addr, IR_NONE,
                         IR_NONE, IR_NONE));
}

/* The load is one of a pair after all: takes the call back, which stands right
 * before the load, so that nobody's atomics need to know of it.  If the block
 * is left between the two, a store-exclusive elsewhere has only the value. */
static void unrecord_version(struct translate *t)
{
    struct ir_block *b = t->ir;
    unsigned i = t->pair.value.id;

    if (!t->instrumented)
        return;
    while (b->op[i].op != IR_HELPER)
        i--;
    b->op[i] = (struct ir_insn){.op = IR_CONST,
                                .type = IR_I64,
                                .arg = {IR_NOID, IR_NOID, IR_NOID, IR_NOID},
                                .imm = ATOMIC_UNVERSIONED};
}

/* Before an instrumented atomic of translated code: out of the way, and of the
 * block, if a load-exclusive watches the address. */
void atomic_watch(struct translate *t, struct ir_val addr)
{
    struct ir_block *b = t->ir;

    if (!t->instrumented || t->plain)
        return;
    struct ir_val at =
        ir_op2i(b, IR_AND, IR_I64, ir_op2i(b, IR_SHR, IR_I64, addr, 1),
                ATOMIC_VERSION_MASK);
    struct ir_val entry = ir_ld(
        b, IR_I32, MEM_32, ir_get(b, monitor(t)->versions, IR_I64), at, 0, 0);
    ir_trap(b, CC_TSTNZ, entry, ir_const(b, IR_I32, ATOMIC_BUSY),
            CPU_RETRY_PLAIN, IR_NONE);
}

/* Takes the fault of a store in translated code. */
static void probe(struct translate *t, unsigned mem, struct ir_val addr)
{
    if (t->plain)
        ir_rmw(t->ir, IR_I64, RMW_ADD, mem & MEM_SIZE, addr,
               ir_const(t->ir, IR_I64, 0));
}

static struct ir_val call(struct translate *t, unsigned helper,
                          struct ir_val addr, struct ir_val x, struct ir_val y,
                          struct ir_val z)
{
    struct ir_val r = ir_helper(t->ir, IR_I64, helper, addr, x, y, z);

    ir_trap(t->ir, CC_EQ, r, ir_const(t->ir, IR_I64, ATOMIC_FAULT),
            CPU_RETRY_PLAIN, IR_NONE);
    return r;
}

static struct ir_val constant(struct translate *t, int64_t v)
{
    return ir_const(t->ir, IR_I64, v);
}

/* An operand as helpers get it. */
static struct ir_val wide(struct translate *t, struct ir_val v)
{
    if (ir_type_of(t->ir, v) == IR_I32)
        v = ir_op1(t->ir, IR_ZEXT32, IR_I64, v);
    return v;
}

/* The value that a helper found, with type and extension of the operation. */
static struct ir_val found(struct translate *t, enum ir_type ty, unsigned mem)
{
    static const uint8_t sx[] = {IR_SEXT8, IR_SEXT16, IR_SEXT32};
    struct ir_val v = ir_get(t->ir, monitor(t)->lo, IR_I64);
    unsigned size = mem & MEM_SIZE;

    if ((mem & MEM_SIGN) && size < MEM_64)
        v = ir_op1(t->ir, (enum ir_opcode)sx[size], IR_I64, v);
    return ty == IR_I32 ? ir_op1(t->ir, IR_TRUNC, IR_I32, v) : v;
}

void atomic_clear_ex(struct translate *t)
{
    t->pair.open = false;
    ir_put(t->ir, monitor(t)->addr, constant(t, -1));
}

struct ir_val atomic_load_ex(struct translate *t, unsigned mem,
                             struct ir_val addr)
{
    record_version(t, addr);
    struct ir_val v = ir_ld(t->ir, IR_I64, mem, addr, IR_NONE, 0, 0);
    ir_put(t->ir, monitor(t)->addr, untagged(t, addr));
    ir_put(t->ir, monitor(t)->lo, v);
    open_pair(t, addr, v, mem & MEM_SIZE);
    return v;
}

struct ir_val atomic_load_ex16(struct translate *t, unsigned mem,
                               struct ir_val addr)
{
    record_version(t, addr);
    struct ir_val q = ir_ld(t->ir, IR_V128, mem, addr, IR_NONE, 0, 0);
    ir_put(t->ir, monitor(t)->addr, untagged(t, addr));
    ir_put(t->ir, monitor(t)->lo, ir_vext(t->ir, IR_I64, 3, false, q, 0));
    ir_put(t->ir, monitor(t)->hi, ir_vext(t->ir, IR_I64, 3, false, q, 1));
    open_pair(t, addr, q, MEM_128);
    return q;
}

static struct ir_val narrow(struct translate *t, enum ir_type ty,
                            struct ir_val v)
{
    return ty == IR_I32 && ir_type_of(t->ir, v) == IR_I64
               ? ir_op1(t->ir, IR_TRUNC, IR_I32, v)
               : v;
}

/* An unpaired store without versions: when the address is not the monitor's,
 * the value found is written back unchanged. */
static struct ir_val store_if_held(struct translate *t, enum ir_type ty,
                                   unsigned mem, struct ir_val addr,
                                   struct ir_val v)
{
    struct ir_block *b = t->ir;
    struct ir_val held = ir_get(b, monitor(t)->addr, IR_I64);
    struct ir_val seen = ir_get(b, monitor(t)->lo, ty);
    struct ir_val at = untagged(t, addr);
    struct ir_val want = ir_select(b, CC_EQ, at, held, v, seen);
    struct ir_val old = ir_cmpxchg(b, ty, mem, addr, seen, want);
    struct ir_val lost = ir_setcc(b, IR_I32, CC_NE, at, held);

    return ir_op2(b, IR_OR, IR_I32, lost,
                  ir_setcc(b, IR_I32, CC_NE, old, seen));
}

struct ir_val atomic_store_ex(struct translate *t, enum ir_type ty,
                              unsigned mem, struct ir_val addr, struct ir_val v)
{
    unsigned size = mem & MEM_SIZE;
    struct ir_val status;

    mem &= ~(unsigned)MEM_SIGN;
    bool paired = close_pair(t, addr, size);
    if (paired)
        unrecord_version(t);
    if (paired && !t->plain && atomic_fuse(t, ty, v)) {
        status = ir_const(t->ir, IR_I32, 0);
    } else if (paired) {
        struct ir_val seen = narrow(t, ty, t->pair.value);
        struct ir_val old = atomic_cmpxchg(t, ty, mem, addr, seen, v);
        status = ir_setcc(t->ir, IR_I32, CC_NE, old, seen);
    } else if (t->instrumented) {
        probe(t, mem, addr);
        status = ir_op1(t->ir, IR_TRUNC, IR_I32,
                        call(t, monitor(t)->help_store, addr, wide(t, v),
                             constant(t, size), IR_NONE));
    } else {
        t->unpaired = true;
        status = store_if_held(t, ty, mem, addr, v);
    }
    atomic_clear_ex(t);
    return status;
}

struct ir_val atomic_store_ex16(struct translate *t, struct ir_val addr,
                                struct ir_val lo, struct ir_val hi)
{
    bool paired = close_pair(t, addr, MEM_128);

    if (paired)
        unrecord_version(t);
    t->unpaired |= !paired && !t->instrumented;
    probe(t, MEM_64, addr);
    struct ir_val status = ir_op1(
        t->ir, IR_TRUNC, IR_I32,
        call(t, monitor(t)->help_pair, addr, lo, hi,
             constant(t, ATOMIC_PAIR_EX | (paired ? ATOMIC_PAIR_FREE : 0))));
    atomic_clear_ex(t);
    return status;
}

struct ir_val atomic_rmw(struct translate *t, enum ir_type ty, enum ir_rmw op,
                         unsigned mem, struct ir_val addr, struct ir_val v)
{
    if (!t->instrumented || !t->plain) {
        atomic_watch(t, addr);
        return ir_rmw(t->ir, ty, op, mem, addr, v);
    }
    probe(t, mem, addr);
    call(t, monitor(t)->help_rmw, addr, wide(t, v),
         constant(t, (mem & MEM_SIZE) | (unsigned)op << 4), IR_NONE);
    struct ir_val old = found(t, ty, mem);
    atomic_clear_ex(t);
    return old;
}

struct ir_val atomic_cmpxchg(struct translate *t, enum ir_type ty, unsigned mem,
                             struct ir_val addr, struct ir_val expected,
                             struct ir_val desired)
{
    if (!t->instrumented || !t->plain) {
        atomic_watch(t, addr);
        return ir_cmpxchg(t->ir, ty, mem, addr, expected, desired);
    }
    probe(t, mem, addr);
    call(t, monitor(t)->help_cmpxchg, addr, wide(t, expected), wide(t, desired),
         constant(t, mem & MEM_SIZE));
    struct ir_val old = found(t, ty, mem);
    atomic_clear_ex(t);
    return old;
}

void atomic_cmpxchg16(struct translate *t, struct ir_val addr,
                      const struct ir_val expected[2],
                      const struct ir_val desired[2], struct ir_val old[2])
{
    probe(t, MEM_64, addr);
    atomic_clear_ex(t);
    ir_put(t->ir, monitor(t)->lo, expected[0]);
    ir_put(t->ir, monitor(t)->hi, expected[1]);
    call(t, monitor(t)->help_pair, addr, desired[0], desired[1],
         constant(t, 0));
    old[0] = ir_get(t->ir, monitor(t)->lo, IR_I64);
    old[1] = ir_get(t->ir, monitor(t)->hi, IR_I64);
}
