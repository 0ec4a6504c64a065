/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Children that share memory and are neither threads nor waited for as vfork's
 * are: they are killed at random, exec, or end; the parent goes on, and what it
 * has of memory does not grow by what they had. */
#define _GNU_SOURCE
#include "race.h"
#include <sched.h>

enum { N = 64, KEPT = 4, STACK = 65536, WINDOW = 1 << 16, WARM = 20 };
static char stacks[KEPT][STACK] __attribute__((aligned(16)));
static char *code[KEPT];
static char *self;
static volatile int wrong;

struct start {
    int kind;
    char *code;
};
static struct start starts[KEPT];

static int child(void *arg)
{
    const struct start *s = arg;
    char *argv[] = {self, "-", NULL};

    switch (s->kind) {
    case 0: syscall(SYS_exit, 7); break;
    case 1: syscall(SYS_exit_group, 7); break;
    case 2: execv(self, argv); syscall(SYS_exit, 1);
    }
    /* Raw calls, as errno is the parent's. */
    for (unsigned i = 0;; i++) {
        code_exercise(s->code, N, i, &wrong);
        void *p = mmap(NULL, WINDOW, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p != MAP_FAILED)
            munmap(p, WINDOW);
    }
}

static long pages_of_memory(void)
{
    char text[256] = "";
    int fd = open("/proc/self/statm", O_RDONLY);

    if (read(fd, text, sizeof(text) - 1) <= 0)
        wrong++;
    close(fd);
    return atol(text);
}

int main(int argc, char **argv)
{
    int status, bad = 0, rounds = 0;
    unsigned r = 5;
    long before = 0, grown;

    if (argc > 1 && strcmp(argv[1], "-") == 0)
        return 7;
    self = argv[0];
    for (int i = 0; i < KEPT; i++)
        code[i] = code_map(N * CODE_SIZE);
    race_begin(argc, argv);
    while (race_on(rounds >= 2 * WARM)) {
        pid_t pid[KEPT];

        for (int i = 0; i < KEPT; i++) {
            r = r * 1103515245 + 12345;
            starts[i] = (struct start){(r >> 16) % 6, code[i]};
            pid[i] =
                clone(child, stacks[i] + STACK, CLONE_VM | SIGCHLD, &starts[i]);
            if (pid[i] < 0)
                bad++;
        }
        usleep((r >> 8) % 3000);
        for (int i = 0; i < KEPT; i++) {
            if (starts[i].kind > 2)
                kill(pid[i], SIGKILL);
            if (waitpid(pid[i], &status, 0) != pid[i])
                bad++;
            else if (starts[i].kind > 2
                         ? !WIFSIGNALED(status)
                         : !WIFEXITED(status) || WEXITSTATUS(status) != 7)
                bad++;
        }
        /* What a killed child may have mapped stays; that is all. */
        if (++rounds == WARM)
            before = pages_of_memory();
    }
    grown = pages_of_memory() - before - 2L * rounds * KEPT * WINDOW / 4096;
    race_count(rounds * KEPT, "children");
    T(grown < 8192);
    V(bad);
    V(wrong);
    return 0;
}
