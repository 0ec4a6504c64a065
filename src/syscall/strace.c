/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/strace.h"

#include <fcntl.h>
#include <string.h>

enum { LINE_SIZE = 2048 };

static const struct {
    show_fn *show;
    const struct name_value *names;
} kinds[] = {
#define KIND(name, class, show, names, out) {show_##show, names_##names},
#include "syscall/kinds.def"
#undef KIND
};

static void flush_line(struct fmt_sink *sink)
{
    log_write((const struct log *)sink->context, sink->buf, sink->len);
    sink->len = 0;
}

/* Calls that are printed before they are made: the others after. */
static bool printed_first(const struct sys_row *row)
{
    return row->fn == sys_exit || row->fn == sys_exit_group ||
           row->fn == sys_execve || row->fn == sys_execveat;
}

static bool returns_address(const struct sys_row *row)
{
    return row->fn == sys_mmap || row->fn == sys_brk || row->fn == sys_mremap ||
           row->fn == sys_shmat;
}

/* Commands of fcntl() without a third argument. */
static bool fcntl_alone(int command)
{
    return command == F_GETFD || command == F_GETFL || command == F_GETOWN ||
           command == F_GETSIG || command == F_GETLEASE ||
           command == F_GETPIPE_SZ || command == F_GET_SEALS;
}

/* How many arguments there are to show: those that the call looks at. */
static unsigned shown_args(const struct show *s)
{
    if (s->row->fn == sys_openat && !(s->a[2] & (O_CREAT | __O_TMPFILE)))
        return 3;
    if (s->row->fn == sys_fcntl && fcntl_alone(arg_int(s->a, 1)))
        return 2;
    return s->row->argc;
}

static void show_call(struct show *s)
{
    if (atomic_load(&s->t->process->threads) > 1)
        fmt_print(s->out, "[pid %d] ", s->t->tid);
    fmt_print(s->out, "%s(", s->row->name);
    for (unsigned i = 0; i < shown_args(s); i++) {
        unsigned kind = s->row->kind[i];

        if (i)
            fmt_print(s->out, ", ");
        kinds[kind].show(s, i, kinds[kind].names);
    }
    fmt_print(s->out, ")");
}

static void show_restart(struct show *s)
{
    static const char *const codes[] = {
        "ERESTARTSYS (To be restarted if SA_RESTART is set)",
        "ERESTARTNOINTR (To be restarted)",
        "ERESTARTNOHAND (To be restarted if no handler)",
    };

    fmt_print(s->out, " = ? %s\n", codes[SYSCALL_RESTART - s->ret]);
}

static void show_result(struct show *s)
{
    if (syscall_restarts(s->ret)) {
        show_restart(s);
    } else if (s->ret == SYSCALL_NO_RESULT) {
        fmt_print(s->out, " = 0\n");
    } else if (hostcall_failed(s->ret)) {
        const char *name = strerrorname_np((int)-s->ret);
        const char *text = strerrordesc_np((int)-s->ret);

        fmt_print(s->out, " = -1 %s (%s)\n", name ? name : "?",
                  text ? text : "Unknown error");
    } else if (returns_address(s->row)) {
        fmt_print(s->out, " = %#lx\n", (unsigned long)s->ret);
    } else {
        fmt_print(s->out, " = %ld\n", (long)s->ret);
    }
}

static void print(struct task *t, const struct sys_row *row,
                  const uint64_t a[6], int64_t ret, bool call, bool result)
{
    char buf[LINE_SIZE];
    struct log *log = &sys_of(t)->log;
    struct fmt_sink sink = {
        .buf = buf, .size = sizeof(buf), .flush = flush_line, .context = log};
    struct show s = {.t = t, .row = row, .a = a, .ret = ret, .out = &sink};

    if (call)
        show_call(&s);
    if (result)
        show_result(&s);
    flush_line(&sink);
}

void strace_enter(struct task *t, const struct sys_row *row,
                  const uint64_t a[6])
{
    if (printed_first(row))
        print(t, row, a, 0, true, false);
    if (row->fn == sys_exit || row->fn == sys_exit_group)
        log_write(&sys_of(t)->log, " = ?\n", 5);
}

void strace_exit(struct task *t, const struct sys_row *row, const uint64_t a[6],
                 int64_t ret)
{
    print(t, row, a, ret, !printed_first(row), true);
}
