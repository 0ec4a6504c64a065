/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "base/safecall.h"

#include <errno.h>
#include <sys/syscall.h>

bool safecall_keeps_cx(void)
{
    uint64_t cx = 0;
    long ax = SYS_gettid;

    __asm__ volatile("syscall" : "+a"(ax), "+c"(cx) : : "r11", "memory");
    return cx == 0;
}

void safecall_interrupt(struct safecall_context *c, bool keeps_cx)
{
    bool at_syscall = c->ip == (uintptr_t)safecall_syscall;
    bool restarting =
        at_syscall && (keeps_cx || c->cx == (uintptr_t)safecall_done);

    if (!at_syscall && (c->ip < (uintptr_t)safecall_begin ||
                        c->ip > (uintptr_t)safecall_syscall))
        return;
    if (!restarting)
        c->ax = (uint64_t)-SAFECALL_AGAIN;
    else if (c->ax == SYS_restart_syscall)
        /* A sleep that was stopped and continued, then interrupted before it
         * could go on: such calls do not restart. */
        c->ax = (uint64_t)-EINTR;
    else
        c->ax = (uint64_t)-SAFECALL_RESTART;
    c->ip = (uintptr_t)safecall_done;
}
