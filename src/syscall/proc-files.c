/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/proc.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>

/* Reading the host's file line by line. */
struct reader {
    int fd;
    size_t len, at;
    char buf[4096];
};

/* One line with its newline, cut where it is longer than the buffer; false at
 * the end. */
static bool next_line(struct reader *r, const char **line, size_t *len)
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

/* A line of maps; names start in a fixed column. */
static void put_vma(struct fmt_sink *out, const struct vma *v)
{
    char line[128];
    size_t n = fmt_string(
        line, sizeof(line), "%08lx-%08lx %c%c%c%c %08lx %02x:%02x %lu ",
        (unsigned long)v->start, (unsigned long)v->end,
        v->prot & PROT_READ ? 'r' : '-', v->prot & PROT_WRITE ? 'w' : '-',
        v->prot & PROT_EXEC ? 'x' : '-', v->flags & MAP_SHARED ? 's' : 'p',
        (unsigned long)v->offset, major(v->dev), minor(v->dev),
        (unsigned long)v->ino);

    fmt_put(out, line, n);
    if (v->name) {
        for (; n < 73; n++)
            fmt_put(out, " ", 1);
        fmt_put(out, v->name, strlen(v->name));
    }
    fmt_put(out, "\n", 1);
}

static bool hex_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* START-END of a mapping's first line. */
static bool mapping_line(const char *line, size_t len, uint64_t range[2])
{
    size_t i = 0;

    for (unsigned k = 0; k < 2; k++, i++) {
        size_t first = i;

        for (range[k] = 0; i < len && hex_digit(line[i]); i++)
            range[k] =
                range[k] << 4 |
                (uint64_t)(line[i] <= '9' ? line[i] - '0' : line[i] - 'a' + 10);
        if (i == first || i == len || line[i] != (k ? ' ' : '-'))
            return false;
    }
    return true;
}

/* The host's range in the guest's addresses; false, and empty, if it lies below
 * them. */
static bool guest_range(const struct task *t, uint64_t range[2])
{
    if (range[0] < mm_base(t->mm)) {
        range[0] = range[1] = 0;
        return false;
    }
    range[0] = mm_guest(t->mm, range[0]);
    range[1] = mm_guest(t->mm, range[1]);
    return true;
}

/* The name at the end of a line of the host's maps, after five fields; name has
 * room for a whole line. */
static void name_in_line(char *name, const char *line, size_t len)
{
    size_t i = 0;

    for (unsigned field = 0; field < 5; field++) {
        while (i < len && line[i] != ' ')
            i++;
        while (i < len && line[i] == ' ')
            i++;
    }
    len = i < len ? len - i - 1 : 0;
    memcpy(name, line + i, len);
    name[len] = '\0';
}

/* The mapped files' names are known to the host: its lines, in the same order
 * of addresses, are read along. */
static bool write_maps(struct task *t, int host_fd, struct fmt_sink *out)
{
    struct reader r = {.fd = host_fd};
    uint64_t range[2] = {0, 0};
    const char *line = NULL;
    char name[sizeof(r.buf)];
    struct vma v;
    size_t len;

    for (gaddr at = 0; mm_next(t->mm, at, &v); at = v.end) {
        while (range[1] <= v.start && next_line(&r, &line, &len))
            if (mapping_line(line, len, range) && guest_range(t, range))
                name_in_line(name, line, len);
        if (!v.name && v.ino && range[0] <= v.start && v.start < range[1])
            v.name = name;
        put_vma(out, &v);
    }
    return true;
}

