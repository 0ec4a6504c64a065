#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Guest files with the set-user-ID bit: without privileges and a word about it,
# and by the kernel where binfmt_misc keeps credentials.
set -u
[ "$(id -u)" = 0 ] || exit 77
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
guest=
for name in aarch64 riscv64; do
    if command -v "$name-linux-gnu-gcc" >/dev/null; then
        guest=$name
    fi
done
[ -n "$guest" ] || exit 77

cat >"$work/ids.c" <<'C'
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <unistd.h>
/* ids [n] [PROGRAM ARGUMENTS...]: prints, and executes. */
int main(int argc, char **argv)
{
    struct utsname u;
    int next = 1;

    uname(&u);
    if (argc > 1 && strcmp(argv[1], "n") == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        next++;
    }
    printf("%s %d %d %lu %s\n", argv[0], (int)getuid(), (int)geteuid(),
           getauxval(AT_SECURE), strcmp(u.release, "1.2.3") ? "-" : "env");
    fflush(stdout);
    if (next < argc)
        execv(argv[next], argv + next);
    return 0;
}
C
"$guest-linux-gnu-gcc" -static -o "$work/ids" "$work/ids.c" || exit 1
cd "$work" || exit 1
cp ids plain
cp ids other
chown 1234 other
chmod 4755 other
ln -s other ./-L
cp "${CALQUE:?}" calque

# check NAME WANTED-OUTPUT WANTED-ERRORS: of the files out and err
check() {
    if [ "$(cat out)" != "$2" ] || [ "$(cat err)" != "$3" ]; then
        echo "$1:" && cat out err
        exit 1
    fi
}

ignored="calque: ./other: set-user-ID ignored"
./calque ./ids ./other ./plain >out 2>err
check "without binfmt_misc" "./ids 0 0 0 -
./other 0 0 0 -
./plain 0 0 0 -" "$ignored: no entry with the flag C in binfmt_misc"
./calque ./ids n ./other >out 2>err
check "no new privileges" "./ids 0 0 0 -
./other 0 0 0 -" ""
chown 0 plain
chmod 4755 plain
./calque ./ids ./plain >out 2>err
check "nothing gained" "./ids 0 0 0 -
./plain 0 0 0 -" ""

# In a user namespace binfmt_misc's entries are our own, from Linux 6.7 on.
# in_namespace FLAGS COMMAND...
in_namespace() {
    flags=$1
    shift
    # shellcheck disable=SC2016
    "${srcdir:?}/tests/binfmt/namespace" sh -c '
        "$1" install --temporary --interpreter="$PWD/calque" --flags="$2" "$3" \
            >/dev/null || exit 77
        shift 3
        exec "$@"' sh "$srcdir/binfmt/calque-binfmt" "$flags" "$guest" "$@" \
        >out 2>err
}
in_namespace C true
status=$?
if [ $status != 0 ]; then
    echo "no binfmt_misc of our own here"
    exit 0
fi
export CALQUE_UNAME=1.2.3
in_namespace C ./calque ./ids ./other ./ids ./plain
check "with the flag C" "./ids 0 0 0 env
./other 0 1234 1 -
./ids 0 1234 1 -
./plain 0 0 1 -" ""
in_namespace C ./calque ./ids -L ./ids
check "a name like an option" "./ids 0 0 0 env
-L 0 1234 1 -
./ids 0 1234 1 -" ""
in_namespace F ./calque ./ids ./other
check "without the flag C" "./ids 0 0 0 env
./other 0 0 0 env" "$ignored: no entry with the flag C in binfmt_misc"
exit 0
