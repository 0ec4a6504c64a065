/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The vDSO: a shared object, linked at 0, with the code that handlers of
 * signals return to.  Unwinders know these two instructions as the mark of a
 * signal's frame, so there is no unwind table.  All of it is one read-only
 * segment, its file offsets being its addresses.
 */
#include "config.h"

#include <elf.h>
#include <stddef.h>

#include "target/aarch64/abi.h"

enum { SYMBOLS = 2, NR_RT_SIGRETURN = 139 };

#define STRINGS "\0linux-vdso.so.1\0__kernel_rt_sigreturn"
enum { STR_SONAME = 1, STR_SIGRETURN = 17 };

struct aarch64_vdso {
    Elf64_Ehdr ehdr;
    Elf64_Phdr phdr[2];
    Elf64_Dyn dyn[7];
    Elf64_Sym sym[SYMBOLS];
    /* buckets, chains, one bucket, a chain for each symbol (gABI, Hash Table)
     */
    uint32_t hash[3 + SYMBOLS];
    char strings[sizeof(STRINGS)];
    uint32_t sigreturn[2] __attribute__((aligned(16)));
};

#define AT(member) offsetof(struct aarch64_vdso, member)

const struct aarch64_vdso aarch64_vdso = {
    .ehdr =
        {
            .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
                        ELFDATA2LSB, EV_CURRENT, ELFOSABI_SYSV},
            .e_type = ET_DYN,
            .e_machine = EM_AARCH64,
            .e_version = EV_CURRENT,
            .e_phoff = AT(phdr),
            .e_ehsize = sizeof(Elf64_Ehdr),
            .e_phentsize = sizeof(Elf64_Phdr),
            .e_phnum = 2,
        },
    .phdr =
        {
            {.p_type = PT_LOAD,
             .p_flags = PF_R | PF_X,
             .p_filesz = sizeof(struct aarch64_vdso),
             .p_memsz = sizeof(struct aarch64_vdso),
             .p_align = 0x1000},
            {.p_type = PT_DYNAMIC,
             .p_flags = PF_R,
             .p_offset = AT(dyn),
             .p_vaddr = AT(dyn),
             .p_paddr = AT(dyn),
             .p_filesz = sizeof(aarch64_vdso.dyn),
             .p_memsz = sizeof(aarch64_vdso.dyn),
             .p_align = 8},
        },
    .dyn =
        {
            {.d_tag = DT_SONAME, .d_un.d_val = STR_SONAME},
            {.d_tag = DT_HASH, .d_un.d_ptr = AT(hash)},
            {.d_tag = DT_STRTAB, .d_un.d_ptr = AT(strings)},
            {.d_tag = DT_STRSZ, .d_un.d_val = sizeof(STRINGS)},
            {.d_tag = DT_SYMTAB, .d_un.d_ptr = AT(sym)},
            {.d_tag = DT_SYMENT, .d_un.d_val = sizeof(Elf64_Sym)},
            {.d_tag = DT_NULL},
        },
    .sym =
        {
            [1] = {.st_name = STR_SIGRETURN,
                   .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC),
                   .st_shndx = 1,
                   .st_value = AT(sigreturn),
                   .st_size = sizeof(aarch64_vdso.sigreturn)},
        },
    .hash = {1, SYMBOLS, 1, 0, 0},
    .strings = STRINGS,
    .sigreturn =
        {
            0xd2800008 | NR_RT_SIGRETURN << 5, /* mov x8, #139 */
            0xd4000001,                        /* svc #0 */
        },
};

_Static_assert(sizeof(aarch64_vdso) == AARCH64_VDSO_SIZE, "size");
_Static_assert(AT(sigreturn) == AARCH64_VDSO_SIGRETURN, "entry");
