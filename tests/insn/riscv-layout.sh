#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The signal frame of RISC-V Linux against the kernel's headers.
: "${srcdir:?}"
cc=${RISCV_PREFIX-riscv64-linux-gnu-}gcc
command -v "$cc" >/dev/null || {
	echo "no $cc"
	exit 77
}
exec "$cc" -std=gnu17 -fsyntax-only "$srcdir/tests/insn/riscv/layout.c"
