/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Options of the user mode program, from environment and command line;
 * calque(1) describes them.  Used once, on the main thread, before the guest
 * exists. Mistakes end in die().  Strings point into the arguments and
 * environment.
 */
#ifndef CALQUE_MAIN_OPTIONS_H
#define CALQUE_MAIN_OPTIONS_H

#include "task/task.h"

struct options {
    struct config config;
    bool perf_map;
    const char *argv0;
    const char *trace; /* -d's argument */
    char **env;        /* of the guest, ends with NULL */
    size_t n_env, max_env;
    int first; /* index of the program in argv; argc when there is none */
};

/* Fills *out. Prints and ends the process for --help and the like. */
void options_parse(struct options *out, int argc, char **argv, char **env);

#endif
