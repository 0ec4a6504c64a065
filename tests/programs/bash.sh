#!/bin/bash
# SPDX-License-Identifier: LGPL-2.1-or-later
# Bash: arrays, patterns, process substitution, coprocesses, job control.
declare -A age=([ann]=3 [bob]=5)
list=(c a b "d e")
for k in $(printf '%s\n' "${!age[@]}" | sort); do echo "$k ${age[$k]}"; done
mapfile -t sorted < <(printf '%s\n' "${list[@]}" | sort)
printf '[%s]' "${sorted[@]}"
echo
[[ "release-12.34" =~ ^([a-z]+)-([0-9]+)\.([0-9]+)$ ]] &&
    echo "${BASH_REMATCH[1]} ${BASH_REMATCH[2]} ${BASH_REMATCH[3]}"
s="Hello World"
echo "${s^^} ${s,,} ${s/World/There} ${s:6} ${s: -3:2}"
printf -v padded '%-8s|%8.3f' abc 3.14159
echo "$padded"
printf '%(%Y-%m-%d)T\n' 86400
echo {1..5} {a..e..2} $((2 ** 40)) $((16#ff)) $((-7 / 2)) $((-7 % 3))
coproc UP { tr a-z A-Z; }
exec {from}<&"${UP[0]}" # bash closes the other when the coprocess has ended
echo "through a coprocess" >&"${UP[1]}"
exec {UP[1]}>&-
cat <&"$from"
exec {from}<&-
wait
diff <(printf '1\n2\n') <(printf '1\n3\n')
echo "diff $?"
for i in 1 2 3 4; do (exit $i) & pids[i]=$!; done
for i in 1 2 3 4; do wait "${pids[i]}"; echo "job $i: $?"; done
trap 'echo child; n=$((n + 1))' USR2
for i in 1 2 3; do kill -USR2 $$; done
echo "signals $n"
trap 'echo err $LINENO >&2' ERR 2>/dev/null
set -o pipefail
true | false | true
echo "pipefail $?"
sum=0
for ((i = 0; i < 30000; i++)); do ((sum += i * i)); done
echo $sum
t=""
for i in {1..300}; do t+=$(echo -n "$i "); done
echo "${#t}"
read -r -t 0.01 line < <(sleep 1)
echo "timeout $(($? > 128))"
ulimit -S -c 0
bash -c 'kill -ABRT $$' 2>/dev/null
echo "abort $?"
exec -a other bash -c 'echo "$0"; exit 9'
