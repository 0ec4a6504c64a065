/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* /proc/PID as others see it: a child that has executed another program. */
#include "t.h"

static char buf[1 << 16];

static const char *path_of(pid_t pid, const char *name)
{
    static char path[64];

    snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
    return path;
}

static size_t slurp(pid_t pid, const char *name)
{
    int fd = open(path_of(pid, name), O_RDONLY);
    size_t len = 0;
    ssize_t n;

    while (fd >= 0 && (n = read(fd, buf + len, sizeof(buf) - 1 - len)) > 0)
        len += (size_t)n;
    close(fd);
    buf[len] = '\0';
    return len;
}

static void copy_file(const char *from, const char *to)
{
    int in = open(from, O_RDONLY), out = open(to, O_CREAT | O_WRONLY, 0755);
    ssize_t n;

    while ((n = read(in, buf, sizeof(buf))) > 0)
        if (write(out, buf, (size_t)n) != n)
            perror(to);
    close(in);
    close(out);
}

/* What the child says of itself. */
struct said {
    uintptr_t code, data, stack, argument, environment;
};

static int child(char **argv)
{
    static int data = 1;
    struct said s = {(uintptr_t)child, (uintptr_t)&data, (uintptr_t)&s,
                     (uintptr_t)argv[0], (uintptr_t)environ[0]};
    char c;

    if (write(3, &s, sizeof(s)) != sizeof(s))
        return 1;
    return read(4, &c, 1) == 0 ? 0 : 2;
}

static void look_at(pid_t pid, const struct said *s)
{
    char here[4096], link[4096] = "";
    unsigned long field[53] = {0};
    struct stat a, b;
    struct statx x;
    const char *p;
    ssize_t n;
    int fd;

    getcwd(here, sizeof(here));
    strcat(here, "/other program");
    n = readlink(path_of(pid, "exe"), link, sizeof(link));
    T(n == (ssize_t)strlen(here) && memcmp(link, here, (size_t)n) == 0);
    R(readlink(path_of(pid, "exe"), link, 3));
    R(stat(here, &a));
    R(stat(path_of(pid, "exe"), &b));
    T(a.st_ino == b.st_ino && a.st_dev == b.st_dev && a.st_size == b.st_size);
    R(statx(AT_FDCWD, path_of(pid, "exe"), 0, STATX_INO, &x));
    T(x.stx_ino == a.st_ino);
    T((fd = open(path_of(pid, "exe"), O_RDONLY)) >= 0);
    R(fstat(fd, &b));
    T(a.st_ino == b.st_ino);
    close(fd);
    snprintf(link, sizeof(link), "/proc/%d/task/%d/exe", pid, pid);
    R(stat(link, &b));
    T(a.st_ino == b.st_ino);

    n = (ssize_t)slurp(pid, "cmdline");
    V(n);
    for (p = buf; p < buf + n; p += strlen(p) + 1)
        printf("argument %s\n", p);
    slurp(pid, "comm");
    printf("comm %s", buf);
    slurp(pid, "status");
    printf("status %.*s\n", (int)strcspn(buf, "\n"), buf);
    n = (ssize_t)slurp(pid, "environ");
    V(n);
    puts(buf);
    slurp(pid, "stat");
    p = strrchr(buf, ')') + 4;
    for (int i = 4; i < 53; i++)
        field[i] = strtoul(p, (char **)&p, 10);
    T(field[26] <= s->code && s->code < field[27]);
    T(field[45] <= s->data && s->data < field[46]);
    T(field[28] > s->stack);
    T(field[48] == s->argument);
    T(field[50] == s->environment);
    slurp(pid, "maps");
    T(strstr(buf, "/other program\n") != NULL);
    T(strstr(buf, "calque") == NULL);
}

int main(int argc, char **argv)
{
    char *args[] = {"name of its own", "first", "", NULL};
    char *env[] = {"ONE=1", "TWO=2", NULL};
    int out[2], in[2];
    struct said s;
    pid_t pid;

    if (strcmp(argv[0], args[0]) == 0)
        return child(argv);
    copy_file(argv[0], "other program");
    R(pipe(out) + pipe(in));
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        dup2(out[1], 63);
        dup2(in[0], 64);
        dup2(63, 3);
        dup2(64, 4);
        close_range(5, ~0u, 0);
        execve("other program", args, env);
        _exit(1);
    }
    close(in[0]);
    close(out[1]);
    R(read(out[0], &s, sizeof(s)));
    look_at(pid, &s);
    close(in[1]);
    reap(pid);
    return 0;
}
