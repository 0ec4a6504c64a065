/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tasks on real host threads and processes, with C functions in the place of
 * guest code: clone in its three shapes, their ends, and what exec refuses.
 */
#include "config.h"

#include "task/task.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hostcall.h"
#include "fixture.h"
#include "loader/loader.h"
#include "suites.h"

enum {
    THREAD_FLAGS = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
                   CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
                   CLONE_PARENT_SETTID | CLONE_CHILD_SETTID |
                   CLONE_CHILD_CLEARTID,
    THREADS = 8,
    ROUNDS = 300,
};
#define GUEST ((gaddr)0x10000000)

/* In guest memory, which forks and threads see as guests would. */
struct shared {
    _Atomic uint32_t ctid[THREADS];
    _Atomic uint32_t ptid[THREADS];
    _Atomic uint32_t count;
    _Atomic uint32_t go;
};

static struct shared *shared;
static struct task *first;
static void (*body)(struct task *t);
static __thread int own = 1;

static void run(struct task *t) __attribute__((noreturn));

static void run(struct task *t)
{
    body(t);
    task_exit(t, 3);
}

static const struct task_hooks hooks = {.run = run};

static void set_up(void)
{
    first = unit_task(&hooks);
    ck_assert_int_gt(mm_map(first->mm, GUEST, 1 << 16, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
                     0);
    shared = mm_host(first->mm, GUEST);
}

static void wait_zero(_Atomic uint32_t *word)
{
    uint32_t seen;

    while ((seen = atomic_load(word)) != 0)
        hostcall6(SYS_futex, (long)word, FUTEX_WAIT, seen, 0, 0, 0);
}

static int64_t start_thread(int i)
{
    struct task_clone_args a = {
        .flags = THREAD_FLAGS,
        .stack = GUEST + 0x8000,
        .tls = 0x1234,
        .parent_tid = GUEST + offsetof(struct shared, ptid[i]),
        .child_tid = GUEST + offsetof(struct shared, ctid[i])};

    /* As a guest's libc does: the word is set before, cleared by the kernel. */
    shared->ctid[i] = 1;
    return task_clone(first, &a);
}

static void thread_body(struct task *t)
{
    const struct guest_abi *abi = t->process->target->abi;
    bool ok = task_current() == t && t->process == first->process &&
              t->mm == first->mm && t->sighand == first->sighand &&
              abi->get_sp(t->cpu) == GUEST + 0x8000 &&
              abi->get_tp(t->cpu) == 0x1234 && t->tid == gettid() &&
              t->tid != getpid() && own == 1;

    own = 2;
    if (ok)
        atomic_fetch_add(&shared->count, 1);
}

START_TEST(test_threads)
{
    body = thread_body;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < THREADS; i++) {
            int64_t tid = start_thread(i);

            ck_assert_int_gt(tid, 0);
            ck_assert_int_eq(tid, (int64_t)shared->ptid[i]);
        }
        for (int i = 0; i < THREADS; i++)
            wait_zero(&shared->ctid[i]);
    }
    ck_assert_uint_eq(shared->count, THREADS * ROUNDS);
    ck_assert_int_eq(own, 1);
    ck_assert_uint_eq(first->process->threads, 1);
    ck_assert_uint_eq(first->sighand->refs, 1);
}
END_TEST

static int wait_for(int64_t pid)
{
    int status;

    ck_assert_int_gt(pid, 0);
    ck_assert_int_eq(waitpid((pid_t)pid, &status, 0), (pid_t)pid);
    return status;
}

START_TEST(test_fork)
{
    struct task_clone_args a = {.flags =
                                    CLONE_CHILD_SETTID | CLONE_PARENT_SETTID,
                                .exit_signal = SIGCHLD,
                                .parent_tid = GUEST,
                                .child_tid = GUEST + 4};
    int64_t pid = task_clone(first, &a);

    if (pid == 0) {
        bool ok =
            first->tid == getpid() && shared->ctid[1] == (uint32_t)getpid();

        shared->count = 9;
        ok = ok && mm_map(first->mm, 0, 4096, PROT_READ,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) > 0;
        /* The child can make threads. */
        body = thread_body;
        ok = ok && start_thread(0) > 0;
        wait_zero(&shared->ctid[0]);
        task_exit_group(first, ok && shared->count == 10 ? 0 : 1);
    }
    ck_assert_uint_eq((uint32_t)pid, shared->ctid[0]);
    ck_assert_int_eq(wait_for(pid), 0);
    ck_assert_uint_eq(shared->count, 0);
}
END_TEST

