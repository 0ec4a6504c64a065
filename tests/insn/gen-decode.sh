#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What scripts/gen-decode refuses, and that it says why.
: "${srcdir:?}"
command -v python3 >/dev/null || {
	echo "no python3"
	exit 77
}
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
failed=0

# generate ROWS...: output and messages to $tmp/out
generate() {
	{
		echo 'extension base 0'
		echo '%imm 11:0 signed'
		printf '%s\n' "$@"
	} > "$tmp/t.decode"
	python3 "$srcdir/scripts/gen-decode" t "$tmp/t.decode" \
		> "$tmp/out" 2>&1
}

# refused WHAT EXPECTED-TEXT ROWS...
refused() {
	what=$1
	text=$2
	shift 2
	if generate "$@"; then
		echo "FAIL: $what: accepted"
		failed=1
	elif ! grep -qF "$text" "$tmp/out"; then
		echo "FAIL: $what: the message lacks '$text':"
		cat "$tmp/out"
		failed=1
	fi
}

# accepted WHAT EXPECTED-TEXT ROWS...
accepted() {
	what=$1
	text=$2
	shift 2
	if ! generate "$@"; then
		echo "FAIL: $what: refused"
		cat "$tmp/out"
		failed=1
	elif ! grep -qF "$text" "$tmp/out"; then
		echo "FAIL: $what: the output lacks '$text'"
		failed=1
	fi
}

z16=0000000000000000
accepted 'a row' 'bool t_gen_one(' "one base $z16 a:8 b:8 : \"one {a}\""
accepted 'special case' 'return 2; /* two */' \
	"one base $z16 a:8 b:8 : \"one\"" \
	"two base $z16 00000000 b:8 : \"two\" over one"
accepted 'split by conditions' 'one' \
	"one base $z16 a:8 b:8 : \"one\" if a < 3" \
	"two base $z16 a:8 b:8 : \"two\" unless a < 3"
accepted 'word for one row' 'FLAGS_SET, /* one */' \
	"one base $z16 a:8 b:8 @set : \"one\""
accepted 'word for the rows below' 'FLAGS_KEEP, /* two */' '@keep' \
	"one base 0$z16 a:8 b:7 @set : \"one\"" \
	"two base 1$z16 a:8 b:7 : \"two\""
accepted 'no word' 'FLAGS_USE, /* one */' "one base $z16 a:8 b:8 : \"one\""
refused 'unknown word' 'cannot read "@most"' \
	"one base $z16 a:8 b:8 @most : \"one\""
refused 'jump to nowhere' '@jump without a field imm' \
	"one base $z16 a:8 b:8 @jump : \"one\""
accepted 'different widths' 't_find16' "one base $z16 a:8 b:8 : \"one\"" \
	'two base 00000000 b:8 : "two"'
refused overlap 'one (t.decode:3) and two (t.decode:4) overlap, for instance at 0x00000000' \
	"one base $z16 a:8 b:8 : \"one\"" \
	"two base $z16 00000000 b:8 : \"two\""
refused 'conditions that meet' 'at 0x00000300' \
	"one base $z16 a:8 b:8 : \"one\" if a < 4" \
	"two base $z16 a:8 b:8 : \"two\" if a > 2"
refused width 'pattern has 31 bits' "one base $z16 a:8 b:7 : \"one\""
refused 'twice the name' 'one is already at t.decode:3' \
	"one base $z16 a:8 b:8 : \"one\"" "one base 1$z16 a:8 b:7 : \"one\""
refused extension 'unknown extension other' \
	"one other $z16 a:8 b:8 : \"one\""
refused 'field in syntax' 'no field "c"' "one base $z16 a:8 b:8 : \"one {c}\""
refused 'field in condition' 'unknown "c"' \
	"one base $z16 a:8 b:8 : \"one\" if c == 0"
refused 'shared field' 'no field %none' "one base $z16 a:8 b:8 %none : \"one\""
refused 'field bound twice' 'field a is bound twice' \
	"one base $z16 a:8 b:8 a=%imm : \"one\""
refused 'over nothing' 'is over unknown two' \
	"one base $z16 a:8 b:8 : \"one\" over two"
refused 'over itself' 'is over itself' \
	"one base $z16 a:8 b:8 : \"one\" over two" \
	"two base $z16 a:8 b:8 : \"two\" over one"
refused 'alias first' 'alias without a row' '| "alias" if 1'
refused 'no syntax' 'not a row' "one base $z16 a:8 b:8"
exit $failed
