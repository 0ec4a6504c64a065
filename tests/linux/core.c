/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Core files: the status of the parent's child, and each thread's registers. */
#include "t.h"
#include <elf.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/procfs.h>
#include <sys/resource.h>

#if defined(__aarch64__)
#define STACK_POINTER 31
#define THREAD_NOTE   NT_ARM_TLS
#elif defined(__riscv)
#define STACK_POINTER  2
#define THREAD_POINTER 4
#else
#define STACK_POINTER  19
#define THREAD_POINTER 21
#endif

enum { THREADS = 4 };

/* What the threads of the child say of themselves. */
static struct {
    _Atomic int ready;
    int tid[THREADS + 1];
    uintptr_t stack[THREADS + 1], tp[THREADS + 1];
    volatile uint64_t count;
} * said;
static int pipe_fd[2];
static int fault;

static void say(unsigned i)
{
    int mark;

    said->tid[i] = gettid();
    said->stack[i] = (uintptr_t)&mark;
    said->tp[i] = (uintptr_t)__builtin_thread_pointer();
    said->ready++;
}

static void *spin(void *arg)
{
    say((unsigned)(uintptr_t)arg);
    for (;;)
        said->count++;
}

static void *work(void *arg)
{
    char text[64];

    say((unsigned)(uintptr_t)arg);
    for (;;)
        snprintf(text, sizeof(text), "%lu", (unsigned long)said->count++);
}

static void *wait_long(void *arg)
{
    char c;

    say((unsigned)(uintptr_t)arg);
    for (;;)
        if (read(pipe_fd[0], &c, 1) < 0)
            return NULL;
}

static void *call(void *arg)
{
    say((unsigned)(uintptr_t)arg);
    for (;;)
        syscall(SYS_getppid);
}

static void die(unsigned threads)
{
    static void *(*const what[THREADS])(void *) = {spin, work, wait_long, call};
    pthread_t t;

    R(pipe(pipe_fd));
    say(0);
    for (unsigned i = 0; i < threads; i++)
        pthread_create(&t, NULL, what[i], (void *)(uintptr_t)(i + 1));
    while (said->ready < (int)threads + 1)
        usleep(1000);
    usleep(20000);
    if (fault)
        *(volatile int *)8 = 1;
    else
        raise(SIGABRT);
}

static char *read_core(pid_t pid, size_t *size)
{
    char name[64];
    struct stat st;
    char *data;
    int fd = open("core", O_RDONLY);

    snprintf(name, sizeof(name), "core.%d", pid);
    if (fd < 0)
        fd = open(name, O_RDONLY);
    if (fd < 0 || fstat(fd, &st))
        return NULL;
    data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    unlink("core");
    unlink(name);
    *size = (size_t)st.st_size;
    return data;
}

static const char *file;
static unsigned statuses, pointers, matched, current;

static unsigned thread_of(int tid)
{
    for (unsigned i = 0; i <= THREADS; i++)
        if (said->tid[i] == tid)
            return i;
    return THREADS + 1;
}

static void check_tp(uintptr_t tp)
{
    /* Where the thread pointer is not at the block's start, it is near. */
    pointers += current <= THREADS && tp == said->tp[current];
}

static void look_at(const char *name, const Elf64_Nhdr *h, const void *data)
{
    const struct elf_prstatus *s = data;

    if (h->n_type == NT_PRSTATUS && strcmp(name, "CORE") == 0) {
        const uintptr_t *regs = (const void *)&s->pr_reg;
        uintptr_t sp = regs[STACK_POINTER];

        current = thread_of(s->pr_pid);
        matched += current <= THREADS && sp <= said->stack[current] + 4096 &&
                   said->stack[current] <= sp + 16384;
        if (statuses++ == 0)
            printf("first %u signal %d\n", current, s->pr_cursig);
#ifdef THREAD_POINTER
        check_tp(regs[THREAD_POINTER]);
#endif
    }
#ifdef THREAD_NOTE
    if (h->n_type == THREAD_NOTE && strcmp(name, "LINUX") == 0)
        check_tp(*(const uintptr_t *)data);
#endif
}

static void look_at_notes(const char *p, const char *end)
{
    while (p < end) {
        const Elf64_Nhdr *h = (const void *)p;
        const char *name = p + sizeof(*h);

        p = name + (h->n_namesz + 3) / 4 * 4;
        look_at(name, h, p);
        p += (h->n_descsz + 3) / 4 * 4;
    }
}

static void run(unsigned threads)
{
    siginfo_t si;
    size_t size;
    int status;
    pid_t pid;

    memset(said, 0, sizeof(*said));
    statuses = pointers = matched = 0;
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        die(threads);
        _exit(1);
    }
    R(waitid(P_PID, pid, &si, WEXITED | WNOWAIT));
    printf("code %d status %d\n", si.si_code, si.si_status);
    waitpid(pid, &status, 0);
    printf("signal %d core %d\n", WTERMSIG(status), WCOREDUMP(status) != 0);
    file = read_core(pid, &size);
    T(file != NULL);
    if (!file)
        return;
    const Elf64_Ehdr *h = (const void *)file;
    const Elf64_Phdr *ph = (const void *)(file + h->e_phoff);

    T(h->e_type == ET_CORE && ph->p_type == PT_NOTE);
    look_at_notes(file + ph->p_offset, file + ph->p_offset + ph->p_filesz);
    printf("%u threads: %u statuses, %u stacks, %u thread pointers\n",
           threads + 1, statuses, matched, pointers);
    munmap((void *)file, size);
}

int main(void)
{
    struct rlimit limit;
    char pattern[128] = "";
    int fd = open("/proc/sys/kernel/core_pattern", O_RDONLY);

    said = mmap(NULL, sizeof(*said), PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (read(fd, pattern, sizeof(pattern) - 1) <= 0)
        return 1;
    getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = limit.rlim_max;
    if ((limit.rlim_cur == 0 && geteuid() != 0) ||
        (strcmp(pattern, "core\n") != 0 && strcmp(pattern, "core.%p\n") != 0)) {
        puts("no core files here");
        return 0;
    }
    limit.rlim_cur = limit.rlim_max = RLIM_INFINITY;
    R(setrlimit(RLIMIT_CORE, &limit));
    run(0);
    fault = 1;
    for (int i = 0; i < 5; i++)
        run(THREADS);
    limit.rlim_cur = 0;
    R(setrlimit(RLIMIT_CORE, &limit));
    run(0);
    return 0;
}
