#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Exceptions as a RISC-V Linux program sees them.
: "${srcdir:?}" "${builddir:?}" "${CALQUE:?}"
cc=${RISCV_PREFIX-riscv64-linux-gnu-}gcc
command -v "$cc" >/dev/null || {
	echo "no $cc"
	exit 77
}
exe=$builddir/tests/insn/riscv-traps.exe
"$cc" -O1 -static -o "$exe" "$srcdir/tests/insn/riscv/traps.c" || exit 1
"$CALQUE" "$exe"
status=$?
rm -f "$exe"
exit $status
