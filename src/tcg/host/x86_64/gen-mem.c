/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Guest memory accesses: single host instructions at the guest's address. */
#include "config.h"

#include "tcg/host/x86_64/gen.h"

void gen_snapshot(struct gen *g)
{
    struct snap s = {.kind = SNAP_NONE};
    bool flags = g->fl.pend != IR_NOID && flags_snapshot(g, &s);

    s.host_off = (uint32_t)(g->c.p - g->out->code);
    s.guest_off = (uint32_t)g->insn_off;
    if (flags)
        snap_add(&g->snap, &s);
    else
        snap_add_plain(&g->snap, s.host_off, s.guest_off);
}

/* The next instruction emitted accesses guest memory. */
static void guest_access(struct gen *g)
{
    enum { PREFIX_GS = 0x65 };

    gen_snapshot(g);
    if (g->out->segment)
        x_byte(&g->c, PREFIX_GS);
}

/* The bit below in the tag's bits: zeros for a user address, and one of the
 * kernel's faults as the host's do. */
static struct x86_mem untagged(struct gen *g, struct x86_mem m)
{
    unsigned t;

    flags_clobber(g);
    t = tmp_reg(g);
    x_rm(&g->c, 0x8d, true, t, m);
    x_shift_i(&g->c, SH_SHL, true, t, g->out->tag_bits);
    x_shift_i(&g->c, SH_SAR, true, t, g->out->tag_bits);
    return (struct x86_mem){.base = (uint8_t)t, .index = NOREG};
}

static struct x86_mem gen_addr(struct gen *g, const struct ir_insn *in)
{
    struct x86_mem m = {.index = NOREG};

    m.base = (uint8_t)use_reg(g, in->arg[0]);
    if (in->op <= IR_ST && in->arg[1] != IR_NOID) {
        m.index = (uint8_t)use_reg(g, in->arg[1]);
        m.scale = (uint8_t)in->aux;
    }
    if (in->sub & MEM_BE) /* no guest has it yet: left to the interpreter */
        g->failed = true;
    if (in->op <= IR_ST && in->imm) {
        if (x_fits32(in->imm))
            m.disp = (int32_t)in->imm;
        else
            g->failed = true;
    }
    return g->out->tag_bits ? untagged(g, m) : m;
}

static void ld_vec(struct gen *g, const struct ir_insn *in, uint16_t v,
                   struct x86_mem m)
{
    unsigned size = in->sub & MEM_SIZE;
    unsigned d = def_vec(g, v, NOREG);

    if (size < MEM_32) {
        unsigned t = tmp_vec(g);
        v_op3(g, 0xef | M_0F | P_66, t, t, t);
        guest_access(g);
        v_insert_mem(g, size, d, t, m);
        return;
    }
    guest_access(g);
    if (size == MEM_128)
        v_load(g, d, m);
    else
        v_op_load(g, 0x10 | M_0F | (size == MEM_32 ? P_F3 : P_F2), d, m);
    g->val[v].hi_zero = in->type != IR_V128;
}

void gen_ld(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t zx[] = {0xb6 | M_0F, 0xb7 | M_0F, 0x8b, 0x8b};
    static const uint32_t sx[] = {0xbe | M_0F, 0xbf | M_0F, 0x63, 0x8b};
    struct x86_mem m = gen_addr(g, in);
    unsigned size = in->sub & MEM_SIZE;
    bool sign = in->sub & MEM_SIGN;

    if (val_is_vec(g, v)) {
        ld_vec(g, in, v, m);
        return;
    }
    bool w = size == MEM_64 || (sign && in->type == IR_I64);
    uint32_t op = sign ? sx[size] : zx[size];
    if (sign && size == MEM_32 && in->type == IR_I32)
        op = 0x8b;
    unsigned d = def_reg(g, v, m.base);
    guest_access(g);
    x_rm(&g->c, op, w, d, m);
    g->val[v].hi_zero = in->type == IR_I32;
}

static void st_vec(struct gen *g, unsigned size, struct x86_mem m, uint16_t c)
{
    unsigned r = use_vec(g, c);

    guest_access(g);
    switch (size) {
    case MEM_128: v_store(g, m, r); break;
    case MEM_64: v_store_f64(g, m, r); break;
    case MEM_32: v_store_f32(g, m, r); break;
    default: v_extract_mem(g, size, m, r); break;
    }
}

static void st_reg(struct gen *g, unsigned size, struct x86_mem m, unsigned r,
                   bool xchg)
{
    uint32_t op = (xchg ? 0x87u : 0x89u) - (size == MEM_8);

    guest_access(g);
    if (size == MEM_16)
        x_byte(&g->c, 0x66);
    x_rm(&g->c, op | (size == MEM_8 ? X_BYTE : 0), size == MEM_64, r, m);
}

static void st_imm(struct gen *g, unsigned size, struct x86_mem m, int64_t imm)
{
    guest_access(g);
    if (size == MEM_16)
        x_byte(&g->c, 0x66);
    x_rm(&g->c, size == MEM_8 ? 0xc6 : 0xc7, size == MEM_64, 0, m);
    if (size == MEM_8) {
        x_byte(&g->c, (uint8_t)imm);
    } else if (size == MEM_16) {
        x_byte(&g->c, (uint8_t)imm);
        x_byte(&g->c, (uint8_t)(imm >> 8));
    } else {
        x_imm32(&g->c, (int32_t)imm);
    }
}

