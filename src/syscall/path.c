/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Paths under a sysroot (-L).
 *
 * An absolute path is looked up with the sysroot as the root directory, so that
 * absolute links and ".." in it stay inside.  If that finds a file, the host
 * sees the file's real path; if not, the path itself.  New files are therefore
 * made where the path says, outside the sysroot, and existing ones are changed
 * where they are found.  Directories are not merged: reading one shows the
 * sysroot's if it exists there.  /proc, /sys and /dev are the host's.
 */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <fcntl.h>

#include "base/fd.h"
#include "task/path.h"

int path_open_sysroot(const char *sysroot)
{
    int64_t fd = host_call(SYS_openat, (uint64_t)AT_FDCWD, host_ptr(sysroot),
                           O_PATH | O_DIRECTORY | O_CLOEXEC, 0, 0, 0);
    int high;

    if (hostcall_failed(fd))
        return (int)fd;
    high = fd_dup_high((int)fd);
    host_call(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
    return high;
}

int path_in_sysroot(struct task *t, const char *path, uint64_t flags)
{
    int root = sys_of(t)->sysroot_fd;

    if (root >= 0)
        path = path_in_sysroot_scope(t->process->config.sysroot, path);
    if (root < 0 || !path)
        return -ENOENT;
    return (int)path_open_in_root(root, path, flags);
}

void path_from_guest(struct task *t, struct sys_path *out, uint64_t guest,
                     bool follow)
{
    uint64_t p = user_ptr(t, guest);
    int fd;

    out->p = p;
    if (sys_of(t)->sysroot_fd < 0 ||
        mem_read_str(t->mm, out->buf, user_addr(t, guest), sizeof(out->buf)) <=
            0)
        return;
    fd = path_in_sysroot(t, out->buf,
                         O_PATH | O_CLOEXEC | (follow ? 0u : O_NOFOLLOW));
    if (fd < 0)
        return;
    if (path_of_fd(fd, out->buf, sizeof(out->buf)))
        out->p = host_ptr(out->buf);
    host_call(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
}
