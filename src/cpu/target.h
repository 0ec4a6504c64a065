/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a guest architecture is to the rest: one `const struct target`, found
 * through target/targets.def.  The first half serves the translator, struct
 * guest_abi serves the Linux layers (loader, signals, syscalls), which
 * otherwise know no guest.
 *
 * Everything here is constant and shared by all threads; functions get the CPU
 * that they act on, which must be the caller's own or stopped.
 */
#ifndef CALQUE_CPU_TARGET_H
#define CALQUE_CPU_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu/cpu.h"
#include "tcg/ir.h"

struct mm;

/* A selectable CPU: -cpu NAME. features is the target's own bit set. */
struct cpu_model {
    const char *name;
    const char *description;
    uint64_t features;
};

/* -cpu MODEL,NAME=on turns features on with those that they need, NAME=off
 * turns them off with those that need them. */
struct cpu_switch {
    const char *name;
    uint64_t features, needs;
};

/* A load-exclusive of the block that is translated. */
struct translate_pair {
    bool open; /* no store-exclusive followed yet */
    uint8_t size;
    uint16_t from; /* operations after it */
    struct ir_val addr, value;
};

/* Translation of one block; handed to target->translate for each instruction.
 */
struct translate {
    struct ir_block *ir;
    const struct target *target;
    const struct mm *mm; /* that the code is in, or NULL */
    uint64_t features;
    uint64_t pc;   /* of the instruction to translate */
    int64_t off;   /* pc - ir->pc */
    uint32_t key;  /* the modes in cpu->key */
    unsigned tags; /* top bits of data addresses that the block takes off */
    bool done;     /* set by translate: the block has ended with an exit */
    const uint8_t *code; /* readable bytes at pc, `avail` of them */
    unsigned avail;      /* at least insn_min, unless translate asks for more */
    struct translate_pair pair;
    bool instrumented; /* atomics keep versions, see cpu/atomic.h */
    bool plain;        /* one operation an instruction: faults are exact */
    bool fused;        /* set: a loop became an operation */
    bool unpaired;     /* set: a store-exclusive needs its load's version */
};

/* Results of target->translate. */
enum {
    TRANSLATE_FETCH = 0, /* avail was too small: instruction crosses a page that
                            cannot be read */
    /* otherwise the instruction's length in bytes */
};

/* Services of the private trap in a vDSO. */
enum vdso_service {
    VDSO_CLOCK_GETTIME,
    VDSO_GETTIMEOFDAY,
    VDSO_CLOCK_GETRES,
    VDSO_GETCPU,
};

/* Whether the instruction to translate is in the guest's vDSO, the one place
 * where the private trap has a meaning. */
bool translate_in_vdso(const struct translate *t);

/* The helper that such a trap becomes, with the two arguments of the vDSO's
 * function: 0 when all is done, else nothing is and the guest asks the kernel,
 * so that a bad pointer has the kernel's result. */
uint64_t cpu_vdso_call(void *cpu, uint64_t service, uint64_t a, uint64_t b,
                       uint64_t unused);

/* What an instruction does with the flags that were there before it. */
enum flags_step {
    FLAGS_USE,  /* it may see them, fault or leave */
    FLAGS_KEEP, /* nothing */
    FLAGS_NOP,  /* nothing; may be replaced while other threads run it */
    FLAGS_SET,  /* it replaces all of them, and does not see them */
    FLAGS_JUMP, /* a direct jump; may be replaced while others run it */
    FLAGS_FORK, /* a jump on a condition that is not of flags */
};

struct guest_abi;
struct target_monitor;

struct target {
    const char *name;
    uint16_t elf_machine; /* EM_ */
    uint8_t elf_class;    /* ELFCLASS64 */
    uint8_t elf_data;     /* ELFDATA2LSB */
    uint8_t insn_min;     /* shortest instruction and PC alignment, in bytes */
    uint8_t addr_bits;    /* of the user address space: 39 */
    size_t state_size; /* of the target's state, which starts with struct cpu */
    uint16_t state_bias; /* host state register = state + bias */

