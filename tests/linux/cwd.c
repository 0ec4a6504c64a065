/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

int main(void)
{
    char a[4096], b[4096], small[4];
    int fd;

    T(getcwd(a, sizeof(a)) != NULL);
    R(mkdir("d", 0755));
    R(chdir("d"));
    T(getcwd(b, sizeof(b)) != NULL);
    puts(b + strlen(a));
    R(syscall(SYS_getcwd, small, sizeof(small)));
    R(fd = open("..", O_RDONLY));
    R(fchdir(fd));
    T(getcwd(b, sizeof(b)) && strcmp(a, b) == 0);
    R(chdir("none"));
    R(fchdir(0));
    R(fchdir(-1));
    R(chdir((char *)-8L));
    R(rmdir("d"));
    return 0;
}
