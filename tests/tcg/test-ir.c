/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Runs the files of IR text named as arguments, or all of the list below.
 *
 *      test NAME           starts a case
 *      in SLOT V [HIGH]    sets a slot before (default 0)
 *      in OFFSET: V        sets 8 bytes of memory
 *      ...                 operations, in the text form of the IR
 *      out SLOT V [HIGH]   what a slot holds afterwards; `out OFFSET: V` memory
 *      exit REASON PC      how the block was left; PC is from the block's
 *      gives               followed by the text that building and optimising
 *                          the operations must give
 *      breach TEXT         ir_verify() must find this; nothing runs
 *
 * Each case runs as it is written, rebuilt through the builders, and optimised,
 * on every engine.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tcg/flags.h"
#include "tcg-test.h"

enum { MAX_CHECKS = 32, TEXT_SIZE = 65536 };

struct setting {
    int slot; /* -1: memory at `offset` */
    uint64_t offset;
    uint64_t v[2];
};

struct test_case {
    char name[80];
    struct setting in[MAX_CHECKS], out[MAX_CHECKS];
    unsigned n_in, n_out;
    uint64_t reason, pc;
    bool has_exit;
    char ops[TEXT_SIZE], gives[TEXT_SIZE], breach[80];
};

static struct test_case tc;
static struct ir_block parsed, rebuilt, optimised, wanted;

static void *slot_address(struct test_state *s, int slot)
{
    return (char *)s + test_slots[slot].off;
}

static unsigned slot_size(int slot)
{
    return slot == SLOT_NZCV ? 2 : slot >= SLOT_V ? 16 : 8;
}

static bool parse_setting(struct setting *set, const char *text)
{
    char name[16];
    char *end;
    int used = 0;

    memset(set, 0, sizeof(*set));
    if (sscanf(text, "%15s%n", name, &used) != 1)
        return false;
    set->slot = -1;
    for (int i = 0; i < SLOT_COUNT; i++)
        if (strcmp(name, test_slots[i].name) == 0)
            set->slot = i;
    if (set->slot < 0) {
        set->offset = strtoull(name, &end, 0);
        if (strcmp(end, ":") != 0)
            return false;
    }
    set->v[0] = strtoull(text + used, &end, 0);
    set->v[1] = strtoull(end, &end, 0);
    return true;
}

static void apply(struct test_state *s, const struct setting *set)
{
    void *to = set->slot < 0 ? (void *)(uintptr_t)(TEST_MEM_BASE + set->offset)
                             : slot_address(s, set->slot);

    memcpy(to, set->v, set->slot < 0 ? 8 : slot_size(set->slot));
}

static bool holds(struct test_state *s, const struct setting *set)
{
    const void *at = set->slot < 0
                         ? (void *)(uintptr_t)(TEST_MEM_BASE + set->offset)
                         : slot_address(s, set->slot);
    uint64_t seen[2] = {0, 0};
    unsigned size = set->slot < 0 ? 8 : slot_size(set->slot);

    memcpy(seen, at, size);
    if (set->slot == SLOT_NZCV) /* without the bits that mean nothing */
        seen[0] = flags_pack(flags_unpack((uint16_t)seen[0]));
    if (memcmp(seen, set->v, size) == 0)
        return true;
    printf("# %s is %#llx %#llx\n",
           set->slot < 0 ? "memory" : test_slots[set->slot].name,
           (unsigned long long)seen[0], (unsigned long long)seen[1]);
    return false;
}

static bool run_one(unsigned engine, const struct ir_block *b)
{
    static struct test_state s;
    uint32_t reason;
    bool ok = true;

    memset(&s, 0, sizeof(s));
    s.nzcv = 0x0300;
    s.cpu.env.mxcsr = TEST_MXCSR;
    memset((void *)TEST_MEM_BASE, 0, TEST_MEM_SIZE);
    for (unsigned i = 0; i < tc.n_in; i++)
        apply(&s, &tc.in[i]);
    reason = test_run(engine, &s, b);
    for (unsigned i = 0; i < tc.n_out; i++)
        ok &= holds(&s, &tc.out[i]);
    if (tc.has_exit && (reason != tc.reason || s.cpu.env.pc != tc.pc)) {
        printf("# left with %u at %#llx\n", reason,
               (unsigned long long)s.cpu.env.pc);
        ok = false;
    }
    return ok;
}

static bool verified(const struct ir_block *b, const char *what)
{
    unsigned where;
    const char *error = ir_verify(b, &where);

    if (error != NULL)
        printf("# %s: operation %u: %s\n", what, where, error);
    return error == NULL;
}

