/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Files whose execution gives privileges: set-user-ID, set-group-ID, file
 * capabilities.  Calque executes itself and so cannot give them; the kernel can
 * where binfmt_misc has an entry with the flag C.  Any thread; no state.
 */
#ifndef CALQUE_LOADER_PRIVILEGE_H
#define CALQUE_LOADER_PRIVILEGE_H

#include <stdbool.h>

#include "loader/loader.h"

/* What the caller would gain by executing the file behind fd, for people; NULL:
 * nothing. */
const char *privilege_gained(int fd);

/* Whether the kernel is to execute p's file: binfmt_misc, as it is mounted
 * here, has an enabled entry for it that keeps the file's credentials. Where it
 * is not mounted, as in a chroot, that is for the kernel to say if it has
 * started us (by_binfmt). */
bool privilege_by_kernel(const struct program *p, bool by_binfmt);

/* One line that says that `gain` had no effect for want of such an entry. */
void privilege_report(const char *path, const char *gain);

#endif
