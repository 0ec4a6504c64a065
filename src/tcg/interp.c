/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "tcg/eval.h"
#include "tcg/flags.h"
#include "tcg/interp-private.h"

/* ---- Guest state ---- */

static unsigned type_size(unsigned type)
{
    static const uint8_t size[] = {
        [IR_V] = 0,   [IR_I32] = 4,   [IR_I64] = 8,   [IR_F32] = 4,
        [IR_F64] = 8, [IR_V128] = 16, [IR_FLAGS] = 2,
    };

    return size[type];
}

static void do_get(const struct interp *it, const struct ir_insn *in,
                   union v128 *r)
{
    const char *from = it->state + it->b->slots[in->imm].off;
    uint16_t layout;

    if (in->type == IR_FLAGS) {
        memcpy(&layout, from, sizeof(layout));
        r->u64[0] = flags_unpack(layout);
    } else {
        memcpy(r, from, type_size(in->type));
    }
}

static void do_put(struct interp *it, const struct ir_insn *in)
{
    const struct ir_slot *slot = &it->b->slots[in->imm];
    const union v128 *v = &it->val[in->arg[0]];
    uint16_t layout;

    if (slot->type == IR_FLAGS) {
        layout = flags_pack((uint32_t)v->u64[0]);
        memcpy(it->state + slot->off, &layout, sizeof(layout));
    } else {
        memcpy(it->state + slot->off, v, type_size(slot->type));
    }
}

/* ---- Flags ---- */

static uint64_t truncated(uint64_t type, uint64_t x)
{
    return type == IR_I32 ? (uint32_t)x : x;
}

static uint32_t nz_of(uint64_t type, uint64_t x)
{
    bool n = type == IR_I32 ? (int32_t)x < 0 : (int64_t)x < 0;

    return (n ? FLAGS_N : 0) | (truncated(type, x) == 0 ? FLAGS_Z : 0);
}

/* NZCV of a + b + carry; of a subtraction with b inverted (Arm ARM,
 * AddWithCarry). */
static uint32_t nzcv_add(uint64_t type, uint64_t a, uint64_t b, bool carry)
{
    unsigned top = type == IR_I32 ? 31 : 63;
    unsigned __int128 sum;
    uint64_t r;

    a = truncated(type, a);
    b = truncated(type, b);
    sum = (unsigned __int128)a + b + carry;
    r = (uint64_t)sum;
    return nz_of(type, r) | ((sum >> (top + 1)) & 1 ? FLAGS_C : 0) |
           ((~(a ^ b) & (a ^ r)) >> top & 1 ? FLAGS_V : 0);
}

static bool flags_hold(enum ir_fc fc, uint64_t nzcv)
{
    bool n = nzcv & FLAGS_N, z = nzcv & FLAGS_Z;
    bool c = nzcv & FLAGS_C, v = nzcv & FLAGS_V;
    bool r;

    switch (fc >> 1) {
    case FC_EQ >> 1: r = z; break;
    case FC_CS >> 1: r = c; break;
    case FC_MI >> 1: r = n; break;
    case FC_VS >> 1: r = v; break;
    case FC_HI >> 1: r = c && !z; break;
    case FC_GE >> 1: r = n == v; break;
    case FC_GT >> 1: r = n == v && !z; break;
    default: return true;
    }
    return r ^ (fc & 1);
}

static uint64_t do_flags(const struct interp *it, const struct ir_insn *in)
{
    uint64_t a = interp_arg(it, in, 0);
    uint64_t b = interp_arg(it, in, 1);
    uint64_t c = interp_arg(it, in, 2);
    uint64_t type = (uint64_t)in->imm;

    switch (in->op) {
    case IR_ADC: return truncated(in->type, a + b + ((c & FLAGS_C) != 0));
    case IR_SBC: return truncated(in->type, a + ~b + ((c & FLAGS_C) != 0));
    case IR_FL_ADD: return nzcv_add(type, a, b, false);
    case IR_FL_SUB: return nzcv_add(type, a, ~b, true);
    case IR_FL_ADC: return nzcv_add(type, a, b, c & FLAGS_C);
    case IR_FL_SBC: return nzcv_add(type, a, ~b, c & FLAGS_C);
    case IR_FL_LOGIC: return nz_of(type, a);
    case IR_FL_PACK:
    case IR_FL_UNPACK: return a & 0xf0000000u;
    case IR_FL_CCMP:
    case IR_FL_CCMN:
        if (!flags_hold((enum ir_fc)in->cc, c))
            return (uint32_t)in->aux << 28;
        return in->op == IR_FL_CCMP ? nzcv_add(type, a, ~b, true)
                                    : nzcv_add(type, a, b, false);
    default: return flags_hold((enum ir_fc)in->cc, a); /* SETFL */
    }
}

/* ---- Leaving ---- */

static uint32_t leave(struct interp *it, uint64_t pc, uint32_t reason)
{
    it->env->pc = pc;
    return reason;
}

static bool condition(const struct interp *it, const struct ir_insn *in,
                      uint64_t type)
{
    return eval_cc((enum ir_cc)in->cc, (enum ir_type)type,
                   interp_arg(it, in, 0), interp_arg(it, in, 1));
}

