/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* /proc/self/exe is this program. */
#include "t.h"
#include <elf.h>

int main(int argc, char **argv)
{
    char self[4096] = "", path[4096], pid[64], end[4];
    struct stat a, b;
    Elf64_Ehdr h, h2;
    ssize_t n;
    int fd;

    (void)argc;
    T((n = readlink("/proc/self/exe", self, sizeof(self))) > 0);
    T(realpath(argv[0], path) && strcmp(self, path) == 0);
    snprintf(pid, sizeof(pid), "/proc/%d/exe", getpid());
    memset(path, 0, sizeof(path));
    T(readlink(pid, path, sizeof(path)) == n && !strcmp(self, path));
    snprintf(pid, sizeof(pid), "/proc/self/task/%d/exe", getpid());
    memset(path, 0, sizeof(path));
    T(readlink(pid, path, sizeof(path)) == n && !strcmp(self, path));
    memset(path, '#', sizeof(path));
    T(readlink("/proc/self/exe", path, sizeof(path)) == n && path[n] == '#');
    R(readlink("/proc/self/exe", end, 4) == 4 && !memcmp(end, self, 4));
    R(readlink("/proc/self/exe", end, 0));
    R(stat("/proc/self/exe", &a));
    R(stat(argv[0], &b));
    T(a.st_ino == b.st_ino && a.st_dev == b.st_dev && a.st_size == b.st_size);
    T((fd = open("/proc/self/exe", O_RDONLY)) >= 0);
    T(read(fd, &h, sizeof(h)) == sizeof(h));
    fd = open(argv[0], O_RDONLY);
    T(read(fd, &h2, sizeof(h2)) == sizeof(h2));
    T(memcmp(&h, &h2, sizeof(h)) == 0);
    R(lstat("/proc/self/exe", &a));
    V(S_ISLNK(a.st_mode));
    fd = open("/proc/self", O_RDONLY | O_DIRECTORY);
    memset(path, 0, sizeof(path));
    T(readlinkat(fd, "exe", path, sizeof(path)) == n && !strcmp(self, path));
    return 0;
}
