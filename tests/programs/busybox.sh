#!/usr/bin/busybox sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A static program that is its own shell and runs itself: /proc/self/exe.
b=/usr/bin/busybox
$b | $b head -n 1 | $b cut -d ' ' -f 1
$b seq 1 20000 > n
$b md5sum n; $b sha1sum n; $b sha256sum n; $b sha512sum n; $b sha3sum n
$b gzip -c n | $b gunzip | $b cmp - n && echo gzip
$b xz -dc < /dev/null 2>/dev/null; echo "xz $?"
$b awk '{ s += $1 * $1; if ($1 ~ /7$/) c[$1 % 10]++ } END { printf "%.0f %d\n", s, c[7] }' n
$b sed -n 's/\(1\)\(9*\)$/<\2\1>/p' n | $b tail -n 3
$b sort -rn n | $b head -n 3
mkdir d && $b cp n d/ && $b tar cf - d | $b tar tf -
$b find . -type f | $b sort | $b xargs $b wc -l
$b grep -c 77 n; $b dc -e '2 100 ^ p' 2>&1; $b expr 17 \* 3; $b od -t x1 n | $b head -n 2
$b vi -h > /dev/null 2>&1; echo "vi $?"
for i in 1 2 3; do (sleep 0; exit $i) & wait $!; echo "child $?"; done
trap 'echo trapped' USR1
kill -USR1 $$
$b ash -c 'exec -a renamed busybox echo done' 2>/dev/null || $b echo done
x=$($b basename /a/b.c .c)-$($b dirname /a/b.c); echo "$x ${x#b} ${#x} $((0x10 + 3 ** 3))"
$b timeout 1 $b sleep 10; echo "timeout $?"
$b sh -c 'ulimit -n; kill -9 $$'; echo "killed $?"
$b cat /proc/self/comm
$b false; exit 5
