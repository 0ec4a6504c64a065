/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The vDSO: its symbols and versions, its clocks against the kernel's, bad
 * pointers, and the private trap outside it. */
#include "t.h"
#include <elf.h>
#include <setjmp.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

#if defined(__aarch64__)
#define NAME(x) "__kernel_" x
#define VERSION "LINUX_2.6.39"
#define TRAP    ".inst 0xca00"
#elif defined(__riscv)
#define NAME(x) "__vdso_" x
#define VERSION "LINUX_4.15"
#define TRAP    ".word 0x7b"
#else
#define NAME(x) "__vdso_" x
#define VERSION "LINUX_2.6"
#define TRAP    "ud2"
#endif

static struct {
    const char *base, *strings;
    const Elf64_Sym *sym;
    const Elf64_Half *versym;
    const Elf64_Verdef *verdef;
    unsigned n;
} v;

static void find_tables(void)
{
    const Elf64_Ehdr *h = (const void *)v.base;
    const Elf64_Phdr *ph = (const void *)(v.base + h->e_phoff);

    for (int i = 0; i < h->e_phnum; i++) {
        if (ph[i].p_type != PT_DYNAMIC)
            continue;
        for (const Elf64_Dyn *d = (const void *)(v.base + ph[i].p_offset);
             d->d_tag; d++) {
            const void *p = v.base + d->d_un.d_ptr;

            switch (d->d_tag) {
            case DT_STRTAB: v.strings = p; break;
            case DT_SYMTAB: v.sym = p; break;
            case DT_VERSYM: v.versym = p; break;
            case DT_VERDEF: v.verdef = p; break;
            case DT_HASH: v.n = ((const Elf32_Word *)p)[1]; break;
            }
        }
    }
}

static int version_is(unsigned index, const char *name)
{
    for (const Elf64_Verdef *d = v.verdef;;
         d = (const void *)((const char *)d + d->vd_next)) {
        const Elf64_Verdaux *aux = (const void *)((const char *)d + d->vd_aux);

        if (d->vd_ndx == (index & 0x7fff))
            return strcmp(v.strings + aux->vda_name, name) == 0;
        if (!d->vd_next)
            return 0;
    }
}

static void *find(const char *name)
{
    for (unsigned i = 1; i < v.n; i++)
        if (v.sym[i].st_shndx &&
            strcmp(v.strings + v.sym[i].st_name, name) == 0)
            return version_is(v.versym[i], VERSION)
                       ? (void *)(v.base + v.sym[i].st_value)
                       : NULL;
    return NULL;
}

static int64_t ns(const struct timespec *t)
{
    return t->tv_sec * 1000000000ll + t->tv_nsec;
}

/* What the function says lies between two answers of the kernel. */
static void compare(int (*gettime)(long, struct timespec *))
{
    static const int clocks[] = {
        CLOCK_REALTIME, CLOCK_MONOTONIC,          CLOCK_MONOTONIC_RAW,
        CLOCK_BOOTTIME, CLOCK_REALTIME_COARSE,    CLOCK_MONOTONIC_COARSE,
        CLOCK_TAI,      CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};

    for (unsigned i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
        struct timespec a, b, c;
        int bad = 0;

        for (int n = 0; n < 100; n++) {
            syscall(SYS_clock_gettime, clocks[i], &a);
            bad += gettime(clocks[i], &b) != 0;
            syscall(SYS_clock_gettime, clocks[i], &c);
            bad += ns(&a) > ns(&b) || ns(&b) > ns(&c);
        }
        printf("clock %d: %d bad\n", clocks[i], bad);
    }
}

/* Moves the vDSO, with what the host's has beside it, as checkpoint tools do.
 * By how much, 0 for a failure. */
