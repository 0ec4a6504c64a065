/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The end of a context of asynchronous I/O; children have none. */
#include "t.h"
#include <linux/aio_abi.h>
#include <sys/mman.h>

int main(void)
{
    aio_context_t ctx[8] = {0}, again = 0;
    pid_t pid;

    for (int i = 0; i < 8; i++)
        R(syscall(SYS_io_setup, 1, &ctx[i]));
    T(ctx[0] != ctx[7]);
    pid = fork();
    if (pid == 0) {
        R(syscall(SYS_io_submit, ctx[0], 0, NULL));
        R(syscall(SYS_io_destroy, ctx[0]));
        R(syscall(SYS_io_setup, 1, &again));
        _exit(fflush(stdout));
    }
    reap(pid);
    R(syscall(SYS_io_submit, ctx[0], 0, NULL));
    R(munmap((void *)ctx[1], 4096));
    R(syscall(SYS_io_submit, ctx[1], 0, NULL));
    for (int i = 0; i < 8; i++)
        R(syscall(SYS_io_destroy, ctx[i]));
    R(syscall(SYS_io_destroy, ctx[0]));
    R(msync((void *)ctx[2], 4096, MS_ASYNC));
    /* The place is free again. */
    T(mmap((void *)ctx[3], 4096, PROT_READ,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
           0) == (void *)ctx[3]);
    return 0;
}
