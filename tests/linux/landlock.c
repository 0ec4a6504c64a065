/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Landlock: a program gives up access to files, for itself and its children. */
#include "t.h"
#include <dirent.h>
#include <pthread.h>
#include <sys/prctl.h>

enum { CREATE = 444, ADD_RULE, RESTRICT };
enum { EXECUTE = 1, WRITE_FILE = 2, READ_FILE = 4, READ_DIR = 8 };
enum { MAKE_REG = 1 << 8, PATH_BENEATH = 1 };

struct ruleset {
    uint64_t fs, net, scoped;
};

struct beneath {
    uint64_t access;
    int32_t fd;
} __attribute__((packed));

static const uint64_t handled =
    EXECUTE | WRITE_FILE | READ_FILE | READ_DIR | MAKE_REG;

static int allow(int set, const char *path, uint64_t access)
{
    struct beneath b = {access, open(path, O_PATH | O_CLOEXEC)};
    int r = (int)syscall(ADD_RULE, set, PATH_BENEATH, &b, 0);

    close(b.fd);
    return r;
}

static void look(void)
{
    DIR *d;

    R(close(open("in/file", O_RDONLY)));
    R(close(open("in/file", O_WRONLY)));
    R(close(open("in/new", O_CREAT | O_WRONLY | O_TRUNC, 0644)));
    R(close(open("out/file", O_RDONLY)));
    R(open("out/file", O_WRONLY));
    R(open("out/new", O_CREAT | O_WRONLY, 0644));
    R(rename("in/file", "out/other"));
    T((d = opendir("in")) != NULL);
    T((d = opendir("out")) != NULL);
    R(access("out/file", R_OK));
}

static void *in_thread(void *unused)
{
    R(open("out/file", O_WRONLY));
    return unused;
}

static void restricted(const char *self)
{
    struct ruleset r = {.fs = handled};
    int set = (int)syscall(CREATE, &r, 8, 0);
    pthread_t t;
    pid_t pid;

    T(set >= 0);
    R(fcntl(set, F_GETFD));
    R(allow(set, "in", handled));
    R(allow(set, "out", READ_FILE));
    R(allow(set, "/proc", READ_FILE | READ_DIR));
    R(allow(set, self, EXECUTE | READ_FILE));
    R(allow(set, "in/file", READ_DIR));
    R(syscall(ADD_RULE, set, 77, NULL, 0));
    R(syscall(ADD_RULE, set, PATH_BENEATH, (void *)-4096L, 0));
    R(syscall(ADD_RULE, 0, PATH_BENEATH, &(struct beneath){1, 0}, 0));
    R(syscall(ADD_RULE, set, PATH_BENEATH, &(struct beneath){1, -1}, 0));
    R(syscall(RESTRICT, 0, 0));
    R(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    R(syscall(RESTRICT, set, 0));
    close(set);
    look();
    pthread_create(&t, NULL, in_thread, NULL);
    pthread_join(t, NULL);
    fflush(stdout);
    if ((pid = fork()) == 0) {
        R(open("out/file", O_WRONLY));
        fflush(stdout);
        execl(self, "inherits", NULL);
        printf("execl: %s\n", strerrorname_np(errno));
        fflush(stdout);
        _exit(1);
    }
    reap(pid);
    R(execl("/bin/true", "true", NULL));
    /* Readable, not executable. */
    R(execl("out/program", "program", NULL));
}

static void copy_to(const char *path)
{
    static char buf[1 << 16];
    int in = open("/proc/self/exe", O_RDONLY);
    int out = open(path, O_CREAT | O_WRONLY, 0755);
    ssize_t n;

    while ((n = read(in, buf, sizeof(buf))) > 0)
        if (write(out, buf, (size_t)n) != n)
            perror(path);
    close(in);
    close(out);
}

int main(int argc, char **argv)
{
    struct ruleset r = {.fs = handled};
    char self[4096] = "";
    pid_t pid;
    long abi;

    (void)argc;
    if (strcmp(argv[0], "inherits") == 0) {
        R(open("out/file", O_WRONLY));
        R(open("in/file", O_WRONLY) >= 0);
        return 7;
    }
    abi = syscall(CREATE, NULL, 0, 1);
    if (abi < 0) {
        printf("not there: %s\n", strerrorname_np(errno));
        return 0;
    }
    V(abi);
    R(syscall(CREATE, NULL, 8, 1));
    R(syscall(CREATE, NULL, 0, 0x8000));
    R(syscall(CREATE, &r, 7, 0));
    R(syscall(CREATE, &r, 0, 0));
    R(syscall(CREATE, (void *)-4096L, 8, 0));
    r.fs = 1ull << 63;
    R(syscall(CREATE, &r, 8, 0));
    r.fs = 0;
    R(syscall(CREATE, &r, 8, 0));
    mkdir("in", 0755);
    mkdir("out", 0755);
    close(make_file("in/file", "a"));
    close(make_file("out/file", "b"));
    copy_to("out/program");
    T(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
    fflush(stdout);
    if ((pid = fork()) == 0) {
        restricted(self);
        fflush(stdout);
        _exit(0);
    }
    reap(pid);
    R(close(open("out/file", O_WRONLY)));
    return 0;
}
