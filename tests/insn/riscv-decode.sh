#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The RISC-V disassembler and decoder against binutils.
: "${srcdir:?}" "${builddir:?}"
prefix=${RISCV_PREFIX-riscv64-linux-gnu-}
for tool in "${prefix}objdump" "${prefix}as" python3; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
exec python3 "$srcdir/tests/insn/riscv/decode.py" \
	"$builddir/tests/insn/riscv/disas" "${prefix}objdump" "${prefix}as"
