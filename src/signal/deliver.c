/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Delivery: from the queue, or a fault, to a frame or the end. */
#include "config.h"

#include "signal/private.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

/* One delivery under way. */
struct delivery {
    struct task *t;
    int64_t result; /* of the system call, until it is decided */
    bool fault;     /* the signal is an access fault at `address` */
    uint64_t address;
};

static const struct guest_abi *abi_of(const struct task *t)
{
    return t->process->target->abi;
}

/* A handler runs: does the interrupted call restart after it? */
static void settle_result(struct delivery *d, uint64_t sa_flags)
{
    struct task *t = d->t;
    bool restart = d->result == RESULT_AGAIN ||
                   (d->result == RESULT_RESTART && (sa_flags & SA_RESTART));

    if (d->result > RESULT_RESTART || d->result < RESULT_NO_HANDLER)
        return;
    if (restart)
        abi_of(t)->restart(t->cpu, t->syscall_arg0);
    else
        cpu_syscall_result(t->cpu, -EINTR);
    d->result = 0;
}

static bool push_frame(const struct delivery *d,
                       const struct sigaction_guest *act, int sig,
                       const struct guest_siginfo *info)
{
    struct task *t = d->t;
    const struct guest_abi *abi = abi_of(t);
    const struct guest_sigframe frame = {
        .sig = sig,
        .info = info,
        .handler = act->handler,
        .flags = act->flags,
        .restorer = act->flags & SIGNAL_SA_RESTORER ? act->restorer : 0,
        .mask = t->restore_mask ? t->saved_mask : t->blocked,
        .sp = altstack_pick(t, act->flags),
        .ss_sp = t->altstack_sp,
        .ss_size = t->altstack_size,
        .ss_flags = (int32_t)t->altstack_flags,
        .trampoline = mm_vdso(t->mm) + abi->vdso_sigreturn,
        .fault_addr = d->address,
        .sync_fault = d->fault,
    };

    if (abi->frame_push(t->cpu, t->mm, &frame) &&
        !(mm_grow_stack(t->mm, frame.sp - abi->min_sigstack) &&
          abi->frame_push(t->cpu, t->mm, &frame) == 0))
        return false;
    return altstack_holds(t, frame.sp, abi->get_sp(t->cpu));
}

static _Noreturn void die_of(struct task *t, const struct guest_siginfo *info)
{
    dying_claim(t);
    if (default_action(info->si_signo) == ACTION_CORE)
        core_write(t, info);
    host_die(info->si_signo);
}

static void do_default(struct task *t, const struct guest_siginfo *info)
{
    switch (default_action(info->si_signo)) {
    case ACTION_TERM:
    case ACTION_CORE: die_of(t, info);
    case ACTION_IGNORE: break;
    case ACTION_STOP:
        /* The action has changed since the host handed the signal out: now the
         * kernel does this. */
        hostcall3(SYS_tgkill, hostcall3(SYS_getpid, 0, 0, 0),
                  hostcall3(SYS_gettid, 0, 0, 0), info->si_signo);
        break;
    }
}

/* The action, which SA_RESETHAND makes the default one from now on. */
static struct sigaction_guest take_action(struct task *t, int sig)
{
    struct sigaction_guest *slot = &t->sighand->action[sig], act;

    klock_take(&t->sighand->lock);
    act = *slot;
    if (act.handler > HANDLER_IGNORE && (act.flags & SA_RESETHAND)) {
        slot->handler = HANDLER_DEFAULT;
        host_follow_action(sig, slot);
    }
    klock_drop(&t->sighand->lock);
    return act;
}

static void force(struct delivery *d, const struct guest_siginfo *info);

static void deliver_one(struct delivery *d, const struct guest_siginfo *info)
{
    struct task *t = d->t;
    int sig = info->si_signo;
    struct sigaction_guest act = take_action(t, sig);
    struct guest_siginfo segv = {.si_signo = SIGSEGV, .si_code = SI_KERNEL};

    if (act.handler == HANDLER_IGNORE)
        return;
    if (act.handler == HANDLER_DEFAULT) {
        do_default(t, info);
        return;
    }
    settle_result(d, act.flags);
    if (!push_frame(d, &act, sig, info)) {
        if (sig == SIGSEGV)
            die_of(t, &segv);
        d->fault = false;
        force(d, &segv);
        return;
    }
    t->restore_mask = false;
    t->blocked |= act.mask;
    if (!(act.flags & SA_NODEFER))
        t->blocked |= SIGNAL_BIT(sig);
    altstack_delivered(t);
    d->fault = false;
}

