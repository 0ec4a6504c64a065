/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/mman.h>

int main(void)
{
    size_t page = 4096;
    unsigned char vec[4];
    char *p = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    memset(p, 1, 4 * page);
    R(mincore(p, 4 * page, vec));
    printf("%d %d\n", vec[0] & 1, vec[3] & 1);
    R(madvise(p, 2 * page, MADV_DONTNEED));
    printf("%d %d\n", p[0], p[2 * page]);
    R(madvise(p + 1, page, MADV_DONTNEED));
    R(madvise(p, page, 12345));
    R(madvise(p, page, MADV_NORMAL));
    R(madvise(p, page, MADV_WILLNEED));
    R(mlock(p, page));
    R(munlock(p, page));
    R(mlock((void *)4096, page));
    R(msync(p, page, MS_SYNC | MS_ASYNC));
    R(msync((void *)4096, page, MS_SYNC));
    R(mincore(p + 1, page, vec));
    R(mprotect(p + 1, page, PROT_READ));
    R(mprotect((void *)4096, page, PROT_READ));
    R(munmap(p, page));
    R(madvise(p, 4 * page, MADV_DONTNEED));
    return 0;
}