    const struct ir_slot *slots;
    uint16_t n_slots;
    /* Slots for the backend's home registers, hottest first, ended by IR_NOID.
     */
    const uint16_t *pin_int;
    const uint16_t *pin_vec;
    uint16_t flags_slot; /* or IR_NOID */
    const struct ir_helper *helpers;
    const struct target_monitor *monitor; /* cpu/atomic.h */
    const struct cpu_model
        *models; /* first is the default; ended by NULL name */
    const struct cpu_switch *switches; /* the same; NULL: none */

    /* Puts registers in their state at program start and sets features. */
    void (*reset)(struct cpu *cpu, const struct cpu_model *model);
    uint64_t (*features)(const struct cpu *cpu);
    void (*rules)(uint32_t key, struct ir_rules *rules);
    /* Appends the IR of one instruction; see struct translate. An instruction
     * that is not understood appends EXIT_ILLEGAL. */
    unsigned (*translate)(struct translate *t);
    /* Of the instruction in the insn_min bytes at `code`; *rel: where a jump
     * goes to from it. NULL where there are no flags. */
    enum flags_step (*flags_step)(const uint8_t *code, uint64_t features,
                                  int64_t *rel);
    /* Text of the instruction, without address; returns its length in bytes. */
    unsigned (*disas)(char *buf, size_t size, const uint8_t *code,
                      unsigned avail, uint64_t pc);
    const struct guest_abi *abi;
};

/* siginfo in the layout that is the same on all 64-bit Linux ABIs. */
struct guest_siginfo {
    int32_t si_signo, si_errno, si_code, pad;
    uint8_t data[112];
};

/* All that a signal frame needs; addresses are guest ones. */
struct guest_sigframe {
    int sig;
    const struct guest_siginfo *info;
    uint64_t handler, flags,
        restorer;            /* sa_ fields; SA_SIGINFO etc. in flags */
    uint64_t mask;           /* blocked mask to restore */
    uint64_t sp;             /* where to build downwards from */
    uint64_t ss_sp, ss_size; /* alternate stack for uc_stack */
    int32_t ss_flags;
    uint64_t trampoline; /* rt_sigreturn code in the guest vDSO */
    uint64_t fault_addr; /* for the context's fault address field */
    bool sync_fault;     /* sig comes from a memory fault (ESR record) */
};

struct guest_abi {
    const char *machine;   /* uname -m */
    const char *machine32; /* the same for PER_LINUX32; NULL: refused */
    const char *platform;  /* AT_PLATFORM, or NULL */
    const char *nr_table;  /* name of the syscall number table (syscall/) */
    uint64_t (*hwcap)(const struct cpu *cpu);
    uint64_t (*hwcap2)(const struct cpu *cpu);
    uint32_t min_sigstack; /* AT_MINSIGSTKSZ */
    uint32_t min_altstack; /* MINSIGSTKSZ of the kernel's headers */
    bool sa_restorer;      /* struct sigaction has sa_restorer */

    /* prctl(PR_SET_TAGGED_ADDR_CTRL), but for PR_TAGGED_ADDR_ENABLE: how many
     * top bits of data addresses the CPU is to ignore by the `fields`, or
     * -EINVAL; and the fields as they are now. */
    int (*tag_bits)(const struct cpu *cpu, uint64_t fields);
    uint64_t (*tag_fields)(const struct cpu *cpu);
    bool tags_shared; /* PR_TAGGED_ADDR_ENABLE is the memory's, and settled once
                       * that has a second thread */

    /* Registers of a system call, as offsets in the state: its number, and six
     * arguments, the first of which becomes the result. */
    uint16_t nr_off, args_off;
    /* Backs env.pc up over the syscall instruction, with the first argument put
     * back, for a restart. arg0 is the value saved before the call. */
    void (*restart)(struct cpu *cpu, uint64_t arg0);

    uint64_t (*get_sp)(const struct cpu *cpu);
    void (*set_sp)(struct cpu *cpu, uint64_t sp);
    uint64_t (*get_tp)(const struct cpu *cpu);
    void (*set_tp)(struct cpu *cpu, uint64_t tp);
    /* Program start: all registers as execve leaves them. */
    void (*start)(struct cpu *cpu, uint64_t entry, uint64_t sp);

