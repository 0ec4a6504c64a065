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

static bool on_proc(int fd)
{
    struct statfs fs;

    return host_call(SYS_fstatfs, (uint64_t)fd, host_ptr(&fs), 0, 0, 0, 0) ==
               0 &&
           fs.f_type == PROC_SUPER_MAGIC;
}

/* A file in /proc by the end of its path. */
struct proc_name {
    char path[256];
    const char *name;   /* last component */
    const char *parent; /* the one before, or "" */
    const char *grand;  /* and before that */
};

/* Cuts the last component off and returns it; "" at the start. */
static const char *cut(char *path)
{
    char *slash = strrchr(path, '/');

    if (!slash)
        return "";
    *slash = '\0';
    return slash + 1;
}

static bool name_of_fd(int fd, struct proc_name *n)
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

/* PID or PID/task/TID of this process, where `parent` is the last of them; rest
 * is the path before `grand`. */
static bool is_task_dir(const char *parent, const char *grand, char *rest)
{
    if (strcmp(grand, "task") == 0)
        return is_our_pid(cut(rest));
    return is_our_pid(parent);
}

static bool in_place(const struct proc_file *f, const struct proc_name *n)
{
    char rest[sizeof(n->path)];

    memcpy(rest, n->path, sizeof(rest));
    switch (f->place) {
    case PROC_ROOT:
        return strcmp(n->name, f->name) == 0 && strcmp(n->grand, "sys") != 0 &&
               strcmp(n->parent, "sys") != 0;
    case PROC_TASK:
        return strcmp(n->name, f->name) == 0 &&
               is_task_dir(n->parent, n->grand, rest);
    case PROC_FD:
        return strcmp(n->parent, f->name) == 0 && is_our_pid(n->grand);
    case PROC_SYS:
        return strcmp(n->name, f->name) == 0 &&
               strcmp(n->parent, "kernel") == 0 && strcmp(n->grand, "sys") == 0;
    }
    return false;
}

static void flush_file(struct fmt_sink *sink)
{
    int fd = *(const int *)sink->context;

    (void)fd_write_all(fd, sink->buf, sink->len);
    sink->len = 0;
}

/* Replaces fd by a file with the text that f writes. */
static int64_t substitute(struct task *t, const struct proc_file *f, int fd,
                          uint64_t flags)
{
    char buf[1024], link[40];
    int64_t ret =
        host_call(SYS_memfd_create, host_ptr(f->name), MFD_CLOEXEC, 0, 0, 0, 0);
    int mem = (int)ret;
    struct fmt_sink sink = {
        .buf = buf, .size = sizeof(buf), .flush = flush_file, .context = &mem};

    if (ret < 0)
        return ret == -ENOSYS ? fd : ret;
    if (!f->write(t, fd, &sink)) {
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

static int64_t open_exe(struct task *t, int fd, uint64_t flags)
{
    char link[40];
    const char *path = t->process->exe;

    close_fd(fd);
    if (t->process->exe_fd >= 0) {
        fmt_string(link, sizeof(link), "/proc/self/fd/%d", t->process->exe_fd);
        path = link;
    }
    return host_call(SYS_openat, (uint64_t)AT_FDCWD, host_ptr(path), flags, 0,
                     0, 0);
}

int64_t proc_opened(struct task *t, int fd, uint64_t flags, int dirfd,
                    uint64_t path)
{
    const struct sys_process *sp = sys_of(t);
    struct proc_name name;
    struct stat s;

    if (host_call(SYS_fstat, (uint64_t)fd, host_ptr(&s), 0, 0, 0, 0) ||
        !S_ISREG(s.st_mode))
        return fd;
    if (s.st_ino == sp->self_ino && s.st_dev == sp->self_dev)
        return !(flags & O_NOFOLLOW) && proc_path_is_exe(t, dirfd, path)
                   ? open_exe(t, fd, flags)
                   : fd;
    if (!s.st_size && (flags & O_ACCMODE) != O_RDONLY && !(flags & O_PATH))
        sys_note_opened(t, fd);
    /* Files of /proc have no size and are read from. */
    if (s.st_size || (flags & O_PATH) || (flags & O_ACCMODE) == O_WRONLY ||
        !on_proc(fd) || !name_of_fd(fd, &name))
        return fd;
    for (const struct proc_file *f = proc_files; f->name; f++)
        if (in_place(f, &name))
            return substitute(t, f, fd, flags);
    return fd;
}

bool proc_is_mem(int fd)
{
    struct proc_name name;

    return on_proc(fd) && name_of_fd(fd, &name) &&
           strcmp(name.name, "mem") == 0;
}

bool proc_path_is_exe(struct task *t, int dirfd, uint64_t path)
{
    struct proc_name name;
    int64_t fd = host_call(SYS_openat, (uint64_t)dirfd, path,
                           O_PATH | O_NOFOLLOW | O_CLOEXEC, 0, 0, 0);
    bool yes;

    (void)t;
    if (fd < 0)
        return false;
    yes = on_proc((int)fd) && name_of_fd((int)fd, &name) &&
          strcmp(name.name, "exe") == 0 &&
          is_task_dir(name.parent, name.grand, name.path);
    close_fd((int)fd);
    return yes;
}

bool proc_text_may_be_exe(struct task *t, uint64_t path)
{
    char buf[SYS_PATH_MAX];
    int64_t n = mem_read_str(t->mm, buf, path, sizeof(buf));
    size_t len;

    /* Where the sysroot has put it, the path is in our memory. */
    if (n < 0)
        return false;
    len = strnlen(buf, sizeof(buf));
    return len == 0 || (len >= 3 && memcmp(buf + len - 3, "exe", 3) == 0);
}

static bool is_ours_by_name(const struct task *t, const char *name)
{
    uint64_t n = 0;

    if (!*name)
        return false;
    for (; *name; name++) {
        if (*name < '0' || *name > '9' || n > INT32_MAX)
            return false;
        n = n * 10 + (uint64_t)(*name - '0');
    }
    return n <= INT32_MAX && fd_is_ours(t, n);
}

int64_t proc_hide_fds(struct task *t, int dirfd, uint64_t entries, int64_t len)
{
    struct proc_name name;
    struct scratch buf;
    size_t kept = 0;

    if (!on_proc(dirfd) || !name_of_fd(dirfd, &name) ||
        (strcmp(name.name, "fd") != 0 && strcmp(name.name, "fdinfo") != 0) ||
        !is_our_pid(name.parent))
        return len;
    if (!scratch_get(t, &buf, (size_t)len) ||
        get_user(t, buf.p, entries, (size_t)len))
        return len;
    for (size_t at = 0; at < (size_t)len;) {
        const struct dirent64 *d =
            (const struct dirent64 *)(const void *)(buf.p + at);
        size_t size = d->d_reclen;

        if (!is_ours_by_name(t, d->d_name)) {
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
