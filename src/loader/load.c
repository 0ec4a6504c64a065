/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Mapping a checked program, its interpreter and the vDSO. */
#include "config.h"

#include "loader/load.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/error.h"
#include "base/fmt.h"
#include "base/hostcall.h"
#include "task/path.h"

enum { EXIT_CANNOT = 126, EXIT_NOT_FOUND = 127 };

/* As on arm64 with 39-bit addresses. */
enum { RANDOM_MMAP = 1 << 18, RANDOM_STACK = 1 << 18, RANDOM_BRK = 1 << 18 };

/* State of one load, for the error message. */
struct load {
    struct process *process;
    struct task *task;
    const char *path; /* that a failure is about */
    const char *why;
    uint8_t head[PROGRAM_HEAD];
    uint8_t phdrs[ELF_PHDRS_MAX];
    char interp[PATH_SIZE];
};

uint64_t load_random(uint64_t pages)
{
    uint64_t n = 0;

    if (hostcall3(SYS_personality, 0xffffffff, 0, 0) & ADDR_NO_RANDOMIZE)
        return 0;
    if (hostcall3(SYS_getrandom, (long)&n, sizeof(n), GRND_NONBLOCK) !=
        sizeof(n))
        return 0;
    return n % pages * PAGE;
}

static int pread_all(int fd, void *buf, uint64_t size, uint64_t offset)
{
    uint8_t *p = buf;

    while (size > 0) {
        long n =
            hostcall6(SYS_pread64, fd, (long)p, (long)size, (long)offset, 0, 0);

        if (n < 0)
            return (int)n;
        if (n == 0)
            return -ENOEXEC;
        p += n;
        offset += (uint64_t)n;
        size -= (uint64_t)n;
    }
    return 0;
}

/* Completes ld->elf, of which the header is known, from the file. */
static int read_segments(struct load *l, struct loaded *ld, int fd,
                         const uint8_t *head, size_t head_len)
{
    uint64_t size = (uint64_t)ld->elf.phnum * ELF_PHENT_SIZE;
    const uint8_t *phdrs = l->phdrs;
    struct stat st;
    int r = (int)hostcall3(SYS_fstat, fd, (long)&st, 0);

    if (r < 0)
        return r;
    if (ld->elf.phoff <= head_len && size <= head_len - ld->elf.phoff) {
        phdrs = head + ld->elf.phoff;
    } else {
        r = pread_all(fd, l->phdrs, size, ld->elf.phoff);
        if (r < 0) {
            l->why = "program headers cannot be read";
            return r;
        }
    }
    return elf_segments(&ld->elf, phdrs, (uint64_t)st.st_size,
                        mm_limit(l->task->mm), &l->why);
}