/* The host's figures, for the guest's mappings only. */
static bool write_smaps(struct task *t, int host_fd, struct fmt_sink *out)
{
    struct reader r = {.fd = host_fd};
    char name[sizeof(r.buf)];
    const char *line;
    bool ours = true;
    size_t len;

    while (next_line(&r, &line, &len)) {
        uint64_t range[2];
        struct vma v;

        if (mapping_line(line, len, range)) {
            ours = !guest_range(t, range) || range[0] >= mm_limit(t->mm) ||
                   !mm_next(t->mm, range[0], &v) || v.start > range[0];
            if (!ours) {
                v.offset += range[0] - v.start;
                v.start = range[0];
                v.end = range[1];
                name_in_line(name, line, len);
                if (!v.name && v.ino)
                    v.name = name;
                put_vma(out, &v);
            }
        } else if (!ours) {
            fmt_put(out, line, len);
        }
    }
    return true;
}

/* maps or smaps of another process that runs Calque: the host's, without what
 * is not the guest's. What its program may execute, it alone knows. */
static bool write_other_maps(struct task *t, int host_fd, struct fmt_sink *out)
{
    struct reader r = {.fd = host_fd};
    uint64_t range[2];
    bool ours = false;
    const char *line;
    size_t len;

    while (next_line(&r, &line, &len)) {
        size_t addresses = 0;

        if (mapping_line(line, len, range)) {
            ours = !guest_range(t, range) || range[0] >= (gaddr)1
                                                             << MM_BITS_MAX;
            addresses = (size_t)((const char *)memchr(line, ' ', len) - line);
            if (!ours)
                fmt_print(out, "%08lx-%08lx", (unsigned long)range[0],
                          (unsigned long)range[1]);
        }
        if (!ours)
            fmt_put(out, line + addresses, len - addresses);
    }
    return true;
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

/* One past the highest number in a list such as 0-3,5. */
static unsigned online_cpus(void)
{
    static const char path[] = "/sys/devices/system/cpu/online";
    char buf[256];
    unsigned count = 0, first = 0, n = 0;
    bool range = false;
    int64_t fd = host_call(SYS_openat, (uint64_t)AT_FDCWD, host_ptr(path),
                           O_RDONLY | O_CLOEXEC, 0, 0, 0);
    int64_t len;

    if (fd < 0)
        return 1;
    len =
        host_call(SYS_read, (uint64_t)fd, host_ptr(buf), sizeof(buf), 0, 0, 0);
    host_call(SYS_close, (uint64_t)fd, 0, 0, 0, 0, 0);
    for (int64_t i = 0; i < len; i++) {
        if (buf[i] >= '0' && buf[i] <= '9') {
            n = n * 10 + (unsigned)(buf[i] - '0');
        } else if (buf[i] == '-') {
            first = n;
            n = 0;
            range = true;
        } else {
            count += range ? n - first + 1 : 1;
            n = 0;
            range = false;
        }
    }
    return count ? count : 1;
}

static bool write_cpuinfo(struct task *t, int host_fd, struct fmt_sink *out)
{
    const struct guest_abi *abi = t->process->target->abi;
    struct scratch buf;
    size_t n;

    (void)host_fd;
    if (!abi->cpuinfo || !scratch_get(t, &buf, 1 << 20))
        return false;
    n = abi->cpuinfo(t->cpu, online_cpus(), buf.p, buf.size);
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
    struct reader r = {.fd = host_fd};
    const char *line;
    size_t len;

    if (!abi->open_flags_from_host)
        return false;
    while (next_line(&r, &line, &len)) {
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
    {"maps", PROC_TASK, write_maps, write_other_maps},
    {"smaps", PROC_TASK, write_smaps, write_other_maps},
    {"cmdline", PROC_TASK, write_cmdline, NULL},
    {"environ", PROC_TASK, write_environ, NULL},
    {"auxv", PROC_TASK, write_auxv, NULL},
    {"stat", PROC_TASK, write_stat, write_other_stat},
    {"fdinfo", PROC_FD, write_fdinfo, NULL},
    {"cpuinfo", PROC_ROOT, write_cpuinfo, NULL},
    {"osrelease", PROC_SYS, write_osrelease, NULL},
    {NULL, PROC_ROOT, NULL, NULL},
};
