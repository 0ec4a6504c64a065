#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Random sequences of RISC-V instructions under Calque and under QEMU.
: "${srcdir:?}" "${CALQUE:?}"
for tool in riscv64-linux-gnu-gcc riscv64-linux-gnu-objdump qemu-riscv64 python3; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
exec "$srcdir/scripts/difftest" --guest riscv --ours "$CALQUE" --batches 12 \
	--sequences 1000
