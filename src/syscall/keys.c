/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keyctl: which of its arguments are pointers depends on the first. */
#include "config.h"

#include "syscall/sys.h"

#include <linux/keyctl.h>

/* Bit i for argument i. */
static unsigned pointers(int command)
{
    switch (command) {
    case KEYCTL_JOIN_SESSION_KEYRING:
    case KEYCTL_CAPABILITIES: return 1 << 1;
    case KEYCTL_UPDATE:
    case KEYCTL_DESCRIBE:
    case KEYCTL_READ:
    case KEYCTL_INSTANTIATE:
    case KEYCTL_INSTANTIATE_IOV:
    case KEYCTL_GET_SECURITY: return 1 << 2;
    case KEYCTL_SEARCH:
    case KEYCTL_RESTRICT_KEYRING: return 1 << 2 | 1 << 3;
    case KEYCTL_PKEY_QUERY: return 1 << 3 | 1 << 4;
    case KEYCTL_DH_COMPUTE: return 1 << 1 | 1 << 2 | 1 << 4;
    case KEYCTL_PKEY_ENCRYPT:
    case KEYCTL_PKEY_DECRYPT:
    case KEYCTL_PKEY_SIGN:
    case KEYCTL_PKEY_VERIFY: return 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4;
    default: return 0;
    }
}

static int64_t instantiate_iov(struct task *t, const uint64_t a[6])
{
    struct iov_copy c;
    int64_t ret = iov_from_guest(t, &c, a[2], a[3]);

    if (ret)
        return ret;
    ret = safe_call(t, SYS_keyctl, a[0], a[1], host_ptr(c.v), a[3], a[4], 0);
    iov_done(&c);
    return ret;
}

int64_t sys_keyctl(struct task *t, const uint64_t a[6])
{
    unsigned ptrs = pointers(arg_int(a, 0));
    uint64_t b[5];
    int64_t ret;

    if (arg_int(a, 0) == KEYCTL_INSTANTIATE_IOV && a[2])
        return instantiate_iov(t, a);
    for (unsigned i = 0; i < 5; i++)
        b[i] = ptrs >> i & 1 ? user_ptr(t, a[i]) : a[i];
    ret = safe_call(t, SYS_keyctl, b[0], b[1], b[2], b[3], b[4], 0);
    if (ret > 0 &&
        (arg_int(a, 0) == KEYCTL_READ || arg_int(a, 0) == KEYCTL_DESCRIBE))
        sys_written(t, a[2], b[3] < (uint64_t)ret ? b[3] : (uint64_t)ret);
    return ret;
}
