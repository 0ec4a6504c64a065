/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The host's own core file.  The kernel sets the core bit of a process's status
 * only when it has opened a file of its own to write to, by the same name as
 * the guest's.  Where that name is relative, it is made to lead into a file
 * system that is mounted nowhere and is gone with us.
 */
#include "config.h"

#include "signal/core-host.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/fmt.h"
#include "signal/private.h"

/* Newer than libc's headers may be; the numbers are the same everywhere. */
enum { NR_FSOPEN = 430, NR_FSCONFIG = 431, NR_FSMOUNT = 432 };
enum { CONFIG_CREATE = 6 };

/* What the kernel asks for at least; it stops at the limit. */
enum { SMALLEST = 4096 };

static void write_file(const char *path, const char *text, size_t len)
{
    long fd = hostcall6(SYS_openat, AT_FDCWD, (long)path, O_WRONLY | O_CLOEXEC,
                        0, 0, 0);

    if (hostcall_failed(fd))
        return;
    hostcall3(SYS_write, fd, (long)text, (long)len);
    hostcall3(SYS_close, fd, 0, 0);
}

/* One identity, mapped to itself. */
static void map_identity(const char *path, long id)
{
    char line[64];

    write_file(path, line, fmt_string(line, sizeof(line), "%ld %ld 1", id, id));
}

/* An empty file system that has no place. Its root, or -errno. */
static long make_nowhere(void)
{
    long fs = hostcall3(NR_FSOPEN, (long)"tmpfs", 0, 0);
    long r;

    if (hostcall_failed(fs))
        return fs;
    r = hostcall6(NR_FSCONFIG, fs, CONFIG_CREATE, 0, 0, 0, 0);
    if (!hostcall_failed(r))
        r = hostcall3(NR_FSMOUNT, fs, 0, 0);
    hostcall3(SYS_close, fs, 0, 0);
    return r;
}

/* Mounting needs privilege, which everybody has in a user namespace of their
 * own.  A process with threads cannot enter one, but its child can; with the
 * table of descriptors shared, it puts the root in place of `fd`. */
static bool replace_by_child(long fd)
{
    /* Inside they have no names until they are mapped. */
    long uid = hostcall3(SYS_geteuid, 0, 0, 0);
    long gid = hostcall3(SYS_getegid, 0, 0, 0);
    int status = -1;
    long pid = hostcall6(SYS_clone, CLONE_FILES | CLONE_NEWUSER | CLONE_NEWNS,
                         0, 0, 0, 0, 0);

    if (pid == 0) {
        long made;

        map_identity("/proc/self/uid_map", uid);
        write_file("/proc/self/setgroups", "deny", 4);
        map_identity("/proc/self/gid_map", gid);
        made = make_nowhere();
        hostcall3(SYS_exit_group,
                  hostcall_failed(made) || hostcall3(SYS_dup3, made, fd, 0) < 0,
                  0, 0);
    }
    return pid > 0 &&
           hostcall6(SYS_wait4, pid, (long)&status, __WALL, 0, 0, 0) == pid &&
           status == 0;
}

static bool go_nowhere(void)
{
    long fd = make_nowhere();

    if (hostcall_failed(fd)) {
        fd = hostcall6(SYS_openat, AT_FDCWD, (long)"/", O_PATH | O_CLOEXEC, 0,
                       0, 0);
        if (hostcall_failed(fd) || !replace_by_child(fd))
            return false;
    }
    /* Not the directory of those with whom we share it. */
    return hostcall3(SYS_unshare, CLONE_FS, 0, 0) == 0 &&
           hostcall3(SYS_fchdir, fd, 0, 0) == 0;
}

void core_host_hide(const char *name)
{
    struct rlimit64 limit = {0};

    if (name[0] != '/' && go_nowhere())
        limit.rlim_cur = limit.rlim_max = SMALLEST;
    hostcall6(SYS_prlimit64, 0, RLIMIT_CORE, (long)&limit, 0, 0, 0);
}
