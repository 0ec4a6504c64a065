/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Processes made and waited for. */
#include "bench.h"

#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    unsigned long scale = bench_scale(argc, argv);
    uint64_t sum = 0;

    for (unsigned long n = 0; n < scale * 10; n++) {
        int status = 0;
        pid_t child = fork();
        if (child == 0)
            _exit((int)(n % 100));
        if (child < 0 || waitpid(child, &status, 0) != child)
            bench_fail("fork");
        sum = bench_mix(sum, (uint64_t)WEXITSTATUS(status));
    }
    bench_report("fork", sum);
    return 0;
}
