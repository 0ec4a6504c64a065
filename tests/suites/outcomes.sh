# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# For the scripts of this folder.  Each builds a suite's programs for GUEST, or
# natively, in a folder BUILD/GUEST, what is there being kept; runs them with a
# command; and prints a line a program, NAME and its outcome.  Two runs, by
# another emulator say, are compared by diff.

# Set guest, compiler, work and command from GUEST BUILD COMMAND...
arguments()
{
    guest=$1 work=$2/$1
    shift 2
    command=("$@")
    [[ ${1-} == */* ]] && command[0]=$(realpath "$1")
    if [ "$guest" = native ]; then
        compiler=${CC:-gcc}
    else
        compiler=$guest-linux-gnu-gcc
    fi
    command -v "$compiler" > /dev/null || {
        echo "$compiler is not installed" >&2
        exit 1
    }
    mkdir -p "$work" && work=$(realpath "$work")
    scratch=$(mktemp -d) || exit 1
    trap 'rm -rf "$scratch"' EXIT
}

# build OUTPUT SOURCE ARGUMENT...: compile, unless that was done; why it failed
# is in OUTPUT.log
build()
{
    [ -x "$1" ] || { [ ! -e "$1.log" ] &&
        "$compiler" -o "$1" "$2" "${@:3}" > "$1.log" 2>&1 < /dev/null; }
}

# assemble OUTPUT SOURCE ARCHITECTURE CPP-ARGUMENT... -- LD-ARGUMENT...: the same
# for a program of assembler without a library, by the tools themselves, which
# know extensions that a compiler need not know.  Its text can be written to.
assemble()
{
    local output=$1 source=$2 architecture=$3 flags=()
    shift 3
    [ -x "$output" ] && return
    while [ "$1" != -- ]; do
        flags+=("$1")
        shift
    done
    { "$compiler" -E "${flags[@]}" "$source" |
        "${compiler%gcc}as" -march="$architecture" -o "$output.o" - &&
        "${compiler%gcc}ld" -N --no-relax --no-warn-rwx-segments \
            -z noexecstack "${@:2}" -o "$output" "$output.o"; } \
        > "$output.log" 2>&1
}

# run PROGRAM ARGUMENT...: in an empty folder; what it prints is in PROGRAM.out,
# the result is its status
run()
{
    rm -rf "$scratch/cwd"
    mkdir "$scratch/cwd"
    (cd "$scratch/cwd" &&
        timeout -k 5 "${TEST_TIMEOUT:-60}" "${command[@]}" "$@") \
        < /dev/null > "$1.out" 2>&1
}
