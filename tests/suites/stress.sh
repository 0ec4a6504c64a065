#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: tests/suites/stress.sh GUEST CALQUE SECONDS [ROOT]
#
# Threads, signals, forks and compilers at the same time: the programs
# tests/linux/race-*.c of GUEST (aarch64 or riscv64), all at once, and, with
# ROOT, mixes of stress-ng's stressors that verify what they do, LuaJIT and
# Node, as far as the Debian root ROOT has them.  Says of each how it ended and
# what it counted, and at the end how many were wrong; the status is 0 if none
# was.  What a race program must say is what it says natively.
set -uo pipefail

if [ $# -lt 3 ]; then
    sed -n '4,12s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
guest=$1
calque=$(realpath "$2") || exit 1
seconds=$3
root=${4:+$(realpath "$4")}
suites=$(cd "${srcdir:-$(dirname "$0")/../..}/tests/suites" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Stressors that get along with each other, a line a process of stress-ng.
mixes=("fork vfork clone pthread" "futex mutex sem pipe" "sigq timer signal itimer"
    "mmap malloc mprotect mremap" "spawn exec sigsegv sigchld")

# build COMPILER FOLDER: the race programs
build() {
    mkdir "$work/$2" || return
    for source in "$suites"/../linux/race-*.c; do
        "$1" -std=gnu17 -O1 -w -static -pthread -fexceptions \
            -fnon-call-exceptions -fasynchronous-unwind-tables \
            -o "$work/$2/$(basename "$source" .c)" "$source" -lrt || return
    done
}

# start NAME COMMAND...: in the background and in a folder of its own.  A load
# like this one makes what takes a second take many.
started=()
start() {
    local name=$1
    shift
    started+=("$name")
    mkdir "$work/$name.cwd"
    (
        cd "$work/$name.cwd" || exit
        setsid -w timeout -k 5 $((seconds * 2 + 180)) "$@" \
            < /dev/null > "$work/$name.out" 2> "$work/$name.err"
        echo $? > "$work/$name.status"
    ) &
}

# Some stressors refuse to be root.
nobody=()
[ "$(id -u)" = 0 ] && nobody=(unshare --map-user=1000 --map-group=1000)

start_all() {
    for program in "$work/$guest"/race-*; do
        start "$(basename "$program")" "$calque" "$program" "$seconds" counts
    done
    [ -n "$root" ] || return 0
    if [ -e "$root/usr/bin/stress-ng" ]; then
        for mix in "${mixes[@]}"; do
            # shellcheck disable=SC2086,SC2046 # names without spaces
            start "stress-ng-${mix// /-}" "${nobody[@]}" \
                "$calque" -L "$root" "$root/usr/bin/stress-ng" \
                --verify --metrics --timeout "$seconds" \
                --mmap-bytes 16M --mremap-bytes 4M $(printf -- '--%s 1 ' $mix)
        done
    fi
    [ -e "$root/usr/bin/luajit" ] &&
        start luajit "$calque" -L "$root" "$root/usr/bin/luajit" "$suites/stress.lua" "$seconds"
    [ -e "$root/usr/bin/node" ] &&
        start node "$calque" -L "$root" "$root/usr/bin/node" "$suites/stress.js" "$seconds"
    return 0
}

# What a program counted, on one line.
counted() {
    case $1 in
        stress-ng-*)
            # The bogo operations; it reports on standard error or output.
            cat "$work/$1.out" "$work/$1.err" |
                sed -n 's/^stress-ng: metrc: \[[0-9]*\] \([a-z-]*\)  *\([0-9]\+\) .*/\2 \1/p'
            ;;
        *) grep -E '^[0-9]+ ' "$work/$1.out" ;;
    esac | paste -sd , | sed 's/,/, /g'
}

# Whether it ended with status 0, and a race program said what it must.
right() {
    [ "$(cat "$work/$1.status")" = 0 ] || return
    case $1 in
        race-*)
            grep -vE '^[0-9]+ ' "$work/$1.out" |
                cmp -s - <("$work/native/$1" 1)
            ;;
    esac
}

if ! build "${CC:-gcc}" native || ! build "$guest-linux-gnu-gcc" "$guest"; then
    echo "stress.sh: the race programs cannot be built" >&2
    exit 1
fi
start_all
wait
wrong=0
for name in "${started[@]}"; do
    if right "$name"; then
        echo "ok $name: $(counted "$name")"
    else
        wrong=$((wrong + 1))
        echo "WRONG $name: status $(cat "$work/$name.status"): $(counted "$name")"
        tail -n 20 "$work/$name.out" "$work/$name.err" | sed 's/^/  | /'
    fi
done
echo "$((${#started[@]} - wrong)) right, $wrong wrong"
[ $wrong -eq 0 ]
