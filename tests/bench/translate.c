/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * translate PROGRAM [ROUNDS]: translates the code of an ELF file from end to
 * end without running it, ROUNDS times with an empty cache, and prints what it
 * cost.  Blocks begin where the one before has ended, so that every run does
 * the same; under callgrind (scripts/translate-cost) the figures are exact. The
 * hashes tell whether a change of the translator changes what it makes.
 */
#include "config.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "cpu/target.h"
#include "cpu/translator.h"
#include "mem/mem.h"

enum { MAX_SECTIONS = 64, PAGE = 4096 };
#define LOAD_AT UINT64_C(0x2a00000000) /* as a PIE */

struct program {
    int fd;
    uint16_t machine;
    unsigned n;
    Elf64_Shdr text[MAX_SECTIONS];
};

/* The sections that hold code. */
static bool read_program(struct program *p, const char *path)
{
    Elf64_Ehdr eh;
    Elf64_Shdr sh;

    p->fd = open(path, O_RDONLY | O_CLOEXEC);
    p->n = 0;
    if (p->fd < 0 || pread(p->fd, &eh, sizeof(eh), 0) != sizeof(eh) ||
        memcmp(eh.e_ident, ELFMAG, SELFMAG) != 0 ||
        eh.e_shentsize != sizeof(sh))
        return false;
    p->machine = eh.e_machine;
    for (unsigned i = 0; i < eh.e_shnum && p->n < MAX_SECTIONS; i++) {
        off_t at = (off_t)(eh.e_shoff + i * sizeof(sh));
        if (pread(p->fd, &sh, sizeof(sh), at) != sizeof(sh))
            return false;
        if (sh.sh_type == SHT_PROGBITS && (sh.sh_flags & SHF_EXECINSTR))
            p->text[p->n++] = sh;
    }
    return p->n > 0;
}

static bool map_section(const struct program *p, struct mm *mm,
                        const Elf64_Shdr *s)
{
    uint64_t skip = s->sh_offset % PAGE;
    uint64_t at = LOAD_AT + s->sh_addr - skip;

    return s->sh_addr % PAGE == skip &&
           mm_map(mm, at, s->sh_size + skip, PROT_READ | PROT_EXEC,
                  MAP_PRIVATE | MAP_FIXED, p->fd,
                  s->sh_offset - skip) == (int64_t)at;
}

static void sweep(struct translator *tr, struct cpu *cpu, const Elf64_Shdr *s)
{
    uint64_t pc = LOAD_AT + s->sh_addr, end = pc + s->sh_size;
    enum cpu_exit why;

    while (pc < end) {
        const struct tb *tb = tb_get(tr, cpu, pc, 0, &why);
        pc += tb && tb->guest_len ? tb->guest_len : tr->target->insn_min;
    }
}

/* What the counters say of one round. */
static struct cpu_stats since(const struct cpu_stats *now,
                              const struct cpu_stats *then)
{
    struct cpu_stats d = *now;

    for (unsigned i = 0; i < STEP_COUNT; i++)
        d.ticks[i] -= then->ticks[i];
    d.guest_insns -= then->guest_insns;
    return d;
}

/* Ticks are those of the best round, which met the fewest interruptions. */
static void report(const struct translator *tr, const struct cpu_stats *best)
{
    const struct cpu_stats *s = translator_stats(tr);
    static const char *const step[STEP_COUNT] = {
        [STEP_IR] = "ir",
        [STEP_OPTIMISE] = "optimise",
        [STEP_COMPILE] = "compile",
        [STEP_INSTALL] = "install",
    };
    double n = (double)s->guest_insns;

    printf("blocks: %lu\nguest_insns: %lu\n", s->blocks, s->guest_insns);
    printf("guest_insns_per_block: %.2f\n", n / (double)s->blocks);
    printf("host_insns_per_guest: %.3f\n", (double)s->host_insns / n);
    printf("host_bytes_per_guest: %.2f\n", (double)s->host_bytes / n);
    printf("code_hash: %016lx\n", hash_bytes(tr->code_base + tr->stubs.end,
                                             tr->code_used - tr->stubs.end));
    printf("snapshot_hash: %016lx\n", hash_bytes(tr->snap, tr->snap_used));
    printf("ticks_per_guest: %.0f\n",
           (double)cpu_stats_ticks(best) / (double)best->guest_insns);
    for (unsigned i = 0; i < STEP_COUNT; i++)
        printf("ticks_%s: %.0f\n", step[i],
               (double)best->ticks[i] / (double)best->guest_insns);
}

int main(int argc, char **argv)
{
    const struct cpu_options opt = {.perf_map = -1, .stats = true};
    unsigned rounds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
    struct program p;
    struct cpu_stats best = {0};
    int error;

    if (argc < 2) {
        fputs("usage: translate PROGRAM [ROUNDS]\n", stderr);
        return 2;
    }
    const char *lack = cpu_host_init();
    if (lack || !read_program(&p, argv[1])) {
        fprintf(stderr, "translate: %s\n", lack ? lack : "not an ELF file");
        return 1;
    }
    const struct target *tg = target_by_elf(p.machine, ELFCLASS64, ELFDATA2LSB);
    struct mm *mm = tg ? mm_new(tg->addr_bits) : NULL;
    struct translator *tr = mm ? translator_new(tg, mm, &opt, &error) : NULL;
    struct cpu *cpu = tr ? cpu_new(tg, tr, mm, NULL) : NULL;
    if (!cpu) {
        fputs("translate: no such guest, or no memory\n", stderr);
        return 1;
    }
    cpu_set_current(cpu);
    for (unsigned i = 0; i < p.n; i++)
        if (!map_section(&p, mm, &p.text[i])) {
            fputs("translate: cannot map the program\n", stderr);
            return 1;
        }
    for (unsigned r = 0; r < rounds; r++) {
        struct cpu_stats then = *translator_stats(tr);
        if (r)
            cache_flush(tr, cpu);
        for (unsigned i = 0; i < p.n; i++)
            sweep(tr, cpu, &p.text[i]);
        struct cpu_stats now = since(translator_stats(tr), &then);
        if (!r || cpu_stats_ticks(&now) < cpu_stats_ticks(&best))
            best = now;
    }
    report(tr, &best);
    cpu_free(cpu);
    translator_free(tr);
    mm_unref(mm);
    return 0;
}
