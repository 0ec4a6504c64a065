/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"

int main(void)
{
    char buf[16] = "";
    int fd = make_file("f", "0123456789");

    R(lseek(fd, 3, SEEK_SET));
    R(read(fd, buf, 4));
    puts(buf);
    R(pread(fd, buf, 2, 8));
    puts(buf);
    R(pwrite(fd, "ab", 2, 20));
    R(lseek(fd, 0, SEEK_END));
    R(lseek(fd, -1, SEEK_SET));
    R(lseek(fd, 0, 99));
    R(lseek(fd, 0, SEEK_HOLE));
    R(ftruncate(fd, 5));
    R(lseek(fd, 0, SEEK_END));
    R(truncate("f", 3));
    R(pread(fd, buf, 16, 0));
    R(read(fd, buf, 16));
    R(pread(fd, buf, 1, -1));
    R(ftruncate(fd, -1));
    R(fsync(fd));
    R(fdatasync(fd));
    R(close(fd));
    R(close(fd));
    R(read(fd, buf, 1));
    return 0;
}
