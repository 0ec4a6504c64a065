/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Guest tasks, shaped as in the kernel: a task is a thread with references to
 * the parts that clone flags share or copy: mm, sighand, files, fs, process.
 *
 * Guest threads are host threads made by raw clone, without libc's TLS: nothing
 * reachable from them uses malloc, stdio or locale; memory comes from the
 * process's arena or the task's own pages.  A task is owned by its host thread;
 * other tasks touch only what is marked atomic or guarded by a lock.
 * Locks record their owner's tid, so that a parent can repair what a killed
 * vfork child held.  Order: process, mm, sighand, files, fs, translator.
 */
#ifndef CALQUE_TASK_TASK_H
#define CALQUE_TASK_TASK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/klock.h"
#include "cpu/cpu.h"
#include "cpu/target.h"
#include "mem/mem.h"

/* A guest signal action, in the guest's numbers (identical on our guests). */
struct sigaction_guest {
    uint64_t handler, flags, restorer, mask;
};

struct sighand {
    _Atomic uint32_t refs;
    struct klock lock;
    struct sigaction_guest action[65];
    /* The action that is being changed, if any, and what it becomes. */
    _Atomic int changing;
    struct sigaction_guest next;
};

/* File descriptors themselves are the host's; this records what of them is ours
 * (descriptors above the guest's limit). */
struct files {
    _Atomic uint32_t refs;
    int self_fd; /* our executable, for exec-follow */
    int log_fd;
};

struct fs {
    _Atomic uint32_t refs;
};

struct task;
struct process;

/* What the folders above do for tasks; set by main before the first task runs.
 * All but run may be NULL. */
struct task_hooks {
    /* Runs guest code until the task ends. On the task's own thread. */
    void (*run)(struct task *t) __attribute__((noreturn));
    /* On the creating thread, before the clone: gives `child` its own state
     * (signal_state). 0 or -errno. */
    int (*create)(struct task *child, const struct task *parent);
    /* On the thread of a new task, with all host signals blocked. Also in the
     * child of a fork, whose state is then a copy of its parent's. */
    void (*start)(struct task *t);
    /* On the task's thread at its end, or its creator's for a vfork child. */
    void (*end)(struct task *t);
    /* Ends the change of an action whose thread was killed in it. */
    void (*finish_action)(struct sighand *sh);
    /* CLONE_CLEAR_SIGHAND: caught signals to default, in t->sighand. */
    void (*reset_actions)(struct task *t);
    /* Around the host's execve: shows the host what of masks and ignored
     * signals is inherited, and takes it back. No guest memory is touched in
     * between. */
    void (*exec_begin)(struct task *t);
    void (*exec_failed)(struct task *t);
    /* The process ends with this code; on the thread that ends it. */
    void (*exit)(struct process *p, int code);
};

/* Options of the command line and environment, inherited across exec. */
struct config {
    const char *sysroot; /* -L, NULL when none; no trailing slash */
    const char *uname_release;
    const char *cpu_model;
    uint64_t stack_size;
    uint32_t va_bits;    /* of guest addresses; 0: as many as the target has */
    uint64_t guest_base; /* of guest addresses on the host */
    bool strace;
    uint64_t log_mask;
    const char *log_file;
    bool by_binfmt; /* nothing but the environment led to all the above */
    struct cpu_options cpu;
};

static inline unsigned config_va_bits(const struct config *config,
                                      const struct target *target)
{
    return config->va_bits ? config->va_bits : target->addr_bits;
}

/* What belongs to a thread group. */
struct process {
    _Atomic uint32_t refs;
    _Atomic uint32_t threads;
    struct klock lock;
    struct config config;
    const struct target *target;
    struct translator *tr;
    const char *exe;    /* absolute host path of the guest program */
    int exe_fd;         /* open on it, high and close-on-exec; -1 */
    const char *execfn; /* as execve got it */
    gaddr arg_start, arg_end, env_start, env_end, stack_start;
    gaddr auxv_start;
    uint32_t auxv_size;
    void *syscall_state; /* of the syscall folder */
    const struct task_hooks *hooks;
    gaddr start_code, end_code, start_data, end_data, start_brk;
    struct task *tasks; /* list, guarded by lock */
    /* Of a process that shares another's memory: in the list of these; who
     * made it; its number there, and to itself, which differ between pid
     * namespaces. */
    struct process *kin_next, *kin_of;
    pid_t kin_pid, kin_own_pid;
    _Atomic int exit_code;
    _Atomic bool exiting; /* exit_group under way */
    _Atomic bool dying;   /* of a signal; its thread holds the lock */
};

