/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The intermediate representation: typed SSA over one straight line of guest
 * code with side exits.
 *
 * A block is an array of operations; the index of an operation is the value
 * that it defines.  A frontend appends operations through the ir_* builders;
 * passes rewrite the array; a backend (tcg/host/, or the interpreter) consumes
 * it.  For instance AArch64 `ldr x0, [x1, #8]; subs w2, w0, #1; b.ne 0`:
 *
 *      v0 = insn 0
 *      v1 = get.i64 x1
 *      v2 = ld.i64 u64 [v1 + 8]
 *      put x0, v2
 *      v4 = insn 4
 *      v5 = trunc.i32 v2              (get of x0 forwarded)
 *      v6 = const.i32 1
 *      v7 = sub.i32 v5, v6
 *      v8 = fl_sub.i32 v5, v6
 *      v9 = zext32.i64 v7
 *      put x2, v9
 *      put nzcv, v8
 *      v12 = insn 8
 *      brfl ne v8 -> 0
 *      jmp 12
 *
 * Guest state is a table of slots declared by the target.  get and put are the
 * only way to it, so that passes see every read and write; helpers declare what
 * they touch.  Whatever may fault (property M) or call out (H) observes the
 * state as of all puts before it; a backend may delay a put only if it can say
 * at each such operation where the value is (see tcg/snapshot.h).
 *
 * Ownership: a block and its operations live in the translator's per-thread
 * context and are overwritten by the next translation.  No locking.
 * The IR knows neither guests nor Linux: what differs is data in the slots and
 * in struct ir_rules.
 */
#ifndef CALQUE_TCG_IR_H
#define CALQUE_TCG_IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ir_type {
    IR_V, /* no value */
    IR_I32,
    IR_I64,
    IR_F32,
    IR_F64,
    IR_V128,
    IR_FLAGS,
    IR_T = 0x7f, /* in ir.def: the type given by the builder */
};

enum ir_opcode {
#define IR_OP(name, text, nargs, type, props, meaning) IR_##name,
#include "tcg/ir.def"
#undef IR_OP
    IR_OP_COUNT
};

/* Integer conditions. The inverse of a condition is its number ^ 1. */
enum ir_cc {
    CC_EQ,
    CC_NE,
    CC_LTU,
    CC_GEU,
    CC_LEU,
    CC_GTU,
    CC_LT,
    CC_GE,
    CC_LE,
    CC_GT,
    CC_TSTZ,  /* (a & b) == 0 */
    CC_TSTNZ, /* (a & b) != 0 */
};

/* Conditions on flags values, numbered as in A64 (Arm ARM, Condition code). */
enum ir_fc {
    FC_EQ,
    FC_NE,
    FC_CS,
    FC_CC,
    FC_MI,
    FC_PL,
    FC_VS,
    FC_VC,
    FC_HI,
    FC_LS,
    FC_GE,
    FC_LT,
    FC_GT,
    FC_LE,
    FC_AL,
};

/* Floating-point comparisons; all but FCC_UN are false on unordered. */
enum ir_fcc { FCC_EQ, FCC_LT, FCC_LE, FCC_GT, FCC_GE, FCC_UN };

/* Access kind of ld and st: log2 of the size, sign, order. Little-endian unless
 * MEM_BE. Loads of a size under the type's extend; st stores the low part. */
enum ir_mem {
    MEM_8 = 0,
    MEM_16 = 1,
    MEM_32 = 2,
    MEM_64 = 3,
    MEM_128 = 4,
    MEM_SIZE = 7,
    MEM_SIGN = 8,
    MEM_ACQ = 16,
    MEM_REL = 32, /* with MEM_ST: sequentially consistent store */
    MEM_BE = 64,
};

enum ir_rmw {
    RMW_XCHG,
    RMW_ADD,
    RMW_AND,
    RMW_OR,
    RMW_XOR,
    RMW_MIN,
    RMW_MAX,
    RMW_MINU,
    RMW_MAXU,
};

/* Rounding, numbered as RISC-V's frm (unprivileged specification, F extension:
 * Floating-Point Control and Status Register); IR_RM_DYN takes the guest's
 * current mode. */
