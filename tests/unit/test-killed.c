/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Operations on an address space whose doer is killed at every instruction.
 *
 * A child that shares our memory does one operation, and is stepped by ptrace.
 * After each step that changed memory or called the host we fork: in the copy
 * the child does not exist, as if it had been killed there, and what
 * mm_repair() leaves must agree with /proc/self/maps and be what was there
 * before or what the operation makes.  Some children are killed in earnest.
 */
#define _GNU_SOURCE
#include "config.h"

#include "base/hash.h"
#include "base/klock.h"
#include "mem/mem.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "suites.h"

#define GUEST_PAGE ((uint64_t)4096)
#define GUEST      ((gaddr)0x10000000)
#define AT(page)   (GUEST + (page)*GUEST_PAGE)
#define LEN(n)     ((n)*GUEST_PAGE)

enum {
    PAGES = 48,
    ADDR_BITS = 39,
    HEAP = 40, /* page of the break, before it grows */
    RW = PROT_READ | PROT_WRITE,
    ANON = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
    MOVE = MREMAP_MAYMOVE | MREMAP_FIXED,
    DONTUNMAP = 4,
    STATE = 8192, /* of an mm: what few mappings need */
};

/* What a page is, on the host or in the tree. */
struct page {
    bool mapped, shared;
    int prot;
    uint64_t ino, offset;
};

struct world {
    struct mm *mm;
    int fd, shm;
    pid_t dead;           /* who was killed before the operation */
    unsigned long die_at; /* after so many steps of its own */
    gaddr told; /* code in this page is gone, as far as we were told */
    bool is_told;
};

static struct world world;
static char stack[65536] __attribute__((aligned(16)));
static const struct op *current_op;
static void (*child_runs)(void);

/* The operations. */
static void op_unmap(void)
{
    mm_unmap(world.mm, AT(2), LEN(3));
}

static void op_unmap_many(void)
{
    mm_unmap(world.mm, AT(6), LEN(18));
}

static void op_protect(void)
{
    mm_protect(world.mm, AT(1), LEN(2), PROT_READ);
}

static void op_protect_many(void)
{
    mm_protect(world.mm, AT(6), LEN(8), PROT_NONE);
}

static void op_unprotect(void)
{
    /* Joins what setting up left apart. */
    mm_protect(world.mm, AT(32), LEN(1), RW);
}

static void op_map_free(void)
{
    mm_map(world.mm, AT(18), LEN(2), RW, ANON, -1, 0);
}

static void op_map_placed(void)
{
    mm_map(world.mm, AT(17), LEN(1), RW, ANON & ~MAP_FIXED, -1, 0);
}

static void op_map_file(void)
{
    mm_map(world.mm, AT(3), LEN(8), PROT_READ, MAP_PRIVATE | MAP_FIXED,
           world.fd, LEN(5));
}

static void op_map_same_file(void)
{
    mm_map(world.mm, AT(9), LEN(2), PROT_READ, MAP_PRIVATE | MAP_FIXED,
           world.fd, LEN(9));
}

static void op_map_over(void)
{
    mm_map(world.mm, AT(2), LEN(4), RW, ANON, -1, 0);
}

static void op_map_shared(void)
{
    mm_map(world.mm, AT(6), LEN(12), RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED,
           -1, 0);
}

static void op_move(void)
{
    mm_remap(world.mm, AT(0), LEN(2), LEN(2), MOVE, AT(36));
}

static void op_move_over(void)
{
    mm_remap(world.mm, AT(0), LEN(2), LEN(3), MOVE, AT(12));
}

static void op_move_shrink(void)
{
    mm_remap(world.mm, AT(20), LEN(6), LEN(3), MOVE, AT(2));
}

static void op_move_code(void)
{
    mm_remap(world.mm, AT(20), LEN(4), LEN(4), MOVE, AT(16));
}

static void op_grow(void)
{
    mm_remap(world.mm, AT(20), LEN(8), LEN(10), 0, 0);
}

static void op_copy(void)
{
    mm_remap(world.mm, AT(0), LEN(2), LEN(2), MOVE | DONTUNMAP, AT(36));
}

static void op_copy_over(void)
{
    mm_remap(world.mm, AT(0), LEN(2), LEN(2), MOVE | DONTUNMAP, AT(9));
}

static void op_double(void)
{
    mm_remap(world.mm, AT(12), 0, LEN(2), MOVE, AT(36));
}

