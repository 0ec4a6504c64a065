/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * execve by a guest.  The file is looked at first, so that what the kernel
 * would refuse is refused with its errno while the caller still runs.  With
 * base 0 guest arrays of strings are host arrays: the kernel reads them itself.
 */
#include "config.h"

#include "loader/loader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fmt.h"
#include "base/hostcall.h"
#include "loader/handoff.h"
#include "loader/privilege.h"
#include "task/path.h"
#include "task/user.h"

/* An array of strings for the kernel: the guest's own, or made from it in
 * memory of ours where #! lines changed it or its pointers are not the host's.
 */
struct string_array {
    uint64_t at;
    void *memory;
    uint64_t size;
};

struct arguments {
    struct string_array argv; /* the guest's */
    struct string_array
        prefixed; /* the same after #! lines, if there are any */
    struct string_array envp;
};

static int64_t count_args(const struct task *t, gaddr argv)
{
    /* Half the address space of the kernel's own limit on their size. */
    const int64_t most = 1 << 23;
    uint64_t p;

    for (int64_t n = 0; n < most; n++) {
        if (mem_get(t->mm, p, argv + (uint64_t)n * 8) < 0)
            return -EFAULT;
        if (!p)
            return n;
    }
    return -E2BIG;
}

/* The array at `a`, with the n strings of `prefix` in the place of its first,
 * if n is not 0. */
