# SPDX-License-Identifier: LGPL-2.1-or-later
# One line a file: libcalque_a_SOURCES += %D%/x.c
libcalque_a_SOURCES += %D%/arena.c
libcalque_a_SOURCES += %D%/arena.h
libcalque_a_SOURCES += %D%/clone-x86_64.S
libcalque_a_SOURCES += %D%/clone.c
libcalque_a_SOURCES += %D%/life.h
libcalque_a_SOURCES += %D%/path.c
libcalque_a_SOURCES += %D%/path.h
libcalque_a_SOURCES += %D%/task.c
libcalque_a_SOURCES += %D%/task.h
libcalque_a_SOURCES += %D%/thread.c
libcalque_a_SOURCES += %D%/thread.h
