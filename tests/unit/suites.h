/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The suites of the unit test program, one function a file.
 *
 * A new file test-x.c defines suite_x() and adds one row here; main.c builds
 * its table from this list.  A suite's test cases run in processes of their
 * own, so that one that crashes is one failure.
 */
#ifndef UNIT_SUITES_H
#define UNIT_SUITES_H

#include <check.h>

#define UNIT_SUITES(X)                                                         \
    X(arena)                                                                   \
    X(bits)                                                                    \
    X(cache)                                                                   \
    X(error)                                                                   \
    X(fd)                                                                      \
    X(fmt)                                                                     \
    X(hash)                                                                    \
    X(ioctl)                                                                   \
    X(killed)                                                                  \
    X(loader)                                                                  \
    X(log)                                                                     \
    X(maps)                                                                    \
    X(mem)                                                                     \
    X(model)                                                                   \
    X(signal)                                                                  \
    X(softfp)                                                                  \
    X(task)

#define UNIT_DECLARE(name) Suite *suite_##name(void);
UNIT_SUITES(UNIT_DECLARE)
#undef UNIT_DECLARE

#endif
