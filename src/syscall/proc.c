/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is in /proc is decided on the descriptor that an open yielded: its file
 * system's type and, from there, its name.  So links, bind mounts, chroots and
 * relative paths need no thought.
 */
#include "config.h"

#include "syscall/proc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/memfd.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <sys/vfs.h>

#include "base/fd.h"

static void close_fd(int fd)
{
    host_call(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
}

bool proc_has(int fd)
{
    struct statfs fs;

    return host_call(SYS_fstatfs, (uint64_t)fd, host_ptr(&fs), 0, 0, 0, 0) ==
               0 &&
           fs.f_type == PROC_SUPER_MAGIC;
}

/* Cuts the last component off and returns it; "" at the start. */
static const char *cut(char *path)
{
    char *slash = strrchr(path, '/');

    if (!slash)
        return "";
    *slash = '\0';
    return slash + 1;
}

bool proc_name_of_fd(int fd, struct proc_name *n)
{
    char link[40];
    int64_t len;

    fmt_string(link, sizeof(link), "/proc/self/fd/%d", fd);
    len = host_call(SYS_readlinkat, (uint64_t)AT_FDCWD, host_ptr(link),
                    host_ptr(n->path), sizeof(n->path) - 1, 0, 0);
    if (len <= 0)
        return false;
    n->path[len] = '\0';
    n->name = cut(n->path);
    n->parent = cut(n->path);
    n->grand = cut(n->path);
    return true;
}

static bool is_number(const char *s, int64_t value)
{
    char digits[24];

    fmt_string(digits, sizeof(digits), "%ld", (long)value);
    return strcmp(s, digits) == 0;
}

static bool is_our_pid(const char *s)
{
    return is_number(s, host_call(SYS_getpid, 0, 0, 0, 0, 0, 0));
}

/* The function that writes the file named n, if it is f; NULL: the host's file
 * is right. */
static proc_file_fn *writer(const struct task *t, const struct proc_file *f,
                            const struct proc_name *n)
{
    bool same = strcmp(n->name, f->name) == 0;
    int64_t pid;

    switch (f->place) {
    case PROC_ROOT:
        return same && strcmp(n->grand, "sys") != 0 &&
                       strcmp(n->parent, "sys") != 0
                   ? f->write
                   : NULL;
    case PROC_TASK:
        pid = same ? proc_pid_of(n) : 0;
        if (!pid)
            return NULL;
        if (pid == host_call(SYS_getpid, 0, 0, 0, 0, 0, 0))
            return f->write;
        return f->write_other && proc_runs_us(t, pid) ? f->write_other : NULL;
    case PROC_FD:
        return strcmp(n->parent, f->name) == 0 && is_our_pid(n->grand)
                   ? f->write
                   : NULL;
    case PROC_SYS:
        return same && strcmp(n->parent, "kernel") == 0 &&
                       strcmp(n->grand, "sys") == 0
                   ? f->write
                   : NULL;
    }
    return NULL;
}

static void flush_file(struct fmt_sink *sink)
{
    int fd = *(const int *)sink->context;

    (void)fd_write_all(fd, sink->buf, sink->len);
    sink->len = 0;
}

/* Replaces fd by a file `name` with the text that `write` makes. */
static int64_t substitute(struct task *t, const char *name, proc_file_fn *write,
                          int fd, uint64_t flags)
{
    char buf[1024], link[40];
    int64_t ret =
        host_call(SYS_memfd_create, host_ptr(name), MFD_CLOEXEC, 0, 0, 0, 0);
    int mem = (int)ret;
    struct fmt_sink sink = {
        .buf = buf, .size = sizeof(buf), .flush = flush_file, .context = &mem};

    if (ret < 0)
        return ret == -ENOSYS ? fd : ret;
    if (!write(t, fd, &sink)) {
        host_call(SYS_lseek, (uint64_t)fd, 0, SEEK_SET, 0, 0, 0);
        close_fd(mem);
        return fd;
    }
    flush_file(&sink);
    /* Opened again so that it is read-only and at its start. */
    close_fd(fd);
    fmt_string(link, sizeof(link), "/proc/self/fd/%d", mem);
    ret = host_call(SYS_openat, (uint64_t)AT_FDCWD, host_ptr(link),
                    O_RDONLY | (flags & (O_CLOEXEC | O_NONBLOCK)), 0, 0, 0);
    close_fd(mem);
    return ret;
}

/* fd is on our executable: by a link that means a guest's? */
static int64_t open_exe(struct task *t, int fd, uint64_t flags, int dirfd,
                        uint64_t path)
{
    struct proc_exe exe;

    if ((flags & O_NOFOLLOW) || !proc_exe_found(t, dirfd, path, true, &exe))
        return fd;
    close_fd(fd);
    return host_call(SYS_openat, (uint64_t)AT_FDCWD, host_ptr(exe.path), flags,
                     0, 0, 0);
}

int64_t proc_opened(struct task *t, int fd, uint64_t flags, int dirfd,
                    uint64_t path)
{
    struct proc_name name;
    struct stat s;

    if (host_call(SYS_fstat, (uint64_t)fd, host_ptr(&s), 0, 0, 0, 0) ||
        !S_ISREG(s.st_mode))
        return fd;
    if (sys_is_us(t, s.st_dev, s.st_ino))
        return open_exe(t, fd, flags, dirfd, path);
    if (!s.st_size && (flags & O_ACCMODE) != O_RDONLY && !(flags & O_PATH))
        sys_note_opened(t, fd);
    /* Files of /proc have no size and are read from. */
    if (s.st_size || (flags & O_PATH) || (flags & O_ACCMODE) == O_WRONLY ||
        !proc_has(fd) || !proc_name_of_fd(fd, &name))
        return fd;
    for (const struct proc_file *f = proc_files; f->name; f++) {
        proc_file_fn *write = writer(t, f, &name);

        if (write)
            return substitute(t, write == f->write ? f->name : "other", write,
                              fd, flags);
    }
    return fd;
}

bool proc_is_maps(int fd)
{
    static const char file[] = "/memfd:maps (deleted)";
    char link[40], to[sizeof(file)];
    int64_t len;

    fmt_string(link, sizeof(link), "/proc/self/fd/%d", fd);
    len = host_call(SYS_readlinkat, (uint64_t)AT_FDCWD, host_ptr(link),
                    host_ptr(to), sizeof(to), 0, 0);
    return len == sizeof(file) - 1 && memcmp(to, file, sizeof(file) - 1) == 0;
}

bool proc_is_mem(int fd)
{
    struct proc_name name;

    return proc_has(fd) && proc_name_of_fd(fd, &name) &&
           strcmp(name.name, "mem") == 0;
}

/* START-END of a mapping that is not the guest's. */
static bool is_our_mapping(const struct task *t, const char *name)
{
    uint64_t start = 0;

    for (; *name && *name != '-'; name++)
        start = start << 4 |
                (uint64_t)(*name <= '9' ? *name - '0' : *name - 'a' + 10);
    return *name == '-' && start >= mm_limit(t->mm);
}

static bool is_ours_by_name(const struct task *t, const char *name)
{
    int64_t n = proc_number(name);

    return n <= INT32_MAX && fd_is_ours(t, (uint64_t)n);
}

int64_t proc_hide(struct task *t, int dirfd, uint64_t entries, int64_t len)
{
    struct proc_name name;
    struct scratch buf;
    size_t kept = 0;
    bool maps;

    if (!proc_has(dirfd) || !proc_name_of_fd(dirfd, &name) ||
        !is_our_pid(name.parent))
        return len;
    maps = strcmp(name.name, "map_files") == 0;
    if (!maps && strcmp(name.name, "fd") != 0 &&
        strcmp(name.name, "fdinfo") != 0)
        return len;
    if (!scratch_get(t, &buf, (size_t)len) ||
        get_user(t, buf.p, entries, (size_t)len))
        return len;
    for (size_t at = 0; at < (size_t)len;) {
        const struct dirent64 *d =
            (const struct dirent64 *)(const void *)(buf.p + at);
        size_t size = d->d_reclen;

        if (!(maps ? is_our_mapping : is_ours_by_name)(t, d->d_name)) {
            memmove(buf.p + kept, buf.p + at, size);
            kept += size;
        }
        at += size;
    }
    if (put_user(t, entries, buf.p, kept))
        kept = (size_t)len;
    scratch_put(&buf);
    return (int64_t)kept;
}
