/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Actions: what programs set, what they inherit, what they leave to exec. */
#include "config.h"

#include "signal/private.h"

#include <errno.h>
#include <signal.h>

/* The flags that a kernel of today knows; it clears all others. */
static const uint64_t known_flags = SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO |
                                    SA_ONSTACK | SA_RESTART | SA_NODEFER |
                                    SA_RESETHAND | SIGNAL_SA_EXPOSE_TAGBITS;

enum default_action default_action(int sig)
{
    switch (sig) {
    case SIGQUIT:
    case SIGILL:
    case SIGTRAP:
    case SIGABRT:
    case SIGBUS:
    case SIGFPE:
    case SIGSEGV:
    case SIGXCPU:
    case SIGXFSZ:
    case SIGSYS: return ACTION_CORE;
    case SIGSTOP:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU: return ACTION_STOP;
    case SIGCHLD:
    case SIGCONT:
    case SIGURG:
    case SIGWINCH: return ACTION_IGNORE;
    default: return ACTION_TERM;
    }
}

static bool has_action(int sig)
{
    return sig != SIGKILL && sig != SIGSTOP;
}

int signal_init(struct task *t)
{
    uint64_t none = 0;
    int error = signal_task_alloc(t);

    if (error)
        return error;
    hostcall6(SYS_rt_sigprocmask, SIG_BLOCK, (long)&none, (long)&t->blocked,
              sizeof(t->blocked), 0, 0);
    altstack_reset(t);
    for (int sig = 1; sig <= SIGNAL_COUNT; sig++) {
        struct sigaction_guest *act = &t->sighand->action[sig];

        act->handler = host_ignores(sig) ? HANDLER_IGNORE : HANDLER_DEFAULT;
        /* exec has left nothing else than these two. */
        if (signal_synchronous & SIGNAL_BIT(sig))
            host_set_action(sig, HOST_HANDLER, 0);
        else if (default_action(sig) == ACTION_CORE)
            host_follow_action(sig, act);
    }
    signal_thread_init(t);
    return 0;
}

void signal_reset_actions(struct task *t)
{
    for (int sig = 1; sig <= SIGNAL_COUNT; sig++) {
        struct sigaction_guest *act = &t->sighand->action[sig];

        *act = (struct sigaction_guest){
            .handler = act->handler == HANDLER_IGNORE ? HANDLER_IGNORE
                                                      : HANDLER_DEFAULT};
    }
    signal_state_of(t)->actions_reset = true;
}

void signal_exec_begin(struct task *t)
{
    for (int sig = 1; sig <= SIGNAL_COUNT; sig++)
        if ((signal_synchronous & SIGNAL_BIT(sig)) &&
            t->sighand->action[sig].handler == HANDLER_IGNORE)
            host_set_action(sig, HOST_IGNORE, 0);
    signal_state_of(t)->host_mask = t->blocked;
    host_set_mask(t->blocked);
}

void signal_exec_failed(struct task *t)
{
    for (int sig = 1; sig <= SIGNAL_COUNT; sig++)
        if ((signal_synchronous & SIGNAL_BIT(sig)) &&
            t->sighand->action[sig].handler == HANDLER_IGNORE)
            host_set_action(sig, HOST_HANDLER, 0);
    signal_state_of(t)->host_mask = ~UINT64_C(0);
    host_follow_mask(t);
}

/* The guest's struct sigaction: handler, flags, restorer on some, mask. */
static int action_from_guest(const struct task *t, struct sigaction_guest *act,
                             uint64_t at)
{
    bool restorer = t->process->target->abi->sa_restorer;
    uint64_t raw[4] = {0};

    if (get_user(t, raw, at, (restorer ? 4 : 3) * sizeof(raw[0])))
        return -EFAULT;
    *act = (struct sigaction_guest){
        .handler = raw[0],
        .flags = raw[1] & (known_flags | (restorer ? SIGNAL_SA_RESTORER : 0)),
        .restorer = restorer ? raw[2] : 0,
        .mask = mask_sanitise(restorer ? raw[3] : raw[2]),
    };
    return 0;
}

static int action_to_guest(const struct task *t, uint64_t at,
                           const struct sigaction_guest *act)
{
    bool restorer = t->process->target->abi->sa_restorer;
    const uint64_t raw[4] = {act->handler, act->flags,
                             restorer ? act->restorer : act->mask, act->mask};

    return put_user(t, at, raw, (restorer ? 4 : 3) * sizeof(raw[0]));
}

static bool is_ignored(int sig, const struct sigaction_guest *act)
{
    return act->handler == HANDLER_IGNORE ||
           (act->handler == HANDLER_DEFAULT &&
            default_action(sig) == ACTION_IGNORE);
}

/* Lock held; by who was killed in a change, or now. */
void signal_finish_action(struct sighand *sh)
{
    int sig = sh->changing;

    if (!sig)
        return;
    sh->action[sig] = sh->next;
    host_follow_action(sig, &sh->next);
    atomic_signal_fence(memory_order_seq_cst);
    sh->changing = 0;
}

static void change_action(struct sighand *sh, int sig,
                          const struct sigaction_guest *act)
{
    sh->next = *act;
    atomic_signal_fence(memory_order_seq_cst);
    sh->changing = sig;
    signal_finish_action(sh);
}

int64_t sys_rt_sigaction(struct task *t, const uint64_t a[6])
{
    struct sigaction_guest act, old;
    int sig = (int)(uint32_t)a[0];

    if (a[3] != sizeof(uint64_t))
        return -EINVAL;
    if (a[1] && action_from_guest(t, &act, a[1]))
        return -EFAULT;
    if (sig < 1 || sig > SIGNAL_COUNT || (a[1] && !has_action(sig)))
        return -EINVAL;
    klock_take(&t->sighand->lock);
    old = t->sighand->action[sig];
    if (a[1]) {
        change_action(t->sighand, sig, &act);
        if (is_ignored(sig, &act))
            signal_queue_drop(&signal_state_of(t)->queue, SIGNAL_BIT(sig));
    }
    klock_drop(&t->sighand->lock);
    return a[2] ? action_to_guest(t, a[2], &old) : 0;
}
