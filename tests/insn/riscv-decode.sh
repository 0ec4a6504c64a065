#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The RISC-V decoder and disassembler against binutils: riscv-decode.sh [option of
# scripts/decode-proof...]
: "${srcdir:?}" "${builddir:?}"
prefix=${RISCV_PREFIX-riscv64-linux-gnu-}
for tool in "${prefix}objdump" "${prefix}as" "${prefix}objcopy" python3; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
exec "$srcdir/scripts/decode-proof" --disas "$builddir/tests/insn/disas" \
	--prefix "$prefix" "$@" riscv64
