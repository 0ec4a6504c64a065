# SPDX-License-Identifier: LGPL-2.1-or-later
# Registration with the kernel's binfmt_misc.
dist_sbin_SCRIPTS = %D%/calque-binfmt
EXTRA_DIST += %D%/Dockerfile
EXTRA_DIST += %D%/Dockerfile.dockerignore
