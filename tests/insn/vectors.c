/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * vectors TARGET FILE...: runs recorded instructions through the interpreter
 * and the compiler, and compares all registers. TAP.
 *
 * A line of a file is
 *
 *     NAME @ADDRESS WORD... | SLOT=VALUE... -> SLOT=VALUE...
 *
 * in hexadecimal: the words stand at the address; registers are zero but for
 * those before the arrow, and change only as those behind it say. The register
 * that holds the context (x28, or t6 of RISC-V) is CONTEXT; at CONTEXT + 4096
 * stand 4096 bytes, byte i being 7 i + 3; mem+N=VALUE are 16 bytes of them.
 * Nothing is behind them; fault=ADDRESS says where the last word faults.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "cpu/target.h"
#include "mem/mem.h"
#include "tcg/flags.h"

enum { CONTEXT = 0x10000000, SCRATCH_AT = CONTEXT + 4096, SCRATCH = 4096 };

/* How a target ends a test, and the slot of the context. */
static const struct guest {
    const char *name, *context;
    uint32_t syscall;
} guests[] = {
    {"aarch64", "x28", 0xd4000001},
    {"riscv64", "t6", 0x00000073},
};

struct machine {
    const struct target *target;
    const struct guest *guest;
    struct mm *mm;
    struct translator *tr;
    struct cpu *cpu;
};

static struct cpu *current;

static void on_fault(int sig, siginfo_t *si, void *uc)
{
    if (cpu_host_fault(current, sig, si, uc))
        return;
    signal(sig, SIG_DFL);
    raise(sig);
}

static uint8_t *slot_at(const struct machine *m, const struct ir_slot *s)
{
    return (uint8_t *)m->cpu + s->off;
}

static const struct ir_slot *slot_named(const struct target *t,
                                        const char *name)
{
    for (unsigned i = 0; i < t->n_slots; i++)
        if (!strcmp(t->slots[i].name, name))
            return &t->slots[i];
    return NULL;
}

/* Up to 32 hexadecimal digits. */
static void read_value(const char *text, uint64_t v[2])
{
    v[0] = v[1] = 0;
    for (; *text; text++) {
        char digit[2] = {*text, 0};
        v[1] = v[1] << 4 | v[0] >> 60;
        v[0] = v[0] << 4 | strtoul(digit, NULL, 16);
    }
}

static void get_slot(const struct machine *m, const struct ir_slot *s,
                     uint64_t v[2])
{
    const uint8_t *p = slot_at(m, s);
    uint16_t fl;

    v[0] = v[1] = 0;
    if (s->type == IR_FLAGS) {
        memcpy(&fl, p, sizeof(fl));
        v[0] = flags_unpack(fl);
    } else {
        memcpy(v, p, s->type == IR_V128 ? 16 : 8);
    }
}

static void set_slot(const struct machine *m, const struct ir_slot *s,
                     const uint64_t v[2])
{
    uint8_t *p = slot_at(m, s);

    if (s->type == IR_FLAGS) {
        uint16_t fl = flags_pack((uint32_t)v[0]);
        memcpy(p, &fl, sizeof(fl));
    } else {
        memcpy(p, v, s->type == IR_V128 ? 16 : 8);
    }
}

/* What the slots and the memory should be. */
struct expected {
    uint64_t slot[IR_MAX_SLOTS][2];
    uint8_t mem[SCRATCH];
    uint64_t fault;
};

/* One NAME=VALUE into the expectation. */
static bool set_expected(const struct machine *m, struct expected *e,
                         char *word)
{
    char *value = strchr(word, '=');
    uint64_t v[2];

    if (!value)
        return false;
    *value++ = 0;
    read_value(value, v);
    if (!strncmp(word, "mem+", 4)) {
        unsigned long at = strtoul(word + 4, NULL, 10);
        if (at > SCRATCH - 16)
            return false;
        memcpy(e->mem + at, v, 16);
        return true;
    }
    if (!strcmp(word, "fault")) {
        e->fault = v[0];
        return true;
    }
    const struct ir_slot *s = slot_named(m->target, word);
    if (!s)
        return false;
    memcpy(e->slot[s - m->target->slots], v, sizeof(v));
    return true;
}

