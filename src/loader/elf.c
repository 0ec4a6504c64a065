/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "loader/elf.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096, PATH_LIMIT = 4096 };

_Static_assert(sizeof(Elf64_Ehdr) == ELF_HEAD_SIZE, "Elf64_Ehdr");
_Static_assert(sizeof(Elf64_Phdr) == ELF_PHENT_SIZE, "Elf64_Phdr");

static int refuse(const char **why, const char *text)
{
    *why = text;
    return -ENOEXEC;
}

int elf_header(struct elf_image *out, const uint8_t *head, size_t len,
               const char **why)
{
    Elf64_Ehdr h;

    memset(out, 0, sizeof(*out));
    if (len < SELFMAG || memcmp(head, ELFMAG, SELFMAG) != 0)
        return refuse(why, "not an ELF file or a script");
    if (len < sizeof(h))
        return refuse(why, "truncated ELF header");
    memcpy(&h, head, sizeof(h));
    /* Enough to name the machine of what is not ours. */
    out->elf_class = h.e_ident[EI_CLASS];
    out->data = h.e_ident[EI_DATA];
    out->type = h.e_type;
    out->machine = h.e_machine;
    if (out->elf_class != ELFCLASS64 || out->data != ELFDATA2LSB)
        return refuse(why, "not a 64-bit little-endian program");
    if (h.e_type != ET_EXEC && h.e_type != ET_DYN)
        return refuse(why, "neither an executable nor a shared object");
    if (h.e_phentsize != sizeof(Elf64_Phdr))
        return refuse(why, "bad size of program headers");
    if (h.e_phnum == 0 || h.e_phnum > ELF_PHDRS_MAX / sizeof(Elf64_Phdr))
        return refuse(why, "bad number of program headers");
    if (h.e_phoff > INT64_MAX - ELF_PHDRS_MAX)
        return refuse(why, "bad offset of program headers");
    out->flags = h.e_flags;
    out->entry = h.e_entry;
    out->phoff = h.e_phoff;
    out->phnum = h.e_phnum;
    return 0;
}

static int prot_of(uint32_t flags)
{
    return (flags & PF_R ? PROT_READ : 0) | (flags & PF_W ? PROT_WRITE : 0) |
           (flags & PF_X ? PROT_EXEC : 0);
}

static int add_load(struct elf_image *out, const Elf64_Phdr *p,
                    uint64_t file_size, uint64_t limit, const char **why)
{
    const struct elf_load *last =
        out->n_load ? &out->load[out->n_load - 1] : NULL;

    if (p->p_filesz > p->p_memsz)
        return refuse(why, "segment larger in the file than in memory");
    if (p->p_memsz == 0)
        return 0;
    if (p->p_vaddr >= limit || p->p_memsz > limit - p->p_vaddr)
        return refuse(why, "segment outside the address space");
    if (p->p_offset > file_size || p->p_filesz > file_size - p->p_offset)
        return refuse(why, "segment beyond the end of the file");
    if ((p->p_vaddr - p->p_offset) % PAGE != 0)
        return refuse(why, "segment not aligned to pages");
    if (last && p->p_vaddr < last->vaddr)
        return refuse(why, "segments not in order");
    if (last && p->p_vaddr < last->vaddr + last->memsz)
        return refuse(why, "segments overlap");
    if (out->n_load == ELF_LOADS_MAX)
        return refuse(why, "too many segments");
    /* A p_align that is no power of two is ignored, as by the kernel. */
    if ((p->p_align & (p->p_align - 1)) == 0 && p->p_align > out->align)
        out->align = p->p_align;
    if (p->p_offset <= out->phoff && out->phoff - p->p_offset < p->p_filesz &&
        !out->phdr)
        out->phdr = p->p_vaddr + (out->phoff - p->p_offset);
    out->load[out->n_load++] = (struct elf_load){
        .vaddr = p->p_vaddr,
        .offset = p->p_offset,
        .filesz = p->p_filesz,
        .memsz = p->p_memsz,
        .prot = prot_of(p->p_flags),
    };
    return 0;
}

static int set_interp(struct elf_image *out, const Elf64_Phdr *p,
                      uint64_t file_size, const char **why)
{
    if (out->interp_size)
        return 0;
    if (p->p_filesz < 2 || p->p_filesz > PATH_LIMIT)
        return refuse(why, "bad length of the interpreter's path");
    if (p->p_offset > file_size || p->p_filesz > file_size - p->p_offset)
        return refuse(why, "interpreter's path beyond the end of the file");
    out->interp_off = p->p_offset;
    out->interp_size = p->p_filesz;
    return 0;
}

static int finish(struct elf_image *out, uint64_t limit, const char **why)
{
    const struct elf_load *last;

    if (out->n_load == 0)
        return refuse(why, "no segment to load");
    last = &out->load[out->n_load - 1];
    out->low = out->load[0].vaddr & -(uint64_t)PAGE;
    /* limit is a multiple of the page size, so this cannot pass it. */
    out->high = (last->vaddr + last->memsz + PAGE - 1) & -(uint64_t)PAGE;
    if (out->align > limit / 4)
        return refuse(why, "bad alignment of segments");
    if (out->type == ET_EXEC && out->entry >= limit)
        return refuse(why, "entry point outside the address space");
    if (out->type == ET_DYN && out->entry >= out->high)
        return refuse(why, "entry point outside the program");
    return 0;
}

int elf_segments(struct elf_image *out, const uint8_t *phdrs,
                 uint64_t file_size, uint64_t limit, const char **why)
{
    Elf64_Phdr p;
    int r = 0;

    out->align = PAGE;
    for (unsigned i = 0; i < out->phnum && r == 0; i++) {
        memcpy(&p, phdrs + (size_t)i * sizeof(p), sizeof(p));
        switch (p.p_type) {
        case PT_LOAD: r = add_load(out, &p, file_size, limit, why); break;
        case PT_INTERP: r = set_interp(out, &p, file_size, why); break;
        case PT_GNU_STACK: out->exec_stack = p.p_flags & PF_X; break;
        default: break;
        }
    }
    return r == 0 ? finish(out, limit, why) : r;
}

int elf_interp(const char *text, uint64_t size, const char **why)
{
    if (text[size - 1] != '\0')
        return refuse(why, "interpreter's path has no end");
    if (text[0] == '\0')
        return refuse(why, "interpreter's path is empty");
    return 0;
}
