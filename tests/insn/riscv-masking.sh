#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Pointer masking of RISC-V, with each engine, and where it is not.
: "${srcdir:?}" "${builddir:?}" "${CALQUE:?}"
cc=${RISCV_PREFIX-riscv64-linux-gnu-}gcc
command -v "$cc" >/dev/null || {
	echo "no $cc"
	exit 77
}
exe=$builddir/tests/insn/riscv-masking.exe
trap 'rm -f "$exe"' EXIT
"$cc" -O1 -static -pthread -o "$exe" "$srcdir/tests/insn/riscv/masking.c" ||
	exit 1
status=0

# run OPTION... -- [ARGUMENT]
run()
{
	options=
	while [ "$1" != -- ]; do
		options="$options $1"
		shift
	done
	shift
	# shellcheck disable=SC2086 # options are words
	timeout 60 "$CALQUE" $options "$exe" "$@" || {
		echo "fails with$options"
		status=1
	}
}

run --
run --bisect-limit 1 --
run --lockstep --
run -B 0x100000000000 --
run -va-bits 44 --
run -cpu rva22u64 -- absent
run -cpu rva23u64,ssnpm=off -- absent
exit $status
