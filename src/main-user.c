/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * calque: runs one guest program. Puts the parts together, in the order in
 * which they need each other, and holds the loop that every guest thread runs.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/binfmt.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/fmt.h"
#include "base/hostcall.h"
#include "base/log.h"
#include "loader/handoff.h"
#include "loader/loader.h"
#include "loader/privilege.h"
#include "main-options.h"
#include "signal/signal.h"
#include "syscall/syscall.h"
#include "task/task.h"

enum { EXIT_USAGE = 1, EXIT_HOST = 125, EXIT_CANNOT = 126 };

/* What start-up gathers, from options or from a hand-off. */
struct start {
    struct config config;
    struct program program;
    struct loader_request request;
    int self_fd, log_fd;
    struct log log;
    bool perf_map;
};

/* Runs guest code for ever: exits are system calls and signals. */
static __attribute__((noreturn)) void run(struct task *t)
{
    for (;;) {
        enum cpu_exit reason = cpu_run(t->cpu);
        int64_t result;

        switch (reason) {
        case EXIT_SYSCALL:
            result = syscall_dispatch(t);
            if (signal_wanted(t, result))
                signal_deliver(t, result);
            break;
        case EXIT_STOP: signal_deliver(t, 0); break;
        case EXIT_FAULT:
        case EXIT_FETCH:
        case EXIT_ALIGN:
        case EXIT_BREAK:
        case EXIT_OPERAND:
        case EXIT_ILLEGAL: signal_raise_fault(t, reason); break;
        case EXIT_NONE:
        case EXIT_FLUSH:
        case EXIT_FLUSH_LINE: break;
        }
    }
}

/* One "name: number" a line, which scripts/bench reads. */
static void print_stats(struct process *p, int code)
{
    const struct cpu_stats *s = translator_stats(p->tr);
    uint64_t all = cpu_stats_ticks(s);
    const struct {
        const char *name;
        uint64_t value;
    } rows[] = {
        {"translated_blocks", s->blocks},
        {"translated_guest_insns", s->guest_insns},
        {"translated_guest_bytes", s->guest_bytes},
        {"emitted_host_insns", s->host_insns},
        {"emitted_host_bytes", s->host_bytes},
        {"snapshot_bytes", s->snapshot_bytes},
        {"translate_ticks", all},
        {"translate_ticks_ir", s->ticks[STEP_IR]},
        {"translate_ticks_optimise", s->ticks[STEP_OPTIMISE]},
        {"translate_ticks_compile", s->ticks[STEP_COMPILE]},
        {"translate_ticks_install", s->ticks[STEP_INSTALL]},
        {"translate_ticks_per_guest_insn",
         s->guest_insns ? all / s->guest_insns : 0},
        {"links", s->links},
        {"invalidated_blocks", s->invalidated},
        {"cache_flushes", s->flushes},
    };
    const struct log out = {.fd = STDERR_FILENO};

    (void)code;
    if (!p->config.cpu.stats)
        return;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        log_printf(&out, "%s: %lu\n", rows[i].name, rows[i].value);
}

static int create_signals(struct task *child, const struct task *parent)
{
    (void)parent;
    return signal_task_alloc(child);
}

static const struct task_hooks hooks = {
    .run = run,
    .create = create_signals,
    .start = signal_thread_init,
    .end = signal_task_free,
    .finish_action = signal_finish_action,
    .reset_actions = signal_reset_actions,
    .exec_begin = signal_exec_begin,
    .exec_failed = signal_exec_failed,
    .exit = print_stats,
};

/* The guest that our own name asks for: calque-NAME. NULL: any. */
static const char *wanted_guest(const char *argv0)
{
    const char *slash = strrchr(argv0, '/'), *name = slash ? slash + 1 : argv0;

    return strncmp(name, "calque-", 7) == 0 && name[7] ? name + 7 : NULL;
}

/* A descriptor of ourselves, for exec. Without /proc the path must do, or it is
 * the kernel that has to find us again. */
static int open_self(void)
{
    const char *execfn = (const char *)getauxval(AT_EXECFN);
    int fd = open("/proc/self/exe", O_PATH | O_CLOEXEC);

    return fd < 0 && execfn && !binfmt_started()
               ? open(execfn, O_PATH | O_CLOEXEC)
               : fd;
}

