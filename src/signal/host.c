/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The host's side: its handler, masks and dispositions. */
#include "config.h"

#include "signal/private.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>

#include "base/error.h"

enum {
    KERNEL_SIGSET = 8,
    QUEUE_BYTES = SIGNAL_COUNT * sizeof(struct guest_siginfo),
};

/* No mask of ours: those leave the synchronous signals alone. */
static const uint64_t host_mask_unknown = ~UINT64_C(0);

/* struct sigaction as the kernel has it; libc's hides two signals. */
struct kernel_sigaction {
    uintptr_t handler;
    unsigned long flags;
    void (*restorer)(void);
    uint64_t mask;
};

void signal_restorer(void);

/* What the host blocks while something waits in the queue. */
static const uint64_t all_asynchronous =
    ~(SIGNAL_BIT(SIGSEGV) | SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGFPE) |
      SIGNAL_BIT(SIGILL) | SIGNAL_BIT(SIGTRAP));

static _Noreturn void internal_error(int sig, const siginfo_t *info,
                                     uint64_t ip)
{
    warn_line("internal error: signal %d at host %#lx, address %#lx", sig,
              (unsigned long)ip, (unsigned long)info->si_addr);
    host_die(sig);
}

/* A fault of the host's: true when somebody expected it and *uc says how to go
 * on. */
static bool handle_fault(int sig, siginfo_t *info, ucontext_t *uc)
{
    greg_t *ip = &uc->uc_mcontext.gregs[REG_RIP];
    uint64_t fixup = mem_fixup((uint64_t)*ip);
    struct cpu *cpu = cpu_current();

    if (cpu)
        return cpu_host_fault(cpu, sig, info, uc);
    if (fixup && (sig == SIGSEGV || sig == SIGBUS)) {
        *ip = (greg_t)fixup;
        return true;
    }
    return false;
}

static void leave_system_call(const struct signal_state *st, ucontext_t *uc)
{
    greg_t *r = uc->uc_mcontext.gregs;
    struct safecall_context c = {.ip = (uint64_t)r[REG_RIP],
                                 .ax = (uint64_t)r[REG_RAX],
                                 .cx = (uint64_t)r[REG_RCX]};

    safecall_interrupt(&c, st->syscall_keeps_cx);
    r[REG_RIP] = (greg_t)c.ip;
    r[REG_RAX] = (greg_t)c.ax;
}

static void host_handler(int sig, siginfo_t *info, void *context)
{
    struct task *t = task_current();
    ucontext_t *uc = (ucontext_t *)context;
    uint64_t ip = (uint64_t)uc->uc_mcontext.gregs[REG_RIP];
    struct signal_state *st;

    /* A program may send itself one that looks like a fault. */
    if ((signal_synchronous & SIGNAL_BIT(sig)) && info->si_code > 0 &&
        !safecall_contains(ip)) {
        if (!handle_fault(sig, info, uc))
            internal_error(sig, info, ip);
        return;
    }
    st = signal_state_of(t);
    signal_queue_add(&st->queue, sig,
                     (const struct guest_siginfo *)(const void *)info);
    st->host_mask = all_asynchronous;
    memcpy(&uc->uc_sigmask, &all_asynchronous, KERNEL_SIGSET);
    atomic_store_explicit(&t->signal_pending, 1, memory_order_release);
    leave_system_call(st, uc);
    if (!t->in_syscall)
        cpu_request_stop(t->cpu);
}

void host_set_action(int sig, enum host_disposition how, uint64_t flags)
{
    struct kernel_sigaction act = {
        .flags = (flags & (SA_NOCLDSTOP | SA_NOCLDWAIT)) | SIGNAL_SA_RESTORER,
        .restorer = signal_restorer,
        .mask = ~UINT64_C(0),
    };

    if (how == HOST_IGNORE)
        act.handler = (uintptr_t)SIG_IGN;
    if (how == HOST_HANDLER) {
        act.handler = (uintptr_t)host_handler;
        act.flags |= SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    }
    hostcall6(SYS_rt_sigaction, sig, (long)&act, 0, KERNEL_SIGSET, 0, 0);
}

bool host_ignores(int sig)
{
    struct kernel_sigaction act = {0};

    hostcall6(SYS_rt_sigaction, sig, 0, (long)&act, KERNEL_SIGSET, 0, 0);
    return act.handler == (uintptr_t)SIG_IGN;
}

