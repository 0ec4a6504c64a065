/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every request of ioctls.def whose argument is a pointer, with pointers that
 * are not the guest's: also one to memory of ours is what an address of the
 * kernel's is to the kernel, whose own answer is the reference.
 */
#include "config.h"

#include "syscall/ioctl.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "syscall/ioctl-headers.h"
#include "unit/fixture.h"
#include "unit/suites.h"

static const struct {
    const char *name;
    uint32_t request;
    int arg;
} rows[] = {
#define IOCTL(id, arg) {#id, (uint32_t)(id), IOCTL_##arg},
#include "syscall/ioctls.def"
#undef IOCTL
};

/* What the kernel has at no time: the reference. */
#define OF_KERNEL UINT64_C(0xffffffffffffe000)

enum { VICTIM = 4096, MAX_FILES = 16 };

static struct task *task;
static uint8_t *victim; /* ours */
static int file[MAX_FILES];
static unsigned n_files;

static void add(int fd)
{
    if (fd >= 0)
        file[n_files++] = fd;
}

/* Files of as many drivers as there are here. */
static void open_files(void)
{
    static const char *const path[] = {"/dev/null",         "/dev/urandom",
                                       "/dev/loop0",        "/dev/net/tun",
                                       "/proc/self/ns/uts", "/"};
    int pair[2], pty = posix_openpt(O_RDWR | O_NOCTTY);

    add(pty);
    ck_assert(grantpt(pty) == 0 && unlockpt(pty) == 0);
    add(open(ptsname(pty), O_RDWR | O_NOCTTY));
    ck_assert_int_eq(pipe(pair), 0);
    add(pair[0]);
    add(socket(AF_INET, SOCK_DGRAM, 0));
    add(socket(AF_INET, SOCK_STREAM, 0));
    add(socket(AF_UNIX, SOCK_STREAM, 0));
    add(epoll_create1(0));
    add(eventfd(0, 0));
    add(timerfd_create(CLOCK_MONOTONIC, 0));
    add((int)syscall(SYS_userfaultfd, O_NONBLOCK));
    for (unsigned i = 0; i < sizeof(path) / sizeof(path[0]); i++)
        add(open(path[i], O_RDONLY));
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
    if (!cpu_host_fault(task->cpu, sig, info, context))
        signal(sig, SIG_DFL);
}

static void set_up(void)
{
    static const struct task_hooks hooks;

    const struct sigaction action = {.sa_sigaction = on_fault,
                                     .sa_flags = SA_SIGINFO};

    task = unit_task(&hooks);
    sigaction(SIGSEGV, &action, NULL);
    ck_assert_int_eq(syscall_init(task->process, task->files), 0);
    victim = mmap(NULL, VICTIM, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_uint_gt((uintptr_t)victim, UINT64_C(1) << MM_BITS_MAX);
    open_files();
}

/* Everything of the table, for the files there are, with this pointer. */
static void try_all(uint64_t bad)
{
    static uint8_t before[VICTIM];
    unsigned refused = 0;

    memset(victim, 0x5a, VICTIM);
    memcpy(before, victim, VICTIM);
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].arg != IOCTL_PTR)
            continue;
        for (unsigned k = 0; k < n_files; k++) {
            const uint64_t a[6] = {(uint64_t)file[k], rows[i].request, bad};
            int64_t want = host_call(SYS_ioctl, a[0], a[1], OF_KERNEL, 0, 0, 0);
            int64_t is = sys_ioctl(task, a);

            ck_assert_msg(is == want, "%s of file %u with %#lx: %ld, not %ld",
                          rows[i].name, k, (unsigned long)bad, (long)is,
                          (long)want);
            ck_assert_msg(memcmp(victim, before, VICTIM) == 0, "%s",
                          rows[i].name);
            refused += is == -EFAULT;
        }
    }
    ck_assert_uint_gt(refused, 100);
}

START_TEST(bad_pointers)
{
    const uint64_t bad[] = {
        (uintptr_t)victim,
        mm_limit(task->mm) + 1,
        UINT64_C(1) << 46,
        UINT64_C(1) << 63,
        UINT64_C(0xffff) << 48,
        UINT64_C(0xffff8) << 44,
        (uint64_t)-8,
        (uint64_t)-4096,
        (UINT64_C(1) << 56) - 8,
        (uintptr_t)victim | UINT64_C(0x5a) << 56,
    };

    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        task->addr_tag_mask = 0;
        try_all(bad[i]);
        task->addr_tag_mask = UINT64_C(0xff) << 56;
        try_all(bad[i]);
    }
}
END_TEST

Suite *suite_ioctl(void)
{
    Suite *s = suite_create("ioctl");
    TCase *tc = tcase_create("ioctl");

    tcase_add_checked_fixture(tc, set_up, NULL);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, bad_pointers);
    suite_add_tcase(s, tc);
    return s;
}
