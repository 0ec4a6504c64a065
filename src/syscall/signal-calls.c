/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <signal.h>

#define SIGBIT(n) (UINT64_C(1) << ((n)-1))

/* The signals that the host must always deliver to us: the ones that faults of
 * translated code raise. Their masks are virtual. */
static const uint64_t never_blocked = SIGBIT(SIGSEGV) | SIGBIT(SIGBUS) |
                                      SIGBIT(SIGFPE) | SIGBIT(SIGILL) |
                                      SIGBIT(SIGTRAP);

int temp_mask_get(struct task *t, struct temp_mask *m, uint64_t guest,
                  uint64_t size)
{
    *m = (struct temp_mask){0};
    if (!guest)
        return 0;
    if (size != sizeof(m->guest))
        return -EINVAL;
    if (get_user(t, &m->guest, guest, sizeof(m->guest)))
        return -EFAULT;
    m->guest &= ~(SIGBIT(SIGKILL) | SIGBIT(SIGSTOP));
    m->host = m->guest & ~never_blocked;
    m->host_ptr = host_ptr(&m->host);
    return 0;
}

int temp_mask_get_arg(struct task *t, struct temp_mask *m,
                      struct mask_arg *host, uint64_t guest)
{
    struct mask_arg g = {0};
    int ret;

    if (guest && get_user(t, &g, guest, sizeof(g)))
        return -EFAULT;
    ret = temp_mask_get(t, m, g.mask, g.size);
    *host = (struct mask_arg){.mask = m->host_ptr, .size = sizeof(m->host)};
    return ret;
}

int64_t temp_mask_done(struct task *t, const struct temp_mask *m, int64_t ret)
{
    if (m->host_ptr && (ret == -EINTR || syscall_restarts(ret))) {
        if (!t->restore_mask)
            t->saved_mask = t->blocked;
        t->restore_mask = true;
        t->blocked = m->guest;
    }
    return ret;
}
