/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <string.h>
#include <sys/stat.h>

#include "loader/loader.h"

#ifndef CLONE_CLEAR_SIGHAND
#define CLONE_CLEAR_SIGHAND 0x100000000ull
#endif
#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000ull
#endif

/* A child with memory of its own returns from here as well. */
static int64_t clone_task(struct task *t, const struct task_clone_args *c)
{
    int64_t ret = task_clone(t, c);

    if (ret == 0 && (c->flags & CLONE_NEWNS))
        mounts_entered(t);
    return ret;
}

/* The order of arguments is that of the ABIs with CONFIG_CLONE_BACKWARDS. */
int64_t sys_clone(struct task *t, const uint64_t a[6])
{
    struct task_clone_args c = {
        .flags = (a[0] & UINT32_MAX) & ~(uint64_t)CSIGNAL,
        .exit_signal = a[0] & CSIGNAL,
        .stack = a[1],
        .pidfd = user_ptr(t, a[2]),
        .parent_tid = user_ptr(t, a[2]),
        .tls = a[3],
        .child_tid = user_ptr(t, a[4]),
    };

    return clone_task(t, &c);
}

/* What the kernel checks before it looks at flags one by one. */
static int clone3_check(const struct clone_args *c)
{
    uint64_t known = UINT32_MAX | CLONE_CLEAR_SIGHAND | CLONE_INTO_CGROUP;

    if (c->flags & ~known || c->flags & (CLONE_DETACHED | 0x7f))
        return -EINVAL;
    if (c->exit_signal & ~(uint64_t)CSIGNAL || c->exit_signal > 64)
        return -EINVAL;
    if ((c->flags & (CLONE_THREAD | CLONE_PARENT)) && c->exit_signal)
        return -EINVAL;
    if ((c->stack == 0) != (c->stack_size == 0))
        return -EINVAL;
    if ((c->set_tid == 0) != (c->set_tid_size == 0) || c->set_tid_size > 32)
        return -EINVAL;
    return 0;
}

int64_t sys_clone3(struct task *t, const uint64_t a[6])
{
    char buf[4096];
    struct clone_args c = {0};
    struct task_clone_args args;
    uint64_t size = a[1];
    int ret;

    if (size > sizeof(buf))
        return -E2BIG;
    if (size < CLONE_ARGS_SIZE_VER0)
        return -EINVAL;
    if (get_user(t, buf, a[0], size))
        return -EFAULT;
    for (uint64_t i = sizeof(c); i < size; i++)
        if (buf[i])
            return -E2BIG;
    memcpy(&c, buf, size < sizeof(c) ? size : sizeof(c));
    ret = clone3_check(&c);
    if (ret)
        return ret;
    args = (struct task_clone_args){
        .flags = c.flags,
        .pidfd = user_ptr(t, c.pidfd),
        .child_tid = user_ptr(t, c.child_tid),
        .parent_tid = user_ptr(t, c.parent_tid),
        .exit_signal = c.exit_signal,
        .stack = c.stack + c.stack_size,
        .tls = c.tls,
        .set_tid = user_ptr(t, c.set_tid),
        .set_tid_size = c.set_tid_size,
        .cgroup = c.cgroup,
    };
    return clone_task(t, &args);
}

/* A path by which the kernel would execute us means the guest's program. */
static bool means_guest(struct task *t, int dirfd, const char *path, int flags,
                        struct proc_exe *exe)
{
    struct stat s;

    return !(flags & AT_SYMLINK_NOFOLLOW) &&
           host_call(SYS_newfstatat, (uint64_t)dirfd, host_ptr(path),
                     host_ptr(&s), (uint64_t)(flags & AT_EMPTY_PATH), 0,
                     0) == 0 &&
           sys_is_us(t, s.st_dev, s.st_ino) &&
           proc_exe(t, dirfd, path, true, exe);
}

static int64_t exec(struct task *t, int dirfd, uint64_t guest_path,
                    uint64_t argv, uint64_t envp, int flags)
{
    char path[SYS_PATH_MAX];
    struct proc_exe exe;
    int64_t n =
        mem_read_str(t->mm, path, user_addr(t, guest_path), sizeof(path));
    const char *file = NULL;

    if (n < 0)
        return n;
    if (means_guest(t, dirfd, path, flags, &exe))
        file = exe.path;
    return task_exec(t, dirfd, path, file, user_addr(t, argv),
                     user_addr(t, envp), flags);
}

int64_t sys_execve(struct task *t, const uint64_t a[6])
{
    return exec(t, AT_FDCWD, a[0], a[1], a[2], 0);
}

int64_t sys_execveat(struct task *t, const uint64_t a[6])
{
    if (arg_int(a, 4) & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW))
        return -EINVAL;
    return exec(t, arg_int(a, 0), a[1], a[2], a[3], arg_int(a, 4));
}

int64_t sys_exit(struct task *t, const uint64_t a[6])
{
    task_exit(t, arg_int(a, 0) & 0xff);
}

int64_t sys_exit_group(struct task *t, const uint64_t a[6])
{
    task_exit_group(t, arg_int(a, 0) & 0xff);
}
