#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Random RISC-V instructions under Calque and under QEMU.
: "${srcdir:?}" "${CALQUE:?}"
prefix=${RISCV_PREFIX-riscv64-linux-gnu-}
for tool in "${prefix}gcc" qemu-riscv64 python3; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
exec python3 "$srcdir/tests/insn/riscv/semantics.py" "${prefix}gcc" \
	qemu-riscv64 "$CALQUE"
