/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/time.h>
#include <utime.h>

int main(void)
{
    struct timespec t[2] = {{100, 5}, {200, 7}};
    struct stat s;
    int fd = make_file("f", "x");

    R(utimensat(AT_FDCWD, "f", t, 0));
    R(stat("f", &s));
    V(s.st_atim.tv_sec);
    V(s.st_mtim.tv_nsec);
    t[0].tv_nsec = UTIME_OMIT;
    t[1].tv_sec = 300;
    R(utimensat(AT_FDCWD, "f", t, 0));
    R(stat("f", &s));
    V(s.st_atim.tv_sec);
    V(s.st_mtim.tv_sec);
    t[1].tv_nsec = 1000000000;
    R(utimensat(AT_FDCWD, "f", t, 0));
    R(utimensat(AT_FDCWD, "none", t, 0));
    R(symlink("f", "l"));
    t[1].tv_nsec = 1;
    R(utimensat(AT_FDCWD, "l", t, AT_SYMLINK_NOFOLLOW));
    R(lstat("l", &s));
    V(s.st_mtim.tv_sec);
    R(futimens(fd, NULL));
    R(fstat(fd, &s));
    T(s.st_mtim.tv_sec > 1500000000);
    R(utime("f", &(struct utimbuf){5, 6}));
    R(stat("f", &s));
    V(s.st_mtim.tv_sec);
    return 0;
}
