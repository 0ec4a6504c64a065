/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The parts of loading a program; private to this folder.  All run once, on the
 * main thread, before the guest does.
 */
#ifndef CALQUE_LOADER_LOAD_H
#define CALQUE_LOADER_LOAD_H

#include "loader/loader.h"

#define PAGE ((uint64_t)4096)

static inline uint64_t page_down(uint64_t a)
{
    return a & -PAGE;
}

static inline uint64_t page_up(uint64_t a)
{
    return (a + PAGE - 1) & -PAGE;
}

/* One ELF file in memory. */
struct loaded {
    struct elf_image elf;
    gaddr bias; /* added to what the file says */
};

/* What the stack is built from. */
struct stack_plan {
    const struct loader_request *rq;
    const struct loaded *program, *interp; /* interp NULL: none */
    gaddr vdso;                            /* 0: none */
    gaddr top;
    gaddr sp; /* out */
};

/* A random number of pages below `pages`, in bytes; 0 when the personality
 * forbids it. */
uint64_t load_random(uint64_t pages);
/* Maps the stack and writes arguments, environment and auxiliary vector. 0 or
 * -errno. */
int load_stack(struct process *p, struct task *t, struct stack_plan *plan);

#endif
