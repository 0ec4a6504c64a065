/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A guest program: isa [+NAME | -NAME]...
 *
 * Whether all that tells RISC-V programs what the processor can do agrees:
 * /proc/cpuinfo, AT_HWCAP, riscv_hwprobe, and instructions that are executed.
 * The named extensions must be there, or must not.  Prints what is wrong; the
 * table is made from the kernel's headers and the specification.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NO = -1, NR_HWPROBE = 258 };

/* On a0 and a1, fa0, and the memory that a0 points to. */
#define R(f7, f3, op)                                                          \
    ((uint32_t)(f7) << 25 | 10 << 20 | 10 << 15 | (f3) << 12 | 11 << 7 | (op))
#define I(imm, f3, op)                                                         \
    ((uint32_t)(imm) << 20 | 10 << 15 | (f3) << 12 | 11 << 7 | (op))

/* In the order of the ISA string. word: 0, or what only this one has. */
static const struct extension {
    const char *name;
    int hwprobe;
    uint32_t word;
} table[] = {
    {"i", NO, 0},
    {"m", NO, R(1, 0, 0x33)},
    {"a", NO, R(0, 2, 0x2f)},
    {"f", NO, 0},
    {"d", 0, 0},
    {"c", 1, 0},
    {"zicbom", 55, 0x0015200f},
    {"zicbop", 60, 0},
    {"zicboz", 6, 0x0045200f},
    {"ziccrse", NO, 0},
    {"zicntr", 50, 0xc00025f3},
    {"zicond", 35, R(7, 5, 0x33)},
    {"zicsr", NO, 0x003025f3},
    {"zifencei", NO, 0x0000100f},
    {"zihintntl", 29, 0},
    {"zihintpause", 36, 0},
    {"zihpm", 51, 0},
    {"zimop", 42, 0x81c545f3},
    {"zaamo", 56, R(0, 3, 0x2f)},
    {"zabha", 58, R(0, 0, 0x2f)},
    {"zacas", 34, R(0x14, 2, 0x2f)},
    {"zalrsc", 57, 0x100525af},
    {"zawrs", 48, 0x00d00073},
    {"zfa", 32, 0xf0100553},
    {"zfh", 27, R(2, 0, 0x53)},
    {"zfhmin", 28, 0xe40505d3},
    {"zca", 43, 0},
    {"zcb", 44, 0x9df5},
    {"zcd", 45, 0},
    {"zcmop", 47, 0x6081},
    {"zba", 3, R(0x10, 2, 0x33)},
    {"zbb", 4, I(0x600, 1, 0x13)},
    {"zbc", 7, R(5, 2, 0x33)},
    {"zbkb", 8, I(0x687, 5, 0x13)},
    {"zbkc", 9, 0},
    {"zbkx", 10, R(0x14, 4, 0x33)},
    {"zbs", 5, R(0x14, 1, 0x33)},
    {"zknd", 11, R(0x1d, 0, 0x33)},
    {"zkne", 12, R(0x19, 0, 0x33)},
    {"zknh", 13, I(0x100, 1, 0x13)},
    {"zkt", 16, 0},
    {"zksed", 14, R(0x18, 0, 0x33)},
    {"zksh", 15, I(0x108, 1, 0x13)},
    {"ztso", 33, 0},
    {"ssnpm", 49, 0},
};
enum { COUNT = sizeof(table) / sizeof(table[0]) };

struct pair {
    int64_t key;
    uint64_t value;
};

static unsigned failed;

static void check(int good, const char *what, const char *which)
{
    if (!good)
        printf("%s: %s\n", what, which);
    failed += !good;
}

static long hwprobe(struct pair *pairs, size_t n, size_t size, void *set,
                    unsigned flags)
{
    return syscall(NR_HWPROBE, pairs, n, size, set, flags);
}

static uint64_t probe(int64_t key)
{
    struct pair p = {key, 99};

    if (hwprobe(&p, 1, 0, NULL, 0) || p.key != key)
        return UINT64_MAX;
    return p.value;
}

static sigjmp_buf out;

static void on_illegal(int sig)
{
    siglongjmp(out, sig);
}

/* Runs an instruction in front of a return. */
static int works(uint32_t word)
{
    static uint64_t memory[16] __attribute__((aligned(64)));
    static uint8_t *page;
    static const uint16_t ret = 0x8082;
    unsigned len = (word & 3) == 3 ? 4 : 2;

    if (page == NULL)
        page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(page, &word, len);
    memcpy(page + len, &ret, sizeof(ret));
    syscall(259, page, page + 8, 0);
    if (sigsetjmp(out, 1))
        return 0;
    __asm__ volatile("mv a0, %0\n\tli a1, 0\n\tjalr %1"
                     :
                     : "r"(memory), "r"(page)
                     : "a0", "a1", "ra", "fa0", "fa1", "memory");
    return 1;
}

static char isa[1024];

static void read_isa(void)
{
    char line[1024];
    FILE *f = fopen("/proc/cpuinfo", "r");

    while (f && fgets(line, sizeof(line), f))
        if (!strncmp(line, "isa", 3)) {
            sscanf(line, "isa : %1000s", isa);
            break;
        }
}

