/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/bits.h"
#include "tcg/interp-private.h"

static union v128 reversed(const union v128 *v, unsigned size)
{
    union v128 r = {.u64 = {0, 0}};

    for (unsigned i = 0; i < size; i++)
        r.u8[i] = v->u8[size - 1 - i];
    return r;
}

/* The loaded bytes in v as a value of in's type. */
static void extend(const struct ir_insn *in, union v128 *v)
{
    unsigned bits = 8u << (in->sub & MEM_SIZE);

    if ((in->sub & MEM_SIGN) && bits < 64)
        v->u64[0] = (uint64_t)bits_sext(v->u64[0], bits);
    if (in->type == IR_I32)
        v->u64[0] = (uint32_t)v->u64[0];
}

static uint64_t combine(enum ir_rmw op, unsigned bits, uint64_t old, uint64_t x)
{
    int64_t so = bits_sext(old, bits);
    int64_t sx = bits_sext(x, bits);

    x &= bits_mask(bits);
    switch (op) {
    case RMW_ADD: return old + x;
    case RMW_AND: return old & x;
    case RMW_OR: return old | x;
    case RMW_XOR: return old ^ x;
    case RMW_MIN: return so < sx ? old : x;
    case RMW_MAX: return so > sx ? old : x;
    case RMW_MINU: return old < x ? old : x;
    case RMW_MAXU: return old > x ? old : x;
    default: return x;
    }
}

static bool rmw(struct interp *it, const struct ir_insn *in, union v128 *r)
{
    const struct interp_host *host = it->host;
    uint64_t addr = interp_arg(it, in, 0);
    size_t size = (size_t)1 << (in->sub & MEM_SIZE);
    union v128 seen = {.u64 = {0, 0}};

    if (host->read(host->opaque, &seen, addr, size) != 0)
        return false;
    do {
        union v128 desired = {
            .u64 = {combine((enum ir_rmw)in->aux, 8 * (unsigned)size,
                            seen.u64[0], interp_arg(it, in, 1)),
                    0}};

        *r = seen;
        if (host->cmpxchg(host->opaque, addr, &seen, &desired, size) != 0)
            return false;
    } while (seen.u64[0] != r->u64[0]);
    extend(in, r);
    return true;
}

static bool cmpxchg(struct interp *it, const struct ir_insn *in, union v128 *r)
{
    const struct interp_host *host = it->host;
    size_t size = (size_t)1 << (in->sub & MEM_SIZE);
    union v128 seen = it->val[in->arg[1]];

    if (host->cmpxchg(host->opaque, interp_arg(it, in, 0), &seen,
                      &it->val[in->arg[2]], size) != 0)
        return false;
    for (size_t i = 0; i < size; i++)
        r->u8[i] = seen.u8[i];
    extend(in, r);
    return true;
}

bool interp_mem(struct interp *it, const struct ir_insn *in, union v128 *r)
{
    const struct interp_host *host = it->host;
    size_t size = (size_t)1 << (in->sub & MEM_SIZE);
    uint64_t addr = interp_arg(it, in, 0);
    union v128 v;
    bool ok;

    if (in->op == IR_LD || in->op == IR_ST)
        addr += (interp_arg(it, in, 1) << in->aux) + (uint64_t)in->imm;
    switch (in->op) {
    case IR_LD:
        ok = host->read(host->opaque, r, addr, size) == 0;
        if (in->sub & MEM_BE)
            *r = reversed(r, (unsigned)size);
        extend(in, r);
        break;
    case IR_ST:
        v = it->val[in->arg[2]];
        if (in->sub & MEM_BE)
            v = reversed(&v, (unsigned)size);
        ok = host->write(host->opaque, addr, &v, size) == 0;
        if ((in->sub & MEM_REL) != 0)
            __atomic_thread_fence(__ATOMIC_SEQ_CST);
        break;
    case IR_RMW: ok = rmw(it, in, r); break;
    default: ok = cmpxchg(it, in, r); break;
    }
    if (!ok)
        it->env->fault_addr = addr;
    return ok;
}
