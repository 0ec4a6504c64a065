/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * /proc/PID/exe: the kernel's link leads to our executable and means the
 * guest's program.  A process keeps it open in the descriptor after the one on
 * our executable (fd_dup_pair), which is where others find it; they may as far
 * as they may follow the link.
 */
#include "config.h"

#include "syscall/proc.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "task/path.h"

enum { LINKS = 40 }; /* as the kernel follows at most */

/* A path on its way along links that are files of the guest's. */
struct walk {
    int dirfd;
    char text[SYS_PATH_MAX];
};

static int64_t open_link(const struct walk *w)
{
    /* AT_EMPTY_PATH: the descriptor is on the link itself. */
    if (!w->text[0])
        return host_call(SYS_fcntl, (uint64_t)w->dirfd, F_DUPFD_CLOEXEC, 0, 0,
                         0, 0);
    return host_call(SYS_openat, (uint64_t)w->dirfd, host_ptr(w->text),
                     O_PATH | O_NOFOLLOW | O_CLOEXEC, 0, 0, 0);
}

int64_t proc_number(const char *s)
{
    int64_t n = 0;

    if (!*s)
        return 0;
    for (; *s; s++) {
        if (*s < '0' || *s > '9' || n > INT32_MAX)
            return 0;
        n = n * 10 + (*s - '0');
    }
    return n;
}

int64_t proc_pid_of(const struct proc_name *n)
{
    const char *slash = strrchr(n->path, '/');

    if (strcmp(n->grand, "task") != 0)
        return proc_number(n->parent);
    return slash ? proc_number(slash + 1) : 0;
}

/* Whether the path leads to our executable. */
static bool leads_to_us(const struct task *t, const struct walk *w)
{
    struct stat s;

    return host_call(SYS_newfstatat, (uint64_t)w->dirfd, host_ptr(w->text),
                     host_ptr(&s), 0, 0, 0) == 0 &&
           sys_is_us(t, s.st_dev, s.st_ino);
}

/* The process whose link `exe` the descriptor is on; 0: something else. */
static int64_t pid_of_link(const struct task *t, const struct walk *w, int fd)
{
    struct proc_name n;

    if (!proc_has(fd))
        return 0;
    /* Where no /proc is to be seen, it has no name. */
    if (!proc_name_of_fd(fd, &n))
        return leads_to_us(t, w) ? host_call(SYS_getpid, 0, 0, 0, 0, 0, 0) : 0;
    return strcmp(n.name, "exe") == 0 ? proc_pid_of(&n) : 0;
}

/* From the link behind fd to where its text leads; false: it is no link. */
static bool follow(struct walk *w, int fd)
{
    char target[SYS_PATH_MAX];
    size_t dir = 0;
    int64_t n;

    n = host_call(SYS_readlinkat, (uint64_t)fd, host_ptr(""), host_ptr(target),
                  sizeof(target) - 1, 0, 0);
    if (n <= 0)
        return false;
    target[n] = '\0';
    if (target[0] != '/') {
        if (!path_of_fd(fd, w->text, sizeof(w->text)))
            return false;
        dir = (size_t)(strrchr(w->text, '/') + 1 - w->text);
    }
    fmt_string(w->text + dir, sizeof(w->text) - dir, "%s", target);
    w->dirfd = AT_FDCWD;
    return true;
}

