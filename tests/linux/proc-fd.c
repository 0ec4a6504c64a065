/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* No descriptors but the program's own are to be seen. */
#include "t.h"
#include <dirent.h>
#include <linux/close_range.h>

static void list(const char *name)
{
    DIR *d = opendir(name);
    int seen[1100] = {0};

    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.' && atoi(e->d_name) != dirfd(d))
            seen[atoi(e->d_name)] = 1;
    closedir(d);
    printf("%s:", name);
    for (int i = 0; i < 1100; i++)
        if (seen[i])
            printf(" %d", i);
    puts("");
}

int main(void)
{
    int fd = open("/dev/null", O_RDONLY | O_NONBLOCK), open_fds = 0;
    char buf[256] = "", *p;

    list("/proc/self/fd");
    dup2(0, 20);
    dup2(0, 30);
    list("/proc/self/fdinfo");
    for (int i = 0; i < 1024; i++)
        open_fds += fcntl(i, F_GETFD) >= 0;
    V(open_fds);
    R(close_range(20, ~0u, CLOSE_RANGE_CLOEXEC));
    R(fcntl(30, F_GETFD));
    R(close_range(25, ~0u, 0));
    list("/proc/self/fd");
    R(close_range(9, 8, 0));
    R(close_range(9, 10, 0x100));
    for (int i = 3; i < 1024; i++)
        if (i != fd)
            close(i);
    list("/proc/self/fd");
    R(open("/proc/self/fdinfo/3", O_RDONLY) > 0);
    T(read(4, buf, sizeof(buf) - 1) > 0);
    p = strstr(buf, "flags:");
    T(p && (strtol(p + 6, NULL, 8) & O_NONBLOCK));
    fd = open("/", O_RDONLY | O_DIRECTORY);
    sprintf(buf, "/proc/self/fdinfo/%d", fd);
    fd = open(buf, O_RDONLY);
    memset(buf, 0, sizeof(buf));
    T(read(fd, buf, sizeof(buf) - 1) > 0);
    p = strstr(buf, "flags:");
    T(p && (strtol(p + 6, NULL, 8) & O_DIRECTORY));
    return 0;
}
