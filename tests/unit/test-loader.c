/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The loader: files that must be refused, with the reason; #! lines as the
 * kernel reads them; and memory after loading a sample, looked at in place.
 */
#include "config.h"

#include "loader/loader.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf-sample.h"
#include "suites.h"

static int check_sample(const struct sample *s, const char **why)
{
    struct elf_image e;
    int r = elf_header(&e, (const uint8_t *)s, sizeof(*s), why);

    return r ? r
             : elf_segments(&e, (const uint8_t *)s->ph, sizeof(*s), 1ull << 39,
                            why);
}

/* Changes one field of a valid sample and expects a refusal. */
#define REFUSED(change, text)                                                  \
    do {                                                                       \
        struct sample s;                                                       \
        const char *why = "";                                                  \
        sample_fill(&s, ET_EXEC, "/ld.so");                                    \
        ck_assert_int_eq(check_sample(&s, &why), 0);                           \
        s.change;                                                              \
        ck_assert_int_eq(check_sample(&s, &why), -ENOEXEC);                    \
        ck_assert_ptr_nonnull(strstr(why, text));                              \
    } while (0)

START_TEST(test_refuse)
{
    REFUSED(h.e_ident[0] = 0, "not an ELF");
    REFUSED(h.e_ident[EI_CLASS] = ELFCLASS32, "64-bit");
    REFUSED(h.e_type = ET_REL, "neither");
    REFUSED(h.e_phentsize = 32, "size of program headers");
    REFUSED(h.e_phnum = 0, "number");
    REFUSED(h.e_phnum = 2000, "number");
    REFUSED(h.e_phoff = UINT64_MAX, "offset of program headers");
    REFUSED(h.e_entry = UINT64_MAX, "entry");
    REFUSED(ph[1].p_memsz = 1, "larger in the file");
    REFUSED(ph[1].p_offset = 1, "aligned");
    REFUSED(ph[1].p_vaddr = 0x30000, "order");
    REFUSED(ph[1].p_memsz = 0x20000, "overlap");
    REFUSED(ph[2].p_offset += 0x10000, "end of the file");
    REFUSED(ph[2].p_vaddr = (1ull << 39) - 0x1f00, "address space");
    REFUSED(ph[2].p_memsz = UINT64_MAX, "address space");
    REFUSED(ph[2].p_align = 1ull << 60, "alignment");
    REFUSED(ph[0].p_filesz = 1, "interpreter");
    REFUSED(ph[0].p_offset = 0x10000, "interpreter");
    REFUSED(ph[1].p_type = s.ph[2].p_type = PT_NULL, "no segment");
}
END_TEST

static char dir[] = "/tmp/calque-loader-XXXXXX";

static const char *in_dir(const char *name)
{
    static char path[4][128];
    static int next;
    char *p = path[next++ % 4];

    snprintf(p, sizeof(path[0]), "%s/%s", dir, name);
    return p;
}

static const char *make_file(const char *name, const void *data, size_t size,
                             mode_t mode)
{
    const char *path = in_dir(name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, data, size), (ssize_t)size);
    fchmod(fd, mode);
    close(fd);
    return path;
}

static const char *make_text(const char *name, const char *text)
{
    return make_file(name, text, strlen(text), 0755);
}

