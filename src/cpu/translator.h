/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The block table and code cache of one address space; private to cpu/.
 *
 * States of a block: absent; valid (in the hash table and its pages' lists, may
 * be linked to and stand in the jump table); invalid (out of all three, its
 * code still there for threads that run it); gone, after a flush.  The lock
 * owns all transitions.  Readers without the lock may see a block become
 * invalid under them, never its memory reused: that needs a flush, which stops
 * every thread.
 *
 * Memory: blocks, links, snapshots and code are bump-allocated together and
 * only a flush frees them.  Everything is private anonymous memory, so that
 * fork copies it; but for the code where the system refuses pages that can be
 * written and executed: then it has two views, and the forking thread makes the
 * child's copy, while it holds the lock.
 */
#ifndef CALQUE_CPU_TRANSLATOR_H
#define CALQUE_CPU_TRANSLATOR_H

#include <string.h>

#include "base/klock.h"
#include "cpu/cpu.h"
#include "cpu/target.h"
#include "mem/mem.h"
#include "tcg/backend.h"

enum {
    TB_HASH_BITS = 17, /* at most */
    TB_HASH_FIRST = 9,
    PAGE_HASH_BITS = 14,
    GUEST_PAGE_BITS = 12,
    /* In a block's key: */
    TB_PLAIN = 1 << 23, /* nothing is fused; neither KEY_MODES nor KEY_TAGS */
    CPU_VERSIONS = 1 << 12,
};
#define JT_BYTES ((size_t)4 << TCG_JT_BITS)

/* Jump tables before the code, by the distance of their ends from map's start
 * in tables: a CPU's code_base is the end of its table. */
enum { JT_EMPTY = 1, JT_KEYED, JT_PLAIN };

/* Bits of env.stop. */
enum {
    STOP_REQUEST = 1,     /* cpu_request_stop(): cpu_run returns */
    STOP_FLUSH = 2,       /* only to leave translated code; cpu_run goes on */
    MAX_FP_TRAPS = 10000, /* some tens of milliseconds */
};

struct tb {
    uint64_t pc;
    uint32_t key;
    uint32_t code, code_len; /* offset from code_base */
    uint32_t snap, snap_len;
    uint32_t first_link;
    uint32_t hash_next;    /* all chains are of block numbers, 0 ends */
    uint32_t page_next[2]; /* of the first and the last page */
    uint32_t incoming;     /* link number, 0 ends */
    uint32_t checksum;
    uint16_t guest_len, n_insns;
    uint16_t loop;        /* code's second entry, see tcg/backend.h */
    uint16_t before, end; /* what it depends on is [pc - before, pc + end) */
    uint16_t n_links;
    bool valid;
    bool fused;      /* a fault is not exact */
    bool fp_trap;    /* relies on the trap of the invalid exception */
    bool may_change; /* made from memory that was ever writable */
};

struct tb_link {
    uint64_t target;
    uint32_t site, stub; /* offsets from code_base */
    uint32_t from, to;   /* block numbers; to 0: not linked */
    uint32_t next;       /* in to's incoming list */
    bool carries;        /* to == from, at its second entry */
};

/* Where code is run, and where it is written: often the same. */
struct views {
    uint8_t *run, *write;
};

struct page_seen {
    uint64_t key; /* which page, see revalidate.c */
    bool agreed;  /* its blocks are made from its copy */
};

struct translator {
    const struct target *target;
    struct mm *mm;
    struct cpu_options opt;
    struct cpu_stats stats;
    struct tcg_conv conv;
    struct tcg_stubs stubs;
    struct klock lock;
    uint32_t flush_wanted; /* atomic */
    uint32_t generation;   /* atomic: of blocks; counts flushes */
    uint32_t table_key;    /* what the table for keys other than 0 is for */
    struct cpu *cpus;
    struct cpu *spare; /* of ended threads, linked through next */
    uint32_t n_spare;
    struct lockstep *lockstep; /* its buffers, or NULL */
    /* There was a second CPU: from then on, others look at in_code.  Set by the
     * first one's thread, out of translated code, before the second runs. */
    bool shared;

