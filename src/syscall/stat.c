/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "syscall/abi64.h"

static int64_t stat_to_guest(struct task *t, uint64_t dst, const struct stat *s)
{
    struct abi64_stat g = {
        .st_dev = s->st_dev,
        .st_ino = s->st_ino,
        .st_mode = s->st_mode,
        .st_nlink = (uint32_t)s->st_nlink,
        .st_uid = s->st_uid,
        .st_gid = s->st_gid,
        .st_rdev = s->st_rdev,
        .st_size = s->st_size,
        .st_blksize = (int32_t)s->st_blksize,
        .st_blocks = s->st_blocks,
        .st_atime_sec = s->st_atim.tv_sec,
        .st_atime_nsec = (uint64_t)s->st_atim.tv_nsec,
        .st_mtime_sec = s->st_mtim.tv_sec,
        .st_mtime_nsec = (uint64_t)s->st_mtim.tv_nsec,
        .st_ctime_sec = s->st_ctim.tv_sec,
        .st_ctime_nsec = (uint64_t)s->st_ctim.tv_nsec,
    };

    return put_user(t, dst, &g, sizeof(g));
}

int64_t sys_fstat(struct task *t, const uint64_t a[6])
{
    struct stat s;
    int64_t ret = safe_call(t, SYS_fstat, a[0], host_ptr(&s), 0, 0, 0, 0);

    return ret ? ret : stat_to_guest(t, a[1], &s);
}

/* The program behind a link to our executable: a descriptor with an empty path,
 * or a path.
 */
static uint64_t exe_at(const struct task *t, const struct proc_exe *exe,
                       const char **path)
{
    bool open = exe->own && t->process->exe_fd >= 0;

    *path = open ? "" : exe->path;
    return (uint64_t)(open ? t->process->exe_fd : AT_FDCWD);
}

int64_t sys_newfstatat(struct task *t, const uint64_t a[6])
{
    bool follow = !(a[3] & AT_SYMLINK_NOFOLLOW);
    const char *program;
    struct sys_path path;
    struct proc_exe exe;
    struct stat s;
    uint64_t fd;
    int64_t ret;

    path_from_guest(t, &path, a[1], follow);
    ret = safe_call(t, SYS_newfstatat, a[0], path.p, host_ptr(&s), a[3], 0, 0);
    if (ret)
        return ret;
    if (follow && sys_is_us(t, s.st_dev, s.st_ino) &&
        proc_exe_found(t, arg_int(a, 0), path.p, true, &exe)) {
        fd = exe_at(t, &exe, &program);
        ret = host_call(SYS_newfstatat, fd, host_ptr(program), host_ptr(&s),
                        AT_EMPTY_PATH, 0, 0);
    }
    return ret ? ret : stat_to_guest(t, a[2], &s);
}

int64_t sys_statx(struct task *t, const uint64_t a[6])
{
    bool follow = !(a[2] & AT_SYMLINK_NOFOLLOW);
    uint64_t out = user_ptr(t, a[4]), fd;
    const char *program;
    struct sys_path path;
    struct proc_exe exe;
    struct statx s;
    int64_t ret;

    path_from_guest(t, &path, a[1], follow);
    ret = safe_call(t, SYS_statx, a[0], path.p, a[2], a[3], out, 0);
    if (ret || !follow || get_user(t, &s, a[4], sizeof(s)) ||
        !sys_is_us(t, makedev(s.stx_dev_major, s.stx_dev_minor), s.stx_ino) ||
        !proc_exe_found(t, arg_int(a, 0), path.p, true, &exe))
        return ret;
    fd = exe_at(t, &exe, &program);
    return host_call(SYS_statx, fd, host_ptr(program), a[2] | AT_EMPTY_PATH,
                     a[3], out, 0);
}
