/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that was given up by MADV_FREE and written to again is the parent's
 * and the child's own after a fork: what Redis tests of a kernel. */
#include "t.h"
#include <sys/mman.h>

enum { PAGES = 4, PAGE = 4096 };

static size_t dirty(const void *p)
{
    char line[256], range[64];
    bool found = false;
    long kb = -1;
    FILE *f = fopen("/proc/self/smaps", "r");

    snprintf(range, sizeof(range), "%lx-", (unsigned long)(uintptr_t)p);
    while (fgets(line, sizeof(line), f)) {
        if (strncmp(line, range, strlen(range)) == 0)
            found = true;
        if (found && sscanf(line, "Private_Dirty: %ld", &kb) == 1)
            break;
    }
    fclose(f);
    return (size_t)kb;
}

int main(void)
{
    char *map = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *p = map + PAGE;
    int status = 0;
    pid_t pid;

    /* A mapping of its own. */
    mprotect(map, PAGE, PROT_NONE);
    mprotect(map + 2 * PAGE, PAGE, PROT_NONE);
    p[0] = 1;
    V(dirty(p));
    R(madvise(p, PAGE, MADV_FREE));
    p[0] = 1;
    V(dirty(p));
    fflush(stdout);
    if ((pid = fork()) == 0) {
        size_t before = dirty(p);

        *(volatile char *)p = 2;
        _exit((int)before * 10 + (int)dirty(p));
    }
    waitpid(pid, &status, 0);
    V(WEXITSTATUS(status));
    V(p[0]);
    V(dirty(p));
    R(madvise(p, PAGE, MADV_WIPEONFORK));
    fflush(stdout);
    if ((pid = fork()) == 0)
        _exit(p[0]);
    reap(pid);
    V(p[0]);
    R(madvise(p, PAGE, MADV_KEEPONFORK));
    R(madvise(p, PAGE, MADV_DONTFORK));
    if ((pid = fork()) == 0) {
        signal(SIGSEGV, SIG_DFL);
        _exit(*(volatile char *)p);
    }
    reap(pid);
    return 0;
}
