/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Host threads for guest tasks, made by raw clone; private to this folder.
 *
 * A block is one mapping: C stack, alternate signal stack, thread-local storage
 * (a copy of the creating thread's, with a thread control block of its own, so
 * that __thread variables and the stack protector work) and the struct itself.
 *
 * The guest's child_tid goes to the kernel, which clears it when it has read
 * the thread's robust list; that word therefore cannot tell us when the block
 * is free.  Instead the last thing that a thread does, in assembly, with all
 * signals blocked and its stack no longer used, is to clear `running`; from
 * then on the block may serve another thread.
 */
#ifndef CALQUE_TASK_THREAD_H
#define CALQUE_TASK_THREAD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct thread_block {
    struct thread_block *next; /* in the list of those that end or have ended */
    char *base;                /* of the mapping; its lowest page is a guard */
    char *stack_top;
    char *signal_stack;
    void *tcb;           /* what the fs register points to */
    void *birth;         /* for the new thread: its task */
    uint64_t birth_mask; /* and the host's signal mask to start with */
    _Atomic uint32_t running;
};

enum { SIGNAL_STACK_SIZE = 64 * 1024 };

/* Measures the thread-local storage of the program. Once, on the main thread,
 * before any other function here. */
void thread_init(void);
/* A block with `running` set, its TLS copied from the calling thread's. NULL
 * when memory is refused. */
struct thread_block *thread_new(void);
/* Gives back a block whose thread never ran, or is known to be dead. */
void thread_release(struct thread_block *b);
/* The end of the calling thread, whose block it is; all signals blocked. */
_Noreturn void thread_finish(struct thread_block *b, int code);
/* Makes `stack`, of SIGNAL_STACK_SIZE, the caller's alternate stack. */
void thread_set_signal_stack(char *stack);
/* A signal stack for the main thread, which has no block. NULL: refused. */
char *thread_main_signal_stack(void);

void thread_fork_prepare(void);
void thread_fork_parent(void);
void thread_fork_child(void);
void thread_repair(pid_t tid);

/* clone-x86_64.S: the system call nr with the first five arguments of `args`;
 * a child with a stack of its own (args[1], or in struct clone_args) calls
 * fn(arg) and must not return from it; fn NULL: a fork, which returns twice. */
long thread_clone(long nr, const long args[5], void (*fn)(void *), void *arg);
/* Clears *running and ends the thread, without stack. */
_Noreturn void thread_leave(_Atomic uint32_t *running, int code);

#endif