enum ir_round {
    IR_RM_RNE,
    IR_RM_RTZ,
    IR_RM_RDN,
    IR_RM_RUP,
    IR_RM_RMM,
    IR_RM_DYN = 7,
};

/* sub of a jump to a known place: nobody sees the flags there. */
enum { IR_FLAGS_DEAD = 1 };

/* A value: the index of the operation that defines it. */
struct ir_val {
    uint16_t id;
};
#define IR_NOID 0xffff
#define IR_NONE ((struct ir_val){IR_NOID})

struct ir_insn {
    uint8_t op;   /* enum ir_opcode */
    uint8_t type; /* enum ir_type of the result (of the operand for st, put) */
    uint8_t sub;
    uint8_t cc;      /* enum ir_cc or ir_fc */
    uint16_t arg[4]; /* value ids, IR_NOID when absent */
    uint16_t aux;
    uint16_t uses; /* as an operand of later ones */
    int32_t aux2;
    int64_t imm;
};

enum {
    IR_MAX_OPS = 2048, /* operations in a block */
    IR_MAX_INSNS = 64, /* guest instructions in a block */
    IR_MAX_EXITS = 64,
    IR_MAX_SLOTS = 256, /* of a target */
    IR_VN_SIZE = 256,   /* remembered pure operations */
};

/* How a guest's state is laid out. off is from the start of the target's CPU
 * state. Slots do not overlap. */
struct ir_slot {
    const char *name;
    uint16_t off;
    uint8_t type; /* enum ir_type; IR_FLAGS slots are 2 bytes, host layout */
};

/* Results that differ between guest families and cannot be seen in the IR. */
struct ir_rules {
    uint8_t nan;       /* enum softfp_nan of base/softfp.h */
    bool tiny_before;  /* tininess detected before rounding */
    bool fcvt_nan_max; /* float to integer: NaN gives the maximum, not 0 */
    bool ahp;          /* binary16 is Arm's alternative format */
    bool flush16;      /* binary16 is flushed to zero (Arm FZ16) */
    bool fp_soft;      /* the guest's FP mode needs the out-of-line path */
    bool fp_trap;      /* the host traps the invalid exception */
};

/*
 * A function called from translated code.  It gets the CPU state and up to
 * four 64-bit arguments and returns 64 bits.  Guest registers live in `cpu`
 * while it runs only if HELPER_STATE is set; it must not keep pointers into it.
 */
enum {
    HELPER_STATE = 1,   /* reads or writes guest slots: homes are synced */
    HELPER_FAULT = 2,   /* may raise a guest fault (cpu_raise) */
    HELPER_FP = 4,      /* uses host FP or vectors: MXCSR and vectors saved */
    HELPER_OUTSIDE = 8, /* depends on, or acts on, what is not guest state */
};
struct ir_helper {
    const char *name;
    uint64_t (*fn)(void *cpu, uint64_t a, uint64_t b, uint64_t c, uint64_t d);
    uint32_t flags;
};

struct ir_block {
    uint64_t pc;
    const struct ir_slot *slots;
    const struct ir_helper *helpers; /* the target's table */
    struct ir_rules rules;
    uint16_t n; /* operations */
    uint16_t
        n_insns; /* guest instructions, counted by who drives the frontend */
    uint32_t guest_len;
    uint16_t n_exits; /* conditional branches */
    bool overflow;    /* IR_MAX_OPS reached: the frontend must end before it */
    /* Of the builders: the last get or put of each slot, a hash of the pure
     * operations, and the last operation that helpers may have written slots
     * at. Entries are checked when they are used, so no initialisation. */
    uint16_t barrier;
    uint16_t known[IR_MAX_SLOTS];
    uint16_t vn[IR_VN_SIZE];
    struct ir_insn op[IR_MAX_OPS];
};

/* Static facts of an operation. */
enum { IRP_P = 1, IRP_M = 2, IRP_X = 4, IRP_S = 8, IRP_H = 16, IRP_N = 0 };
struct ir_opinfo {
    const char *name;
    uint8_t nargs;
    uint8_t type;
    uint8_t props;
};
extern const struct ir_opinfo ir_opinfo[IR_OP_COUNT];

