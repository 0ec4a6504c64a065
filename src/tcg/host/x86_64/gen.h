/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * State of one block's compilation, and the register allocator's interface.
 *
 * A value is in one place: a host register (a scratch register, or the home of
 * the pinned slot whose content it is), a spill word, the memory of a slot
 * whose content it is, or it is a constant.  Values in one register or slot
 * form a list.  During an operation its operands are locked; an operand whose
 * last use it is counts as dead, so that the result may take its register.
 *
 * The invariant at every operation that can fault or leave: each pinned slot's
 * current content is in its home, every other slot's in memory, but for the
 * flags slot, whose put may be pending (struct gen_flags).  So a home whose
 * next use is a put, with no such operation before it, is one more scratch
 * register up to there.
 */
#ifndef CALQUE_TCG_X86_GEN_H
#define CALQUE_TCG_X86_GEN_H

#include "tcg/backend.h"
#include "tcg/host/x86_64/cold.h"
#include "tcg/host/x86_64/x86.h"
#include "tcg/snapshot.h"

enum loc_kind {
    LOC_NONE,
    LOC_REG,   /* integer register, reg */
    LOC_VEC,   /* vector register, reg */
    LOC_CONST, /* imm of the operation */
    LOC_SLOT,  /* memory of slot `slot` */
    LOC_SPILL, /* spill word `slot`; a pair of them for vectors */
    LOC_FLAGS, /* flags values: see struct gen_flags */
};

/* Lists of values: 16 integer registers, 32 vector registers. */
enum {
    LIST_VEC = 16,
    LIST_SLOT = 48,
    MAX_SLOTS = TCG_MAX_SLOTS,
    MAX_COLD = 256,
    MAX_LENT = 8
};

struct gen_val {
    uint8_t loc, reg;
    uint8_t hint;  /* home register to be born in, or NOREG */
    bool hi_zero;  /* i32: upper half zero; f32/f64: rest of the vector zero */
    uint16_t slot; /* LOC_SLOT, LOC_SPILL */
    uint16_t copy; /* slot whose memory also holds this value, or IR_NOID */
    uint16_t next, prev;
    uint16_t uses; /* by operations that are still to come */
    uint8_t list;  /* that it is in, or NOREG */
    bool canon;    /* f32, f64: if a NaN, then the guest's canonical one */
} __attribute__((aligned(16)));

/* What of the nzcv slot a later operation can see before its next put. */
enum { SEE_FAULT = 1, SEE_EXIT = 2 };

enum fl_polarity { POL_SUB, POL_ADD, POL_FCMP };

struct gen_flags {
    uint16_t live;   /* value whose flags are in EFLAGS, or IR_NOID */
    uint16_t pend;   /* value put to the slot but not stored, or IR_NOID */
    uint8_t pol;     /* enum fl_polarity of `live` */
    uint16_t memory; /* value that the slot's memory holds, or IR_NOID */
    struct snap
        recipe; /* kind SNAP_NONE: none; for `pend` after EFLAGS is lost */
};

/* Code that is off the main path, emitted after it. */
enum cold_kind {
    COLD_EXIT,        /* side exit to target */
    COLD_TRAP,        /* leave with reason; reg holds the fault address */
    COLD_MISS,        /* mispredicted return: target in rcx */
    COLD_LOOKUP,      /* indirect target not in the table */
    COLD_LOOKUP_CALL, /* the same for a call: push the landing first */
    COLD_CALL,        /* tcg_cold for operation `op`, then back to resume */
    COLD_NAN,         /* constant `k` into vector register reg, then the same */
};

struct cold_stub {
    uint8_t kind;
    uint8_t reg;
    bool store_flags;
    bool carries; /* the flags stay in EFLAGS when the jump is linked */
    uint8_t pol;
    uint16_t op;
    uint16_t reason;
    int64_t insn_off;
    int64_t target;
    uint8_t k;
    uint8_t n_instead;   /* in place of the trapping instructions at */
    uint32_t instead[3]; /* these offsets */
    uint8_t *from;       /* end of the jump that leads here, or NULL */
    uint8_t *resume;     /* where to go on, or the landing of a call */
    struct cold_desc desc;
};

/* A home used as scratch until the operation ends, saved in spill word `word`.
 */
struct lent {
    uint8_t reg, word;
};

