#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# -strace prints what strace(1) does.
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

cat >"$work/p.c" <<'C'
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
int main(void)
{
    struct iovec v[2] = {{"one", 3}, {"\n\t\"\1\0019", 6}};
    struct sockaddr_un a = {AF_UNIX, "sock"};
    struct pollfd f = {0, POLLIN, 0};
    struct timespec ts = {0, 1000};
    struct stat s;
    char buf[64];
    int fd;
    getpid();
    chdir("/proc");
    fd = openat(AT_FDCWD, "none-such/x", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0);
    fd = openat(AT_FDCWD, "/dev/null", O_WRONLY | O_APPEND | O_NOFOLLOW);
    writev(fd, v, 2);
    write(fd, "a long line that must be cut at thirty-two", 42);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fstatat(AT_FDCWD, "/dev/null", &s, AT_SYMLINK_NOFOLLOW);
    readlinkat(AT_FDCWD, "/proc/none", buf, sizeof(buf));
    syscall(SYS_nanosleep, &ts, NULL);
    munmap((void *)0x1000, 0);
    bind(-1, (struct sockaddr *)&a, sizeof(a));
    socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 99);
    ppoll(&f, 1, &ts, NULL);
    kill(getpid(), 0);
    lseek(fd, -5, SEEK_END);
    unlinkat(AT_FDCWD, "/proc/none", AT_REMOVEDIR);
    faccessat(AT_FDCWD, "/proc/none", R_OK | X_OK, AT_EACCESS);
    _exit(3);
}
C
"$cc" -static -w -o "$work/p" "$work/p.c" || exit 1
"${CALQUE:?}" -strace -D "$work/log" "$work/p" </dev/null
[ $? -eq 3 ] || { echo "wrong status"; exit 1; }
sed -n '/^chdir/,$p' "$work/log" | sed 's/getpid() = .*/getpid() = PID/
s/kill([0-9]*/kill(PID/' >"$work/out"
cat >"$work/want" <<'W'
chdir("/proc") = 0
openat(AT_FDCWD, "none-such/x", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 000) = -1 ENOENT (No such file or directory)
openat(AT_FDCWD, "/dev/null", O_WRONLY|O_APPEND|O_NOFOLLOW) = 3
writev(3, [{iov_base="one", iov_len=3}, {iov_base="\n\t\"\1\0019", iov_len=6}], 2) = 9
write(3, "a long line that must be cut at "..., 42) = 42
fcntl(3, F_SETFD, FD_CLOEXEC) = 0
newfstatat(AT_FDCWD, "/dev/null", {st_mode=S_IFCHR|0666, st_rdev=makedev(0x1, 0x3), ...}, AT_SYMLINK_NOFOLLOW) = 0
readlinkat(AT_FDCWD, "/proc/none", PTR, 64) = -1 ENOENT (No such file or directory)
nanosleep({tv_sec=0, tv_nsec=1000}, NULL) = 0
munmap(0x1000, 0) = -1 EINVAL (Invalid argument)
bind(-1, {sa_family=AF_UNIX, sun_path="sock"}, 110) = -1 EBADF (Bad file descriptor)
socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 99) = -1 EPROTONOSUPPORT (Protocol not supported)
W
sed -i 's/0x[0-9a-f]\{8,\}/PTR/g; /^ppoll/d' "$work/out"
cat >>"$work/want" <<'W'
getpid() = PID
kill(PID, 0) = 0
lseek(3, -5, SEEK_END) = 0
unlinkat(AT_FDCWD, "/proc/none", AT_REMOVEDIR) = -1 ENOENT (No such file or directory)
faccessat2(AT_FDCWD, "/proc/none", R_OK|X_OK, AT_EACCESS) = -1 ENOENT (No such file or directory)
exit_group(3) = ?
W
diff -u "$work/want" "$work/out"
