/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Children of one process after another that all run the same code, which their
 * parent never ran, has not got, or has changed in between. */
#include "race.h"

enum { PAGE = 4096, FORKS = 8 };

/* The child's exit status: what the code at `at` returns, or what killed it. */
static int in_child(char *at, int put, bool map, bool nested)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        if (nested)
            _exit(in_child(at, put, map, false));
        if (map && mmap(at, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != at)
            _exit(255);
        if (put >= 0) {
            code_put(at, (unsigned)put);
            code_flush(at, CODE_SIZE);
        }
        _exit(code_call(at));
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int main(void)
{
    char *code = code_map(PAGE), *hole = code_map(PAGE);
    int bad = 0;

    munmap(hole, PAGE);
    /* The parent has other code there, or none. */
    for (int i = 0; i < FORKS; i++)
        bad += in_child(code, i, false, false) != i;
    for (int i = 0; i < FORKS; i++)
        bad += in_child(hole, i, true, false) != i;
    V(bad);
    V(in_child(hole, -1, false, false));
    /* It has the children's, and changes it after each. */
    for (int i = 0; i < FORKS; i++) {
        code_put(code, 100 + (unsigned)i);
        code_flush(code, CODE_SIZE);
        bad += in_child(code, -1, false, i & 1) != 100 + i;
        bad += in_child(code, i, false, i & 1) != i;
    }
    V(bad);
    V(code_call(code));
    /* Then it may no longer be executed. */
    R(mprotect(code, PAGE, PROT_READ | PROT_WRITE));
    V(in_child(code, -1, false, false));
    V(in_child(code, 1, false, true));
    R(mprotect(code, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC));
    V(in_child(code, -1, false, false));
    /* Another mapping takes its place. */
    OK(mmap(code, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    for (int i = 0; i < FORKS; i++)
        bad += in_child(code, i, false, true) != i;
    V(bad);
    code_put(code, 42);
    code_flush(code, CODE_SIZE);
    V(code_call(code));
    return 0;
}
