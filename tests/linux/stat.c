/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/sysmacros.h>
#include <time.h>

static void show(const struct stat *s)
{
    printf("mode %o nlink %d size %lld blksize %ld blocks %lld rdev %u:%u\n",
           s->st_mode, (int)s->st_nlink, (long long)s->st_size,
           (long)s->st_blksize, (long long)s->st_blocks, major(s->st_rdev),
           minor(s->st_rdev));
}

int main(void)
{
    struct timespec t[2] = {{1234567890, 123456789}, {987654321, 999}};
    struct stat s, s2;
    struct statx x;
    int fd = make_file("f", "0123456789");

    umask(022);
    R(link("f", "g"));
    R(symlink("f", "link"));
    R(chmod("f", 04751));
    R(futimens(fd, t));
    R(fstat(fd, &s));
    show(&s);
    V(s.st_atim.tv_sec);
    V(s.st_atim.tv_nsec);
    V(s.st_mtim.tv_sec);
    V(s.st_mtim.tv_nsec);
    T(s.st_uid == geteuid() && s.st_gid == getegid());
    R(lstat("link", &s2));
    V(s2.st_size);
    V(S_ISLNK(s2.st_mode));
    R(stat("link", &s2));
    T(s2.st_ino == s.st_ino && s2.st_dev == s.st_dev);
    R(fstatat(fd, "", &s2, AT_EMPTY_PATH));
    show(&s2);
    R(stat("/dev/null", &s2));
    V(major(s2.st_rdev));
    V(minor(s2.st_rdev));
    R(stat("none", &s));
    R(stat("f/x", &s));
    R(fstatat(AT_FDCWD, "f", &s, 1 << 20));
    R(fstat(-1, &s));
    R(statx(AT_FDCWD, "f", 0, STATX_BASIC_STATS, &x));
    V(x.stx_size);
    V(x.stx_mode);
    V(x.stx_mtime.tv_sec);
    T(x.stx_ino == s2.st_ino || x.stx_ino != 0);
    R(statx(AT_FDCWD, "f", 0, 1u << 31, &x));
    return 0;
}