struct pending_signal {
    struct guest_siginfo info;
    struct pending_signal *next;
};

struct task {
    struct cpu *cpu;
    struct process *process;
    struct mm *mm;
    struct sighand *sighand;
    struct files *files;
    struct fs *fs;
    struct task *next; /* in process->tasks */
    pid_t tid;         /* host tid */
    uint64_t blocked;  /* guest's signal mask, bit n - 1 for signal n */
    uint64_t
        saved_mask; /* of sigsuspend, ppoll ..., to restore after the handler */
    bool restore_mask;
    bool in_syscall; /* registers are in memory; read by others at the end */
    /* Set by host signal handlers when something waits for delivery; system
     * calls that may sleep are not entered while it is set (base/safecall.h).
     * Cleared by the signal folder. */
    _Atomic uint32_t signal_pending;
    /* Top bits that user pointers in system calls may carry (Arm's tagged
     * address ABI, off until asked for by prctl); inherited by clone, 0 after
     * exec. */
    uint64_t addr_tag_mask;
    uint64_t altstack_sp, altstack_size;
    uint32_t altstack_flags;
    gaddr clear_child_tid; /* set_tid_address */
    gaddr robust_list;
    uint64_t syscall_arg0; /* for restarts */
    bool vforked;          /* our creator waits for us, and frees us */
    bool is_leader;        /* the first of its process */
    /* It holds no lock of ours and takes none any more, unless its exec fails.
     */
    _Atomic bool at_rest;
    void *host_stack; /* mapping of the host side's stacks */
    size_t host_stack_size;
    void *signal_state; /* of the signal folder */
    char *scratch;      /* per-task buffer for paths and conversions */
    size_t scratch_size;
};

/* The calling host thread's task. Async-signal-safe. */
struct task *task_current(void);
/* Makes the calling thread's current task and its cpu known. */
void task_set_current(struct task *t);

/* Once, before all other functions here, on the main thread. */
void task_init(void);
/* A process with default values, and its first task for the calling thread:
 * sighand, files, fs and scratch are made, mm and cpu are the caller's to set.
 * NULL when memory is refused. */
struct process *process_new(const struct target *target,
                            const struct config *config,
                            const struct task_hooks *hooks);
struct task *task_new(struct process *p);

/* Arguments of clone and clone3, as in struct clone_args; stack is the new
 * stack pointer, 0 for the old one. */
struct task_clone_args {
    uint64_t flags;
    gaddr pidfd, child_tid, parent_tid;
    uint64_t exit_signal;
    gaddr stack;
    uint64_t tls;
    gaddr set_tid;
    uint64_t set_tid_size, cgroup;
};

/* clone(2): the tid of the child, 0 in the child of a fork (which has no
 * CLONE_VM), or -errno. Children with CLONE_VM do not return here: they run
 * hooks->run on a host thread of their own. */
int64_t task_clone(struct task *t, const struct task_clone_args *args);
/* set_tid_address: the caller's tid. The kernel itself clears and wakes. */
int64_t task_set_tid_address(struct task *t, gaddr addr);

/* exit(2) of the calling thread's task, and exit_group(2). */
_Noreturn void task_exit(struct task *t, int code);
_Noreturn void task_exit_group(struct task *t, int code);
/* Stays where it is until its process has ended. */
_Noreturn void task_stand_still(void);

/* Shared arena for what lives as long as the process; never freed piecewise but
 * by size class. Thread-safe, not signal-safe. NULL when memory is refused. */
void *task_alloc(size_t size);
void task_free(void *p, size_t size);

#endif
