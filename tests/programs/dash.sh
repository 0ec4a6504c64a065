#!/bin/dash
# SPDX-License-Identifier: LGPL-2.1-or-later
# The shell itself: expansions, functions, pipes, traps, jobs, errors of exec.
f() {
    local n=$1
    if [ "$n" -le 1 ]; then echo 1; else echo $((n * $(f $((n - 1))))); fi
}
f 10
x=foo.tar.gz
echo "${x%.gz} ${x%%.*} ${x#*.} ${x##*.} ${#x} ${y:-none}"
printf '%05d %x %s %c\n' 42 255 text char
set -- a 'b c' d
for i; do echo "<$i>"; done
echo one two three | while read -r first rest; do echo "$rest $first"; done
cat <<T
here $((6 * 7))
T
(exit 7)
echo "status $?"
trap 'echo usr1' USR1
kill -USR1 $$
trap 'echo bye' EXIT
sleep 0 &
wait $!
echo "waited $?"
sh -c 'kill -TERM $$'
echo "killed $?"
sh -c 'kill -SEGV $$' 2>/dev/null
echo "segv $?"
./does-not-exist 2>/dev/null
echo "missing $?"
echo text >not-executable
./not-executable 2>/dev/null
echo "not executable $?"
printf 'echo from a script without a first line, "$0" "$#"\n' >plain
chmod +x plain
./plain a b
printf '#!/bin/sh -u\necho "script $0 $*"\n' >script
chmod +x script
./script 1 '2  3'
printf '#!/does/not/exist\n' >bad
chmod +x bad
./bad 2>/dev/null
echo "bad interpreter $?"
printf '\177ELF not really' >garbage
chmod +x garbage
./garbage 2>/dev/null
echo "garbage $?"
i=0
while [ $i -lt 20000 ]; do i=$((i + 1)); done
echo $i
exit 5
