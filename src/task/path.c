/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "task/path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/fmt.h"
#include "base/hostcall.h"

enum { MAX_LINKS = 40, NAME_SIZE = 256 };

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

/* A look-up by hand: a directory, and what remains of the path from there. */
struct walk {
    int root, dir;
    unsigned links;
    char rest[PATH_SIZE];
};

static int64_t open_at(int dir, const char *name, uint64_t flags)
{
    return hostcall6(SYS_openat, dir, (long)name, (long)flags, 0, 0, 0);
}

/* Takes fd over. */
static void enter(struct walk *w, int fd)
{
    if (w->dir != w->root)
        hostcall3(SYS_close, w->dir, 0, 0);
    w->dir = fd;
}

/* The same directory, by any way. */
static bool at_root(const struct walk *w)
{
    struct stat a, b;

    return w->dir == w->root ||
           (hostcall3(SYS_fstat, w->dir, (long)&a, 0) == 0 &&
            hostcall3(SYS_fstat, w->root, (long)&b, 0) == 0 &&
            a.st_ino == b.st_ino && a.st_dev == b.st_dev);
}

/* Puts the text of the link fd before what remains. */
static int follow_link(struct walk *w, int fd, const char *after)
{
    char text[PATH_SIZE];
    long n = hostcall6(SYS_readlinkat, fd, (long)"", (long)text,
                       sizeof(text) - 1, 0, 0);
    size_t more = strlen(after);

    if (n < 0)
        return (int)n;
    if (n == 0)
        return -ENOENT;
    if (++w->links > MAX_LINKS)
        return -ELOOP;
    if ((size_t)n + more >= sizeof(w->rest))
        return -ENAMETOOLONG;
    memmove(w->rest + n, after, more + 1);
    memcpy(w->rest, text, (size_t)n);
    if (text[0] == '/')
        enter(w, w->root);
    return 0;
}

/* Goes into the directory `name`, or where that leads as a link; `after` is
 * what follows in the path. 0 or -errno. */
static int step(struct walk *w, const char *name, const char *after)
{
    bool up = strcmp(name, "..") == 0;
    struct stat st;
    int64_t fd;
    int r;

    if (strcmp(name, ".") == 0 || (up && at_root(w))) {
        memmove(w->rest, after, strlen(after) + 1);
        return 0;
    }
    fd = open_at(w->dir, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return (int)fd;
    r = (int)hostcall3(SYS_fstat, fd, (long)&st, 0);
    if (r == 0 && S_ISLNK(st.st_mode)) {
        r = follow_link(w, (int)fd, after);
    } else if (r == 0 && S_ISDIR(st.st_mode)) {
        memmove(w->rest, after, strlen(after) + 1);
        enter(w, (int)fd);
        return 0;
    } else if (r == 0) {
        r = -ENOTDIR;
    }
    hostcall3(SYS_close, fd, 0, 0);
    return r;
}

static bool is_link(int dir, const char *name)
{
    char c;

    return hostcall6(SYS_readlinkat, dir, (long)name, (long)&c, 1, 0, 0) >= 0;
}

/* Component by component, with no more than openat(). */
static int64_t walk(struct walk *w, uint64_t flags)
{
    for (;;) {
        char name[NAME_SIZE];
        size_t skip = strspn(w->rest, "/"), n = strcspn(w->rest + skip, "/");
        const char *after = w->rest + skip + n;
        int r;

        if (n == 0)
            return open_at(w->dir, ".", flags & ~(uint64_t)O_NOFOLLOW);
        if (n >= sizeof(name))
            return -ENAMETOOLONG;
        memcpy(name, w->rest + skip, n);
        name[n] = '\0';
        /* ".." is never a file, nor to be opened past the root. */
        if (!*after && strcmp(name, "..") != 0 &&
            ((flags & O_NOFOLLOW) || !is_link(w->dir, name)))
            return open_at(w->dir, name, flags | O_NOFOLLOW);
        r = step(w, name, after);
        if (r < 0)
            return r;
    }
}

int64_t path_open_in_root(int root, const char *path, uint64_t flags)
{
    struct open_how how = {.flags = flags, .resolve = RESOLVE_IN_ROOT};
    struct walk w = {.root = root, .dir = root};
    int64_t fd =
        hostcall6(SYS_openat2, root, (long)path, (long)&how, sizeof(how), 0, 0);

    /* Before Linux 5.6; under a filter; or ".." met with a rename. */
    if (fd != -ENOSYS && fd != -EPERM && fd != -EAGAIN)
        return fd;
    if (!path[0] ||
        fmt_string(w.rest, sizeof(w.rest), "%s", path) >= sizeof(w.rest))
        return path[0] ? -ENAMETOOLONG : -ENOENT;
    fd = walk(&w, flags);
    enter(&w, root);
    return fd;
}

static int64_t open_below(const char *sysroot, const char *path, uint64_t flags)
{
    int64_t root = open_at(AT_FDCWD, sysroot, O_PATH | O_DIRECTORY | O_CLOEXEC);
    int64_t fd;

    if (root < 0)
        return root;
    fd = path_open_in_root((int)root, path, flags);
    hostcall3(SYS_close, root, 0, 0);
    return fd;
}

int path_open(const char *sysroot, int dirfd, const char *path, int flags,
              bool *inside)
{
    const char *name = sysroot ? path_in_sysroot_scope(sysroot, path) : NULL;
    int64_t fd;

    *inside = false;
    if (name) {
        fd = open_below(sysroot, name, (uint64_t)(unsigned)flags);
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
