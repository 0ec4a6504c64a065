/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/mman.h>

int main(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    int fd = make_file("f", "mapped file contents");
    char *p, *q;

    V(page);
    R(ftruncate(fd, (off_t)(3 * page)));
    p = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    printf("%.11s\n", p);
    memcpy(p + page, "second", 6);
    R(msync(p, 2 * page, MS_SYNC));
    char buf[8] = "";
    R(pread(fd, buf, 6, (off_t)page));
    puts(buf);
    q = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, (off_t)page);
    printf("%.6s\n", q);
    q[0] = 'S';
    R(pread(fd, buf, 6, (off_t)page));
    puts(buf);
    R(munmap(p + page, page));
    R(mincore(p + page, page, (unsigned char *)buf));
    R(mprotect(p, page, PROT_READ));
    R(mprotect(p, 3 * page, PROT_READ));
    R(read(open("f", O_RDONLY), p, 4));
    T(mmap(p, page, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == p);
    V(p[0]);
    T(mmap(p, page, PROT_READ,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
           0) == MAP_FAILED &&
      errno == EEXIST);
    R((long)mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    R((long)mmap(NULL, page, PROT_READ, MAP_PRIVATE, 999, 0));
    R((long)mmap(NULL, page, PROT_READ, MAP_PRIVATE, fd, 1));
    R((long)mmap(NULL, page, PROT_READ, MAP_ANONYMOUS, -1, 0));
    R((long)mmap((void *)1, page, PROT_READ,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    R(munmap((void *)1, page));
    R(munmap(p, 0));
    fd = open("f", O_RDONLY);
    R((long)mmap(NULL, page, PROT_WRITE, MAP_SHARED, fd, 0));
    R(munmap(q, page));
    return 0;
}
