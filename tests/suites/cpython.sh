#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: tests/suites/cpython.sh ROOT RESULTS [TEST...]
#
# Run the files of CPython's own test suite, or those named, one by one in a
# chroot of ROOT, with Calque unless ROOT is of amd64.  RESULTS gets of each
# TEST.xml (what became of each test), TEST.log and TEST.status; a file that has
# a status already is not run again.  tests/suites/junit-diff compares the
# RESULTS of a guest with those of amd64.  $CALQUE is the program to test, $JOBS
# how many files run at once, $TEST_TIMEOUT the seconds that a file may take.
#
# Each file has a network, processes, /tmp and /dev/pts of its own.  It takes
# root.  The roots are made by
#
#   scripts/sysroot ARCH ROOT bash coreutils gcc grep libc6-dev \
#       libpython3.13-testsuite netbase procps python3 python3-dev \
#       python3-venv sed tar tzdata util-linux
set -euo pipefail

if [ $# -lt 2 ]; then
    sed -n '4,19s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
mkdir -p "$2"
root=$(realpath "$1")
results=$(realpath "$2")
shift 2
seconds=${TEST_TIMEOUT:-600}
python=(/usr/bin/python3)
if [ "$(cat "$root/var/lib/calque-arch")" != amd64 ]; then
    install -D "$(realpath "${CALQUE:-./calque}")" "$root/usr/local/bin/calque"
    python=(/usr/local/bin/calque "${python[@]}")
fi
[ -e "$root/etc/hosts" ] ||
    printf '127.0.0.1 localhost\n::1 localhost\n' > "$root/etc/hosts"

# inside COMMAND...: in the chroot, where RESULTS is /mnt.  The suite ends itself
# first, and says where it was.
inside() {
    # shellcheck disable=SC2016
    env -i PATH=/usr/local/bin:/usr/bin:/usr/sbin HOME=/root LC_ALL=C.UTF-8 \
        TZ=UTC0 timeout -s KILL $((seconds + 120)) \
        unshare -mnpiu --fork --kill-child sh -euc '
            root=$1
            ip link set lo up
            mount --bind "$2" "$root/mnt"
            mount -t proc proc "$root/proc"
            mount -t devpts -o ptmxmode=666 devpts "$root/dev/pts"
            mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
            mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
            shift 2
            exec unshare --root="$root" --wd=/tmp -- "$@"' \
        sh "$root" "$results" "$@" < /dev/null
}

run_file() {
    local status=0
    [ ! -e "$results/$1.status" ] || return 0
    inside "${python[@]}" -m test --timeout "$seconds" \
        --junit-xml "/mnt/$1.xml" "$1" > "$results/$1.log" 2>&1 || status=$?
    echo "$status" > "$results/$1.status"
    echo "$1: $status"
}

mkdir -p "$root/mnt"
if [ $# -eq 0 ]; then
    mapfile -t files < <(inside "${python[@]}" -m test --list-tests)
    set -- "${files[@]}"
fi
for file; do
    while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-1}" ]; do
        wait -n
    done
    run_file "$file" &
done
wait
