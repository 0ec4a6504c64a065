/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Address spaces against the kernel: random operations are done on a window of
 * an mm and, by the host's own calls, on a window elsewhere.  Results, maps and
 * contents must agree, and the mm's tree must agree with /proc/self/maps.
 */
#include "config.h"

#include "base/klock.h"
#include "mem/mem.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "suites.h"

enum { PAGES = 48, STEPS = 6000, SEEDS = 12 };

/* The sanitizers' tables begin below 2 GB. */
#ifdef CALQUE_SANITIZERS
enum { ADDR_BITS = 30 };
#else
enum { ADDR_BITS = 39 };
#endif
#define PAGE_SIZE ((uint64_t)4096)
#define GUEST     ((gaddr)0x10000000)
#define NATIVE    ((gaddr)0x200000000000)
#define WINDOW    (PAGES * PAGE_SIZE)

static uint32_t state;

static uint32_t rnd(uint32_t n)
{
    state = state * 1664525 + 1013904223;
    return (state >> 8) % n;
}

/* One line of /proc/self/maps; only what both sides know. */
struct line {
    uint64_t start, end, offset, ino;
    int prot;
    bool shared;
};

static size_t read_maps(struct line *out, size_t max, uint64_t low,
                        uint64_t high)
{
    FILE *f = fopen("/proc/self/maps", "r");
    char text[4096], perm[5];
    size_t n = 0;

    ck_assert_ptr_nonnull(f);
    while (fgets(text, sizeof(text), f)) {
        struct line *l = &out[n];

        if (sscanf(text, "%lx-%lx %4s %lx %*s %lu", &l->start, &l->end, perm,
                   &l->offset, &l->ino) != 5)
            continue;
        if (l->start < low || l->start >= high)
            continue;
        l->prot = (perm[0] == 'r' ? PROT_READ : 0) |
                  (perm[1] == 'w' ? PROT_WRITE : 0) |
                  (perm[2] == 'x' ? PROT_EXEC : 0);
        l->shared = perm[3] == 's';
        ck_assert_uint_lt(++n, max);
    }
    fclose(f);
    return n;
}

static size_t read_tree(struct mm *mm, struct line *out, size_t max,
                        uint64_t low, uint64_t high)
{
    struct vma v = {.end = low};
    size_t n = 0;

    while (mm_next(mm, v.end, &v) && v.start < high) {
        ck_assert_uint_lt(n, max);
        out[n++] = (struct line){.start = v.start,
                                 .end = v.end,
                                 .offset = v.offset,
                                 .ino = v.ino,
                                 .prot = v.prot,
                                 .shared = (v.flags & MAP_TYPE) != MAP_PRIVATE};
    }
    return n;
}

static const struct line *line_at(const struct line *l, size_t n, uint64_t a)
{
    for (size_t i = 0; i < n; i++)
        if (l[i].start <= a && a < l[i].end)
            return &l[i];
    return NULL;
}

static int stripped(int prot)
{
    return prot & PROT_EXEC ? (prot & ~PROT_EXEC) | PROT_READ : prot;
}

/* Page by page, as the kernel joins mappings by rules of its own. */
static void compare(const struct line *a, size_t na, gaddr base_a,
                    const struct line *b, size_t nb, gaddr base_b, bool strip)
{
    for (uint64_t off = 0; off < WINDOW; off += PAGE_SIZE) {
        const struct line *x = line_at(a, na, base_a + off);
        const struct line *y = line_at(b, nb, base_b + off);

        ck_assert_msg(!x == !y, "page %lu: %d %d", off / PAGE_SIZE, x != NULL,
                      y != NULL);
        if (!x)
            continue;
        ck_assert_int_eq(strip ? stripped(x->prot) : x->prot, y->prot);
        ck_assert_int_eq(x->shared, y->shared);
        /* Anonymous shared memory has a hidden file, with a number. */
        if (x->ino) {
            ck_assert_uint_eq(x->ino, y->ino);
            ck_assert_uint_eq(x->offset + (base_a + off - x->start),
                              y->offset + (base_b + off - y->start));
        }
    }
}

