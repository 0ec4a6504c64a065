/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "tcg/vop.h"

const struct vop_info vop_info[VOP_COUNT] = {
#define VOP(name, nargs, fn) {#name, fn, nargs},
#include "tcg/vop.def"
#undef VOP
};
