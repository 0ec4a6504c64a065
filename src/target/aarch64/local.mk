# SPDX-License-Identifier: LGPL-2.1-or-later
libcalque_a_SOURCES += %D%/aarch64.h
libcalque_a_SOURCES += %D%/abi.c
libcalque_a_SOURCES += %D%/abi.h
libcalque_a_SOURCES += %D%/disas-simd.h
libcalque_a_SOURCES += %D%/disas.c
libcalque_a_SOURCES += %D%/features.c
libcalque_a_SOURCES += %D%/features.def
libcalque_a_SOURCES += %D%/features.h
libcalque_a_SOURCES += %D%/frame.c
libcalque_a_SOURCES += %D%/gen-atomic.c
libcalque_a_SOURCES += %D%/gen-branch.c
libcalque_a_SOURCES += %D%/gen-complex.c
libcalque_a_SOURCES += %D%/gen-crypto.c
libcalque_a_SOURCES += %D%/gen-cssc.c
libcalque_a_SOURCES += %D%/gen-dpimm.c
libcalque_a_SOURCES += %D%/gen-dpreg.c
libcalque_a_SOURCES += %D%/gen-fp.c
libcalque_a_SOURCES += %D%/gen-fp16.c
libcalque_a_SOURCES += %D%/gen-ldst.c
libcalque_a_SOURCES += %D%/gen-matrix.c
libcalque_a_SOURCES += %D%/gen-mops.c
libcalque_a_SOURCES += %D%/gen-pauth.c
libcalque_a_SOURCES += %D%/gen-sha512.c
libcalque_a_SOURCES += %D%/gen-simd-fp.c
libcalque_a_SOURCES += %D%/gen-simd-misc.c
libcalque_a_SOURCES += %D%/gen-simd-move.c
libcalque_a_SOURCES += %D%/gen-simd-same.c
libcalque_a_SOURCES += %D%/gen-simd-wide.c
libcalque_a_SOURCES += %D%/gen-simd.c
libcalque_a_SOURCES += %D%/gen-simd.h
libcalque_a_SOURCES += %D%/gen-sm3.c
libcalque_a_SOURCES += %D%/gen-struct.c
libcalque_a_SOURCES += %D%/gen-system.c
libcalque_a_SOURCES += %D%/helper.c
libcalque_a_SOURCES += %D%/helper.def
libcalque_a_SOURCES += %D%/mops.c
libcalque_a_SOURCES += %D%/mops.h
libcalque_a_SOURCES += %D%/pauth.c
libcalque_a_SOURCES += %D%/pauth.h
libcalque_a_SOURCES += %D%/state.h
libcalque_a_SOURCES += %D%/sysreg.h
libcalque_a_SOURCES += %D%/target.c
libcalque_a_SOURCES += %D%/translate.c
libcalque_a_SOURCES += %D%/translate.h

aarch64_decode = \
	%D%/base.decode \
	%D%/ldst.decode \
	%D%/fp.decode \
	%D%/simd.decode \
	%D%/crypto.decode \
	%D%/fp16.decode \
	%D%/complex.decode \
	%D%/matrix.decode
DECODE_TABLES += $(aarch64_decode)
DECODE_INC += %D%/decode.inc
$(srcdir)/%D%/decode.inc: $(aarch64_decode)

VDSO_TABLES += %D%/vdso.table
VDSO_INC += %D%/vdso.inc
$(srcdir)/%D%/vdso.inc: %D%/vdso.table
