/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/mman.h>
#include <sys/resource.h>

enum {
    P = 4096,
    RW = PROT_READ | PROT_WRITE,
    ANON = MAP_PRIVATE | MAP_ANONYMOUS
};

/* The number after a name in a file, all of them summed. */
static long status(const char *name)
{
    FILE *f = fopen("/proc/self/status", "r");
    size_t n = strlen(name);
    char line[512];
    long v = 0;

    while (fgets(line, sizeof(line), f))
        if (strncmp(line, name, n) == 0)
            v = strtol(line + n, NULL, 10);
    fclose(f);
    return v;
}

static bool in_core(char *p)
{
    unsigned char c = 0;

    return mincore(p, P, &c) == 0 && (c & 1);
}

int main(void)
{
    char *a = mmap(NULL, 4 * P, RW, ANON, -1, 0), *b,
         *n = mmap(NULL, P, PROT_NONE, ANON, -1, 0);
    struct rlimit limit = {P, P};
    pid_t pid;

    T(!in_core(a));
    R(mlock(a, P));
    T(in_core(a));
    T(!in_core(a + P));
    V(status("VmLck:"));
    R(munlock(a, P));
    V(status("VmLck:"));
    R(syscall(SYS_mlock2, a + 2 * P, P, 1L));
    T(!in_core(a + 2 * P));
    R(syscall(SYS_mlock2, a, P, 2L));
    R(mlock(a, -1UL));
    R(munmap(a + 3 * P, P));
    R(mlock(a, 4 * P));
    R(mlockall(0));
    R(mlockall(8));
    R(mlockall(MCL_ONFAULT));
    R(mlockall(MCL_CURRENT | MCL_ONFAULT));
    T(!in_core(a + P));
    R(mlockall(MCL_CURRENT));
    T(in_core(a + P));
    T(!in_core(n));
    /* Nothing but the program's own. */
    T(status("VmLck:") > 20 && status("VmLck:") < 8 << 10);
    R(munlockall());
    V(status("VmLck:"));
    R(mlockall(MCL_FUTURE));
    b = mmap(NULL, P, RW, ANON, -1, 0);
    T(in_core(b));
    R(munlockall());
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        setrlimit(RLIMIT_MEMLOCK, &limit);
        setuid(65534);
        R(mlockall(MCL_CURRENT));
        R(mlock(a, P));
        R(mlock(a, 2 * P));
        _exit(fflush(stdout));
    }
    reap(pid);
    return 0;
}
