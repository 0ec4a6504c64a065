/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ELF executables as data: every field that the loader uses is checked here,
 * before anything is mapped.  Private to this folder and its tests.
 *
 * Pure functions over bytes that the caller read: no state, no system calls,
 * any thread.  They return 0 or -ENOEXEC (-EINVAL for what the kernel calls
 * so) and then set *why to a constant text.  Fields are named as in the System
 * V ABI, chapters 4 and 5.
 */
#ifndef CALQUE_LOADER_ELF_H
#define CALQUE_LOADER_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ELF_HEAD_SIZE = 64,    /* what elf_header needs */
    ELF_PHENT_SIZE = 56,   /* Elf64_Phdr */
    ELF_PHDRS_MAX = 65536, /* bytes of program headers, as in the kernel */
    ELF_LOADS_MAX = 64,
};

struct elf_load {
    uint64_t vaddr, offset, filesz, memsz;
    int prot; /* PROT_ */
};

struct elf_image {
    /* elf_header */
    uint16_t type, machine;
    uint8_t elf_class, data;
    uint32_t flags;
    uint64_t entry, phoff;
    unsigned phnum;
    /* elf_segments */
    struct elf_load load[ELF_LOADS_MAX];
    unsigned n_load;
    uint64_t low, high;   /* pages spanned, as linked */
    uint64_t align;       /* largest p_align, at least a page */
    uint64_t phdr;        /* address of the program headers, 0: not mapped */
    uint64_t interp_off;  /* PT_INTERP */
    uint64_t interp_size; /* 0: none; with its NUL otherwise */
    bool exec_stack;      /* PT_GNU_STACK asks for it */
};

/* Reads the ELF header from the first bytes of a file. */
int elf_header(struct elf_image *out, const uint8_t *head, size_t len,
               const char **why);
/* Reads out->phnum program headers. `limit` is the end of the address space,
 * file_size the file's length. */
int elf_segments(struct elf_image *out, const uint8_t *phdrs,
                 uint64_t file_size, uint64_t limit, const char **why);
/* The interpreter's path: interp_size bytes at interp_off. */
int elf_interp(const char *text, uint64_t size, const char **why);

#endif
