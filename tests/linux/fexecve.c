/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Programs and scripts that are executed by descriptor. */
#include "t.h"
#include <sys/mman.h>

static char *env[] = {"A=1", NULL};

/* Runs a descriptor in a child. */
static void run(int fd, char **args)
{
    pid_t pid;

    fflush(stdout);
    if ((pid = fork()) == 0) {
        fexecve(fd, args, env);
        printf("fexecve: %s\n", strerrorname_np(errno));
        fflush(stdout);
        _exit(99);
    }
    reap(pid);
}

static void at(int dir, const char *path, char **args, int flags)
{
    pid_t pid;

    fflush(stdout);
    if ((pid = vfork()) == 0) {
        syscall(SYS_execveat, dir, path, args, env, flags);
        _exit(errno);
    }
    reap(pid);
}

static int copy(const char *from, int out)
{
    static char buf[1 << 16];
    int in = open(from, O_RDONLY);
    ssize_t n;

    while ((n = read(in, buf, sizeof(buf))) > 0)
        if (write(out, buf, (size_t)n) != n)
            perror("copy");
    close(in);
    return out;
}

static int child(int argc, char **argv)
{
    char link[4096] = "", comm[16] = "", *name;
    FILE *f = fopen("/proc/self/comm", "r");

    for (int i = 0; i < argc; i++) {
        name = strrchr(argv[i], '/');
        printf("[%s]", name && argv[i][1] != 'd' ? name + 1 : argv[i]);
    }
    printf(" %s", environ[0]);
    if (!fgets(comm, sizeof(comm), f))
        return 1;
    printf(" comm %s", comm);
    if (readlink("/proc/self/exe", link, sizeof(link) - 1) < 0)
        return 1;
    name = strrchr(link, '/');
    printf("exe %s\n", name + 1);
    R(fcntl(50, F_GETFD));
    return 5;
}

int main(int argc, char **argv)
{
    char *args[] = {"executed", "two words", "", NULL};
    int fd, script, plain;

    if (argc > 1 && strcmp(argv[argc - 1], "") == 0)
        return child(argc, argv);

    /* An ELF file, with and without O_CLOEXEC, and by O_PATH. */
    fd = open(argv[0], O_RDONLY);
    run(fd, args);
    dup2(fd, 50);
    run(50, args);
    close(50);
    close(fd);
    fd = open(argv[0], O_RDONLY | O_CLOEXEC);
    run(fd, args);
    close(fd);
    fd = open(argv[0], O_PATH);
    run(fd, args);
    close(fd);

    /* A script: its interpreter opens the descriptor. */
    close(make_file("script", ""));
    fd = open("script", O_WRONLY);
    dprintf(fd, "#!%s of script\n", argv[0]);
    close(fd);
    chmod("script", 0755);
    script = open("script", O_RDONLY);
    dup2(script, 51);
    run(51, args);
    close(51);
    close(script);
    script = open("script", O_RDONLY | O_CLOEXEC);
    run(script, args);
    at(script, "", args, AT_EMPTY_PATH);
    close(script);
    fd = open(".", O_RDONLY);
    dup2(fd, 52);
    at(52, "script", args, 0);
    fcntl(52, F_SETFD, FD_CLOEXEC);
    at(52, "script", args, 0);
    at(AT_FDCWD, "script", args, 0);
    close(52);

    /* A file that has no name. */
    fd = (int)syscall(SYS_memfd_create, "memory", 0);
    copy(argv[0], fd);
    run(fd, args);
    close(fd);
    fd = (int)syscall(SYS_memfd_create, "closed", 1);
    copy(argv[0], fd);
    run(fd, args);
    fd = copy(argv[0], open("gone", O_CREAT | O_WRONLY, 0755));
    close(fd);
    fd = open("gone", O_RDONLY);
    unlink("gone");
    run(fd, args);
    close(fd);

    /* What is none. */
    plain = make_file("plain", "text");
    close(plain);
    plain = open("plain", O_RDONLY);
    run(plain, args);
    fchmod(plain, 0755);
    run(plain, args);
    run(-1, args);
    run(999, args);
    fd = open("/", O_RDONLY);
    run(fd, args);
    at(fd, "", args, 0);
    at(fd, "none", args, AT_EMPTY_PATH);
    symlink("script", "link");
    close(fd);
    fd = open(".", O_RDONLY);
    at(fd, "link", args, 0x100);
    at(fd, "link", args, 0);
    at(fd, "script", args, 0x4000);
    at(plain, "script", args, 0);
    return 0;
}
