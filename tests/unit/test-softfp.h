/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tests of the software floating point: the suite, and the part of it that
 * is in a file of its own. The caller owns what they return. */
#ifndef CALQUE_TESTS_UNIT_TEST_SOFTFP_H
#define CALQUE_TESTS_UNIT_TEST_SOFTFP_H

#include <check.h>

Suite *suite_softfp(void);
TCase *tcase_softfp_fpu(void);

#endif
