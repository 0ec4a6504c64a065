/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/proc.h"

#include <fcntl.h>
#include <string.h>

#include "base/hostcpus.h"

bool proc_next_line(struct proc_reader *r, const char **line, size_t *len)
{
    for (;;) {
        const char *start = r->buf + r->at;
        const char *end = (const char *)memchr(start, '\n', r->len - r->at);
        int64_t n;

        if (end || r->len - r->at == sizeof(r->buf)) {
            *line = start;
            *len = end ? (size_t)(end + 1 - start) : sizeof(r->buf);
            r->at += *len;
            return true;
        }
        memmove(r->buf, start, r->len - r->at);
        r->len -= r->at;
        r->at = 0;
        n = host_call(SYS_read, (uint64_t)r->fd, host_ptr(r->buf + r->len),
                      sizeof(r->buf) - r->len, 0, 0, 0);
        if (n <= 0) {
            *line = r->buf;
            *len = r->len;
            r->at = r->len;
            return *len > 0;
        }
        r->len += (size_t)n;
    }
}

/* Guest memory as it is; what cannot be read any more is left out. */
static bool write_memory(struct task *t, struct fmt_sink *out, gaddr start,
                         gaddr end)
{
    char buf[512];

    if (end <= start)
        return false;
    while (start < end) {
        size_t n = end - start < sizeof(buf) ? end - start : sizeof(buf);

        if (mem_read(t->mm, buf, start, n))
            break;
        fmt_put(out, buf, n);
        start += n;
    }
    return true;
}

static bool write_cmdline(struct task *t, int host_fd, struct fmt_sink *out)
{
    (void)host_fd;
    return write_memory(t, out, t->process->arg_start, t->process->arg_end);
}

static bool write_environ(struct task *t, int host_fd, struct fmt_sink *out)
{
    (void)host_fd;
    return write_memory(t, out, t->process->env_start, t->process->env_end);
}

static bool write_auxv(struct task *t, int host_fd, struct fmt_sink *out)
{
    const struct process *p = t->process;

    (void)host_fd;
    return write_memory(t, out, p->auxv_start, p->auxv_start + p->auxv_size);
}

/* Fields of stat, proc(5), that tell addresses; from 1. */
static bool stat_field(const struct process *p, unsigned field, gaddr *value)
{
    switch (field) {
    case 26: *value = p->start_code; return true;
    case 27: *value = p->end_code; return true;
    case 28: *value = p->stack_start; return true;
    case 45: *value = p->start_data; return true;
    case 46: *value = p->end_data; return true;
    case 47: *value = p->start_brk; return true;
    case 48: *value = p->arg_start; return true;
    case 49: *value = p->arg_end; return true;
    case 50: *value = p->env_start; return true;
    case 51: *value = p->env_end; return true;
    default: return false;
    }
}

/* What the host tells of another process, where that is a guest address. */
static bool other_stat_field(const struct task *t, unsigned field,
                             const char *text, gaddr *value)
{
    static const struct process none;
    uint64_t host = 0;

    if (!stat_field(&none, field, value))
        return false;
    for (; *text >= '0' && *text <= '9'; text++)
        host = host * 10 + (uint64_t)(*text - '0');
    *value = mm_guest(t->mm, host);
    return *value < (gaddr)1 << MM_BITS_MAX;
}

static bool write_stat_of(struct task *t, bool own, int host_fd,
                          struct fmt_sink *out)
{
    char buf[2048];
    int64_t n = host_call(SYS_read, (uint64_t)host_fd, host_ptr(buf),
                          sizeof(buf) - 1, 0, 0, 0);
    const char *at;
    unsigned field = 3;

    if (n <= 0)
        return false;
    buf[n] = '\0';
    /* The name, in parentheses, may hold anything. */
    at = strrchr(buf, ')');
    if (!at || at[1] != ' ')
        return false;
    at += 2;
    fmt_put(out, buf, (size_t)(at - buf));
    for (; *at; field++) {
        size_t len = strcspn(at, " \n");
        gaddr value;

        if (own ? stat_field(t->process, field, &value)
                : other_stat_field(t, field, at, &value))
            fmt_print(out, "%lu", (unsigned long)value);
        else
            fmt_put(out, at, len);
        fmt_put(out, at + len, at[len] != '\0');
        at += len + (at[len] != '\0');
    }
    return true;
}

static bool write_stat(struct task *t, int host_fd, struct fmt_sink *out)
{
    return write_stat_of(t, true, host_fd, out);
}

static bool write_other_stat(struct task *t, int host_fd, struct fmt_sink *out)
{
    return mm_base(t->mm) && write_stat_of(t, false, host_fd, out);
}

static bool write_cpuinfo(struct task *t, int host_fd, struct fmt_sink *out)
{
    const struct guest_abi *abi = t->process->target->abi;
    struct host_cpus cpus;
    struct scratch buf;
    size_t n;

    (void)host_fd;
    if (!abi->cpuinfo || !scratch_get(t, &buf, 1 << 20))
        return false;
    n = abi->cpuinfo(t->cpu, host_online_cpus(&cpus), buf.p, buf.size);
    fmt_put(out, buf.p, n < buf.size ? n : buf.size);
    scratch_put(&buf);
    return true;
}

static bool write_osrelease(struct task *t, int host_fd, struct fmt_sink *out)
{
    const char *release = t->process->config.uname_release;

    (void)host_fd;
    if (!release)
        return false;
    fmt_print(out, "%s\n", release);
    return true;
}

/* The line with open flags is in the guest's numbering. */
static bool write_fdinfo(struct task *t, int host_fd, struct fmt_sink *out)
{
    const struct guest_abi *abi = t->process->target->abi;
    struct proc_reader r = {.fd = host_fd};
    const char *line;
    size_t len;

    if (!abi->open_flags_from_host)
        return false;
    while (proc_next_line(&r, &line, &len)) {
        uint64_t flags = 0;

        if (len < 7 || memcmp(line, "flags:\t", 7) != 0) {
            fmt_put(out, line, len);
            continue;
        }
        for (size_t i = 7; i < len && line[i] >= '0' && line[i] <= '7'; i++)
            flags = flags << 3 | (uint64_t)(line[i] - '0');
        fmt_print(out, "flags:\t0%lo\n",
                  (unsigned long)abi->open_flags_from_host(flags));
    }
    return true;
}

const struct proc_file proc_files[] = {
    {"maps", PROC_TASK, proc_maps, proc_other_maps},
    {"smaps", PROC_TASK, proc_smaps, proc_other_maps},
    {"smaps_rollup", PROC_TASK, proc_smaps_rollup, NULL},
    {"numa_maps", PROC_TASK, proc_numa_maps, proc_numa_maps},
    {"cmdline", PROC_TASK, write_cmdline, NULL},
    {"environ", PROC_TASK, write_environ, NULL},
    {"auxv", PROC_TASK, write_auxv, NULL},
    {"stat", PROC_TASK, write_stat, write_other_stat},
    {"fdinfo", PROC_FD, write_fdinfo, NULL},
    {"cpuinfo", PROC_ROOT, write_cpuinfo, NULL},
    {"osrelease", PROC_SYS, write_osrelease, NULL},
    {NULL, PROC_ROOT, NULL, NULL},
};
