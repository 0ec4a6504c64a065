#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Writes vop.vec anew: the results of real instructions, on AArch64 or under an
# emulator that is not ours.  Arguments are handed on (a row's number).
set -e
cd "$(dirname "$0")"
cc=${CROSS_CC:-aarch64-linux-gnu-gcc}
run=${CROSS_RUN-qemu-aarch64}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
$cc -std=gnu17 -O1 -static -march=armv8.6-a+crypto+fp16+sm4 \
    vop-cross.c -o "$dir/vop-cross"
if [ $# -gt 0 ]; then
    $run "$dir/vop-cross" "$@"
else
    $run "$dir/vop-cross" >"$dir/vop.vec"
    mv "$dir/vop.vec" vop.vec
fi