    /* Three jump tables, then the code; as it is run, but for views.write. */
    struct views views;
    size_t map_size;
    struct views copy; /* of `views` for the child, while fork runs */
    uint8_t *code_base;
    size_t code_size, code_used;
    size_t data_size, data_used; /* link slots, at the end of the code area */
    struct tb *tb;
    struct tb_link *link;
    uint8_t *snap;
    uint32_t n_tb, max_tb, n_link, max_link;
    size_t snap_used, snap_size;
    uint32_t *hash;
    uint32_t hash_bits; /* of the part in use: grows with the blocks */
    uint32_t *pages;
    /* By bucket of pages: is there code that may change, and what was last seen
     * there? */
    uint64_t changing[(1 << PAGE_HASH_BITS) / 64];
    struct page_seen *seen;
    uint8_t *copies;          /* of pages, or NULL */
    struct fork_hints *hints; /* shared with parent or children, or NULL */
    /* A bit a guest page, set before code is read there; read without lock. */
    uint64_t *page_bits;
    bool unpaired;     /* store-exclusives that need versions were seen */
    bool instrumented; /* and there has been a second CPU since */
    bool fused;        /* of the block in ir */
    /* Traps of the invalid exception so far (atomic); when they are too many,
     * results are checked instead. */
    uint32_t fp_traps;
    bool fp_checked;
    uint64_t version[CPU_VERSIONS];
    struct ir_block ir;
    uint32_t reloc[256];
};

/* views.c; 0 or -errno */
/* split: two views in any case. Nothing stays mapped after a failure. */
int views_map(struct views *v, size_t size, bool split);
void views_unmap(struct views *v, size_t size);
/* Moves the views `from` to the place of those in `to`. */
int views_replace(const struct views *to, struct views *from, size_t size);

/* From where code is run to where it is written. */
static inline ptrdiff_t tr_write_off(const struct translator *tr)
{
    return tr->views.write - tr->views.run;
}
/* After code was written, before the calling thread may run it. */
static inline void tr_code_written(const struct translator *tr)
{
    if (tr_write_off(tr))
        tcg_sync_code();
}

/* cache.c */
/* Private memory that is zero and not reserved; NULL: refused. */
void *cache_map(size_t size, int prot);
/* p may be NULL. */
void cache_unmap(void *p, size_t size);
int cache_alloc(struct translator *tr, size_t size); /* 0 or -errno */
void cache_free(struct translator *tr);
/* Makes tr->copy, if the code has two views: what is in use of them. Lock held.
 * 0 or -ENOMEM. */
int cache_copy(struct translator *tr);
/* Drops all code. Lock held, every other thread out of translated code. */
void cache_reset(struct translator *tr);
/* Stops all other threads and drops all code. Lock held. */
void cache_flush(struct translator *tr, struct cpu *self);

/* Blocks found since one value may be gone when it has become another. */
static inline uint32_t tr_generation(const struct translator *tr)
{
    return __atomic_load_n(&tr->generation, __ATOMIC_SEQ_CST);
}

/* tb.c */
struct tb *tb_find(const struct translator *tr, uint64_t pc, uint32_t key);
void tb_insert(struct translator *tr, struct tb *tb);
void tb_invalidate(struct translator *tr, struct tb *tb);
void tb_link(struct translator *tr, uint32_t link, struct tb *to);
/* The next in the list of blocks that begins with number pages[bucket]. */
uint32_t tb_page_next(struct tb *t, uint32_t bucket);
/* Empties a table. Lock held. */
void jt_reset(struct translator *tr, unsigned table);
void jt_set(struct translator *tr, const struct tb *tb);
/* The code for env.pc in the jump table that the CPU's mode selects, or NULL.
 */
static inline const uint8_t *jt_code(const struct cpu *cpu)
{
    const char *base = (const char *)(uintptr_t)cpu->env.code_base;
    uint64_t pc = cpu->env.pc, i = (pc >> 1) & ((1u << TCG_JT_BITS) - 1);
    const void *at = base - JT_BYTES + i * 4;
    uint32_t entry = __atomic_load_n((const uint32_t *)at, __ATOMIC_ACQUIRE);
    const uint8_t *code = (const uint8_t *)base + entry;
    uint64_t is;

    memcpy(&is, code - TCG_CODE_HEAD, sizeof(is));
    return is == pc && code >= cpu->tr->code_base + cpu->tr->stubs.end ? code
                                                                       : NULL;
}
/* Without the lock: is there nothing that jt_set would do? */
bool jt_has(const struct translator *tr, const struct tb *tb);
struct tb *tb_at_ip(const struct translator *tr, uint64_t ip);
uint32_t tb_checksum(const void *code, size_t len);
static inline uint32_t tb_number(const struct translator *tr,
                                 const struct tb *tb)
{
    return (uint32_t)(tb - tr->tb);
}

