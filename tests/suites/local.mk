# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += %D%/cpython.sh
EXTRA_DIST += %D%/junit-diff
