/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "signal/core-notes.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/times.h>

#include "base/bits.h"
#include "signal/private.h"

enum { REGSET_MAX = 1024, PAGE = 4096 };

/* struct elf_prstatus of a 64-bit ABI, up to the registers. */
struct prstatus {
    int32_t signo, code, error;
    int16_t cursig, pad;
    uint64_t pending, held;
    int32_t pid, ppid, pgrp, sid;
    int64_t utime[2], stime[2], cutime[2], cstime[2];
};

struct prpsinfo {
    char state, sname, zombie, nice;
    int32_t pad;
    uint64_t flag;
    uint32_t uid, gid;
    int32_t pid, ppid, pgrp, sid;
    char fname[16], args[80];
};

_Static_assert(sizeof(struct prstatus) == 112, "prstatus");
_Static_assert(sizeof(struct prpsinfo) == 136, "prpsinfo");

static void put(struct core_buffer *b, const void *data, size_t size)
{
    if (size > b->size - b->len) {
        b->overflow = true;
        return;
    }
    memcpy(b->data + b->len, data, size);
    b->len += size;
}

static void put_aligned(struct core_buffer *b, const void *data, size_t size)
{
    static const char zeros[4];

    put(b, data, size);
    put(b, zeros, align_up(size, 4) - size);
}

/* The header of a note whose contents, `size` bytes, follow. */
static void put_header(struct core_buffer *b, const char *owner, uint32_t type,
                       size_t size)
{
    const Elf64_Nhdr h = {.n_namesz = (uint32_t)strlen(owner) + 1,
                          .n_descsz = (uint32_t)size,
                          .n_type = type};

    put(b, &h, sizeof(h));
    put_aligned(b, owner, h.n_namesz);
}

static void put_note(struct core_buffer *b, uint32_t type, const void *data,
                     size_t size)
{
    put_header(b, "CORE", type, size);
    put_aligned(b, data, size);
}

static int32_t host_id(long nr)
{
    return (int32_t)hostcall3(nr, 0, 0, 0);
}

static void put_times(int64_t user[2], int64_t sys[2], int who)
{
    struct rusage u;

    if (hostcall_failed(hostcall3(SYS_getrusage, who, (long)&u, 0)))
        return;
    user[0] = u.ru_utime.tv_sec;
    user[1] = u.ru_utime.tv_usec;
    sys[0] = u.ru_stime.tv_sec;
    sys[1] = u.ru_stime.tv_usec;
}

/* info: what t dies of; NULL for the other threads. */
static void note_status(struct core_buffer *b, const struct task *t,
                        const struct guest_siginfo *info, int sig)
{
    const struct guest_abi *abi = t->process->target->abi;
    struct {
        struct prstatus head;
        char regs[REGSET_MAX];
    } s = {.head = {.signo = sig,
                    .cursig = (int16_t)sig,
                    .pending = atomic_load(&signal_state_of(t)->queue.set),
                    .held = t->blocked,
                    .pid = t->tid,
                    .ppid = host_id(SYS_getppid),
                    .pgrp = host_id(SYS_getpgrp),
                    .sid = host_id(SYS_getsid)}};
    const int32_t fp_valid[2] = {abi->fpregset != NULL};
    size_t n;

    if (info) {
        s.head.code = info->si_code;
        s.head.error = info->si_errno;
        put_times(s.head.utime, s.head.stime, RUSAGE_THREAD);
        put_times(s.head.cutime, s.head.cstime, RUSAGE_CHILDREN);
    }
    n = abi->gregset(t->cpu, s.regs, sizeof(s.regs) - sizeof(fp_valid));
    memcpy(s.regs + n, fp_valid, sizeof(fp_valid));
    put_note(b, NT_PRSTATUS, &s, sizeof(s.head) + n + sizeof(fp_valid));
}

/* What a thread has beside its general registers. */
static void note_registers(struct core_buffer *b, const struct task *t)
{
    const struct guest_abi *abi = t->process->target->abi;
    char regs[REGSET_MAX];
    uint64_t tp;

    if (abi->fpregset)
        put_note(b, NT_PRFPREG, regs,
                 abi->fpregset(t->cpu, regs, sizeof(regs)));
    if (abi->tls_note) {
        tp = abi->get_tp(t->cpu);
        put_header(b, "LINUX", abi->tls_note, sizeof(tp));
        put(b, &tp, sizeof(tp));
    }
}

static void note_process(struct core_buffer *b, const struct task *t)
{
    const struct process *p = t->process;
    struct prpsinfo s = {
        .sname = 'R',
        .uid = (uint32_t)host_id(SYS_getuid),
        .gid = (uint32_t)host_id(SYS_getgid),
        .pid = host_id(SYS_getpid),
        .ppid = host_id(SYS_getppid),
        .pgrp = host_id(SYS_getpgrp),
        .sid = host_id(SYS_getsid),
    };
    size_t n = p->arg_end - p->arg_start;

    hostcall3(SYS_prctl, PR_GET_NAME, (long)s.fname, 0);
    if (n >= sizeof(s.args))
        n = sizeof(s.args) - 1;
    if (mem_read(t->mm, s.args, p->arg_start, n))
        n = 0;
    for (size_t i = 0; i < n; i++)
        if (s.args[i] == '\0')
            s.args[i] = ' ';
    put_note(b, NT_PRPSINFO, &s, sizeof(s));
}

