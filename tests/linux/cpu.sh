#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Processor models of AArch64: programs that ask what there is and try it.
: "${srcdir:?}" "${CALQUE:?}"
cc=${AARCH64_PREFIX-aarch64-linux-gnu-}gcc
command -v "$cc" >/dev/null || {
	echo "no $cc"
	exit 77
}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
result=0
for program in cpu-features crypto-answers misaligned mops pauth; do
	"$cc" -O1 -static -pthread -o "$tmp/$program" \
		"$srcdir/tests/linux/aarch64/$program.c" || exit 1
done

# run MODEL PROGRAM [ARGUMENT...]
run() {
	model=$1 program=$2
	shift 2
	# shellcheck disable=SC2086 # the command has arguments
	timeout 60 $CALQUE -cpu "$model" "$tmp/$program" "$@" || {
		echo "$program fails with -cpu $model"
		result=1
	}
}

# What /proc/cpuinfo has on such hardware, at most.
a53="aes pmull sha1 sha2 crc32"
n1="$a53 atomics fphp asimdhp asimdrdm lrcpc dcpop asimddp ssbs"
v1="$n1 jscvt fcma sha3 sm3 sm4 sha512 asimdfhm dit uscat ilrcpc flagm paca pacg
	dcpodp i8mm bf16 rng"
# shellcheck disable=SC2086 # lists of words
{
	run default cpu-features
	run max cpu-features
	run cortex-a53 cpu-features $a53
	run cortex-a72 cpu-features $a53
	run cortex-a76 cpu-features $n1
	run neoverse-n1 cpu-features $n1
	run neoverse-v1 cpu-features $v1
}
for model in default max cortex-a53 neoverse-n1; do
	for program in misaligned mops pauth; do
		run $model $program
	done
done
run neoverse-v1 pauth
run default crypto-answers
run max crypto-answers
exit $result
