/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of /proc that tell of mappings. */
#include "config.h"

#include "syscall/proc.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>

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

static uint64_t hex_value(char c)
{
    return (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* START-END of a mapping's first line. */
static bool mapping_line(const char *line, size_t len, uint64_t range[2])
{
    size_t i = 0;

    for (unsigned k = 0; k < 2; k++, i++) {
        size_t first = i;

        for (range[k] = 0; i < len && hex_digit(line[i]); i++)
            range[k] = range[k] << 4 | hex_value(line[i]);
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

/* A mapping of the host's maps, in the guest's addresses. */
struct host_line {
    struct proc_reader r;
    uint64_t range[2];
    char name[sizeof((struct proc_reader){0}.buf)];
};

static bool next_mapping(const struct task *t, struct host_line *l)
{
    const char *line;
    size_t len;

    while (proc_next_line(&l->r, &line, &len))
        if (mapping_line(line, len, l->range) && guest_range(t, l->range)) {
            name_in_line(l->name, line, len);
            return true;
        }
    return false;
}

/* Whether it is that of anonymous memory, by PR_SET_VMA. */
static bool given_name(const char *name)
{
    static const char prefix[] = "[anon:";

    return strncmp(name, prefix, sizeof(prefix) - 1) == 0;
}

/* A mapping of anonymous memory: where the host has parts with names they are
 * lines of their own. */
static void put_anonymous(const struct task *t, struct fmt_sink *out,
                          struct host_line *l, struct vma v)
{
    const gaddr end = v.end;

    for (; v.start < end; v.start = v.end) {
        bool named;

        while ((l->range[1] <= v.start || !given_name(l->name)) &&
               l->range[0] < end && next_mapping(t, l))
            ;
        named = given_name(l->name) && l->range[1] > v.start;
        v.name = NULL;
        v.end = end;
        if (named && l->range[0] > v.start) {
            v.end = l->range[0] < end ? l->range[0] : end;
        } else if (named) {
            v.name = l->name;
            v.end = l->range[1] < end ? l->range[1] : end;
        }
        put_vma(out, &v);
    }
}

/* The names of mapped files, and those that the guest gave, are known to the
 * host: its lines, in the same order of addresses, are read along. */
bool proc_maps(struct task *t, int host_fd, struct fmt_sink *out)
{
    struct host_line l = {.r.fd = host_fd};
    struct vma v;

    for (gaddr at = 0; mm_next(t->mm, at, &v); at = v.end) {
        if (!v.name && !v.ino) {
            put_anonymous(t, out, &l, v);
            continue;
        }
        while (l.range[1] <= v.start && next_mapping(t, &l))
            ;
        if (!v.name && l.range[0] <= v.start && v.start < l.range[1])
            v.name = l.name;
        put_vma(out, &v);
    }
    return true;
}

/* The host's figures, for the guest's mappings only. */
bool proc_smaps(struct task *t, int host_fd, struct fmt_sink *out)
{
    struct proc_reader r = {.fd = host_fd};
    char name[sizeof(r.buf)];
    const char *line;
    bool ours = true;
    size_t len;

    while (proc_next_line(&r, &line, &len)) {
        uint64_t range[2];
        struct vma v;

        if (mapping_line(line, len, range)) {
            ours = !guest_range(t, range) || range[0] >= mm_limit(t->mm) ||
                   !mm_next(t->mm, range[0], &v) || v.start > range[0];
            if (!ours) {
                if (v.ino)
                    v.offset += range[0] - v.start;
                v.start = range[0];
                v.end = range[1];
                name_in_line(name, line, len);
                if (!v.name && (v.ino || given_name(name)))
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
bool proc_other_maps(struct task *t, int host_fd, struct fmt_sink *out)
{
    struct proc_reader r = {.fd = host_fd};
    uint64_t range[2];
    bool ours = false;
    const char *line;
    size_t len;

    while (proc_next_line(&r, &line, &len)) {
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

/* numa_maps: a line begins with the address alone. */
bool proc_numa_maps(struct task *t, int host_fd, struct fmt_sink *out)
{
    struct proc_reader r = {.fd = host_fd};
    const char *line;
    size_t len;

    while (proc_next_line(&r, &line, &len)) {
        uint64_t range[2] = {0, 0};
        size_t i = 0;

        for (; i < len && hex_digit(line[i]); i++)
            range[0] = range[0] << 4 | hex_value(line[i]);
        if (!guest_range(t, range) || range[0] >= mm_limit(t->mm))
            continue;
        fmt_print(out, "%08lx", (unsigned long)range[0]);
        fmt_put(out, line + i, len - i);
    }
    return true;
}

/* The sums of smaps, in the order of smaps_rollup. */
static const char *const summed[] = {
    "Rss",
    "Pss",
    "Pss_Dirty",
    "Shared_Clean",
    "Shared_Dirty",
    "Private_Clean",
    "Private_Dirty",
    "Referenced",
    "Anonymous",
    "KSM",
    "LazyFree",
    "AnonHugePages",
    "ShmemPmdMapped",
    "FilePmdMapped",
    "Shared_Hugetlb",
    "Private_Hugetlb",
    "Swap",
    "SwapPss",
    "Locked",
};

enum { SUMS = sizeof(summed) / sizeof(summed[0]) };

/* A line of smaps such as "Rss:  8 kB". */
static void add_line(uint64_t sums[SUMS], const char *line, size_t len)
{
    for (unsigned i = 0; i < SUMS; i++) {
        size_t n = strlen(summed[i]);
        uint64_t v = 0;

        if (n >= len || memcmp(line, summed[i], n) != 0 || line[n] != ':')
            continue;
        for (n++; n < len && (line[n] == ' ' || hex_digit(line[n])); n++)
            if (line[n] != ' ')
                v = v * 10 + hex_value(line[n]);
        sums[i] += v;
        return;
    }
}

/* What of Pss is anonymous and what is of files, smaps does not tell: these
 * lines are left out, as by older kernels. */
bool proc_smaps_rollup(struct task *t, int host_fd, struct fmt_sink *out)
{
    static const char path[] = "/proc/self/smaps";
    struct vma all = {.name = "[rollup]"};
    struct proc_reader r = {
        .fd = (int)host_call(SYS_openat, (uint64_t)AT_FDCWD, host_ptr(path),
                             O_RDONLY | O_CLOEXEC, 0, 0, 0)};
    uint64_t sums[SUMS] = {0}, range[2];
    bool ours = true;
    const char *line;
    size_t len;

    (void)host_fd;
    if (r.fd < 0)
        return false;
    while (proc_next_line(&r, &line, &len)) {
        if (!mapping_line(line, len, range)) {
            if (!ours)
                add_line(sums, line, len);
            continue;
        }
        ours = !guest_range(t, range) || range[0] >= mm_limit(t->mm);
        if (!ours && !all.end)
            all.start = range[0];
        if (!ours)
            all.end = range[1];
    }
    host_call(SYS_close, (uint64_t)r.fd, 0, 0, 0, 0, 0);
    put_vma(out, &all);
    for (unsigned i = 0; i < SUMS; i++) {
        char name[24];

        fmt_string(name, sizeof(name), "%s:", summed[i]);
        fmt_print(out, "%-16s%8lu kB\n", name, (unsigned long)sums[i]);
    }
    return true;
}
