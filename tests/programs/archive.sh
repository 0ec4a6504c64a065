#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Archives and compressors: what they write, and what comes back.
export LC_ALL=C
mkdir -p in/deep/er
for i in {1..6000}; do echo "$i $((i * i % 7919)) some text that repeats"; done >in/text
gawk 'BEGIN { srand(1); s = 12345; for (i = 0; i < 40000; i++) { s = (s * 1103515245 + 12345) % 2147483648; printf "%c", 32 + int(s / 65536) % 90 } }' >in/deep/noise
ln -s text in/link
ln in/text in/deep/er/hard
chmod 600 in/deep/noise
find in -exec touch -h -d @1000000000 {} +
tarred() {
    tar --sort=name --owner=0 --group=0 --numeric-owner -cf - in
}
tarred | sha256sum
tarred >t.tar
tar -tvf t.tar
for c in gzip bzip2 xz zstd; do
    for level in 1 6 9; do
        cat t.tar | $c -q -$level -c >t.$c
        $c -q -dc t.$c | cmp - t.tar && echo "$c $level $(sha256sum <t.$c)"
    done
    $c -q -t t.$c && echo "$c good"
    head -c 5000 t.$c | $c -q -dc >/dev/null 2>&1
    echo "cut off: $(($? != 0))"
done
zstd -q -T2 -19 -c t.tar | zstd -q -dc | cmp - t.tar && echo zstd threads
xz -q -T2 --block-size=100KiB -c t.tar | xz -q -dc -T2 | cmp - t.tar && echo xz threads
for o in z j J; do
    rm -rf out
    mkdir out
    tar -c${o}f t.o in && tar -xf t.o -C out && diff -r in out/in && echo "tar $o"
done
tar --zstd -cf t.zst in && tar -tf t.zst | wc -l
stat -c '%n %a %h %s' out/in/text out/in/deep/noise
tar -xOf t.tar in/text | md5sum
tar -xf t.tar no/such/member
echo "tar $?"
