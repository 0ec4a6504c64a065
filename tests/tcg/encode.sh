#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The host instructions that the encoder makes, against binutils' disassembler.
set -u
command -v objdump >/dev/null || exit 77
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

tests/tcg/encode "$work/code" "$work/wanted" || exit 1
objdump -D -b binary -m i386:x86-64 --insn-width=16 "$work/code" |
    sed -n 's/^ *[0-9a-f]*:\t[0-9a-f ]*\t//p' |
    sed 's/{evex} //; s/ *#.*//; s/  */ /g; s/ $//' >"$work/is"
echo "$(wc -l <"$work/wanted") instructions"
[ -s "$work/is" ] || exit 1
diff "$work/wanted" "$work/is" >"$work/diff" || {
    head -n 40 "$work/diff"
    exit 1
}