struct gen {
    struct x86_buf c;
    const struct tcg_conv *conv;
    const struct ir_block *b;
    struct tcg_code *out;
    struct snap_writer snap;
    struct gen_flags fl;
    unsigned op; /* index of the current operation */
    int64_t insn_off;
    uint16_t flags_slot;
    uint32_t locked;      /* integer registers */
    uint32_t vlocked;     /* vector registers */
    const uint8_t *moved; /* end of the last code that moved some value away */
    unsigned n_lent;
    struct lent lent[MAX_LENT];
    uint8_t spill_refs[TCG_SPILLS], vspill_refs[TCG_VSPILLS];
    const uint8_t *home_of;  /* slot -> register, or NOREG */
    const uint16_t *slot_of; /* register -> slot, or IR_NOID */
    uint64_t copied[2];      /* slots that may be some value's copy */
    uint16_t head[LIST_SLOT + MAX_SLOTS];
    /* The next get or put of each slot, and that after operation i; observing
     * operations before which the current one and a put stand. */
    uint16_t next_event[MAX_SLOTS], event_after[IR_MAX_OPS];
    uint16_t observers, observers_at[IR_MAX_OPS];
    bool failed;
    bool loop; /* the block may come back to itself with its flags in EFLAGS */
    unsigned n_cold;
    struct cold_stub cold[MAX_COLD];
    uint8_t see[IR_MAX_OPS];
    bool done[IR_MAX_OPS];
    struct gen_val val[IR_MAX_OPS + 1];
};

/* An integer source operand as an instruction can take it. */
struct opnd {
    enum { OP_REG, OP_MEM, OP_IMM } kind;
    uint8_t reg;
    int32_t imm;
    struct x86_mem mem;
};

/* alloc.c */
void alloc_begin(struct gen *g);
bool val_is_vec(const struct gen *g, uint16_t v);
bool val_const(const struct gen *g, uint16_t v, int64_t *imm);
struct x86_mem slot_mem(const struct gen *g, unsigned slot);
struct x86_mem env_mem(const struct gen *g, size_t off);
/* Puts v into some register, which is locked until the operation ends. */
unsigned use_reg_load(struct gen *g, uint16_t v);
static inline unsigned use_reg(struct gen *g, uint16_t v)
{
    const struct gen_val *x = &g->val[v];

    if (x->loc != LOC_REG)
        return use_reg_load(g, v);
    g->locked |= 1u << x->reg;
    return x->reg;
}
/* As use_reg, but v's value may be changed: the register is the caller's. */
unsigned use_reg_own(struct gen *g, uint16_t v);
unsigned use_vec(struct gen *g, uint16_t v);
/* Register, memory, or 32-bit immediate, at width w. */
struct opnd use_opnd(struct gen *g, uint16_t v, bool w);
/* A register for the result of the current operation: its hint if that is
 * free, `prefer` if that holds nothing live, else any. */
unsigned def_reg(struct gen *g, uint16_t v, unsigned prefer);
unsigned def_vec(struct gen *g, uint16_t v, unsigned prefer);
/* Scratch registers for the current operation. */
unsigned tmp_reg(struct gen *g);
unsigned tmp_vec(struct gen *g);
/* As tmp_vec, but never runs out: borrows a home if it must.  For operations
 * that cannot fault; the result must have its register (def_vec) before. */
unsigned work_vec(struct gen *g);
/* Empties integer register r (a scratch one) and locks it. */
void take_reg(struct gen *g, unsigned r);
/* Makes v live in the same place as `of` (no code). */
void val_alias(struct gen *g, uint16_t v, uint16_t of);
void val_place(struct gen *g, uint16_t v, enum loc_kind kind, unsigned r);
void val_drop(struct gen *g, uint16_t v);
/* True if the register holds no value that is needed after this operation, but
 * for v. */
bool reg_dead(const struct gen *g, unsigned list, uint16_t v);
/* Moves v's content into a given register, from wherever it is. */
void load_into(struct gen *g, unsigned r, uint16_t v, bool w);
void load_into_vec(struct gen *g, unsigned r, uint16_t v);
/* Loads the guest address block PC + off. */
void gen_pc(struct gen *g, unsigned r, int64_t off);
void gen_put(struct gen *g, unsigned slot, uint16_t v);
void gen_get(struct gen *g, uint16_t v, unsigned slot);
void alloc_barrier(struct gen *g);
/* Gives homes that were borrowed their content back. */
void return_homes(struct gen *g);
/* What of *h the backend needs, at the start. */
void homes_init(struct tcg_homes *h, const struct tcg_conv *cv);
bool val_is_wide(const struct gen *g, uint16_t v);

/* flags.c */
void flags_begin(struct gen *g);
/* Before an instruction that changes EFLAGS. */
void flags_clobber(struct gen *g);
/* The current operation's flags value v is now in EFLAGS. */
void flags_born(struct gen *g, uint16_t v, enum fl_polarity pol);
void flags_put(struct gen *g, uint16_t v);
/* The slot's content goes into EFLAGS, under the name of operation 0, and its
 * memory does not count from here on. */