static void check_gives(void)
{
    static char is[TEXT_SIZE], should[TEXT_SIZE];
    unsigned line;
    bool ok;

    test_begin(&wanted);
    line = ir_parse(&wanted, tc.gives);
    test_print(&wanted, should, sizeof(should));
    test_print(&optimised, is, sizeof(is));
    ok = line == 0 && strcmp(is, should) == 0;
    test_ok(ok, tc.name);
    if (!ok)
        printf("# wrong line of `gives`: %u; optimised:\n%s", line, is);
}

static void check_breach(void)
{
    unsigned where;
    const char *error = ir_verify(&parsed, &where);

    if (!test_ok(error != NULL && strcmp(error, tc.breach) == 0, tc.name))
        printf("# %s\n", error != NULL ? error : "no breach");
}

static void run_case(void)
{
    const struct ir_block *blocks[] = {&parsed, &rebuilt, &optimised};
    unsigned line;
    bool ok = true;

    test_begin(&parsed);
    line = ir_parse(&parsed, tc.ops);
    if (line != 0) {
        test_ok(false, tc.name);
        printf("# operation line %u is not understood\n", line);
        return;
    }
    if (tc.breach[0] != 0) {
        check_breach();
        return;
    }
    if (!verified(&parsed, "as written")) {
        test_ok(false, tc.name);
        return;
    }
    test_rebuild(&rebuilt, &parsed);
    optimised = rebuilt;
    ir_optimise(&optimised);
    ir_compact(&optimised);
    if (tc.gives[0] != 0)
        check_gives();
    ok = verified(&rebuilt, "rebuilt") && verified(&optimised, "optimised");
    for (unsigned e = 0; e < TEST_ENGINES; e++)
        for (unsigned i = 0; i < 3; i++)
            ok &= run_one(e, blocks[i]);
    test_ok(ok, tc.name);
}

static bool starts(const char *line, const char *word, const char **rest)
{
    size_t n = strlen(word);

    if (strncmp(line, word, n) != 0 || (line[n] != ' ' && line[n] != 0))
        return false;
    *rest = line + n + (line[n] == ' ');
    return true;
}

static void append_line(char *text, const char *line)
{
    strcat(text, line);
    strcat(text, "\n");
}

static bool take_line(const char *line, bool *in_gives)
{
    const char *rest;

    if (starts(line, "test", &rest)) {
        if (tc.name[0] != 0)
            run_case();
        memset(&tc, 0, sizeof(tc));
        *in_gives = false;
        snprintf(tc.name, sizeof(tc.name), "%s", rest);
    } else if (starts(line, "in", &rest)) {
        return tc.n_in < MAX_CHECKS && parse_setting(&tc.in[tc.n_in++], rest);
    } else if (starts(line, "out", &rest)) {
        return tc.n_out < MAX_CHECKS &&
               parse_setting(&tc.out[tc.n_out++], rest);
    } else if (starts(line, "gives", &rest)) {
        *in_gives = true;
    } else if (starts(line, "breach", &rest)) {
        snprintf(tc.breach, sizeof(tc.breach), "%s", rest);
    } else if (strncmp(line, "exit ", 5) == 0 && line[5] != 'r') {
        char *end;

        tc.reason = strtoull(line + 5, &end, 0);
        tc.pc = strtoull(end, &end, 0);
        if (tc.pc < 0x1000) /* not the target of an indirect jump */
            tc.pc += TEST_PC;
        tc.has_exit = true;
    } else {
        append_line(*in_gives ? tc.gives : tc.ops, line);
    }
    return true;
}

static void run_file(const char *name)
{
    char path[4096], line[512];
    const char *dir = getenv("srcdir");
    unsigned number = 0;
    bool in_gives = false;
    FILE *f;

    snprintf(path, sizeof(path), "%s/tests/tcg/%s", dir != NULL ? dir : ".",
             name);
    f = fopen(path, "r");
    if (f == NULL) {
        test_ok(false, path);
        return;
    }
    memset(&tc, 0, sizeof(tc));
    while (fgets(line, sizeof(line), f) != NULL) {
        number++;
        line[strcspn(line, "\n")] = 0;
        if (!take_line(line, &in_gives)) {
            test_ok(false, name);
            printf("# line %u\n", number);
        }
    }
    if (tc.name[0] != 0)
        run_case();
    fclose(f);
}

int main(int argc, char **argv)
{
    static const char *const files[] = {"exec.ir", "optimise.ir", "verify.ir"};

    if (!test_map()) {
        printf("Bail out! no memory at the guest's address\n");
        return 1;
    }
    for (int i = 1; i < argc; i++)
        run_file(argv[i]);
    for (unsigned i = 0; argc == 1 && i < sizeof(files) / sizeof(files[0]); i++)
        run_file(files[i]);
    return test_done();
}
