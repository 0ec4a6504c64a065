#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Checks the software floating point against the FP instructions of the guests,
# as run by QEMU's user-mode emulators: usage: cross.sh [operands-per-instruction]
# Exits with 77 (skipped) where no cross compiler or emulator is installed.
set -e
top=$(cd "$(dirname "$0")/../.." && pwd)
count=${1:-20000}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
: >"$tmp/config.h"
result=77

# check guest march emulator...
check() {
    guest=$1 march=$2
    shift 2
    cc=$guest-linux-gnu-gcc
    if ! command -v "$cc" >/dev/null || ! command -v "$1" >/dev/null; then
        echo "$guest: skipped, needs $cc and $1"
        return
    fi
    "$cc" -static -std=gnu17 -O2 -Wall -Wextra -march="$march" -I"$tmp" \
        -I"$top/src" -o "$tmp/$guest" "$top/tests/softfp/cross-$guest.c" \
        "$top"/src/base/softfp*.c
    echo "$guest:"
    if ! "$@" "$tmp/$guest" "$count"; then
        result=1
    elif [ $result = 77 ]; then
        result=0
    fi
}

check aarch64 armv8.5-a+fp16 qemu-aarch64 -cpu max
check riscv64 rv64gc_zfh qemu-riscv64 -cpu rv64,Zfh=true
exit $result