/* The ISA string has the names of the table in its order, and nothing else. */
static unsigned long parse_isa(void)
{
    const char *at = isa + 4;
    unsigned long has = 0;

    check(!strncmp(isa, "rv64", 4), "no RV64", isa);
    for (unsigned i = 0; i < COUNT; i++) {
        const char *name = table[i].name;
        size_t len = strlen(name), skip = len > 1;
        if (strncmp(at + skip, name, len) || (skip && *at != '_'))
            continue;
        if (skip && at[1 + len] != '_' && at[1 + len] != '\0')
            continue;
        at += skip + len;
        has |= 1ul << i;
    }
    check(*at == '\0', "not in order or unknown", at);
    return has;
}

static void check_values(unsigned long has)
{
    uint64_t bits = probe(4), want = 0;
    unsigned long caps = getauxval(AT_HWCAP);

    for (unsigned i = 0; i < COUNT; i++) {
        const struct extension *e = &table[i];
        int is = has >> i & 1;
        if (e->hwprobe != NO)
            want |= (uint64_t)is << e->hwprobe;
        if (e->name[1] == '\0')
            check((caps >> (e->name[0] - 'a') & 1) == (unsigned)is, "AT_HWCAP",
                  e->name);
        if (!strcmp(e->name, "ssnpm"))
            check((prctl(PR_GET_TAGGED_ADDR_CTRL, 0, 0, 0, 0) == 0) == is,
                  "prctl", e->name);
        if (e->word)
            check(works(e->word) == is, "instruction", e->name);
        if (!strncmp(e->name, "zicbo", 5)) {
            static const int key[] = {['m'] = 12, ['p'] = 15, ['z'] = 6};
            check(probe(key[(unsigned char)e->name[5]]) == (is ? 64u : 0u),
                  "block size", e->name);
        }
    }
    check(bits == want, "riscv_hwprobe", isa);
    check(probe(3) == 1, "hwprobe", "base behavior");
    check(probe(5) == 3 && probe(9) == 3, "hwprobe", "misaligned scalars");
    check(probe(10) == 4, "hwprobe", "misaligned vectors");
    check(probe(7) == (1ul << 38) - 1, "hwprobe", "highest address");
    check(probe(8) == 10000000, "hwprobe", "frequency");
    check(probe(0) == 0 && probe(1) == 0 && probe(2) == 0, "hwprobe", "ids");
    check(!probe(11) && !probe(13) && !probe(14), "hwprobe", "vendors");
    check(!works(0x0005200f), "instruction", "cbo.inval");
    check(!works(0xc03025f3), "instruction", "hpmcounter3");
}

/* Sets of processors; those that are online are some at the beginning. */
static void check_sets(void)
{
    uint64_t all[16] = {0}, set[16] = {0}, empty[16] = {0};
    struct pair p[2] = {{1000, 5}, {3, 0}};

    check(hwprobe(p, 2, 0, NULL, 0) == 0 && p[0].key == -1 && !p[0].value &&
              p[1].value == 1,
          "hwprobe", "unknown key");
    check(hwprobe(p, 1, 0, NULL, 2) == -1 && errno == EINVAL, "hwprobe",
          "unknown flag");
    check(hwprobe(p, 1, 0, NULL, 1) == -1 && errno == EINVAL, "hwprobe",
          "which, without a set");
    check(hwprobe(p, 1, sizeof(set), set, 0) == -1 && errno == EINVAL,
          "hwprobe", "values of none");
    check(hwprobe(p, 1, 8, (void *)8, 0) == -1 && errno == EFAULT, "hwprobe",
          "set out of memory");
    check(hwprobe(NULL, 1, 0, NULL, 0) == -1 && errno == EFAULT, "hwprobe",
          "pairs out of memory");
    check(hwprobe(NULL, 0, sizeof(all), all, 1) == 0 && (all[0] & 1), "hwprobe",
          "which, asking for nothing");
    p[0] = (struct pair){4, probe(4) & -probe(4)};
    p[1] = (struct pair){8, 10000000};
    check(hwprobe(p, 2, sizeof(set), set, 1) == 0 &&
              !memcmp(set, all, sizeof(set)),
          "hwprobe", "which, of all");
    set[0] = 1;
    check(hwprobe(p, 2, 8, set, 1) == 0 && set[0] == 1, "hwprobe",
          "which, of the first");
    p[1].value++;
    check(hwprobe(p, 2, sizeof(all), all, 1) == 0 &&
              !memcmp(all, empty, sizeof(all)),
          "hwprobe", "which, with another value");
    set[0] = 1;
    p[0] = (struct pair){4, UINT64_C(1) << 63};
    check(hwprobe(p, 1, 8, set, 1) == 0 && set[0] == 0, "hwprobe",
          "which, with a bit that is not there");
    set[0] = 1;
    p[0] = (struct pair){1000, 0};
    check(hwprobe(p, 1, 8, set, 1) == 0 && set[0] == 0 && p[0].key == -1,
          "hwprobe", "which, with an unknown key");
}

static void check_named(unsigned long has, const char *arg)
{
    for (unsigned i = 0; i < COUNT; i++)
        if (!strcmp(arg + 1, table[i].name)) {
            check((has >> i & 1) == (*arg == '+'), "as asked for", arg);
            return;
        }
    check(0, "no such extension", arg);
}

int main(int argc, char **argv)
{
    unsigned long has;

    signal(SIGILL, on_illegal);
    read_isa();
    has = parse_isa();
    check_values(has);
    check_sets();
    for (int i = 1; i < argc; i++)
        check_named(has, argv[i]);
    return failed != 0;
}
