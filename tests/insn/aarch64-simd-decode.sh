#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Decoder and disassembler of AArch64's floating-point and vector instructions
# against binutils.  usage: aarch64-simd-decode.sh [words of each row [seed]]
: "${srcdir:?}" "${builddir:?}"
objdump=${AARCH64_PREFIX-aarch64-linux-gnu-}objdump
for tool in "$objdump" python3; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
exec python3 "$srcdir/tests/insn/aarch64/simd-decode.py" \
	"$builddir/tests/insn/aarch64/simd-cases" "$objdump" "$@"
