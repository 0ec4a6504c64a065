/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Core files of the guest, core(5): the guest's memory and the registers of all
 * threads.  Names that are a pipe or a socket are left to the kernel.
 */
#include "config.h"

#include "signal/private.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <time.h>

#include "base/bits.h"
#include "base/fd.h"
#include "base/fmt.h"
#include "signal/core-host.h"
#include "signal/core-notes.h"

enum {
    PAGE = 4096,
    NAME_SIZE = 4096,
    NOTES_SIZE = 1 << 20,
    NOTES_OF_THREAD = 2048,
};

struct core {
    struct task *t;
    int fd;
    int pagemap; /* /proc/self/pagemap, or an error */
    uint64_t limit;
    uint64_t at; /* file offset */
};

static long read_file(const char *path, char *buf, size_t size)
{
    long n, fd = hostcall6(SYS_openat, AT_FDCWD, (long)path,
                           O_RDONLY | O_CLOEXEC, 0, 0, 0);

    if (hostcall_failed(fd))
        return fd;
    n = hostcall3(SYS_read, fd, (long)buf, (long)size - 1);
    hostcall3(SYS_close, fd, 0, 0);
    if (n < 0)
        return n;
    if (n > 0 && buf[n - 1] == '\n')
        n--;
    buf[n] = '\0';
    return n;
}

/* What one % item of the pattern stands for. */
static void put_item(struct fmt_sink *out, char item, const struct task *t,
                     int sig)
{
    struct rlimit64 limit = {0};
    struct timespec now = {0};
    struct utsname uts = {0};
    char text[64] = "";

    switch (item) {
    case '%': fmt_put(out, "%", 1); break;
    case 'p':
    case 'P': fmt_print(out, "%ld", hostcall3(SYS_getpid, 0, 0, 0)); break;
    case 'i':
    case 'I': fmt_print(out, "%ld", hostcall3(SYS_gettid, 0, 0, 0)); break;
    case 'u': fmt_print(out, "%ld", hostcall3(SYS_getuid, 0, 0, 0)); break;
    case 'g': fmt_print(out, "%ld", hostcall3(SYS_getgid, 0, 0, 0)); break;
    case 'd':
        fmt_print(out, "%ld", hostcall3(SYS_prctl, PR_GET_DUMPABLE, 0, 0));
        break;
    case 's': fmt_print(out, "%d", sig); break;
    case 't':
        hostcall3(SYS_clock_gettime, CLOCK_REALTIME, (long)&now, 0);
        fmt_print(out, "%ld", (long)now.tv_sec);
        break;
    case 'h':
        hostcall3(SYS_uname, (long)&uts, 0, 0);
        fmt_put(out, uts.nodename, strlen(uts.nodename));
        break;
    case 'e':
        hostcall3(SYS_prctl, PR_GET_NAME, (long)text, 0);
        fmt_put(out, text, strlen(text));
        break;
    case 'E':
        for (const char *p = t->process->exe; p && *p; p++)
            fmt_put(out, *p == '/' ? "!" : p, 1);
        break;
    case 'c':
        hostcall6(SYS_prlimit64, 0, RLIMIT_CORE, 0, (long)&limit, 0, 0);
        fmt_print(out, "%lu", (unsigned long)limit.rlim_cur);
        break;
    default: break;
    }
}

/* The file's name by the kernel's pattern. False when the kernel is to do it,
 * or the name is too long. */
static bool core_name(char *name, const struct task *t, int sig)
{
    char pattern[256], uses_pid[16] = "";
    struct fmt_sink out = {.buf = name, .size = NAME_SIZE - 1};
    bool has_pid = false;

    if (read_file("/proc/sys/kernel/core_pattern", pattern, sizeof(pattern)) <
        0)
        memcpy(pattern, "core", 5);
    if (pattern[0] == '|' || pattern[0] == '@' || pattern[0] == '\0')
        return false;
    for (const char *p = pattern; *p; p++) {
        if (*p != '%') {
            fmt_put(&out, p, 1);
        } else if (p[1]) {
            has_pid |= *++p == 'p';
            put_item(&out, *p, t, sig);
        }
    }
    read_file("/proc/sys/kernel/core_uses_pid", uses_pid, sizeof(uses_pid));
    if (!has_pid && uses_pid[0] == '1')
        fmt_print(&out, ".%ld", hostcall3(SYS_getpid, 0, 0, 0));
    name[out.len] = '\0';
    return !out.dropped;
}

/* As the kernel does: never into a file that exists, nor through a link. */
static int core_open(const char *name)
{
    hostcall3(SYS_unlink, (long)name, 0, 0);
    return (int)hostcall6(SYS_openat, AT_FDCWD, (long)name,
                          O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC,
                          0600, 0, 0);
}

static bool put(struct core *c, const void *data, size_t size)
{
    if (c->at + size > c->limit)
        return false;
    c->at += size;
    return fd_write_all(c->fd, data, size) == 0;
}

/* How much of a mapping is kept: all that the program may have changed; of
 * other files the first page, where an ELF header tells a debugger which file
 * it was. */