/* written.c: guest memory that changes. */
/* Code is about to be read from [start, end). Lock held. */
void pages_mark(struct translator *tr, uint64_t start, uint64_t end);
/* No block depends on [start, end) any more. Lock held. */
void pages_clear(struct translator *tr, uint64_t start, uint64_t end);
void pages_reset(struct translator *tr);
size_t pages_size(const struct translator *tr);

/* revalidate.c */
/* A block from memory that may change is in the list of `page`. Lock held. */
void changing_add(struct translator *tr, uint32_t bucket, uint64_t page);
void changing_reset(struct translator *tr);
void changing_free(struct translator *tr);

/* translate.c */
/* The block at pc, made if need be. NULL: *exit says why (EXIT_FETCH), or is
 * EXIT_NONE for a block that must be interpreted. */
struct tb *tb_get(struct translator *tr, struct cpu *cpu, uint64_t pc,
                  uint32_t key, enum cpu_exit *exit);
/* What a block was made from. The checksum is that of the bytes that were
 * translated, which another thread may have changed by now. */
struct code_state {
    uint16_t before, end; /* what was looked at, as in struct tb */
    bool may_change;
    uint32_t checksum;
};
/* Builds the IR of the block at pc into tr->ir, at most `limit` instructions.
 * Lock held. EXIT_NONE, or EXIT_FETCH. */
enum cpu_exit translate_ir(struct translator *tr, struct cpu *cpu, uint64_t pc,
                           uint32_t key, unsigned limit,
                           struct code_state *state);

/* lookahead.c */
enum { LOOK_LINE = 64 };

struct look {
    const struct translate *t;
    struct code_state *state;
    uint64_t pc;         /* of the block */
    const uint8_t *code; /* bytes from there on */
    unsigned avail;      /* so many of them */
    /* The rest is the walk's own. */
    unsigned left;        /* instructions that may be looked at for this exit */
    unsigned before, end; /* that code, from pc */
    uint64_t line_at;     /* odd: nothing in it */
    uint8_t line[LOOK_LINE];
};

/* Marks the exits among t->ir's operations from `from` on where nobody sees the
 * flags. state: may_change is read; what is looked at is added. */
void lookahead_exits(struct look *l, unsigned from);

/* run.c */
/* Makes the way to tb, found in `generation`, shorter for the next time: in the
 * exit `link` that led to it, or with 0 in the jump table. */
void tb_connect(struct translator *tr, struct tb *tb, uint32_t link,
                uint32_t generation);

/* ahead.c */
/* Tells the parent that tb was taken, by a link or with 0 a look-up. Lock held.
 */
void ahead_report(struct translator *tr, uint32_t link, const struct tb *tb);

/* fuse.c */
/* Replaces the exclusive pair of t->pair, whose store of v is about to be
 * appended, by one operation that cannot fail. False: not one of those. */
bool atomic_fuse(struct translate *t, enum ir_type ty, struct ir_val v);

/* atomic.c */
/* What an instrumented atomic at addr does first, if anything. */
void atomic_watch(struct translate *t, struct ir_val addr);

/* monitor.c */
/* Turns to instrumented atomics if they are needed by now: true, and all code
 * is gone. Lock held. */
bool monitor_switch(struct translator *tr, struct cpu *self);
/* Frees the versions that a dead thread locked, or with 0 all. */
void monitor_repair(struct translator *tr, uint32_t tid);

/* interpret.c */
/* Runs one block by the interpreter; the result of cpu_run or EXIT_NONE. */
enum cpu_exit interpret_block(struct translator *tr, struct cpu *cpu);
/* Where an access that cannot be done fails: in the second of two pages when
 * its first byte could be accessed. */
uint64_t interpret_failing(uint64_t addr, size_t size, bool first);

/* lockstep.c */
/* Lets the interpreter run tb first, on a copy of cpu: its result is *want.
 * False: this block is not to be compared. */
bool lockstep_begin(struct translator *tr, struct cpu *cpu, const struct tb *tb,
                    enum cpu_exit *want);
/* Compares with what translated code has made of *cpu; a difference ends the
 * process with a report and status 1. */
void lockstep_end(struct translator *tr, struct cpu *cpu, const struct tb *tb,
                  enum cpu_exit want, enum cpu_exit is);

/* Makes the poll page readable, or not. Any thread. */
void cpu_poll_page(struct cpu *cpu, bool readable);

#endif
