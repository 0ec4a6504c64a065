/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tell [exec PROGRAM ARGUMENTS...]: says how it was started, then executes. */
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    const char *execfn = (const char *)getauxval(AT_EXECFN);
    char name[16];

    prctl(PR_GET_NAME, name);
    printf("execfn %s name %s uid %d euid %d secure %lu fd %d:", execfn, name,
           (int)getuid(), (int)geteuid(), getauxval(AT_SECURE), dup(2));
    for (int i = 0; i < argc; i++)
        printf(" [%s]", argv[i]);
    puts("");
    fflush(stdout);
    if (argc > 2 && strcmp(argv[1], "exec") == 0) {
        execv(argv[2], argv + 2);
        perror(argv[2]);
        return 1;
    }
    return 7;
}
