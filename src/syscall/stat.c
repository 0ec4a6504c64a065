/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

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

/* stat() of the link /proc/self/exe reaches our executable instead of the
 * guest's; its device and inode tell. */
static int64_t stat_exe(struct task *t, struct stat *s)
{
    int fd = t->process->exe_fd;

    if (fd >= 0)
        return host_call(SYS_fstat, (uint64_t)fd, host_ptr(s), 0, 0, 0, 0);
    return host_call(SYS_stat, host_ptr(t->process->exe), host_ptr(s), 0, 0, 0,
                     0);
}

int64_t sys_newfstatat(struct task *t, const uint64_t a[6])
{
    bool follow = !(a[3] & AT_SYMLINK_NOFOLLOW);
    const struct sys_process *sp = sys_of(t);
    struct sys_path path;
    struct stat s;
    int64_t ret;

    path_from_guest(t, &path, a[1], follow);
    ret = safe_call(t, SYS_newfstatat, a[0], path.p, host_ptr(&s), a[3], 0, 0);
    if (ret)
        return ret;
    if (follow && s.st_ino == sp->self_ino && s.st_dev == sp->self_dev &&
        proc_path_is_exe(t, arg_int(a, 0), path.p))
        ret = stat_exe(t, &s);
    return ret ? ret : stat_to_guest(t, a[2], &s);
}
