/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What prctl says and changes of a program's memory. */
#include "t.h"
#include <linux/prctl.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE              65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#define PR_GET_MDWE              66
#endif
#ifndef PR_SET_VMA
#define PR_SET_VMA           0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif
#ifndef PR_SET_MEMORY_MERGE
#define PR_SET_MEMORY_MERGE 67
#endif
#ifndef PR_GET_AUXV
#define PR_GET_AUXV 0x41555856
#endif

enum {
    P = 4096,
    RW = PROT_READ | PROT_WRITE,
    ANON = MAP_PRIVATE | MAP_ANONYMOUS
};

static void show_cmdline(void)
{
    char buf[64] = "";
    int fd = open("/proc/self/cmdline", O_RDONLY);

    read(fd, buf, sizeof(buf) - 1);
    close(fd);
    puts(buf);
}

/* The fields as they are, by /proc/self/stat. */
static void fields(struct prctl_mm_map *m)
{
    char buf[1024] = "";
    unsigned long f[60] = {0};
    int fd = open("/proc/self/stat", O_RDONLY);
    char *p;

    read(fd, buf, sizeof(buf) - 1);
    close(fd);
    p = strrchr(buf, ')') + 4;
    for (int i = 4; i < 53; i++)
        f[i] = strtoul(p, &p, 10);
    *m = (struct prctl_mm_map){.start_code = f[26],
                               .end_code = f[27],
                               .start_stack = f[28],
                               .start_data = f[45],
                               .end_data = f[46],
                               .start_brk = f[47],
                               .arg_start = f[48],
                               .arg_end = f[49],
                               .env_start = f[50],
                               .env_end = f[51],
                               .exe_fd = -1};
    m->brk = (uintptr_t)sbrk(0);
}

static void set_map(void)
{
    char *text = mmap(NULL, P, RW, ANON, -1, 0);
    struct prctl_mm_map m;
    unsigned size = 0;

    R(prctl(PR_SET_MM, PR_SET_MM_MAP_SIZE, &size, 0, 0));
    T(size == sizeof(m));
    strcpy(text, "another");
    fields(&m);
    R(prctl(PR_SET_MM, PR_SET_MM_MAP, &m, sizeof(m), 0));
    m.arg_start = (uintptr_t)text;
    m.arg_end = m.arg_start + 8;
    R(prctl(PR_SET_MM, PR_SET_MM_MAP, &m, sizeof(m), 0));
    show_cmdline();
    m.arg_end = 0;
    R(prctl(PR_SET_MM, PR_SET_MM_MAP, &m, sizeof(m), 0));
    R(prctl(PR_SET_MM, PR_SET_MM_MAP, &m, 8L, 0));
    R(prctl(PR_SET_MM, PR_SET_MM_MAP, (void *)-8L, sizeof(m), 0));
    R(prctl(PR_SET_MM, PR_SET_MM_ARG_START, 0L, 0L, 0L));
    R(prctl(PR_SET_MM, 99, 0L, 0L, 0L));
    T(sbrk(P) != (void *)-1);
    T(((char *)sbrk(0))[-1] == 0);
}

/* The lines of a file of maps that are of [from, to). */
static void show_maps(const char *file, char *from, char *to)
{
    char line[512], perms[8];
    unsigned long start, end;
    FILE *f = fopen(file, "r");

    puts(file);
    while (fgets(line, sizeof(line), f)) {
        char *name = strchr(line, '[');

        if (sscanf(line, "%lx-%lx %7s", &start, &end, perms) == 3 &&
            start >= (uintptr_t)from && end <= (uintptr_t)to)
            printf("%ld-%ld %s %.8s %d %s", (long)(start - (uintptr_t)from) / P,
                   (long)(end - (uintptr_t)from) / P, perms,
                   strstr(line, perms) + 5, name ? (int)(name - line) : 0,
                   name ? name : "\n");
    }
    fclose(f);
}

#define NAME(at, pages, name)                                                  \
    R(prctl(PR_SET_VMA, (long)PR_SET_VMA_ANON_NAME, at, (pages) * (long)P,     \
            name))

