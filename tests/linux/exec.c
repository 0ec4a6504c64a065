/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Programs that run themselves again: execve, execveat, vfork, descriptors. */
#include "t.h"

extern char **environ;

int main(int argc, char **argv)
{
    char *args[] = {"name of my own", "child", "two words", "", NULL};
    char *env[] = {"A=1", "B=", NULL};
    pid_t pid;
    int fd;

    if (argc > 1) {
        for (int i = 0; i < argc; i++)
            printf("[%s]", argv[i][0] == '/' ? basename(argv[i]) : argv[i]);
        for (char **e = environ; *e; e++)
            printf(" %s", *e);
        puts("");
        R(fcntl(100, F_GETFD));
        R(fcntl(101, F_GETFD));
        return 5;
    }
    R(dup2(0, 100));
    R(dup3(0, 101, O_CLOEXEC));
    fflush(stdout);
    if ((pid = fork()) == 0) {
        execve(argv[0], args, env);
        _exit(99);
    }
    reap(pid);
    if ((pid = vfork()) == 0) {
        execve("/proc/self/exe", args, env);
        _exit(99);
    }
    reap(pid);
    fd = open(argv[0], O_RDONLY | O_CLOEXEC);
    if ((pid = vfork()) == 0) {
        syscall(SYS_execveat, fd, "", args, env, AT_EMPTY_PATH);
        _exit(98);
    }
    reap(pid);
    if ((pid = vfork()) == 0) {
        execl("/bin/sh", "sh", "-c", "echo from sh; exit 4", NULL);
        _exit(97);
    }
    reap(pid);
    R(execve("none", args, env));
    R(execve(".", args, env));
    close(make_file("noexec", "x"));
    R(execve("noexec", args, env));
    R(chmod("noexec", 0755));
    R(execve("noexec", args, env));
    R(execve((char *)-8L, args, env));
    R(execve("none", (char **)-8L, env));
    close(make_file("script", ""));
    fd = open("script", O_WRONLY);
    dprintf(fd, "#!%s arg of script\n", argv[0]);
    R(chmod("script", 0755));
    R(execve("script", args, env));
    close(fd);
    fflush(stdout);
    if ((pid = vfork()) == 0) {
        execle("./script", "ignored", "last", NULL, env);
        _exit(96);
    }
    waitpid(pid, &fd, 0);
    printf("status %x\n", fd);
    return 0;
}
