/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of /proc that tell of memory agree with each other. */
#include "t.h"
#include <dirent.h>
#include <sys/mman.h>

static unsigned long starts[512], ends[512], total;
static int count;

static void read_maps(void)
{
    FILE *f = fopen("/proc/self/maps", "r");
    char line[512];

    for (count = 0; fgets(line, sizeof(line), f); count++) {
        sscanf(line, "%lx-%lx", &starts[count], &ends[count]);
        total += ends[count] - starts[count];
    }
    fclose(f);
}

/* Is it of a mapping of ours? Consecutive ones may be one elsewhere. */
static bool known(unsigned long start)
{
    for (int i = 0; i < count; i++)
        if (start >= starts[i] && start < ends[i])
            return true;
    return false;
}

static void map_files(void)
{
    DIR *d = opendir("/proc/self/map_files");
    int all = 0, strange = 0;

    for (struct dirent *e; d && (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        all++;
        strange += !known(strtoul(e->d_name, NULL, 16));
    }
    T(all > 0);
    V(strange);
    closedir(d);
}

static void numa_maps(void)
{
    FILE *f = fopen("/proc/self/numa_maps", "r");
    char line[512];
    int all = 0, strange = 0;

    while (f && fgets(line, sizeof(line), f)) {
        all++;
        strange += !known(strtoul(line, NULL, 16));
    }
    T(!f || all > 0);
    V(strange);
}

/* The number after a name in a file, all of them summed. */
static unsigned long sum(const char *file, const char *name)
{
    FILE *f = fopen(file, "r");
    size_t n = strlen(name);
    unsigned long v = 0;
    char line[512];

    while (f && fgets(line, sizeof(line), f))
        if (strncmp(line, name, n) == 0)
            v += strtoul(line + n, NULL, 10);
    fclose(f);
    return v;
}

int main(void)
{
    char *p = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int fd = make_file("f", "x"), pages;
    unsigned long before = sum("/proc/self/smaps_rollup", "Rss:"), after, pte;
    char line[128];
    FILE *f;

    mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
    madvise(p, 8 << 20, MADV_NOHUGEPAGE);
    memset(p, 1, 8 << 20);
    read_maps();
    map_files();
    numa_maps();
    after = sum("/proc/self/smaps_rollup", "Rss:");
    T(after - before >= 8 << 10 && after - before < 9 << 10);
    T(after <= total >> 10);
    T(sum("/proc/self/smaps_rollup", "Private_Dirty:") >= 8 << 10);
    f = fopen("/proc/self/smaps_rollup", "r");
    fgets(line, sizeof(line), f);
    printf("%.20s %d\n", strchr(line, ' '), (int)(strchr(line, '[') - line));
    T(strtoul(line, NULL, 16) == starts[0]);
    fgets(line, sizeof(line), f);
    line[strcspn(line, "0123456789")] = 0;
    T(strncmp(line, "Rss:       ", 11) == 0);
    /* Present, by the table of pages. */
    fd = open("/proc/self/pagemap", O_RDONLY);
    pages = 0;
    for (int i = 0; i < 8; i++)
        if (pread(fd, &pte, 8, ((uintptr_t)p >> 12) * 8 + 8 * i) == 8)
            pages += pte >> 63;
    V(pages);
    T(sum("/proc/self/status", "Threads:") == 1);
    return 0;
}
