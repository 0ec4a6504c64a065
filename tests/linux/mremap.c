/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/mman.h>

int main(void)
{
    size_t page = 4096;
    char *p = mmap(NULL, 16 * page, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *q, *r;

    memset(p, 'a', 16 * page);
    T(mremap(p, 16 * page, 8 * page, 0) == p);
    T(mremap(p, 8 * page, 16 * page, 0) == p);
    V(p[8 * page]);
    V(p[8 * page - 1]);
    q = mmap(p + 8 * page, page, PROT_READ,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    T(q == p + 8 * page);
    R((long)mremap(p, 8 * page, 9 * page, 0));
    r = mremap(p, 8 * page, 64 * page, MREMAP_MAYMOVE);
    T(r != MAP_FAILED && r != p);
    V(r[0]);
    V(r[8 * page]);
    R(msync(p, page, MS_ASYNC));
    T(mremap(r, page, page, MREMAP_MAYMOVE | MREMAP_FIXED, p) == p);
    V(p[1]);
    R((long)mremap(r + 1, page, page, 0));
    R((long)mremap(r + page, page, 0, 0));
    R((long)mremap((void *)4096, page, 2 * page, MREMAP_MAYMOVE));
    return 0;
}
