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
