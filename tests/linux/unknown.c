/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers that no kernel has, and some that exist but must refuse. */
#include "t.h"

int main(void)
{
    R(syscall(-1));
    R(syscall(5000));
    R(syscall(SYS_nfsservctl));
    R(syscall(SYS_membarrier, 0, 0, 0) >= 0 ? 0 : -1);
    R(syscall(SYS_membarrier, 1 << 20, 0, 0));
    R(syscall(SYS_restart_syscall));
    R(syscall(SYS_kcmp, getpid(), getpid(), 0, 1, 1));
    R(syscall(SYS_kcmp, getpid(), getpid(), 99, 0, 1));
    R(syscall(SYS_capget, NULL, NULL));
    R(syscall(SYS_personality, 0xffffffff));
    return 0;
}
