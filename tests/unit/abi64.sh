#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Structure layouts of the 64-bit guests against their compilers' headers:
# those that are converted are as syscall/abi64.h says, the others as the
# host's.
set -u
tests=${srcdir:?}/tests/unit
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# layout COMPILER OBJCOPY OUTPUT
layout() {
    for source in same ioctl; do
        "$1" -std=gnu17 -I"$srcdir/src" -c -o "$work/o" \
            "$tests/abi64-$source.c" &&
            "$2" -O binary -j layout "$work/o" "$3-$source" || return 1
    done
}

layout "${CC:-cc}" objcopy "$work/host" || exit 1
status=77
for guest in aarch64 riscv64; do
    cross=$guest-linux-gnu-gcc
    command -v "$cross" >/dev/null || continue
    if [ $status -eq 77 ]; then
        status=0
    fi
    if ! "$cross" -std=gnu17 -I"$srcdir/src" -fsyntax-only \
        "$tests/abi64-guest.c"; then
        echo "$guest: abi64.h differs"
        status=1
    fi
    layout "$cross" "$guest-linux-gnu-objcopy" "$work/$guest" || status=1
    if ! cmp "$work/host-same" "$work/$guest-same" ||
        ! cmp "$work/host-ioctl" "$work/$guest-ioctl"; then
        echo "$guest: a structure that is passed on differs"
        status=1
    fi
done
exit $status
