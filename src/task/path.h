/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Guest paths under a sysroot (-L), for what opens files on the guest's behalf;
 * docs/sysroot.md has the rules.  Any thread; no state; results are descriptors
 * or -errno.
 */
#ifndef CALQUE_TASK_PATH_H
#define CALQUE_TASK_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PATH_SIZE = 4096 };

/* The path to look up in the sysroot for a guest's `path`; NULL: none, since
 * it is relative or in /proc, /sys or /dev, which are the host's.  The name
 * that the host has for a file in the sysroot leads into it as well: a program
 * learns it from its own path or working directory. */
const char *path_in_sysroot_scope(const char *sysroot, const char *path);

/* Opens an existing file with the directory `root` as the root directory: links
 * and ".." do not lead out of it. flags are the host's. */
int64_t path_open_in_root(int root, const char *path, uint64_t flags);

/* Opens an existing file: in the sysroot (NULL: none) with the sysroot as its
 * root directory, and if that fails as the host sees the path. *inside tells
 * which. flags are the host's. */
int path_open(const char *sysroot, int dirfd, const char *path, int flags,
              bool *inside);

/* The path of an open file by /proc; false when there is none. */
bool path_of_fd(int fd, char *buf, size_t size);

#endif
