# SPDX-License-Identifier: LGPL-2.1-or-later
# calque-binfmt, and programs that binfmt_misc starts: in namespaces of their
# own, so that nothing is registered on the host.
TESTS += %D%/install.sh
TESTS += %D%/privileges.sh
TESTS += %D%/start.sh
EXTRA_DIST += %D%/by-calque
EXTRA_DIST += %D%/install.sh
EXTRA_DIST += %D%/namespace
EXTRA_DIST += %D%/privileges.py
EXTRA_DIST += %D%/privileges.sh
EXTRA_DIST += %D%/start.sh
EXTRA_DIST += %D%/tell.c
