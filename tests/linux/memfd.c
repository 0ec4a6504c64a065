/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/mman.h>

int main(void)
{
    char *p;
    int fd;

    R(fd = memfd_create("name", MFD_ALLOW_SEALING | MFD_CLOEXEC));
    R(ftruncate(fd, 8192));
    p = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    R(write(fd, "hello", 5));
    printf("%s\n", p);
    R(fcntl(fd, F_GET_SEALS));
    R(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW));
    R(ftruncate(fd, 4096));
    R(ftruncate(fd, 16384));
    R(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    R(munmap(p, 8192));
    R(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
    R(write(fd, "x", 1));
    R((long)mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, fd, 0));
    R(memfd_create("x", 0x1000));
    R(memfd_create((char *)-8L, 0));
    return 0;
}
