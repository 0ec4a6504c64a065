/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A small valid ELF file for the loader's tests: code at 0x10000, data with bss
 * at 0x21000 + 0x100, an interpreter when asked for.
 */
#ifndef UNIT_ELF_SAMPLE_H
#define UNIT_ELF_SAMPLE_H

#include <elf.h>
#include <stdint.h>
#include <string.h>

enum { SAMPLE_SIZE = 0x2000, SAMPLE_PHNUM = 4 };

struct sample {
    Elf64_Ehdr h;
    Elf64_Phdr ph[SAMPLE_PHNUM];
    char interp[32];
    uint8_t rest[SAMPLE_SIZE - sizeof(Elf64_Ehdr) -
                 SAMPLE_PHNUM * sizeof(Elf64_Phdr) - 32];
};

static inline void sample_fill(struct sample *s, int type, const char *interp)
{
    memset(s, 0xaa, sizeof(*s));
    s->h = (Elf64_Ehdr){.e_type = (uint16_t)type,
                        .e_machine = EM_AARCH64,
                        .e_version = EV_CURRENT,
                        .e_entry = 0x10200,
                        .e_phoff = offsetof(struct sample, ph),
                        .e_ehsize = sizeof(Elf64_Ehdr),
                        .e_phentsize = sizeof(Elf64_Phdr),
                        .e_phnum = SAMPLE_PHNUM};
    memcpy(s->h.e_ident, ELFMAG, SELFMAG);
    s->h.e_ident[EI_CLASS] = ELFCLASS64;
    s->h.e_ident[EI_DATA] = ELFDATA2LSB;
    s->h.e_ident[EI_VERSION] = EV_CURRENT;
    memset(s->interp, 0, sizeof(s->interp));
    if (interp)
        strncpy(s->interp, interp, sizeof(s->interp) - 1);
    s->ph[0] = (Elf64_Phdr){.p_type = interp ? PT_INTERP : PT_NULL,
                            .p_offset = offsetof(struct sample, interp),
                            .p_filesz = interp ? strlen(interp) + 1 : 0};
    s->ph[1] = (Elf64_Phdr){.p_type = PT_LOAD,
                            .p_flags = PF_R | PF_X,
                            .p_vaddr = 0x10000,
                            .p_filesz = 0x1000,
                            .p_memsz = 0x1000,
                            .p_align = 0x1000};
    s->ph[2] = (Elf64_Phdr){.p_type = PT_LOAD,
                            .p_flags = PF_R | PF_W,
                            .p_offset = 0x1100,
                            .p_vaddr = 0x21100,
                            .p_filesz = 0x200,
                            .p_memsz = 0x3000,
                            .p_align = 0x10000};
    s->ph[3] = (Elf64_Phdr){.p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W};
}

#endif
