/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Programs into memory: finding the file (sysroot, #! scripts), checking it,
 * mapping it with its interpreter, stack, auxiliary vector and vDSO; and exec
 * of another program by a running guest.
 *
 * program_open() and task_exec() may be called by any guest thread and use
 * neither libc's heap nor errno; a struct program is its caller's.
 * loader_load() runs once, before the first guest instruction, on the main
 * thread.  Errors are -errno values; `why`, where there is one, is a constant
 * text for people that says more than the number.  See System V ABI, gABI
 * chapter 5, and execve(2).
 */
#ifndef CALQUE_LOADER_LOADER_H
#define CALQUE_LOADER_LOADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loader/elf.h"
#include "task/task.h"

enum {
    PROGRAM_HEAD = 4096, /* bytes of the file looked at: header, #! line */
    PROGRAM_SCRIPTS = 5, /* nesting of interpreters, as in the kernel */
    PROGRAM_LINE = 256,  /* length of a #! line */
    PROGRAM_PATH = 4096,
};

/* A file that can be executed, found and looked at. */
struct program {
    int fd; /* on the file that is to be loaded; close-on-exec */
    /* Arguments that take the place of argv[0] because of #! lines; 0: keep. */
    unsigned n_prefix;
    const char *prefix[2 * PROGRAM_SCRIPTS + 1];
    struct elf_image elf;        /* header only */
    const struct target *target; /* NULL: not ours, the host may know it */
    bool inside;                 /* path was found in the sysroot */
    /* By a descriptor that the interpreter of a script will not have. */
    bool closed;
    const char *why;
    size_t head_len;
    uint8_t head[PROGRAM_HEAD];
    char path[PROGRAM_PATH]; /* as it was opened */
    char lines[PROGRAM_SCRIPTS][PROGRAM_LINE];
    char script[PROGRAM_PATH];
};

/* Finds `path` as execveat(dirfd, path, flags) would, in the sysroot first, and
 * follows #! lines to a program in binary form. 0, or the errno of execve with
 * nothing open. */
int program_open(struct program *out, const struct config *config, int dirfd,
                 const char *path, int flags);
/* The same for a file that is open; takes fd over. path as for AT_EXECFN. If
 * it was `checked`, by the kernel or by task_exec(), that it may be executed,
 * it is not again: who watches executions sees one. */
int program_open_fd(struct program *out, const struct config *config, int fd,
                    const char *path, bool checked);
/* All that can be known before memory is given up: segments, and whether the
 * dynamic linker exists and is one. For programs with a target. 0, or the errno
 * of execve. */
int program_check(struct program *p, const struct config *config);
/* 0 if the kernel would execute fd, or its errno: it also looks whether the
 * file is open for writing, at Landlock's rules, and asks whoever watches
 * executions.  -EINVAL from kernels before 6.14, which do not tell. */
int program_ask_kernel(int fd);
void program_close(struct program *p);

struct loader_request {
    const struct program *program;
    const char *execfn; /* what execve was given */
    const char *argv0;  /* -0, or NULL */
    char *const *argv;  /* of the guest program; its prefix is not yet in it */
    char *const *envp;
};

/* Maps the program and sets up stack, break, registers and the fields of the
 * process that describe them; its descriptor is the process's from then on. On
 * failure one line, "calque: PATH: reason", is
 * printed and an exit status (126 or 127) returned; 0 otherwise. */
int loader_load(struct process *p, struct task *t,
                const struct loader_request *rq);
/* Prints that line for an error of program_open(); returns the status. */
int loader_report(const char *path, int error, const char *why);

/* execveat by a guest: argv and envp are guest arrays. Returns -errno while the
 * caller goes on running, and does not return otherwise. A guest program runs
 * in a new Calque, a host program natively. `file`, if it is not NULL, is where
 * the program is that `path` means, by which it is known. */
int task_exec(struct task *t, int dirfd, const char *path, const char *file,
              gaddr argv, gaddr envp, int flags);

/* Makes /proc/PID show the program instead of us, as far as the kernel lets a
 * process say so: name, command line, environment, auxiliary vector. */
void loader_present(const struct process *p, const struct mm *mm);

#endif
