#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The A64 decoder and disassembler against binutils: aarch64-decode.sh [option of
# scripts/decode-proof...]
: "${srcdir:?}" "${builddir:?}"
prefix=${AARCH64_PREFIX-aarch64-linux-gnu-}
for tool in "${prefix}objdump" python3; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
exec "$srcdir/scripts/decode-proof" --disas "$builddir/tests/insn/disas" \
	--prefix "$prefix" "$@" aarch64
