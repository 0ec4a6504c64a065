#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# --host-cpu: guest programs that signal, exec and compute run the same with the
# code of every level that this host has; other names are refused.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
calque=${CALQUE:?}
status=77

"$calque" --host-cpu i386 none 2>"$work/err"
if [ $? -ne 1 ] || ! grep -q 'unknown level: i386' "$work/err"; then
    cat "$work/err"
    exit 1
fi
"$calque" --host-cpu help >"$work/all" || exit 1
grep -v 'not on this host' "$work/all" >"$work/levels"
cd "$work" || exit 1
for guest in aarch64 riscv64; do
    command -v "$guest-linux-gnu-gcc" >/dev/null || continue
    while read -r level; do
        echo "# $guest: $level"
        "${srcdir:?}/scripts/run-linux-tests" -k "$guest" \
            "$calque" --host-cpu "$level" -- \
            exec fork nans sig-fault threads || exit 1
        status=0
    done <levels
done
exit $status
