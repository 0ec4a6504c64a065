/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ioctl requests by number.  Numbers and structures, but for one (abi64.h), are
 * the same on all 64-bit ABIs of the asm-generic family and on x86-64, so a
 * request without a row is passed on as well.  tests/unit/abi64.sh compares
 * them.  Constant tables, for all threads.
 */
#ifndef CALQUE_SYSCALL_IOCTL_H
#define CALQUE_SYSCALL_IOCTL_H

#include "syscall/sys.h"

struct ioctl_row {
    const char *name;
    uint32_t request;
    enum { IOCTL_VAL, IOCTL_PTR } arg;
};

/* NULL for a number without a row. */
const struct ioctl_row *ioctl_row(uint32_t request);

/* A request whose structure at `arg` may have pointers with tags: they are
 * taken off in a copy. Other requests go to the kernel as they are. */
int64_t ioctl_untagged(struct task *t, uint64_t fd, uint32_t request,
                       uint64_t arg);

/* The request with the structure at the guest's `arg`, which the kernel reads
 * and writes itself. */
static inline int64_t ioctl_as_is(struct task *t, uint64_t fd, uint32_t request,
                                  uint64_t arg)
{
    return safe_call(t, SYS_ioctl, fd, request, user_ptr(t, arg), 0, 0, 0);
}

#endif