static void note_auxv(struct core_buffer *b, const struct task *t)
{
    char auxv[1024];
    size_t n = t->process->auxv_size;

    if (n <= sizeof(auxv) &&
        mem_read(t->mm, auxv, t->process->auxv_start, n) == 0)
        put_note(b, NT_AUXV, auxv, n);
}

/* One line of /proc/self/maps that names a file. */
struct mapped_file {
    uint64_t start, end, offset;
    const char *path;
};

static bool parse_hex(const char **p, char end, uint64_t *value)
{
    *value = 0;
    for (; **p != end; (*p)++) {
        char c = **p;

        if (c >= '0' && c <= '9')
            *value = *value << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            *value = *value << 4 | (uint64_t)(c - 'a' + 10);
        else
            return false;
    }
    (*p)++;
    return true;
}

/* start-end perms offset device inode path */
static bool parse_line(const char *line, struct mapped_file *f)
{
    const char *p = line;

    if (!parse_hex(&p, '-', &f->start) || !parse_hex(&p, ' ', &f->end))
        return false;
    p += strlen("rwxp ");
    if (!parse_hex(&p, ' ', &f->offset))
        return false;
    f->path = strchr(p, '/');
    return f->path != NULL;
}

/* Turns the host's addresses into the guest's; false: not the guest's. */
static bool is_guest(const struct mm *mm, struct mapped_file *f)
{
    if (f->start < mm_base(mm))
        return false;
    f->start = mm_guest(mm, f->start);
    f->end = mm_guest(mm, f->end);
    return f->end <= mm_limit(mm);
}

typedef void file_fn(struct core_buffer *b, const struct mapped_file *f);

/* Calls fn for each of the guest's mapped files; how many there are. */
static uint64_t each_file(struct core_buffer *b, const struct task *t,
                          file_fn *fn)
{
    char text[8192];
    size_t len = 0;
    uint64_t count = 0;
    long n, fd = hostcall6(SYS_openat, AT_FDCWD, (long)"/proc/self/maps",
                           O_RDONLY | O_CLOEXEC, 0, 0, 0);

    if (hostcall_failed(fd))
        return 0;
    while ((n = hostcall3(SYS_read, fd, (long)(text + len),
                          (long)(sizeof(text) - len))) > 0) {
        char *line = text, *end;

        len += (size_t)n;
        while (
            (end = (char *)memchr(line, '\n', len - (size_t)(line - text)))) {
            struct mapped_file f;

            *end = '\0';
            if (parse_line(line, &f) && is_guest(t->mm, &f)) {
                fn(b, &f);
                count++;
            }
            line = end + 1;
        }
        len -= (size_t)(line - text);
        memmove(text, line, len);
    }
    hostcall3(SYS_close, fd, 0, 0);
    return count;
}

static void put_file_row(struct core_buffer *b, const struct mapped_file *f)
{
    const uint64_t row[3] = {f->start, f->end, f->offset / PAGE};

    put(b, row, sizeof(row));
}

static void put_file_name(struct core_buffer *b, const struct mapped_file *f)
{
    put(b, f->path, strlen(f->path) + 1);
}

/* Count, page size, {start, end, offset in pages} each, names. */
static void note_files(struct core_buffer *b, const struct task *t)
{
    size_t start = b->len, body;
    uint64_t head[2] = {0, PAGE};
    uint32_t size;

    put_header(b, "CORE", NT_FILE, 0);
    body = b->len;
    put(b, head, sizeof(head));
    head[0] = each_file(b, t, put_file_row);
    each_file(b, t, put_file_name);
    size = (uint32_t)(b->len - body);
    while (b->len % 4 && !b->overflow)
        put(b, "", 1);
    if (b->overflow)
        return;
    memcpy(b->data + body, head, sizeof(head));
    memcpy(b->data + start + offsetof(Elf64_Nhdr, n_descsz), &size,
           sizeof(size));
}

void core_notes(struct core_buffer *b, struct task *t,
                const struct guest_siginfo *info)
{
    note_status(b, t, info, info->si_signo);
    note_process(b, t);
    put_note(b, NT_SIGINFO, info, sizeof(*info));
    note_auxv(b, t);
    note_files(b, t);
    note_registers(b, t);
    for (const struct task *o = t->process->tasks; o; o = o->next) {
        if (o == t || !dying_stands(o))
            continue;
        note_status(b, o, NULL, info->si_signo);
        note_registers(b, o);
    }
}
