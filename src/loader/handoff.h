/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a Calque tells the one that it executes in its place.  Made by any guest
 * thread; received once, at the start of the main thread.  The format is that
 * of one version: both ends are the same file.
 */
#ifndef CALQUE_LOADER_HANDOFF_H
#define CALQUE_LOADER_HANDOFF_H

#include <stdbool.h>

#include "task/task.h"

struct handoff {
    struct config config;
    int self_fd;        /* received only */
    int exe_fd;         /* the program, which no #! line leads away from */
    int log_fd;         /* -1: none */
    const char *execfn; /* as the guest's execve got it */
    const char *path;   /* for messages, and where /proc is missing */
};

/* A sealed memfd, close-on-exec, or -errno. self_fd is not used. */
int handoff_make(const struct handoff *h);

/* Takes over what this process was started with; false when that was a user's
 * doing. Strings stay valid. The descriptors are close-on-exec afterwards. */
bool handoff_receive(struct handoff *out);

#endif