/* Operations that may go on at imm, and may be IR_FLAGS_DEAD. */
static inline bool ir_has_target(enum ir_opcode op)
{
    return op == IR_BR || op == IR_BRFL || op == IR_JMP || op == IR_CALL;
}

/* Empties `b` for a block that starts at guest address `pc`. */
void ir_begin(struct ir_block *b, uint64_t pc, const struct ir_slot *slots,
              const struct ir_helper *helpers, const struct ir_rules *rules);

/* Appends one operation as given; the builders below are made of it. Folds
 * constants and trivial identities of pure integer operations, forwards get
 * after put of the same slot, and merges repeated constants and gets. */
struct ir_val ir_emit(struct ir_block *b, struct ir_insn in);

/* Appends one operation exactly as given; absent operands are IR_NOID. */
struct ir_val ir_append(struct ir_block *b, const struct ir_insn *in);

/* Takes back all operations from the n-th on. */
void ir_truncate(struct ir_block *b, unsigned n);

/* Builders. Types are explicit where operands do not determine them. */
static inline enum ir_type ir_type_of(const struct ir_block *b, struct ir_val v)
{
    return (enum ir_type)b->op[v.id].type;
}
static inline bool ir_present(struct ir_val v)
{
    return v.id != IR_NOID;
}

/* True, with the value in *out, when v is a constant. */
bool ir_is_const(const struct ir_block *b, struct ir_val v, int64_t *out);

/* An i32 constant is kept sign-extended in imm; f32 and f64 are bit patterns;
 * of v128 imm is the low half, the upper one is zero. */
struct ir_val ir_const(struct ir_block *b, enum ir_type t, int64_t imm);
struct ir_val ir_pcrel(struct ir_block *b, int64_t off);
struct ir_val ir_get(struct ir_block *b, unsigned slot, enum ir_type t);
void ir_put(struct ir_block *b, unsigned slot, struct ir_val v);
/* Any operation with up to three value arguments and result type `t`. */
struct ir_val ir_op1(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x);
struct ir_val ir_op2(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x, struct ir_val y);
struct ir_val ir_op3(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                     struct ir_val x, struct ir_val y, struct ir_val z);
/* (x:y) >> n, low half; 0 < n < width. */
struct ir_val ir_extr(struct ir_block *b, enum ir_type t, struct ir_val x,
                      struct ir_val y, unsigned n);
/* a OP constant. */
struct ir_val ir_op2i(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                      struct ir_val x, int64_t imm);
struct ir_val ir_setcc(struct ir_block *b, enum ir_type t, enum ir_cc cc,
                       struct ir_val x, struct ir_val y);
struct ir_val ir_select(struct ir_block *b, enum ir_cc cc, struct ir_val x,
                        struct ir_val y, struct ir_val yes, struct ir_val no);
/* Flags of x op y at the operands' width: op is IR_FL_ADD or IR_FL_SUB. */
struct ir_val ir_flags(struct ir_block *b, enum ir_opcode op, struct ir_val x,
                       struct ir_val y);
struct ir_val ir_fl_logic(struct ir_block *b, struct ir_val x);
/* With carry: op is IR_FL_ADC or IR_FL_SBC. */
struct ir_val ir_flags_carry(struct ir_block *b, enum ir_opcode op,
                             struct ir_val x, struct ir_val y,
                             struct ir_val fl);
/* op is IR_FL_CCMP or IR_FL_CCMN. */
struct ir_val ir_ccmp(struct ir_block *b, enum ir_opcode op, enum ir_fc fc,
                      struct ir_val fl, struct ir_val x, struct ir_val y,
                      unsigned nzcv);
struct ir_val ir_setfl(struct ir_block *b, enum ir_type t, enum ir_fc fc,
                       struct ir_val fl);
struct ir_val ir_selfl(struct ir_block *b, enum ir_fc fc, struct ir_val fl,
                       struct ir_val yes, struct ir_val no);
/* base + (index << scale) + disp; index may be IR_NONE. mem: enum ir_mem. */
struct ir_val ir_ld(struct ir_block *b, enum ir_type t, unsigned mem,
                    struct ir_val base, struct ir_val index, unsigned scale,
                    int64_t disp);
