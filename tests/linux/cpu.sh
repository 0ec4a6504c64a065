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

# Switches.
run max,pauth=off cpu-features -paca -pacg +mops
run max,sha2=off,mops=no cpu-features -sha2 -sha512 -sha3 -mops +sha1
run max,aes=off cpu-features -aes -pmull
run max,fp16=off cpu-features -fphp -asimdhp -asimdfhm +asimddp
run max,lse=off,dcpop=off,lrcpc=off,flagm=off cpu-features -atomics -dcpop \
	-dcpodp -lrcpc -ilrcpc -flagm -flagm2
# shellcheck disable=SC2086 # a list of words
run cortex-a53,sha3=on,dcpodp=on cpu-features $a53 sha3 sha512 dcpop dcpodp +sha3 \
	+sha512 +dcpodp
run cortex-a72,pauth=on,lse2=on cpu-features +paca +uscat +atomics
run cortex-a72,pauth=on pauth
run max,pauth=off pauth
for name in $($CALQUE -cpu help |
	sed -n '/^aarch64:/,/^riscv64:/s/^  *with NAME=on or NAME=off:/   /p
		/^aarch64:/,/^riscv64:/s/^    \([a-z0-9 ]*\)$/\1/p'); do
	case $name in
	crc) shown=crc32 ;;
	lse) shown=atomics ;;
	fp16) shown=asimdhp ;;
	rdm) shown=asimdrdm ;;
	rcpc) shown=lrcpc ;;
	dpb) shown=dcpop ;;
	dotprod) shown=asimddp ;;
	fhm) shown=asimdfhm ;;
	lse2) shown=uscat ;;
	rcpc2) shown=ilrcpc ;;
	pauth) shown=paca ;;
	dpb2) shown=dcpodp ;;
	lor) continue ;;
	*) shown=$name ;;
	esac
	run "max,$name=off" cpu-features "-$shown"
	run "cortex-a53,$name=on" cpu-features "+$shown"
done

# refuse MODEL MESSAGE
refuse() {
	message=$($CALQUE -cpu "$1" "$tmp/cpu-features" 2>&1)
	if [ $? != 1 ] || [ "$message" != "calque: -cpu: $2" ]; then
		echo "-cpu $1: $message"
		result=1
	fi
}
refuse nothing "aarch64 has no processor called nothing"
refuse max,sve=off "aarch64's processors have no switch called sve"
refuse max,fp=off "aarch64's processors have no switch called fp"
refuse max,sha3 "sha3=on or sha3=off, not sha3"
exit $result
