#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# sed, grep, gawk, find, xargs, diff.
export LC_ALL=C.UTF-8
for i in {1..2000}; do
    echo "line $i: the quick brown fox $((i * 7919 % 1000)) jumps over ${i}th dog"
done >text
sed -n '/ 9[0-9]* jumps/{s/quick \(.*\) fox/\1 quick/;p}' text | head -n 5
sed -E 's/([0-9]+)th/<\1>/g; y/abc/ABC/; 5q' text
sed '1!G;h;$!d' text | head -n 2
sed -i.orig 's/dog/cat/' text
grep -c cat text
diff text.orig text | head -n 4
grep -nE '(fox|cat) (1|2)+ ' text
grep -oP '(?<=line )\d+(?=:.* 777 )' text
grep -vc 'th dog' text
grep -F -e 'line 10:' -e 'line 20:' text
grep -i 'ÄÖ' <<<"äöü"
echo "grep $?"
gawk '{ n[$7 % 10]++; sum += $7 } END { for (i = 0; i < 10; i++) print i, n[i]; print sum }' text
gawk 'BEGIN { for (i = 0; i < 5; i++) printf "%.6f %.6f %d\n", sin(i), exp(i), 2^(i*10) }'
gawk -F: '{ a[NR] = $1 } END { n = asort(a); print n, a[1], a[n] }' text
gawk '{ gsub(/[aeiou]/, "*"); if (NR <= 2) print toupper($0) }' text
gawk 'BEGIN { "echo from a command" | getline x; print x; print "b\na" | "sort"; close("sort"); exit 4 }'
echo "gawk $?"
gawk 'BEGIN { print strftime("%Y-%m-%d", 0, 1); print substr("äöü", 2, 1), length("äöü"), index("foobar", "bar") }'
mkdir -p tree/{a,b,c}/{x,y}
for f in tree/*/*; do echo "$f" >"$f/file"; done
find tree -type f -name file | sort | xargs cat
find tree -type d -empty
find tree -path '*/x/*' -exec cat {} + | sort
find tree -name 'f*' -printf '%P %s %d\n' | sort
find tree -newer text -type f | wc -l
seq 100 | xargs -n 10 echo | gawk '{ print NF, $1 }'
seq 20 | xargs -P 4 -I{} sh -c 'echo $(({} * {}))' | sort -n | tail -n 3
printf 'a b\0c d\0' | xargs -0 -n 1 echo
seq 3 | xargs -n 1 sh -c 'exit 3'
echo "xargs $?"
seq 3 | xargs does-not-exist 2>/dev/null
echo "xargs $?"
diff -r -q tree tree && echo equal
diff -u text.orig text | tail -n 3 | cut -c 1-40
cmp text text.orig
echo "cmp $?"
find tree -delete
ls tree
echo "ls $?"