    /* Builds the rt signal frame in guest memory and points the CPU at the
     * handler. 0, or -EFAULT when the stack cannot be written. */
    int (*frame_push)(struct cpu *cpu, struct mm *mm,
                      const struct guest_sigframe *f);
    /* rt_sigreturn: restores registers from the frame at the stack pointer;
     * hands out mask and stack. 0 or -EFAULT / -EINVAL for a frame that is not
     * valid. */
    int (*frame_pop)(struct cpu *cpu, struct mm *mm, uint64_t *mask,
                     uint64_t *ss_sp, uint64_t *ss_size, int32_t *ss_flags);

    /* The vDSO image (an ELF file linked at 0) and the offsets in it. */
    const uint8_t *vdso;
    size_t vdso_size;
    uint32_t vdso_sigreturn;

    /* Writes /proc/cpuinfo's text for n processors to fd-like sink. */
    size_t (*cpuinfo)(const struct cpu *cpu, unsigned n, char *buf,
                      size_t size);
    /* Registers for core files and ptrace: NT_PRSTATUS's pr_reg. */
    size_t (*gregset)(const struct cpu *cpu, void *buf, size_t size);
    size_t (*fpregset)(const struct cpu *cpu, void *buf, size_t size);
    /* Type of the note that holds the thread pointer; 0: it is in pr_reg. */
    uint32_t tls_note;
    /* One line per few registers, for -d cpu. */
    size_t (*dump)(const struct cpu *cpu, char *buf, size_t size);
    /* Architecture-specific syscalls by number; false when not one of them. The
     * arguments of arch_pointers, bit i for argument i, come without tags. */
    bool (*arch_syscall)(struct cpu *cpu, uint64_t nr, const uint64_t args[6],
                         int64_t *result);
    uint8_t arch_pointers;
    /* Architecture-specific operations of prctl; false when not one of them.
     * NULL: there are none. */
    bool (*prctl)(struct cpu *cpu, const uint64_t args[6], int64_t *result);
    /* Conversion of open flags, whose O_DIRECTORY..O_LARGEFILE differ; NULL
     * where they are the host's. */
    uint64_t (*open_flags_to_host)(uint64_t flags);
    uint64_t (*open_flags_from_host)(uint64_t flags);
};

/* A data address without the bits that the CPU ignores: they are as the bit
 * below them (Arm ARM, Address tagging; RISC-V, Pointer Masking: The Ignore
 * Transformation). */
static inline uint64_t cpu_untag(const struct cpu *cpu, uint64_t addr)
{
    unsigned bits = cpu->tag_bits;

    return (uint64_t)((int64_t)(addr << bits) >> bits);
}

/* The number of the system call that the CPU stands behind. */
static inline uint64_t cpu_syscall_nr(const struct cpu *cpu)
{
    const char *state = (const char *)cpu;

    return *(const uint64_t *)(const void *)(state + cpu->target->abi->nr_off);
}

/* Its six arguments. */
static inline const uint64_t *cpu_syscall_args(const struct cpu *cpu)
{
    const char *state = (const char *)cpu;

    return (const uint64_t *)(const void *)(state + cpu->target->abi->args_off);
}

/* Sets its result as the kernel returns it (-errno), and nothing else. */
static inline void cpu_syscall_result(struct cpu *cpu, int64_t value)
{
    char *state = (char *)cpu;

    *(uint64_t *)(void *)(state + cpu->target->abi->args_off) = (uint64_t)value;
}

/* The text behind -cpu, NULL for the default, as a model. False, and a line for
 * the user in error[size], when there is no such one. */
bool cpu_model_parse(const struct target *t, const char *text,
                     struct cpu_model *model, char *error, size_t size);

/* The targets of targets.def. NULL when there is none. */
const struct target *target_by_name(const char *name);
const struct target *target_by_elf(uint16_t machine, uint8_t elf_class,
                                   uint8_t data);
/* n-th target, NULL after the last. */
const struct target *target_at(unsigned n);

#endif
