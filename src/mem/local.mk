# SPDX-License-Identifier: LGPL-2.1-or-later
# One line a file: libcalque_a_SOURCES += %D%/x.c
libcalque_a_SOURCES += %D%/accessors.c
libcalque_a_SOURCES += %D%/change.c
libcalque_a_SOURCES += %D%/copy.S
libcalque_a_SOURCES += %D%/map.c
libcalque_a_SOURCES += %D%/mem.h
libcalque_a_SOURCES += %D%/mm.c
libcalque_a_SOURCES += %D%/mm.h
libcalque_a_SOURCES += %D%/remap.c
libcalque_a_SOURCES += %D%/tree.c
