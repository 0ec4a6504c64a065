/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A vfork child that runs new code, or changes mappings, is killed at random
 * times, while a thread of its parent runs new code as well: the parent goes
 * on, and its mappings are what /proc/self/maps says. */
#define _GNU_SOURCE
#include "race.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { N = 256, PAGES = 64, PAGE = 4096, SPARE = 1 << 20 };
static volatile bool stop;
static volatile int wrong;
static _Atomic pid_t victim;
static char stack[65536] __attribute__((aligned(16)));

static void *run(void *arg)
{
    char *code = code_map(N * CODE_SIZE);
    unsigned seed = 7;

    (void)arg;
    while (!stop)
        code_exercise(code, N, seed += 17, &wrong);
    return NULL;
}

static void *kill_them(void *arg)
{
    unsigned r = 1;

    (void)arg;
    while (!stop) {
        struct timespec ts = {0, (long)((r = r * 1103515245 + 12345) >> 12) %
                                     900000};
        nanosleep(&ts, NULL);
        pid_t pid = atomic_exchange(&victim, 0);
        if (pid > 0)
            kill(pid, SIGKILL);
    }
    return NULL;
}

static char *window;
static int file, pipes[2];
static unsigned turn;

static unsigned rnd(unsigned *r, unsigned n)
{
    *r = *r * 1103515245 + 12345;
    return (*r >> 12) % n;
}

/* Changes of mappings in the window, and none outside. */
static void change(unsigned *r)
{
    static const int kinds[] = {MAP_PRIVATE | MAP_ANONYMOUS,
                                MAP_SHARED | MAP_ANONYMOUS, MAP_PRIVATE};
    unsigned page = rnd(r, PAGES), n = 1 + rnd(r, PAGES - page);
    unsigned to = rnd(r, PAGES), kind = rnd(r, 3), prot = rnd(r, 4);
    char *at = window + page * PAGE;

    if (n > 8)
        n = 8;
    switch (rnd(r, 6)) {
    case 0:
    case 1:
        mmap(at, n * PAGE, (int)prot, kinds[kind] | MAP_FIXED,
             kind == 2 ? file : -1, kind == 2 ? to * PAGE : 0);
        break;
    case 2: munmap(at, n * PAGE); break;
    case 3: mprotect(at, n * PAGE, (int)prot); break;
    case 4:
        if (to + n <= PAGES)
            mremap(at, n * PAGE, n * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
                   window + to * PAGE);
        break;
    default: madvise(at, n * PAGE, MADV_DONTNEED); break;
    }
}

static int child(void *arg)
{
    unsigned r = turn;

    victim = (pid_t)syscall(SYS_getpid);
    for (;;) {
        if (turn % 4 == 0)
            code_exercise(arg, N, 3, &wrong);
        else
            change(&r);
    }
}

/* Of each page of the window: -1 when it is not mapped, else its protection. */
static void read_maps(int prot[PAGES])
{
    static char text[1 << 20];
    int fd = open("/proc/self/maps", O_RDONLY);
    size_t used = 0;
    ssize_t n;

    while ((n = read(fd, text + used, sizeof(text) - 1 - used)) > 0)
        used += (size_t)n;
    close(fd);
    text[used] = 0;
    for (int i = 0; i < PAGES; i++)
        prot[i] = -1;
    for (char *p = text, *next; *p; p = next) {
        unsigned long start, end;
        char perm[5];

        next = strchr(p, '\n') + 1;
        if (sscanf(p, "%lx-%lx %4s", &start, &end, perm) != 3)
            wrong++;
        for (int i = 0; i < PAGES; i++) {
            unsigned long a = (unsigned long)window + (unsigned)i * PAGE;
            if (start <= a && a < end)
                prot[i] = (perm[0] == 'r' ? PROT_READ : 0) |
                          (perm[1] == 'w' ? PROT_WRITE : 0);
        }
    }
}

/* The maps tell what the kernel does with each page. */
static bool maps_hold(void)
{
    int prot[PAGES];
    unsigned char in_core;
    bool good = true;
    char c;

    read_maps(prot);
    for (int i = 0; i < PAGES; i++) {
        char *at = window + i * PAGE;
        bool mapped = mincore(at, PAGE, &in_core) == 0;
        /* Write implies read, as on all CPUs. */
        bool readable = prot[i] > 0, writable = prot[i] > 0 && prot[i] & 2;

        good &= mapped == (prot[i] >= 0);
        good &= (write(pipes[1], at, 1) == 1) == readable;
        if (readable)
            good &= read(pipes[0], &c, 1) == 1;
        if (write(pipes[1], "x", 1) != 1)
            good = false;
        good &= (read(pipes[0], at, 1) == 1) == writable;
        if (!writable && read(pipes[0], &c, 1) != 1)
            good = false;
    }
    /* And all of it can be had again. */
    good &= mmap(window, PAGES * PAGE, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == window;
    for (int i = 0; i < PAGES; i++)
        good &= window[i * PAGE] == 0;
    return good;
}

int main(int argc, char **argv)
{
    char *code = code_map(N * CODE_SIZE);
    pthread_t t[2];
    int killed = 0, bad = 0, status, unlike = 0;

    window =
        mmap(NULL, PAGES * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    file = memfd_create("f", 0);
    if (window == MAP_FAILED || ftruncate(file, SPARE) || pipe(pipes))
        return 1;
    race_begin(argc, argv);
    pthread_create(&t[0], NULL, run, NULL);
    pthread_create(&t[1], NULL, kill_them, NULL);
    while (race_on(killed > 10)) {
        pid_t pid = clone(child, stack + sizeof(stack),
                          CLONE_VM | CLONE_VFORK | SIGCHLD, code);
        if (pid < 0 || waitpid(pid, &status, 0) != pid ||
            !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
            bad++;
        killed++;
        if (turn++ % 4 && !maps_hold())
            unlike++;
    }
    stop = true;
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    race_count(killed, "children");
    T(killed > 10);
    V(bad);
    V(unlike);
    V(wrong);
    return 0;
}
