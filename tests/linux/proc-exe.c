/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* /proc/self/exe is this program. */
#include "t.h"
#include <elf.h>
#include <linux/openat2.h>
#include <sys/auxv.h>
#include <sys/prctl.h>

/* All the ways to a link, itself or through others. */
static void each_way(const char *name, const struct stat *want)
{
    const struct open_how how = {.flags = O_RDONLY};
    struct statx x = {0};
    struct stat s;
    char text[4096];
    int fd;

    puts(name);
    R(stat(name, &s));
    T(s.st_ino == want->st_ino && s.st_dev == want->st_dev);
    R(statx(AT_FDCWD, name, 0, STATX_BASIC_STATS, &x));
    T(x.stx_ino == want->st_ino && x.stx_size == (uint64_t)want->st_size);
    R(lstat(name, &s));
    V(S_ISLNK(s.st_mode));
    OK(fd = open(name, O_RDONLY));
    R(fstat(fd, &s));
    T(s.st_ino == want->st_ino);
    close(fd);
    OK(fd = open(name, O_PATH));
    R(fstat(fd, &s));
    T(s.st_ino == want->st_ino);
    close(fd);
    R(open(name, O_RDONLY | O_NOFOLLOW));
    OK(fd = (int)syscall(SYS_openat2, AT_FDCWD, name, &how, sizeof(how)));
    R(fstat(fd, &s));
    T(s.st_ino == want->st_ino);
    close(fd);
    OK(fd = open(name, O_PATH | O_NOFOLLOW));
    T(readlinkat(fd, "", text, sizeof(text)) > 0);
    close(fd);
    R(access(name, X_OK));
    R(access(name, W_OK));
}

/* Executed by each of these ways, this prints what it was told. */
static void run(const char *name, int dirfd, int flags)
{
    char *args[] = {"again", (char *)name, NULL};
    pid_t pid;

    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        if (flags < 0)
            execve(name, args, environ);
        else
            syscall(SYS_execveat, dirfd, name, args, environ, flags);
        printf("exec %s: %s\n", name, strerrorname_np(errno));
        exit(1);
    }
    reap(pid);
}

static void again(const char *name)
{
    char comm[16] = "";

    prctl(PR_GET_NAME, comm);
    /* Of an open file, comm is its name or its number, by the kernel's age. */
    printf("again %s, comm %s, execfn %s\n", name, name[0] ? comm : "any",
           (const char *)getauxval(AT_EXECFN));
}

static void ways(const char *self)
{
    static const char *const names[] = {
        "/proc/self/exe", "/proc/thread-self/exe", "/proc/../proc/self/exe",
        "link",           "link to link",          "dir/up"};
    struct stat want;
    int fd;

    R(stat(self, &want));
    R(symlink("/proc/self/exe", "link"));
    R(symlink("link", "link to link"));
    R(mkdir("dir", 0755));
    R(symlink("../link to link", "dir/up"));
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        each_way(names[i], &want);
        run(names[i], 0, -1);
    }
    run("link", AT_FDCWD, 0);
    run("link", AT_FDCWD, AT_SYMLINK_NOFOLLOW);
    fd = open("/proc/self/exe", O_PATH);
    run("", fd, AT_EMPTY_PATH);
    fd = open("dir", O_RDONLY);
    R(fstatat(fd, "up", &want, 0));
    R(readlinkat(fd, "up", (char[64]){0}, 64));
    /* Where there is no /proc. */
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        struct stat s;

        fd = open("/proc/self", O_RDONLY);
        if (chroot(".")) {
            puts("stat 0 1 readlink 1");
        } else {
            int r = fstatat(fd, "exe", &s, 0);
            char text[4096] = "";

            printf("stat %d %d ", r, s.st_ino == want.st_ino);
            readlinkat(fd, "exe", text, sizeof(text) - 1);
            printf("readlink %d\n", strstr(text, "calque") == NULL);
        }
        exit(0);
    }
    reap(pid);
}

int main(int argc, char **argv)
{
    char self[4096] = "", path[4096], pid[64], end[4];
    struct stat a, b;
    Elf64_Ehdr h, h2;
    ssize_t n;
    int fd;

    if (argc == 2) {
        again(argv[1]);
        return 0;
    }
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
    ways(argv[0]);
    return 0;
}
