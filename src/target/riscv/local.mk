# SPDX-License-Identifier: LGPL-2.1-or-later
riscv_decode = \
	%D%/rv.decode \
	%D%/rva.decode \
	%D%/rvc.decode \
	%D%/rvk.decode \
	%D%/rvz.decode \
	%D%/rvzf.decode
DECODE_TABLES += $(riscv_decode)
DECODE_INC += %D%/decode.inc
$(srcdir)/%D%/decode.inc: $(riscv_decode)

libcalque_a_SOURCES += %D%/abi.c
libcalque_a_SOURCES += %D%/abi.h
libcalque_a_SOURCES += %D%/disas.c
libcalque_a_SOURCES += %D%/frame.c
libcalque_a_SOURCES += %D%/gen-atomic.c
libcalque_a_SOURCES += %D%/gen-branch.c
libcalque_a_SOURCES += %D%/gen-crypto.c
libcalque_a_SOURCES += %D%/gen-fcvt.c
libcalque_a_SOURCES += %D%/gen-float.c
libcalque_a_SOURCES += %D%/gen-float.h
libcalque_a_SOURCES += %D%/gen-int.c
libcalque_a_SOURCES += %D%/gen-mem.c
libcalque_a_SOURCES += %D%/gen-system.c
libcalque_a_SOURCES += %D%/gen-zb.c
libcalque_a_SOURCES += %D%/gen.h
libcalque_a_SOURCES += %D%/helpers.c
libcalque_a_SOURCES += %D%/hwprobe.c
libcalque_a_SOURCES += %D%/isa.c
libcalque_a_SOURCES += %D%/isa.def
libcalque_a_SOURCES += %D%/isa.h
libcalque_a_SOURCES += %D%/riscv.c
libcalque_a_SOURCES += %D%/state.h
libcalque_a_SOURCES += %D%/syscall.c
libcalque_a_SOURCES += %D%/translate.c

VDSO_TABLES += %D%/vdso.table
VDSO_INC += %D%/vdso.inc
$(srcdir)/%D%/vdso.inc: %D%/vdso.table
