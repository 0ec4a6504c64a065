/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/mman.h>

#ifndef SYS_mseal
#define SYS_mseal 462
#endif
#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED 24
#endif

enum { P = 4096 };

static char *map(size_t pages, int prot)
{
    return mmap(NULL, pages * P, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

int main(void)
{
    char *a = map(8, PROT_READ | PROT_WRITE), *b = map(8, PROT_READ), *c;
    pid_t pid;

    R(syscall(SYS_mseal, a + 1, P, 0));
    R(syscall(SYS_mseal, a, P, 1));
    R(syscall(SYS_mseal, a, 0, 0));
    R(syscall(SYS_mseal, a, -1L, 0));
    munmap(a + 7 * P, P);
    R(syscall(SYS_mseal, a, 8 * P, 0));
    R(munmap(a + 6 * P, P));
    R(syscall(SYS_mseal, a + 2 * P, 2 * P, 0));
    R(syscall(SYS_mseal, a + 2 * P, P, 0));

    /* What is sealed, and what lies across its border. */
    R(munmap(a + 2 * P, P));
    R(munmap(a, 6 * P));
    R(munmap(a + 3 * P, 2 * P));
    R(mprotect(a + 2 * P, P, PROT_READ));
    R(mprotect(a + 2 * P, P, PROT_READ | PROT_WRITE));
    R(mprotect(a + P, 2 * P, PROT_READ));
    a[2 * P] = 5;
    V(a[2 * P]);
    T(mremap(a + 2 * P, P, 2 * P, MREMAP_MAYMOVE) == MAP_FAILED);
    V(errno);
    T(mremap(a + 2 * P, 2 * P, P, 0) == MAP_FAILED);
    V(errno);
    T(mremap(b, P, P, MREMAP_MAYMOVE | MREMAP_FIXED, a + 3 * P) == MAP_FAILED);
    V(errno);
    T(mmap(a + 3 * P, P, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
           0) == MAP_FAILED);
    V(errno);
    T(mmap(a + 3 * P, P, PROT_READ,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
           0) == MAP_FAILED);
    V(errno);
    /* It could be overwritten. */
    R(madvise(a + 2 * P, P, MADV_DONTNEED));
    V(a[2 * P]);
    /* This could not. */
    R(syscall(SYS_mseal, b + P, P, 0));
    R(madvise(b + P, P, MADV_DONTNEED));
    R(madvise(b, 3 * P, MADV_FREE));
    R(madvise(b + P, P, MADV_DONTNEED_LOCKED));
    R(madvise(b + P, P, MADV_DONTFORK));
    R(madvise(b + P, P, MADV_WIPEONFORK));
    R(madvise(b + P, P, MADV_WILLNEED));
    R(madvise(b, P, MADV_DONTNEED));
    /* The rest is as before. */
    R(munmap(b, P));
    R(mprotect(b + 2 * P, P, PROT_READ | PROT_WRITE));
    R(munmap(a, 2 * P));
    R(munmap(a + 4 * P, P));

    c = sbrk(2 * P);
    R(syscall(SYS_mseal, (char *)(((uintptr_t)c + P - 1) & -P), P, 0));
    T(sbrk(-2 * P) == (void *)-1 || sbrk(0) == c + 2 * P);
    pid = fork();
    if (pid == 0)
        _exit(munmap(a + 2 * P, P) ? errno : 0);
    reap(pid);
    return 0;
}
