# SPDX-License-Identifier: LGPL-2.1-or-later
# What runs suites from elsewhere; docs/STATUS.md has the outcome.
EXTRA_DIST += %D%/compare
EXTRA_DIST += %D%/ltp
EXTRA_DIST += %D%/stress-ng
EXTRA_DIST += %D%/stress.js
EXTRA_DIST += %D%/stress.lua
EXTRA_DIST += %D%/stress.sh
