/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/statvfs.h>
#include <sys/vfs.h>

int main(void)
{
    struct statfs s, f;
    int fd = open("/proc", O_RDONLY);

    R(statfs("/proc", &s));
    printf("%lx %ld %ld\n", (long)s.f_type, (long)s.f_bsize, (long)s.f_namelen);
    R(fstatfs(fd, &f));
    T(f.f_type == s.f_type);
    R(statfs(".", &s));
    T(s.f_bsize > 0 && s.f_blocks > 0 && s.f_bfree <= s.f_blocks);
    R(statfs("none", &s));
    R(fstatfs(-1, &s));
    R(statfs("/", (void *)-8L));
    return 0;
}