void flags_enter(struct gen *g);
/* Brings v into EFLAGS and returns the x86 condition for fc; with FCMP operands
 * may set *parity: X_P if unordered must be told apart (see gen_brfl). */
void gen_flags_op(struct gen *g, const struct ir_insn *in, uint16_t v);
void gen_setfl(struct gen *g, const struct ir_insn *in, uint16_t v);
void gen_selfl(struct gen *g, const struct ir_insn *in, uint16_t v);
void gen_brfl(struct gen *g, const struct ir_insn *in);
void gen_adc(struct gen *g, const struct ir_insn *in, uint16_t v);
/* Fuses a following flags operation of the same operands: true if the caller's
 * instruction leaves the flags of value *fv. */
bool flags_fuse(struct gen *g, uint16_t v, enum ir_opcode want, uint16_t *fv);
/* The slot's memory must be current (an exit, a call out). Store is made. */
void flags_store_pending(struct gen *g);
void flags_emit_store(struct gen *g, enum fl_polarity pol);
void flags_fused(struct gen *g, uint16_t fv, enum fl_polarity pol);
/* Fills the recipe of s, or stores the pending flags. */
bool flags_snapshot(struct gen *g, struct snap *s);
/* d = cc ? yes : no, for vectors; flags are kept. */
void gen_choose_vec(struct gen *g, unsigned cc, uint16_t v, unsigned yes,
                    unsigned no);
void gen_selfl_vec(struct gen *g, const struct ir_insn *in, uint16_t v);

void flags_get(struct gen *g, uint16_t v);
void flags_in_memory(struct gen *g, uint16_t v);
void flags_forget(struct gen *g);
void gen_fl_unpack(struct gen *g, const struct ir_insn *in, uint16_t v);

/* gen-int.c */
void gen_int(struct gen *g, const struct ir_insn *in, uint16_t v);
/* Emits the comparison and returns the x86 condition that is true for cc. */
unsigned gen_compare(struct gen *g, enum ir_cc cc, uint16_t a, uint16_t b,
                     bool w);
/* gen-mem.c */
void gen_ld(struct gen *g, const struct ir_insn *in, uint16_t v);
void gen_st(struct gen *g, const struct ir_insn *in);
void gen_rmw(struct gen *g, const struct ir_insn *in, uint16_t v);
void gen_cmpxchg(struct gen *g, const struct ir_insn *in, uint16_t v);
void gen_fence(struct gen *g);
void gen_poll(struct gen *g);
/* Records that the next instruction emitted may fault. */
void gen_snapshot(struct gen *g);
/* gen-exit.c */
/* Looks the target in rcx up in the jump table: its code in rax. Returns the
 * end of the jump that is taken if it is not there. */
uint8_t *gen_lookup(struct x86_buf *c, struct x86_mem code_base);
void gen_exit_op(struct gen *g, const struct ir_insn *in);
void gen_side_exit(struct gen *g, unsigned cc, int64_t target);
void gen_trap(struct gen *g, const struct ir_insn *in);
void gen_cold_stubs(struct gen *g);
/* A new stub that the jump ending at `from` leads to, or NULL (and failed). */
struct cold_stub *cold_new(struct gen *g, enum cold_kind kind, uint8_t *from);
/* gen-cold.c: the operation is done out of line by its portable function. */
void gen_cold_call(struct gen *g, const struct ir_insn *in, uint16_t v);
/* The same behind a conditional jump that ends at `from`: all registers but the
 * result's (which v already has) are as at the jump; goes on where the code is
 * now. */
void gen_cold_fixup(struct gen *g, const struct ir_insn *in, uint16_t v,
                    uint8_t *from);
/* The same for when the instruction at offset `at` traps; changes no flags. */
void gen_cold_trap(struct gen *g, const struct ir_insn *in, uint16_t v,
                   uint32_t at);
/* For another instruction, what was last made for one. */
void gen_cold_trap_also(struct gen *g, uint32_t at);
/* When the instruction at `at` traps, the result in vector register r is
 * constant k of vec-const.h. */
void gen_cold_nan(struct gen *g, unsigned r, unsigned k, uint32_t at);
void gen_cold_stub(struct gen *g, struct cold_stub *s);
/* vec-emit.c: moves of vectors, in VEX form where the host has AVX. */
void v_mov(struct gen *g, unsigned d, unsigned s);
void v_load(struct gen *g, unsigned d, struct x86_mem m);
void v_store(struct gen *g, struct x86_mem m, unsigned s);
void v_store_f64(struct gen *g, struct x86_mem m, unsigned s);
void v_store_f32(struct gen *g, struct x86_mem m, unsigned s);
/* d = t with lane 0 of 1 << size bytes from memory; and lane 0 to memory. */
void v_insert_mem(struct gen *g, unsigned size, unsigned d, unsigned t,
                  struct x86_mem m);