void ir_st(struct ir_block *b, unsigned mem, struct ir_val base,
           struct ir_val index, unsigned scale, int64_t disp, struct ir_val v);
struct ir_val ir_rmw(struct ir_block *b, enum ir_type t, enum ir_rmw op,
                     unsigned mem, struct ir_val addr, struct ir_val v);
struct ir_val ir_cmpxchg(struct ir_block *b, enum ir_type t, unsigned mem,
                         struct ir_val addr, struct ir_val expected,
                         struct ir_val desired);
void ir_fence(struct ir_block *b);
/* The FP status word: IR_FPGET, IR_FPSET. */
struct ir_val ir_fpget(struct ir_block *b);
void ir_fpset(struct ir_block *b, struct ir_val v);
/* Exits; off is from the block PC. */
void ir_jmp(struct ir_block *b, int64_t off);
void ir_br(struct ir_block *b, enum ir_cc cc, struct ir_val x, struct ir_val y,
           int64_t off);
void ir_brfl(struct ir_block *b, enum ir_fc fc, struct ir_val fl, int64_t off);
void ir_jmpi(struct ir_block *b, struct ir_val addr);
void ir_call(struct ir_block *b, int64_t off, int64_t ret_off);
void ir_calli(struct ir_block *b, struct ir_val addr, int64_t ret_off);
void ir_ret(struct ir_block *b, struct ir_val addr);
void ir_exit(struct ir_block *b, unsigned reason, int64_t off);
/* A br or trap that is never taken is dropped. */
/* Leaves with `reason` at the current instruction if cc(x, y); fault address
 * `addr` may be IR_NONE. */
void ir_trap(struct ir_block *b, enum ir_cc cc, struct ir_val x,
             struct ir_val y, unsigned reason, struct ir_val addr);
struct ir_val ir_helper(struct ir_block *b, enum ir_type t, unsigned helper,
                        struct ir_val x, struct ir_val y, struct ir_val z,
                        struct ir_val w);
/* FP and vector; see ir.def for aux and sub. */
struct ir_val ir_fp(struct ir_block *b, enum ir_opcode op, enum ir_type t,
                    unsigned sub, unsigned aux, struct ir_val x,
                    struct ir_val y, struct ir_val z);
/* Integer v into all lanes of 1 << esz bytes; half: upper 64 bits zero. */
struct ir_val ir_vdup(struct ir_block *b, unsigned esz, bool half,
                      struct ir_val v);
/* vec with `lane` replaced by integer v; `lane` of vec as an integer. */
struct ir_val ir_vins(struct ir_block *b, unsigned esz, struct ir_val vec,
                      unsigned lane, struct ir_val v);
struct ir_val ir_vext(struct ir_block *b, enum ir_type t, unsigned esz,
                      bool sign, struct ir_val vec, unsigned lane);
/* lanes: enum vop_lanes of vop.h. */
struct ir_val ir_vop(struct ir_block *b, unsigned vop, unsigned esz,
                     unsigned lanes, struct ir_val x, struct ir_val y,
                     struct ir_val z, uint64_t imm);
void ir_insn_start(struct ir_block *b, int64_t off);
void ir_poll(struct ir_block *b);

/* Checks types, argument order and the position of exits. Returns NULL, or a
 * static description of the first breach, with its operation in *where. */
const char *ir_verify(const struct ir_block *b, unsigned *where);

/* The passes of block scope: address folding, dead operations, dead puts and
 * flags (between operations that may observe them), narrow forms. What is
 * dropped becomes a NOP, so that values keep their numbers. */
void ir_optimise(struct ir_block *b);

/* Removes the NOPs. */
void ir_compact(struct ir_block *b);

/* Writes the text form (see text.c), one operation a line, to descriptor fd or
 * to a sink of base/fmt.h. No allocation. */
struct fmt_sink;
void ir_dump(const struct ir_block *b, int fd);
void ir_print(const struct ir_block *b, struct fmt_sink *sink);

/* Reads the text form (tests) and appends its operations exactly as they are;
 * ir_begin() comes first. Returns 0, or the 1-based number of the line that it
 * does not understand. Slots are found by name, so the table of slots must end
 * with one whose name is NULL. */
unsigned ir_parse(struct ir_block *b, const char *text);

#endif
