/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arguments and environment arrive. */
#include "t.h"

int main(int argc, char **argv)
{
    V(argc);
    for (int i = 1; i < argc; i++)
        printf("argv[%d] = \"%s\"\n", i, argv[i]);
    T(argv[argc] == NULL);
    T(getenv("HOME") != NULL || getenv("PATH") != NULL);
    R(write(1, "", 0));
    R(write(-1, "x", 1));
    return 7;
}
