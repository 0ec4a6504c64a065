/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Private: how the main part of a memory copy or set ended. */
#ifndef CALQUE_TARGET_AARCH64_MOPS_H
#define CALQUE_TARGET_AARCH64_MOPS_H

enum mops_result {
    MOPS_DONE,
    MOPS_STOP,  /* the rest later: somebody waits */
    MOPS_FAULT, /* cpu->fault; the registers say what is done */
    MOPS_OTHER, /* nothing: the registers are in option B's format */
};

#endif
