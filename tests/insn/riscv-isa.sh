#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Models and switches of -cpu for RISC-V, and whether all that tells a program of
# them agrees.
: "${srcdir:?}" "${builddir:?}" "${CALQUE:?}"
cc=${RISCV_PREFIX-riscv64-linux-gnu-}gcc
command -v "$cc" >/dev/null || {
	echo "no $cc"
	exit 77
}
exe=$builddir/tests/insn/riscv-isa.exe
trap 'rm -f "$exe"' EXIT
"$cc" -O1 -static -o "$exe" "$srcdir/tests/insn/riscv/isa.c" || exit 1
status=0

# model, then what is to be there or not
run()
{
	"$CALQUE" -cpu "$1" "$exe" $2 || {
		echo "-cpu $1: failed"
		status=1
	}
}

# model, then the one line that says what is wrong
refuse()
{
	message=$("$CALQUE" -cpu "$1" "$exe" 2>&1)
	if [ $? != 1 ] || [ "$message" != "calque: -cpu: $2" ]; then
		echo "-cpu $1: $message"
		status=1
	fi
}

rva22="+zicntr +zihpm +ziccrse +zihintpause +zba +zbb +zbs +zicbom +zicbop
	+zicboz +zfhmin +zkt"
rva23="$rva22 +zihintntl +zicond +zimop +zcmop +zcb +zfa +zawrs +ssnpm"
"$CALQUE" "$exe" $rva23 +zacas +zifencei || status=1
run max "$rva23 +zifencei +zfh +zacas +zabha +zksh +ztso"
run rv64 "+zba +zbb +zbs +zbc +zfa +zifencei -zicond -zfh -zknd"
run rva22u64 "$rva22 -zifencei -zfa -zicond -ssnpm"
run rva23u64 "$rva23 -zfh -zacas -zbc"
run rv64,zicond=on,zba=off "+zicond -zba +zbb"
run rv64,zfh=true "+zfh +zfhmin"
run max,zfhmin=no "-zfhmin -zfh +zfa"
run max,b=off "-zba -zbb -zbs +zbkb"
run rv64,zkn=yes "+zknd +zkne +zknh +zbkb -zksh"
run rv64,zk=on "+zknd +zkne +zknh +zbkb +zkt -zksh"
run rv64,supm=on "+ssnpm"
run rv64,b=off,zba=on "+zba -zbb"
for name in zicbom zicbop zicboz ziccrse zicntr zicond zifencei zihintntl \
	zihintpause zihpm zimop zabha zacas zawrs zfa zfh zfhmin zcb zcmop zba zbb \
	zbc zbkb zbkc zbkx zbs zknd zkne zknh zkt zksed zksh ztso ssnpm; do
	run max,$name=off "-$name"
done
refuse nothing "riscv64 has no processor called nothing"
refuse rv64,foo=on "riscv64's processors have no switch called foo"
refuse rv64,zba=maybe "zba=on or zba=off, not zba=maybe"
refuse rv64,zba "zba=on or zba=off, not zba"
"$CALQUE" -cpu help | grep -q '^  rva23u64 ' || status=1
exit $status
