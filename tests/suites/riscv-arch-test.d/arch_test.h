/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The suite's own, without what a user program may not do: mstatus. */
#include_next "arch_test.h"

#undef RVTEST_FP_ENABLE
#define RVTEST_FP_ENABLE() csrwi fcsr, 0
