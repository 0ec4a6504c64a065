/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <dirent.h>

static int compare(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
    struct dirent **list;
    char buf[64], name[32];
    int n, fd, count = 0;

    R(mkdir("d", 0755));
    R(mkdir("d/sub", 0755));
    make_file("d/file", "");
    R(symlink("file", "d/link"));
    R(mkfifo("d/fifo", 0600));
    n = scandir("d", &list, NULL, compare);
    for (int i = 0; i < n; i++)
        printf("%s %d\n", list[i]->d_name, list[i]->d_type);
    R(mkdir("many", 0755));
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof(name), "many/%d", i);
        close(make_file(name, ""));
    }
    DIR *d = opendir("many");
    while (readdir(d))
        count++;
    V(count);
    fd = open("d", O_RDONLY);
    R(syscall(SYS_getdents64, fd, buf, 4));
    T(syscall(SYS_getdents64, fd, buf, sizeof(buf)) > 0);
    R(syscall(SYS_getdents64, 1000, buf, sizeof(buf)));
    R(syscall(SYS_getdents64, 0, buf, sizeof(buf)));
    return 0;
}