static void busy_body(struct task *t)
{
    /* Takes locks, so that forks find them held. */
    while (!shared->go) {
        gaddr a = (gaddr)mm_map(t->mm, 0, 4096, PROT_READ,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        mm_unmap(t->mm, a, 4096);
        task_free(task_alloc(100), 100);
    }
}

START_TEST(test_fork_threads)
{
    struct task_clone_args a = {.exit_signal = SIGCHLD};

    body = busy_body;
    for (int i = 0; i < 2; i++)
        ck_assert_int_gt(start_thread(i), 0);
    for (int i = 0; i < 100; i++) {
        int64_t pid = task_clone(first, &a);

        if (pid == 0) {
            bool ok = first->process->threads == 1 &&
                      mm_map(first->mm, 0, 4096, PROT_READ,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) > 0;

            task_free(task_alloc(100), 100);
            task_exit(first, ok ? 0 : 1);
        }
        ck_assert_int_eq(wait_for(pid), 0);
    }
    shared->go = 1;
    for (int i = 0; i < 2; i++)
        wait_zero(&shared->ctid[i]);
}
END_TEST

static void vfork_body(struct task *t)
{
    bool ok = t->process != first->process && t->mm == first->mm &&
              t->sighand != first->sighand && getpid() == t->tid;

    usleep(20000);
    t->sighand->action[SIGUSR1].handler = 77;
    shared->count += ok ? 1 : 0;
}

START_TEST(test_vfork)
{
    struct task_clone_args a = {.flags = CLONE_VM | CLONE_VFORK,
                                .exit_signal = SIGCHLD};
    int64_t pid;

    body = vfork_body;
    pid = task_clone(first, &a);
    /* It waited, and memory is shared. */
    ck_assert_uint_eq(shared->count, 1);
    ck_assert_int_eq(wait_for(pid), 3 << 8);
    ck_assert_uint_eq(first->sighand->action[SIGUSR1].handler, 0);
    ck_assert_uint_eq(first->process->threads, 1);
}
END_TEST

static void locker_body(struct task *t)
{
    mm_fork_prepare(t->mm);
    mm_fork_prepare_last(t->mm);
    raise(SIGKILL);
}

START_TEST(test_killed_vfork)
{
    struct task_clone_args a = {.flags = CLONE_VM | CLONE_VFORK,
                                .exit_signal = SIGCHLD};
    int64_t pid;

    body = locker_body;
    pid = task_clone(first, &a);
    ck_assert_int_eq(WTERMSIG(wait_for(pid)), SIGKILL);
    /* Its locks are free again. */
    ck_assert_int_gt(mm_map(first->mm, 0, 4096, PROT_READ,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
                     0);
}
END_TEST

/* Guest arrays for exec. */
static gaddr put_argv(const char *arg0, const char *arg1, const char *arg2)
{
    const char *args[] = {arg0, arg1, arg2};
    gaddr at = GUEST + 0x1000, s = GUEST + 0x1100, word;

    for (int i = 0; i < 3; i++) {
        word = args[i] ? s : 0;
        mem_put(first->mm, at + 8 * (gaddr)i, word);
        if (!args[i])
            break;
        mem_write(first->mm, s, args[i], strlen(args[i]) + 1);
        s += strlen(args[i]) + 1;
    }
    word = 0;
    mem_put(first->mm, at + 24, word);
    return at;
}

static int64_t exec_result;

static void exec_body(struct task *t)
{
    gaddr argv = put_argv("sh", "-c", "exit 42");

    exec_result = task_exec(t, AT_FDCWD, "/bin/sh", NULL, argv, 0, 0);
}

START_TEST(test_exec)
{
    struct task_clone_args a = {.flags = CLONE_VM | CLONE_VFORK,
                                .exit_signal = SIGCHLD};
    gaddr argv = put_argv("x", NULL, NULL);

    ck_assert_int_eq(task_exec(first, AT_FDCWD, "/no/such", NULL, argv, 0, 0),
                     -ENOENT);
    ck_assert_int_eq(
        task_exec(first, AT_FDCWD, "/etc/passwd", NULL, argv, 0, 0), -EACCES);
    ck_assert_int_eq(
        task_exec(first, AT_FDCWD, "/etc/passwd/x", NULL, argv, 0, 0),
        -ENOTDIR);
    ck_assert_int_eq(task_exec(first, AT_FDCWD, "/tmp", NULL, argv, 0, 0),
                     -EACCES);
    ck_assert_int_eq(
        task_exec(first, AT_FDCWD, "/bin/sh", NULL, 1ull << 50, 0, 0), -EFAULT);
    body = exec_body;
    ck_assert_int_eq(WEXITSTATUS(wait_for(task_clone(first, &a))), 42);
}
END_TEST

START_TEST(test_arguments)
{
    static const uint64_t bad[] = {CLONE_THREAD, CLONE_SIGHAND,
                                   CLONE_VM | CLONE_THREAD};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct task_clone_args a = {.flags = bad[i]};

        ck_assert_int_eq(task_clone(first, &a), -EINVAL);
    }
    /* Refused by the kernel after a host thread was prepared. */
    body = thread_body;
    for (int i = 0; i < 50; i++) {
        struct task_clone_args a = {.flags = THREAD_FLAGS | CLONE_NEWPID};

        ck_assert_int_eq(task_clone(first, &a), -EINVAL);
    }
    ck_assert_uint_eq(first->process->threads, 1);
    ck_assert_uint_eq(first->files->refs, 1);
}
END_TEST

Suite *suite_task(void)
{
    Suite *s = suite_create("task");
    TCase *tc = tcase_create("task");

    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_set_timeout(tc, 30);
#ifdef CALQUE_SANITIZERS
    /* They know no threads and processes but libc's. */
    (void)test_threads, (void)test_fork, (void)test_fork_threads;
    (void)test_vfork, (void)test_killed_vfork, (void)test_exec;
    (void)test_arguments;
#else
    tcase_add_test(tc, test_threads);
    tcase_add_test(tc, test_fork);
    tcase_add_test(tc, test_fork_threads);
    tcase_add_test(tc, test_vfork);
    tcase_add_test(tc, test_killed_vfork);
    tcase_add_test(tc, test_exec);
    tcase_add_test(tc, test_arguments);
#endif
    suite_add_tcase(s, tc);
    return s;
}