static long move(void)
{
    FILE *f = fopen("/proc/self/maps", "r");
    uintptr_t from[8], to[8], start, end;
    char line[256], *place;
    unsigned n = 0;
    long delta;

    while (fgets(line, sizeof(line), f))
        if (n < 8 && (strstr(line, "[vdso]") || strstr(line, "[vvar")) &&
            sscanf(line, "%lx-%lx", &start, &end) == 2) {
            from[n] = start;
            to[n++] = end;
        }
    fclose(f);
    place = mmap(NULL, to[n - 1] - from[0], PROT_NONE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    delta = (long)((uintptr_t)place - from[0]);
    for (unsigned i = 0; i < n; i++)
        if (mremap((void *)from[i], to[i] - from[i], to[i] - from[i],
                   MREMAP_MAYMOVE | MREMAP_FIXED,
                   (char *)from[i] + delta) == MAP_FAILED)
            return 0;
    return delta;
}

static volatile sig_atomic_t handled;

static void on_usr1(int sig)
{
    handled += sig == SIGUSR1;
}

/* Calls and returns from handlers after a move; twice, and in a child. */
static void moved(long (*get)(int, struct timespec *))
{
    struct timespec before, now, after;
    long delta = 0;

    /* libc's own functions know the old place. */
    signal(SIGUSR1, on_usr1);
    for (int i = 1; i <= 2; i++) {
        long by = move();

        T(by != 0);
        delta += by;
        get = (void *)((char *)get + by);
        raise(SIGUSR1);
        V(handled);
        syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &before);
        V(get(CLOCK_MONOTONIC, &now));
        syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &after);
        T(ns(&before) <= ns(&now) && ns(&now) <= ns(&after));
    }
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        raise(SIGUSR1);
        _exit(handled);
    }
    reap(pid);
}

static sigjmp_buf out;

static void on_signal(int sig, siginfo_t *si, void *uc)
{
    (void)si, (void)uc;
    siglongjmp(out, sig);
}

int main(void)
{
    struct sigaction sa = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
    struct timespec ts = {0}, res = {0}, raw = {0};
    struct timeval tv = {0}, before, after;
    struct timezone tz = {.tz_minuteswest = 77};
    int (*gettime)(long, struct timespec *);
    int (*getres)(long, struct timespec *);
    int (*timeofday)(struct timeval *, void *);
    uintptr_t tagged;
    char *page;

    v.base = (const char *)getauxval(AT_SYSINFO_EHDR);
    T(v.base != NULL && memcmp(v.base, ELFMAG, 4) == 0);
    find_tables();
    gettime = find(NAME("clock_gettime"));
    getres = find(NAME("clock_getres"));
    timeofday = find(NAME("gettimeofday"));
    T(gettime && getres && timeofday);
    T(find("no such function") == NULL);

    compare(gettime);
    V(gettime(99, &ts));
    V(gettime(-1, &ts));
    V(getres(CLOCK_MONOTONIC, &res));
    syscall(SYS_clock_getres, CLOCK_MONOTONIC, &raw);
    T(ns(&res) == ns(&raw));
    V(getres(CLOCK_MONOTONIC, NULL));
    V(getres(99, &res));
    syscall(SYS_gettimeofday, &before, NULL);
    V(timeofday(&tv, &tz));
    syscall(SYS_gettimeofday, &after, NULL);
    T(timercmp(&before, &tv, <=) && timercmp(&tv, &after, <=));
    T(tz.tz_minuteswest != 77);
    V(timeofday(&tv, NULL));
    V(timeofday(NULL, NULL));

    /* Its stores are the program's, whose tags AArch64 ignores. */
    tagged = (uintptr_t)&ts;
#if defined(__aarch64__)
    tagged |= 0x5aL << 56;
#endif
    V(gettime(CLOCK_MONOTONIC, (void *)tagged));

    /* Where the host's own vDSO dies of a bad pointer, another may ask the
     * kernel: either will do. */
    page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sigaction(SIGSEGV, &sa, NULL);
    sigaction(SIGILL, &sa, NULL);
    int sig = sigsetjmp(out, 1);
    T(sig == SIGSEGV || gettime(CLOCK_MONOTONIC, (void *)page) == -EFAULT);
    sig = sigsetjmp(out, 1);
    T(sig == SIGSEGV || gettime(CLOCK_MONOTONIC, (void *)-16L) == -EFAULT);

    sig = sigsetjmp(out, 1);
    if (sig == 0)
        __asm__ volatile(TRAP);
    T(sig == SIGILL);
    moved((void *)gettime);
    return 0;
}
