/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/fmt.h"

int syscall_init(struct process *p, const struct files *files)
{
    const struct nr_table *table = nr_table_by_name(p->target->abi->nr_table);
    struct sys_process *s;
    struct stat st;

    if (!table)
        return -EINVAL;
    s = (struct sys_process *)task_alloc(sizeof(*s));
    if (!s)
        return -ENOMEM;
    *s = (struct sys_process){
        .table = table,
        .log = {.mask = (uint32_t)p->config.log_mask, .fd = files->log_fd},
        .sysroot_fd = -1,
    };
    if (p->config.strace)
        s->log.mask |= LOG_STRACE;
    if (host_call(SYS_fstat, (uint64_t)files->self_fd, host_ptr(&st), 0, 0, 0,
                  0) == 0) {
        s->self_dev = st.st_dev;
        s->self_ino = st.st_ino;
    }
    if (p->config.sysroot)
        s->sysroot_fd = path_open_sysroot(p->config.sysroot);
    p->syscall_state = s;
    return 0;
}

void syscall_fini(struct process *p)
{
    struct sys_process *s = (struct sys_process *)p->syscall_state;

    if (!s)
        return;
    if (s->sysroot_fd >= 0)
        host_call(SYS_close, (uint64_t)s->sysroot_fd, 0, 0, 0, 0, 0);
    task_free(s, sizeof(*s));
    p->syscall_state = NULL;
}

const char *syscall_name(const struct process *p, uint64_t nr)
{
    const struct sys_process *s = (const struct sys_process *)p->syscall_state;
    const struct sys_row *row = nr_row(s->table, nr);

    return row ? row->name : NULL;
}

void sys_note(struct task *t, const char *fmt, ...)
{
    const struct log *log = &sys_of(t)->log;
    va_list args;

    if (!log_enabled(log, LOG_UNIMP))
        return;
    va_start(args, fmt);
    log_vprintf(log, fmt, args);
    va_end(args);
}

int64_t sys_unimp(struct task *t, const uint64_t a[6])
{
    (void)a;
    sys_note(t, "unimplemented system call %s\n",
             syscall_name(t->process, cpu_syscall_nr(t->cpu)));
    return -ENOSYS;
}

bool fd_is_ours(const struct task *t, uint64_t fd)
{
    int n = (int)(uint32_t)fd;

    return n >= 0 && (n == t->files->self_fd || n == t->files->log_fd ||
                      n == t->process->exe_fd || n == sys_of(t)->sysroot_fd);
}

bool scratch_get(struct task *t, struct scratch *s, size_t size)
{
    if (size > t->scratch_size)
        return scratch_map(s, size);
    *s = (struct scratch){.p = t->scratch, .size = size};
    return true;
}

bool scratch_map(struct scratch *s, size_t size)
{
    int64_t p = host_call(SYS_mmap, 0, size, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, (uint64_t)-1, 0);

    if (hostcall_failed(p))
        return false;
    *s = (struct scratch){
        .p = (char *)(uintptr_t)p, .size = size, .mapped = true};
    return true;
}

void scratch_put(struct scratch *s)
{
    if (s->mapped)
        host_call(SYS_munmap, host_ptr(s->p), s->size, 0, 0, 0, 0);
    *s = (struct scratch){0};
}

/* Whether path argument `i` names a link itself. */
static bool path_nofollow(const struct sys_row *row, const uint64_t a[6],
                          unsigned i)
{
    bool link = row->lpaths >> i & 1;
    bool first = !(row->paths & ((1u << i) - 1));

    for (unsigned k = 0; k < row->argc; k++) {
        if (row->kind[k] != KIND_atflags)
            continue;
        if (link && first && (a[k] & AT_SYMLINK_FOLLOW))
            return false;
        if (a[k] & AT_SYMLINK_NOFOLLOW)
            return true;
    }
    return link;
}

/* A pass row with paths; at most two of them. */
static int64_t pass_paths(struct task *t, const struct sys_row *row,
                          uint64_t b[6], const uint64_t a[6])
{
    struct sys_path path[2];
    struct proc_exe exe;
    unsigned used = 0;

    for (unsigned i = 0; i < row->argc; i++) {
        bool follow;

        if (!(row->paths >> i & 1))
            continue;
        follow = !path_nofollow(row, a, i);
        path_from_guest(t, &path[used], a[i], follow);
        b[i] = path[used++].p;
        if (follow &&
            proc_exe_named(t, i ? arg_int(a, i - 1) : AT_FDCWD, b[i], &exe))
            b[i] = host_ptr(exe.path);
    }
    return safecall(&t->signal_pending, row->host_nr, b);
}

static int64_t pass(struct task *t, const struct sys_row *row,
                    const uint64_t a[6])
{
    const struct guest_abi *abi = t->process->target->abi;
    unsigned ptrs = row->ptrs | row->paths;
    uint64_t b[6];

    if (!(ptrs | row->oflags))
        return safecall(&t->signal_pending, row->host_nr, a);
    for (unsigned i = 0; i < 6; i++)
        b[i] = ptrs >> i & 1 ? user_ptr(t, a[i]) : a[i];
    if (row->oflags && abi->open_flags_to_host) {
        for (unsigned i = 0; i < row->argc; i++)
            if (row->oflags >> i & 1)
                b[i] = abi->open_flags_to_host(a[i]);
    }
    if (row->paths)
        return pass_paths(t, row, b, a);
    return safecall(&t->signal_pending, row->host_nr, b);
}

static bool uses_our_fd(const struct task *t, const struct sys_row *row,
                        const uint64_t a[6])
{
    for (unsigned i = 0; i < row->argc; i++)
        if ((row->fds >> i & 1) && fd_is_ours(t, a[i]))
            return true;
    return false;
}

/* A number without a row: the target's own, or nothing. */
static int64_t other_call(struct task *t, uint64_t nr, const uint64_t a[6])
{
    const struct guest_abi *abi = t->process->target->abi;
    uint64_t b[6];
    int64_t ret;

    for (unsigned i = 0; i < 6; i++)
        b[i] = abi->arch_pointers >> i & 1 ? user_addr(t, a[i]) : a[i];
    if (abi->arch_syscall && abi->arch_syscall(t->cpu, nr, b, &ret))
        return ret;
    sys_note(t, "unknown system call %lu\n", nr);
    return -ENOSYS;
}

static int64_t call_row(struct task *t, const struct sys_row *row,
                        const uint64_t a[6])
{
    bool traced = log_enabled(&sys_of(t)->log, LOG_STRACE);
    int64_t ret;

    if (traced)
        strace_enter(t, row, a);
    if (row->fds && uses_our_fd(t, row, a))
        ret = -EBADF;
    else
        ret = row->fn ? row->fn(t, a) : pass(t, row, a);
    if (row->outs | row->wfds)
        sys_written_by(t, row, a, ret);
    if (traced)
        strace_exit(t, row, a, ret);
    return ret;
}

int64_t syscall_dispatch(struct task *t)
{
    uint64_t nr = cpu_syscall_nr(t->cpu);
    const struct sys_row *row = nr_row(sys_of(t)->table, nr);
    uint64_t a[6];
    int64_t ret;

    memcpy(a, cpu_syscall_args(t->cpu), sizeof(a));
    t->syscall_arg0 = a[0];
    t->in_syscall = true;
    ret = row ? call_row(t, row, a) : other_call(t, nr, a);
    t->in_syscall = false;
    if (!syscall_restarts(ret) && ret != SYSCALL_NO_RESULT)
        cpu_syscall_result(t->cpu, ret);
    return ret;
}
