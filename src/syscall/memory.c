/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "syscall/sys.h"

#include <errno.h>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/resource.h>

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

static bool may_lock_any(void)
{
    struct __user_cap_header_struct head = {.version =
                                                _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct cap[_LINUX_CAPABILITY_U32S_3] = {0};

    return host_call(SYS_capget, host_ptr(&head), host_ptr(cap), 0, 0, 0, 0) ==
               0 &&
           (cap[0].effective & CAP_TO_MASK(CAP_IPC_LOCK));
}

/* Whether the limit lets all of the guest's memory be locked. */
static int64_t check_lock_limit(struct task *t)
{
    uint64_t total = 0;
    struct rlimit limit;
    struct vma v;

    if (host_call(SYS_getrlimit, RLIMIT_MEMLOCK, host_ptr(&limit), 0, 0, 0,
                  0) ||
        may_lock_any())
        return 0;
    if (!limit.rlim_cur)
        return -EPERM;
    for (gaddr at = 0; mm_next(t->mm, at, &v); at = v.end)
        total += v.end - v.start;
    return total > limit.rlim_cur ? -ENOMEM : 0;
}

/* All of the guest's memory, and not ours: it has much that nobody touches.
 * What cannot be read is locked as well, though not filled. */
static int64_t lock_present(struct task *t, uint64_t flags)
{
    int64_t ret = check_lock_limit(t);
    struct vma v;

    for (gaddr at = 0; ret == 0 && mm_next(t->mm, at, &v); at = v.end) {
        int64_t r = host_call(SYS_mlock2, host_ptr(mm_host(t->mm, v.start)),
                              v.end - v.start,
                              flags & MCL_ONFAULT ? MLOCK_ONFAULT : 0, 0, 0, 0);

        if (r && (r != -ENOMEM || (v.prot & PROT_READ)))
            ret = r;
    }
    return ret;
}

int64_t sys_mlockall(struct task *t, const uint64_t a[6])
{
    uint64_t flags = (uint32_t)a[0];
    int64_t ret = 0;

    if (!flags || flags == MCL_ONFAULT ||
        flags & ~(uint64_t)(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT))
        return -EINVAL;
    if (flags & MCL_FUTURE)
        ret = host_call(SYS_mlockall, flags & ~(uint64_t)MCL_CURRENT, 0, 0, 0,
                        0, 0);
    if (ret == 0 && (flags & MCL_CURRENT))
        ret = lock_present(t, flags);
    return ret;
}

/* The addresses are another process's, which is taken to be like this one. */
int64_t sys_move_pages(struct task *t, const uint64_t a[6])
{
    uint64_t pages = user_ptr(t, a[2]), size;
    struct scratch copy = {0};
    int64_t ret;

    if (user_pointers_differ(t) && a[1] != 0 &&
        !__builtin_mul_overflow(a[1], sizeof(uint64_t), &size)) {
        if (!scratch_map(&copy, size))
            return -ENOMEM;
        uint64_t *p = (uint64_t *)(void *)copy.p;
        if (get_user(t, p, a[2], size) == 0) {
            for (uint64_t i = 0; i < a[1]; i++)
                p[i] = user_ptr(t, p[i]);
            pages = host_ptr(p);
        }
    }
    ret = safe_call(t, SYS_move_pages, a[0], a[1], pages, user_ptr(t, a[3]),
                    user_ptr(t, a[4]), a[5]);
    scratch_put(&copy);
    return ret;
}

int64_t sys_mseal(struct task *t, const uint64_t a[6])
{
    return a[2] ? -EINVAL : mm_seal(t->mm, user_addr(t, a[0]), a[1]);
}

int64_t sys_remap_file_pages(struct task *t, const uint64_t a[6])
{
    return mm_remap_file(t->mm, a[0], a[1], (int)a[2], a[3], arg_int(a, 4));
}

int64_t sys_mremap(struct task *t, const uint64_t a[6])
{
    return mm_remap(t->mm, user_addr(t, a[0]), a[1], a[2], arg_int(a, 3), a[4]);
}

int64_t sys_madvise(struct task *t, const uint64_t a[6])
{
    return mm_advise(t->mm, user_addr(t, a[0]), a[1], arg_int(a, 2));
}
