#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Run the guests' floating-point instructions over the cases of Berkeley
# TestFloat, and print what differs and the sums.
#
#   testfloat.sh [-l LEVEL] [-f PATTERN] [-r MODES] FOLDER GUEST COMMAND...
#
# GUEST is aarch64 or riscv64, COMMAND what runs a program.  FOLDER has
# SPECIALISATION/testfloat_gen, built with SoftFloat's SPECIALIZE_TYPE of that
# name: ARM-VFPv2 and ARM-VFPv2-defaultNaN, or RISCV.  -l is testfloat_gen's
# level (1), -f takes only the functions that egrep finds, -r only these rounding
# modes, of near_even, minMag, min, max and near_maxMag.  The assembler must know
# Zfa; GUEST_CFLAGS may say where it is.
set -u

usage() {
    sed -n '6,13s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

level=1
pattern=.
modes='near_even minMag min max near_maxMag'
while getopts l:f:r: option; do
    case $option in
        l) level=$OPTARG ;;
        f) pattern=$OPTARG ;;
        r) modes=$OPTARG ;;
        *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -ge 3 ] || usage
folder=$1 guest=$2
shift 2

sources=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
# shellcheck disable=SC2086 # several options
"$guest-linux-gnu-gcc" ${GUEST_CFLAGS-} -std=gnu17 -O2 -static -Wall -Wextra \
    -o "$work/testfloat" "$sources/testfloat.c" || exit 1

case $guest in
    aarch64) tininess=-tininessbefore variants='ARM-VFPv2 ARM-VFPv2-defaultNaN' ;;
    riscv64) tininess=-tininessafter variants=RISCV ;;
    *) usage ;;
esac

# Has the guest an instruction that rounds so?  AArch64 has it to nearest, away
# from zero, for integers only.
has() {
    case $guest:$2:$1 in
        aarch64:near_maxMag:f*_to_[iu]*) ;;
        aarch64:near_maxMag:*_roundToInt) [ "${3-}" != exact ] ;;
        aarch64:near_maxMag:*) return 1 ;;
    esac
}

command=$*

# run VARIANT FUNCTION MODE [exact]
run() {
    printf '%s\n' "$2" | grep -Eq "$pattern" && has "$2" "$3" "${4-}" ||
        return
    exact=${4-notexact}
    case $1 in
        *defaultNaN) nan=dn ;;
        *) nan= ;;
    esac
    # shellcheck disable=SC2086 # several options, or none
    "$folder/$1/testfloat_gen" -level "$level" $tininess "-r$3" \
        "-$exact" "$2" |
        $command "$work/testfloat" "$2" "$3" "$exact" $nan ||
        echo "$1 $2 $3 $exact: failed"
}

# Shows failures, sums up; fields of the other lines are named by the words
# behind them.
sum() {
    awk '
        !/ cases, .* found late$/ { print; fflush(); failed = 1; next }
        {
            for (i = 2; i <= NF; i++) {
                if ($i == "cases,") n = $(i - 1)
                if ($i == "instructions,") { runs += n * $(i - 1); forms += $(i - 1) }
                if ($i == "differ,") differ += $(i - 1)
                if ($i == "underflows") late += $(i - 1)
            }
            lines++
            cases += n
        }
        END {
            printf "%d functions and modes, %d cases, %d instructions and modes, " \
                "%d results, %d differ, %d underflows found late\n",
                lines, cases, forms, runs, differ, late
            exit failed || differ || !lines
        }'
}

for variant in $variants; do
    for mode in $modes; do
        for a in f16 f32 f64; do
            for op in add sub mul div sqrt mulAdd roundToInt; do
                run "$variant" ${a}_$op "$mode"
            done
            run "$variant" ${a}_roundToInt "$mode" exact
            for i in i32 ui32 i64 ui64; do
                run "$variant" ${i}_to_$a "$mode"
                run "$variant" ${a}_to_$i "$mode" exact
            done
        done
        for function in f32_to_f16 f64_to_f16 f64_to_f32; do
            run "$variant" $function "$mode"
        done
    done
    for a in f16 f32 f64; do
        for op in eq le lt le_quiet lt_quiet; do
            run "$variant" ${a}_$op near_even
        done
        [ "$guest" = riscv64 ] || run "$variant" ${a}_eq_signaling near_even
    done
    for function in f16_to_f32 f16_to_f64 f32_to_f64; do
        run "$variant" $function near_even
    done
    [ "$guest" = riscv64 ] || run "$variant" f64_to_f32 odd
done | sum
