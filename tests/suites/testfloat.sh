#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Run the guests' floating-point instructions over the cases of Berkeley
# TestFloat, and print what differs and the sums.
#
#   testfloat.sh [-l LEVEL] [-m CASES] [-f PATTERN] FOLDER GUEST COMMAND...
#
# GUEST is aarch64 or riscv64, COMMAND what runs a program.  FOLDER has
# SPECIALISATION/testfloat_gen, built with SoftFloat's SPECIALIZE_TYPE of that
# name: ARM-VFPv2 and ARM-VFPv2-defaultNaN, or RISCV.  -l is testfloat_gen's
# level (1), -m limits the cases of fused multiply-add, which are six million,
# -f takes only the functions that egrep finds.  The assembler must know Zfa;
# GUEST_CFLAGS may say where it is.
set -u

usage() {
    sed -n '6,13s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

level=1
limit=
pattern=.
while getopts l:m:f: option; do
    case $option in
        l) level=$OPTARG ;;
        m) limit="-n $OPTARG" ;;
        f) pattern=$OPTARG ;;
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

modes='near_even minMag min max'
case $guest in
    aarch64) tininess=-tininessbefore variants='ARM-VFPv2 ARM-VFPv2-defaultNaN' ;;
    riscv64)
        tininess=-tininessafter variants=RISCV
        modes="$modes near_maxMag"
        ;;
    *) usage ;;
esac

command=$*

# run VARIANT FUNCTION MODE [exact]
run() {
    printf '%s\n' "$2" | grep -Eq "$pattern" || return
    exact=${4-notexact}
    case $1 in
        *defaultNaN) nan=dn ;;
        *) nan= ;;
    esac
    case $2 in
        *mulAdd) few=$limit ;;
        *) few= ;;
    esac
    # shellcheck disable=SC2086 # several options, or none
    "$folder/$1/testfloat_gen" -level "$level" $few $tininess "-r$3" \
        "-$exact" "$2" |
        $command "$work/testfloat" "$2" "$3" "$exact" $nan ||
        echo "$1 $2 $3 $exact: failed"
}

# Shows failures, sums up; fields of the other lines are named by the words
# behind them.
sum() {
    awk '
        !/ cases, .* found late$/ { print; failed = 1; next }
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
    for a in f16 f32 f64; do
        for op in add sub mul div sqrt roundToInt mulAdd; do
            for mode in $modes; do
                run "$variant" ${a}_$op "$mode" notexact
                [ $op != roundToInt ] || run "$variant" ${a}_$op "$mode" exact
            done
        done
        for i in i32 ui32 i64 ui64; do
            for mode in $modes; do
                run "$variant" ${i}_to_$a "$mode"
            done
            for mode in $modes near_maxMag; do
                run "$variant" ${a}_to_$i "$mode" exact
            done
        done
        for op in eq le lt le_quiet lt_quiet; do
            run "$variant" ${a}_$op near_even
        done
    done
    for function in f16_to_f32 f16_to_f64 f32_to_f64; do
        run "$variant" $function near_even
    done
    for function in f32_to_f16 f64_to_f16 f64_to_f32; do
        for mode in $modes; do
            run "$variant" $function "$mode"
        done
    done
    if [ "$guest" = aarch64 ]; then
        for a in f16 f32 f64; do
            run "$variant" ${a}_eq_signaling near_even
            run "$variant" ${a}_roundToInt near_maxMag notexact
        done
        run "$variant" f64_to_f32 odd
    fi
done | sum
