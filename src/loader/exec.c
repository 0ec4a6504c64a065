/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * execve by a guest.  The file is looked at first, so that what the kernel
 * would refuse is refused with its errno while the caller still runs.  Guest
 * arrays of strings are host arrays: the kernel reads them itself.
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

/* Arguments after #! lines changed them; otherwise the guest's own array. */
struct arguments {
    uint64_t argv; /* pointer for the kernel */
    void *memory;
    uint64_t size;
};

static uint64_t user_array(const struct task *t, gaddr a)
{
    /* What lies beyond the guest's space is nobody's. */
    return mm_range_ok(t->mm, a, 1) ? a : ~(uint64_t)0xfff;
}

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

static int prepare_arguments(const struct task *t, const struct program *p,
                             gaddr argv, struct arguments *out)
{
    int64_t n;
    uint64_t *v;
    long mem;

    *out = (struct arguments){.argv = user_array(t, argv)};
    if (argv == 0)
        out->argv = 0;
    if (!p->n_prefix)
        return 0;
    n = argv ? count_args(t, argv) : 0;
    if (n < 0)
        return (int)n;
    out->size = ((uint64_t)n + p->n_prefix + 1) * sizeof(*v);
    mem = hostcall6(SYS_mmap, 0, (long)out->size, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (hostcall_failed(mem))
        return (int)mem;
    out->memory = v = (uint64_t *)mem;
    out->argv = (uint64_t)mem;
    for (unsigned i = 0; i < p->n_prefix; i++)
        v[i] = (uintptr_t)p->prefix[i];
    /* argv[0] gives way to the script's path. */
    if (n > 1 &&
        mem_read(t->mm, v + p->n_prefix, argv + 8, (size_t)(n - 1) * 8) < 0)
        return -EFAULT;
    return 0;
}

static int host_exec(struct task *t, int dirfd, const char *path,
                     const struct arguments *args, gaddr envp, int flags)
{
    const struct task_hooks *hooks = t->process->hooks;
    uint64_t env = envp ? user_array(t, envp) : 0;
    int r;

    if (t->process->dying)
        task_stand_still();
    if (hooks->exec_begin)
        hooks->exec_begin(t);
    t->at_rest = true;
    r = (int)hostcall6(SYS_execveat, dirfd, (long)path, (long)args->argv,
                       (long)env, flags, 0);
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
                      const struct arguments *args, gaddr envp)
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
        r = host_exec(t, self, "", args, envp, AT_EMPTY_PATH);
    close_fd(message);
    close_fd(h.log_fd);
    close_fd(h.exe_fd);
    close_fd(self);
    return r;
}

/* Not a guest's, or one that binfmt_misc has to start because we cannot name
 * ourselves: the kernel knows it, or says that it does not. */
static int exec_host(struct task *t, struct program *p, int dirfd,
                     const char *path, gaddr argv, struct arguments *args,
                     gaddr envp, int flags)
{
    char real[PATH_SIZE];

    if (!p->inside) {
        args->argv = argv ? user_array(t, argv) : 0;
        return host_exec(t, dirfd, path, args, envp, flags);
    }
    /* Of the sysroot, of which the host's kernel and program know nothing. */
    if (!path_of_fd(p->fd, real, sizeof(real)))
        return -ENOENT;
    return host_exec(t, AT_FDCWD, real, args, envp, 0);
}

/* A guest program whose file gives privileges gets them from the kernel, or
 * runs without, as where a file system is mounted nosuid. Says so. */
static int exec_privileged(struct task *t, struct program *p, int dirfd,
                           const char *path, gaddr argv, struct arguments *args,
                           gaddr envp, int flags)
{
    const char *gain = privilege_gained(p->fd);
    bool kernel = gain && privilege_by_kernel(p, t->process->config.by_binfmt);
    uint64_t saved = args->argv;
    int r;

    if (kernel) {
        r = exec_host(t, p, dirfd, path, argv, args, envp, flags);
        args->argv = saved;
        warn_line("%s: %s ignored: error %d from binfmt_misc", p->path, gain,
                  -r);
    } else if (gain) {
        privilege_report(p->path, gain);
    }
    return exec_guest(t, p, args, envp);
}

int task_exec(struct task *t, int dirfd, const char *path, const char *file,
              gaddr argv, gaddr envp, int flags)
{
    const struct config *config = &t->process->config;
    struct arguments args = {.memory = NULL};
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
        r = prepare_arguments(t, p, argv, &args);
    if (r == 0)
        r = p->target && t->files->self_fd >= 0
                ? exec_privileged(t, p, dirfd, path, argv, &args, envp, flags)
                : exec_host(t, p, dirfd, path, argv, &args, envp, flags);
    if (args.memory)
        hostcall3(SYS_munmap, (long)args.memory, (long)args.size, 0);
    program_close(p);
out:
    hostcall3(SYS_munmap, mem, sizeof(*p), 0);
    return r;
}
