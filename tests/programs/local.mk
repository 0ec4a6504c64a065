# SPDX-License-Identifier: LGPL-2.1-or-later
# Debian's programs in Debian's roots; see scripts/run-programs.
program_scripts =
program_scripts += %D%/archive.sh
program_scripts += %D%/bash.sh
program_scripts += %D%/cc.sh
program_scripts += %D%/coreutils.sh
program_scripts += %D%/cxx.sh
program_scripts += %D%/dash.sh
program_scripts += %D%/git.sh
program_scripts += %D%/lua.lua
program_scripts += %D%/make.sh
program_scripts += %D%/perl.pl
program_scripts += %D%/python-children.py
program_scripts += %D%/python-compute.py
program_scripts += %D%/python-ctypes.py
program_scripts += %D%/python-signals.py
program_scripts += %D%/python-threads.py
program_scripts += %D%/sqlite.sh
program_scripts += %D%/text.sh
TESTS += %D%/arm64.tap
TESTS += %D%/riscv64.tap
EXTRA_DIST += $(program_scripts)
EXTRA_DIST += %D%/arm64.tap
EXTRA_DIST += %D%/riscv64.tap
EXTRA_DIST += scripts/program-roots
EXTRA_DIST += scripts/run-programs