static void op_brk_grow(void)
{
    mm_brk(world.mm, AT(HEAP + 4) + 8);
}

static void op_brk_shrink(void)
{
    mm_brk(world.mm, AT(HEAP) + 8);
}

static void op_advise(void)
{
    mm_advise(world.mm, AT(1), LEN(2), MADV_DONTFORK);
}

static void op_drop(void)
{
    mm_advise(world.mm, AT(20), LEN(2), MADV_DONTNEED);
}

static void op_attach(void)
{
    mm_shm_attach(world.mm, world.shm, AT(36), 0);
}

static void op_attach_over(void)
{
    mm_shm_attach(world.mm, world.shm, AT(2), SHM_REMAP);
}

static void op_detach(void)
{
    mm_shm_detach(world.mm, AT(34));
}

static void op_remap_file(void)
{
    mm_remap_file(world.mm, AT(13), LEN(2), 0, 0, 0);
}

static void op_code(void)
{
    bool ignored;

    mm_code_at(world.mm, AT(20), 8, &ignored);
}

static void op_repair(void)
{
    mm_repair(world.mm, world.dead);
}

/* first: is done before, and killed in its middle.
 * kills: how many children are killed in earnest; then there are no copies.
 * partly: what is neither before nor after is fine, as calls of several parts
 * may end between two. moved: this page's contents are there or in `to`. */
static const struct op {
    const char *name;
    void (*run)(void);
    bool partly;
    int moved, to, kills;
    void (*first)(void);
} ops[] = {
    {"munmap", op_unmap, false, 0, 0, 0, NULL},
    {"munmap of many", op_unmap_many, false, 0, 0, 0, NULL},
    {"mprotect", op_protect, false, 0, 0, 0, NULL},
    {"mprotect of many", op_protect_many, true, 0, 0, 0, NULL},
    {"mprotect that joins", op_unprotect, false, 0, 0, 0, NULL},
    {"mmap", op_map_free, false, 0, 0, 0, NULL},
    {"mmap with a hint", op_map_placed, false, 0, 0, 0, NULL},
    {"mmap of a file over others", op_map_file, false, 0, 0, 0, NULL},
    {"mmap of a file over itself", op_map_same_file, false, 0, 0, 0, NULL},
    {"mmap over its like", op_map_over, false, 0, 0, 0, NULL},
    {"mmap of shared memory over others", op_map_shared, false, 0, 0, 0, NULL},
    {"mremap", op_move, false, 1, 37, 0, NULL},
    {"mremap over another", op_move_over, false, 1, 13, 0, NULL},
    {"mremap that cuts", op_move_shrink, true, 21, 3, 0, NULL},
    {"mremap of code", op_move_code, false, 21, 17, 0, NULL},
    {"mremap in place", op_grow, false, 0, 0, 0, NULL},
    {"mremap that leaves its source", op_copy, false, 1, 37, 0, NULL},
    {"mremap that leaves its source, over another", op_copy_over, false, 1, 10,
     0, NULL},
    {"mremap that doubles", op_double, false, 0, 0, 0, NULL},
    {"brk up", op_brk_grow, false, 0, 0, 0, NULL},
    {"brk down", op_brk_shrink, false, 0, 0, 0, NULL},
    {"munmap, killed", op_unmap, false, 0, 0, 12, NULL},
    {"mmap over others, killed", op_map_file, false, 0, 0, 12, NULL},
    {"madvise, killed", op_advise, false, 0, 0, 12,
     NULL}, /* no copies of that */
    {"madvise of contents", op_drop, false, 0, 0, 0, NULL},
    {"shmat", op_attach, false, 0, 0, 0, NULL},
    {"shmat over others", op_attach_over, false, 0, 0, 0, NULL},
    {"shmdt", op_detach, false, 0, 0, 0, NULL},
    {"remap_file_pages", op_remap_file, false, 0, 0, 0, NULL},
    {"translation", op_code, false, 0, 0, 0, NULL},
    {.name = "repair of munmap",
     .run = op_repair,
     .partly = true,
     .first = op_unmap_many},
    {.name = "repair of mmap",
     .run = op_repair,
     .partly = true,
     .first = op_map_file},
};

static void on_code_gone(void *opaque, gaddr start, gaddr end)
{
    struct world *w = opaque;

    if (start <= w->told && w->told < end)
        w->is_told = true;
}