static void check_agreement(struct mm *mm)
{
    static struct line tree[512], host[512], native[512];
    size_t nt = read_tree(mm, tree, 512, GUEST, GUEST + WINDOW);
    size_t nh = read_maps(host, 512, GUEST, GUEST + WINDOW);
    size_t nn = read_maps(native, 512, NATIVE, NATIVE + WINDOW);

    compare(tree, nt, GUEST, host, nh, GUEST, true);
    compare(tree, nt, GUEST, native, nn, NATIVE, false);
    for (size_t i = 0; i < nt; i++) {
        if (i)
            ck_assert_uint_ge(tree[i].start, tree[i - 1].end);
        /* Shared objects may end before their mappings do. */
        if (!(tree[i].prot & PROT_READ) || tree[i].shared || tree[i].ino)
            continue;
        for (gaddr a = tree[i].start; a < tree[i].end; a += PAGE_SIZE) {
            const uint64_t *n = mm_host(mm, a - GUEST + NATIVE);
            bool write = tree[i].prot & PROT_WRITE;

            ck_assert_uint_eq(*(const uint64_t *)mm_host(mm, a), *n);
            if (write)
                *(uint64_t *)mm_host(mm, a) =
                    *(uint64_t *)mm_host(mm, a - GUEST + NATIVE) = state + a;
        }
    }
}

/* Results: equal errors, or both fine. */
static void same(const char *what, int64_t ours, int64_t theirs)
{
    if (theirs == -1)
        theirs = -errno;
    ck_assert_msg((ours < 0) == (theirs < 0) && (ours >= 0 || ours == theirs),
                  "%s: we say %ld, the kernel %ld", what, (long)ours,
                  (long)theirs);
}

static int64_t native_result(const void *p)
{
    return p == MAP_FAILED ? -1 : 0;
}

static void do_map(struct mm *mm, int fd, uint64_t off, uint64_t len)
{
    static const int kinds[] = {MAP_PRIVATE | MAP_ANONYMOUS,
                                MAP_PRIVATE | MAP_ANONYMOUS,
                                MAP_SHARED | MAP_ANONYMOUS,
                                MAP_PRIVATE,
                                MAP_SHARED,
                                0};
    int flags = kinds[rnd(100) ? rnd(5) : 5], prot = (int)rnd(8);
    uint64_t pos = rnd(50) ? rnd(8) * PAGE_SIZE : 100;
    const void *p;
    int64_t r;

    flags |= rnd(3) ? MAP_FIXED : MAP_FIXED_NOREPLACE;
    r = mm_map(mm, GUEST + off, len, prot, flags, fd, pos);
    p = mmap((char *)NATIVE + off, len, prot, flags, fd, (off_t)pos);
    same("mmap", r, native_result(p));
}

static void clear(struct mm *mm, uint64_t off, uint64_t len)
{
    if (off + len > WINDOW)
        len = WINDOW - off;
    mm_unmap(mm, GUEST + off, len);
    munmap((char *)NATIVE + off, len);
}

static void do_remap(struct mm *mm, uint64_t off, uint64_t len)
{
    static const int kinds[] = {0, MREMAP_MAYMOVE | MREMAP_FIXED,
                                MREMAP_MAYMOVE | MREMAP_FIXED | 4, 4,
                                MREMAP_FIXED};
    uint64_t new_len = rnd(3) ? len : rnd(8) * PAGE_SIZE;
    uint64_t to = rnd(PAGES - 8) * PAGE_SIZE;
    int flags = kinds[rnd(5)];
    struct vma v;
    const void *p;
    int theirs;
    int64_t r;

    /* Linux 6.17 moves several mappings at once, older ones do not. */
    if (mm_next(mm, GUEST + off, &v) && v.start <= GUEST + off &&
        v.end - (GUEST + off) < len)
        len = v.end - (GUEST + off);
    if (len == 0 || off + new_len > WINDOW)
        return;
    r = mm_remap(mm, GUEST + off, len, new_len, flags, GUEST + to);
    p = mremap((char *)NATIVE + off, len, new_len, flags, (char *)NATIVE + to);
    theirs = p == MAP_FAILED ? -errno : 0;
    if (r != theirs && (r == -EFAULT || theirs == -EFAULT)) {
        /* Whether two adjacent mappings count as one depends on what the kernel
         * joined, and so on PROT_EXEC, which the host does not see. */
        clear(mm, off, len > new_len ? len : new_len);
        clear(mm, to, new_len);
    } else {
        ck_assert_msg(r < 0 ? r == theirs : theirs == 0,
                      "mremap: we say %ld, the kernel %d", (long)r, theirs);
    }
}

