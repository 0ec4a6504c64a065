/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <sys/mman.h>

int64_t sys_brk(struct task *t, const uint64_t a[6])
{
    return (int64_t)mm_brk(t->mm, user_addr(t, a[0]));
}

int64_t sys_mmap(struct task *t, const uint64_t a[6])
{
    if (a[5] & 0xfff)
        return -EINVAL;
    if (!(arg_int(a, 3) & MAP_ANONYMOUS) && fd_is_ours(t, a[4]))
        return -EBADF;
    return mm_map(t->mm, a[0], a[1], arg_int(a, 2), arg_int(a, 3),
                  arg_int(a, 4), a[5]);
}

int64_t sys_munmap(struct task *t, const uint64_t a[6])
{
    return mm_unmap(t->mm, user_addr(t, a[0]), a[1]);
}

int64_t sys_mprotect(struct task *t, const uint64_t a[6])
{
    return mm_protect(t->mm, user_addr(t, a[0]), a[1], arg_int(a, 2));
}

/* No guest of ours has protection keys; -1 stands for none. */
int64_t sys_pkey_mprotect(struct task *t, const uint64_t a[6])
{
    if (arg_int(a, 3) != -1)
        return -EINVAL;
    return mm_protect(t->mm, user_addr(t, a[0]), a[1], arg_int(a, 2));
}

int64_t sys_pkey_alloc(struct task *t, const uint64_t a[6])
{
    (void)t;
    return a[0] || (a[1] & ~UINT64_C(3)) ? -EINVAL : -ENOSPC;
}

int64_t sys_pkey_free(struct task *t, const uint64_t a[6])
{
    (void)t;
    (void)a;
    return -EINVAL;
}

int64_t sys_mremap(struct task *t, const uint64_t a[6])
{
    return mm_remap(t->mm, user_addr(t, a[0]), a[1], a[2], arg_int(a, 3), a[4]);
}

int64_t sys_madvise(struct task *t, const uint64_t a[6])
{
    return mm_advise(t->mm, user_addr(t, a[0]), a[1], arg_int(a, 2));
}