/* One PT_LOAD at its place. */
static int map_segment(struct mm *mm, const struct elf_load *s, gaddr bias,
                       int fd)
{
    gaddr start = bias + s->vaddr, first = page_down(start);
    gaddr file_end = start + s->filesz, end = page_up(start + s->memsz);
    gaddr mapped = s->filesz ? page_up(file_end) : first;
    int64_t r = 0;

    if (mapped > first)
        r = mm_map(mm, first, mapped - first, s->prot, MAP_PRIVATE | MAP_FIXED,
                   fd, page_down(s->offset));
    if (r >= 0 && end > mapped)
        r = mm_map(mm, mapped, end - mapped, s->prot,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (r < 0)
        return (int)r;
    /* The rest of the last page of the file's part is data of the file. */
    if (s->memsz > s->filesz && mapped > file_end && (s->prot & PROT_WRITE))
        return mem_zero(mm, file_end, mapped - file_end);
    return 0;
}

static int map_image(struct load *l, const struct loaded *ld, int fd)
{
    struct mm *mm = l->task->mm;
    const struct elf_image *e = &ld->elf;
    int r = 0;

    for (unsigned i = 0; i < e->n_load && r == 0; i++)
        r = map_segment(mm, &e->load[i], ld->bias, fd);
    if (r < 0)
        l->why = "cannot be mapped";
    return r;
}

/* Where a position-independent program goes: with an interpreter at two thirds
 * of the space, as by the kernel; without (static PIE, or a dynamic linker
 * started by hand) among the mappings. */
static int choose_bias(struct load *l, struct loaded *ld, bool at_base)
{
    const struct elf_image *e = &ld->elf;
    struct mm *mm = l->task->mm;
    uint64_t span = e->high - e->low;
    gaddr a;

    ld->bias = 0;
    if (e->type == ET_EXEC)
        return 0;
    if (at_base) {
        a = page_down(mm_limit(mm) / 3 * 2) + load_random(RANDOM_MMAP);
        a &= -e->align;
    } else {
        a = mm_find_hole(mm, span, e->align);
    }
    if (!a || a > mm_limit(mm) || span > mm_limit(mm) - a) {
        l->why = "does not fit into the address space";
        return -ENOMEM;
    }
    ld->bias = a - e->low;
    return 0;
}

/* Reads and opens what PT_INTERP names. Its descriptor or -errno. */
static int open_interp(struct load *l, const struct loaded *prog, int prog_fd,
                       struct loaded *out)
{
    bool inside;
    long n;
    int fd, r = pread_all(prog_fd, l->interp, prog->elf.interp_size,
                          prog->elf.interp_off);

    if (r == 0)
        r = elf_interp(l->interp, prog->elf.interp_size, &l->why);
    if (r < 0)
        return r;
    l->path = l->interp;
    fd = path_open(l->process->config.sysroot, AT_FDCWD, l->interp,
                   O_RDONLY | O_CLOEXEC, &inside);
    if (fd < 0) {
        if (fd == -ENOENT)
            l->why = l->process->config.sysroot
                         ? "the program's dynamic linker does not exist"
                         : "the program's dynamic linker does not exist; "
                           "-L names the directory of a guest system";
        return fd;
    }
    n = hostcall6(SYS_pread64, fd, (long)l->head, sizeof(l->head), 0, 0, 0);
    r = n < 0 ? (int)n : elf_header(&out->elf, l->head, (size_t)n, &l->why);
    if (r == 0 && out->elf.machine != prog->elf.machine) {
        l->why = "the dynamic linker is for another machine";
        r = -ELIBBAD;
    }
    if (r == 0)
        r = read_segments(l, out, fd, l->head, (size_t)n);
    if (r < 0)
        hostcall3(SYS_close, fd, 0, 0);
    return r < 0 ? r : fd;
}

static int load_interp(struct load *l, const struct loaded *prog, int prog_fd,
                       struct loaded *out)
{
    int fd = open_interp(l, prog, prog_fd, out);
    int r;

    if (fd < 0)
        return fd;
    r = choose_bias(l, out, false);
    if (r == 0)
        r = map_image(l, out, fd);
    hostcall3(SYS_close, fd, 0, 0);
    return r;
}

/* The fields that /proc/PID/stat has. */
static void describe(struct process *p, const struct loaded *ld)
{
    p->start_code = ~(gaddr)0;
    for (unsigned i = 0; i < ld->elf.n_load; i++) {
        const struct elf_load *s = &ld->elf.load[i];
        gaddr start = ld->bias + s->vaddr, end = start + s->filesz;

        if ((s->prot & PROT_EXEC) && start < p->start_code)
            p->start_code = start;
        if ((s->prot & PROT_EXEC) && end > p->end_code)
            p->end_code = end;
        if (start > p->start_data)
            p->start_data = start;
        if (end > p->end_data)
            p->end_data = end;
    }
    if (p->start_code == ~(gaddr)0)
        p->start_code = ld->bias + ld->elf.low;
}

static void set_brk(struct load *l, const struct loaded *prog, bool interp)
{
    gaddr limit = mm_limit(l->task->mm), brk = prog->bias + prog->elf.high;

    /* Among the mappings it could not grow. */
    if (prog->elf.type == ET_DYN && !interp)
        brk = page_down(limit / 3 * 2);
    brk += load_random(RANDOM_BRK);
    l->process->start_brk = brk;
    mm_set_brk(l->task->mm, brk, brk);
}

static int map_vdso(struct load *l, gaddr *out)
{
    const struct guest_abi *abi = l->process->target->abi;
    struct mm *mm = l->task->mm;
    int64_t a;
    int r;

    *out = 0;
    if (!abi->vdso)
        return 0;
    a = mm_map(mm, 0, abi->vdso_size, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (a < 0)
        return (int)a;
    r = mem_write(mm, (gaddr)a, abi->vdso, abi->vdso_size);
    if (r == 0)
        r = mm_protect(mm, (gaddr)a, abi->vdso_size, PROT_READ | PROT_EXEC);
    mm_set_name(mm, (gaddr)a, "[vdso]");
    mm_set_vdso(mm, (gaddr)a);
    *out = (gaddr)a;
    return r;
}

/* An absolute path without /proc's help: as it was given, from where we are. */
static void absolute_path(char *out, size_t size, const char *path)
{
    char dir[PATH_SIZE];

    if (path[0] == '/' ||
        hostcall3(SYS_getcwd, (long)dir, sizeof(dir), 0) < 0 || dir[0] != '/')
        dir[0] = '\0';
    fmt_string(out, size, "%s%s%s", dir,
               dir[0] && strcmp(dir, "/") != 0 ? "/" : "", path);
}

/* The descriptor and the path by which others know the program. */
static int remember(struct process *p, const struct program *program)
{
    char path[PATH_SIZE];
    size_t size;
    char *copy;

    p->exe_fd = program->fd;
    if (!path_of_fd(program->fd, path, sizeof(path)))
        absolute_path(path, sizeof(path), program->path);
    size = strlen(path) + 1;
    copy = task_alloc(size);
    if (!copy)
        return -ENOMEM;
    p->exe = memcpy(copy, path, size);
    return 0;
}

static int load_all(struct load *l, const struct loader_request *rq)
{
    struct process *p = l->process;
    struct loaded prog = {.elf = rq->program->elf}, interp = {.bias = 0};
    struct stack_plan plan = {.rq = rq, .program = &prog};
    bool dynamic;
    gaddr entry;
    int r;

    r = read_segments(l, &prog, rq->program->fd, rq->program->head,
                      rq->program->head_len);
    if (r < 0)
        return r;
    dynamic = prog.elf.interp_size != 0;
    r = choose_bias(l, &prog, dynamic);
    if (r == 0)
        r = map_image(l, &prog, rq->program->fd);
    if (r == 0 && dynamic) {
        r = load_interp(l, &prog, rq->program->fd, &interp);
        if (r == 0)
            l->path = rq->program->path;
    }
    if (r < 0)
        return r;
    describe(p, &prog);
    set_brk(l, &prog, dynamic);
    plan.interp = dynamic ? &interp : NULL;
    plan.top = mm_limit(l->task->mm) - PAGE - load_random(RANDOM_STACK);
    r = map_vdso(l, &plan.vdso);
    if (r == 0)
        r = load_stack(p, l->task, &plan);
    if (r == 0)
        r = remember(p, rq->program);
    if (r < 0)
        return r;
    entry =
        dynamic ? interp.bias + interp.elf.entry : prog.bias + prog.elf.entry;
    p->target->abi->start(l->task->cpu, entry, plan.sp);
    return 0;
}

int loader_report(const char *path, int error, const char *why)
{
    warn_line("%s: %s", path, why ? why : strerror(-error));
    return error == -ENOENT || error == -ENOTDIR ? EXIT_NOT_FOUND : EXIT_CANNOT;
}

int loader_load(struct process *p, struct task *t,
                const struct loader_request *rq)
{
    long mem =
        hostcall6(SYS_mmap, 0, sizeof(struct load), PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct load *l = (struct load *)mem;
    int r;

    if (hostcall_failed(mem))
        return loader_report(rq->program->path, (int)mem, NULL);
    l->process = p;
    l->task = t;
    l->path = rq->program->path;
    r = load_all(l, rq);
    if (r < 0)
        r = loader_report(l->path, r, l->why);
    hostcall3(SYS_munmap, mem, sizeof(*l), 0);
    return r;
}
