#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The A64 decoder and disassembler against binutils.
: "${srcdir:?}" "${builddir:?}"
prefix=${AARCH64_PREFIX-aarch64-linux-gnu-}
for tool in "${prefix}objdump" python3; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
exec python3 "$srcdir/tests/insn/aarch64/decode.py" \
	"$builddir/tests/insn/disas" "${prefix}objdump"
