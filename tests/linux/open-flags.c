/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Open flags, some of which have other values on Arm. */
#include "t.h"

static void flags(int fd)
{
    int f = fcntl(fd, F_GETFL);

    printf("mode %d%s%s%s%s%s%s%s\n", f & O_ACCMODE,
           f & O_APPEND ? " append" : "", f & O_NONBLOCK ? " nonblock" : "",
           f & O_DIRECTORY ? " directory" : "",
           f & O_NOFOLLOW ? " nofollow" : "", f & O_DIRECT ? " direct" : "",
           f & O_SYNC ? " sync" : "", f & O_PATH ? " path" : "");
}

int main(void)
{
    int fd = make_file("f", "hello\n");

    flags(fd);
    R(symlink("f", "link"));
    R(mkdir("d", 0755));
    R(open("f", O_RDONLY | O_DIRECTORY));
    R(open("link", O_RDONLY | O_NOFOLLOW));
    R(open("f", O_CREAT | O_EXCL | O_RDWR, 0600));
    R(open("none", O_RDONLY));
    R(open("d", O_WRONLY));
    R(open("f/x", O_RDONLY));
    R(fd = open("d", O_RDONLY | O_DIRECTORY));
    flags(fd);
    R(fd = open("link", O_PATH | O_NOFOLLOW));
    flags(fd);
    R(fd = open("f", O_WRONLY | O_APPEND | O_SYNC));
    flags(fd);
    R(write(fd, "x", 1));
    R(fd = open("f", O_RDWR | O_NONBLOCK));
    flags(fd);
    R(fcntl(fd, F_SETFL, O_APPEND));
    flags(fd);
    R(lseek(fd, 0, SEEK_END));
    R(fd = open("f", O_RDWR | O_TRUNC));
    R(lseek(fd, 0, SEEK_END));
    R(fd = open(".", O_TMPFILE | O_RDWR, 0600) >= 0 || errno == EOPNOTSUPP);
    return 0;
}
