/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Execution of guest code: the CPU state head, the execution loop, the block
 * table and invalidation, precise faults.
 *
 * struct translator is shared by all threads of one address space: code cache,
 * block table, jump table.  struct cpu is one guest thread's state, embedded at
 * the head of the target's own state structure; its owner is the guest thread,
 * and nobody else reads registers while the thread runs translated code.
 * cpu_run() returns whenever the guest needs something that is not computation;
 * then env.pc and all slots are in memory and exact.
 */
#ifndef CALQUE_CPU_CPU_H
#define CALQUE_CPU_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tcg/env.h"

struct log;
struct cpu_model;
struct target;
struct translator;
struct mm;

/* Why cpu_run() returned. env.pc is the address of the instruction to go on
 * with: after the instruction for SYSCALL, at it for all others. */
enum cpu_exit {
    EXIT_NONE,
    EXIT_SYSCALL, /* a system call instruction was executed */
    EXIT_STOP,    /* cpu_request_stop() was noticed */
    EXIT_ILLEGAL, /* undefined or unimplemented instruction */
    EXIT_BREAK,   /* breakpoint instruction */
    EXIT_FAULT,   /* memory access fault: see cpu->fault */
    EXIT_FETCH,   /* instruction fetch fault at env.pc: see cpu->fault */
    EXIT_ALIGN,   /* misaligned atomic or PC; env.fault_addr */
    EXIT_FLUSH,   /* the guest asked for an instruction cache flush: internal */
    EXIT_FLUSH_LINE, /* and only of the line of 64 bytes at fault_addr */
    EXIT_OPERAND,    /* an instruction that does not accept its operand */
};

/*
 * Parts of a key.  KEY_TAGS is how many top bits of data addresses blocks take
 * off, as a number.  With 0 they leave them, and addresses with such bits fault
 * on the host.
 */
enum {
    KEY_MODES = 0x077fffff,
    KEY_TAGS_SHIFT = 27,
};

/* A guest-visible synchronous fault, in Linux terms. */
struct cpu_fault {
    int sig;       /* SIGSEGV or SIGBUS */
    int code;      /* si_code: SEGV_MAPERR ... */
    uint64_t addr; /* si_addr */
    bool write;    /* the access was a store */
};

struct cpu {
    struct tcg_env env;
    const struct target *target;
    struct translator *tr;
    struct mm *mm;
    void *task; /* the owner above (struct task), never followed here */
    struct cpu_fault fault;
    uint32_t key; /* what of its state is part of a block's identity: modes of
                   * the target's (KEY_MODES), and KEY_TAGS; 0 normally */
    uint32_t run_key; /* key for which the look-up state is set up */
    uint32_t raised;  /* enum cpu_exit behind a TCG_EXIT_RAISE */
    uint32_t in_code; /* translated code may be running (atomic) */
    int32_t tid;      /* of the host thread that runs it */
    bool stepping;    /* one host instruction runs with invalid masked */
    uint8_t tag_bits; /* top bits of data addresses that it ignores */
    uint16_t tagged;  /* blocks that faulted for these */
    struct cpu *next, **link; /* the translator's list */
    size_t map_size;          /* of the mapping that holds all this */
    void *map;
};

/* Engines and debugging of a translator; zero is the default. */
struct cpu_options {
    const struct log *log; /* NULL: none */
    bool interpret;        /* interpreter only */
    bool lockstep;         /* run both engines and compare */
    uint64_t bisect_limit; /* blocks after this many are interpreted; 0: none */
    size_t cache_size;     /* bytes of code cache; 0: default */
    int perf_map;          /* descriptor of a perf map, or -1 */
    bool stats;
    bool data_links; /* link blocks through data slots, never patching code */
    bool split_code; /* no page is writable and executable */
    uint8_t host_level; /* of the host that code is made for; 0: all it has */
};

/* Steps of a translation. */
enum cpu_step {
    STEP_IR,
    STEP_OPTIMISE,
    STEP_COMPILE,
    STEP_INSTALL,
    STEP_COUNT
};

/* Counters of --stats; updated under the translation lock. */
struct cpu_stats {
    uint64_t blocks, guest_insns, guest_bytes, host_insns, host_bytes;
    uint64_t snapshot_bytes, flushes, invalidated, links;
    /* Ticks of the time-stamp counter spent translating, by step; only counted
     * with cpu_options.stats.  IR: decoding and the frontend; the rest is
     * looking for room, records and links. */
    uint64_t ticks[STEP_COUNT];
};

/* Looks at the host's processor; before anything else, once. NULL, or the name
 * of what it lacks. */
const char *cpu_host_init(void);
/* Name of level n of the host's processor that code can be made for (struct
 * cpu_options), NULL behind the last; and whether this host has it. */
const char *cpu_host_level_name(unsigned n);
bool cpu_host_has_level(unsigned n);

/* Creates the code cache for an address space `mm` and target. Returns NULL
 * when memory is refused; *error is why, as -errno. */