static int make_array(const struct task *t, gaddr a, const char *const *prefix,
                      unsigned n, struct string_array *out)
{
    int64_t count;
    uint64_t *v;
    long mem;

    *out = (struct string_array){.at = user_ptr(t, a)};
    if (!n && (!a || !mm_base(t->mm)))
        return 0;
    count = a ? count_args(t, a) : 0;
    if (count < 0)
        return (int)count;
    out->size = ((uint64_t)count + n + 1) * sizeof(*v);
    mem = hostcall6(SYS_mmap, 0, (long)out->size, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (hostcall_failed(mem))
        return (int)mem;
    out->memory = v = (uint64_t *)mem;
    out->at = (uint64_t)mem;
    for (unsigned i = 0; i < n; i++)
        *v++ = (uintptr_t)prefix[i];
    for (int64_t i = n ? 1 : 0; i < count; i++, v++) {
        if (mem_get(t->mm, *v, a + (uint64_t)i * 8) < 0)
            return -EFAULT;
        *v = user_ptr(t, *v);
    }
    return 0;
}

static void free_array(struct string_array *s)
{
    if (s->memory)
        hostcall3(SYS_munmap, (long)s->memory, (long)s->size, 0);
}

static int prepare_arguments(const struct task *t, const struct program *p,
                             gaddr argv, gaddr envp, struct arguments *out)
{
    int r = make_array(t, argv, NULL, 0, &out->argv);

    if (r == 0 && p->n_prefix)
        r = make_array(t, argv, p->prefix, p->n_prefix, &out->prefixed);
    return r ? r : make_array(t, envp, NULL, 0, &out->envp);
}

static void free_arguments(struct arguments *args)
{
    free_array(&args->argv);
    free_array(&args->prefixed);
    free_array(&args->envp);
}

/* The arguments of the program that #! lines lead to. */
static uint64_t arguments_of(const struct program *p,
                             const struct arguments *args)
{
    return p->n_prefix ? args->prefixed.at : args->argv.at;
}

static int host_exec(struct task *t, int dirfd, const char *path, uint64_t argv,
                     uint64_t envp, int flags)
{
    const struct task_hooks *hooks = t->process->hooks;
    int r;

    if (t->process->dying)
        task_stand_still();
    if (hooks->exec_begin)
        hooks->exec_begin(t);
    t->at_rest = true;
    r = (int)hostcall6(SYS_execveat, dirfd, (long)path, (long)argv, (long)envp,
                       flags, 0);
    t->at_rest = false;
    if (hooks->exec_failed)
        hooks->exec_failed(t);
    return r;
}

/* Lets a descriptor survive the exec. */
static int inheritable(int fd)
{
    if (fd >= 0)
        hostcall3(SYS_fcntl, fd, F_SETFD, 0);
    return fd;
}

static void close_fd(int fd)
{
    if (fd >= 0)
        hostcall3(SYS_close, fd, 0, 0);
}

/* A guest program: ourselves again, with a hand-off. */
static int exec_guest(struct task *t, const struct program *p,
                      const struct arguments *args)
{
    struct handoff h = {.config = t->process->config,
                        .log_fd = -1,
                        .execfn = p->script,
                        .path = p->path};
    int pair[2], self, message = -1, memfd;
    int r = fd_dup_pair(t->files->self_fd, p->fd, pair);

    if (r < 0)
        return r;
    self = inheritable(pair[0]);
    h.exe_fd = inheritable(pair[1]);
    if (t->files->log_fd >= 0)
        h.log_fd = inheritable(fd_dup_high(t->files->log_fd));
    r = memfd = handoff_make(&h);
    if (memfd >= 0) {
        /* Above `self`, where it is looked for. */
        message = r = (int)hostcall3(SYS_fcntl, memfd, F_DUPFD, self + 1);
        close_fd(memfd);
    }
    if (r >= 0)
        r = host_exec(t, self, "", arguments_of(p, args), args->envp.at,
                      AT_EMPTY_PATH);
    close_fd(message);
    close_fd(h.log_fd);
    close_fd(h.exe_fd);
    close_fd(self);
    return r;
}

/* Not a guest's, or one that binfmt_misc has to start because we cannot name
 * ourselves: the kernel knows it, or says that it does not. */
static int exec_host(struct task *t, struct program *p, int dirfd,
                     const char *path, const struct arguments *args, int flags)
{
    char real[PATH_SIZE];

    if (!p->inside)
        return host_exec(t, dirfd, path, args->argv.at, args->envp.at, flags);
    /* Of the sysroot, of which the host's kernel and program know nothing. */
    if (!path_of_fd(p->fd, real, sizeof(real)))
        return -ENOENT;
    return host_exec(t, AT_FDCWD, real, arguments_of(p, args), args->envp.at,
                     0);
}

/* A guest program whose file gives privileges gets them from the kernel, or
 * runs without, as where a file system is mounted nosuid. Says so. */
static int exec_privileged(struct task *t, struct program *p, int dirfd,
                           const char *path, const struct arguments *args,
                           int flags)
{
    const char *gain = privilege_gained(p->fd);
    bool kernel = gain && privilege_by_kernel(p, t->process->config.by_binfmt);
    int r;

    if (kernel) {
        r = exec_host(t, p, dirfd, path, args, flags);
        warn_line("%s: %s ignored: error %d from binfmt_misc", p->path, gain,
                  -r);
    } else if (gain) {
        privilege_report(p->path, gain);
    }
    return exec_guest(t, p, args);
}

int task_exec(struct task *t, int dirfd, const char *path, const char *file,
              gaddr argv, gaddr envp, int flags)
{
    const struct config *config = &t->process->config;
    struct arguments args = {.argv = {.at = 0}};
    struct program *p;
    long mem = hostcall6(SYS_mmap, 0, sizeof(*p), PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int r;

    if (hostcall_failed(mem))
        return (int)mem;
    p = (struct program *)mem;
    r = file ? program_open(p, config, AT_FDCWD, file, 0)
             : program_open(p, config, dirfd, path, flags);
    if (r < 0)
        goto out;
    if (file && !p->n_prefix)
        fmt_string(p->script, sizeof(p->script), "%s", path);
    r = p->target ? program_check(p, config) : 0;
    if (r == 0)
        r = prepare_arguments(t, p, argv, envp, &args);
    if (r == 0)
        r = p->target && t->files->self_fd >= 0
                ? exec_privileged(t, p, dirfd, path, &args, flags)
                : exec_host(t, p, dirfd, path, &args, flags);
    free_arguments(&args);
    program_close(p);
out:
    hostcall3(SYS_munmap, mem, sizeof(*p), 0);
    return r;
}
