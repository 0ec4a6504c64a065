#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Files, text and numbers by the programs of coreutils.
export LC_ALL=C TZ=UTC
umask 022
seq 1 20000 >numbers
wc numbers
sort -rn numbers | head -n 3
shuf --random-source=numbers -n 5 numbers
sort -R --random-source=numbers numbers | sort -n | cmp - numbers && echo same
md5sum numbers
sha1sum numbers
sha224sum numbers
sha256sum numbers
sha384sum numbers
sha512sum numbers
b2sum numbers
cksum numbers
cksum -a crc numbers
cksum -a sm3 numbers
sum numbers
base64 numbers | tail -n 1
base64 numbers | base64 -d | cmp - numbers && echo base64
base32 numbers | base32 -d | cmp - numbers && echo base32
od -A x -t x1z numbers | tail -n 3
od -t f8 -t d4 -N 32 numbers
tac numbers | head -n 2
cut -c 1-3 numbers | uniq -c | sort -rn | head -n 3
paste -d: <(seq 3) <(seq 4 6)
join <(printf 'a 1\nb 2\n') <(printf 'a 3\nb 4\n')
comm <(seq 1 4) <(seq 3 6)
tr 0-9 a-j <numbers | tail -n 1
nl numbers | tail -n 1
fmt -w 40 <<<"some long line of text that is to be filled again into lines of forty"
fold -w 10 <<<"0123456789abcdefghij"
expand <<<$'a\tb' | unexpand -a
pr -2 -t -l 5 <(seq 10)
factor 1000000007 123456789012345678 18446744073709551557
numfmt --to=iec 123456789
expr 12 \* 34
seq -f '%.3g' 0.1 0.25 1.2
printf '%.10f %e %g\n' 3.14159 12345.678 1e-10
date -d @1000000000 '+%F %T %j %A'
mkdir -p d/e/f
cp numbers d/e
ln -s e/numbers d/link
ln d/e/numbers d/hard
readlink -f d/link | sed 's|.*/d/|d/|'
stat -c '%n %s %F %a %h' d/* d/e/numbers d/link
touch -d '2001-02-03 04:05:06' d/e/f/t
stat -c '%y' d/e/f/t
chmod 640 d/e/f/t
ls -lR --time-style=+%Y d/e/f | sed 's/ [a-z]* *[a-z]* / /'
mv d/hard d/moved
rm d/link
find . | sort
truncate -s 1M sparse
dd if=numbers of=sparse bs=1000 count=3 seek=10 conv=notrunc status=none
sha256sum sparse
split -n 4 numbers part.
cat part.* | cmp - numbers && echo split
csplit -s numbers 100 5000
wc -l xx*
tee copy1 copy2 <numbers | md5sum
install -m 755 numbers installed
stat -c %a installed
mkfifo fifo
cat fifo &
echo through a fifo >fifo
wait
timeout 0.2 sleep 10
echo "timeout $?"
env -i A=1 B=2 env
nice -n 5 nice
stty 2>/dev/null </dev/null
echo "stty $?"
test -t 0 </dev/null
echo "tty $?"
basename /a/b/c.txt .txt
dirname /a/b/c.txt
tsort <<<"a b b c c d"
ptx -G <<<"a few words"
dircolors -b | md5sum
yes | head -n 1000 | wc
cat /does/not/exist
echo "cat $?"
ls --color=always installed
rm -r d
rmdir d
exit 3