/* Writes the words and the system call that ends them. */
static void place_code(struct machine *m, uint64_t at, const uint32_t *words,
                       unsigned n)
{
    uint64_t page = at & ~UINT64_C(4095);

    mm_map(m->mm, page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    mem_write(m->mm, at, words, 4 * n);
    mem_write(m->mm, at + 4 * n, &m->guest->syscall, 4);
    cpu_invalidate(m->tr, page, page + 8192);
}

static bool differs(const struct machine *m, const struct expected *e,
                    const char *name)
{
    bool bad = false;
    uint8_t mem[SCRATCH];

    for (unsigned i = 0; i < m->target->n_slots; i++) {
        const struct ir_slot *s = &m->target->slots[i];
        uint64_t v[2];
        get_slot(m, s, v);
        /* The monitor is no register. */
        if (strncmp(s->name, "excl_", 5) && memcmp(v, e->slot[i], 16)) {
            printf("# %s: %s is %llx%016llx, expected %llx%016llx\n", name,
                   s->name, (unsigned long long)v[1], (unsigned long long)v[0],
                   (unsigned long long)e->slot[i][1],
                   (unsigned long long)e->slot[i][0]);
            bad = true;
        }
    }
    mem_read(m->mm, mem, SCRATCH_AT, SCRATCH);
    if (memcmp(mem, e->mem, SCRATCH)) {
        printf("# %s: memory differs\n", name);
        bad = true;
    }
    return bad;
}

/* Runs one line; false when it fails. */
static bool run_line(struct machine *m, char *line)
{
    static struct expected e;
    uint32_t words[16];
    unsigned n = 0;
    char *save, *name = strtok_r(line, " \n", &save), *w;
    uint64_t at = 0;

    memset(&e, 0, sizeof(e));
    for (unsigned i = 0; i < SCRATCH; i++)
        e.mem[i] = (uint8_t)(i * 7 + 3);
    while ((w = strtok_r(NULL, " \n", &save)) && strcmp(w, "|")) {
        if (*w == '@')
            at = strtoull(w + 1, NULL, 16);
        else if (n < 15)
            words[n++] = (uint32_t)strtoul(w, NULL, 16);
    }
    const struct ir_slot *context = slot_named(m->target, m->guest->context);
    e.slot[context - m->target->slots][0] = CONTEXT;
    while ((w = strtok_r(NULL, " \n", &save)) && strcmp(w, "->"))
        if (!set_expected(m, &e, w))
            return printf("# %s: cannot read %s\n", name, w), false;

    m->target->abi->start(m->cpu, at, 0);
    for (unsigned i = 0; i < m->target->n_slots; i++)
        if (strncmp(m->target->slots[i].name, "excl_", 5))
            set_slot(m, &m->target->slots[i], e.slot[i]);
    mem_write(m->mm, SCRATCH_AT, e.mem, SCRATCH);
    place_code(m, at, words, n);
    while ((w = strtok_r(NULL, " \n", &save)))
        if (!set_expected(m, &e, w))
            return printf("# %s: cannot read %s\n", name, w), false;

    enum cpu_exit r = cpu_run(m->cpu);
    if (e.fault && r == EXIT_FAULT && m->cpu->env.pc == at + 4 * n - 4 &&
        m->cpu->fault.addr == e.fault)
        return !differs(m, &e, name);
    if (e.fault || r != EXIT_SYSCALL || m->cpu->env.pc != at + 4 * n + 4)
        return printf("# %s: exit %d at %llx\n", name, (int)r,
                      (unsigned long long)m->cpu->env.pc),
               false;
    return !differs(m, &e, name);
}

static bool run_file(struct machine *m, const char *path)
{
    char *line = NULL;
    size_t room = 0;
    unsigned lines = 0, bad = 0;
    FILE *f = fopen(path, "r");

    if (!f) {
        perror(path);
        return false;
    }
    while (getline(&line, &room, f) > 0)
        if (*line != '#' && *line != '\n') {
            lines++;
            bad += !run_line(m, line);
        }
    free(line);
    fclose(f);
    printf("# %s: %u lines, %u fail\n", path, lines, bad);
    return lines && !bad;
}

static const struct engine {
    const char *name;
    bool interpret;
    uint64_t base;
} engines[] = {
    {"interpreted", true, 0},
    {"compiled", false, 0},
    {"compiled with a base", false, UINT64_C(1) << 45},
};
enum { N_ENGINES = sizeof(engines) / sizeof(engines[0]) };

static bool machine_init(struct machine *m, const char *name,
                         const struct engine *engine)
{
    const struct cpu_options opt = {.interpret = engine->interpret,
                                    .perf_map = -1};
    struct cpu_model model;
    char text[128];
    int error;

    m->target = target_by_name(name);
    for (unsigned i = 0; i < sizeof(guests) / sizeof(guests[0]); i++)
        if (!strcmp(guests[i].name, name))
            m->guest = &guests[i];
    if (!m->target || !m->guest ||
        !cpu_model_parse(m->target, "max", &model, text, sizeof(text)))
        return false;
    m->mm = mm_new(m->target->addr_bits);
    mm_set_base(m->mm, engine->base);
    m->tr = translator_new(m->target, m->mm, &opt, &error);
    m->cpu = cpu_new(m->target, m->tr, m->mm, &model);
    current = m->cpu;
    cpu_set_current(m->cpu);
    return mm_map(m->mm, CONTEXT, 8192, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == CONTEXT;
}

int main(int argc, char **argv)
{
    static char stack[1 << 16];
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_fault,
                           .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    bool failed = false;

    if (argc < 3) {
        fputs("usage: vectors TARGET FILE...\n", stderr);
        return 2;
    }
    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaction(signals[i], &sa, NULL);
    printf("1..%d\n", N_ENGINES * (argc - 2));
    for (int engine = 0, n = 1; engine < N_ENGINES; engine++) {
        struct machine m = {0};
        if (!machine_init(&m, argv[1], &engines[engine]))
            return 2;
        for (int i = 2; i < argc; i++, n++) {
            bool ok = run_file(&m, argv[i]);
            failed |= !ok;
            printf("%s %d - %s %s\n", ok ? "ok" : "not ok", n,
                   engines[engine].name, argv[i]);
        }
        cpu_free(m.cpu);
        translator_free(m.tr);
        mm_unref(m.mm);
    }
    return failed;
}