static void do_advise(struct mm *mm, uint64_t off, uint64_t len)
{
    static const int kinds[] = {MADV_DONTNEED, MADV_DONTFORK, MADV_DOFORK,
                                MADV_NORMAL, 1000};
    int advice = kinds[rnd(5)], r = mm_advise(mm, GUEST + off, len, advice);

    same("madvise", r, madvise((char *)NATIVE + off, len, advice));
}

static void step(struct mm *mm, int fd)
{
    uint64_t page = rnd(PAGES), off = page * PAGE_SIZE;
    uint64_t len = (1 + rnd(PAGES - (uint32_t)page)) * PAGE_SIZE;
    int prot;

    if (rnd(2) && len > 6 * PAGE_SIZE)
        len = 6 * PAGE_SIZE;
    if (rnd(60) == 0)
        off += 8;
    if (rnd(30) == 0)
        len = len > 100 ? len - 100 : 0;
    if (off + len > WINDOW)
        len = WINDOW - off;
    switch (rnd(10)) {
    case 0:
    case 1:
    case 2:
    case 3: do_map(mm, fd, off, len); break;
    case 4: {
        int r = mm_unmap(mm, GUEST + off, len);

        same("munmap", r, munmap((char *)NATIVE + off, len));
        break;
    }
    case 5:
    case 6:
    case 7: {
        int r;

        prot = (int)rnd(8);
        r = mm_protect(mm, GUEST + off, len, prot);
        same("mprotect", r, mprotect((char *)NATIVE + off, len, prot));
        break;
    }
    case 8: do_remap(mm, off & -PAGE_SIZE, len & -PAGE_SIZE); break;
    default: do_advise(mm, off, len); break;
    }
}

static int make_file(void)
{
    int fd = memfd_create("test-mem", MFD_CLOEXEC);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, (off_t)(64 * PAGE_SIZE)), 0);
    return fd;
}

START_TEST(test_random)
{
    struct mm *mm = mm_new(ADDR_BITS);
    int fd = make_file();

    state = (uint32_t)_i * 7919 + 1;
    ck_assert_ptr_nonnull(mm);
    for (int i = 0; i < STEPS; i++) {
        step(mm, fd);
        if (i % 16 == 0)
            check_agreement(mm);
    }
    check_agreement(mm);
    mm_unref(mm);
    munmap((void *)NATIVE, WINDOW);
    close(fd);
}
END_TEST

enum { RW = PROT_READ | PROT_WRITE, ANON = MAP_PRIVATE | MAP_ANONYMOUS };

START_TEST(test_place)
{
    struct mm *mm = mm_new(ADDR_BITS);
    int64_t a, b, c;

    a = mm_map(mm, 0, PAGE_SIZE, RW, ANON, -1, 0);
    b = mm_map(mm, 0, PAGE_SIZE, RW, ANON | 0x40, -1, 0);
    ck_assert_int_gt(a, 0);
    ck_assert_int_eq(b, a - (int64_t)PAGE_SIZE);
    ck_assert_int_lt(a, 1l << ADDR_BITS);
    ck_assert_int_gt(a, 1l << (ADDR_BITS - 2));
    c = mm_map(mm, GUEST + 1, PAGE_SIZE, RW, ANON, -1, 0);
    ck_assert_int_eq(c, GUEST + PAGE_SIZE);
    c = mm_map(mm, GUEST + PAGE_SIZE, PAGE_SIZE, RW, ANON, -1, 0);
    ck_assert_int_eq(c, b - (int64_t)PAGE_SIZE);
    /* The hole is found again. */
    ck_assert_int_eq(mm_unmap(mm, (gaddr)a, PAGE_SIZE), 0);
    ck_assert_int_eq(mm_map(mm, 0, PAGE_SIZE, RW, ANON, -1, 0), a);
    /* Errors. */
    ck_assert_int_eq(mm_map(mm, 0, 0, RW, ANON, -1, 0), -EINVAL);
    ck_assert_int_eq(mm_map(mm, 0, 1ull << 40, RW, ANON, -1, 0), -ENOMEM);
    ck_assert_int_eq(mm_map(mm, 0, ~0ull, RW, ANON, -1, 0), -ENOMEM);
    ck_assert_int_eq(mm_map(mm, 0, PAGE_SIZE, RW, MAP_PRIVATE, -1, 0), -EBADF);
    ck_assert_int_eq(
        mm_map(mm, 1ull << ADDR_BITS, PAGE_SIZE, RW, ANON | MAP_FIXED, -1, 0),
        -ENOMEM);
    ck_assert_int_eq(mm_unmap(mm, 1ull << ADDR_BITS, PAGE_SIZE), -EINVAL);
    ck_assert_int_eq(mm_fault_code(mm, GUEST), SEGV_MAPERR);
    ck_assert_int_eq(mm_fault_code(mm, (gaddr)a), SEGV_ACCERR);
    mm_unref(mm);
}
END_TEST

