/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* /proc/self/maps tells of this program's own memory. */
#include "t.h"
#include <sys/mman.h>

static int global = 5;

static void find(void *p, const char *what)
{
    FILE *f = fopen("/proc/self/maps", "r");
    unsigned long start, end, last = 0;
    char line[512], perms[8], *name;
    bool found = false, sorted = true;

    while (fgets(line, sizeof(line), f)) {
        if (sscanf(line, "%lx-%lx %7s", &start, &end, perms) != 3)
            puts("bad line");
        sorted &= start >= last && end > start;
        last = end;
        if ((unsigned long)p < start || (unsigned long)p >= end)
            continue;
        found = true;
        name = strchr(line, '[');
        printf("%s: %s %s", what, perms, name && name[1] != 'a' ? name : "\n");
    }
    fclose(f);
    if (!found)
        printf("%s: not found\n", what);
    if (!sorted)
        puts("not sorted");
}

int main(void)
{
    int local, fd = make_file("name-of-file", "x");
    char *shared = mmap(NULL, 8192, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    void *anon =
        mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    FILE *f;
    char line[512];
    int n = 0;

    find((void *)main, "code");
    find(&global, "data");
    find(&local, "stack");
    find(sbrk(0) - 1, "heap");
    find(shared, "file");
    find(anon, "anonymous");
    mprotect(anon, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
    find(anon, "anonymous, changed");
    find((char *)anon + 4096, "the rest");
    munmap(anon, 4096);
    find(anon, "unmapped");
    f = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof(line), f))
        if (strstr(line, "/name-of-file\n"))
            printf("%.*s name in column %d\n", 4, strchr(line, ' ') + 1,
                   (int)(strchr(line, '/') - line)),
                n++;
    V(n);
    return global - 5;
}
