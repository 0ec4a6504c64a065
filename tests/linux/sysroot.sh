#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# -L: what a guest sees of a sysroot and of the host beside it.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cc=
for guest in aarch64 riscv64; do
    if command -v "$guest-linux-gnu-gcc" >/dev/null; then
        cc=$guest-linux-gnu-gcc
    fi
done
[ -n "$cc" ] || exit 77

root=$work/root
mkdir -p "$root$work/dir" "$root/only"
echo inside >"$root/only/file"
echo inside >"$root$work/both"
echo outside >"$work/both"
echo outside >"$work/host"
ln -s /only/file "$root/absolute"
ln -s ../../../../../../../../only/file "$root/only/up"
ln -s "$work/none" "$root/dangling"

cat >"$work/look.c" <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
int main(int argc, char **argv)
{
    char path[4096], text[64];
    static const char *const names[] = {"/only/file", "/only/up", "/absolute",
                                        "/dangling"};
    struct stat s;
    for (int i = 0; i < 6; i++) {
        const char *name = i < 4 ? names[i] : path;
        snprintf(path, sizeof(path), "%s/%s", argv[1], i == 4 ? "both" : "host");
        int fd = open(name, O_RDONLY);
        long n = fd < 0 ? 0 : read(fd, text, sizeof(text));
        printf("%d %.*s access %d lstat %d link %d\n", i, n > 0 ? (int)n - 1 : 0,
               text, access(name, R_OK), lstat(name, &s), S_ISLNK(s.st_mode));
    }
    snprintf(path, sizeof(path), "%s/new", argv[1]);
    printf("new %d\n", open(path, O_CREAT | O_WRONLY, 0600) >= 0);
    printf("unlink %d\n", unlink("/absolute"));
    printf("proc %d\n", access("/proc/self/stat", R_OK));
    return 0;
}
C
"$cc" -static -o "$work/look" "$work/look.c" || exit 1
"${CALQUE:?}" -L "$root" "$work/look" "$work" >"$work/out" || exit 1

# The same without openat2, as on old kernels and under filters: links of all
# kinds, and what fails, against what openat2 makes of them.
cat >"$work/without.c" <<'C'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
/* without ERROR COMMAND ARGUMENTS... */
int main(int argc, char **argv)
{
    struct sock_filter f[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K,
                 SECCOMP_RET_ERRNO | (unsigned)atoi(argv[1])),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog p = {sizeof(f) / sizeof(f[0]), f};

    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p))
        return 77;
    execv(argv[2], argv + 2);
    return 1;
}
C
cat >"$work/ways.c" <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
int main(int argc, char **argv)
{
    static const int flags[] = {O_RDONLY, O_RDONLY | O_NOFOLLOW,
                                O_PATH | O_NOFOLLOW, O_DIRECTORY, O_RDWR};
    char name[32], text[16];
    struct stat s;

    while (fgets(name, sizeof(name), stdin)) {
        name[strcspn(name, "\n")] = 0;
        printf("%s: stat %d %d, lstat %d %d,", name, stat(name, &s), errno,
               lstat(name, &s), s.st_mode);
        for (int i = 0; i < 5; i++) {
            int fd;

            errno = 0;
            memset(text, 0, sizeof(text));
            fd = open(name, flags[i]);
            printf(" %d", errno);
            if (fd >= 0 && read(fd, text, 15) > 0)
                printf(" %.6s", text);
            close(fd);
        }
        puts("");
    }
    return 0;
}
C
mkdir -p "$root/w/deep/er"
echo text >"$root/w/f"
ln -s /w/f "$root/w/abs"
ln -s f "$root/w/rel"
ln -s ../../../../../w/f "$root/w/deep/up"
ln -s /w/deep "$root/w/dir"
ln -s abs "$root/w/two"
ln -s loop "$root/w/loop"
ln -s /w/none "$root/w/nowhere"
ln -s .. "$root/w/parent"
ln -s / "$root/w/root"
ln -s f/ "$root/w/slash"
i=0
ln -s f "$root/w/l0"
while [ $i -lt 41 ]; do
    ln -s l$i "$root/w/l$((i + 1))"
    i=$((i + 1))