/* Exits, side exits and POLL: true, with the reason, if it is taken. */
static bool do_exit(struct interp *it, const struct ir_insn *in,
                    uint32_t *reason)
{
    uint64_t to = it->b->pc + (uint64_t)in->imm;

    switch (in->op) {
    case IR_BR:
        if (!condition(it, in, in->aux))
            return false;
        break;
    case IR_BRFL:
        if (!flags_hold((enum ir_fc)in->cc, interp_arg(it, in, 0)))
            return false;
        break;
    case IR_TRAP:
        if (!condition(it, in, in->aux))
            return false;
        if (in->arg[2] != IR_NOID)
            it->env->fault_addr = interp_arg(it, in, 2);
        *reason = leave(it, it->pc, (uint32_t)in->aux2);
        return true;
    case IR_POLL:
        if (__atomic_load_n(&it->env->stop, __ATOMIC_RELAXED) == 0)
            return false;
        *reason = leave(it, it->pc, it->host->stop_reason);
        return true;
    case IR_EXIT: *reason = leave(it, to, in->aux); return true;
    case IR_JMPI:
    case IR_CALLI:
    case IR_RET: to = interp_arg(it, in, 0); break;
    default: break;
    }
    *reason = leave(it, to, IR_EXIT_CHAIN);
    return true;
}

static uint64_t do_helper(struct interp *it, const struct ir_insn *in)
{
    it->env->pc = it->pc;
    return truncated(in->type, it->b->helpers[in->imm].fn(
                                   it->state, interp_arg(it, in, 0),
                                   interp_arg(it, in, 1), interp_arg(it, in, 2),
                                   interp_arg(it, in, 3)));
}

/* What has an integer or flags result and cannot fault. */
static uint64_t do_value(struct interp *it, const struct ir_insn *in)
{
    switch (in->op) {
    case IR_CONST:
        return type_size(in->type) == 4 ? (uint32_t)in->imm : (uint64_t)in->imm;
    case IR_PCREL: return it->b->pc + (uint64_t)in->imm;
    case IR_SETCC: return condition(it, in, (uint64_t)in->imm);
    case IR_HELPER: return do_helper(it, in);
    case IR_FPGET: return it->env->mxcsr;
    case IR_FPSET: it->env->mxcsr = (uint32_t)interp_arg(it, in, 0); return 0;
    case IR_FENCE: __atomic_thread_fence(__ATOMIC_SEQ_CST); return 0;
    default: return do_flags(it, in);
    }
}

static const union v128 *chosen(const struct interp *it,
                                const struct ir_insn *in)
{
    if (in->op == IR_SELECT)
        return &it->val[in->arg[condition(it, in, (uint64_t)in->imm) ? 2 : 3]];
    return &it->val[in->arg[flags_hold((enum ir_fc)in->cc,
                                       interp_arg(it, in, 0))
                                ? 1
                                : 2]];
}

uint32_t interp_run(struct tcg_env *env, void *state, const struct ir_block *b,
                    const struct interp_host *host)
{
    struct interp it;
    uint32_t reason;

    it.env = env;
    it.state = (char *)state;
    it.b = b;
    it.rules = &b->rules;
    it.host = host;
    it.pc = b->pc;
    for (unsigned i = 0;; i++) {
        const struct ir_insn *in = &b->op[i];
        union v128 *r = &it.val[i];

        r->u64[0] = 0;
        r->u64[1] = 0;
        if (eval_is_int((enum ir_opcode)in->op)) {
            r->u64[0] = eval_int((enum ir_opcode)in->op, (enum ir_type)in->type,
                                 interp_arg(&it, in, 0), interp_arg(&it, in, 1),
                                 (unsigned)in->imm);
            continue;
        }
        switch (in->op) {
        case IR_INSN: it.pc = b->pc + (uint64_t)in->imm; break;
        case IR_NOP: break;
        case IR_GET: do_get(&it, in, r); break;
        case IR_PUT: do_put(&it, in); break;
        case IR_SELECT:
        case IR_SELFL: *r = *chosen(&it, in); break;
        case IR_LD:
        case IR_ST:
        case IR_RMW:
        case IR_CMPXCHG:
            if (!interp_mem(&it, in, r))
                return leave(&it, it.pc, host->fault_reason);
            break;
        case IR_JMP ... IR_TRAP:
        case IR_POLL:
            if (do_exit(&it, in, &reason))
                return reason;
            break;
        case IR_VOP ... IR_VEXT: interp_vec(&it, in, r); break;
        case IR_FL_FCMP:
        case IR_FADD ... IR_NANUNBOX: interp_fp(&it, in, r); break;
        default: r->u64[0] = do_value(&it, in); break;
        }
    }
}

void interp_op(struct tcg_env *env, const struct ir_insn *in,
               const struct ir_rules *rules, const union v128 arg[4],
               union v128 *res)
{
    const struct interp_host host = {.sat = &env->sat};
    struct interp it;
    struct ir_insn local = *in;

    it.env = env;
    it.rules = rules;
    it.host = &host;
    for (unsigned k = 0; k < 4; k++) {
        it.val[k] = arg[k];
        if (local.arg[k] != IR_NOID)
            local.arg[k] = (uint16_t)k;
    }
    *res = (union v128){.u64 = {0, 0}};
    if (eval_is_int((enum ir_opcode)in->op))
        res->u64[0] = eval_int((enum ir_opcode)in->op, (enum ir_type)in->type,
                               arg[0].u64[0], arg[1].u64[0], (unsigned)in->imm);
    else if (in->op >= IR_VOP)
        interp_vec(&it, &local, res);
    else
        interp_fp(&it, &local, res);
}