static void set_up(void)
{
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void tear_down(void)
{
    char command[160];

    snprintf(command, sizeof(command), "rm -rf %s", dir);
    ck_assert_int_eq(system(command), 0);
}

static struct program prog;
static struct config config;

static int open_program(const char *path)
{
    return program_open(&prog, &config, AT_FDCWD, path, 0);
}

START_TEST(test_errors)
{
    struct sample s;

    sample_fill(&s, ET_EXEC, NULL);
    ck_assert_int_eq(open_program(in_dir("none")), -ENOENT);
    ck_assert_int_eq(open_program(dir), -EACCES);
    ck_assert_int_eq(open_program(make_file("x", &s, sizeof(s), 0644)),
                     -EACCES);
    ck_assert_int_eq(open_program(in_dir("x/y")), -ENOTDIR);
    ck_assert_int_eq(mkfifo(in_dir("fifo"), 0755), 0);
    ck_assert_int_eq(open_program(in_dir("fifo")), -EACCES);
    ck_assert_int_eq(open_program(make_text("bad", "#!\n")), -ENOEXEC);
    ck_assert_int_eq(open_program(make_text("gone", "#!/no/such\n")), -ENOENT);
    ck_assert_int_eq(program_open(&prog, &config, AT_FDCWD, "x", 1), -EINVAL);
    ck_assert_int_eq(open_program(make_file("ok", &s, sizeof(s), 0755)), 0);
    ck_assert_ptr_nonnull(prog.target);
    program_close(&prog);
    /* Not ours: the host's business. */
    s.h.e_machine = EM_X86_64;
    ck_assert_int_eq(open_program(make_file("host", &s, sizeof(s), 0755)), 0);
    ck_assert_ptr_null(prog.target);
    program_close(&prog);
}
END_TEST

START_TEST(test_script)
{
    char text[400], deep[8];
    const char *path;
    struct sample s;
    int i;

    sample_fill(&s, ET_EXEC, NULL);
    make_file("ok", &s, sizeof(s), 0755);
    snprintf(text, sizeof(text), "#! \t%s  a b \t\nrest", in_dir("ok"));
    path = make_text("script", text);
    ck_assert_int_eq(open_program(path), 0);
    ck_assert_uint_eq(prog.n_prefix, 3);
    ck_assert_str_eq(prog.prefix[0], in_dir("ok"));
    ck_assert_str_eq(prog.prefix[1], "a b");
    ck_assert_str_eq(prog.prefix[2], path);
    program_close(&prog);
    /* No newline, no argument. */
    snprintf(text, sizeof(text), "#!%s", in_dir("ok"));
    ck_assert_int_eq(open_program(make_text("1", text)), 0);
    ck_assert_uint_eq(prog.n_prefix, 2);
    program_close(&prog);
    /* Five levels are allowed, six are not. */
    for (i = 2; i <= 6; i++) {
        snprintf(deep, sizeof(deep), "%d", i - 1);
        snprintf(text, sizeof(text), "#!%s x%d\n", in_dir(deep), i);
        snprintf(deep, sizeof(deep), "%d", i);
        path = make_text(deep, text);
        ck_assert_int_eq(open_program(path), i <= 5 ? 0 : -ELOOP);
        if (i == 5) {
            ck_assert_uint_eq(prog.n_prefix, 10);
            ck_assert_str_eq(prog.prefix[8], "x5");
            ck_assert_str_eq(prog.prefix[9], path);
        }
        program_close(&prog);
    }
    /* A path that the line's limit cuts off. */
    memset(text, 'x', sizeof(text));
    memcpy(text, "#!/", 3);
    text[sizeof(text) - 1] = '\0';
    ck_assert_int_eq(open_program(make_text("long", text)), -ENOEXEC);
}
END_TEST

START_TEST(test_sysroot)
{
    static char root[64];
    struct sample s;

    snprintf(root, sizeof(root), "%s/root", dir);
    mkdir(root, 0755);
    sample_fill(&s, ET_EXEC, NULL);
    make_file("root/prog", &s, sizeof(s), 0755);
    ck_assert_int_eq(symlink("/prog", in_dir("root/link")), 0);
    ck_assert_int_eq(symlink("../../../prog", in_dir("root/up")), 0);
    make_text("root/script", "#!/link\n");
    config.sysroot = root;
    ck_assert_int_eq(open_program("/link"), 0);
    ck_assert(prog.inside);
    program_close(&prog);
    ck_assert_int_eq(open_program("/up"), 0);
    program_close(&prog);
    ck_assert_int_eq(open_program("/script"), 0);
    ck_assert_str_eq(prog.prefix[0], "/link");
    program_close(&prog);
    ck_assert_int_eq(open_program("/no-such-file"), -ENOENT);
    ck_assert_int_eq(open_program("/bin/sh"), 0);
    ck_assert(!prog.inside);
    program_close(&prog);
    config.sysroot = NULL;
}
END_TEST

/* A target of which the loader needs the Linux half alone. */
static gaddr started_entry, started_sp;

static uint64_t fake_hwcap(const struct cpu *cpu)
{
    (void)cpu;
    return 0x1234;
}

static void fake_start(struct cpu *cpu, uint64_t entry, uint64_t sp)
{
    (void)cpu;
    started_entry = entry;
    started_sp = sp;
}

static const struct guest_abi fake_abi = {.platform = "fake",
                                          .hwcap = fake_hwcap,
                                          .min_sigstack = 5000,
                                          .start = fake_start};
static const struct target fake_target = {.name = "fake", .abi = &fake_abi};

static struct mm *load(int type, const char *path, const char *interp,
                       char **argv, int status)
{
    static struct process process;
    static struct task task;
    static char a1[] = "A=1", b[] = "B=";
    static char *const envp[] = {a1, b, NULL};
    struct loader_request rq = {
        .program = &prog, .execfn = path, .argv = argv, .envp = envp};
    struct sample s;

    sample_fill(&s, type, interp);
    path = make_file(path, &s, sizeof(s), 0755);
    process = (struct process){.target = &fake_target, .exe_fd = -1};
    task = (struct task){.mm = mm_new(39), .process = &process};
    ck_assert_int_eq(open_program(path), 0);
    ck_assert_int_eq(loader_load(&process, &task, &rq), status);
    program_close(&prog);
    return task.mm;
}

static uint64_t auxv(uint64_t type)
{
    uint64_t *p = (uint64_t *)started_sp + 1;

    for (int zeros = 0; zeros < 2; p++)
        zeros += *p == 0;
    for (; *p; p += 2)
        if (*p == type)
            return p[1];
    return ~0ull;
}

static void expect_vma(struct mm *mm, gaddr start, gaddr end, int prot)
{
    struct vma v;

    ck_assert(mm_next(mm, start, &v));
    ck_assert_uint_eq(v.start, start);
    ck_assert_uint_eq(v.end, end);
    ck_assert_int_eq(v.prot, prot);
}

START_TEST(test_static)
{
    char zero[] = "zero", one[] = "one", *argv[] = {zero, one, NULL};
    struct mm *mm = load(ET_EXEC, "static", NULL, argv, 0);
    uint64_t *sp = (uint64_t *)started_sp;
    int rw = PROT_READ | PROT_WRITE;

    expect_vma(mm, 0x10000, 0x11000, PROT_READ | PROT_EXEC);
    expect_vma(mm, 0x21000, 0x22000, rw);
    expect_vma(mm, 0x22000, 0x25000, rw);
    ck_assert_int_eq(memcmp((void *)0x10000, ELFMAG, 4), 0);
    ck_assert_uint_eq(*(uint8_t *)0x212ff, 0xaa);
    for (uint64_t a = 0x21300; a < 0x25000; a++)
        ck_assert_uint_eq(*(uint8_t *)a, 0);
    ck_assert_uint_eq(started_entry, 0x10200);
    ck_assert_uint_eq(started_sp % 16, 0);
    ck_assert_uint_eq(sp[0], 2);
    ck_assert_str_eq((char *)sp[1], "zero");
    ck_assert_str_eq((char *)sp[2], "one");
    ck_assert_uint_eq(sp[3], 0);
    ck_assert_str_eq((char *)sp[4], "A=1");
    ck_assert_str_eq((char *)sp[5], "B=");
    ck_assert_uint_eq(auxv(AT_PHDR), 0x10000 + offsetof(struct sample, ph));
    ck_assert_uint_eq(auxv(AT_PHNUM), SAMPLE_PHNUM);
    ck_assert_uint_eq(auxv(AT_PHENT), 56);
    ck_assert_uint_eq(auxv(AT_ENTRY), 0x10200);
    ck_assert_uint_eq(auxv(AT_BASE), 0);
    ck_assert_uint_eq(auxv(AT_PAGESZ), 4096);
    ck_assert_uint_eq(auxv(AT_HWCAP), 0x1234);
    ck_assert_uint_eq(auxv(51 /* AT_MINSIGSTKSZ */), 5000);
    ck_assert_uint_eq(auxv(AT_UID), getuid());
    ck_assert_str_eq((char *)auxv(AT_EXECFN), "static");
    ck_assert_str_eq((char *)auxv(AT_PLATFORM), "fake");
    ck_assert_uint_ge(mm_brk(mm, 0), 0x25000);
    /* The stack grows by itself. */
    *(volatile char *)(started_sp - (1 << 20)) = 1;
    mm_unref(mm);
}
END_TEST

START_TEST(test_dynamic)
{
    char zero[] = "zero", *argv[] = {zero, NULL};
    char interp[64];
    struct mm *mm;
    struct sample s;

    snprintf(interp, sizeof(interp), "%s/ld", dir);
    ck_assert_uint_lt(strlen(interp), sizeof(s.interp));
    sample_fill(&s, ET_DYN, NULL);
    make_file("ld", &s, sizeof(s), 0755);
    mm = load(ET_DYN, "dynamic", interp, argv, 0);
    ck_assert_uint_eq(started_entry, auxv(AT_BASE) + 0x200);
    ck_assert_uint_eq(auxv(AT_BASE) % 0x10000, 0);
    /* Two thirds of the space, and 1 GB of chance. */
    ck_assert_uint_ge(auxv(AT_ENTRY), (1ull << 39) / 3 * 2);
    ck_assert_uint_lt(auxv(AT_ENTRY), (1ull << 39) / 3 * 2 + (2ull << 30));
    ck_assert_int_eq(memcmp((void *)(auxv(AT_ENTRY) - 0x200), ELFMAG, 4), 0);
    mm_unref(mm);
    unlink(in_dir("ld"));
    mm_unref(load(ET_DYN, "dynamic", interp, argv, 127));
}
END_TEST

Suite *suite_loader(void)
{
    Suite *s = suite_create("loader");
    TCase *tc = tcase_create("loader");

    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, test_refuse);
    tcase_add_test(tc, test_errors);
    tcase_add_test(tc, test_script);
    tcase_add_test(tc, test_sysroot);
#ifndef CALQUE_SANITIZERS
    /* Where a guest's stack goes, the sanitizers have their tables. */
    tcase_add_test(tc, test_static);
    tcase_add_test(tc, test_dynamic);
#else
    (void)test_static;
    (void)test_dynamic;
#endif
    suite_add_tcase(s, tc);
    return s;
}
