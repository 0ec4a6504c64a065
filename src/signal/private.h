/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of this folder share: a task's signal state, the host's side
 * of masks and actions, and access to guest memory.
 */
#ifndef SIGNAL_PRIVATE_H
#define SIGNAL_PRIVATE_H

#include <stddef.h>
#include <sys/syscall.h>

#include "base/hostcall.h"
#include "base/safecall.h"
#include "signal/queue.h"
#include "signal/signal.h"
#include "task/user.h"

/* Results that leave the guest's result register alone; as syscall/ has them.
 */
enum {
    RESULT_RESTART = -SAFECALL_RESTART,
    RESULT_AGAIN = -SAFECALL_AGAIN, /* restart, whatever the action */
    RESULT_NO_HANDLER = -514,       /* restart only without a handler */
    RESULT_NONE = -1023,            /* all registers are set */
};

/* Guest actions, as numbers. */
enum { HANDLER_DEFAULT = 0, HANDLER_IGNORE = 1 };

/* The same on all ABIs, hidden by libc. */
enum {
    SIGNAL_SA_EXPOSE_TAGBITS = 0x800,
    SIGNAL_SA_RESTORER = 0x04000000,
};

struct signal_state {
    struct signal_queue queue;
    /* The host's mask now, in so far as it is ours: handlers set it to all
     * asynchronous signals when they leave something in the queue. */
    volatile uint64_t host_mask;
    bool syscall_keeps_cx;
    bool actions_reset;    /* by clone: the host's are to follow */
    _Atomic bool standing; /* registers stay as they are until the end */
};

static inline struct signal_state *signal_state_of(const struct task *t)
{
    return (struct signal_state *)t->signal_state;
}

/* What of a guest mask the host is told. */
static inline uint64_t mask_for_host(uint64_t guest)
{
    return guest & ~signal_synchronous;
}

/* A mask as a guest may have it. */
static inline uint64_t mask_sanitise(uint64_t guest)
{
    return guest & ~(SIGNAL_BIT(9) | SIGNAL_BIT(19)); /* SIGKILL, SIGSTOP */
}

/* Waiting signals that the mask lets through. */
static inline uint64_t signals_ready(const struct task *t)
{
    return atomic_load_explicit(&signal_state_of(t)->queue.set,
                                memory_order_relaxed) &
           ~t->blocked;
}

/* host.c: sets the host's mask without regard to what waits. */
void host_set_mask(uint64_t mask);
/* Sets it unless signal_pending is set: then all stays blocked, and false. */
bool host_try_mask(struct task *t, uint64_t mask);
/* Makes the host's mask follow t->blocked, unless something is ready: that goes
 * first, and signal_pending is set. */
void host_follow_mask(struct task *t);
/* Gives the host its part of the guest's action for sig; called with the
 * sighand's lock held. */
void host_follow_action(int sig, const struct sigaction_guest *act);
enum host_disposition { HOST_DEFAULT, HOST_IGNORE, HOST_HANDLER };
void host_set_action(int sig, enum host_disposition how, uint64_t flags);
/* The host's action for sig is to ignore it. */
bool host_ignores(int sig);
/* Ends this process, and with it the program, by the signal. */
_Noreturn void host_die(int sig);

/* action.c: what the default action of a signal is. */
enum default_action { ACTION_TERM, ACTION_CORE, ACTION_STOP, ACTION_IGNORE };
enum default_action default_action(int sig);

/* altstack.c: where a frame goes for an action with these flags. */
uint64_t altstack_pick(const struct task *t, uint64_t sa_flags);
/* False when a frame at sp has left the alternate stack that it began on. */
bool altstack_holds(const struct task *t, uint64_t began, uint64_t sp);
/* After a frame: SS_AUTODISARM. */
void altstack_delivered(struct task *t);
void altstack_reset(struct task *t);
/* As sigreturn sets it: what is not valid is ignored. */
void altstack_restore(struct task *t, uint64_t sp, uint64_t size,
                      int32_t flags);

/* core.c: writes the guest's core file for the fatal signal, where the limits
 * ask for one. After dying_claim(). */
void core_write(struct task *t, const struct guest_siginfo *info);

/* dying.c: makes t the thread that ends its process; does not return on any but
 * the first. From then on its process's lock is held. */
void dying_claim(struct task *t);
/* Stays here for good if another thread ends the process. */
void dying_join(struct task *t);
/* By the thread that does: asks the others to stop, and waits for them. */
void dying_stop_others(struct task *t);
/* Whether t's registers are in memory and stay there. Any thread. */
bool dying_stands(const struct task *t);

static inline int get_user(const struct task *t, void *dst, uint64_t src,
                           size_t size)
{
    return mem_read(t->mm, dst, user_addr(t, src), size);
}

static inline int put_user(const struct task *t, uint64_t dst, const void *src,
                           size_t size)
{
    return mem_write(t->mm, user_addr(t, dst), src, size);
}

#endif
