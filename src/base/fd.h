/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors of our own: kept out of the way of the guest's, and written
 * without libc.  Any thread.
 */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <stddef.h>

/*
 * A close-on-exec duplicate of fd, numbered as high as the limit on open files
 * allows but below 1024, so that the kernel's table stays small.  The lower
 * numbers stay free for the guest.  fd stays open.  Returns the new
 * descriptor or -errno.
 */
int fd_dup_high(int fd);

/* The same for two, whose copies are neighbours, the second's above the
 * first's. 0 or -errno. */
int fd_dup_pair(int first, int second, int pair[2]);

/* Write all of data, going on after EINTR.  Returns 0 or -errno. */
int fd_write_all(int fd, const void *data, size_t size);

#endif
