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
    proc_file_fn
        *write_other; /* of another process that runs Calque, or NULL */
};

/* A file in /proc by the end of its path. */
struct proc_name {
    char path[256];     /* up to `grand` */
    const char *name;   /* last component */
    const char *parent; /* the one before, or "" */
    const char *grand;  /* and before that */
};

/* The number that a name is, at least up to INT32_MAX; 0: it is none. */
int64_t proc_number(const char *s);
/* Whether the descriptor is on a file of /proc. */
bool proc_has(int fd);
/* Whether that process runs the same Calque. */
bool proc_runs_us(const struct task *t, int64_t pid);
/* The process of /proc/PID/NAME and /proc/PID/task/TID/NAME; 0: none. */
int64_t proc_pid_of(const struct proc_name *n);
/* False where there is no /proc, or the path is too long to be in it. */
bool proc_name_of_fd(int fd, struct proc_name *n);
/* Is it what this process got for its own maps? */
bool proc_is_maps(int fd);
/* PROCMAP_QUERY for the structure at `arg`. */
int64_t proc_query(struct task *t, uint64_t arg);
/* Is it /proc/PID/mem, of any process? */
bool proc_is_mem(int fd);

/* Reading the host's file line by line. */
struct proc_reader {
    int fd;
    size_t len, at;
    char buf[4096];
};
/* One line with its newline, cut where it is longer than the buffer; false at
 * the end. */
bool proc_next_line(struct proc_reader *r, const char **line, size_t *len);

/* proc-maps.c */
proc_file_fn proc_maps, proc_smaps, proc_smaps_rollup, proc_numa_maps;
/* maps or smaps of another process that runs Calque. */
proc_file_fn proc_other_maps;

/* Ends with a NULL name. */
extern const struct proc_file proc_files[];

#endif
