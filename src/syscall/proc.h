/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Files of /proc whose text the host's kernel writes about us and not about the
 * guest: proc.c finds out that one was opened, proc-files.c writes what the
 * guest is to read.
 */
#ifndef CALQUE_SYSCALL_PROC_H
#define CALQUE_SYSCALL_PROC_H

#include "base/fmt.h"
#include "syscall/sys.h"

/* Writes a file's text to out. host_fd is the host's file, open for reading at
 * its start. False: the host's file is right as it is. */
typedef bool proc_file_fn(struct task *t, int host_fd, struct fmt_sink *out);

enum proc_place {
    PROC_ROOT, /* /proc/NAME */
    PROC_TASK, /* /proc/PID/NAME, /proc/PID/task/TID/NAME */
    PROC_FD,   /* /proc/PID/NAME/N */
    PROC_SYS,  /* /proc/sys/kernel/NAME */
};

struct proc_file {
    const char *name;
    enum proc_place place;
    proc_file_fn *write;
};

/* Is it /proc/PID/mem, of any process? */
bool proc_is_mem(int fd);

/* Ends with a NULL name. */
extern const struct proc_file proc_files[];

#endif
