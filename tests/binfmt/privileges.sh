#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's su, sudo, passwd and chage in a chroot whose programs binfmt_misc
# starts with the flag C, used by users without privileges: what they and the
# terminal say is what the native ones say.
set -u
: "${CALQUE:?}" "${srcdir:?}"
[ "$(id -u)" = 0 ] && [ "$(uname -m)" = x86_64 ] || exit 77
cache=${CALQUE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/calque}
for arch in amd64 arm64 riscv64; do
    [ -u "$cache/programs-$arch/usr/bin/sudo" ] || {
        echo "scripts/program-roots has made no sudo in programs-$arch"
        exit 77
    }
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$srcdir/tests/binfmt/namespace" true || exit 77

# What the root gets for the time of the test; the root itself is left alone.
cat >"$work/enter" <<'S'
root=$1
for name in etc home run; do
    mkdir -p "$root/$name" && mount -t tmpfs -o mode=755 tmpfs "$root/$name" ||
        exit 77
done
cp -a "$2/etc/." "$root/etc" && cp "$3" "$root/run/privileges.py" || exit 1
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts" || exit 77
exec unshare -p -f --kill-child --mount-proc="$root/proc" chroot "$root" \
    /usr/bin/env -i PATH=/usr/sbin:/usr/bin HOME=/root LC_ALL=C.UTF-8 TZ=UTC0 \
    python3 /run/privileges.py
S

# What the maintainer scripts of Debian leave in /etc, without what asks
# for more of a system than there is.
prepare() {
    rm -rf "${work:?}/etc" && cp -a "$1/etc" "$work/" || exit 1
    for kind in auth account password session; do
        echo "$kind required pam_unix.so" >"$work/etc/pam.d/common-$kind"
    done
    cp "$work/etc/pam.d/common-session" \
        "$work/etc/pam.d/common-session-noninteractive"
    printf '127.0.0.1 localhost %s\n' "$(uname -n)" >"$work/etc/hosts"
    : >"$work/etc/environment"
    mkdir -p "$work/etc/default"
    : >"$work/etc/default/locale"
    printf '%s\n' 'me ALL=(ALL:ALL) NOPASSWD: ALL' 'other ALL=(ALL) ALL' \
        >"$work/etc/sudoers.d/test"
    chmod 440 "$work/etc/sudoers" "$work/etc/sudoers.d/test"
}

# run ARCH COMMAND...: in a namespace made by the command
run() {
    root=$cache/programs-$1
    shift
    prepare "$root"
    timeout 300 "$@" sh "$work/enter" "$root" "$work" \
        "$srcdir/tests/binfmt/privileges.py" 2>"$work/errors"
}

run amd64 "$srcdir/tests/binfmt/namespace" >"$work/want"
status=$?
[ $status = 0 ] || { cat "$work/want" "$work/errors"; exit $status; }
echo "$(grep -c '' "$work/want") lines to compare"
failed=0
for arch in arm64 riscv64; do
    run $arch "$srcdir/tests/binfmt/by-calque" $arch POCF >"$work/out"
    diff -u "$work/want" "$work/out" || { cat "$work/errors"; failed=1; }
done
exit $failed