/* A signal that cannot wait: if it is blocked or ignored its action becomes the
 * default one, which is to die. */
static void force(struct delivery *d, const struct guest_siginfo *info)
{
    struct task *t = d->t;
    uint64_t bit = SIGNAL_BIT(info->si_signo);
    struct sigaction_guest *act = &t->sighand->action[info->si_signo];

    klock_take(&t->sighand->lock);
    if ((t->blocked & bit) || act->handler == HANDLER_IGNORE)
        act->handler = HANDLER_DEFAULT;
    klock_drop(&t->sighand->lock);
    t->blocked &= ~bit;
    deliver_one(d, info);
}

/* Under a temporary mask: one that a handler's frame has not taken over ends.
 */
static void end_temporary_mask(struct task *t)
{
    if (!t->restore_mask)
        return;
    t->blocked = t->saved_mask;
    t->restore_mask = false;
}

static void deliver_all(struct delivery *d)
{
    struct task *t = d->t;
    struct signal_queue *q = &signal_state_of(t)->queue;
    struct guest_siginfo info;

    /* A call that was not begun has set no mask. */
    if (d->result == RESULT_AGAIN)
        end_temporary_mask(t);
    if (__atomic_load_n(&t->cpu->env.stop, __ATOMIC_RELAXED))
        cpu_clear_stop(t->cpu);
    dying_join(t);
    do {
        atomic_store_explicit(&t->signal_pending, 0, memory_order_relaxed);
        while (signal_queue_take(q, ~t->blocked, &info))
            deliver_one(d, &info);
        end_temporary_mask(t);
        host_follow_mask(t);
    } while (atomic_load_explicit(&t->signal_pending, memory_order_relaxed));
    if (d->result <= RESULT_RESTART && d->result >= RESULT_NO_HANDLER)
        abi_of(t)->restart(t->cpu, t->syscall_arg0);
}

void signal_deliver(struct task *t, int64_t result)
{
    struct delivery d = {.t = t, .result = result};

    deliver_all(&d);
}

static void raise_now(struct task *t, int sig, int code, uint64_t addr,
                      bool fault)
{
    struct delivery d = {.t = t, .fault = fault, .address = addr};
    struct guest_siginfo info = {.si_signo = sig, .si_code = code};

    memcpy(info.data, &addr, sizeof(addr));
    force(&d, &info);
    deliver_all(&d);
}

void signal_force(struct task *t, int sig, int code, uint64_t addr)
{
    raise_now(t, sig, code, addr, false);
}

void signal_raise_fault(struct task *t, enum cpu_exit reason)
{
    const struct cpu *cpu = t->cpu;
    const struct cpu_fault *f = &cpu->fault;

    switch (reason) {
    case EXIT_ALIGN:
        raise_now(t, SIGBUS, BUS_ADRALN, cpu->env.fault_addr, true);
        break;
    case EXIT_ILLEGAL:
        raise_now(t, SIGILL, ILL_ILLOPC, cpu->env.pc, false);
        break;
    case EXIT_BREAK:
        raise_now(t, SIGTRAP, TRAP_BRKPT, cpu->env.pc, false);
        break;
    default: raise_now(t, f->sig, f->code, f->addr, true); break;
    }
}

int64_t sys_rt_sigreturn(struct task *t, const uint64_t a[6])
{
    uint64_t mask, sp, size;
    int32_t flags;

    (void)a;
    /* What the handler's mask let through comes before the old mask does. */
    if (atomic_load_explicit(&t->signal_pending, memory_order_relaxed))
        return RESULT_AGAIN;
    if (abi_of(t)->frame_pop(t->cpu, t->mm, &mask, &sp, &size, &flags)) {
        signal_force(t, SIGSEGV, SI_KERNEL, 0);
        return RESULT_NONE;
    }
    t->blocked = mask_sanitise(mask);
    altstack_restore(t, sp, size, flags);
    host_follow_mask(t);
    return RESULT_NONE;
}
