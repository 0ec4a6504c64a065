/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "task/path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>

#include "base/fmt.h"
#include "base/hostcall.h"

static bool below(const char *path, const char *dir)
{
    size_t n = strlen(dir);

    return strncmp(path, dir, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

const char *path_in_sysroot_scope(const char *sysroot, const char *path)
{
    if (path[0] != '/' || below(path, "/proc") || below(path, "/sys") ||
        below(path, "/dev"))
        return NULL;
    if (!below(path, sysroot))
        return path;
    path += strlen(sysroot);
    return *path ? path : "/";
}

/* A kernel before 5.6, or a filter around us, lacks openat2: then absolute
 * links lead out of the sysroot, as plain concatenation has it. */
static long open_plain(const char *sysroot, const char *path, int flags)
{
    char buf[PATH_SIZE];

    if (fmt_string(buf, sizeof(buf), "%s%s", sysroot, path) >= sizeof(buf))
        return -ENAMETOOLONG;
    return hostcall6(SYS_openat, AT_FDCWD, (long)buf, flags, 0, 0, 0);
}

static long open_below(const char *sysroot, const char *path, int flags)
{
    struct open_how how = {.flags = (uint64_t)(unsigned)flags,
                           .resolve = RESOLVE_IN_ROOT};
    long root = hostcall6(SYS_openat, AT_FDCWD, (long)sysroot,
                          O_PATH | O_DIRECTORY | O_CLOEXEC, 0, 0, 0);
    long fd;

    if (root < 0)
        return root;
    fd =
        hostcall6(SYS_openat2, root, (long)path, (long)&how, sizeof(how), 0, 0);
    hostcall3(SYS_close, root, 0, 0);
    return fd == -ENOSYS || fd == -EPERM ? open_plain(sysroot, path, flags)
                                         : fd;
}

int path_open(const char *sysroot, int dirfd, const char *path, int flags,
              bool *inside)
{
    const char *name = sysroot ? path_in_sysroot_scope(sysroot, path) : NULL;
    long fd;

    *inside = false;
    if (name) {
        fd = open_below(sysroot, name, flags);
        if (fd >= 0) {
            *inside = true;
            return (int)fd;
        }
    }
    return (int)hostcall6(SYS_openat, dirfd, (long)path, flags, 0, 0, 0);
}

bool path_of_fd(int fd, char *buf, size_t size)
{
    char link[32];
    long n;

    fmt_string(link, sizeof(link), "/proc/self/fd/%d", fd);
    n = hostcall6(SYS_readlinkat, AT_FDCWD, (long)link, (long)buf,
                  (long)size - 1, 0, 0);
    if (n <= 0)
        return false;
    buf[n] = '\0';
    return buf[0] == '/';
}
