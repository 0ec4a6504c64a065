#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# -va-bits: the program sees as many bits of addresses as were asked for, so
# does what it executes, and everything works at high addresses.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
calque=${CALQUE:?}
programs="advise brk core efault exec exclusives fork fork-code futex iovec mmap
    mremap proc-exe proc-files proc-maps proc-other process-vm robust sig-fault
    sig-grow sysv-shm threads unwind vdso written-code"
status=77

# high BITS: prints what is not as it has to be, also after it has executed
# itself.
cat >"$work/high.c" <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#define PAGE ((uint64_t)4096)
#define CHECK(e) ((e) ? 0 : (printf("line %d: %s\n", __LINE__, #e), bad = 1))
static int bad;
static siginfo_t seen;
static char *replaced;
static void fault(int sig, siginfo_t *info, void *context)
{
    (void)sig, (void)context;
    seen = *info;
    if (mmap(replaced, PAGE, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != replaced)
        _exit(3);
}
static void *map_at(uint64_t at, int prot, int flags)
{
    return mmap((void *)at, PAGE, prot, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1,
                0);
}
static int in_maps(const void *p)
{
    FILE *f = fopen("/proc/self/maps", "r");
    unsigned long start, end;
    int found = 0;
    char line[4096];
    while (fgets(line, sizeof(line), f))
        if (sscanf(line, "%lx-%lx", &start, &end) == 2)
            found |= start <= (uintptr_t)p && (uintptr_t)p < end;
    fclose(f);
    return found;
}
#ifdef __riscv
#define RETURN_7 {0x93, 0x03, 0x70, 0x00, 0x13, 0x85, 0x03, 0x00, 0x82, 0x80}
static void check_highest(uint64_t limit)
{
    int64_t pair[2] = {7 /* RISCV_HWPROBE_KEY_HIGHEST_VIRT_ADDRESS */, 0};
    CHECK(syscall(258, pair, 1, 0, 0, 0) == 0);
    CHECK((uint64_t)pair[1] == limit - 1);
}
#else
#define RETURN_7 {0xe0, 0x00, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6}
static void check_highest(uint64_t limit)
{
    (void)limit;
}
#endif
static void check_code(char *p)
{
    static const uint8_t code[] = RETURN_7;
    memcpy(p, code, sizeof(code));
    __builtin___clear_cache(p, p + sizeof(code));
    CHECK(mprotect(p, PAGE, PROT_READ | PROT_EXEC) == 0);
    CHECK(((int (*)(void))(void *)p)() == 7);
}
static void check_fault(uint64_t at)
{
    replaced = map_at(at, PROT_NONE, MAP_FIXED);
    *(volatile char *)(replaced + 5) = 1;
    CHECK(seen.si_addr == replaced + 5 && seen.si_code == SEGV_ACCERR);
    munmap(replaced, PAGE);
    CHECK(*(volatile char *)(replaced + 6) == 0);
    CHECK(seen.si_addr == replaced + 6 && seen.si_code == SEGV_MAPERR);
}
int main(int argc, char **argv)
{
    unsigned bits = (unsigned)atoi(argv[1]);
    uint64_t limit = UINT64_C(1) << bits, high = limit - (UINT64_C(1) << 36);
    struct sigaction act = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO};
    struct iovec iov = {(void *)high, 5};
    int pipes[2];
    char *p;

    sigaction(SIGSEGV, &act, NULL);
    CHECK((uintptr_t)&p < limit && (uintptr_t)&p >= limit / 2);
    /* An unlimited stack takes five sixths. */
    CHECK((uintptr_t)main >= limit / 8 && in_maps((void *)main));
    p = map_at(0, PROT_READ, 0);
    CHECK((uintptr_t)p < limit && (uintptr_t)p >= limit / 8 && in_maps(p));
    p = map_at(high, PROT_READ | PROT_WRITE, 0);
    CHECK((uintptr_t)p == high && in_maps(p));
    CHECK(map_at(limit, PROT_READ, MAP_FIXED) == MAP_FAILED && errno == ENOMEM);
    CHECK(map_at(limit - PAGE, PROT_READ, MAP_FIXED) != MAP_FAILED);
    CHECK(pipe(pipes) == 0 && write(pipes[1], "12345", 5) == 5);
    CHECK(readv(pipes[0], &iov, 1) == 5 && memcmp(p, "12345", 5) == 0);
    iov.iov_base = (void *)limit;
    CHECK(writev(pipes[1], &iov, 1) == -1 && errno == EFAULT);
    CHECK(write(pipes[1], (void *)limit, 1) == -1 && errno == EFAULT);
    check_code(p);
    check_fault(high + 16 * PAGE);
    check_highest(limit);
    fflush(stdout);
    if (argc == 2 && !bad)
        execl("/proc/self/exe", argv[0], argv[1], "again", NULL);
    return bad || argc == 2;
}
C

# It knows of systems with 39, 42 and 48 bits and finds this race only if its
# maps of the address space fit.
cat >"$work/race.c" <<'C'
#include <pthread.h>
static int shared;
static void *count(void *arg)
{
    shared++;
    return arg;
}
int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, count, NULL);
    shared++;
    return pthread_join(t, NULL);
}
C

# refused REASON COMMAND...: it fails and says why.
refused() {
    reason=$1
    shift
    "$@" >"$work/out" 2>&1 && return 1
    grep -q -e "$reason" "$work/out" && return
    cat "$work/out"
    return 1
}

# high GUEST BITS [OPTION...]
high() {
    guest=$1 bits=$2
    shift 2
    "$calque" -L /usr/$guest-linux-gnu "$@" "$work/$guest-high" "$bits" && return
    echo "$guest with $bits bits"
    exit 1
}

cd "$work" || exit 1
for n in 38 45 64 -1 x; do
    refused "-va-bits" "$calque" -va-bits $n true || exit 1
done
for guest in aarch64 riscv64; do
    command -v $guest-linux-gnu-gcc >/dev/null || continue
    status=0
    $guest-linux-gnu-gcc -std=gnu17 -O1 -w -pie -fpie -o $guest-high high.c ||
        exit 1
    if [ $guest = aarch64 ]; then high $guest 39; else high $guest 38; fi
    for n in 39 42 44; do
        high $guest $n -va-bits $n
    done
    CALQUE_VA_BITS=44 high $guest 44
    high $guest 44 -va-bits=44 --lockstep
    # The host's own mappings are at their lowest.
    # shellcheck disable=SC3045 # dash and bash have it
    (ulimit -s unlimited 2>/dev/null || exit 0
     high $guest 44 -va-bits 44) || exit 1
    if $guest-linux-gnu-gcc -fsanitize=thread -o race race.c 2>/dev/null &&
        [ -e /usr/$guest-linux-gnu/lib/libtsan.so.2 ]; then
        refused 'data race' "$calque" -L /usr/$guest-linux-gnu -va-bits 42 \
            race || exit 1
    fi
    # shellcheck disable=SC2086 # a list
    "${srcdir:?}/scripts/run-linux-tests" -k $guest "$calque" -va-bits 44 -- \
        $programs || exit 1
done
exit $status
