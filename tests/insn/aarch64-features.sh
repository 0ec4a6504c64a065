#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the models of AArch64 say that they have is what they have.
: "${srcdir:?}" "${CALQUE:?}"
cc=${AARCH64_PREFIX-aarch64-linux-gnu-}gcc
command -v "$cc" >/dev/null || {
	echo "no $cc"
	exit 77
}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
"$cc" -static -O1 -o "$tmp/features" "$srcdir/tests/insn/aarch64/features.c" ||
	exit 1
result=0
check() {
	model=$1
	shift
	"$CALQUE" -cpu "$model" "$tmp/features" "$@" || {
		echo "-cpu $model"
		result=1
	}
}
check max fphp asimdhp asimdfhm fcma jscvt frint bf16 i8mm
check neoverse-n1 fphp asimdhp
check cortex-a53
exit $result
