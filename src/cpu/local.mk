# SPDX-License-Identifier: LGPL-2.1-or-later
# One line a file: libcalque_a_SOURCES += %D%/x.c
libcalque_a_SOURCES += %D%/atomic.c
libcalque_a_SOURCES += %D%/atomic.h
libcalque_a_SOURCES += %D%/cache.c
libcalque_a_SOURCES += %D%/cpu.c
libcalque_a_SOURCES += %D%/cpu.h
libcalque_a_SOURCES += %D%/fault.c
libcalque_a_SOURCES += %D%/fuse.c
libcalque_a_SOURCES += %D%/interpret.c
libcalque_a_SOURCES += %D%/lockstep.c
libcalque_a_SOURCES += %D%/monitor.c
libcalque_a_SOURCES += %D%/run.c
libcalque_a_SOURCES += %D%/target.h
libcalque_a_SOURCES += %D%/tb.c
libcalque_a_SOURCES += %D%/translate.c
libcalque_a_SOURCES += %D%/translator.h
libcalque_a_SOURCES += %D%/vdso.c
