/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What AT_HWCAP, /proc/cpuinfo and the identification registers say of each
 * extension is the same, and its instructions are there exactly then.
 *
 * cpu-features [NAME | +NAME | -NAME]...: the model has no others than the
 * NAMEs, if there are any; it has the +NAMEs and not the -NAMEs.
 */
#include "check.h"

/* Number of the bit in AT_HWCAP and AT_HWCAP2, register by CRm << 3 | op2,
 * field and least value; an instruction, x0 and x5 being addresses. */
static const struct feature {
    const char *name;
    unsigned bit, reg, shift, value;
    uint32_t insn;
} features[] = {
    {"aes", 3, 060, 4, 1, 0x4e284820},
    {"pmull", 4, 060, 4, 2, 0x0ee2e020},
    {"sha1", 5, 060, 8, 1, 0x5e280820},
    {"sha2", 6, 060, 12, 1, 0x5e282820},
    {"crc32", 7, 060, 16, 1, 0x1ac34041},
    {"atomics", 8, 060, 20, 2, 0xb8230004},
    {"fphp", 9, 040, 16, 1, 0x1ee22820},
    {"asimdhp", 10, 040, 20, 1, 0x1ee22820},
    {"asimdrdm", 12, 060, 28, 1, 0x6e828420},
    {"jscvt", 13, 061, 12, 1, 0x1e7e0001},
    {"fcma", 14, 061, 16, 1, 0x6e82e420},
    {"lrcpc", 15, 061, 20, 1, 0xb8bfc001},
    {"dcpop", 16, 061, 0, 1, 0xd50b7c20},
    {"sha3", 17, 060, 32, 1, 0xce628c20},
    {"sm3", 18, 060, 36, 1, 0xce420c20},
    {"sm4", 19, 060, 40, 1, 0xcec08420},
    {"asimddp", 20, 060, 44, 1, 0x4e829420},
    {"sha512", 21, 060, 12, 2, 0xcec08020},
    {"asimdfhm", 23, 060, 48, 1, 0x4e22ec20},
    {"dit", 24, 040, 48, 1, 0xd53b42a1},
    {"uscat", 25, 072, 32, 1, 0xb82300a4},
    {"ilrcpc", 26, 061, 20, 2, 0x99400001},
    {"flagm", 27, 060, 52, 1, 0xd500401f},
    {"ssbs", 28, 041, 4, 2, 0xd53b42c1},
    {"sb", 29, 061, 36, 1, 0xd50330ff},
    {"paca", 30, 061, 8, 1, 0xdac10041},
    {"pacg", 31, 061, 28, 1, 0x9ac33041},
    {"dcpodp", 64 + 0, 061, 0, 2, 0xd50b7d20},
    {"flagm2", 64 + 7, 060, 52, 2, 0xd500405f},
    {"frint", 64 + 8, 061, 32, 1, 0x1e284020},
    {"i8mm", 64 + 13, 061, 52, 1, 0x4e82a420},
    {"bf16", 64 + 14, 061, 44, 1, 0x6e42fc20},
    {"rng", 64 + 16, 060, 60, 1, 0xd53b2401},
    {"ecv", 64 + 19, 070, 60, 1, 0xd53be0c1},
    {"wfxt", 64 + 31, 062, 0, 2, 0xd5031021},
    {"cssc", 64 + 34, 062, 52, 1, 0xdac02041},
    {"mops", 64 + 43, 062, 16, 1, 0x19010443},
    {"hbc", 64 + 44, 062, 20, 1, 0x54000030},
};
enum { N = sizeof(features) / sizeof(features[0]) };

static char line[4096]; /* " NAME NAME ... " */

static void read_cpuinfo(void)
{
    char text[4096];
    FILE *f = fopen("/proc/cpuinfo", "r");

    while (f && fgets(text, sizeof(text), f))
        if (!strncmp(text, "Features", 8) && !line[0])
            snprintf(line, sizeof(line), "%s ", strchr(text, ':') + 1);
    *strchr(line, '\n') = ' ';
    fclose(f);
}

static bool in_line(const char *name)
{
    char word[64];

    snprintf(word, sizeof(word), " %s ", name);
    return strstr(line, word) != NULL;
}

static uint32_t *code;

/* Runs an instruction; its result is in X1, and 0 if there was a signal. */
static uint64_t run(uint32_t insn)
{
    static uint64_t memory[16] __attribute__((aligned(64)));
    code[0] = insn;
    code[1] = 0xd65f03c0;
    __builtin___clear_cache((char *)code, (char *)(code + 2));
    caught.sig = 0;
    register uint64_t x0 __asm__("x0") = (uintptr_t)memory;
    register uint64_t x1 __asm__("x1") = 0;
    register uint64_t x2 __asm__("x2") = 0;
    register uint64_t x3 __asm__("x3") = (uintptr_t)memory;
    register uint64_t x5 __asm__("x5") = (uintptr_t)memory + 1;
    register uint32_t *x9 __asm__("x9") = code;

    __asm__ volatile("blr x9"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x9)
                     : "r"(x5)
                     : "x4", "x30", "v0", "cc", "memory");
    return caught.sig ? 0 : x1;
}

