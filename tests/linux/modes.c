/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

static void mode(const char *name)
{
    struct stat s;

    if (lstat(name, &s))
        printf("%s: %s\n", name, strerrorname_np(errno));
    else
        printf("%s: %o\n", name, s.st_mode);
}

int main(void)
{
    int fd;

    R(umask(027));
    R(umask(027));
    R(fd = open("f", O_CREAT | O_RDWR, 0666) > 0);
    mode("f");
    R(mkdir("d", 0777));
    mode("d");
    R(mkfifo("fifo", 0666));
    mode("fifo");
    R(mknod("reg", S_IFREG | 0640, 0));
    mode("reg");
    R(chmod("f", 0100));
    mode("f");
    R(fchmodat(AT_FDCWD, "f", 0444, 0));
    mode("f");
    R(chown("f", getuid(), getgid()));
    R(lchown("f", -1, -1));
    R(fchownat(AT_FDCWD, "none", -1, -1, 0));
    R(chmod("none", 0));
    R(fchmod(-1, 0));
    return 0;
}
