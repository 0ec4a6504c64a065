# SPDX-License-Identifier: LGPL-2.1-or-later
# Soft-float against the FP instructions of the guests.
TESTS += %D%/cross.sh
EXTRA_DIST += %D%/cross-aarch64.c
EXTRA_DIST += %D%/cross-riscv64.c
EXTRA_DIST += %D%/cross.sh
EXTRA_DIST += %D%/vectors.h