struct translator *translator_new(const struct target *t, struct mm *mm,
                                  const struct cpu_options *opt, int *error);
void translator_free(struct translator *tr);
const struct cpu_stats *translator_stats(const struct translator *tr);

/* Ticks of all steps. */
uint64_t cpu_stats_ticks(const struct cpu_stats *s);

/* Allocates and resets a CPU (poll page, prediction stack, target state). The
 * model NULL is the target's default. NULL when memory is refused. cpu_clone
 * copies all guest-visible state for a new thread (the same translator) or,
 * after fork-like clones, another translator. */
struct cpu *cpu_new(const struct target *t, struct translator *tr,
                    struct mm *mm, const struct cpu_model *model);
struct cpu *cpu_clone(const struct cpu *from, struct translator *tr,
                      struct mm *mm);
void cpu_free(struct cpu *cpu);

/* Makes `cpu` the calling host thread's current one (NULL: none). */
void cpu_set_current(struct cpu *cpu);
struct cpu *cpu_current(void);

/* From now on `service` is asked at system calls, before cpu_run() returns for
 * them: see env.service. Inherited by clones. */
void cpu_set_service(struct cpu *cpu, bool (*service)(struct tcg_env *env));

/* As an exception does, whose return clears the monitor (Arm ARM,
 * Synchronization and semaphores; Linux's return to the user on RISC-V). */
static inline void cpu_exclusive_clear(struct cpu *cpu)
{
    cpu->env.excl_addr = ~UINT64_C(0);
}

/* The target's modes in the key are `modes` from now on. */
static inline void cpu_set_modes(struct cpu *cpu, uint32_t modes)
{
    cpu->key = (cpu->key & ~(uint32_t)KEY_MODES) | modes;
}

/* The CPU ignores the top `bits` of data addresses, and its blocks expect
 * them. */
static inline void cpu_set_tags(struct cpu *cpu, unsigned bits)
{
    cpu->tag_bits = (uint8_t)bits;
    cpu->key = (cpu->key & KEY_MODES) | (uint32_t)bits << KEY_TAGS_SHIFT;
}

/* Runs guest code from env.pc until something needs the caller. Calling thread:
 * the owner, with its alternate signal stack set up. */
enum cpu_exit cpu_run(struct cpu *cpu);

/* Internal results of fault handling, beyond enum cpu_exit. */
enum { CPU_RETRY_MASKED = 0x200, CPU_RETRY_PLAIN };

/* Asks `cpu` to leave translated code soon (EXIT_STOP). Any thread, and signal
 * handlers. cpu_clear_stop() undoes it; only the owner calls that. */
void cpu_request_stop(struct cpu *cpu);
void cpu_clear_stop(struct cpu *cpu);

/* For the host's SIGSEGV, SIGBUS, SIGFPE, SIGTRAP and SIGILL handler: if the
 * fault belongs to translated code, the interpreter or a fault-checked
 * accessor (whose fault is then in cpu->fault), arranges in *uc how to go on
 * and returns true. False: it is a bug
 * of ours or another's signal. Async-signal-safe. */
bool cpu_host_fault(struct cpu *cpu, int sig, void *siginfo, void *uc);

/* Raises a guest fault from a helper; does not return. */
_Noreturn void cpu_raise(struct cpu *cpu, enum cpu_exit reason);

/* True when host instruction address ip lies in translated code. */
bool cpu_in_code(const struct translator *tr, uint64_t ip);

/* Guest code in [start, end) changed, or lost its mapping: no block made from
 * it is entered afterwards by any thread. Any thread. */
void cpu_invalidate(struct translator *tr, uint64_t start, uint64_t end);

/* The same for what was written otherwise than by the guest's stores, as by a
 * system call. Takes no lock, and next to no time, where there is no code. */
void cpu_memory_written(struct translator *tr, uint64_t start, uint64_t len);

/* Cache maintenance by virtual address, which acts on the memory there: also on
 * code that was made from it at other addresses. */
void cpu_flush_range(struct translator *tr, uint64_t start, uint64_t end);

/* The guest promised by a global barrier that it may have written code
 * anywhere (RISC-V fence.i): blocks from ever-writable pages are revalidated.
 */
void cpu_invalidate_written(struct translator *tr);

/* There has never been a second CPU, and so there is no other thread. */
bool translator_alone(const struct translator *tr);
/* Before fork, without locks and signals open: translates what earlier children
 * did first. */
void translator_fork_ahead(struct translator *tr);
/* fork: take the locks, make what the child cannot have by the fork itself (0
 * or -ENOMEM), and release or repair them afterwards. */
void translator_fork_prepare(struct translator *tr);
int translator_fork_copy(struct translator *tr);
void translator_fork_parent(struct translator *tr);
void translator_fork_child(struct translator *tr);

/* The thread `tid`, whose CPU is `dead`, was killed wherever it was: frees the
 * lock if it held it, and drops the code that it may have left half made. */
void translator_repair(struct translator *tr, struct cpu *dead, int tid);

#endif