static uint64_t dumped_size(const struct vma *v)
{
    if (v->prot == PROT_NONE)
        return 0;
    if (v->ino == 0 || (v->ever_writable && !(v->flags & MAP_SHARED)))
        return v->end - v->start;
    return v->flags & MAP_SHARED || v->offset ? 0 : PAGE;
}

/* Whether the page was ever touched; if that cannot be told, yes. */
static bool is_present(const struct core *c, gaddr a)
{
    uint64_t entry, page = (uint64_t)(uintptr_t)mm_host(c->t->mm, a) / PAGE;

    return hostcall6(SYS_pread64, c->pagemap, (long)&entry, sizeof(entry),
                     (long)(page * sizeof(entry)), 0, 0) != sizeof(entry) ||
           entry >> 62;
}

/* Untouched anonymous memory and pages that cannot be read are holes. */
static void put_memory(struct core *c, const struct vma *v, uint64_t size)
{
    for (uint64_t off = 0; off < size; off += PAGE, c->at += PAGE) {
        const void *page = mm_host(c->t->mm, v->start + off);

        if (c->at + PAGE > c->limit)
            return;
        if (v->ino == 0 && !is_present(c, v->start + off))
            continue;
        hostcall6(SYS_pwrite64, c->fd, (long)page, PAGE, (long)c->at, 0, 0);
    }
}

static unsigned count_mappings(struct mm *mm)
{
    struct vma v;
    unsigned n = 0;

    for (gaddr a = 0; n < PN_XNUM - 2 && mm_next(mm, a, &v); a = v.end)
        n++;
    return n;
}

static bool put_headers(struct core *c, unsigned n, uint64_t notes)
{
    const struct target *target = c->t->process->target;
    uint64_t at = sizeof(Elf64_Ehdr) + (n + 1) * sizeof(Elf64_Phdr);
    const Elf64_Ehdr eh = {
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, target->elf_class,
                    target->elf_data, EV_CURRENT},
        .e_type = ET_CORE,
        .e_machine = target->elf_machine,
        .e_version = EV_CURRENT,
        .e_phoff = sizeof(eh),
        .e_ehsize = sizeof(eh),
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = (Elf64_Half)(n + 1),
    };
    Elf64_Phdr ph = {.p_type = PT_NOTE, .p_offset = at, .p_filesz = notes};
    struct vma v;
    gaddr a = 0;

    if (!put(c, &eh, sizeof(eh)) || !put(c, &ph, sizeof(ph)))
        return false;
    at = align_up(at + notes, PAGE);
    for (unsigned i = 0; i < n && mm_next(c->t->mm, a, &v); i++, a = v.end) {
        ph = (Elf64_Phdr){
            .p_type = PT_LOAD,
            .p_flags = (v.prot & PROT_READ ? PF_R : 0u) |
                       (v.prot & PROT_WRITE ? PF_W : 0u) |
                       (v.prot & PROT_EXEC ? PF_X : 0u),
            .p_offset = at,
            .p_vaddr = v.start,
            .p_filesz = dumped_size(&v),
            .p_memsz = v.end - v.start,
            .p_align = PAGE,
        };
        if (!put(c, &ph, sizeof(ph)))
            return false;
        at += ph.p_filesz;
    }
    return true;
}

/* The headers come first but need the size of the notes. */
static void core_put(struct core *c, const struct guest_siginfo *info)
{
    struct mm *mm = c->t->mm;
    unsigned n = count_mappings(mm);
    uint64_t size = NOTES_SIZE + c->t->process->threads * NOTES_OF_THREAD;
    struct core_buffer notes = {.size = size};
    long p = hostcall6(SYS_mmap, 0, (long)size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct vma v;
    gaddr a = 0;
    bool ok;

    if (hostcall_failed(p))
        return;
    notes.data = (char *)p;
    core_notes(&notes, c->t, info);
    ok = put_headers(c, n, notes.len) && put(c, notes.data, notes.len);
    hostcall3(SYS_munmap, p, (long)size, 0);
    c->at = align_up(c->at, PAGE);
    for (unsigned i = 0; ok && i < n && mm_next(mm, a, &v); i++, a = v.end)
        put_memory(c, &v, dumped_size(&v));
    if (ok)
        hostcall3(SYS_ftruncate, c->fd,
                  (long)(c->at < c->limit ? c->at : c->limit), 0);
}

void core_write(struct task *t, const struct guest_siginfo *info)
{
    struct core c = {.t = t};
    struct rlimit64 limit = {0};
    char name[NAME_SIZE];

    hostcall6(SYS_prlimit64, 0, RLIMIT_CORE, 0, (long)&limit, 0, 0);
    if (limit.rlim_cur < PAGE ||
        hostcall3(SYS_prctl, PR_GET_DUMPABLE, 0, 0) != 1)
        return;
    c.limit = limit.rlim_cur;
    if (!core_name(name, t, info->si_signo))
        return;
    dying_stop_others(t);
    c.fd = core_open(name);
    if (c.fd < 0)
        return;
    c.pagemap = (int)hostcall6(SYS_openat, AT_FDCWD, (long)"/proc/self/pagemap",
                               O_RDONLY | O_CLOEXEC, 0, 0, 0);
    core_put(&c, info);
    hostcall3(SYS_close, c.fd, 0, 0);
    core_host_hide(name);
}
