# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += %D%/testfloat-aarch64.h
EXTRA_DIST += %D%/testfloat-riscv64.h
EXTRA_DIST += %D%/testfloat.c
EXTRA_DIST += %D%/testfloat.h
EXTRA_DIST += %D%/testfloat.sh