void v_extract_mem(struct gen *g, unsigned size, struct x86_mem m, unsigned s);
/* op d, a, r with an integer register as source. */
void v_op3_int(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned r);
/* d = a with the lane replaced by r. */
void v_insert_int(struct gen *g, unsigned esz, unsigned d, unsigned a,
                  unsigned r, unsigned lane);
/* Between integer and vector registers; the rest of d becomes zero. */
void v_from_int(struct gen *g, unsigned d, unsigned r, bool wide);
void v_to_int(struct gen *g, unsigned r, unsigned s, bool wide);
/* op d, m with no third operand. */
void v_op_load(struct gen *g, uint32_t op, unsigned d, struct x86_mem m);
/* d = the f32 or f64 (type) in s, all above it zero. */
void v_zero_rest(struct gen *g, unsigned d, unsigned s, int type);
/* op d, s with no third operand. */
void v_op2(struct gen *g, uint32_t op, unsigned d, unsigned s);
/* d = a op b. b must not be d unless a is d, where the host lacks AVX; the
 * function sees to it through a scratch register. */
void v_op3(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b);
/* The same with an immediate. */
void v_op2i(struct gen *g, uint32_t op, unsigned d, unsigned s, unsigned imm);
void v_op3i(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b,
            unsigned imm);
/* The same with constant k of vec-const.h as the last operand. */
void v_op2k(struct gen *g, uint32_t op, unsigned d, unsigned k);
void v_op3k(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned k);
/* Integer register r = where constant k is. */
void v_const_address(struct gen *g, unsigned r, unsigned k);
/* What has no VEX form: d = d op s, imm -1 for none. */
void v_legacy(struct gen *g, uint32_t op, unsigned d, unsigned s, int imm);
/* Shift by n of opcodes 71 to 73, ext says which. */
void v_shift(struct gen *g, uint32_t op, unsigned ext, unsigned d, unsigned a,
             unsigned n);
/* vpblendvb: d = m's top bits ? y : x, by byte. */
void v_blend(struct gen *g, unsigned d, unsigned x, unsigned y, unsigned m);
/* EVEX form of 128 bits without masking; X_W in op for W1. */
void v_evex(struct gen *g, uint32_t op, unsigned d, unsigned a, unsigned b);

/* gen-fp.c, gen-vec.c: false if there is no host code for it. */
void gen_fp_status(struct gen *g, const struct ir_insn *in, uint16_t v);
bool gen_fp(struct gen *g, const struct ir_insn *in, uint16_t v);
bool gen_half(struct gen *g, const struct ir_insn *in, uint16_t v);
bool gen_vec(struct gen *g, const struct ir_insn *in, uint16_t v);

/* Host features, from CPUID. */
struct host_features {
    bool sse42, avx, avx2, fma, bmi1, bmi2, lzcnt, popcnt, f16c, aes, pclmul,
        sha, gfni;
    bool avx512;        /* F, VL, BW, DQ and CD */
    bool bitalg;        /* and BITALG */
    bool vaes, vpclmul; /* in EVEX form */
    bool fp16;          /* AVX512-FP16 */
    uint32_t hi16_zmm;  /* offset of xmm16 in the XSAVE area */
    uint8_t first_home; /* vector register of the hottest slot */
};
const struct host_features *host_features(void);

/* Homes, in the order of the target's pinned lists. */
enum { N_INT_HOMES = 10 };
extern const uint8_t int_homes[N_INT_HOMES];

/* Vector registers in two conventions: xmm0 to xmm10, and xmm16 to xmm31 too
 * where the host has AVX-512.  xmm11 to xmm15 are scratch: what the host does
 * only in low registers finds them there. */
enum { VEC_SCRATCH = 11, MAX_VEC_HOMES = 27 };
static inline unsigned n_vec_homes(void)
{
    return host_features()->avx512 ? MAX_VEC_HOMES : VEC_SCRATCH;
}
static inline unsigned vec_home(unsigned i)
{
    if (host_features()->first_home)
        return i < 16 ? 16 + i : i - 16;
    return i < VEC_SCRATCH ? i : i + 16 - VEC_SCRATCH;
}

/* A jump to where nobody sees the flags? */
static inline bool flags_dead(const struct ir_insn *in)
{
    return in->sub == IR_FLAGS_DEAD && ir_has_target((enum ir_opcode)in->op);
}

static inline bool op_is_wide(const struct ir_insn *in)
{
    return in->type == IR_I64;
}

#endif