/* MRS X1 of op0 3, op1 0, CRn 0. */
static uint64_t id_register(unsigned reg)
{
    uint64_t v = run(0xd5380001 | reg << 5);

    CHECK(!caught.sig);
    return v;
}

static void check(const struct feature *f, char **allowed)
{
    unsigned long cap = getauxval(f->bit < 64 ? AT_HWCAP : AT_HWCAP2);
    bool there = cap >> f->bit % 64 & 1;
    unsigned field = id_register(f->reg) >> f->shift & 15;

    /* The fields of FP and AdvSIMD are 15 for none. */
    bool named = field != 15 && field >= f->value;
    run(f->insn);
    if (in_line(f->name) != there || named != there ||
        (caught.sig == 0) != there) {
        printf("%s: hwcap %d, cpuinfo %d, register %d, instruction %d\n",
               f->name, there, in_line(f->name), named, caught.sig == 0);
        failures = 1;
    }
    for (; there && *allowed && strcmp(*allowed, f->name); allowed++)
        ;
    if (there && !*allowed) {
        printf("%s: not a feature of this model\n", f->name);
        failures = 1;
    }
}

/* What Linux hides, emulates and refuses. */
static void check_hidden(void)
{
    CHECK((id_register(040) & 0xf0ff) == 0x11);
    CHECK(id_register(005) == UINT64_C(1) << 31);
    CHECK(id_register(006) == 0);
    CHECK(id_register(000) != 0);
    CHECK(id_register(050) == 6);
    CHECK((id_register(070) & (UINT64_C(1) << 60) - 1) == 0x111ff000000);
    CHECK(id_register(077) == 0);
    run(0xd5380101); /* ID_PFR0_EL1 */
    CHECK(caught.sig == SIGILL && caught.code == ILL_ILLOPC);
    run(0xd53be021); /* CNTPCT_EL0 */
    CHECK(caught.sig == SIGILL);
    run(0xd53bd0a1); /* TPIDR2_EL0 */
    CHECK(caught.sig == SIGILL);
    run(0xd50b7380); /* CFP RCTX */
    CHECK(caught.sig == SIGILL);
}

static void check_counters(void)
{
    uint64_t a = run(0xd53be041), b = run(0xd53be041);

    CHECK(a && b >= a);
    CHECK(run(0xd53be001) == 1000000000); /* CNTFRQ_EL0 */
    CHECK(run(0xd53b00e1) == 4);          /* DCZID_EL0 */
    CHECK(run(0xd53b0021) >> 31 == 1);    /* CTR_EL0 */
    if (in_line("rng"))
        CHECK(run(0xd53b2401) != run(0xd53b2401));
}

/* Bits of PSTATE that programs set, which signals save and bring back. */
static void check_pstate(void)
{
    if (in_line("dit")) {
        CHECK(run(0xd53b42a1) == 0);
        run(0xd503415f); /* MSR DIT, #1 */
        CHECK(run(0xd53b42a1) == 1 << 24);
        run(0); /* UDF */
        CHECK(caught.sig == SIGILL && run(0xd53b42a1) == 1 << 24);
        run(0xd51b42bf); /* MSR DIT, XZR */
        CHECK(run(0xd53b42a1) == 0);
    }
    if (in_line("ssbs")) {
        CHECK(run(0xd53b42c1) == 1 << 12);
        run(0xd503403f); /* MSR SSBS, #0 */
        CHECK(run(0xd53b42c1) == 0);
    }
}

int main(int argc, char **argv)
{
    char *allowed[N + 1];
    unsigned n = 0;
    bool listed = false;

    code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    catch_signals(0);
    read_cpuinfo();
    for (int i = 1; i < argc; i++) {
        char *arg = argv[i];

        if (*arg != '+' && *arg != '-') {
            allowed[n++] = arg;
            listed = true;
        } else if (in_line(arg + 1) != (*arg == '+')) {
            printf("not %s\n", arg);
            failures = 1;
        }
    }
    for (unsigned i = 0; i < N && !listed; i++)
        allowed[n++] = (char *)features[i].name;
    allowed[n] = NULL;
    for (unsigned i = 0; i < N; i++)
        check(&features[i], allowed);
    CHECK(in_line("fp") && in_line("asimd") && in_line("cpuid"));
    check_hidden();
    check_counters();
    check_pstate();
    return failures;
}