START_TEST(test_move)
{
    struct mm *mm = mm_new(ADDR_BITS);
    gaddr a =
        (gaddr)mm_map(mm, GUEST, 2 * PAGE_SIZE, RW, ANON | MAP_FIXED, -1, 0);
    int64_t b;

    *(int *)mm_host(mm, a) = 42;
    mm_map(mm, GUEST + 2 * PAGE_SIZE, PAGE_SIZE, PROT_NONE, ANON | MAP_FIXED,
           -1, 0);
    ck_assert_int_eq(mm_remap(mm, a, 2 * PAGE_SIZE, 4 * PAGE_SIZE, 0, 0),
                     -ENOMEM);
    b = mm_remap(mm, a, 2 * PAGE_SIZE, 4 * PAGE_SIZE, MREMAP_MAYMOVE, 0);
    ck_assert_int_gt(b, 0);
    ck_assert_int_ne(b, (int64_t)a);
    ck_assert_int_eq(*(int *)mm_host(mm, (gaddr)b), 42);
    ck_assert_int_eq(mm_fault_code(mm, a), SEGV_MAPERR);
    ck_assert_int_eq(
        mm_remap(mm, a, PAGE_SIZE, 2 * PAGE_SIZE, MREMAP_MAYMOVE, 0), -EFAULT);
    mm_unref(mm);
}
END_TEST

START_TEST(test_brk)
{
    struct mm *mm = mm_new(ADDR_BITS);
    struct vma v;

    mm_set_brk(mm, GUEST + 100, GUEST + 100);
    ck_assert_uint_eq(mm_brk(mm, 0), GUEST + 100);
    ck_assert_uint_eq(mm_brk(mm, GUEST + 5000), GUEST + 5000);
    memset(mm_host(mm, GUEST + PAGE_SIZE), 1, 100);
    ck_assert(mm_next(mm, 0, &v));
    ck_assert_uint_eq(v.start, GUEST + PAGE_SIZE);
    ck_assert_uint_eq(v.end, GUEST + 2 * PAGE_SIZE);
    ck_assert_str_eq(v.name, "[heap]");
    mm_map(mm, GUEST + 4 * PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, -1, 0);
    /* One page must stay free between. */
    ck_assert_uint_eq(mm_brk(mm, GUEST + 4 * PAGE_SIZE), GUEST + 5000);
    ck_assert_uint_eq(mm_brk(mm, GUEST + 3 * PAGE_SIZE), GUEST + 3 * PAGE_SIZE);
    ck_assert_uint_eq(mm_brk(mm, GUEST + 100), GUEST + 100);
    ck_assert_int_eq(mm_fault_code(mm, GUEST + PAGE_SIZE), SEGV_MAPERR);
    mm_unref(mm);
}
END_TEST

