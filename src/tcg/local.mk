# SPDX-License-Identifier: LGPL-2.1-or-later
# One line a file: libcalque_a_SOURCES += %D%/x.c; host/x86_64 below.
libcalque_a_SOURCES += %D%/env.h
libcalque_a_SOURCES += %D%/ir.def
libcalque_a_SOURCES += %D%/ir.h
libcalque_a_SOURCES += %D%/vop.def
libcalque_a_SOURCES += %D%/vop.h
