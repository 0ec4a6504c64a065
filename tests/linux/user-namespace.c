/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A user namespace of one's own, as unshare -Ur makes it. */
#include "t.h"
#include <sched.h>
#include <sys/mount.h>

static int put(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    int r = (int)write(fd, text, strlen(text));

    close(fd);
    return r;
}

static void show(const char *path)
{
    unsigned in, out, count;
    FILE *f = fopen(path, "r");

    while (f && fscanf(f, "%u %u %u", &in, &out, &count) == 3)
        printf("%s: %u %s %u\n", path, in,
               out == 0       ? "root"
               : out == 65534 ? "overflow"
                              : "other",
               count);
    fclose(f);
}

static int child(char *self)
{
    uid_t uid = getuid(), r, e, s;
    gid_t gid = getgid();
    char map[64];
    struct stat st;
    pid_t pid;

    if (unshare(CLONE_NEWUSER) < 0) {
        printf("refused: %s\n", strerrorname_np(errno));
        return 1;
    }
    V(getuid());
    V(getegid());
    R(setuid(0));
    R(put("/proc/self/setgroups", "deny"));
    snprintf(map, sizeof(map), "0 %u 1", uid);
    R(put("/proc/self/uid_map", map) > 0);
    R(put("/proc/self/uid_map", map));
    snprintf(map, sizeof(map), "0 %u 1", gid);
    R(put("/proc/self/gid_map", map) > 0);
    show("/proc/self/uid_map");
    show("/proc/self/gid_map");
    V(getuid());
    V(getgid());
    R(getresuid(&r, &e, &s));
    printf("%u %u %u\n", r, e, s);
    R(setuid(0));
    R(setuid(1));
    R(setgroups(0, NULL));
    close(make_file("mine", ""));
    R(stat("mine", &st));
    V(st.st_uid);
    R(chown("mine", 0, 0));
    R(chown("mine", 1, 1));
    R(sethostname("x", 1));
    R(unshare(CLONE_NEWUTS));
    R(sethostname("inside", 6));
    R(unshare(CLONE_NEWNS));
    R(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
    mkdir("mountpoint", 0755);
    R(mount("tmpfs", "mountpoint", "tmpfs", 0, NULL));
    R(umount("mountpoint"));
    R(unshare(CLONE_NEWPID));
    fflush(stdout);
    if ((pid = fork()) == 0) {
        V(getpid());
        V(getppid());
        fflush(stdout);
        execl(self, "inside", NULL);
        _exit(1);
    }
    reap(pid);
    return 0;
}

int main(int argc, char **argv)
{
    char host[65] = "", self[4096] = "";
    pid_t pid;

    (void)argc;
    if (strcmp(argv[0], "inside") == 0) {
        V(getpid());
        V(getuid());
        gethostname(host, sizeof(host));
        puts(host);
        return 8;
    }
    T(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
    fflush(stdout);
    if ((pid = fork()) == 0) {
        int status = child(self);

        fflush(stdout);
        _exit(status);
    }
    reap(pid);
    gethostname(host, sizeof(host));
    T(strcmp(host, "inside") != 0);
    return 0;
}