static void put_marks(gaddr start, unsigned pages)
{
    for (unsigned i = 0; i < pages; i++)
        *(volatile uint64_t *)mm_host(world.mm, start + LEN(i)) =
            start + LEN(i);
}

static void set_up(void)
{
    bool ignored;

    world.mm = mm_new(ADDR_BITS);
    ck_assert_ptr_nonnull(world.mm);
    world.told = AT(22);
    world.is_told = false;
    mm_on_code_gone(world.mm, on_code_gone, &world);
    ck_assert_int_gt(mm_map(world.mm, AT(0), LEN(8), RW, ANON, -1, 0), 0);
    ck_assert_int_gt(mm_map(world.mm, AT(8), LEN(4), PROT_READ,
                            MAP_PRIVATE | MAP_FIXED, world.fd, LEN(3)),
                     0);
    ck_assert_int_gt(mm_map(world.mm, AT(12), LEN(4), RW,
                            MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
                     0);
    ck_assert_int_gt(
        mm_map(world.mm, AT(20), LEN(8), RW | PROT_EXEC, ANON, -1, 0), 0);
    ck_assert_int_gt(mm_map(world.mm, AT(31), LEN(3), RW, ANON, -1, 0), 0);
    ck_assert_int_eq(mm_protect(world.mm, AT(32), LEN(1), PROT_READ), 0);
    ck_assert_int_eq(mm_shm_attach(world.mm, world.shm, AT(34), 0), AT(34));
    mm_set_brk(world.mm, AT(HEAP), AT(HEAP));
    ck_assert_uint_eq(mm_brk(world.mm, AT(HEAP + 2)), AT(HEAP + 2));
    put_marks(AT(0), 8);
    put_marks(AT(20), 8);
    ck_assert_uint_eq(mm_code_at(world.mm, world.told, 8, &ignored), 8);
}

static void see_host(struct page out[PAGES])
{
    FILE *f = fopen("/proc/self/maps", "r");
    char text[4096], perm[5];
    uint64_t start, end, offset, ino;

    ck_assert_ptr_nonnull(f);
    memset(out, 0, PAGES * sizeof(out[0]));
    while (fgets(text, sizeof(text), f)) {
        if (sscanf(text, "%lx-%lx %4s %lx %*s %lu", &start, &end, perm, &offset,
                   &ino) != 5)
            continue;
        for (unsigned i = 0; i < PAGES; i++)
            if (start <= AT(i) && AT(i) < end)
                out[i] = (struct page){
                    .mapped = true,
                    .shared = perm[3] == 's',
                    .prot = (perm[0] == 'r' ? PROT_READ : 0) |
                            (perm[1] == 'w' ? PROT_WRITE : 0) |
                            (perm[2] == 'x' ? PROT_EXEC : 0),
                    .ino = ino,
                    .offset = ino ? offset + (AT(i) - start) : 0,
                };
    }
    fclose(f);
}

static void see_tree(struct page out[PAGES])
{
    struct vma v = {.end = AT(0)};
    gaddr last = 0;

    memset(out, 0, PAGES * sizeof(out[0]));
    while (mm_next(world.mm, v.end, &v)) {
        ck_assert_uint_ge(v.start, last);
        ck_assert_uint_lt(v.start, v.end);
        last = v.end;
        for (unsigned i = 0; i < PAGES; i++)
            if (v.start <= AT(i) && AT(i) < v.end)
                out[i] = (struct page){
                    .mapped = true,
                    .shared = (v.flags & MAP_TYPE) != MAP_PRIVATE,
                    .prot = v.prot,
                    .ino = v.flags & MAP_ANONYMOUS ? 0 : v.ino,
                    .offset = v.flags & MAP_ANONYMOUS
                                  ? 0
                                  : v.offset + (AT(i) - v.start),
                };
    }
}

static void agree(const char *when, unsigned long step)
{
    struct page tree[PAGES], host[PAGES];

    see_tree(tree);
    see_host(host);
    for (unsigned i = 0; i < PAGES; i++) {
        const struct page *t = &tree[i], *h = &host[i];
        int prot = t->prot & PROT_EXEC ? (t->prot & RW) | PROT_READ : t->prot;

        ck_assert_msg(
            t->mapped == h->mapped &&
                (!t->mapped ||
                 (prot == h->prot && t->shared == h->shared &&
                  (!t->ino || (t->ino == h->ino && t->offset == h->offset)))),
            "%s, step %lu, %s: page %u: tree %d %d %d, host %d %d %d",
            current_op->name, step, when, i, t->mapped, t->prot, t->shared,
            h->mapped, h->prot, h->shared);
    }
}

/* Nothing but what the host told to be there may be there any more. */
static void all_gone(unsigned long step)
{
    struct page host[PAGES];

    see_host(host);
    for (unsigned i = 0; i < PAGES; i++)
        ck_assert_msg(!host[i].mapped, "%s, step %lu: page %u stays",
                      current_op->name, step, i);
}

static int child(void *arg)
{
    (void)arg;
    klock_set_self();
    if (ptrace(PTRACE_TRACEME, 0, 0, 0))
        syscall(SYS_exit, 77);
    syscall(SYS_kill, syscall(SYS_getpid), SIGSTOP);
    child_runs();
    syscall(SYS_kill, syscall(SYS_getpid), SIGSTOP);
    syscall(SYS_exit, 0);
    return 0;
}

/* A child that stands before the operation. 0: it may not be traced. */
static pid_t start_child(void (*run)(void))
{
    int status;
    child_runs = run;
    pid_t pid = clone(child, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);

    ck_assert_int_gt(pid, 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    if (!WIFSTOPPED(status)) {
        klock_set_self();
        return 0;
    }
    return pid;
}

static void kill_child(pid_t pid)
{
    int status;

    kill(pid, SIGKILL);
    do
        ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    while (!WIFSIGNALED(status) && !WIFEXITED(status));
    klock_set_self();
}

/* One instruction; false at the end of the operation. */
static bool step_child(pid_t pid)
{
    int status;

    ck_assert_int_eq(ptrace(PTRACE_SINGLESTEP, pid, 0, 0), 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSTOPPED(status));
    return WSTOPSIG(status) == SIGTRAP;
}

static bool at_syscall(pid_t pid)
{
    struct user_regs_struct regs;
    uint16_t insn;

    ck_assert_int_eq(ptrace(PTRACE_GETREGS, pid, 0, &regs), 0);
    memcpy(&insn, (const void *)(uintptr_t)regs.rip, sizeof(insn));
    return insn == 0x050f;
}

static void check_result(const struct page before[PAGES],
                         const struct page after[PAGES], unsigned long step)
{
    struct page is[PAGES];
    gaddr brk = mm_brk(world.mm, 0);
    const struct op *op = current_op;

    agree("repaired", step);
    see_tree(is);
    if (!op->partly)
        ck_assert_msg(memcmp(is, before, sizeof(is)) == 0 ||
                          memcmp(is, after, sizeof(is)) == 0,
                      "%s, step %lu: neither before nor after", op->name, step);
    ck_assert_msg(is[(brk - 1 - GUEST) / GUEST_PAGE].mapped &&
                      !is[(brk + GUEST_PAGE - 1 - GUEST) / GUEST_PAGE].mapped,
                  "%s, step %lu: break", op->name, step);
    if (!is[22].mapped)
        ck_assert_msg(world.is_told, "%s, step %lu: code stays", op->name,
                      step);
    if (op->moved) {
        gaddr mark = AT((unsigned)op->moved), to = AT((unsigned)op->to);

        ck_assert_msg((is[op->to].mapped &&
                       *(const uint64_t *)mm_host(world.mm, to) == mark) ||
                          (is[op->moved].mapped &&
                           *(const uint64_t *)mm_host(world.mm, mark) == mark),
                      "%s, step %lu: contents lost", op->name, step);
    }
}

/* The repaired address space is as good as any. */
static void use_again(unsigned long step)
{
    struct mm *mm = world.mm;

    ck_assert_int_gt(mm_map(mm, AT(4), LEN(30), RW, ANON, -1, 0), 0);
    agree("mapped over", step);
    ck_assert_int_eq(mm_protect(mm, AT(5), LEN(7), PROT_READ), 0);
    ck_assert_int_eq(mm_unmap(mm, AT(3), LEN(4)), 0);
    ck_assert_int_gt(mm_map(mm, 0, LEN(3), RW, ANON & ~MAP_FIXED, -1, 0), 0);
    agree("used again", step);
    for (gaddr brk = AT(HEAP + 3); brk > AT(HEAP); brk -= GUEST_PAGE)
        ck_assert_uint_eq(mm_brk(mm, brk), brk);
    agree("broken again", step);
    ck_assert_int_eq(mm_unmap(mm, AT(0), LEN(PAGES)), 0);
    all_gone(step);
}

static void set_up_dead(void)
{
    set_up();
    if (!current_op->first)
        return;
    world.dead = start_child(current_op->first);
    for (unsigned long i = 0; i < world.die_at; i++)
        step_child(world.dead);
    kill_child(world.dead);
}

static unsigned long count_steps(void (*run)(void))
{
    unsigned long n = 1;
    pid_t pid = start_child(run);

    if (!pid)
        return 0;
    while (step_child(pid))
        n++;
    kill_child(pid);
    return n;
}

/* What is there before and after, and how many steps it takes; 0: tracing is
 * not allowed. */
static unsigned long run_whole(struct page before[PAGES],
                               struct page after[PAGES])
{
    unsigned long n;

    if (current_op->first) {
        set_up();
        world.die_at = count_steps(current_op->first) / 2;
        mm_unref(world.mm);
    }
    set_up_dead();
    if (!current_op->first)
        see_tree(before);
    n = count_steps(current_op->run);
    if (n)
        see_tree(after);
    mm_unref(world.mm);
    return n;
}

static void repair_and_check(pid_t dead, const struct page before[PAGES],
                             const struct page after[PAGES], unsigned long step)
{
    klock_set_self();
    mm_repair(world.mm, dead);
    if (current_op->first)
        mm_repair(world.mm, world.dead);
    check_result(before, after, step);
    use_again(step);
}

/* In a copy of this process. */
static void check_copy(pid_t dead, const struct page before[PAGES],
                       const struct page after[PAGES], unsigned long step)
{
    int status;
    pid_t pid = fork();

    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        alarm(20);
        repair_and_check(dead, before, after, step);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_msg(status == 0, "%s, step %lu: status %x", current_op->name,
                  step, (unsigned)status);
}

static void at_each_point(const struct page before[PAGES],
                          const struct page after[PAGES])
{
    uint64_t was = 0, is;
    unsigned long step = 0;
    pid_t pid;
    bool call, more = true;

    set_up_dead();
    pid = start_child(current_op->run);
    while (more) {
        call = at_syscall(pid);
        more = step_child(pid);
        step++;
        is = hash_bytes(world.mm, STATE);
        if (is != was || call)
            check_copy(pid, before, after, step);
        was = is;
    }
    kill_child(pid);
    mm_unref(world.mm);
}

static void in_earnest(const struct page before[PAGES],
                       const struct page after[PAGES], unsigned long steps)
{
    for (int i = 0; i < current_op->kills; i++) {
        unsigned long at =
            steps * (unsigned)(2 * i + 1) / (unsigned)(2 * current_op->kills);
        pid_t pid;

        set_up_dead();
        pid = start_child(current_op->run);
        for (unsigned long n = 0; n < at; n++)
            step_child(pid);
        kill_child(pid);
        repair_and_check(pid, before, after, at);
        mm_unref(world.mm);
    }
}

#ifdef CALQUE_SANITIZERS
/* The sanitizers' tables lie where the guest's memory would. */
enum { N_TRIED = 0 };
#else
enum { N_TRIED = sizeof(ops) / sizeof(ops[0]) };
#endif

START_TEST(test_killed)
{
    struct page before[PAGES], after[PAGES];
    unsigned long steps;

    current_op = &ops[_i];
    world.fd = memfd_create("test-killed", MFD_CLOEXEC);
    ck_assert_int_eq(ftruncate(world.fd, (off_t)LEN(64)), 0);
    world.shm = shmget(IPC_PRIVATE, LEN(2), 0600);
    ck_assert_int_ge(world.shm, 0);
    /* It is there as long as somebody is attached to it. */
    ck_assert_ptr_ne(shmat(world.shm, NULL, 0), (void *)-1);
    shmctl(world.shm, IPC_RMID, NULL);
    steps = run_whole(before, after);
    if (steps && current_op->kills)
        in_earnest(before, after, steps);
    else if (steps)
        at_each_point(before, after);
    close(world.fd);
}
END_TEST

Suite *suite_killed(void)
{
    Suite *s = suite_create("killed");
    TCase *tc = tcase_create("killed");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, test_killed, 0, N_TRIED);
    suite_add_tcase(s, tc);
    return s;
}