/* The descriptors of ourselves and of the program out of the guest's way, side
 * by side, where others look for them. */
static void raise_fds(struct start *s)
{
    int self = open_self(), pair[2] = {-1, -1};
    int r = fd_dup_pair(self < 0 ? s->program.fd : self, s->program.fd, pair);

    if (r < 0)
        die(EXIT_HOST, "descriptors: %s", strerror(-r));
    close(s->program.fd);
    close(self < 0 ? pair[0] : self);
    s->self_fd = self < 0 ? -1 : pair[0];
    s->program.fd = pair[1];
}

static void open_log(struct start *s)
{
    struct log log;
    int r;

    s->log_fd = -1;
    if (!s->config.log_mask)
        return;
    r = log_open(&log, (uint32_t)s->config.log_mask, s->config.log_file);
    if (r < 0)
        die(EXIT_USAGE, "-D: %s: %s", s->config.log_file, strerror(-r));
    s->log_fd = log.fd;
    s->log = log;
    s->config.cpu.log = &s->log;
}

/* The program as the user names it: the host's file if it is a guest's program,
 * then the sysroot's. */
static int find_program(struct start *s, const char *path)
{
    struct config plain = s->config;
    int r, fd = binfmt_fd();

    /* The path may lead to another file by now, one without its privileges. */
    if (fd >= 0)
        return program_open_fd(&s->program, &s->config, fd, path, true);
    plain.sysroot = NULL;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return program_open(&s->program, errno == ENOENT ? &s->config : &plain,
                            AT_FDCWD, path, 0);
    r = program_open_fd(&s->program, &s->config, fd, path, false);
    if (r < 0 || s->program.target || !s->config.sysroot || path[0] != '/')
        return r;
    program_close(&s->program);
    return program_open(&s->program, &s->config, AT_FDCWD, path, 0);
}

/* Says so when binfmt_misc has not given what the program's file would. */
static void check_privileges(const struct start *s)
{
    const char *gain = binfmt_started() && !getauxval(AT_SECURE)
                           ? privilege_gained(s->program.fd)
                           : NULL;

    if (gain)
        privilege_report(s->program.path, gain);
}

static void from_user(struct start *s, int argc, char **argv, char **env)
{
    const char *guest = argc ? wanted_guest(argv[0]) : NULL, *path, *execfn;
    struct options o;
    int r;

    options_parse(&o, argc, argv, env);
    if (o.first >= argc)
        die(EXIT_USAGE, "usage: calque [options] program [arguments]");
    if (guest && !target_by_name(guest))
        die(EXIT_USAGE, "no guest is called %s", guest);
    s->config = o.config;
    s->config.by_binfmt = binfmt_started();
    s->perf_map = o.perf_map;
    path = argv[o.first];
    if (binfmt_argv0() && o.first + 1 < argc)
        o.first++;
    /* A script's path differs from that of the program that runs it. */
    execfn = binfmt_started() ? (const char *)getauxval(AT_EXECFN) : NULL;
    s->request = (struct loader_request){.program = &s->program,
                                         .execfn = execfn ? execfn : path,
                                         .argv0 = o.argv0,
                                         .argv = argv + o.first,
                                         .envp = o.env};
    r = find_program(s, path);
    if (r < 0)
        _exit(loader_report(path, r, s->program.why));
    if (!s->program.target)
        _exit(loader_report(path, -ENOEXEC,
                            s->program.why ? s->program.why
                                           : "not a program of any guest"));
    if (guest && s->program.target != target_by_name(guest)) {
        warn_line("%s: a program for %s", path, s->program.target->name);
        _exit(EXIT_CANNOT);
    }
    check_privileges(s);
    raise_fds(s);
    open_log(s);
}