done
cat >"$work/names" <<'N'
/w/f
/w/f/
/w/f/x
/w/abs
/w/abs/
/w/rel
/w/deep/up
/w/dir/up
/w/dir
/w/dir/
/w/dir/../f
/w/dir/er/../../f
/../../w/f
/w/two
/w/loop
/w/loop/f
/w/nowhere
/w/parent/w/f
/w/parent/../../w/abs
/w/root/w/f
/w/root
/w/root/..
/w/slash
/w/l39
/w/l40
/w/./deep/./er/.
/w/deep/er/..
//w///f
/w/none/f
N
host_cc=${CC:-cc}
$host_cc -o "$work/without" "$work/without.c" || exit 1
"$cc" -static -o "$work/ways" "$work/ways.c" || exit 1
"$CALQUE" -L "$root" "$work/ways" <"$work/names" >"$work/ways.want" || exit 1
grep -q '^/w/dir/up: .* text' "$work/ways.want" || exit 1
for error in 38 1; do # ENOSYS, EPERM
    "$work/without" $error "$CALQUE" -L "$root" "$work/ways" <"$work/names" \
        >"$work/ways.out"
    [ $? = 77 ] && continue
    diff -u "$work/ways.want" "$work/ways.out" || exit 1
done
# The host's names of files in the sysroot, and a program that the host has too.
cat >"$work/read.c" <<'C'
#include <stdio.h>
int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "r");
        char text[64] = "none\n";
        if (f)
            fgets(text, sizeof(text), f);
        fputs(text, stdout);
    }
}
C
mkdir -p "$root/bin"
ln -s /only/file "$root/again"
"$cc" -static -o "$root/bin/true" "$work/read.c" || exit 1
[ "$("$CALQUE" -L "$root" /bin/true "$root/again" "$root/only/up" \
    "$root/none" | tr '\n' ' ')" = "inside inside none " ] || exit 1

# Mounts in a namespace: how those below the root propagate, as unshare -m sets it
# by way of the root, and a bind mount of two names in the sysroot.
cat >"$work/mounts.c" <<'C'
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
/* What mountinfo says after the mount point of the host's root. */
static int shared(void)
{
    FILE *f = fopen("/proc/self/mountinfo", "r");
    char line[4096], point[4096];
    int found = -1;
    while (fgets(line, sizeof(line), f))
        if (sscanf(line, "%*s %*s %*s %*s %4095s", point) == 1 &&
            strcmp(point, "/") == 0)
            found = strstr(line, " shared:") != NULL;
    fclose(f);
    return found;
}
int main(int argc, char **argv)
{
    int flags = CLONE_NEWUSER | CLONE_NEWNS, status;
    long pid = argc > 1 ? syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0)
                        : unshare(flags);
    if (pid < 0)
        return 77;
    if (pid > 0)
        return wait(&status) != pid || status;
    printf("%d", mount("none", "/", NULL, MS_REC | MS_SHARED, NULL));
    printf(" %d", shared());
    printf(" %d", mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
    printf(" %d,", shared());
    struct mount_attr attr = {.propagation = MS_SHARED};
    printf(" %d", mount_setattr(AT_FDCWD, "/", 0, &attr, sizeof(attr)));
    printf(" %d", shared());
    attr.propagation = MS_PRIVATE;
    printf(" %d", mount_setattr(open("/", O_PATH), "", AT_EMPTY_PATH, &attr,
                                sizeof(attr)));
    printf(" %d,", shared());
    printf(" %d", mount("/only", "/w/deep/er", NULL, MS_BIND, NULL));
    printf(" %d\n", access("/w/deep/er/file", R_OK));
}
C
"$cc" -static -o "$work/mounts" "$work/mounts.c" || exit 1
for how in "" clone; do
    mounts=$("$CALQUE" -L "$root" "$work/mounts" $how)
    case $?:$mounts in
        77:* | "0:0 1 0 0, 0 1 0 0, 0 0") ;;
        *) echo "mounts $how: $mounts"; exit 1 ;;
    esac
done

cat >"$work/want" <<'W'
0 inside access 0 lstat 0 link 0
1 inside access 0 lstat 0 link 1
2 inside access 0 lstat 0 link 1
3  access -1 lstat 0 link 1
4 inside access 0 lstat 0 link 0
5 outside access 0 lstat 0 link 0
new 1
unlink 0
proc 0
W
diff -u "$work/want" "$work/out" || exit 1
[ -f "$work/new" ] || { echo "new file is not outside"; exit 1; }
[ ! -h "$root/absolute" ] || { echo "link was not removed"; exit 1; }
[ -f "$root/only/file" ] || { echo "link was followed"; exit 1; }
