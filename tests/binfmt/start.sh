#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Programs that binfmt_misc starts, against native ones of the same source:
# argv[0], AT_EXECFN, descriptors, privileges; in a chroot, with /proc and
# without.
set -u
: "${CALQUE:?}" "${srcdir:?}"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
in_namespace=$srcdir/tests/binfmt/namespace
by_calque=$srcdir/tests/binfmt/by-calque
"$in_namespace" true || exit 77

# Each command runs in a folder with the programs and scripts that
# build makes.
cat >"$work/commands" <<'S'
mount --bind "$1" "$2" && cd "$2" || exit 77
say() { printf '%s: ' "$*"; }
say path; ./tell; echo $?
say absolute; "$PWD/tell" one "" three
say argv0; bash -c 'exec -a "odd name" ./tell a b'
say option; bash -c 'exec -a -strace ./tell a b'
say empty argv0; bash -c 'exec -a "" ./tell a'
say by PATH; (PATH=$PWD:$PATH; tell x)
say script; ./script a b
say nested; ./nested a
say exec; ./tell exec ./next a
say exec of a script; ./tell exec ./script a
say mark in the header; ./marked
say closed; ./tell <&-
say chroot; chroot . /tell a
say chroot exec; chroot . /tell exec /tell exec /next a
say chroot script; chroot . /tell exec /script a
say chroot missing; chroot . /tell exec /none 2>&1
S
cat >"$work/as_root" <<'S'
as_other() { chroot --userspec=1234:1234 . "$@"; }
say set-user-ID; as_other /suid
say set-user-ID by exec, no /proc; as_other /tell exec /suid a
say no read permission; as_other /hidden a
say the same, closed; as_other /hidden a <&-
mkdir -p proc
unshare -p -f --mount-proc="$PWD/proc" true || exit 0
as_other() { unshare -p -f --mount-proc="$PWD/proc" chroot --userspec=1234:1234 . "$@"; }
say set-user-ID, /proc; as_other /suid
say set-user-ID by exec, /proc; as_other /tell exec /suid exec /next a
say set-group-ID by exec; as_other /tell exec /sgid
S

# build COMPILER FOLDER: programs and scripts, which are below $here when they
# run, also in the chroot.
here=$work/here
mkdir "$here"
build() {
    mkdir -p "$2$work" && ln -s / "$2$here" || return
    "$1" -std=gnu17 -static -o "$2/tell" "$srcdir/tests/binfmt/tell.c" || return
    for name in next suid sgid hidden; do
        cp "$2/tell" "$2/$name"
    done
    # As AppImages have it, in bytes that the kernel does not look at.
    cp "$2/tell" "$2/marked" && printf '\003AI\002' |
        dd bs=1 seek=7 conv=notrunc of="$2/marked" 2>/dev/null || return
    printf '#!%s\n' "$here/tell arg ument" >"$2/script"
    printf '#!%s\n' "$here/script" >"$2/nested"
    chmod 755 "$2/script" "$2/nested"
    [ "$(id -u)" = 0 ] || return 0
    chown 5678 "$2/suid" && chmod 4755 "$2/suid" &&
        chown 0:5678 "$2/sgid" && chmod 2755 "$2/sgid" && chmod 711 "$2/hidden"
}

[ "$(id -u)" != 0 ] || cat "$work/as_root" >>"$work/commands"
echo "exit 0" >>"$work/commands"
build "${CC:-cc}" "$work/native" || exit 1
"$in_namespace" sh "$work/commands" "$work/native" "$here" \
    >"$work/want" 2>"$work/errors" || { cat "$work/errors"; exit 1; }
echo "$(grep -c execfn "$work/want") lines to compare"

tried=
for guest in $("$CALQUE" --guests | sed 's/ .*//'); do
    command -v "$guest-linux-gnu-gcc" >/dev/null || continue
    build "$guest-linux-gnu-gcc" "$work/$guest" || exit 1
    tried=yes
    "$by_calque" "$guest" PCF sh "$work/commands" "$work/$guest" "$here" \
        >"$work/out" 2>"$work/errors" || { cat "$work/errors"; exit 1; }
    diff -u "$work/want" "$work/out" || { cat "$work/errors"; exit 1; }
    [ "$(id -u)" = 0 ] || continue
    "$by_calque" "$guest" PF chroot --userspec=1234:1234 "$work/$guest" /suid \
        >"$work/out" 2>"$work/errors"
    grep -q 'uid 1234 euid 1234 secure 0' "$work/out" &&
        grep -qx 'calque: /suid: set-user-ID ignored: .*' "$work/errors" ||
        { cat "$work/out" "$work/errors"; exit 1; }
done
[ -n "$tried" ] || exit 77
