/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "t.h"
#include <sys/mman.h>

enum { P = 4096, N = 8 };

/* Offsets of the mappings in [a, a + N pages), as maps tells them. */
static void show(char *a)
{
    unsigned long start, end, offset;
    char line[512];
    FILE *f = fopen("/proc/self/maps", "r");

    while (fgets(line, sizeof(line), f))
        if (sscanf(line, "%lx-%lx %*s %lx", &start, &end, &offset) == 3 &&
            start >= (uintptr_t)a && end <= (uintptr_t)a + N * P)
            printf("%ld pages of %ld\n", (end - start) / P, offset / P);
    fclose(f);
}

static void try(int flags, int fd)
{
    char *a = mmap(NULL, N * P, PROT_READ | PROT_WRITE, flags, fd, 0);

    for (int i = 0; i < N; i++)
        a[i * P] = 'a' + i;
    for (int i = 0; i < N; i++)
        R(remap_file_pages(a + i * P, P, 0, N - 1 - i, 0));
    for (int i = 0; i < N; i++)
        putchar(a[i * P]);
    putchar('\n');
    show(a);
    R(remap_file_pages(a + 2 * P, 4 * P, 0, 2, 0));
    R(remap_file_pages(a, P, PROT_READ, 0, 0));
    R(remap_file_pages(a, 0, 0, 0, 0));
    R(remap_file_pages(a, P, 0, -1UL, 0));
    R(remap_file_pages(a + P / 2, P + 5, 0, 3, 0));
    for (int i = 0; i < N; i++)
        putchar(a[i * P]);
    putchar('\n');
    show(a);
    R(munmap(a, N * P));
    R(remap_file_pages(a, P, 0, 0, 0));
}

int main(void)
{
    int fd = make_file("f", "");
    char *p = mmap(NULL, P, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    ftruncate(fd, N * P);
    try(MAP_SHARED, fd);
    try(MAP_SHARED | MAP_ANONYMOUS, -1);
    R(remap_file_pages(p, P, 0, 0, 0));
    return 0;
}
