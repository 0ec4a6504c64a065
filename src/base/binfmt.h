/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the kernel's binfmt_misc tells the interpreter that it starts, in the
 * auxiliary vector: see admin-guide/binfmt-misc in the kernel's documentation,
 * and getauxval(3).  An entry that has neither of the flags O (which C implies)
 * and P tells nothing.
 *
 * For start-up on the main thread: uses errno.
 */
#ifndef CALQUE_BASE_BINFMT_H
#define CALQUE_BASE_BINFMT_H

#include <stdbool.h>

/* Flag O: a descriptor of the program, which may be any number; -1: none. */
int binfmt_fd(void);

/* Flag P: the arguments are the program's path, its argv[0], and the rest. */
bool binfmt_argv0(void);

/* Whether it was binfmt_misc that has started us, as far as it tells. Then the
 * program's path comes first, whatever it looks like, and AT_EXECFN is what the
 * program was executed as. */
bool binfmt_started(void);

#endif
