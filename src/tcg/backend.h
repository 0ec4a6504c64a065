/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A host backend: turns a block of IR into host instructions under the boundary
 * convention, and makes the fixed stubs through which C enters and leaves them.
 *
 * Boundary convention, the same at every block entry and exit: the pinned slots
 * are in their home registers, all other slots in memory; the state register
 * points `bias` bytes into the state; the host stack pointer is the prediction
 * stack of <guest return address, host return address> pairs.
 *
 * Links.  A direct exit is a site that jumps either to its own exit stub (which
 * returns to C with the link's number) or straight to the target block.
 * With TCG_LINK_PATCH the site is a jump whose displacement is rewritten; with
 * TCG_LINK_SLOT it is an indirect jump through an 8-byte slot in a data area
 * beside the code, so that the code itself never changes and can be shared or
 * mapped read-only.
 *
 * A block that jumps back to its start may have a second entry for itself, at
 * which the flags slot is in the host's flags and not in memory.
 *
 * Threads: tcg_compile is pure but for its output; the caller holds the
 * translation lock.  tcg_link_set is atomic with respect to threads that run
 * the site.
 */
#ifndef CALQUE_TCG_BACKEND_H
#define CALQUE_TCG_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcg/env.h"
#include "tcg/ir.h"

/* Reasons, besides those given to ir_exit, with which code comes back to C. */
enum {
    TCG_EXIT_LINK = 0x100,   /* env.link: an unlinked exit */
    TCG_EXIT_LOOKUP = 0x101, /* env.pc: not in the jump table */
    TCG_EXIT_RAISE = 0x102,  /* a fault handler or cpu_raise: see the cpu */
};

/* Where a target's state is kept: the data behind the boundary convention. */
struct tcg_conv {
    const struct ir_slot *slots;
    uint16_t n_slots;
    uint16_t bias;
    const uint16_t *pin_int, *pin_vec; /* slots, hottest first, IR_NOID ends */
    const struct ir_helper *helpers;
    uint32_t service_exit; /* reason of the exits that ask env.service; or 0 */
};

/* The convention by slot and by register, for the backend alone. */
enum { TCG_MAX_SLOTS = 112, TCG_HOST_REGS = 48 };
struct tcg_homes {
    uint8_t home_of[IR_MAX_SLOTS];   /* register, or none */
    uint16_t slot_of[TCG_HOST_REGS]; /* slot, or IR_NOID */
    uint16_t flags_slot;             /* the one of type flags, or IR_NOID */
};

/* Entry points in the code cache, as offsets from its base; and what else
 * follows from the convention. */
struct tcg_stubs {
    struct tcg_homes homes;
    uint32_t enter;   /* uint32_t enter(struct tcg_env *, const void *code) */
    uint32_t exit;    /* leave with the reason in eax, homes live */
    uint32_t service; /* the same, unless env.service makes it unnecessary */
    uint32_t link_exit;
    uint32_t lookup_exit; /* offset 0; the guest target in rcx */
    uint32_t pred_miss;   /* host return address above the prediction stack */
    uint32_t raise;       /* leave; slots are already in memory */
    uint32_t cold;        /* call of tcg_cold with a descriptor */
    uint32_t consts;      /* constants of vector operations */
    uint32_t end;         /* first free byte */
};

enum { TCG_LINK_PATCH, TCG_LINK_SLOT };
/* Entries of the jump table below code_base: 4-byte offsets from there of code
 * that has its guest PC in the 8 bytes before it, or of lookup_exit. */
enum { TCG_JT_BITS = 15, TCG_CODE_HEAD = 8 };

struct tcg_link_site {
    uint32_t site;  /* offset of the displacement (or of the slot) */
    uint32_t stub;  /* offset of the exit stub */
    int64_t target; /* guest target, from the block PC */
    bool carries;   /* only to the block itself, at `loop` */
};

/* Output of tcg_compile; buffers are the caller's. Offsets are from `code`.
 * Code may be written elsewhere than it runs, at one distance for all of the
 * cache; pointers here are to where it is written. */
struct tcg_code {
    uint8_t *code;
    size_t room, used;
    size_t loop; /* entry with the flags slot's content in the host's flags */
    const uint8_t *base; /* of the code cache, for the stubs */
    ptrdiff_t run_off;   /* from where code is written to where it runs */
    const struct tcg_stubs *stubs;
    uint32_t first_link; /* number of the first link */
    int link_kind;
    bool mask_tags; /* clear address bits 63..56 at every access */
    bool segment;   /* guest memory has a base, see tcg_set_base() */
    struct tcg_link_site link[IR_MAX_EXITS];
    unsigned n_links;
    uint8_t *snap;
    size_t snap_room, snap_used;
    uint32_t *reloc; /* offsets of 8-byte absolute guest PCs */
    unsigned n_relocs, reloc_room;
    uint8_t *data; /* TCG_LINK_SLOT: slots, in reach of the code */
    size_t data_used;
    bool relocatable; /* every guest PC in the code is listed in reloc */
    unsigned host_insns;
};

/* Reads CPUID. Returns NULL, or what this host lacks ("SSE4.1"). Called once,
 * before anything else, single-threaded. */
const char *tcg_host_init(void);

/* Levels: what compiled code uses of the host.  The native one is all that
 * there is; with one that names a set of features the code is the same on every
 * host that has them.  Names are the host's; NULL ends them. */
enum { TCG_LEVEL_NATIVE };
const char *tcg_host_level_name(unsigned level);
bool tcg_host_has_level(unsigned level);
/* Of everything that is compiled from then on, stubs included; one process has
 * one, but for tests. */
void tcg_host_use(unsigned level);

/* Where guest address 0 is, for code that is compiled with `segment`. Of the
 * calling thread and those that it makes, in other processes too. */
void tcg_set_base(uint64_t base);

/* Writes the stubs at base + 0, some five kilobytes, and fills *stubs. */
void tcg_make_stubs(const struct tcg_conv *conv, uint8_t *base,
                    struct tcg_stubs *stubs);

/* Compiles `b`. 0, or -1 when a buffer or the spill area is too small: the
 * caller flushes or tries with fewer guest instructions. */
int tcg_compile(const struct tcg_conv *conv, const struct ir_block *b,
                struct tcg_code *out);

/* Points a site at `target` (a block's code, or the link's own stub). Both are
 * where code is written; run_off leads to where it runs. */
void tcg_link_set(int kind, uint8_t *site, const uint8_t *target,
                  ptrdiff_t run_off);
/* Lets the calling thread run code that was written at another address than it
 * runs at. */
void tcg_sync_code(void);

/* The host registers of a fault in translated code (a ucontext's), or of a call
 * out of it: copies the pinned slots to their places in memory. */
void tcg_sync_from_uc(const struct tcg_conv *conv, void *state, const void *uc);
/* Makes *uc continue at host address ip. */
void tcg_uc_redirect(void *uc, uint64_t ip);
uint64_t tcg_uc_ip(const void *uc);
/* NZCV in bits 31..28 from the host's flags; add: those of an addition. */
uint32_t tcg_uc_nzcv(const void *uc, bool add);
/* Clears the invalid exception's sticky flag unless env->mxcsr has it. */
void tcg_uc_take_back_invalid(void *uc, const struct tcg_env *env);
/* Masks the invalid exception for what *uc goes on with, or unmasks it. */
void tcg_uc_mask_invalid(void *uc, bool mask);
/* A trap after the next instruction, or none. */
void tcg_uc_single_step(void *uc, bool on);
/* Leaves translated code from within a cold call, by the stub at `raise`. */
_Noreturn void tcg_leave(struct tcg_env *env, const void *raise, unsigned bias);
struct log;
/* Disassembles host code to the log, where the build has a disassembler. */
void tcg_disas_host(const uint8_t *code, size_t len, const struct log *log);
/* True if the faulting address of an access to the prediction stack's guard;
 * the handler then makes room and the instruction is repeated. */
bool tcg_pred_overflow(struct tcg_env *env, void *uc, uint64_t addr);

enum { TCG_PRED_SIZE = 1 << 16, TCG_PRED_GUARD = 4096 };

#endif
