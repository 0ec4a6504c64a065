#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Without pages that can be written and executed: with -wx, and where the system
# refuses them in one of the ways that systems have.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
calque=${CALQUE:?}
programs="fork fork-code exec threads sig-fault sig-storm race-code race-fork"
status=77

# refuse HOW COMMAND...: HOW is mdwe (the system's own switch), anonymous (code
# comes from files only, as where SELinux denies execmem) or all.
cat >"$work/refuse.c" <<'C'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#define LOAD(field) \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IS(value, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, no)
#define HAS(bits, no) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)
#define REFUSE RETURN(SECCOMP_RET_ERRNO | EACCES)
/* Writable and executable pages, executable ones with any of these flags, and
 * those that become executable. */
#define FILTER(flags)                                                          \
    {                                                                          \
        LOAD(nr), IS(SYS_mmap, 7), LOAD(args[2]), HAS(PROT_EXEC, 9),           \
            HAS(PROT_WRITE, 1), REFUSE, LOAD(args[3]), HAS(flags, 5), REFUSE,  \
            IS(SYS_mprotect, 3), LOAD(args[2]), HAS(PROT_EXEC, 1), REFUSE,     \
            RETURN(SECCOMP_RET_ALLOW)                                          \
    }
int main(int argc, char **argv)
{
    struct sock_filter anonymous[] = FILTER(MAP_ANONYMOUS);
    struct sock_filter all[] = FILTER(MAP_SHARED | MAP_PRIVATE);
    struct sock_fprog p = {
        .len = sizeof(all) / sizeof(all[0]),
        .filter = strcmp(argv[1], "all") ? anonymous : all};
    if (argc < 3)
        return 0;
    if (!strcmp(argv[1], "mdwe")) {
        if (prctl(65 /* PR_SET_MDWE */, 1, 0, 0, 0))
            return 77;
    } else if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
               prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p)) {
        return 77;
    }
    execvp(argv[2], argv + 2);
    return 127;
}
C
${CC:-gcc} -static -o "$work/refuse" "$work/refuse.c" || exit 77

# run GUEST PROGRAMS COMMAND...
run() {
    guest=$1 list=$2
    shift 2
    echo "# $guest: $*"
    # shellcheck disable=SC2086 # a list
    if ! "${srcdir:?}/scripts/run-linux-tests" -k "$guest" "$@" -- $list; then
        exit 1
    fi
    status=0
}

cd "$work" || exit 1
for guest in aarch64 riscv64; do
    command -v "$guest-linux-gnu-gcc" >/dev/null || continue
    run $guest "$programs" "$calque" -wx
    # The switch is for the program as well: one that makes no code.
    if "$work/refuse" mdwe "$work/refuse" ok; then
        run $guest "fork exec race-threads" "$work/refuse" mdwe "$calque"
    fi
    if "$work/refuse" anonymous "$work/refuse" ok; then
        run $guest "fork exec race-fork" "$work/refuse" anonymous "$calque"
    fi
    # With a limit on the size of files, which the memory is not to count for.
    (ulimit -f 1 && "$calque" -wx "$work/tests-linux/$guest/fork") >/dev/null ||
        exit 1
    "$work/refuse" all "$work/refuse" ok || continue
    "$work/refuse" all "$calque" "$work/tests-linux/$guest/fork" 2>"$work/err"
    if [ $? -ne 125 ] || ! grep -q 'no memory for translated code' "$work/err"
    then
        cat "$work/err"
        exit 1
    fi
done
exit $status
