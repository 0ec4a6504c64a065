# SPDX-License-Identifier: LGPL-2.1-or-later
# One line a file: libcalque_a_SOURCES += %D%/x.c
libcalque_a_SOURCES += %D%/elf.c
libcalque_a_SOURCES += %D%/elf.h
libcalque_a_SOURCES += %D%/exec.c
libcalque_a_SOURCES += %D%/handoff.c
libcalque_a_SOURCES += %D%/handoff.h
libcalque_a_SOURCES += %D%/load.c
libcalque_a_SOURCES += %D%/load.h
libcalque_a_SOURCES += %D%/loader.h
libcalque_a_SOURCES += %D%/present.c
libcalque_a_SOURCES += %D%/program.c
libcalque_a_SOURCES += %D%/stack.c