START_TEST(test_stack)
{
    struct mm *mm = mm_new(ADDR_BITS);
    gaddr top = (gaddr)1 << (ADDR_BITS - 1);
    struct vma v;

    ck_assert_int_gt(mm_map(mm, top - 4 * PAGE_SIZE, 4 * PAGE_SIZE, RW,
                            ANON | MAP_FIXED | MAP_GROWSDOWN, -1, 0),
                     0);
    *(volatile int *)mm_host(mm, top - 40 * PAGE_SIZE) = 1;
    ck_assert(mm_next(mm, 0, &v));
    ck_assert_uint_eq(v.start, top - 40 * PAGE_SIZE);
    ck_assert(mm_grow_stack(mm, top - 40 * PAGE_SIZE));
    *(volatile int *)mm_host(mm, top - 70 * PAGE_SIZE) = 1;
    /* The grown part is known to what follows. */
    ck_assert_int_eq(mm_map(mm, top - 60 * PAGE_SIZE, PAGE_SIZE, RW,
                            ANON | MAP_FIXED_NOREPLACE, -1, 0),
                     -EEXIST);
    ck_assert_int_eq(mm_protect(mm, top - 60 * PAGE_SIZE, PAGE_SIZE, 0), 0);
    /* Nothing is placed in the guard below, even when asked for. */
    ck_assert_int_ne(
        mm_map(mm, top - 75 * PAGE_SIZE, PAGE_SIZE, RW, ANON, -1, 0),
        (int64_t)(top - 75 * PAGE_SIZE));
    mm_unref(mm);
}
END_TEST

struct gone {
    gaddr start, end;
    int calls;
};

static void note_gone(void *opaque, gaddr start, gaddr end)
{
    struct gone *g = opaque;

    *g = (struct gone){start, end, g->calls + 1};
}

START_TEST(test_code)
{
    struct mm *mm = mm_new(ADDR_BITS);
    struct gone g = {0};
    int rx = PROT_READ | PROT_EXEC;
    bool may_change;

    mm_on_code_gone(mm, note_gone, &g);
    mm_map(mm, GUEST, 4 * PAGE_SIZE, rx, ANON | MAP_FIXED, -1, 0);
    mm_map(mm, GUEST + 4 * PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, -1, 0);
    mm_unmap(mm, GUEST + 3 * PAGE_SIZE, PAGE_SIZE);
    ck_assert_int_eq(g.calls, 0);
    ck_assert_uint_eq(mm_code_at(mm, GUEST + 4, 5 * PAGE_SIZE, &may_change),
                      3 * PAGE_SIZE - 4);
    ck_assert(!may_change);
    ck_assert_uint_eq(mm_code_at(mm, GUEST + 4 * PAGE_SIZE, 4, &may_change), 0);
    mm_protect(mm, GUEST, PAGE_SIZE, PROT_READ);
    ck_assert_int_eq(g.calls, 1);
    ck_assert_uint_eq(g.end, GUEST + PAGE_SIZE);
    /* Writable for the first time: what was assumed no longer holds. */
    mm_protect(mm, GUEST + PAGE_SIZE, PAGE_SIZE, rx | PROT_WRITE);
    ck_assert_int_eq(g.calls, 2);
    mm_code_at(mm, GUEST + PAGE_SIZE, 4, &may_change);
    ck_assert(may_change);
    mm_advise(mm, GUEST + PAGE_SIZE, PAGE_SIZE, MADV_DONTNEED);
    ck_assert_int_eq(g.calls, 3);
    mm_map(mm, GUEST + 2 * PAGE_SIZE, PAGE_SIZE, rx, ANON | MAP_FIXED, -1, 0);
    ck_assert_int_eq(g.calls, 4);
    mm_unmap(mm, GUEST + 2 * PAGE_SIZE, PAGE_SIZE);
    ck_assert_int_eq(g.calls, 4);
    mm_unref(mm);
}
END_TEST

static void on_fault(int sig, siginfo_t *info, void *context)
{
    ucontext_t *uc = context;
    uint64_t to = mem_fixup((uint64_t)uc->uc_mcontext.gregs[REG_RIP]);

    (void)info;
    if (!to)
        signal(sig, SIG_DFL);
    else
        uc->uc_mcontext.gregs[REG_RIP] = (greg_t)to;
}

