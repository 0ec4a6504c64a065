/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fork while three threads run ever new code; the child runs new code, too. */
#include "race.h"
#include <pthread.h>

enum { N = 256 };
static volatile bool stop;
static volatile int wrong;

static void *run(void *arg)
{
    char *code = code_map(N * CODE_SIZE);
    unsigned seed = (unsigned)(uintptr_t)arg;

    while (!stop)
        code_exercise(code, N, seed += 17, &wrong);
    return NULL;
}

int main(int argc, char **argv)
{
    char *code = code_map(N * CODE_SIZE);
    pthread_t t[3];
    int forks = 0, bad = 0, status;

    race_begin(argc, argv);
    for (uintptr_t i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, run, (void *)(i * 1000));
    while (race_on(forks > 5)) {
        pid_t pid = fork();
        if (pid == 0) {
            code_exercise(code, N, (unsigned)forks, &wrong);
            code_exercise(code, N, (unsigned)forks + 1, &wrong);
            /* A thread of the child's own. */
            pthread_t mine;
            stop = true;
            if (forks % 4 == 0 && (pthread_create(&mine, NULL, run, NULL) ||
                                   pthread_join(mine, NULL)))
                wrong++;
            _exit(wrong ? 1 : 0);
        }
        if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
            bad++;
        forks++;
    }
    stop = true;
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    race_count(forks, "forks");
    T(forks > 5);
    V(bad);
    V(wrong);
    return 0;
}