/* Everything that the kernel does by itself it does best: other calls are not
 * disturbed by what the guest ignores, stops are complete, and the guest's
 * default of a fatal signal ends all threads at once. */
void host_follow_action(int sig, const struct sigaction_guest *act)
{
    enum host_disposition how = HOST_HANDLER;

    if (sig == SIGKILL || sig == SIGSTOP ||
        (signal_synchronous & SIGNAL_BIT(sig)))
        return;
    if (act->handler == HANDLER_IGNORE)
        how = HOST_IGNORE;
    else if (act->handler == HANDLER_DEFAULT &&
             default_action(sig) != ACTION_CORE)
        how = HOST_DEFAULT;
    host_set_action(sig, how, act->flags);
}

void host_set_mask(uint64_t mask)
{
    hostcall6(SYS_rt_sigprocmask, SIG_SETMASK, (long)&mask, 0, KERNEL_SIGSET, 0,
              0);
}

bool host_try_mask(struct task *t, uint64_t mask)
{
    struct signal_state *st = signal_state_of(t);
    const uint64_t args[6] = {SIG_SETMASK, (uintptr_t)&mask, 0, KERNEL_SIGSET};

    if (st->host_mask == mask)
        return true;
    /* A handler that comes before the call makes it fail and leaves all
     * blocked; one that comes after it writes to host_mask after this. */
    st->host_mask = mask;
    if (!safecall(&t->signal_pending, SYS_rt_sigprocmask, args))
        return true;
    host_set_mask(all_asynchronous);
    st->host_mask = all_asynchronous;
    return false;
}

void host_follow_mask(struct task *t)
{
    struct signal_state *st = signal_state_of(t);

    if (!signals_ready(t)) {
        host_try_mask(t, mask_for_host(t->blocked));
        return;
    }
    atomic_store_explicit(&t->signal_pending, 1, memory_order_relaxed);
    if (st->host_mask == all_asynchronous)
        return;
    host_set_mask(all_asynchronous);
    st->host_mask = all_asynchronous;
}

void host_die(int sig)
{
    long pid = hostcall3(SYS_getpid, 0, 0, 0);
    long tid = hostcall3(SYS_gettid, 0, 0, 0);

    host_set_mask(~UINT64_C(0));
    host_set_action(sig, HOST_DEFAULT, 0);
    hostcall3(SYS_tgkill, pid, tid, sig);
    host_set_mask(~SIGNAL_BIT(sig));
    /* The first process of a container survives default actions. */
    for (;;)
        hostcall3(SYS_exit_group, 128 + sig, 0, 0);
}

int signal_task_alloc(struct task *t)
{
    struct signal_state *st =
        (struct signal_state *)task_alloc(sizeof(struct signal_state));

    if (!st)
        return -ENOMEM;
    atomic_init(&st->queue.set, 0);
    /* Apart from the rest, which each fork writes to. */
    st->queue.info = task_alloc(QUEUE_BYTES);
    if (!st->queue.info) {
        task_free(st, sizeof(*st));
        return -ENOMEM;
    }
    t->signal_state = st;
    st->syscall_keeps_cx = safecall_keeps_cx();
    st->actions_reset = false;
    atomic_init(&st->standing, false);
    return 0;
}

void signal_task_free(struct task *t)
{
    struct signal_state *st = signal_state_of(t);

    if (!st)
        return;
    t->signal_state = NULL;
    task_free(st->queue.info, QUEUE_BYTES);
    task_free(st, sizeof(*st));
}

void signal_thread_init(struct task *t)
{
    struct signal_state *st = signal_state_of(t);

    signal_queue_drop(&st->queue, ~UINT64_C(0));
    if (st->actions_reset)
        for (int sig = 1; sig <= SIGNAL_COUNT; sig++)
            host_follow_action(sig, &t->sighand->action[sig]);
    st->actions_reset = false;
    t->restore_mask = false;
    /* Whatever the creator had: the first delivery sets it. */
    st->host_mask = host_mask_unknown;
    atomic_store_explicit(&t->signal_pending, 1, memory_order_relaxed);
    cpu_request_stop(t->cpu);
}
