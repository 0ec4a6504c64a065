#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Random floating-point and vector instructions of AArch64, with the interpreter,
# with compiled code, and as a program under Calque, against QEMU.
# usage: aarch64-simd.sh [cases of each encoding [seed]]
: "${srcdir:?}" "${builddir:?}" "${CALQUE:?}"
cc=${AARCH64_PREFIX-aarch64-linux-gnu-}gcc
for tool in "$cc" qemu-aarch64; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
qemu=$(qemu-aarch64 --version | sed -n "s/.*version \([0-9]*\).*/\1/p")
cases=$builddir/tests/insn/aarch64/simd-cases
"$cc" -static -O2 -o "$tmp/guest" "$srcdir/tests/insn/aarch64/simd-guest.c" &&
	"$cases" make "${1-100}" "${2-1}" "$qemu" >"$tmp/cases" &&
	qemu-aarch64 -cpu max "$tmp/guest" <"$tmp/cases" >"$tmp/want" || exit 1
result=0
"$cases" check "$tmp/cases" "$tmp/want" || result=1
# With AVX at least: without, some have too few registers and are interpreted.
for level in 0 2 3 4; do
	"$cases" host "$tmp/cases" "$tmp/want" $level || result=1
done
"$CALQUE" -cpu max "$tmp/guest" <"$tmp/cases" >"$tmp/got" || result=1
"$cases" compare "$tmp/cases" "$tmp/want" "$tmp/got" || result=1
exit $result
