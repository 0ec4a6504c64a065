/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A block device on a file, where the system lets us have one. */
#include "t.h"
#include <linux/fs.h>
#include <linux/loop.h>
#include <sys/ioctl.h>

static int attach(int file)
{
    int control = open("/dev/loop-control", O_RDWR), fd = -1;
    char name[32];

    for (int i = 0; control >= 0 && i < 20; i++) {
        snprintf(name, sizeof(name), "/dev/loop%d",
                 ioctl(control, LOOP_CTL_GET_FREE));
        fd = open(name, O_RDWR);
        if (fd < 0 || ioctl(fd, LOOP_SET_FD, file) == 0)
            break;
        close(fd);
        fd = -1;
    }
    return fd;
}

int main(void)
{
    struct loop_info old = {.lo_offset = 512, .lo_name = "a name"}, back;
    struct loop_info64 now;
    uint64_t size = 0;
    int file = make_file("f", "0123456789"), fd;
    struct stat s;

    ftruncate(file, 1 << 20);
    fd = attach(file);
    if (fd < 0) {
        puts("no device");
        return 0;
    }
    fstat(file, &s);
    R(ioctl(fd, BLKGETSIZE64, &size));
    V(size);
    R(ioctl(fd, LOOP_SET_STATUS, &old));
    R(ioctl(fd, BLKGETSIZE64, &size));
    V(size);
    memset(&back, 0x55, sizeof(back));
    R(ioctl(fd, LOOP_GET_STATUS, &back));
    V(back.lo_offset);
    V(back.lo_flags);
    puts(back.lo_name);
    T(back.lo_inode == s.st_ino);
    R(ioctl(fd, LOOP_GET_STATUS64, &now));
    V(now.lo_offset);
    V(now.lo_sizelimit);
    now.lo_sizelimit = 4096;
    R(ioctl(fd, LOOP_SET_STATUS64, &now));
    R(ioctl(fd, BLKGETSIZE64, &size));
    V(size);
    R(ioctl(fd, LOOP_GET_STATUS, (void *)-8L));
    R(ioctl(fd, LOOP_SET_STATUS, (void *)-8L));
    R(ioctl(fd, LOOP_CLR_FD));
    return 0;
}
