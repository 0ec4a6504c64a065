/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Flags that were replaced before anything saw them, until the code that
 * replaces them is rewritten: each function compares its argument with 5, goes
 * on, compares it with 6 and returns whether it was equal.  Then the second
 * comparison is taken out.  The code is in memory that it writes, then in a
 * file that it only maps for execution.
 */
#include "t.h"
#include <sys/mman.h>

enum { PAGE = 4096, WORDS = PAGE / 4 };

#ifdef __aarch64__
#define CMP(n)        (0xf100001fu | (n) << 10)
#define B(words)      (0x14000000u | ((words)&0x3ffffff))
#define B_GT(words)   (0x5400000cu | ((words)&0x7ffff) << 5)
#define CBZ_X1(words) (0xb4000001u | ((words)&0x7ffff) << 5)
#define NOP           0xd503201fu
#define MOV_X2        0xd2800022u
#define LDR_X2        0xf94003e2u /* [sp] */
#define CSET_EQ       0x9a9f17e0u
#define RET           0xd65f03c0u

static struct {
    const char *name;
    unsigned entry, site; /* words; the second comparison is at site */
    struct {
        unsigned at;
        uint32_t word;
    } code[8];
} cases[] = {
    {"forward", 0, 256, {{0, CMP(5)}, {1, B(255)}}},
    {"backward", 300, 20, {{300, CMP(5)}, {301, B(-281)}}},
    {"conditional", 0, 40, {{0, CMP(5)}, {1, B_GT(39)}, {2, B(38)}}},
    {"later", 0, 514, {{0, CMP(5)}, {1, B(511)}, {512, MOV_X2}, {513, MOV_X2}}},
    {"load", 0, 64, {{0, CMP(5)}, {1, B(62)}, {63, LDR_X2}}},
    {"nop", 0, 801, {{0, CMP(5)}, {1, B(799)}, {800, NOP}}},
    {"jumps", 9, 99, {{9, CMP(5)}, {10, B(500)}, {510, B(-411)}}},
    {"fork, not taken",
     0,
     65,
     {{0, CMP(5)},
      {1, B(63)},
      {64, CBZ_X1(100)},
      {164, CMP(6)},
      {165, CSET_EQ},
      {166, RET}}},
    {"fork, taken",
     0,
     164,
     {{0, CMP(5)},
      {1, B(63)},
      {64, CBZ_X1(100)},
      {65, CMP(6)},
      {66, CSET_EQ},
      {67, RET}}},
    {"next page", 1020, 1026, {{1020, CMP(5)}, {1021, B(5)}}},
    {"through the end",
     1022,
     1025,
     {{1022, CMP(5)}, {1023, B(1)}, {1024, NOP}}},
};

static void put(char *code, int fd, unsigned at, uint32_t word)
{
    if (fd < 0)
        memcpy(code + at * 4, &word, 4);
    else if (pwrite(fd, &word, 4, at * 4) != 4)
        perror("pwrite");
}

static void flush(char *code, unsigned at)
{
    __builtin___clear_cache(code + at * 4, code + at * 4 + 4);
}

static long call(char *entry, long x, long y)
{
    long (*fn)(long, long);

    memcpy(&fn, &entry, sizeof(fn));
    return fn(x, y);
}

static int results(char *code, unsigned i)
{
    char *entry = code + cases[i].entry * 4;
    long y = strcmp(cases[i].name, "fork, taken") != 0;

    /* Often, so that blocks are linked. */
    for (int turn = 0; turn < 3; turn++)
        if (call(entry, 5, y) != call(entry, 5, y) ||
            call(entry, 6, y) != call(entry, 6, y))
            return -1;
    return (int)(call(entry, 4, y) + call(entry, 5, y) * 10 +
                 call(entry, 6, y) * 100);
}

static void try(char *code, int fd)
{
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        unsigned site = cases[i].site;

        for (unsigned at = 0; at < 2 * WORDS; at++)
            put(code, fd, at, NOP);
        for (unsigned k = 0; k < 8 && cases[i].code[k].word; k++)
            put(code, fd, cases[i].code[k].at, cases[i].code[k].word);
        put(code, fd, site, CMP(6));
        put(code, fd, site + 1, CSET_EQ);
        put(code, fd, site + 2, RET);
        __builtin___clear_cache(code, code + 2 * PAGE);
        printf("%s: %03d", cases[i].name, results(code, i));
        put(code, fd, site, NOP);
        flush(code, site);
        printf(" %03d", results(code, i));
        put(code, fd, site, CMP(4));
        flush(code, site);
        printf(" %03d\n", results(code, i));
    }
}
#else
static void try(const char *code, int fd)
{
    static const char *const names[] = {
        "forward",     "backward",  "conditional",     "later",
        "load",        "nop",       "jumps",           "fork, not taken",
        "fork, taken", "next page", "through the end",
    };

    (void)code;
    (void)fd;
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        printf("%s: 100 010 001\n", names[i]);
}
#endif

int main(void)
{
    int fd = open("code", O_CREAT | O_RDWR, 0700);
    char *code = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    T(code != MAP_FAILED);
    try(code, -1);
    OK(ftruncate(fd, 2 * PAGE));
    code = mmap(NULL, 2 * PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
    T(code != MAP_FAILED);
    try(code, fd);
    return 0;
}