START_TEST(test_access)
{
    struct mm *mm = mm_new(ADDR_BITS);
    struct sigaction sa = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    gaddr end = GUEST + PAGE_SIZE;
    char buf[64];
    uint64_t word = 1;

    sigaction(SIGSEGV, &sa, NULL);
    mm_map(mm, GUEST, PAGE_SIZE, RW, ANON | MAP_FIXED, -1, 0);
    ck_assert_int_eq(mem_write(mm, end - 5, "abcd", 5), 0);
    ck_assert_int_eq(mem_read(mm, buf, end - 5, 5), 0);
    ck_assert_str_eq(buf, "abcd");
    ck_assert_int_eq(mem_read(mm, buf, end - 5, 6), -EFAULT);
    ck_assert_int_eq(mem_put(mm, end - 4, word), -EFAULT);
    ck_assert_int_eq(mem_put(mm, end - 8, word), 0);
    ck_assert_int_eq(mem_zero(mm, end - 8, 8), 0);
    ck_assert_int_eq(mem_get(mm, word, end - 8), 0);
    ck_assert_uint_eq(word, 0);
    ck_assert_int_eq(mem_zero(mm, end - 0, SEEDS), -EFAULT);
    mem_write(mm, end - 8, "12345678", 8);
    ck_assert_int_eq(mem_read_str(mm, buf, end - 8, 64), -EFAULT);
    ck_assert_int_eq(mem_read_str(mm, buf, end - 8, 8), -ENAMETOOLONG);
    mem_write(mm, end - 1, "", 1);
    ck_assert_int_eq(mem_read_str(mm, buf, end - 8, 8), 7);
    ck_assert_str_eq(buf, "1234567");
    /* As far as it goes. */
    ck_assert_uint_eq(mem_fill_some(mm, end - 8, 'x', 10), 2);
    ck_assert_uint_eq(mem_fill_some(mm, end - 16, 'y', 8), 0);
    ck_assert_uint_eq(mem_copy_some(mm, end - 4, end - 12, 7), 3);
    ck_assert_uint_eq(mem_copy_some(mm, end - 16, end - 8, 9), 1);
    ck_assert_uint_eq(mem_copy_some(mm, ~0ull, end - 8, 2), 2);
    ck_assert_int_eq(mem_read(mm, buf, end - 16, 16), 0);
    ck_assert_mem_eq(buf, "xxxxyyyyxxxxyyyy", 16);
    /* Ours is not theirs. */
    ck_assert_int_eq(mem_read(mm, buf, (gaddr)(uintptr_t)&word, 8), -EFAULT);
    ck_assert_int_eq(mem_read(mm, buf, ~0ull, 2), -EFAULT);
    ck_assert_uint_eq(mem_fixup((uint64_t)(uintptr_t)on_fault), 0);
    mm_unref(mm);
}
END_TEST

START_TEST(test_fork)
{
    struct mm *mm = mm_new(ADDR_BITS);
    int status;
    pid_t pid;

    mm_map(mm, GUEST, 2 * PAGE_SIZE, RW, ANON | MAP_FIXED, -1, 0);
    mm_advise(mm, GUEST, PAGE_SIZE, MADV_DONTFORK);
    mm_fork_prepare(mm);
    mm_fork_prepare_last(mm);
    pid = fork();
    if (pid == 0) {
        struct vma v;
        bool ok;

        klock_set_self();
        mm_fork_child(mm);
        ok = mm_next(mm, 0, &v) && v.start == GUEST + PAGE_SIZE &&
             mm_map(mm, GUEST, PAGE_SIZE, RW, ANON | MAP_FIXED, -1, 0) > 0;
        _exit(ok ? 0 : 1);
    }
    mm_fork_parent(mm);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(mm_unmap(mm, GUEST, PAGE_SIZE), 0);
    mm_unref(mm);
}
END_TEST

Suite *suite_mem(void)
{
    Suite *s = suite_create("mem");
    TCase *tc = tcase_create("mem");

    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, test_random, 0, SEEDS);
    tcase_add_test(tc, test_place);
    tcase_add_test(tc, test_move);
    tcase_add_test(tc, test_brk);
    tcase_add_test(tc, test_stack);
    tcase_add_test(tc, test_code);
    tcase_add_test(tc, test_access);
    tcase_add_test(tc, test_fork);
    suite_add_tcase(s, tc);
    return s;
}
