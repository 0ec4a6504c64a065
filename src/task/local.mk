# SPDX-License-Identifier: LGPL-2.1-or-later
# One line a file: libcalque_a_SOURCES += %D%/x.c
libcalque_a_SOURCES += %D%/path.c
libcalque_a_SOURCES += %D%/path.h
libcalque_a_SOURCES += %D%/task.h
