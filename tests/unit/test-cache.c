/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The code cache, in one view and in two: guest code that is written, run,
 * rewritten and run again, in a parent and its child at once. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cpu/cpu.h"
#include "cpu/target.h"
#include "mem/mem.h"
#include "unit/suites.h"

/* Two blocks that are linked: the second leaves by a breakpoint. */
enum { CODE = 0x100000, ROUNDS = 200 };
static const uint32_t code[] = {
    0xd2800000, /* mov x0, #n */
    0x14000002, /* b . + 8 */
    0xd4200000, /* brk #0 */
    0x91000400, /* add x0, x0, #1 */
    0x17fffffe, /* b . - 8 */
};

static struct mm *mm;
static struct translator *tr;
static struct cpu *cpu;

static uint64_t run(void)
{
    cpu->env.pc = CODE;
    ck_assert_int_eq(cpu_run(cpu), EXIT_BREAK);
    return *(const uint64_t *)(const void *)((const char *)cpu +
                                             cpu->target->slots[0].off);
}

/* The constant becomes n, with the cache maintenance that is due. */
static void set_constant(unsigned n)
{
    uint32_t insn = code[0] | n << 5;

    ck_assert_int_eq(mem_put(mm, CODE, insn), 0);
    cpu_invalidate(tr, CODE, CODE + sizeof(insn));
}

static void check_rounds(unsigned from)
{
    for (unsigned i = from; i < from + ROUNDS; i++) {
        set_constant(i);
        ck_assert_uint_eq(run(), i + 1);
        ck_assert_uint_eq(run(), i + 1);
    }
}

/* Mappings of this process that have both permissions. */
static unsigned count_writable_code(void)
{
    FILE *f = fopen("/proc/self/maps", "r");
    char line[512];
    unsigned n = 0;

    ck_assert_ptr_nonnull(f);
    while (fgets(line, sizeof(line), f))
        n += strstr(line, " rwx") != NULL;
    fclose(f);
    return n;
}

static void set_up(bool split, bool slots)
{
    const struct cpu_options opt = {.cache_size = 1 << 20,
                                    .perf_map = -1,
                                    .split_code = split,
                                    .data_links = slots};
    const struct target *target = target_by_name("aarch64");
    int error;

    ck_assert_ptr_null(cpu_host_init());
    mm = mm_new(39);
    tr = translator_new(target, mm, &opt, &error);
    ck_assert_ptr_nonnull(tr);
    cpu = cpu_new(target, tr, mm, NULL);
    ck_assert_ptr_nonnull(cpu);
    cpu_set_current(cpu);
    ck_assert_int_eq(mm_map(mm, CODE, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
                     CODE);
    ck_assert_int_eq(mem_write(mm, CODE, code, sizeof(code)), 0);
}

static void fork_and_check(void)
{
    int status;
    pid_t pid;

    translator_fork_prepare(tr);
    ck_assert_int_eq(translator_fork_copy(tr), 0);
    pid = fork();
    if (pid == 0) {
        translator_fork_child(tr);
        ck_assert_uint_eq(run(), ROUNDS);
        check_rounds(1000);
        _exit(0);
    }
    translator_fork_parent(tr);
    check_rounds(0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    ck_assert_uint_eq(run(), ROUNDS);
}

/* Bit 0: two views, bit 1: links through data. */
START_TEST(views)
{
    set_up(_i & 1, _i & 2);
    ck_assert_uint_eq(count_writable_code(), _i & 1 ? 0 : 1);
    check_rounds(0);
    /* Child and parent change the same block at once. */
    for (int i = 0; i < 20; i++)
        fork_and_check();
    ck_assert_uint_eq(count_writable_code(), _i & 1 ? 0 : 1);
    cpu_free(cpu);
    translator_free(tr);
    ck_assert_uint_eq(count_writable_code(), 0);
}
END_TEST

Suite *suite_cache(void)
{
    Suite *s = suite_create("cache");
    TCase *tc = tcase_create("views");

    tcase_add_loop_test(tc, views, 0, 4);
    suite_add_tcase(s, tc);
    return s;
}
