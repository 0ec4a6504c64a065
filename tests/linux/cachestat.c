/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cachestat: pages of a file that are in memory. */
#include "t.h"

enum { CACHESTAT = 451 };

struct range {
    uint64_t off, len;
};

struct result {
    uint64_t cache, dirty, writeback, evicted, recently;
};

static long stat_of(int fd, uint64_t off, uint64_t len, struct result *r)
{
    struct range range = {off, len};

    memset(r, 0xff, sizeof(*r));
    return syscall(CACHESTAT, fd, &range, r, 0);
}

int main(void)
{
    static char page[4096];
    struct range range = {0, 0};
    struct result r;
    int fd = open("file", O_CREAT | O_RDWR, 0644), p[2];

    for (int i = 0; i < 8; i++)
        if (write(fd, page, sizeof(page)) != sizeof(page))
            return 1;
    if (stat_of(fd, 0, 0, &r) == -1 && errno == ENOSYS) {
        puts("not there");
        return 0;
    }
    R(stat_of(fd, 0, 0, &r));
    V(r.cache);
    V(r.evicted);
    T(r.dirty + r.writeback <= 8);
    R(stat_of(fd, 4096, 8192, &r));
    V(r.cache);
    R(stat_of(fd, 1 << 20, 8192, &r));
    V(r.cache);
    R(stat_of(fd, 1, 1, &r));
    V(r.cache);
    R(stat_of(-1, 0, 0, &r));
    R(pipe(p));
    R(stat_of(p[0], 0, 0, &r));
    R(syscall(CACHESTAT, fd, &range, &r, 1));
    R(syscall(CACHESTAT, fd, NULL, &r, 0));
    R(syscall(CACHESTAT, fd, &range, NULL, 0));
    R(syscall(CACHESTAT, fd, &range, (void *)-4096L, 0));
    R(syscall(CACHESTAT, fd, (void *)-4096L, &r, 0));
    return 0;
}