/* A name may be what memory has not, as far as the guest can tell. */
static void names(void)
{
    char *p = mmap(NULL, 12 * P, PROT_NONE, ANON, -1, 0), *a = p + P;
    int fd = make_file("f", "x");

    mprotect(a, 10 * P, RW);
    NAME(a + P, 2, "one");
    NAME(a + 3 * P, 1, "three");
    NAME(a + 5 * P, 5, "five five");
    mprotect(a + 6 * P, P, PROT_READ);
    show_maps("/proc/self/maps", a, a + 10 * P);
    mlock(a + 2 * P, P); /* where smaps has it apart */
    show_maps("/proc/self/smaps", a, a + 10 * P);
    munlock(a + 2 * P, P);
    NAME(a, 1, "first");
    NAME(a + 2 * P, 2, NULL);
    munmap(a + 7 * P, P);
    show_maps("/proc/self/maps", a, a + 10 * P);
    NAME(a + 6 * P, 3, "six");
    NAME(a, 1, "[");
    NAME(a + 1, 1, "x");
    NAME(a, 0, "x");
    NAME(a, 1, (char *)-8L);
    NAME(a, -1, "x");
    NAME((char *)(1UL << 62), 1, "x");
    NAME(mmap(NULL, P, RW, MAP_PRIVATE, fd, 0), 1, "x");
    NAME(mmap(NULL, P, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0), 1, "x");
    R(prctl(PR_SET_VMA, 1L, a, P, "x"));
    show_maps("/proc/self/maps", a, a + 10 * P);
    munmap(p, 12 * P);
}

static void auxv(void)
{
    unsigned long v[256] = {0};
    long n = prctl(PR_GET_AUXV, v, sizeof(v), 0, 0);
    bool found = false;

    T(n > 100);
    for (int i = 0; v[i]; i += 2)
        found |= v[i] == AT_RANDOM && v[i + 1] == getauxval(AT_RANDOM);
    T(found);
    T(prctl(PR_GET_AUXV, v, 16L, 0, 0) == n);
    R(prctl(PR_GET_AUXV, (void *)-8L, 16L, 0, 0));
    R(prctl(PR_GET_AUXV, v, 16L, 1L, 0));
}

static void no_exec_gain(void)
{
    char *a = mmap(NULL, P, RW, ANON, -1, 0),
         *x = mmap(NULL, P, PROT_READ | PROT_EXEC, ANON, -1, 0);
    int id = shmget(IPC_PRIVATE, P, 0600);

    R(prctl(PR_GET_MDWE, 0L, 0L, 0L, 0L));
    R(prctl(PR_SET_MDWE, 4L, 0L, 0L, 0L));
    R(mprotect(a, P, RW | PROT_EXEC));
    R(mprotect(a, P, RW));
    R(prctl(PR_SET_MDWE, (long)PR_MDWE_REFUSE_EXEC_GAIN, 0L, 0L, 0L));
    R(prctl(PR_GET_MDWE, 0L, 0L, 0L, 0L));
    R(mprotect(a, P, RW | PROT_EXEC));
    R(mprotect(a, P, PROT_READ | PROT_EXEC));
    R(mprotect(a, P, PROT_READ));
    R(mprotect(x, P, PROT_READ | PROT_EXEC));
    R(mprotect(x, P, RW | PROT_EXEC));
    R(mprotect(x, P, PROT_NONE));
    R(mprotect(x, P, PROT_EXEC));
    T(mmap(NULL, P, RW | PROT_EXEC, ANON, -1, 0) == MAP_FAILED);
    V(errno);
    T(mmap(NULL, P, PROT_READ | PROT_EXEC, ANON, -1, 0) != MAP_FAILED);
    T(shmat(id, NULL, SHM_EXEC) == (void *)-1);
    V(errno);
    R(shmctl(id, IPC_RMID, NULL));
    R(prctl(PR_SET_MDWE, 0L, 0L, 0L, 0L));
    fflush(stdout);
}

/* Children and their programs cannot either. */
static void inherited(char *self)
{
    pid_t pid = fork();

    if (pid == 0) {
        char *x = mmap(NULL, P, RW, ANON, -1, 0);

        R(mprotect(x, P, PROT_READ | PROT_EXEC));
        fflush(stdout);
        execl(self, self, "again", NULL);
        _exit(99);
    }
    reap(pid);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        R(prctl(PR_GET_MDWE, 0L, 0L, 0L, 0L));
        T(mmap(NULL, P, RW | PROT_EXEC, ANON, -1, 0) == MAP_FAILED);
        return 0;
    }
    set_map();
    names();
    auxv();
    R(prctl(PR_SET_MEMORY_MERGE, 0L, 0L, 0L, 0L) == 0 || errno == EINVAL);
    R(prctl(PR_SET_SECCOMP + 1000L, 0L, 0L, 0L, 0L));
    R(prctl(PR_GET_SECCOMP, 0L, 0L, 0L, 0L) >= 0);
    no_exec_gain();
    inherited(argv[0]);
    return 0;
}
