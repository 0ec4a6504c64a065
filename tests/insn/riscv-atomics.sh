#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# RISC-V's atomics between threads.
: "${srcdir:?}" "${builddir:?}" "${CALQUE:?}"
cc=${RISCV_PREFIX-riscv64-linux-gnu-}gcc
command -v "$cc" >/dev/null || {
	echo "no $cc"
	exit 77
}
exe=$builddir/tests/insn/riscv-atomics.exe
"$cc" -O1 -static -pthread -o "$exe" "$srcdir/tests/insn/riscv/atomics.c" ||
	exit 1
out=$("$CALQUE" "$exe")
status=$?
rm -f "$exe"
echo "$out"
[ $status = 0 ] && [ "$(echo "$out" | grep -c '^ok')" = 20 ]
