/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Mounts and mount namespaces, seen from a sysroot (man pages mount(2),
 * mount_setattr(2), unshare(2), setns(2)). */
#include "config.h"

#include "syscall/sys.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "task/path.h"

static bool source_is_path(uint64_t flags)
{
    return !(flags & MS_REMOUNT) && (flags & (MS_BIND | MS_MOVE));
}

/* Which of the operations it is, the kernel asks in this order. */
static bool changes_propagation(uint64_t flags)
{
    return !(flags & (MS_REMOUNT | MS_BIND)) &&
           (flags & (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE));
}

static bool is_sysroot(struct task *t, const struct sys_path *path)
{
    char root[SYS_PATH_MAX];

    return path->p == host_ptr(path->buf) &&
           path_of_fd(sys_of(t)->sysroot_fd, root, sizeof(root)) &&
           strcmp(path->buf, root) == 0;
}

/* Of an existing file, links followed. */
static void mount_path(struct task *t, struct sys_path *out, uint64_t guest)
{
    struct proc_exe exe;

    path_from_guest(t, out, guest, true);
    if (!proc_exe_named(t, AT_FDCWD, out->p, &exe))
        return;
    memcpy(out->buf, exe.path, sizeof(out->buf));
    out->p = host_ptr(out->buf);
}

/*
 * The guest's root is the sysroot, which is no mount as a rule; but what other
 * namespaces are to see of mounts below the root, which are the host's, is
 * asked of the host's.
 */
int64_t sys_mount(struct task *t, const uint64_t a[6])
{
    struct sys_path source, target;

    source.p = user_ptr(t, a[0]);
    if (source_is_path(a[3]))
        mount_path(t, &source, a[0]);
    mount_path(t, &target, a[1]);
    if (changes_propagation(a[3]) && is_sysroot(t, &target))
        target.p = host_ptr("/");
    return safe_call(t, SYS_mount, source.p, target.p, user_ptr(t, a[2]), a[3],
                     user_ptr(t, a[4]), 0);
}

/* A copy that open_tree() made of the sysroot is a mount. */
static bool is_sysroot_fd(struct task *t, int fd)
{
    struct statx x, root;
    uint64_t mask = STATX_TYPE | STATX_INO, flags = AT_EMPTY_PATH;

    return host_call(SYS_statx, (uint64_t)fd, host_ptr(""), flags, mask,
                     host_ptr(&x), 0) == 0 &&
           host_call(SYS_statx, (uint64_t)sys_of(t)->sysroot_fd, host_ptr(""),
                     flags, mask, host_ptr(&root), 0) == 0 &&
           x.stx_ino == root.stx_ino && x.stx_dev_major == root.stx_dev_major &&
           x.stx_dev_minor == root.stx_dev_minor &&
           !(x.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/* Whether a mount_setattr() is about propagation and nothing else. */
static bool sets_propagation(struct task *t, const uint64_t a[6])
{
    struct mount_attr attr;

    return a[4] >= MOUNT_ATTR_SIZE_VER0 &&
           get_user(t, &attr, a[3], MOUNT_ATTR_SIZE_VER0) == 0 &&
           attr.propagation && !attr.attr_set && !attr.attr_clr;
}

int64_t sys_mount_setattr(struct task *t, const uint64_t a[6])
{
    bool of_fd = false;
    struct sys_path path;
    char first;

    if (a[2] & AT_EMPTY_PATH)
        of_fd = get_user(t, &first, a[1], 1) == 0 && !first;
    path_from_guest(t, &path, a[1], !(a[2] & AT_SYMLINK_NOFOLLOW));
    if (sys_of(t)->sysroot_fd >= 0 && sets_propagation(t, a) &&
        (of_fd ? is_sysroot_fd(t, arg_int(a, 0)) : is_sysroot(t, &path)))
        path.p = host_ptr("/");
    return safe_call(t, SYS_mount_setattr, a[0], path.p, a[2],
                     user_ptr(t, a[3]), a[4], 0);
}

/* An open directory keeps to the mounts of the namespace that it was opened in:
 * the sysroot is opened anew where it is, and stays what it was otherwise. */
void mounts_entered(struct task *t)
{
    int old = sys_of(t)->sysroot_fd, fd;
    struct stat was, is;

    if (old < 0)
        return;
    fd = path_open_sysroot(t->process->config.sysroot);
    if (fd < 0)
        return;
    if (host_call(SYS_fstat, (uint64_t)old, host_ptr(&was), 0, 0, 0, 0) == 0 &&
        host_call(SYS_fstat, (uint64_t)fd, host_ptr(&is), 0, 0, 0, 0) == 0 &&
        was.st_dev == is.st_dev && was.st_ino == is.st_ino)
        host_call(SYS_dup3, (uint64_t)fd, (uint64_t)old, O_CLOEXEC, 0, 0, 0);
    host_call(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
}

int64_t sys_unshare(struct task *t, const uint64_t a[6])
{
    int64_t ret = safe_call(t, SYS_unshare, a[0], 0, 0, 0, 0, 0);

    if (ret == 0 && (a[0] & CLONE_NEWNS))
        mounts_entered(t);
    return ret;
}

/* The descriptor alone may say that it is a mount namespace. */
int64_t sys_setns(struct task *t, const uint64_t a[6])
{
    int64_t ret = safe_call(t, SYS_setns, a[0], a[1], 0, 0, 0, 0);

    if (ret == 0)
        mounts_entered(t);
    return ret;
}
