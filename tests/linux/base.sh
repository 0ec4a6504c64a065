#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# -B: with guest memory at other addresses of the host than the guest's own,
# everything is as without.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
calque=${CALQUE:?}
base=0x200000000000
programs="aba advise brk cachestat clocks clone3 close-range code-barrier core
    cwd efault epoll exclusives exec fcntl fexecve flags-loop fork fork-code
    futex futex2 getdents ioctl iovec mmap mmsg mqueue mremap names
    pidfd poll posix-aio prctl proc-exe proc-files proc-maps proc-other
    process-vm read-write restart select sig-altstack sig-fault sig-grow
    sig-info sig-longjmp sig-poll sig-queue sig-realtime sig-wait sigsets
    socketpair spawn splice stat sysv-msg sysv-sem sysv-shm threads timers
    unix-socket unwind vdso waitv xattr"
# Its rules would keep an executable with shared libraries, as that with
# sanitizers is, from them.
readelf -lW "$calque" | grep -q INTERP || programs="$programs landlock"
status=77

# refused REASON OPTION...: it says why.
refused() {
    reason=$1
    shift
    "$calque" "$@" >"$work/out" 2>&1
    grep -q -e "$reason" "$work/out" && return
    cat "$work/out"
    exit 1
}

cd "$work" || exit 1
refused 'not a multiple of 1 GB' -B 0x200000001000 true
refused 'not a multiple of 1 GB' -B 0x800000000000 true
for guest in aarch64 riscv64; do
    command -v $guest-linux-gnu-gcc >/dev/null || continue
    status=0
    # shellcheck disable=SC2086 # a list
    "${srcdir:?}/scripts/run-linux-tests" -k $guest "$calque" -B $base -- \
        $programs || exit 1
    refused 'no room for' -B 0x7f0000000000 "$work/tests-linux/$guest/mmap"
    # shellcheck disable=SC2086 # a list
    "$srcdir/scripts/run-linux-tests" -k $guest "$calque" -B $base \
        --lockstep -- mmap sig-fault unwind || exit 1
done
exit $status
