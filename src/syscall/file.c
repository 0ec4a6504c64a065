/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/openat2.h>
#include <string.h>

static uint64_t flags_to_host(const struct task *t, uint64_t flags)
{
    const struct guest_abi *abi = t->process->target->abi;

    return abi->open_flags_to_host ? abi->open_flags_to_host(flags) : flags;
}

static uint64_t flags_from_host(const struct task *t, uint64_t flags)
{
    const struct guest_abi *abi = t->process->target->abi;

    return abi->open_flags_from_host ? abi->open_flags_from_host(flags) : flags;
}

enum { NOT_IN_SYSROOT = INT32_MIN };

/* Opens in the sysroot what exists there; NOT_IN_SYSROOT when nothing does. A
 * file to be created is made outside. */
static int open_in_sysroot(struct task *t, struct sys_path *path,
                           uint64_t guest, uint64_t flags)
{
    int fd;

    if (sys_of(t)->sysroot_fd < 0 ||
        mem_read_str(t->mm, path->buf, user_addr(t, guest),
                     sizeof(path->buf)) <= 0)
        return NOT_IN_SYSROOT;
    if ((flags & O_TMPFILE) == O_TMPFILE || (flags & O_EXCL))
        return NOT_IN_SYSROOT;
    /* open() leaves out what does not go with O_PATH, openat2() refuses it. */
    if (flags & O_PATH)
        flags &= O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    fd = path_in_sysroot(t, path->buf, flags & ~(uint64_t)O_CREAT);
    return fd == -ENOENT || fd == -ENOTDIR ? NOT_IN_SYSROOT : fd;
}

int64_t sys_openat(struct task *t, const uint64_t a[6])
{
    uint64_t flags = flags_to_host(t, a[2] & UINT32_MAX);
    struct sys_path path;
    int64_t fd = open_in_sysroot(t, &path, a[1], flags);

    if (fd == NOT_IN_SYSROOT)
        fd = safe_call(t, SYS_openat, a[0], user_ptr(t, a[1]), flags, a[3], 0,
                       0);
    return fd < 0 ? fd
                  : proc_opened(t, (int)fd, flags, arg_int(a, 0),
                                user_ptr(t, a[1]));
}

int64_t sys_openat2(struct task *t, const uint64_t a[6])
{
    struct open_how how;
    struct sys_path path;
    int64_t fd = NOT_IN_SYSROOT;

    /* A larger structure is for the kernel to judge, if its tail is zero. */
    if (a[3] < sizeof(how))
        return -EINVAL;
    if (a[3] > SYS_PATH_MAX)
        return -E2BIG;
    if (get_user(t, path.buf, a[2], a[3]))
        return -EFAULT;
    memcpy(&how, path.buf, sizeof(how));
    for (size_t i = sizeof(how); i < a[3]; i++)
        if (path.buf[i])
            return -E2BIG;
    how.flags = flags_to_host(t, how.flags);
    if (how.resolve == 0)
        fd = open_in_sysroot(t, &path, a[1], how.flags);
    if (fd == NOT_IN_SYSROOT)
        fd = safe_call(t, SYS_openat2, a[0], user_ptr(t, a[1]), host_ptr(&how),
                       sizeof(how), 0, 0);
    return fd < 0 ? fd
                  : proc_opened(t, (int)fd, how.flags, arg_int(a, 0),
                                user_ptr(t, a[1]));
}

int64_t sys_readlinkat(struct task *t, const uint64_t a[6])
{
    int32_t size = arg_int(a, 3);
    struct sys_path path;
    struct proc_exe exe;
    size_t n;

    path_from_guest(t, &path, a[1], false);
    /* Asked before the kernel writes: its own answer may be the longer. */
    if (size <= 0 || !proc_exe_named(t, arg_int(a, 0), path.p, &exe))
        return safe_call(t, SYS_readlinkat, a[0], path.p, user_ptr(t, a[2]),
                         a[3], 0, 0);
    if (!exe.own)
        return safe_call(t, SYS_readlinkat, (uint64_t)AT_FDCWD,
                         host_ptr(exe.path), user_ptr(t, a[2]), a[3], 0, 0);
    n = strlen(t->process->exe);
    if (n > (size_t)size)
        n = (size_t)size;
    return put_user(t, a[2], t->process->exe, n) ? -EFAULT : (int64_t)n;
}

int64_t sys_getdents64(struct task *t, const uint64_t a[6])
{
    int64_t n =
        safe_call(t, SYS_getdents64, a[0], user_ptr(t, a[1]), a[2], 0, 0, 0);

    if (n <= 0)
        return n;
    return proc_hide(t, arg_int(a, 0), a[1], n);
}

int64_t sys_dup3(struct task *t, const uint64_t a[6])
{
    /* As if it lay above the limit on open files. */
    if (fd_is_ours(t, a[1]))
        return -EBADF;
    return safe_call(t, SYS_dup3, a[0], a[1], flags_to_host(t, a[2]), 0, 0, 0);
}

/* Our descriptors are left out of the range. */
int64_t sys_close_range(struct task *t, const uint64_t a[6])
{
    uint64_t first = a[0] & UINT32_MAX, last = a[1] & UINT32_MAX;
    const int ours[] = {t->files->self_fd, t->files->log_fd, t->process->exe_fd,
                        sys_of(t)->sysroot_fd};

    if (first > last)
        return -EINVAL;
    while (first <= last) {
        uint64_t end = last, next = last + 1;
        int64_t ret;

        for (unsigned i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
            uint64_t fd = (uint64_t)ours[i];

            if (ours[i] >= 0 && fd >= first && fd < next)
                next = fd;
        }
        if (next <= last)
            end = next - 1;
        if (next > first) {
            ret = safe_call(t, SYS_close_range, first, end, a[2], 0, 0, 0);
            if (ret)
                return ret;
        }
        first = next + 1;
    }
    return 0;
}

int64_t sys_fcntl(struct task *t, const uint64_t a[6])
{
    uint64_t arg = a[2];
    int64_t ret;

    switch (arg_int(a, 1)) {
    case F_SETFL: arg = flags_to_host(t, arg); break;
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
    case F_OFD_GETLK:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
    case F_GETOWN_EX:
    case F_SETOWN_EX:
    case F_GET_RW_HINT:
    case F_SET_RW_HINT:
    case F_GET_FILE_RW_HINT:
    case F_SET_FILE_RW_HINT:
    case 17: /* F_GETOWNER_UIDS */ arg = user_ptr(t, arg); break;
    default: break;
    }
    ret = safe_call(t, SYS_fcntl, a[0], a[1], arg, 0, 0, 0);
    if (arg_int(a, 1) == F_GETFL && ret >= 0)
        ret = (int64_t)flags_from_host(t, (uint64_t)ret);
    return ret;
}
