/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a path to a file that can be executed: permissions, #! lines, target. */
#include "config.h"

#include "loader/loader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fmt.h"
#include "base/hostcall.h"
#include "task/path.h"

#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif

/* A FIFO must not make us wait, nor a terminal become ours. */
enum { EXECVE_CHECK = 0x10000 }; /* AT_EXECVE_CHECK */
enum { OPEN_FLAGS = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

int program_ask_kernel(int fd)
{
    static const char *const argv[] = {"", NULL};

    return (int)hostcall6(SYS_execveat, fd, (long)"", (long)argv, 0,
                          AT_EMPTY_PATH | EXECVE_CHECK, 0);
}

/* May the file behind fd be executed? */
static int check_permission(int fd)
{
    struct stat st;
    int r = program_ask_kernel(fd);

    if (r != -EINVAL && r != -ENOSYS)
        return r;
    r = (int)hostcall3(SYS_fstat, fd, (long)&st, 0);
    if (r < 0)
        return r;
    if (!S_ISREG(st.st_mode))
        return -EACCES;
    r = (int)hostcall6(SYS_faccessat2, fd, (long)"", X_OK,
                       AT_EMPTY_PATH | AT_EACCESS, 0, 0);
    if (r == -ENOSYS || r == -EPERM || r == -EINVAL)
        r = st.st_mode & 0111 ? 0 : -EACCES;
    return r;
}

static int read_head(struct program *p)
{
    long n =
        hostcall6(SYS_pread64, p->fd, (long)p->head, sizeof(p->head), 0, 0, 0);

    if (n < 0)
        return (int)n;
    p->head_len = (size_t)n;
    memset(p->head + n, 0, sizeof(p->head) - (size_t)n);
    return 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Splits a #! line in place, as the kernel does: one argument, blanks inside
 * it kept. The path or NULL. */
static char *split_line(char line[PROGRAM_LINE], char **arg)
{
    char *end = memchr(line, '\n', PROGRAM_LINE);
    char *name, *p;

    if (!end) {
        /* Cut off at the end of what counts: the path must be whole. */
        end = line + PROGRAM_LINE - 1;
        for (p = line + 2; p < end && is_blank(*p); p++)
            ;
        while (p < end && !is_blank(*p) && *p)
            p++;
        if (p == end)
            return NULL;
    }
    while (end > line + 2 && is_blank(end[-1]))
        end--;
    *end = '\0';
    for (name = line + 2; is_blank(*name); name++)
        ;
    if (!*name)
        return NULL;
    for (p = name; *p && !is_blank(*p); p++)
        ;
    while (is_blank(*p))
        *p++ = '\0';
    *arg = *p ? p : NULL;
    return name;
}

/* Puts new strings before those there are. */
static void push_prefix(struct program *p, const char *const *strings,
                        unsigned n)
{
    memmove(p->prefix + n, p->prefix, p->n_prefix * sizeof(*p->prefix));
    memcpy(p->prefix, strings, n * sizeof(*p->prefix));
    p->n_prefix += n;
}

/* p->head is a script's: opens its interpreter in its place. */
static int follow_script(struct program *p, const struct config *config,
                         unsigned depth)
{
    char *line = p->lines[depth], *name, *arg = NULL;
    const char *strings[2];
    unsigned n = 0;
    bool inside;
    int r;

    memcpy(line, p->head, PROGRAM_LINE);
    name = split_line(line, &arg);
    if (!name) {
        p->why = "bad #! line";
        return -ENOEXEC;
    }
    if (p->closed)
        return -ENOENT;
    if (p->n_prefix == 0)
        push_prefix(p, &(const char *){p->script}, 1);
    strings[n++] = name;
    if (arg)
        strings[n++] = arg;
    push_prefix(p, strings, n);
    hostcall3(SYS_close, p->fd, 0, 0);
    p->fd = path_open(config->sysroot, AT_FDCWD, name, OPEN_FLAGS, &inside);
    p->inside |= inside;
    if (p->fd < 0) {
        r = p->fd;
        p->fd = -1;
        p->why = "interpreter of the script cannot be opened";
        return r;
    }
    fmt_string(p->path, sizeof(p->path), "%s", name);
    r = check_permission(p->fd);
    return r < 0 ? r : read_head(p);
}

static int identify(struct program *p, const struct config *config)
{
    int r = read_head(p);

    for (unsigned depth = 0; r == 0; depth++) {
        if (p->head[0] != '#' || p->head[1] != '!')
            break;
        r = depth < PROGRAM_SCRIPTS ? follow_script(p, config, depth) : -ELOOP;
    }
    if (r < 0)
        return r;
    r = elf_header(&p->elf, p->head, p->head_len, &p->why);
    p->target = target_by_elf(p->elf.machine, p->elf.elf_class, p->elf.data);
    /* What is no guest's is for the host to judge. */
    return p->target ? r : 0;
}

static int finish(struct program *p, const struct config *config, bool checked)
{
    int r = checked ? 0 : check_permission(p->fd);

    if (r == 0)
        r = identify(p, config);
    if (r < 0)
        program_close(p);
    return r;
}

static void prepare(struct program *p, const char *path)
{
    p->n_prefix = 0;
    p->inside = false;
    p->closed = false;
    p->target = NULL;
    p->why = NULL;
    p->head_len = 0;
    fmt_string(p->path, sizeof(p->path), "%s", path);
    fmt_string(p->script, sizeof(p->script), "%s", path);
}

int program_open_fd(struct program *p, const struct config *config, int fd,
                    const char *path, bool checked)
{
    prepare(p, path);
    p->fd = fd;
    return finish(p, config, checked);
}

/* Scripts are known to their interpreters by what goes through `dirfd`. */
static void name_by_fd(struct program *p, int dirfd, const char *path)
{
    p->closed = hostcall3(SYS_fcntl, dirfd, F_GETFD, 0) & FD_CLOEXEC;
    fmt_string(p->script, sizeof(p->script), "/dev/fd/%d%s%s", dirfd,
               path[0] ? "/" : "", path);
}

/* execveat(fd, "", AT_EMPTY_PATH). */
static int reopen(int fd)
{
    char link[32];
    long copy, mode = hostcall3(SYS_fcntl, fd, F_GETFL, 0);

    if (mode < 0)
        return (int)mode;
    if ((mode & O_ACCMODE) == O_RDONLY && !(mode & O_PATH)) {
        copy = hostcall3(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 0);
    } else {
        fmt_string(link, sizeof(link), "/proc/self/fd/%d", fd);
        copy = hostcall6(SYS_openat, AT_FDCWD, (long)link, OPEN_FLAGS, 0, 0, 0);
    }
    return (int)copy;
}

int program_open(struct program *p, const struct config *config, int dirfd,
                 const char *path, int flags)
{
    int r;

    if (flags & ~(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW))
        return -EINVAL;
    prepare(p, path);
    if (path[0] == '\0') {
        p->fd = flags & AT_EMPTY_PATH ? reopen(dirfd) : -ENOENT;
        name_by_fd(p, dirfd, path);
    } else {
        p->fd = path_open(config->sysroot, dirfd, path,
                          OPEN_FLAGS |
                              (flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0),
                          &p->inside);
        if (dirfd != AT_FDCWD && path[0] != '/')
            name_by_fd(p, dirfd, path);
    }
    if (p->fd < 0) {
        r = p->fd;
        p->fd = -1;
        return r;
    }
    return finish(p, config, false);
}

/* Is there a dynamic linker for p at `path`? */
static int check_interp(struct program *p, const struct config *config,
                        const char *path)
{
    uint8_t head[ELF_HEAD_SIZE];
    struct elf_image e;
    bool inside;
    long n;
    int fd = path_open(config->sysroot, AT_FDCWD, path, OPEN_FLAGS, &inside);
    int r;

    if (fd < 0)
        return fd;
    r = check_permission(fd);
    n = hostcall6(SYS_pread64, fd, (long)head, sizeof(head), 0, 0, 0);
    hostcall3(SYS_close, fd, 0, 0);
    if (r < 0)
        return r;
    if (n < 0)
        return (int)n;
    r = elf_header(&e, head, (size_t)n, &p->why);
    return r < 0 || e.machine != p->elf.machine ? -ELIBBAD : 0;
}

static int read_exactly(int fd, void *buf, uint64_t size, uint64_t at)
{
    long n = hostcall6(SYS_pread64, fd, (long)buf, (long)size, (long)at, 0, 0);

    if (n < 0)
        return (int)n;
    return (uint64_t)n == size ? 0 : -ENOEXEC;
}

static int check_with(struct program *p, const struct config *config,
                      uint8_t *phdrs)
{
    uint64_t size = (uint64_t)p->elf.phnum * ELF_PHENT_SIZE;
    /* The path, afterwards, in the same memory. */
    char *interp = (char *)phdrs;
    struct stat st;
    int r = (int)hostcall3(SYS_fstat, p->fd, (long)&st, 0);

    if (r == 0)
        r = read_exactly(p->fd, phdrs, size, p->elf.phoff);
    if (r == 0)
        r = elf_segments(&p->elf, phdrs, (uint64_t)st.st_size,
                         (uint64_t)1 << config_va_bits(config, p->target),
                         &p->why);
    if (r < 0 || !p->elf.interp_size)
        return r;
    r = read_exactly(p->fd, interp, p->elf.interp_size, p->elf.interp_off);
    if (r == 0)
        r = elf_interp(interp, p->elf.interp_size, &p->why);
    return r == 0 ? check_interp(p, config, interp) : r;
}

int program_check(struct program *p, const struct config *config)
{
    long mem = hostcall6(SYS_mmap, 0, ELF_PHDRS_MAX, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int r;

    if (hostcall_failed(mem))
        return (int)mem;
    r = check_with(p, config, (uint8_t *)mem);
    hostcall3(SYS_munmap, mem, ELF_PHDRS_MAX, 0);
    return r;
}

void program_close(struct program *p)
{
    if (p->fd >= 0)
        hostcall3(SYS_close, p->fd, 0, 0);
    p->fd = -1;
}
