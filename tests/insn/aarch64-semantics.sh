#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Random sequences of A64 instructions under Calque and under QEMU.
: "${srcdir:?}" "${CALQUE:?}"
for tool in aarch64-linux-gnu-gcc aarch64-linux-gnu-objdump qemu-aarch64 python3; do
	command -v "$tool" >/dev/null || {
		echo "no $tool"
		exit 77
	}
done
"$srcdir/scripts/difftest" --guest aarch64 --ours "$CALQUE -cpu max" --batches 16 \
	--sequences 1000 &&
	"$srcdir/scripts/difftest" --guest aarch64 --ours "$CALQUE -cpu cortex-a72" \
		--batches 1 --sequences 20 --rows dc_zva \
		--reference 'qemu-aarch64 -cpu cortex-a72'