static void from_handoff(struct start *s, const struct handoff *h, char **argv,
                         char **env)
{
    int r;

    s->config = h->config;
    s->perf_map = h->config.cpu.perf_map >= 0;
    s->self_fd = h->self_fd;
    s->log_fd = h->log_fd;
    s->log =
        (struct log){.mask = (uint32_t)s->config.log_mask, .fd = h->log_fd};
    s->config.cpu.log = &s->log;
    s->request = (struct loader_request){
        .program = &s->program, .execfn = h->execfn, .argv = argv, .envp = env};
    r = program_open_fd(&s->program, &s->config, h->exe_fd, h->path, true);
    if (r == 0 && !s->program.target)
        r = -ENOEXEC;
    if (r < 0)
        _exit(loader_report(h->path, r, s->program.why));
}

static void open_perf_map(struct start *s)
{
    char path[64];
    int fd;

    s->config.cpu.perf_map = -1;
    if (!s->perf_map)
        return;
    fmt_string(path, sizeof(path), "/tmp/perf-%d.map", (int)getpid());
    fd =
        open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0)
        die(EXIT_HOST, "%s: %s", path, strerror(errno));
    s->config.cpu.perf_map = fd_dup_high(fd);
    close(fd);
}

static void code_gone(void *opaque, gaddr start, gaddr end)
{
    cpu_invalidate(opaque, start, end);
}

/* Where Linux has put what is ours follows from the limit on the stack. */
static struct mm *make_mm(unsigned va_bits, uint64_t base)
{
    unsigned room = mm_room_bits();
    struct mm *mm;

    if (base + (UINT64_C(1) << va_bits) > UINT64_C(1) << room)
        die(EXIT_HOST,
            "no room for %u bits of guest addresses from %#lx on, only below "
            "%#lx; a limit on the stack (ulimit -s) leaves more",
            va_bits, (unsigned long)base, 1ul << room);
    mm = mm_new(va_bits);
    if (!mm)
        die(EXIT_HOST, "out of memory");
    mm_set_base(mm, base);
    return mm;
}

/* The process with its first task, complete but for what the loader sets. */
static struct task *make_task(const struct start *s)
{
    const struct target *target = s->program.target;
    struct process *p = process_new(target, &s->config, &hooks);
    struct task *t = p ? task_new(p) : NULL;
    size_t size = strlen(s->request.execfn) + 1;
    char *execfn = t ? task_alloc(size) : NULL;
    struct cpu_model model;
    char error_text[128];
    int error;

    if (!execfn)
        die(EXIT_HOST, "out of memory");
    p->execfn = memcpy(execfn, s->request.execfn, size);
    t->files->self_fd = s->self_fd;
    t->files->log_fd = s->log_fd;
    t->mm = make_mm(config_va_bits(&s->config, target), s->config.guest_base);
    p->tr = translator_new(target, t->mm, &s->config.cpu, &error);
    if (!p->tr)
        die(EXIT_HOST, "no memory for translated code: %s", strerror(-error));
    mm_on_code_gone(t->mm, code_gone, p->tr);
    if (!cpu_model_parse(target, s->config.cpu_model, &model, error_text,
                         sizeof(error_text)))
        die(EXIT_USAGE, "-cpu: %s", error_text);
    t->cpu = cpu_new(target, p->tr, t->mm, &model);
    if (!t->cpu)
        die(EXIT_HOST, "out of memory");
    t->cpu->task = t;
    task_set_current(t);
    if (signal_init(t) < 0)
        die(EXIT_HOST, "out of memory");
    return t;
}

int main(int argc, char **argv, char **env)
{
    static struct start start;
    struct handoff handoff;
    struct task *t;
    int status;

    const char *lack = cpu_host_init();
    if (lack)
        die(EXIT_HOST, "this processor lacks %s", lack);
    task_init();
    if (handoff_receive(&handoff))
        from_handoff(&start, &handoff, argv, env);
    else
        from_user(&start, argc, argv, env);
    open_perf_map(&start);
    t = make_task(&start);
    status = loader_load(t->process, t, &start.request);
    if (status)
        return status;
    if (syscall_init(t->process, t->files) < 0)
        die(EXIT_HOST, "out of memory");
    /* Who wants to see every exit does. */
    if (!start.config.cpu.lockstep && !start.config.strace &&
        !(start.config.log_mask & LOG_STRACE))
        cpu_set_service(t->cpu, syscall_quick);
    loader_present(t->process, t->mm);
    mm_inherit_rules(t->mm);
    run(t);
}
