/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bad pointers yield EFAULT, in the kernel's order of checks. */
#include "t.h"
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#define BAD(n) syscall(n, p, p, p, p, p, p)

int main(void)
{
    long bad[] = {
        -8,
        -4096,
        1,
        (long)(0xffffull << 48),
        1L << 62,
        (long)mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)};
    int fd = make_file("f", "text");
    int s = socket(AF_UNIX, SOCK_STREAM, 0);

    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        void *p = (void *)bad[i];

        printf("pointer %u\n", i);
        R(pread(fd, p, 1, 0));
        R(write(fd, p, 1));
        R(read(-1, p, 1));
        R(open(p, O_RDONLY));
        R(syscall(SYS_newfstatat, AT_FDCWD, p, p, 0));
        R(syscall(SYS_newfstatat, AT_FDCWD, "f", p, 0));
        R(syscall(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", p, 10));
        R(syscall(SYS_clock_gettime, 0, p));
        R(syscall(SYS_nanosleep, p, NULL));
        R(syscall(SYS_pipe2, p, 0));
        R(syscall(SYS_getrlimit, 0, p));
        R(syscall(SYS_uname, p));
        R(syscall(SYS_wait4, -1, p, 0, 0));
        R(bind(s, p, 10));
        R(getsockname(s, p, p));
        R(syscall(SYS_ppoll, p, 1, NULL, NULL, 0));
        R(syscall(SYS_getcwd, p, 100));
        R(syscall(SYS_getdents64, open("/", O_RDONLY), p, 100));
        R(syscall(SYS_execve, p, NULL, NULL));
        R(syscall(SYS_times, p) == -1 ? -1 : 0);
        R(syscall(SYS_getrandom, p, 10, 0));
        R(unlink(p));
        R(rename("f", p));
    }
    return 0;
}