static int64_t pid_of_path(const struct task *t, struct walk *w, bool links)
{
    for (int i = 0; i < LINKS; i++) {
        int64_t pid, fd = open_link(w);
        bool more;

        if (fd < 0)
            return 0;
        pid = pid_of_link(t, w, (int)fd);
        more = !pid && links && follow(w, (int)fd);
        host_call(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
        if (!more)
            return pid;
    }
    return 0;
}

/* The text of a link below `dir`; false when it is too long or cannot be read.
 */
static bool link_text(int dir, const char *name, char *buf, size_t size)
{
    int64_t n = host_call(SYS_readlinkat, (uint64_t)dir, host_ptr(name),
                          host_ptr(buf), size, 0, 0);

    if (n <= 0 || (size_t)n >= size)
        return false;
    buf[n] = '\0';
    return true;
}

/* The descriptor on our executable in the directory fd/ of another process; -1:
 * none. */
static int64_t find_self(int dir, const char *exe)
{
    char buf[2048] __attribute__((aligned(8))), text[SYS_PATH_MAX];
    int64_t n;

    while ((n = host_call(SYS_getdents64, (uint64_t)dir, host_ptr(buf),
                          sizeof(buf), 0, 0, 0)) > 0) {
        for (int64_t at = 0; at < n;) {
            const struct dirent64 *d =
                (const struct dirent64 *)(const void *)(buf + at);

            if (d->d_name[0] != '.' &&
                link_text(dir, d->d_name, text, sizeof(text)) &&
                strcmp(text, exe) == 0)
                return proc_number(d->d_name);
            at += d->d_reclen;
        }
    }
    return -1;
}

bool proc_runs_us(const struct task *t, int64_t pid)
{
    char path[40];
    struct stat s;

    fmt_string(path, sizeof(path), "/proc/%ld/exe", (long)pid);
    return host_call(SYS_stat, host_ptr(path), host_ptr(&s), 0, 0, 0, 0) == 0 &&
           sys_is_us(t, s.st_dev, s.st_ino);
}

/* Where another process that runs Calque has its program. */
static bool exe_of_other(const struct task *t, int64_t pid, char *path,
                         size_t size)
{
    char exe[SYS_PATH_MAX];
    struct stat s;
    int64_t dir, fd;

    fmt_string(path, size, "/proc/%ld/exe", (long)pid);
    if (!proc_runs_us(t, pid) || !link_text(AT_FDCWD, path, exe, sizeof(exe)))
        return false;
    fmt_string(path, size, "/proc/%ld/fd", (long)pid);
    dir = host_call(SYS_openat, (uint64_t)AT_FDCWD, host_ptr(path),
                    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0, 0);
    if (dir < 0)
        return false;
    fd = find_self((int)dir, exe);
    host_call(SYS_close, (uint64_t)dir, 0, 0, 0, 0, 0);
    if (fd < 0)
        return false;
    fmt_string(path, size, "/proc/%ld/fd/%ld", (long)pid, (long)fd + 1);
    return host_call(SYS_stat, host_ptr(path), host_ptr(&s), 0, 0, 0, 0) == 0 &&
           S_ISREG(s.st_mode);
}

bool proc_exe(struct task *t, int dirfd, const char *path, bool links,
              struct proc_exe *out)
{
    const struct process *p = t->process;
    struct walk w = {.dirfd = dirfd};
    struct stat s;
    int64_t pid;

    fmt_string(w.text, sizeof(w.text), "%s", path);
    pid = pid_of_path(t, &w, links);
    if (!pid)
        return false;
    out->own = pid == host_call(SYS_getpid, 0, 0, 0, 0, 0, 0);
    if (!out->own)
        return exe_of_other(t, pid, out->path, sizeof(out->path));
    fmt_string(out->path, sizeof(out->path), "/proc/self/fd/%d", p->exe_fd);
    if (p->exe_fd < 0 ||
        host_call(SYS_stat, host_ptr(out->path), host_ptr(&s), 0, 0, 0, 0))
        fmt_string(out->path, sizeof(out->path), "%s", p->exe);
    return true;
}

bool proc_exe_found(struct task *t, int dirfd, uint64_t path, bool links,
                    struct proc_exe *out)
{
    char text[SYS_PATH_MAX];

    /* What the sysroot had was put into memory of ours, and is not in /proc. */
    return mem_read_str(t->mm, text, mm_guest(t->mm, path), sizeof(text)) >=
               0 &&
           proc_exe(t, dirfd, text, links, out);
}

bool proc_exe_named(struct task *t, int dirfd, uint64_t path,
                    struct proc_exe *out)
{
    char text[SYS_PATH_MAX];
    size_t len;

    if (mem_read_str(t->mm, text, mm_guest(t->mm, path), sizeof(text)) < 0)
        return false;
    len = strlen(text);
    return (len == 0 || (len >= 3 && strcmp(text + len - 3, "exe") == 0)) &&
           proc_exe(t, dirfd, text, false, out);
}