void gen_st(struct gen *g, const struct ir_insn *in)
{
    struct x86_mem m = gen_addr(g, in);
    unsigned size = in->sub & MEM_SIZE;
    uint16_t c = in->arg[2];
    int64_t imm;

    if (val_is_vec(g, c)) {
        st_vec(g, size, m, c);
    } else if (in->sub & MEM_REL) {
        unsigned t = tmp_reg(g);
        load_into(g, t, c, true);
        st_reg(g, size, m, t, true);
    } else if (val_const(g, c, &imm) && (size < MEM_64 || x_fits32(imm))) {
        st_imm(g, size, m, imm);
    } else {
        st_reg(g, size, m, use_reg(g, c), false);
    }
}

static void lock_op(struct gen *g, uint32_t op, unsigned size, unsigned r,
                    struct x86_mem m)
{
    guest_access(g);
    x_byte(&g->c, 0xf0);
    if (size == MEM_16)
        x_byte(&g->c, 0x66);
    x_rm(&g->c, size == MEM_8 ? (op - 1) | X_BYTE : op, size == MEM_64, r, m);
}

/* d = the low `size` bytes of r, extended as the access says. */
static void extend_old(struct gen *g, const struct ir_insn *in, unsigned d,
                       unsigned r)
{
    static const uint32_t zx[] = {0xb6 | M_0F | X_BYTE_RM, 0xb7 | M_0F, 0x8b,
                                  0x8b};
    static const uint32_t sx[] = {0xbe | M_0F | X_BYTE_RM, 0xbf | M_0F, 0x63,
                                  0x8b};
    unsigned size = in->sub & MEM_SIZE;
    bool w = op_is_wide(in);

    if ((size == MEM_64 || (size == MEM_32 && !w))) {
        if (d != r)
            x_mov_rr(&g->c, w, d, r);
        return;
    }
    if (in->sub & MEM_SIGN)
        x_rr(&g->c, sx[size], w, d, r);
    else
        x_rr(&g->c, zx[size], false, d, r);
}

/* rax = old value; t = new value from it and b. */
static void rmw_new_value(struct gen *g, const struct ir_insn *in, unsigned t,
                          unsigned b)
{
    static const uint8_t alu[] = {
        [RMW_AND] = ALU_AND, [RMW_OR] = ALU_OR, [RMW_XOR] = ALU_XOR};
    static const uint8_t cond[] = {
        [RMW_MIN] = X_L, [RMW_MAX] = X_G, [RMW_MINU] = X_B, [RMW_MAXU] = X_A};
    unsigned size = in->sub & MEM_SIZE;
    bool w = size == MEM_64;

    if (in->aux < RMW_MIN) {
        x_mov_rr(&g->c, w, t, RAX);
        x_alu_rr(&g->c, alu[in->aux], w, t, b);
        return;
    }
    x_mov_rr(&g->c, w, t, b);
    if (size == MEM_16)
        x_byte(&g->c, 0x66);
    x_rr(&g->c, size == MEM_8 ? 0x3a | X_BYTE | X_BYTE_RM : 0x3b, w, RAX, b);
    x_rr(&g->c, (0x40u | cond[in->aux]) | M_0F, w, t, RAX);
}

static void rmw_loop(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    static const uint32_t ld[] = {0xb6 | M_0F, 0xb7 | M_0F, 0x8b, 0x8b};
    unsigned size = in->sub & MEM_SIZE;

    take_reg(g, RAX);
    struct x86_mem m = gen_addr(g, in);
    unsigned b = use_reg(g, in->arg[1]), t = tmp_reg(g);
    guest_access(g);
    x_rm(&g->c, ld[size], size == MEM_64, RAX, m);
    uint8_t *again = g->c.p;
    rmw_new_value(g, in, t, b);
    lock_op(g, 0xb1 | M_0F, size, t, m);
    uint8_t *retry = x_jcc8(&g->c, X_NE);
    retry[-1] = (uint8_t)(again - retry);
    extend_old(g, in, def_reg(g, v, RAX), RAX);
}

void gen_rmw(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    unsigned size = in->sub & MEM_SIZE;

    flags_clobber(g);
    if (in->aux > RMW_ADD) {
        rmw_loop(g, in, v);
        return;
    }
    struct x86_mem m = gen_addr(g, in);
    unsigned t = tmp_reg(g);
    load_into(g, t, in->arg[1], true);
    if (in->aux == RMW_XCHG)
        st_reg(g, size, m, t, true);
    else
        lock_op(g, 0xc1 | M_0F, size, t, m);
    extend_old(g, in, def_reg(g, v, t), t);
}

void gen_cmpxchg(struct gen *g, const struct ir_insn *in, uint16_t v)
{
    flags_clobber(g);
    take_reg(g, RAX);
    struct x86_mem m = gen_addr(g, in);
    unsigned c = use_reg(g, in->arg[2]);
    /* A success leaves RAX as it is, the upper half included. */
    load_into(g, RAX, in->arg[1], op_is_wide(in));
    lock_op(g, 0xb1 | M_0F, in->sub & MEM_SIZE, c, m);
    extend_old(g, in, def_reg(g, v, RAX), RAX);
}

/* A locked read-modify-write of our own stack is the cheapest full barrier. */
void gen_fence(struct gen *g)
{
    struct x86_mem m = {.base = RSP, .index = NOREG};

    flags_clobber(g);
    x_byte(&g->c, 0xf0);
    x_alu_mi(&g->c, ALU_OR, false, m, 0);
}

void gen_poll(struct gen *g)
{
    unsigned t = tmp_reg(g);
    struct x86_mem m = {
        .base = RBP, .index = NOREG, .disp = TCG_POLL_OFF - g->conv->bias};

    gen_snapshot(g);
    x_mov_load(&g->c, false, t, m);
}
