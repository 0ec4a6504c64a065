/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * usage: fuzz-loader [COUNT [SEED [FILE...]]]
 *
 * Mutates ELF files and lets the loader's checks look at them, in buffers that
 * end where the data ends, for the sanitizers to watch.  What the checks accept
 * must be mappable: in order, inside the file and inside the address space.
 * Without files a built-in sample is the start.
 */
#include "config.h"

#include "loader/elf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "elf-sample.h"

#define LIMIT ((uint64_t)1 << 39)

enum { HEAD = 4096, MUTATIONS = 6 };

static uint64_t state = 88172645463325252ull;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static const uint64_t interesting[] = {
    0,      1,          2,          0xfff,      0x1000,
    0x7fff, 0xffff,     0x7fffffff, 0xffffffff, LIMIT - 1,
    LIMIT,  LIMIT + 1,  INT64_MAX,  1ull << 63, UINT64_MAX - 0xfff,
    39,     UINT64_MAX,
};

static void mutate(uint8_t *p, size_t size)
{
    size_t count = sizeof(interesting) / sizeof(interesting[0]);
    uint64_t v = interesting[next() % count];
    size_t width = (size_t)1 << next() % 4, at = next() % size & -width;

    if (at + width > size)
        return;
    switch (next() % 4) {
    case 0: p[at] ^= (uint8_t)(1 << next() % 8); break;
    case 1: memcpy(p + at, &v, width); break;
    case 2: v = next() % (64 * 1024), memcpy(p + at, &v, width); break;
    default:
        memcpy(&v, p + at, width);
        v += next() % 5 - 2;
        memcpy(p + at, &v, width);
        break;
    }
}

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz-loader: accepted a file with %s\n", what);
        abort();
    }
}

/* The promises of elf.h, stated once more. */
static void check_accepted(const struct elf_image *e, uint64_t size)
{
    uint64_t end = 0;

    require(e->n_load >= 1 && e->n_load <= ELF_LOADS_MAX, "bad n_load");
    for (unsigned i = 0; i < e->n_load; i++) {
        const struct elf_load *s = &e->load[i];

        require(s->vaddr >= end, "overlapping segments");
        require(s->memsz > 0 && s->memsz <= LIMIT, "bad memsz");
        end = s->vaddr + s->memsz;
        require(end > s->vaddr && end <= LIMIT, "segment past the end");
        require(s->filesz <= s->memsz, "filesz > memsz");
        require(s->filesz <= size && s->offset <= size - s->filesz,
                "segment past the file");
        require((s->vaddr & 0xfff) == (s->offset & 0xfff), "bad alignment");
    }
    require(e->low <= e->load[0].vaddr && !(e->low & 0xfff), "bad low");
    require(e->high >= end && e->high <= LIMIT && !(e->high & 0xfff),
            "bad high");
    require(e->align >= 0x1000 && !(e->align & (e->align - 1)), "bad align");
    require(e->phdr < LIMIT, "bad phdr");
    if (e->interp_size)
        require(e->interp_off <= size && e->interp_size <= size - e->interp_off,
                "interpreter past the file");
}

/* As the loader does it, with a copy of each part in a block of its own. */
static int examine(const uint8_t *file, size_t size)
{
    struct elf_image e;
    const char *why = NULL;
    size_t head = size < HEAD ? size : HEAD, bytes;
    uint8_t *part = malloc(head ? head : 1);
    int r;

    memcpy(part, file, head);
    r = elf_header(&e, part, head, &why);
    free(part);
    if (r < 0)
        goto refused;
    bytes = (size_t)e.phnum * ELF_PHENT_SIZE;
    if (e.phoff > size || bytes > size - e.phoff)
        return 0;
    part = malloc(bytes);
    memcpy(part, file + e.phoff, bytes);
    r = elf_segments(&e, part, size, LIMIT, &why);
    free(part);
    if (r < 0)
        goto refused;
    check_accepted(&e, size);
    if (!e.interp_size)
        return 1;
    part = malloc(e.interp_size);
    memcpy(part, file + e.interp_off, e.interp_size);
    r = elf_interp((char *)part, e.interp_size, &why);
    if (r == 0)
        require(strlen((char *)part) < e.interp_size, "an endless path");
    free(part);
    if (r == 0)
        return 1;
refused:
    if (!why || !*why)
        abort();
    return 0;
}

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    uint8_t *data = malloc(1 << 22);

    if (!f || !data) {
        perror(path);
        exit(2);
    }
    *size = fread(data, 1, 1 << 22, f);
    fclose(f);
    return data;
}

int main(int argc, char **argv)
{
    unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 0) : 200000;
    int files = argc > 3 ? argc - 3 : 1;
    unsigned long accepted = 0;

    if (argc > 2)
        state ^= strtoul(argv[2], NULL, 0) * 2654435761u;
    for (int i = 0; i < files; i++) {
        struct sample sample;
        size_t size = sizeof(sample), front, region;
        uint8_t *file = (uint8_t *)&sample, keep[HEAD];
        Elf64_Ehdr h;

        sample_fill(&sample, ET_DYN, "/lib/ld.so");
        if (argc > 3)
            file = read_file(argv[3 + i], &size);
        front = size < HEAD ? size : HEAD;
        memcpy(keep, file, front);
        if (!examine(file, size)) {
            fprintf(stderr, "fuzz-loader: the start is not valid\n");
            return 1;
        }
        /* Mutations elsewhere would change nothing that is looked at. */
        memcpy(&h, file, sizeof(h));
        region = h.e_phoff + (size_t)h.e_phnum * ELF_PHENT_SIZE + 32;
        region = region < front ? region : front;
        for (unsigned long n = 0; n < count; n++) {
            size_t cut = next() % 16 ? size : next() % size;

            for (uint64_t m = 1 + next() % MUTATIONS; m > 0; m--)
                mutate(file, region);
            accepted += (unsigned long)examine(file, cut);
            memcpy(file, keep, front);
        }
        if (argc > 3)
            free(file);
    }
    printf("%lu of %lu accepted\n", accepted, count * (unsigned long)files);
    return 0;
}
