/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* PROCMAP_QUERY, which asks /proc/self/maps for one mapping. */
#include "t.h"
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sysmacros.h>

struct query {
    uint64_t size, query_flags, query_addr;
    uint64_t vma_start, vma_end, vma_flags, vma_page_size, vma_offset, inode;
    uint32_t dev_major, dev_minor, name_size, build_id_size;
    uint64_t name_addr, build_id_addr;
};

enum {
    P = 4096,
    READ = 1,
    WRITE = 2,
    EXEC = 4,
    SHARED = 8,
    NEXT = 16,
    FILE_ = 32
};
#define QUERY _IOWR('f', 17, struct query)

static int maps;
static char name[256];

static void ask(const char *what, const void *at, unsigned flags,
                const char *from)
{
    struct query q = {.size = sizeof(q),
                      .query_flags = flags,
                      .query_addr = (uintptr_t)at,
                      .name_size = sizeof(name),
                      .name_addr = (uintptr_t)name};

    memset(name, 0, sizeof(name));
    if (ioctl(maps, QUERY, &q)) {
        printf("%s: %s\n", what, strerrorname_np(errno));
        return;
    }
    printf("%s: %ld-%ld flags %d page %d offset %d file %d name %u %s\n", what,
           (long)(q.vma_start - (uintptr_t)from) / P,
           (long)(q.vma_end - (uintptr_t)from) / P, (int)q.vma_flags,
           (int)q.vma_page_size, (int)q.vma_offset, q.inode != 0, q.name_size,
           strrchr(name, '/') ? strrchr(name, '/') : name);
}

int main(void)
{
    struct query q = {.size = sizeof(q)};
    int fd = make_file("name-of-file", "x"), other;
    char *p = mmap(NULL, 16 * P, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct stat s;
    char local;

    maps = open("/proc/self/maps", O_RDONLY);
    q.query_addr = (uintptr_t)p;
    if (ioctl(maps, QUERY, &q) && errno == ENOTTY) {
        puts("not there");
        return 0;
    }
    munmap(p, 2 * P);
    munmap(p + 10 * P, 6 * P);
    mprotect(p + 3 * P, P, PROT_READ | PROT_WRITE);
    mmap(p + 5 * P, 2 * P, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, fd,
         P);
    ask("a hole", p, 0, p);
    ask("behind it", p, NEXT, p);
    ask("nothing allowed", p + 2 * P, 0, p);
    ask("readable", p + 3 * P + 5, READ, p);
    ask("executable", p + 3 * P, EXEC, p);
    ask("next executable", p + 3 * P, EXEC | NEXT, p);
    ask("file", p + 2 * P, FILE_ | NEXT, p);
    ask("shared", p + 6 * P, SHARED, p);
    ask("rest", p + 7 * P, 0, p);
    ask("too high", (void *)-4096L, NEXT, p);
    ask("bad flags", p + 3 * P, 64, p);
    q = (struct query){.size = sizeof(q), .query_addr = (uintptr_t)&local};
    q.name_size = sizeof(name);
    q.name_addr = (uintptr_t)name;
    R(ioctl(maps, QUERY, &q));
    puts(name);
    T(q.vma_start <= (uintptr_t)&local && (uintptr_t)&local < q.vma_end);
    q.query_addr = (uintptr_t)sbrk(0) - 1;
    R(ioctl(maps, QUERY, &q));
    puts(name);
    V(q.name_size);
    q.query_addr = (uintptr_t)p + 5 * P;
    q.name_size = 4;
    R(ioctl(maps, QUERY, &q));
    q.name_size = 0;
    R(ioctl(maps, QUERY, &q));
    q.name_addr = 0;
    R(ioctl(maps, QUERY, &q));
    fstat(fd, &s);
    T(q.inode == s.st_ino && q.dev_major == major(s.st_dev) &&
      q.dev_minor == minor(s.st_dev));
    q.size = 24;
    q.vma_start = 77;
    R(ioctl(maps, QUERY, &q));
    V(q.vma_start);
    q.size = 8;
    R(ioctl(maps, QUERY, &q));
    q.size = 5000;
    R(ioctl(maps, QUERY, &q));
    R(ioctl(maps, QUERY, (void *)-8L));
    other = open("/proc/self/smaps", O_RDONLY);
    q.size = sizeof(q);
    R(ioctl(other, QUERY, &q));
    return 0;
}
