/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <dirent.h>
#include <elf.h>
#include <sys/auxv.h>

static size_t slurp(const char *name, char *buf, size_t size)
{
    int fd = open(name, O_RDONLY);
    ssize_t n;
    size_t len = 0;

    while (fd >= 0 && (n = read(fd, buf + len, size - len)) > 0)
        len += (size_t)n;
    close(fd);
    return len;
}

int main(int argc, char **argv)
{
    static char buf[65536];
    char *want = buf + 32768, *p = want, path[64];
    unsigned long auxv[128] = {0}, field[60] = {0};
    size_t n;
    int count = 0;
    bool same_random = false;

    for (int i = 0; i < argc; i++)
        p = stpcpy(p, argv[i]) + 1;
    n = slurp("/proc/self/cmdline", buf, 32768);
    T(n == (size_t)(p - want) && memcmp(buf, want, n) == 0);
    n = slurp("/proc/thread-self/cmdline", buf, 32768);
    T(n == (size_t)(p - want) && memcmp(buf, want, n) == 0);
    snprintf(path, sizeof(path), "/proc/%d/task/%d/cmdline", getpid(),
             getpid());
    T(slurp(path, buf, 32768) == n);
    snprintf(path, sizeof(path), "/proc/%d/cmdline", getppid());
    T(slurp(path, buf, 32768) != n || memcmp(buf, want, n) != 0);
    n = slurp("/proc/self/environ", buf, 32768);
    buf[n] = 0;
    T(strcmp(buf, environ[0]) == 0);
    T(slurp("/proc/self/auxv", (char *)auxv, sizeof(auxv)) > 64);
    for (int i = 0; auxv[i]; i += 2) {
        if (auxv[i] == AT_ENTRY)
            T(auxv[i + 1] == getauxval(AT_ENTRY));
        if (auxv[i] == AT_RANDOM)
            same_random = auxv[i + 1] == getauxval(AT_RANDOM);
    }
    T(same_random);
    n = slurp("/proc/self/stat", buf, 32768);
    buf[n] = 0;
    T(atoi(buf) == getpid());
    printf("comm %.12s\n", strchr(buf, '('));
    p = strrchr(buf, ')') + 4;
    for (int i = 4; i < 53; i++)
        field[i] = strtoul(p, &p, 10);
    T(field[4] == (unsigned long)getppid());
    T(field[26] <= (unsigned long)main && (unsigned long)main < field[27]);
    T(field[28] > (unsigned long)&n);
    T(field[48] == (unsigned long)argv[0]);
    T(field[50] == (unsigned long)environ[0]);
    V(*p);
    n = slurp("/proc/self/comm", buf, 32768);
    printf("%.*s", (int)n, buf);
    T(slurp("/proc/self/status", buf, 32768) > 100);
    T(slurp("/proc/cpuinfo", buf, 32768) > 10);
    DIR *d = opendir("/proc/self/task");
    for (struct dirent *e; (e = readdir(d));)
        count += e->d_name[0] != '.';
    V(count);
    T(slurp("/proc/self/smaps", buf, 100) == 100);
    return 0;
}
